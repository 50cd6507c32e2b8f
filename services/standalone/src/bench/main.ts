import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpus, loadavg } from 'node:os';
import { ConfigError } from '@fengqiao/platform';
import { runJob } from './jobs';
import type { JobName } from './job-names';
import { readBenchOptions, type BenchOptions } from './options';
import type { JobResult } from './result';
import { tableOf } from './table';

const EXIT_USAGE = 2;

const say = (line: string) => void process.stderr.write(`${line}\n`);

/**
 * `npm run bench`: measures each job beside its limit, in a process of its own so that no job finds another's heap and compiled code.
 * One JSON object a line with `--json`, otherwise a table; what is going on is told on stderr.
 */
export async function main(argv: readonly string[]): Promise<void> {
  const options = readBenchOptions(argv);
  const [only, ...others] = options.jobs;
  if (only !== undefined && others.length === 0) return print([await measured(only, options)], options);
  say(`node ${process.version} · ${cpus().length} × ${cpus()[0]?.model ?? '?'} · load ${loadavg()[0]?.toFixed(1)}`);
  const results: JobResult[] = [];
  for (const job of options.jobs) {
    const result = await inOwnProcess(job, options);
    results.push(result);
    if (options.json) print([result], options);
  }
  if (!options.json) print(results, options);
}

function measured(job: JobName, { rounds, quick, scale }: BenchOptions): Promise<JobResult> {
  return runJob(job, { rounds, quick, scale, say: (line) => say(`${job}  ${line}`) });
}

async function inOwnProcess(job: JobName, { rounds, quick, scale }: BenchOptions): Promise<JobResult> {
  const child = spawn(process.execPath, [...process.execArgv, __filename, '--json', '--job', job, '--scale', String(scale), ...(quick ? ['--quick'] : ['--rounds', String(rounds)])], { stdio: ['ignore', 'pipe', 'inherit'] });
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`${job} 未能完成 / ${job} did not finish (${code ?? 'killed'})`);
  return JSON.parse(printed) as JobResult;
}

function print(results: readonly JobResult[], { json }: BenchOptions): void {
  process.stdout.write(json ? results.map((result) => `${JSON.stringify(result)}\n`).join('') : tableOf(results));
}

if (require.main === module) {
  main(process.argv.slice(2)).catch((error: unknown) => {
    say(error instanceof Error ? error.message : String(error));
    process.exitCode = error instanceof ConfigError ? EXIT_USAGE : 1;
  });
}
