import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/* The calculator as a stranger meets it: the real program, on a machine of another time zone, in an empty folder, without a server. */

const ROOT = join(__dirname, '..', '..', '..');
const BIN = join(ROOT, 'services/cli/bin/fengqiao.js');

describe('fengqiao deadlines compute', () => {
  let cwd: string;
  const env = { PATH: process.env.PATH, TZ: 'America/New_York', LANG: 'en_US.UTF-8' };

  beforeAll(() => {
    execFileSync(process.execPath, [join(ROOT, '.config', 'build.js')], { stdio: 'ignore' });
    cwd = mkdtempSync(join(tmpdir(), 'fengqiao-nothing-'));
  }, 60_000);
  afterAll(() => rmSync(cwd, { recursive: true }));

  it('counts without a server and a data folder, leaves nothing behind, and knows what time it is in China', () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [BIN, 'deadlines', 'compute', '--from', '2026-09-24T23:30', '--rule', 'LA-05', '-o', 'json'], { cwd, env, encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, '']);
    expect(JSON.parse(stdout)).toMatchObject({ lastDay: '2026-10-08', due: '2026-10-08T16:00:00.000Z', from: { date: '2026-09-24' } });
    expect(readdirSync(cwd)).toEqual([]);
  });

  it('ends with 2 and one line where the question is wrong', () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [BIN, 'deadlines', 'compute', '--from', '2026-02-30', '--period', '7d'], { cwd, env, encoding: 'utf8' });
    expect([status, stdout, stderr.trim().split('\n').length]).toEqual([2, '', 1]);
    expect(stderr).toContain('2026-02-30');
  });

  it('says nothing where its reader has seen enough', async () => {
    const child = spawn(process.execPath, [BIN, 'deadlines', 'rules', '-o', 'json'], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
    child.stdout.destroy();
    const [code] = (await once(child, 'close')) as [number];
    expect([code, said]).toEqual([0, '']);
  });
});
