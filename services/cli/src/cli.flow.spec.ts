import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Libsql from 'libsql';
import { systemClock } from '@fengqiao/platform';
import { openHost, writeServerFile, type Host } from '@fengqiao/standalone';
import { sharedData } from '@fengqiao/testing';
import { run } from './main';

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

let folder: string;

async function fengqiao(...args: string[]): Promise<Ran> {
  const told = { out: '', err: '' };
  const capture = (to: 'out' | 'err') => ((text: string | Uint8Array) => ((told[to] += String(text)), true)) as typeof process.stdout.write;
  const out = jest.spyOn(process.stdout, 'write').mockImplementation(capture('out'));
  const err = jest.spyOn(process.stderr, 'write').mockImplementation(capture('err'));
  try {
    return { code: await run(['node', 'fengqiao', ...args], { FENGQIAO_DATA: folder }), ...told };
  } finally {
    out.mockRestore();
    err.mockRestore();
  }
}

const json = (ran: Ran) => JSON.parse(ran.out) as Record<string, never>;

/** The top office and its operator, whom imports need: a record belongs to the importing office. */
async function found(host: Host): Promise<void> {
  const post = async (as: string, path: string, body: Record<string, unknown>) => {
    const answer = await host.inject('POST', path, { headers: { authorization: `Bearer ${await host.issueToken(as)}` }, body: body as never });
    expect([path, answer.status, answer.body]).toEqual([path, 201, expect.any(String)]);
    return JSON.parse(answer.body) as { id: string };
  };
  const { id } = await post('setup', '/v1/directory/offices', { name: '诸暨市司法局', kind: 'justiceBureau', level: 'county', division: '330681', validFrom: '2020-01-01' });
  await post('setup', '/v1/directory/persons', { account: 'county.operator', name: '楼某', officeId: id, roles: ['operator'], validFrom: '2020-01-01' });
}

async function withHost<T>(work: (host: Host) => Promise<T>): Promise<T> {
  const host = await openHost({ folder, clock: systemClock(), logLevel: 'silent' });
  try {
    return await work(host);
  } finally {
    await host.close();
  }
}

beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'fengqiao-cli-'))));
afterEach(() => rmSync(folder, { recursive: true }));

