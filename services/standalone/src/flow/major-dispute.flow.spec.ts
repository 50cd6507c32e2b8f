import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Instant } from '@fengqiao/kernel';
import { accountOf } from './county.scenes';
import { act, inShort, register, rungsOf, type LoggedRung } from './disputes.scenes';
import { openFlow, type Answer, type Flow } from './flow-kit.scenes';
import { until } from './wire.scenes';

const BOARD = '/v1/views/duty-board';
const MONDAY = '2026-11-02';
const TUESDAY = '2026-11-03';
const at = (day: string, time: string) => `${day}T${time}+08:00`;

const pine = { mediator: accountOf('pine', 'mediator') };
const hill = { duty: accountOf('hill', 'dutyOfficer'), duty2: accountOf('hill', 'dutyOfficer', '2'), director: accountOf('hill', 'officeDirector') };
const river = { clerk: accountOf('river', 'officeClerk') };
const county = { duty: accountOf('county', 'dutyOfficer'), duty2: accountOf('county', 'dutyOfficer', '2'), head: accountOf('county', 'bureauHead') };
const city = { duty2: accountOf('city', 'dutyOfficer', '2') };

/** Deadlines of one case, by the rule they come from. */
async function deadlinesOf(flow: Flow, id: string): Promise<Record<string, Answer['json']>> {
  const { items } = (await flow.as(county.duty).get(`/v1/views/cases/${id}/deadlines`)).json as { items: { rootRule: string }[] };
  return Object.fromEntries(items.map((item) => [item.rootRule, item]));
}

const shortOf = async (flow: Flow, id: string) => (await rungsOf(flow, id)).map((rung) => inShort(flow, rung));

