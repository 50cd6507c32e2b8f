import type { EventStore } from '@fengqiao/event-store';
import { MemoryEventStore } from '@fengqiao/event-store/memory';
import type { RecordedEvent } from '@fengqiao/kernel';
import type { Pace } from '@fengqiao/platform';
import { MemoryViewStore } from '@fengqiao/read-models/memory';
import { smallDirectory } from '@fengqiao/testing';
import { engineJudge } from '../deadlines/engine-judge';
import { escalationStream } from '../deadlines/rung-history';
import { county, escalationsOf, freePace, OFFICERS, OFFICES, World, type County } from './world.scenes';

const CASE = 'mediation.dispute-1';

/** Monday 23 November 2026, 08:00, the shipped packs adopted. */
function monday(store: EventStore = new MemoryEventStore()): Promise<County> {
  return county({ store, viewStore: (projection) => new MemoryViewStore(projection) }, '2026-11-23T08:00:00+08:00');
}

const rung = (at: string, rule: string, name: string, n: number, to: readonly string[], lateMs = 0) => ({ at, rule, rung: name, n, to, lateMs });

describe('a dispute graded major at 15:00', () => {
  it('and ignored is warned of at 17:30 and breached at 24:00', async () => {
    const { facts, moveTo, told } = await monday();
    await moveTo('23T15:00');
    await facts.registered(CASE);
    await facts.gradedMajor(CASE);
    await moveTo('24T12:00');
    expect(await told()).toEqual([
      rung('11-23 17:30', 'R000-25.report', 'warn', 1, ['mediator']),
      rung('11-24 00:00', 'R000-25.report', 'breach', 1, ['townshipDuty1', 'countyDuty']),
    ]);
  });

  it('reported but not answered calls the next on the roster after 30 minutes, then those above, again and again until somebody acknowledges', async () => {
    const { facts, moveTo, told } = await monday();
    await moveTo('23T15:00');
    await facts.registered(CASE);
    await facts.gradedMajor(CASE);
    await moveTo('23T16:00');
    await facts.reported(CASE);
    await moveTo('24T09:15');
    await facts.acknowledged(CASE);
    await moveTo('25T12:00');
    expect(await told()).toEqual([
      rung('11-23 16:30', 'ZHUJI-25.acknowledge', 'unanswered', 1, ['townshipDuty2']),
      rung('11-24 00:00', 'ZHUJI-25.acknowledge', 'breach', 1, ['countyDuty', 'countyDuty']),
      rung('11-24 00:30', 'ZHUJI-25.acknowledge', 'breach', 2, ['countyDuty']),
      rung('11-24 08:00', 'ZHUJI-25.acknowledge', 'breach', 3, ['countyDuty', 'countyDuty']),
      rung('11-24 08:30', 'ZHUJI-25.acknowledge', 'breach', 4, ['countyDuty', 'countyDuty']),
      rung('11-24 09:00', 'ZHUJI-25.acknowledge', 'breach', 5, ['countyDuty', 'countyDuty']),
    ]);
  });

  it('taken over by the level above is escalated no more', async () => {
    const { facts, moveTo, told } = await monday();
    await moveTo('23T15:00');
    await facts.registered(CASE);
    await facts.gradedMajor(CASE);
    await moveTo('23T16:00');
    await facts.reported(CASE);
    await moveTo('24T00:10');
    await facts.takenOver(CASE);
    await moveTo('25T12:00');
    expect((await told()).map((each) => 'rung' in each && `${each.at} ${each.rung}`)).toEqual(['11-23 16:30 unanswered', '11-24 00:00 breach']);
  });

  it('reported in time and acknowledged late is kept by the sender and breached by the receiver', async () => {
    const { facts, moveTo, world } = await monday();
    await moveTo('23T15:00');
    await facts.registered(CASE);
    await facts.gradedMajor(CASE);
    await moveTo('23T23:50');
    await facts.reported(CASE);
    await moveTo('24T00:05');
    await facts.acknowledged(CASE);
    await moveTo('24T12:00');
    const found = world.opened.deadlines.view.get(CASE)?.obligations ?? [];
    expect(found.filter(({ nature }) => nature === 'duty').map(({ ruleId, state, marks, responsibleOfficeId }) => ({ ruleId, state, late: marks.late, responsibleOfficeId }))).toEqual([
      { ruleId: 'R000-25.report', state: 'met', late: false, responsibleOfficeId: 'village' },
      { ruleId: 'ZHUJI-25.acknowledge', state: 'met', late: true, responsibleOfficeId: 'township' },
    ]);
  });
});