describe('importing real records', () => {
  const records = sharedData('intake/mediation.jsonl');
  const head = () => {
    const db = new Libsql(join(folder, 'log.db'));
    const rows = db.prepare('SELECT max(position), count(*) FROM events').raw().get([]);
    db.close();
    return rows;
  };

  it('accepts each, moves nothing when repeated without its views, and refuses the one that changed', async () => {
    await withHost(found);
    const first = await fengqiao('disputes', 'import', records, '--map', 'outcome=ends_with_agreement', '-o', 'json');
    expect([first.code, json(first)]).toMatchObject([0, { read: 73, accepted: 73, unchanged: 0, refused: 0, problems: [] }]);
    const after = head();

    for (const file of readdirSync(folder)) if (!/^(log|keys)\.db/.test(file)) rmSync(join(folder, file));
    const second = await fengqiao('disputes', 'import', records, '--map', 'outcome=ends_with_agreement', '-o', 'json');
    expect(json(second)).toMatchObject({ accepted: 0, unchanged: 73, refused: 0 });
    expect(head()).toEqual(after);

    const changed = join(folder, 'mediation.jsonl');
    const lines = readFileSync(records, 'utf8').trim().split('\n');
    lines[40] = JSON.stringify({ ...(JSON.parse(lines[40] as string) as object), place: '另一地点' });
    writeFileSync(changed, lines.join('\n'));
    const third = await fengqiao('disputes', 'import', changed, '--map', 'outcome=ends_with_agreement', '-o', 'json');
    expect([third.code, json(third)]).toMatchObject([1, { accepted: 0, unchanged: 72, refused: 1, problems: [{ line: 41, code: 'RECORD_CHANGED' }] }]);
    expect(head()).toEqual(after);
  }, 60_000);

  it('takes the same file under another account of the office for the same records, and refuses it to another office', async () => {
    await withHost(found);
    await withHost(async (host) => {
      const post = async (path: string, body: Record<string, unknown>) => {
        const answer = await host.inject('POST', path, { headers: { authorization: `Bearer ${await host.issueToken('county.operator')}` }, body: body as never });
        expect([path, answer.status]).toEqual([path, 201]);
        return JSON.parse(answer.body) as { id: string };
      };
      const county = host.readSide.directory.byAccount('county.operator')?.officeId ?? '';
      const { id: township } = await post('/v1/directory/offices', { name: '枫桥司法所', kind: 'justiceOffice', level: 'township', parentId: county, division: '330681109', validFrom: '2020-01-01' });
      await post('/v1/directory/persons', { account: 'county.second', name: '周某', officeId: county, roles: ['operator'], validFrom: '2020-01-01' });
      await post('/v1/directory/persons', { account: 'fengqiao.clerk', name: '金某', officeId: township, roles: ['officeClerk'], validFrom: '2020-01-01' });
    });
    const file = join(folder, 'register.csv');
    writeFileSync(file, '编号,类别,日期,案情,人数\n1,邻里纠纷,2020-02-03,屋檐滴水,2\n2,劳动纠纷,2020-03,拖欠工资,3\n');
    const as = async (account: string, ...more: string[]) => json(await fengqiao('disputes', 'import', file, '--as', account, '-o', 'json', ...more));
    expect(await as('county.operator')).toMatchObject({ accepted: 2, unchanged: 0 });
    expect(await as('county.second')).toMatchObject({ accepted: 0, unchanged: 2, refused: 0 });
    expect(await as('fengqiao.clerk')).toMatchObject({ accepted: 0, refused: 2, problems: [{ code: 'RECORDED_ELSEWHERE' }, { code: 'RECORDED_ELSEWHERE' }] });
    expect(await as('fengqiao.clerk', '--source', '枫桥所台账')).toMatchObject({ accepted: 2 });
    await withHost(async (host) => {
      const events = await host.embedded.store.readAll({ after: 0, limit: 10_000, prefixes: ['mediation.dispute-'] });
      expect(events.filter((event) => event.type === 'mediation.v1.DisputeRegistered')).toHaveLength(4);
    });
  }, 60_000);

  it('keeps both times and raises nothing for the past', async () => {
    await withHost(found);
    await fengqiao('disputes', 'import', records, '-o', 'json');
    await withHost(async (host) => {
      await host.settle();
      const events = await host.embedded.store.readAll({ after: 0, limit: 10_000, prefixes: ['mediation.', 'deadlines.'] });
      const old = events.find((event) => (event.data as { externalNumber?: string }).externalNumber === 'pmc-002');
      expect(old?.meta.occurredAt).toBe('2009-12-13T16:00:00.000Z');
      expect(old?.meta.recordedAt.slice(0, 4)).not.toBe('2009');
      expect(events.filter((event) => event.type.startsWith('deadlines.'))).toEqual([]);
    });
  }, 60_000);

  it('reports what it refuses, line by line, and accepts the rest', async () => {
    await withHost(found);
    const file = join(folder, 'mixed.csv');
    writeFileSync(file, '编号,类别,日期,案情,人数\n1,邻里纠纷,2020-02-30,屋檐滴水,2\n2,劳动纠纷,2020-03,拖欠工资,3\n2,劳动纠纷,2020-03,拖欠工资,3\n3,借贷,2020,,1\n');
    const ran = await fengqiao('disputes', 'import', file, '-o', 'json');
    expect([ran.code, json(ran)]).toMatchObject([1, { read: 4, accepted: 1, refused: 3 }]);
    expect((json(ran) as unknown as { problems: { line: number; code: string }[] }).problems.map(({ line, code }) => [line, code])).toEqual([[2, 'VALIDATION_FAILED'], [4, 'NUMBER_TWICE'], [5, 'VALIDATION_FAILED']]);
  }, 60_000);
});