describe('a dispute graded major at 15:00 and ignored', () => {
  let flow: Flow;
  let id: string;
  const onBoard = async (account: string) => ((await flow.as(account).get(BOARD)).json.items as { caseId: string }[]).filter(({ caseId }) => caseId === id);

  beforeAll(async () => {
    flow = await openFlow();
    await flow.walkTo(at(MONDAY, '15:00:00'));
    id = await register(flow, pine.mediator, at(MONDAY, '14:40:00'));
  }, 60_000);
  afterAll(() => flow.close());

  it('is on no board before it is graded', async () => expect(await onBoard(county.duty)).toEqual([]));

  it('is on the duty board of its own line at once, with the time that is left', async () => {
    await act(flow, pine.mediator, id, 'grade', { grade: 'major' });
    for (const account of [pine.mediator, hill.duty, county.duty]) {
      expect(await onBoard(account)).toEqual([
        expect.objectContaining({ rootRule: 'MED-19', state: 'running', late: false, due: '2026-11-02T16:00:00.000Z', dueText: { zh: '11月2日 24:00', en: '2 November, 24:00' }, remainingMs: 9 * 3_600_000, nextRung: expect.objectContaining({ name: 'warn', at: '2026-11-02T09:30:00.000Z' }) }),
      ]);
    }
    for (const account of [accountOf('oak', 'mediator'), river.clerk, accountOf('other', 'bureauHead')]) expect(await onBoard(account)).toEqual([]);
  });

  it('is warned of at 17:30, not a millisecond before', async () => {
    await flow.walkTo(at(MONDAY, '17:29:59.999'));
    expect(await rungsOf(flow, id)).toEqual([]);
    await flow.walkTo(at(MONDAY, '17:30:00'));
    expect(await shortOf(flow, id)).toEqual(['2026-11-02 17:30 R000-25.report warn 1 -> owner: pine.mediator']);
  });

  it('is breached at 24:00 and told to the level above and to the county, who hear of it at once', async () => {
    const [dutyHears, headOfOtherHears] = await Promise.all([flow.follow(county.duty2, '/v1/views/escalations/stream'), flow.follow(accountOf('other', 'bureauHead'), '/v1/views/escalations/stream')]);
    await flow.walkTo(at(MONDAY, '23:59:59.999'));
    expect(dutyHears.heard).toEqual([]);
    await flow.walkTo(at(TUESDAY, '00:00:00'));
    const [heard] = await dutyHears.atLeast(1);
    expect(heard).toMatchObject({ event: 'raised', data: { caseId: id, rung: 'breach', n: 1, lateMs: 0, toMe: true, toMyOffice: true, due: '2026-11-02T16:00:00.000Z' } });
    expect(await shortOf(flow, id)).toEqual([
      '2026-11-02 17:30 R000-25.report warn 1 -> owner: pine.mediator',
      '2026-11-03 00:00 R000-25.report breach 1 -> duty(level + 1): hill.dutyofficer2, duty(COUNTY): county.dutyofficer2',
    ]);
    const again = await flow.follow(hill.duty, `/v1/views/escalations/stream?after=${Buffer.from('@1').toString('base64url')}`);
    expect((await again.atLeast(2)).map(({ data }) => data.rung)).toEqual(['warn', 'breach']);
    expect(headOfOtherHears.heard).toEqual([]);
    for (const stream of [dutyHears, headOfOtherHears, again]) stream.close();
  });

  it('stands on the board as overdue', async () => {
    expect(await onBoard(county.duty)).toEqual([expect.objectContaining({ late: true, colour: 'red', raised: 2, lastRung: expect.objectContaining({ name: 'breach' }) })]);
    const { counts } = (await flow.as(county.duty).get(BOARD)).json as { counts: object };
    expect(counts).toMatchObject({ overdue: 1, escalated: 1 });
  });

  it('leaves a receipt with each rung: rule, pack, calendar, explanation, and what was known', async () => {
    const [warn, breach] = (await rungsOf(flow, id)) as [LoggedRung, LoggedRung];
    for (const { data, meta } of [warn, breach]) {
      expect(data).toMatchObject({ ruleId: 'R000-25.report', pack: 'hefei-2011-village-entry', packHash: expect.stringMatching(/^[0-9a-f]{64}$/), calendars: [expect.stringMatching(/^2026=/)], lateMs: '0', provisional: false, responsibleOfficeId: flow.officeId('pine') });
      expect(data.explanation.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['rule', 'start', 'due', 'rung', 'meets']));
      for (const step of data.explanation) expect([step.zh, step.en]).toEqual([expect.stringMatching(/\p{Script=Han}/u), expect.stringMatching(/[a-z]/)]);
      expect(data.judgedAt).toContainEqual({ stream: `mediation.dispute-${id}`, revision: 1 });
      expect(meta).toMatchObject({ jurisdiction: '330681109201', actor: 'system' });
    }
    expect(breach.data.judgedAt).toContainEqual({ stream: breach.stream, revision: 0 });
  });

  it('is explained over HTTP, as data and as text in both languages', async () => {
    const { id: obligation } = (await deadlinesOf(flow, id))['MED-19'] as { id: string };
    const ask = (query: string) => flow.as(county.head).get(`/v1/views/deadlines/${obligation}${query}`);
    const { json } = await ask('');
    const [, breach] = (await rungsOf(flow, id)) as [LoggedRung, LoggedRung];
    expect(json).toMatchObject({ packHash: breach.data.packHash, cite: [{ document: '司法局进村服务活动方案', verified: 'SEED' }], rungs: [{ name: 'warn', state: 'raised' }, { name: 'breach', state: 'raised', told: [{ office: { name: '山前司法所' } }, { office: { name: '试验县司法局' } }] }] });
    const zh = await ask('?format=text&lang=zh');
    expect([zh.headers['content-language'], zh.headers['content-type']]).toEqual(['zh-CN', 'text/plain; charset=utf-8']);
    for (const words of ['重大纠纷当日上报', '2026年11月2日 24:00', '松岭村人民调解委员会', '司法局进村服务活动方案', '三(三)第3项之二', breach.data.packHash, '自 2026-11-02 15:00', '17:30', '已发出']) expect(zh.text).toContain(words);
    const en = await ask('?format=text&lang=en');
    expect(en.headers['content-language']).toBe('en');
    for (const words of ['report a major dispute the same day', 'Due: 2026-11-02 24:00', 'Runs from 2026-11-02 15:00', 'raised', breach.data.packHash]) expect(en.text).toContain(words);
  });

  it('tells its rungs in its own history', async () => {
    const { json } = await flow.as(pine.mediator).get(`/v1/views/cases/${id}/timeline`);
    expect(json.entries.map(({ type }: { type: string }) => type)).toEqual(['mediation.v1.DisputeRegistered', 'mediation.v1.DisputeGraded']);
    expect(json.rungs.map(({ rung }: { rung: string }) => rung)).toEqual(['warn', 'breach']);
    const before = await flow.as(pine.mediator).get(`/v1/views/cases/${id}/timeline?asOf=${encodeURIComponent(at(MONDAY, '17:29:00'))}`);
    expect(before.json.rungs).toEqual([]);
  });

  it('stays one breach however much time passes, and ends late when it is reported at last', async () => {
    await flow.walkTo(at('2026-11-05', '09:00:00'));
    expect((await shortOf(flow, id)).map((line) => line.split(' ->')[0])).toEqual([
      '2026-11-02 17:30 R000-25.report warn 1', '2026-11-03 00:00 R000-25.report breach 1',
      // Nobody analysed it either: an aim of its own.
      '2026-11-05 09:00 R000-24 warn 1',
    ]);
    await act(flow, pine.mediator, id, 'report', { situation: '现场僵持，请求支援。' });
    const { 'MED-19': report } = await deadlinesOf(flow, id);
    expect(report).toMatchObject({ state: 'met', late: true, closedAt: '2026-11-05T01:00:00.000Z', office: { name: '松岭村人民调解委员会' } });
  });
});