describe('late news', () => {
  it('that a late discovery was told by telephone takes the breach back, once, from those who were told', async () => {
    const { facts, moveTo, told, store } = await monday();
    await moveTo('23T22:30');
    await facts.registered(CASE);
    await facts.gradedMajor(CASE);
    await moveTo('24T00:10');
    await facts.toldByTelephone(CASE, '2026-11-23T23:40:00+08:00');
    await moveTo('24T08:30');
    await facts.reported(CASE);
    await facts.acknowledged(CASE);
    await moveTo('25T12:00');
    expect(await told()).toEqual([
      // The time of the warning had passed when the case came up, so it was warned of at once.
      rung('11-23 22:30', 'R000-25.report', 'warn', 1, ['mediator']),
      rung('11-24 00:00', 'R000-25.report', 'breach', 1, ['townshipDuty1', 'countyDuty']),
      { at: '11-24 00:10', withdrawn: 'breach', because: 'OralReportLogged', to: ['townshipDuty1', 'countyDuty'] },
    ]);
    expect((await store.readAll({ after: 0, limit: 999, prefixes: ['deadlines.'] })).map(({ meta }) => [meta.actor, meta.jurisdiction])).toEqual(Array(3).fill(['system', '330681001001']));
  });
});

describe('after three days without the process', () => {
  it('each rung that does not repeat is raised once and says how late, and a repeat once, not once for each interval', async () => {
    const { facts, moveTo, moveAlone, told } = await monday();
    await moveTo('23T15:00');
    await facts.registered(CASE);
    await facts.gradedMajor(CASE);
    await facts.registered('mediation.dispute-2');
    await facts.gradedMajor('mediation.dispute-2');
    await facts.reported('mediation.dispute-2');
    moveAlone('26T15:10');
    await moveTo('26T15:10');
    const late = (hours: number, minutes = 0) => (hours * 60 + minutes) * 60_000;
    const now = '11-26 15:10';
    // The case whose first rung fell due first comes first.
    expect(await told()).toEqual([
      rung(now, 'R000-25.answer', 'warn', 1, ['townshipDuty1'], late(6, 10)),
      rung(now, 'ZHUJI-25.acknowledge', 'unanswered', 1, ['townshipDuty2'], late(71, 40)),
      rung(now, 'ZHUJI-25.acknowledge', 'breach', 1, ['countyDuty', 'countyDuty'], late(63, 10)),
      rung(now, 'ZHUJI-25.acknowledge', 'breach', 21, ['countyDuty', 'countyDuty'], late(46, 10)),
      rung(now, 'R000-25.report', 'warn', 1, ['mediator'], late(69, 40)),
      rung(now, 'R000-25.report', 'breach', 1, ['townshipDuty1', 'countyDuty'], late(63, 10)),
    ]);
  });
});

describe('the receipt of a rung', () => {
  it('names rule, pack and calendar, the arithmetic, whom it is for and what was known', async () => {
    const { facts, moveTo, store, world } = await monday();
    await moveTo('23T15:00');
    await facts.registered(CASE);
    await facts.gradedMajor(CASE);
    await moveTo('24T00:00');
    const [report] = world.opened.deadlines.view.get(CASE)?.obligations ?? [];
    const [, breach] = await store.read(escalationStream(report?.id as string)) as readonly [RecordedEvent, RecordedEvent];
    expect(breach).toMatchObject({
      type: 'deadlines.v1.EscalationRaised',
      data: {
        obligationId: report?.id,
        ruleId: 'R000-25.report',
        subject: CASE,
        rung: 'breach',
        at: '2026-11-23T16:00:00.000Z',
        due: '2026-11-23T16:00:00.000Z',
        lateMs: '0',
        responsibleOfficeId: 'village',
        pack: 'hefei-2011-village-entry',
        packHash: report?.packHash,
        provisional: false,
        addressees: [
          { symbol: 'duty(level + 1)', officeId: 'township', personId: 'townshipDuty1', fallback: false },
          { symbol: 'duty(COUNTY)', officeId: 'county', personId: 'countyDuty', fallback: false },
        ],
        judgedAt: [{ stream: CASE, revision: 1 }, { stream: escalationStream(report?.id as string), revision: 0 }],
      },
      meta: { occurredAt: '2026-11-23T16:00:00.000Z', actor: 'system' },
    });
    expect((breach.data as { explanation: { zh: string; en: string }[] }).explanation.length).toBeGreaterThan(3);
  });

  it('says that the county duty officer stands in where a symbol leads nowhere, and sounds an alarm', async () => {
    const store = new MemoryEventStore();
    const directory = smallDirectory(OFFICES, OFFICERS.filter(({ officeId, roles }) => !(officeId === 'township' && roles.includes('dutyOfficer'))));
    const { facts, moveTo, world } = await county({ store, directory, viewStore: (projection) => new MemoryViewStore(projection) }, '2026-11-23T08:00:00+08:00');
    await facts.registered(CASE);
    await facts.gradedMajor(CASE);
    await moveTo('24T00:00');
    const events = await store.readAll({ after: 0, limit: 99, prefixes: ['deadlines.'] });
    expect(events.at(-1)?.data['addressees']).toEqual([
      { symbol: 'duty(level + 1)', officeId: 'county', personId: 'countyDuty', fallback: true },
      { symbol: 'duty(COUNTY)', officeId: 'county', personId: 'countyDuty', fallback: false },
    ]);
    expect(world.alarms).toEqual([expect.objectContaining({ code: 'ADDRESSEE_FALLBACK', subject: CASE })]);
  });
});

