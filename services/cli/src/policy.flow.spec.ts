import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Libsql from 'libsql';
import { systemClock } from '@fengqiao/platform';
import { packTexts } from '@fengqiao/policies/shipped';
import { openHost, writeServerFile, type Host } from '@fengqiao/standalone';
import { ran } from './ran.scenes';

/** The demonstration's pack in a next version, by which a major dispute may be reported the day after. */
const NEXT = `${(packTexts().find(({ file }) => file === 'zhuji-demonstration.yaml')?.text ?? '').replace(/version: .*/, "version: 'next'")}
  - id: ZHUJI-25.report
    overrides: R000-25.report
    name: { zh: 重大纠纷次日前上报, en: report a major dispute by the next day }
    note: { zh: 本地规定。, en: A local rule. }
    cite: [{ document: 本地方案, clause: 一, verified: SEED }]
    start: [{ on: mediation.v1.DisputeGraded, when: event.grade == Grade.MAJOR, name: { zh: 评定为重大, en: graded major } }]
    period: { days: 1, roll: none }
    met: [mediation.v1.MajorDisputeReported]
    responsible: office
    ladder: [{ rung: breach, at: due, to: duty(COUNTY) }]
`;

const CALENDAR = JSON.stringify({ year: 2027, version: '2027.1', papers: [{ address: 'https://www.gov.cn/2027', holidays: [{ holiday: '元旦', off: ['2027-01-01'], makeupWorkdays: [] }] }] });

interface Told {
  readonly applied: boolean;
  readonly adopts: readonly { readonly name: string; readonly version: string }[];
  readonly open: number;
  readonly changes: readonly { readonly before: { readonly due: string } | null; readonly after: { readonly due: string; readonly rule: string } | null; readonly ruleName: { readonly zh: string } }[];
}