describe('a report that was sent in time', () => {
  let flow: Flow;
  beforeEach(async () => {
    flow = await openFlow();
    await flow.walkTo(at(MONDAY, '15:00:00'));
  }, 60_000);
  afterEach(() => flow.close());

  async function reported(account: string): Promise<string> {
    const id = await register(flow, account, at(MONDAY, '14:40:00'));
    await act(flow, account, id, 'grade', { grade: 'major' });
    await act(flow, account, id, 'report', { situation: '现场僵持，请求支援。' });
    return id;
  }

  it('and acknowledged within half an hour raises nothing at all', async () => {
    const id = await reported(pine.mediator);
    await flow.walkTo(at(MONDAY, '15:29:00'));
    await act(flow, hill.duty, id, 'acknowledge', { line: 'justice' });
    await flow.walkTo(at('2026-11-04', '12:00:00'));
    expect(await rungsOf(flow, id)).toEqual([]);
    expect(await deadlinesOf(flow, id)).toMatchObject({ 'MED-19': { state: 'met', late: false }, 'MED-19.acknowledge': { state: 'met', late: false } });
  });

  it('and answered by nobody goes to the next on the roster, then up the ladder, again and again until somebody acknowledges: two facts about two offices', async () => {
    const id = await reported(river.clerk);
    const hears = await flow.follow(county.duty2, '/v1/views/escalations/stream');
    await flow.walkTo(at(MONDAY, '15:29:59.999'));
    expect(await rungsOf(flow, id)).toEqual([]);
    await flow.walkTo(at(MONDAY, '15:30:00'));
    expect(await shortOf(flow, id)).toEqual([`2026-11-02 15:30 ZHUJI-25.acknowledge unanswered 1 -> nextOnRoster: ${county.duty2}`]);
    expect((await hears.atLeast(1))[0]?.data).toMatchObject({ caseId: id, rung: 'unanswered', toMe: true });
    hears.close();

    await flow.walkTo(at(TUESDAY, '09:10:00'));
    await act(flow, county.duty2, id, 'acknowledge', { line: 'justice' });
    await flow.walkTo(at('2026-11-04', '12:00:00'));
    const both = `-> duty(level + 2): ${city.duty2}, duty(COUNTY): ${county.duty2}`;
    expect(await shortOf(flow, id)).toEqual([
      `2026-11-02 15:30 ZHUJI-25.acknowledge unanswered 1 -> nextOnRoster: ${county.duty2}`,
      `2026-11-03 00:00 ZHUJI-25.acknowledge breach 1 ${both}`,
      `2026-11-03 00:30 ZHUJI-25.acknowledge breach 2 -> onCall: ${county.duty2}`,
      `2026-11-03 08:00 ZHUJI-25.acknowledge breach 3 ${both}`,
      `2026-11-03 08:30 ZHUJI-25.acknowledge breach 4 ${both}`,
      `2026-11-03 09:00 ZHUJI-25.acknowledge breach 5 ${both}`,
    ]);
    const deadlines = await deadlinesOf(flow, id);
    expect(deadlines['MED-19']).toMatchObject({ state: 'met', late: false, office: { name: '河口司法所' }, raised: 0 });
    expect(deadlines['MED-19.acknowledge']).toMatchObject({ state: 'met', late: true, office: { name: '试验县司法局' }, raised: 6, closedAt: '2026-11-03T01:10:00.000Z' });
  });

  it('and taken over ends the ladder too, late as it is', async () => {
    const id = await reported(pine.mediator);
    await flow.walkTo(at(TUESDAY, '08:40:00'));
    await act(flow, hill.director, id, 'take-over', {});
    await flow.walkTo(at('2026-11-04', '12:00:00'));
    const rungs = await shortOf(flow, id);
    expect(rungs.map((line) => line.split(' ->')[0])).toEqual([
      '2026-11-02 15:30 ZHUJI-25.acknowledge unanswered 1', '2026-11-03 00:00 ZHUJI-25.acknowledge breach 1', '2026-11-03 00:30 ZHUJI-25.acknowledge breach 2', '2026-11-03 08:00 ZHUJI-25.acknowledge breach 3', '2026-11-03 08:30 ZHUJI-25.acknowledge breach 4',
    ]);
    expect((await deadlinesOf(flow, id))['MED-19.acknowledge']).toMatchObject({ state: 'void', late: true, office: { name: '山前司法所' } });
  });

  it('and taken over is from then on the duty of the office that took it: its head hears of it when the month is over, and the breach is its own', async () => {
    const id = await reported(pine.mediator);
    await act(flow, accountOf('pine', 'committeeChair'), id, 'accept', { basis: 'initiative' });
    const before = (await deadlinesOf(flow, id))['MED-03'];
    expect(before).toMatchObject({ state: 'running', due: '2026-12-02T16:00:00.000Z', office: { name: '松岭村人民调解委员会' } });
    await act(flow, hill.director, id, 'take-over', {});
    expect((await deadlinesOf(flow, id))['MED-03']).toMatchObject({ id: before?.id, due: before?.due, office: { name: '山前司法所' } });
    await flow.walkTo(at('2026-12-03', '00:00:00'));
    expect((await shortOf(flow, id)).filter((line) => line.includes('MED-03 breach'))).toEqual([expect.stringContaining(`2026-12-03 00:00 MED-03 breach 1 -> head(office): ${hill.director}, duty(level + 1): `)]);
    expect((await deadlinesOf(flow, id))['MED-03']).toMatchObject({ late: true, office: { name: '山前司法所' } });
    const explained = await flow.as(hill.director).get(`/v1/views/deadlines/${String(before?.id)}`);
    expect(explained.text).toContain('2026-11-02 15:00 由另一机构接手，此后由其负责');
  }, 120_000);

  it('and never answered is repeated as often as the pack says, and no more', async () => {
    const id = await reported(pine.mediator);
    await flow.walkTo(at('2026-11-06', '12:00:00'));
    const breaches = (await rungsOf(flow, id)).filter(({ data }) => data.rung === 'breach' && data.ruleId === 'ZHUJI-25.acknowledge');
    expect(breaches.map(({ data }) => data.n)).toEqual(Array.from({ length: 21 }, (_, n) => n + 1));
    const late = breaches.filter(({ recordedAt, data }) => recordedAt !== data.at || data.lateMs !== '0');
    expect(late).toEqual([]);
  });
});

