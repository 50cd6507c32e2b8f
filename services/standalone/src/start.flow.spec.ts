import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startingPlace, type StartingPlace } from './started.scenes';

describe('npm start', () => {
  let place: StartingPlace;
  beforeAll(() => void (place = startingPlace()), 60_000);
  afterAll(() => place.remove());

  const at = (name: string) => place.at(name);
  const start: StartingPlace['start'] = (...parameters) => place.start(...parameters);

  it('opens bare, lets setup found the directory once, streams, and stops cleanly', async () => {
    const folder = at('bare');
    const host = start(folder, ['--empty']);
    const url = await host.url();
    expect(host.said()).not.toContain('demonstration】');
    for (const told of [`${url}/docs`, `${url}/openapi.json`, folder, 'token --as setup']) expect(host.said()).toContain(told);
    expect((await fetch(`${url}/docs`)).status).toBe(200);
    expect(await (await fetch(`${url}/health/ready`)).json()).toEqual({ status: 'up', degraded: [] });

    const token = (account: string) => place.token(folder, account);
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
    ['a browser that is not there', {}, { FENGQIAO_BROWSER: '/nowhere/chromium' }, /FENGQIAO_BROWSER.*no such program/s],
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