describe('adopting a pack', () => {
  let folder: string;
  let pack: string;
  let calendar: string;

  const fengqiao = (...line: string[]) => ran(line, { FENGQIAO_DATA: folder });
  const withHost = async <T>(work: (host: Host) => Promise<T>): Promise<T> => {
    const host = await openHost({ folder, clock: systemClock(), logLevel: 'silent' });
    try {
      return await work(host);
    } finally {
      await host.close();
    }
  };
  const head = () => {
    const db = new Libsql(join(folder, 'log.db'));
    const row = db.prepare('SELECT max(position), count(*) FROM events').raw().get([]);
    db.close();
    return row;
  };
  const told = async (...line: string[]): Promise<Told> => {
    const { code, out, err } = await fengqiao('policy', 'adopt', ...line, '-o', 'json');
    expect([code, err]).toEqual([0, '']);
    return JSON.parse(out) as Told;
  };

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'fengqiao-policy-'));
    pack = join(folder, 'zhuji-demonstration.yaml');
    calendar = join(folder, '2027.json');
    writeFileSync(pack, NEXT);
    writeFileSync(calendar, CALENDAR);
    await withHost(async (host) => {
      const post = async (as: string, path: string, body: Record<string, unknown>) => {
        const answer = await host.inject('POST', path, { headers: { authorization: `Bearer ${await host.issueToken(as)}` }, body: body as never });
        expect([path, answer.status, answer.body]).toEqual([path, expect.any(Number), expect.stringContaining('"id"')]);
        return JSON.parse(answer.body) as { id: string };
      };
      const office = { division: '330681', validFrom: '2020-01-01' };
      const { id: county } = await post('setup', '/v1/directory/offices', { ...office, name: '诸暨市司法局', kind: 'justiceBureau', level: 'county' });
      await post('setup', '/v1/directory/persons', { account: 'county.operator', name: '楼某', officeId: county, roles: ['operator'], validFrom: '2020-01-01' });
      const { id: village } = await post('county.operator', '/v1/directory/offices', { ...office, name: '枫源村调委会', kind: 'mediationCommittee', level: 'village', division: '330681109201', parentId: county });
      await post('county.operator', '/v1/directory/persons', { account: 'mediator', name: '方某', officeId: village, roles: ['mediator'], validFrom: '2020-01-01' });
      const { id } = await post('mediator', '/v1/mediation/disputes', { source: 'mediator', category: 'neighbour', discoveredAt: new Date(Date.now() - 60_000).toISOString(), summary: '两户争执', parties: [{ kind: 'person', name: '张三' }] });
      await post('mediator', `/v1/mediation/disputes/${id}/grade`, { grade: 'major', observed: ['violence'] });
      await host.settle();
    });
  }, 60_000);
  afterEach(() => rmSync(folder, { recursive: true }));

  it('shows first what would move and writes nothing; what is open keeps its rule unless it is timed again', async () => {
    const before = head();
    expect(await told('--file', pack)).toMatchObject({ applied: false, adopts: [{ name: 'zhuji-demonstration', version: 'next' }], changes: [] });
    const { open, changes } = await told('--file', pack, '--retime', 'open');
    const report = changes.find(({ ruleName }) => ruleName.zh === '重大纠纷次日前上报');
    expect(open).toBeGreaterThan(0);
    expect(report?.after?.rule).toBe('ZHUJI-25.report');
    expect(Date.parse(report?.after?.due ?? '') - Date.parse(report?.before?.due ?? '')).toBe(86_400_000);
    const { out, err } = await fengqiao('policy', 'adopt', '--file', pack, '--retime', 'open');
    expect([out.includes('将采用 would adopt: zhuji-demonstration next'), out.includes('重大纠纷次日前上报'), err.includes('没有写入')]).toEqual([true, true, true]);
    expect(head()).toEqual(before);
  }, 60_000);

  it('adopts in the name of who may, for a reason that the log keeps, and does so once', async () => {
    const yes = (as: string) => ['--file', pack, '--file', calendar, '--retime', 'open', '--yes', '--as', as, '--reason', '局办公会议决定'];
    const before = head();
    expect(await fengqiao('policy', 'adopt', ...yes('mediator'))).toMatchObject({ code: 1, err: expect.stringContaining('不是运维或局长') });
    expect(await fengqiao('policy', 'adopt', ...yes('nobody'))).toMatchObject({ code: 1, err: expect.stringContaining('没有账号') });
    expect(head()).toEqual(before);
    const foreseen = await told('--file', pack, '--file', calendar, '--retime', 'open');
    const done = await told(...yes('county.operator'));
    expect(done).toMatchObject({ applied: true, adopts: [{ name: '2027' }, { name: 'zhuji-demonstration' }] });
    expect(done.changes).toEqual(foreseen.changes);

    const list = JSON.parse((await fengqiao('policy', 'list', '-o', 'json')).out) as { adopted: { name: string; version: string; by: string; reason: string; retime: string; latest: boolean }[] };
    expect(list.adopted.filter(({ name }) => name === 'zhuji-demonstration').map(({ version, by, reason, retime, latest }) => [version, by, reason, retime, latest])).toEqual([
      [expect.any(String), 'system', '', 'none', false],
      ['next', 'county.operator', '局办公会议决定', 'open', true],
    ]);
    expect((await fengqiao('policy', 'list')).out).toContain('局办公会议决定');

    const rows = JSON.parse((await fengqiao('deadlines', 'list', '-o', 'json')).out) as { items: { id: string; due: string }[] };
    expect(rows.items.map(({ due }) => due)).toEqual(expect.arrayContaining(done.changes.flatMap(({ after }) => (after ? [after.due] : []))));
    expect(await fengqiao('policy', 'adopt', ...yes('county.operator'))).toMatchObject({ code: 1, err: expect.stringContaining('都已采用') });
  }, 60_000);

  it.each([
    [['--yes'], 2, '--as'],
    [['--yes', '--as', 'county.operator'], 2, '--reason'],
    [['no-such-pack'], 2, 'no-such-pack'],
    [['--retime', 'all'], 2, ''],
    [[], 1, '没有待采用'],
  ])('%j ends with %i and says what to do', async (line, code, word) => {
    const answer = await fengqiao('policy', 'adopt', ...line);
    expect([line, answer.code]).toEqual([line, code]);
    expect(answer.err).toContain(word);
  }, 30_000);

  it('is refused while a server holds the folder, and where there is no log', async () => {
    await withHost(async (host) => {
      writeServerFile(folder, { url: await host.listen('127.0.0.1', 0), pid: process.pid, secret: host.folderSecret });
      expect(await fengqiao('policy', 'adopt', '--file', pack)).toMatchObject({ code: 1, err: expect.stringMatching(/数据目录.*正被/) });
      expect((await fengqiao('policy', 'list')).out).toContain('cn-national');
    });
    expect(await ran(['policy', 'adopt'], { FENGQIAO_DATA: join(folder, 'none') })).toMatchObject({ code: 1, err: expect.stringContaining('没有日志') });
  }, 30_000);
});