describe('the clock alone', () => {
  it('raises what has come due, though nobody does or asks anything', async () => {
    const flow = await openFlow();
    await flow.walkTo(at(MONDAY, '15:00:00'));
    const id = await register(flow, pine.mediator, at(MONDAY, '14:40:00'));
    await act(flow, pine.mediator, id, 'grade', { grade: 'major' });
    await flow.settle();
    for (const [instant, rungs] of [[at(MONDAY, '17:30:00'), ['warn']], [at(TUESDAY, '00:00:00'), ['warn', 'breach']]] as const) {
      flow.clock.moveTo(new Date(instant).toISOString() as Instant);
      await until(async () => (await rungsOf(flow, id)).length === rungs.length);
      expect((await rungsOf(flow, id)).map(({ data: { rung, lateMs } }) => [rung, lateMs])).toEqual(rungs.map((rung) => [rung, '0']));
    }
    await flow.close();
  }, 60_000);
});

describe('a process that was down', () => {
  it('raises what it missed once, and says how late', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'fengqiao-down-'));
    try {
      const before = await openFlow({ folder });
      await before.walkTo(at(MONDAY, '15:00:00'));
      const id = await register(before, pine.mediator, at(MONDAY, '14:40:00'));
      await act(before, pine.mediator, id, 'grade', { grade: 'major' });
      await before.walkTo(at(MONDAY, '17:00:00'));
      await before.close();

      for (const [now, rungs] of [
        [at(MONDAY, '18:10:00'), ['warn 2400000']],
        [at(MONDAY, '19:00:00'), ['warn 2400000']],
        [at(TUESDAY, '07:00:00'), ['warn 2400000', 'breach 25200000']],
      ] as const) {
        const after = await openFlow({ folder, founded: before.founded, now });
        expect((await rungsOf(after, id)).map(({ data }) => `${data.rung} ${data.lateMs}`)).toEqual(rungs);
        await after.close();
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }, 60_000);
});
