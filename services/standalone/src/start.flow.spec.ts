import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FOLDER_SECRET_HEADER, TOKEN_PATH } from './development-pages';
import { readServerFile } from './server-file';

/* `npm start` as a person meets it: a real process, built, on a folder, with a port. */

const ROOT = join(__dirname, '..', '..', '..');

describe('npm start', () => {
  let root: string;
  const children: ChildProcess[] = [];

  beforeAll(() => {
    execFileSync(process.execPath, [join(ROOT, '.config', 'build.js')], { stdio: 'ignore' });
    root = mkdtempSync(join(tmpdir(), 'fengqiao-start-'));
  }, 60_000);
  afterAll(() => {
    for (const child of children) child.kill('SIGKILL');
    rmSync(root, { recursive: true });
  });

  const at = (name: string) => join(root, name);

  function start(folder: string, args: readonly string[] = [], settings: Record<string, string> = {}) {
    const environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('FENGQIAO_')));
    const child = spawn(process.execPath, [join(ROOT, 'services/standalone/dist/main.js'), ...args], {
      env: { ...environment, FENGQIAO_DATA: folder, FENGQIAO_PORT: '0', ...settings }, stdio: ['ignore', 'ignore', 'pipe'],
    });
    children.push(child);
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
    const ended = once(child, 'exit').then(([code]) => code as number | null);
    return {
      child,
      ended,
      said: () => said,
      url: async () => {
        const listening = new Promise<void>((resolve) => child.stderr.on('data', () => said.includes('duty-board') && resolve()));
        await Promise.race([listening, ended.then((code) => Promise.reject(new Error(`ended with ${code}: ${said}`)))]);
        return /http:\/\/127\.0\.0\.1:\d+/.exec(said)?.[0] as string;
      },
    };
  }

  it('opens bare, lets setup found the directory once, streams, and stops cleanly', async () => {
    const folder = at('bare');
    const host = start(folder, ['--empty']);
    const url = await host.url();
    expect(host.said()).not.toContain('demonstration】');
    for (const told of [`${url}/docs`, `${url}/openapi.json`, folder, 'token --as setup']) expect(host.said()).toContain(told);
    expect((await fetch(`${url}/docs`)).status).toBe(200);
    expect(await (await fetch(`${url}/health/ready`)).json()).toEqual({ status: 'up', degraded: [] });

    const secret = readServerFile(folder)?.secret as string;
    const token = async (account: string) => {
      const answer = await fetch(`${url}${TOKEN_PATH}`, { method: 'POST', headers: { 'content-type': 'application/json', [FOLDER_SECRET_HEADER]: secret }, body: JSON.stringify({ account }) });
      return ((await answer.json()) as { token: string }).token;
    };
    const post = async (as: string, path: string, body: object) => {
      const answer = await fetch(`${url}${path}`, { method: 'POST', headers: { 'content-type': 'application/json', authorization: `Bearer ${as}` }, body: JSON.stringify(body) });
      return { status: answer.status, body: (await answer.json()) as { id: string } };
    };
    const setup = await token('setup');
    const office = { name: '某县司法局', kind: 'justiceBureau', level: 'county', division: '330681', validFrom: '2020-01-01' };
    const founded = await post(setup, '/v1/directory/offices', office);
    expect(founded.status).toBe(201);
    const operator = { account: 'some.operator', name: '甲某', officeId: founded.body.id, roles: ['operator', 'dutyOfficer'], validFrom: '2020-01-01' };
    expect((await post(setup, '/v1/directory/persons', operator)).status).toBe(201);
    expect((await post(setup, '/v1/directory/offices', { ...office, division: '330682' })).status).toBe(401);

    const stream = await fetch(`${url}/v1/views/escalations/stream`, { headers: { authorization: `Bearer ${await token('some.operator')}` } });
    expect(stream.status).toBe(200);
    host.child.kill('SIGTERM');
    expect(await host.ended).toBe(0);
    expect(existsSync(join(folder, 'server.json'))).toBe(false);
    await stream.body?.cancel().catch(() => undefined);
  }, 60_000);

  it('refuses a folder that another process holds, naming it, and a taken port', async () => {
    const first = start(at('held'), ['--empty']);
    const url = await first.url();
    const second = start(at('held'));
    expect(await second.ended).toBe(1);
    expect(second.said()).toContain(String(first.child.pid));
    const third = start(at('elsewhere'), ['--empty'], { FENGQIAO_PORT: new URL(url).port });
    expect(await third.ended).toBe(1);
    expect(third.said()).toMatch(/端口 \d+ 已被占用.*FENGQIAO_PORT/);
  }, 60_000);

  it.each([
    ['a network address', {}, { FENGQIAO_HOST: '0.0.0.0' }, /FENGQIAO_HOST.*loopback only/s],
    ['a misspelt setting', {}, { FENGQIAO_PROT: '8700' }, /FENGQIAO_PROT.*no such setting/s],
    ['a port that is none', {}, { FENGQIAO_PORT: 'eighty' }, /FENGQIAO_PORT.*port number/s],
  ])('refuses to start with %s', async (_name, _none, settings, sentence) => {
    const host = start(at('unsafe'), ['--empty'], settings as unknown as Record<string, string>);
    expect(await host.ended).toBe(1);
    expect(host.said()).toMatch(sentence);
    expect(existsSync(at('unsafe'))).toBe(false);
  }, 30_000);

  it('refuses an argument that it does not know', async () => {
    const host = start(at('unsafe'), ['--emtpy']);
    expect([await host.ended, host.said()]).toEqual([1, expect.stringContaining('--emtpy')]);
  }, 30_000);

  it('starts again where it was killed, and keeps its files to itself', async () => {
    const host = start(at('killed'), ['--empty']);
    await host.url();
    host.child.kill('SIGKILL');
    await host.ended;
    const again = start(at('killed'), ['--empty']);
    await again.url();
    const modes = execFileSync('stat', ['-c', '%a %n', ...['log.db', 'keys.db', 'server.json'].map((file) => join(at('killed'), file))], { encoding: 'utf8' });
    expect(modes.trim().split('\n').map((line) => line.slice(0, 3))).toEqual(['600', '600', '600']);
    expect(readFileSync(join(at('killed'), 'server.json'), 'utf8')).toContain(String(again.child.pid));
  }, 60_000);
});