describe('the command line', () => {
  it('proves the log, and finds a changed byte with exit code 3', async () => {
    await withHost(found);
    expect(await fengqiao('log', 'verify')).toMatchObject({ code: 0, out: expect.stringContaining('cannot see') });
    const db = new Libsql(join(folder, 'log.db'));
    db.prepare("UPDATE events SET body = replace(body, '诸暨市', '诸暨县') WHERE body LIKE '%诸暨市%'").run([]);
    db.close();
    const ran = await fengqiao('log', 'verify', '-o', 'json');
    expect([ran.code, json(ran)]).toMatchObject([3, { ok: false, faults: [{ stream: expect.stringMatching(/^directory\.office-/), revision: 0 }] }]);
  }, 30_000);

  it('speaks to the server that holds the folder, and says who holds it where none answers', async () => {
    await withHost(async (host) => {
      await found(host);
      writeServerFile(folder, { url: await host.listen('127.0.0.1', 0), pid: process.pid, secret: host.folderSecret });
      expect((await fengqiao('token', '-o', 'json')).out).toContain('"account": "county.operator"');
      expect(await fengqiao('views', 'rebuild', '--check')).toMatchObject({ code: 0 });
      rmSync(join(folder, 'server.json'));
      expect(await fengqiao('token')).toMatchObject({ code: 1, err: expect.stringMatching(/数据目录.*正被/) });
    });
  }, 30_000);

  it('signs nothing for who does not hold the folder', async () => {
    await withHost(async (host) => {
      await found(host);
      const other = mkdtempSync(join(tmpdir(), 'fengqiao-other-'));
      writeServerFile(other, { url: await host.listen('127.0.0.1', 0), pid: process.pid, secret: 'guessed' });
      const mine = folder;
      folder = other;
      expect(await fengqiao('token')).toMatchObject({ code: 1 });
      folder = mine;
      rmSync(other, { recursive: true });
    });
  }, 30_000);

  it.each([[['nonsense']], [['case', 'history']], [['token', '-o', 'yaml']], [['views', 'rebuild']], [['disputes', 'import', 'none.csv']]])('answers exit code 2 to %j', async (line) => {
    await withHost(found);
    expect((await fengqiao(...line)).code).toBe(2);
  }, 30_000);

  it('erases a person for a reason, says so once more, and asks for a reason with exit code 2', async () => {
    await withHost(found);
    const file = join(folder, 'register.csv');
    writeFileSync(file, '编号,类别,日期,案情,人数,当事人\n1,邻里纠纷,2020-02-03,屋檐滴水,2,欧阳翡翠\n');
    await fengqiao('disputes', 'import', file);
    const partyOf = () => withHost(async (host) => {
      const [event] = await host.embedded.store.readAll({ after: 0, limit: 1, prefixes: ['mediation.dispute-'] });
      return (event?.data.parties as unknown as { personId: string }[])[0]?.personId as string;
    });
    const personId = await partyOf();
    expect((await fengqiao('person', 'erase', personId)).code).toBe(2);
    const [first, second] = [await fengqiao('person', 'erase', personId, '--reason', '本人申请', '-o', 'json'), await fengqiao('person', 'erase', personId, '--reason', '本人申请')];
    expect([first.code, json(first)]).toMatchObject([0, { personId, streams: 1, repeated: false }]);
    expect(second).toMatchObject({ code: 0, out: expect.stringContaining('was erased then already') as string });
    expect(await fengqiao('person', 'erase', '00000000-0000-4000-8000-000000000000', '--reason', '试')).toMatchObject({ code: 1 });
    expect(await fengqiao('log', 'verify')).toMatchObject({ code: 0 });
    expect(await fengqiao('views', 'rebuild', '--check')).toMatchObject({ code: 0 });
  }, 60_000);

  it('runs from a copy of log and keys alone', async () => {
    await withHost(found);
    const copy = mkdtempSync(join(tmpdir(), 'fengqiao-copy-'));
    for (const file of readdirSync(folder).filter((name) => /^(log|keys)\.db/.test(name))) copyFileSync(join(folder, file), join(copy, file));
    const mine = folder;
    folder = copy;
    expect(await fengqiao('views', 'rebuild', '--check')).toMatchObject({ code: 0 });
    folder = mine;
    rmSync(copy, { recursive: true });
  }, 30_000);
});
