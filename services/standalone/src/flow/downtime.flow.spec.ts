import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { accountOf } from './county.scenes';
import { act, register, rungsOf } from './disputes.scenes';
import { openFlow, type Flow } from './flow-kit.scenes';

/*
 * Three days without a process. What a host that never stopped raises one by one, this one raises when it is opened again: each rung that
 * does not repeat once, saying how late, and of a rung that repeats the last that has passed.
 */

const MONDAY = '2026-11-02';
const DOWN_MS = 72 * 3_600_000;
const at = (day: string, time: string) => `${day}T${time}:00+08:00`;
const STOPS = at(MONDAY, '15:10');
const BACK = at('2026-11-05', '15:10');

const PINE = accountOf('pine', 'mediator');
const CLERK = accountOf('river', 'officeClerk');
const HEAD = accountOf('county', 'bureauHead');
const FIRST = Buffer.from('@1').toString('base64url');

/** A dispute that nobody reports, one whose report nobody answers, and one that is taken over at once. */
async function begun(flow: Flow): Promise<readonly string[]> {
  await flow.walkTo(at(MONDAY, '15:00'));
  const [ignored, unanswered, answered] = [await register(flow, PINE, at(MONDAY, '14:40')), await register(flow, CLERK, at(MONDAY, '14:40')), await register(flow, PINE, at(MONDAY, '14:40'))];
  for (const [id, account] of [[ignored, PINE], [unanswered, CLERK], [answered, PINE]] as const) await act(flow, account, id, 'grade', { grade: 'major' });
  for (const [id, account] of [[unanswered, CLERK], [answered, PINE]] as const) await act(flow, account, id, 'report', { situation: '请求支援。' });
  await act(flow, accountOf('hill', 'dutyOfficer'), answered, 'acknowledge', { line: 'justice' });
  await act(flow, accountOf('hill', 'officeDirector'), answered, 'take-over', {});
  await flow.walkTo(STOPS);
  return [ignored, unanswered, answered];
}

/** A rung as a listener hears of it. */
interface Heard {
  readonly caseId: string;
  readonly ruleId: string;
  readonly rung: string;
  readonly n: number;
  readonly at: string;
  readonly recordedAt: string;
  readonly lateMs: number;
}

/** Everything raised so far, as the county's head hears it over HTTP from the beginning on. */
async function heardOn(flow: Flow, ids: readonly string[]): Promise<readonly Heard[]> {
  const count = (await Promise.all(ids.map((id) => rungsOf(flow, id)))).flat().length;
  const stream = await flow.follow(HEAD, `/v1/views/escalations/stream?after=${FIRST}`);
  const heard = await stream.atLeast(count);
  stream.close();
  return heard.map(({ data }) => data as Heard);
}

const named = (ids: readonly string[], { caseId, ruleId, rung, n }: Heard) => `${ids.indexOf(caseId)} ${ruleId} ${rung} ${n}`;

describe('72 hours without a process', () => {
  let folder: string;
  let down: Flow;
  let ids: readonly string[];
  /** What a host raises that was there all the time, and what this one does when it is back. */
  let expected: readonly string[];
  let heard: readonly Heard[];

  beforeAll(async () => {
    const up = await openFlow();
    const upIds = await begun(up);
    await up.walkTo(BACK);
    expected = (await heardOn(up, upIds)).map((each) => named(upIds, each));
    await up.close();

    folder = mkdtempSync(join(tmpdir(), 'fengqiao-down-'));
    const before = await openFlow({ folder });
    ids = await begun(before);
    expect(await heardOn(before, ids)).toEqual([]);
    await before.close();
    down = await openFlow({ folder, founded: before.founded, now: BACK });
    heard = await heardOn(down, ids);
  }, 120_000);
  afterAll(async () => {
    await down.close();
    rmSync(folder, { recursive: true });
  }, 30_000);

  const numbers = (of: string) => expected.filter((name) => name.startsWith(`${of} `)).map((name) => Number(name.split(' ')[3]));

  it('were long enough for every kind of rung, and for repeats', () => {
    expect(expected).toEqual(expect.arrayContaining(['0 R000-25.report warn 1', '0 R000-25.report breach 1', '1 ZHUJI-25.acknowledge unanswered 1', '1 ZHUJI-25.acknowledge breach 1']));
    expect(numbers('1 ZHUJI-25.acknowledge breach')).toEqual(Array.from({ length: 21 }, (_, index) => index + 1));
  });

  it('raise each rung that does not repeat once when somebody is back, and say how late', () => {
    const once = heard.filter(({ n }) => n === 1);
    expect(once.map((each) => named(ids, each)).sort()).toEqual(expected.filter((name) => name.endsWith(' 1')).sort());
    for (const { at: due, recordedAt, lateMs } of once) {
      expect(recordedAt).toBe(new Date(BACK).toISOString());
      expect([lateMs > 0, lateMs]).toEqual([true, Date.parse(recordedAt) - Date.parse(due)]);
      expect(lateMs).toBeLessThanOrEqual(DOWN_MS);
    }
  });

  it('raise a repeat once, not once for each interval: the last that has passed', () => {
    expect(heard.filter(({ n }) => n > 1).map((each) => named(ids, each))).toEqual(['1 ZHUJI-25.acknowledge breach 21']);
  });

  it('leave nothing of a report that was answered, and stand in the histories and on the board', async () => {
    // That nobody analysed it yet is another matter.
    expect(heard.filter(({ caseId }) => caseId === ids[2]).map((each) => named(ids, each))).toEqual(['2 R000-24 warn 1']);
    for (const id of ids) {
      const { rungs } = (await down.as(HEAD).get(`/v1/views/cases/${id}/timeline`)).json as { rungs: { rung: string; n: number }[] };
      const told = heard.filter(({ caseId }) => caseId === id);
      expect(rungs.map(({ rung, n }) => `${rung} ${n}`).sort()).toEqual(told.map(({ rung, n }) => `${rung} ${n}`).sort());
    }
    const { items } = (await down.as(HEAD).get('/v1/views/duty-board')).json as { items: { caseId: string; late: boolean }[] };
    expect(new Set(items.filter(({ late }) => late).map(({ caseId }) => caseId))).toEqual(new Set([ids[0], ids[1]]));
  });

  it('raise nothing twice when the folder is opened once more', async () => {
    const head = await down.head();
    await down.close();
    down = await openFlow({ folder, founded: down.founded, now: BACK });
    expect(await down.head()).toBe(head);
    expect((await heardOn(down, ids)).map((each) => named(ids, each))).toEqual(heard.map((each) => named(ids, each)));
  }, 60_000);
});

describe('ten hours without a process', () => {
  it('are followed by the next repeat at its own time', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'fengqiao-down-'));
    try {
      const before = await openFlow({ folder });
      const [, unanswered = ''] = await begun(before);
      await before.close();
      const after = await openFlow({ folder, founded: before.founded, now: at('2026-11-03', '09:10') });
      await after.walkTo(at('2026-11-03', '10:10'));
      const rungs = (await rungsOf(after, unanswered)).filter(({ data }) => data.ruleId === 'ZHUJI-25.acknowledge').map(({ recordedAt, data }) => `${data.rung} ${data.n} ${recordedAt.slice(11, 16)} ${Number(data.lateMs) / 60_000}`);
      expect(rungs).toEqual(['unanswered 1 01:10 1060', 'breach 1 01:10 550', 'breach 5 01:10 10', 'breach 6 01:30 0', 'breach 7 02:00 0']);
      await after.close();
    } finally {
      rmSync(folder, { recursive: true });
    }
  }, 60_000);
});
