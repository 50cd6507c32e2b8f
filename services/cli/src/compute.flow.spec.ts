import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@fengqiao/platform';
import { openHost, type Host } from '@fengqiao/standalone';
import { ran } from './ran.scenes';
import { asOptions, asQuery, vectors, type Vector } from './vectors.scenes';

const COMPUTE = '/v1/views/deadlines/compute';
const RULES = '/v1/views/deadlines/rules';

describe('the calculator over HTTP', () => {
  let folder: string;
  let host: Host;
  let authorization: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'fengqiao-compute-'));
    host = await openHost({ folder, clock: systemClock(), logLevel: 'silent' });
    const post = async (as: string, path: string, body: Record<string, unknown>) => {
      const answer = await host.inject('POST', path, { headers: { authorization: `Bearer ${await host.issueToken(as)}` }, body: body as never });
      expect([path, answer.status]).toEqual([path, 201]);
      return JSON.parse(answer.body) as { id: string };
    };
    const { id } = await post('setup', '/v1/directory/offices', { name: '某县司法局', kind: 'justiceBureau', level: 'county', division: '330681', validFrom: '2020-01-01' });
    await post('setup', '/v1/directory/persons', { account: 'clerk', name: '甲某', officeId: id, roles: ['operator'], validFrom: '2020-01-01' });
    authorization = `Bearer ${await host.issueToken('clerk')}`;
  }, 60_000);
  afterAll(async () => {
    await host.close();
    rmSync(folder, { recursive: true });
  });

  const ask = (query: string, path = COMPUTE) => host.inject('GET', `${path}${query}`, { headers: { authorization } });
  const told = (words: Vector['words']) => ran(['deadlines', 'compute', ...asOptions(words), '-o', 'json']);

  it('ends each of the 160 known periods on its day and answers what the command line answers, byte for byte', async () => {
    const before = await host.embedded.store.head();
    for (const { words, lastDay } of vectors()) {
      const { status, body } = await ask(`?${asQuery(words)}`);
      expect([words, status, (JSON.parse(body) as { lastDay: string }).lastDay]).toEqual([words, 200, lastDay]);
      expect(body).toBe(JSON.stringify(JSON.parse((await told(words)).out)));
    }
    expect(await host.embedded.store.head()).toBe(before);
  }, 60_000);

  it.each([
    ['from=2026-09-24T10%3A00&rule=LA-05', '--from 2026-09-24T10:00 --rule LA-05'],
    ['from=2026-09-03&rule=MED-09', '--from 2026-09-03 --rule MED-09'],
    ['from=2026-09-24T10%3A00%2B08%3A00&period=24h', '--from 2026-09-24T10:00+08:00 --period 24h'],
    ['from=2026-12-24&period=15wd&pause=2026-12-25/2026-12-28,2026-12-30/2027-01-04', '--from 2026-12-24 --period 15wd --pause 2026-12-25/2026-12-28 2026-12-30/2027-01-04'],
  ])('answers %s as the command line answers %s', async (query, line) => {
    const [{ body }, { out }] = await Promise.all([ask(`?${query}`), ran(['deadlines', 'compute', ...line.split(' '), '-o', 'json'])]);
    expect(body).toBe(JSON.stringify(JSON.parse(out)));
    const text = await ask(`?${query}&format=text`);
    expect([text.headers['content-type'], text.body]).toEqual(['text/plain; charset=utf-8', (await ran(['deadlines', 'compute', ...line.split(' ')])).out]);
  });

  it.each([
    ['', 'from', 'FROM_MISSING'],
    ['?from=2026-02-30&period=7d', 'from', 'MOMENT_INVALID'],
    ['?from=2026-09-24T10:00+08:00&period=7d', 'from', 'MOMENT_INVALID'],
    ['?from=2026-09-24&from=2026-09-25&period=7d', 'from', 'QUERY_PARAMETER_REPEATED'],
    ['?from=2026-09-24&period=7d&pause=2026-09-25/&pause=2026-09-26/', 'pause', 'QUERY_PARAMETER_REPEATED'],
    ['?from=2026-09-24&period=24h', 'from', 'FROM_NEEDS_TIME'],
    ['?from=2026-09-24', 'period', 'PERIOD_MISSING'],
    ['?from=2026-09-24&period=7x', 'period', 'PERIOD_INVALID'],
    ['?from=2026-09-24&period=99999999d', 'period', 'PERIOD_TOO_LONG'],
    ['?from=2026-09-24&period=7d&rule=LA-05', 'period', 'RULE_AND_PERIOD'],
    ['?from=2026-09-24&rule=LA-99', 'rule', 'RULE_UNKNOWN'],
    ['?from=2010-09-24&rule=LA-05', 'rule', 'RULE_NOT_IN_FORCE'],
    ['?from=2026-09-24&period=7d&roll=up', 'roll', 'ROLL_INVALID'],
    ['?from=2026-09-24&period=7d&pause=2026-09-28/2026-09-25', 'pause', 'PAUSE_REVERSED'],
    ['?from=2026-09-24&period=7d&asOf=2026-09-24', 'asOf', 'PARAMETER_UNKNOWN'],
    ['?from=2026-09-24&period=7d&format=xml', 'format', 'QUERY_VALUE_INVALID'],
  ])('refuses %s with 400 at %s: %s, in both languages', async (query, parameter, code) => {
    const { status, headers, body } = await ask(query);
    const problem = JSON.parse(body) as { code: string; zh: string; en: string; errors: { parameter: string }[] };
    expect([status, headers['content-type'], problem.code, problem.errors[0]?.parameter]).toEqual([400, expect.stringContaining('application/problem+json'), code, parameter]);
    expect([/[一-鿿]/.test(problem.zh), /[a-z]/.test(problem.en)]).toEqual([true, true]);
  });

  it('lists the rules as the command line does, all or those that hold a word', async () => {
    for (const [query, words] of [['', []], [`?holds=${encodeURIComponent('公证')}`, ['公证']]] as const) {
      const { out } = await ran(['deadlines', 'rules', ...words, '-o', 'json']);
      expect((await ask(query, RULES)).body).toBe(JSON.stringify(JSON.parse(out)));
    }
    expect((await ask('?word=x', RULES)).status).toBe(400);
  });

  it('answers nobody without a token', async () => {
    for (const path of [`${COMPUTE}?from=2026-09-24&period=7d`, RULES]) expect((await host.inject('GET', path)).status).toBe(401);
  });

  it('is in the API document with every word it takes', () => {
    const paths = host.server.document.paths as unknown as Record<string, { get: { parameters: { name: string; required: boolean; description: string }[] } }>;
    expect(paths[COMPUTE]?.get.parameters.map(({ name, required }) => `${name}${required ? '!' : ''}`)).toEqual(['from!', 'rule', 'case', 'period', 'roll', 'pause', 'format']);
    expect(paths[RULES]?.get.parameters.map(({ name }) => name)).toEqual(['holds']);
  });
});