it('a rung is raised by one judgement of the rules whose instant has come, and by none after it', async () => {
  let judgements: (readonly string[])[] = [];
  const counting: typeof engineJudge = (policy, offices) => {
    const judge = engineJudge(policy, offices);
    return { ...judge, judge: (question) => (judgements.push([...(question.only ?? ['all'])]), judge.judge(question)) };
  };
  const { facts, moveTo, told } = await county({ store: new MemoryEventStore(), viewStore: (projection) => new MemoryViewStore(projection), judge: counting }, '2026-11-23T08:00:00+08:00');
  await moveTo('23T15:00');
  await facts.registered(CASE);
  await facts.gradedMajor(CASE);
  await moveTo('23T17:29');
  judgements = [];
  await moveTo('23T17:31');
  expect([judgements, (await told()).length]).toEqual([[['MED-19']], 1]);
});

describe('what happens between a judgement and its appends, while others are judged', () => {
  /** Two cases that are breached at 24:00, and what happens once the first of them is judged then. */
  async function twoBreachedWhile(happens: (county: County) => Promise<void>) {
    let [elapsed, isComing] = [0, false];
    const pace: Pace = { ...freePace(), elapsedMs: () => (elapsed += 1_000), breathe: async () => {
      if (!isComing || !made.world.opened.deadlines.view.get(CASE)?.owing) return;
      isComing = false;
      await happens(made);
    } };
    const made = await county({ store: new MemoryEventStore(), pace, viewStore: (projection) => new MemoryViewStore(projection) }, '2026-11-23T22:30:00+08:00');
    for (const stream of [CASE, 'mediation.dispute-2']) {
      await made.facts.registered(stream);
      await made.facts.gradedMajor(stream);
    }
    await made.moveTo('23T23:00');
    isComing = true;
    await made.moveTo('24T00:10');
    return { happened: !isComing, told: (await made.told()).slice(2) };
  }
  const breach = rung('11-24 00:00', 'R000-25.report', 'breach', 1, ['townshipDuty1', 'countyDuty']);

  it('is known to the appends: nobody is told of a breach that a new fact takes away', async () => {
    expect(await twoBreachedWhile(({ facts }) => facts.toldByTelephone(CASE, '2026-11-23T23:40:00+08:00'))).toEqual({ happened: true, told: [breach] });
  });

  it('does not move the fence: what another process has raised by then is raised once, also where this one has heard of it', async () => {
    expect(await twoBreachedWhile(async ({ store, clock, world }) => {
      const other = new World({ store, clock, viewStore: (projection) => new MemoryViewStore(projection) });
      await other.work();
      await world.catchUp();
    })).toEqual({ happened: true, told: [breach, breach] });
  });
});

describe('an escalator whose log refuses', () => {
  it('tells it once, tries again by itself, and raises late what it could not raise in time', async () => {
    const store = new MemoryEventStore();
    let full = false;
    const refusing: EventStore = new Proxy(store, {
      get: (target, name: keyof EventStore) => {
        if (name === 'append' && full) return () => Promise.reject(new Error('disk full'));
        return (target[name] as (...given: never[]) => unknown).bind(target);
      },
    });
    const { facts, moveTo, told, world } = await monday(refusing);
    await moveTo('23T15:00');
    await facts.registered(CASE);
    await facts.gradedMajor(CASE);
    full = true;
    await moveTo('23T17:31');
    expect([await told(), world.escalator.isFailing, world.alarms.length]).toEqual([[], true, 1]);
    full = false;
    await moveTo('23T17:32');
    expect(await told()).toEqual([rung('11-23 17:31', 'R000-25.report', 'warn', 1, ['mediator'], 60_000)]);
    expect(world.escalator.isFailing).toBe(false);
  });
});

it('every escalation of a case is found by the case', async () => {
  const { facts, moveTo, store } = await monday();
  await facts.registered(CASE);
  await facts.gradedMajor(CASE);
  await facts.registered('mediation.dispute-2');
  await facts.gradedMajor('mediation.dispute-2');
  await moveTo('24T12:00');
  expect(await escalationsOf(store, CASE)).toHaveLength(2);
});
