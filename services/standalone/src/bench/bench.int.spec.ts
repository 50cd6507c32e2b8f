import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { compileForChild, type ChildCode } from '@fengqiao/event-store/kill-runs';
import { JOB_NAMES } from './job-names';
import type { JobResult } from './result';

const run = promisify(execFile);

/* That the jobs still run and tell what they are to tell; how fast they are is no test's business. */

describe('the benchmarks', () => {
  let code: ChildCode;
  beforeAll(() => void (code = compileForChild()), 60_000);
  afterAll(() => code.remove());

  const bench = (...argv: string[]) => run(process.execPath, [code.entry('standalone', 'bench/main'), ...argv]);

  it('tell each job as one JSON object a line, product and limit having done the same work', async () => {
    const { stdout, stderr } = await bench('--quick', '--json');
    const results = stdout.trimEnd().split('\n').map((line) => JSON.parse(line) as JobResult);
    expect(results.map(({ job }) => job)).toEqual(JOB_NAMES);
    const figure = expect.any(Number) as number;
    for (const result of results) {
      expect(result).toMatchObject({ value: figure, limit: figure, ratio: figure, unit: expect.stringMatching(/^[\wµ/]+$/) as string, cpu: { value: figure, limit: figure, ratio: figure }, rounds: 1 });
      expect(result.value).toBeGreaterThan(0);
      expect(result.limit).toBeGreaterThan(0);
    }
    expect(stderr).toContain('append  1/1');
  }, 120_000);

  it('tell a table where nobody asks for JSON', async () => {
    const { stdout } = await bench('--quick', '--job', 'query');
    expect(stdout).toMatch(/^项目 job .*\nquery +[\d.]+ +[\d.]+ +ms\/query/);
  }, 60_000);

  it('end with 2 and one sentence on an option that there is not', async () => {
    const refused = await bench('--jobs', 'append').then(() => undefined, (error: { code: number; stdout: string; stderr: string }) => error);
    expect(refused).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(/^不认识的参数 --jobs.*\/ unknown argument --jobs.*\n$/) as string });
  }, 60_000);
});
