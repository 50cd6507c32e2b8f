import fc from 'fast-check';
import type { Obligation, Rung } from '@fengqiao/deadlines';
import { toInstant, type Instant, type RecordedEvent } from '@fengqiao/kernel';
import type { ViewDocument } from '@fengqiao/read-models';
import { at } from '@fengqiao/testing';
import { DeadlineView } from './deadline-view';
import { factOf, type KnownFact } from './fact';
import { NEVER, type Judge, type Question } from './judge';
import type { DeadlineSources } from './open-deadlines';
import type { RungHistory } from './rung-history';
import type { StreamFacts } from './subject-facts';

const START = at('2026-11-23T08:00:00+08:00');
const MINUTE = 60_000;
const minutes = (n: number): Instant => toInstant(Date.parse(START) + n * MINUTE);

/** A rule of a test: whatever is registered is to be archived within ten minutes; a rung at five and one at ten. */
function tenMinutes(asked: Question[] = []): Judge {
  return {
    startsFrom: (type) => type === 'mediation.v1.DisputeRegistered',
    affectedBy: (_, rootRule) => new Set([rootRule]),
    judge: (question) => {
      asked.push(question);
      const { subject, facts, raised, now } = question;
      const start = facts.find(({ type }) => type === 'mediation.v1.DisputeRegistered') as KnownFact;
      const end = facts.find(({ type }) => type === 'mediation.v1.CaseArchived');
      const after = (n: number): Instant => toInstant(Date.parse(start.recordedAt) + n * MINUTE);
      const rung = (name: string, n: number): Rung => ({ id: `${subject} ${name}`, name, n: 1, at: after(n), to: ['owner'], state: raised.some(({ rungId }) => rungId === `${subject} ${name}`) ? 'raised' : end && end.recordedAt < after(n) ? 'dropped' : now >= after(n) ? 'owed' : 'pending' });
      const rungs = [rung('warn', 5), rung('breach', 10)];
      const obligation = { id: `obligation ${subject}`, rootRule: 'TEN', nature: 'duty', state: end ? 'met' : 'running', subject, startFact: start.id, rungs, marks: { late: now >= after(10) && !end }, explanation: [] } as unknown as Obligation;
      const next = rungs.map((each) => each.at).filter((instant) => instant > now)[0];
      return { obligations: [obligation], nextOf: new Map(next !== undefined && !end ? [['TEN', next]] : []) };
    },
  };
}

function event(stream: string, revision: number, type: string, minute: number, data: object = {}): RecordedEvent {
  const recordedAt = minutes(minute);
  return {
    v: 1, stream, revision, id: `${stream}@${revision}`, type, data: data as RecordedEvent['data'], position: 0, hash: '',
    meta: { occurredAt: recordedAt, recordedAt, actor: 'p', office: 'o', jurisdiction: '33', correlation: '', causation: '', command: { id: '', body: '' } },
  };
}

function documentOf(events: readonly RecordedEvent[]): ViewDocument<StreamFacts> {
  const last = events.at(-1) as RecordedEvent;
  return { stream: last.stream, revision: last.revision, asOf: last.meta.recordedAt, document: { facts: events.map(factOf) } };
}

function viewOf(asked?: Question[]): DeadlineView {
  return new DeadlineView(tenMinutes(asked), () => undefined);
}

const shown = (view: DeadlineView) => ({ all: view.all(), owing: view.owing(), next: view.nextInstant() });

/** Histories of three cases: registered, analysed several times, archived or not. */
const histories = fc
  .tuple(...[1, 2, 3].map((n) => fc.tuple(fc.nat(20), fc.nat(4), fc.boolean()).map(([begin, analyses, archived]) => {
    const stream = `mediation.dispute-${n}`;
    const types = ['DisputeRegistered', ...Array<string>(analyses).fill('DisputeAnalysed'), ...(archived ? ['CaseArchived'] : [])];
    return types.map((type, revision) => event(stream, revision, `mediation.v1.${type}`, begin + 3 * revision));
  })));

describe('the deadline view', () => {
  it('shows the same whatever the order of arrival, and however it is judged in between: live is rebuilt', () => {
    fc.assert(
      fc.property(histories, fc.array(fc.nat(2), { maxLength: 30 }), fc.array(fc.nat(60), { maxLength: 10 }), (streams, order, looks) => {
        const end = minutes(90);
        const rebuilt = viewOf();
        for (const events of streams) rebuilt.putFacts(documentOf(events));
        rebuilt.settle(end);

        const live = viewOf();
        const seen = [0, 0, 0];
        const instants = looks.map(minutes).sort();
        for (const which of [...order, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2]) {
          const events = streams[which] as readonly RecordedEvent[];
          seen[which] = Math.min((seen[which] as number) + 1, events.length);
          live.putFacts(documentOf(events.slice(0, seen[which])));
          const look = instants.shift();
          if (look !== undefined) live.settle(look);
        }
        live.settle(end);
        // A second look at the same instant brings every subject to it.
        live.rulesChanged();
        live.settle(end);
        expect(shown(live)).toEqual(shown(rebuilt));
      }),
      { numRuns: 200 },
    );
  });

  it('judges each subject once in a rebuild, and again only when a fact arrives or its next instant has come', () => {
    const asked: Question[] = [];
    const view = viewOf(asked);
    const events = [event('mediation.dispute-1', 0, 'mediation.v1.DisputeRegistered', 0), event('mediation.dispute-1', 1, 'mediation.v1.DisputeAnalysed', 1)];
    for (let length = 1; length <= events.length; length += 1) view.putFacts(documentOf(events.slice(0, length)));
    view.settle(minutes(2));
    expect(asked).toHaveLength(1);
    view.settle(minutes(4));
    expect([asked.length, view.nextInstant()]).toEqual([1, minutes(5)]);
    view.settle(minutes(5));
    expect([asked.length, view.nextInstant(), view.owing()]).toEqual([2, minutes(10), ['mediation.dispute-1']]);
  });

  it('judges of all rules those whose instant has come and those that wait for them, and keeps what the others say', () => {
    const asked: Question[] = [];
    const told = (root: string, { now }: Question): Obligation => ({ id: root, ruleId: root, rootRule: root, key: '', startedAt: START, nature: 'duty', state: now >= minutes(5) ? 'lapsed' : 'running', rungs: [] }) as unknown as Obligation;
    const rules: Judge = {
      startsFrom: () => true,
      affectedBy: (_, root) => new Set(root === 'B' ? ['B', 'A'] : [root]),
      judge: (question) => {
        asked.push(question);
        const roots = ['A', 'B', 'C'].filter((root) => question.only?.has(root) ?? true);
        const instants = [['B', minutes(5)], ['C', minutes(90)]] as const;
        return { obligations: roots.map((root) => told(root, question)), nextOf: new Map(instants.filter(([root, at]) => roots.includes(root) && at > question.now)) };
      },
    };
    const view = new DeadlineView(rules, () => undefined);
    view.putFacts(documentOf([event('mediation.dispute-1', 0, 'mediation.v1.DisputeRegistered', 0)]));
    view.settle(minutes(1));
    view.settle(minutes(6));
    expect(asked.map(({ only }) => only && [...only])).toEqual([undefined, ['B', 'A']]);
    expect(view.get('mediation.dispute-1')?.obligations.map(({ id, state }) => [id, state])).toEqual([['A', 'lapsed'], ['B', 'lapsed'], ['C', 'running']]);
    expect(view.nextInstant()).toBe(minutes(90));
    view.putFacts(documentOf([event('mediation.dispute-1', 0, 'mediation.v1.DisputeRegistered', 0), event('mediation.dispute-1', 1, 'mediation.v1.DisputeAnalysed', 7)]));
    view.settle(minutes(91));
    expect([asked.length, asked.at(-1)?.only]).toEqual([3, undefined]);
  });

  it('judges of all rules those that hear of a new fact, of the subject or of what refers to it, and all of them where that is not enough', () => {
    const asked: (readonly string[] | undefined)[] = [];
    const rules: Judge = {
      startsFrom: () => true,
      affectedBy: (_, name) => new Set(name === 'mediation.v1.SessionHeld' ? ['A', 'B'] : []),
      judge: ({ only }) => (asked.push(only && [...only]), { obligations: [], nextOf: NEVER }),
    };
    const view = new DeadlineView(rules, () => undefined);
    const [own, other] = ['mediation.dispute-1', 'mediation.screening-1'];
    const known = new Map<string, readonly KnownFact[]>();
    const comes = (stream: string, type: string, minute: number, references: readonly string[] = []): void => {
      const before = known.get(stream) ?? [];
      const facts = [...before, { ...factOf(event(stream, before.length, type, minute)), references }];
      known.set(stream, facts);
      view.putFacts({ stream, revision: before.length, asOf: '', document: { facts } });
      view.settle(minutes(minute));
    };
    comes(own, 'mediation.v1.DisputeRegistered', 0);
    comes(own, 'mediation.v1.SessionHeld', 1);
    comes(own, 'mediation.v1.DisputeAnalysed', 2);
    comes(own, 'platform.v1.FactAnnulled', 3);
    expect(asked).toEqual([undefined, ['A', 'B'], [], undefined]);
    comes(other, 'mediation.v1.ScreeningCompleted', 4);
    asked.length = 0;
    comes(other, 'mediation.v1.SessionHeld', 5, [own]);
    expect(asked).toEqual([['A', 'B'], ['A', 'B']]);
    // Computed again from the log: nobody can tell what of it is new.
    known.set(other, (known.get(other) ?? []).map((fact) => ({ ...fact })));
    asked.length = 0;
    comes(other, 'mediation.v1.SessionHeld', 6);
    expect(asked).toEqual([undefined, undefined]);
  });

  it('stops where there is no more time, and goes on later', () => {
    const view = viewOf();
    for (const n of [1, 2, 3]) view.putFacts(documentOf([event(`mediation.dispute-${n}`, 0, 'mediation.v1.DisputeRegistered', 0)]));
    let left = 2;
    expect(view.settle(minutes(1), () => (left -= 1) > 0)).toBe(false);
    expect(view.all()).toHaveLength(2);
    expect(view.settle(minutes(1), () => true)).toBe(true);
    expect(view.all()).toHaveLength(3);
  });

  it('stops also where the instant of many has come at once', () => {
    const view = viewOf();
    for (const n of [1, 2, 3]) view.putFacts(documentOf([event(`mediation.dispute-${n}`, 0, 'mediation.v1.DisputeRegistered', 0)]));
    view.settle(minutes(1));
    expect(view.settle(minutes(5), () => false, 'left')).toBe(false);
    expect(view.owing()).toEqual(['mediation.dispute-1']);
    expect(view.settle(minutes(5), () => true, 'left')).toBe(true);
    expect(view.owing()).toEqual(['mediation.dispute-1', 'mediation.dispute-2', 'mediation.dispute-3']);
  });

  it('orders what is owed by the instant it fell due, and what weighs more first', () => {
    const view = viewOf();
    view.putFacts(documentOf([event('mediation.dispute-2', 0, 'mediation.v1.DisputeRegistered', 0)]));
    view.putFacts(documentOf([event('mediation.dispute-1', 0, 'mediation.v1.DisputeRegistered', 5)]));
    view.putFacts(documentOf([event('mediation.dispute-3', 0, 'mediation.v1.DisputeRegistered', 3)]));
    view.settle(minutes(10));
    // At ten minutes the breach of 2 and the warning of 1 fell due together with nothing of 3 but its warning two minutes before.
    expect(view.owing()).toEqual(['mediation.dispute-2', 'mediation.dispute-3', 'mediation.dispute-1']);
  });

  it('takes a stream without an event that a rule starts from for no subject', () => {
    const asked: Question[] = [];
    const view = viewOf(asked);
    view.putFacts(documentOf([event('mediation.screening-1', 0, 'mediation.v1.ScreeningCompleted', 0)]));
    view.settle(minutes(30));
    expect([view.all(), asked, view.nextInstant()]).toEqual([[], [], undefined]);
  });

  it('hears what refers to a subject from another stream', () => {
    const view = viewOf();
    view.putFacts(documentOf([event('mediation.dispute-1', 0, 'mediation.v1.DisputeRegistered', 0)]));
    const fact = { ...factOf(event('mediation.screening-1', 0, 'mediation.v1.CaseArchived', 2)), references: ['mediation.dispute-1'] };
    view.putFacts({ stream: 'mediation.screening-1', revision: 0, asOf: '', document: { facts: [fact] } });
    view.settle(minutes(30));
    expect(view.get('mediation.dispute-1')?.obligations.map(({ state }) => state)).toEqual(['met']);
    expect(view.sourcesOf('mediation.dispute-1')).toEqual([{ stream: 'mediation.dispute-1', revision: 0 }, { stream: 'mediation.screening-1', revision: 0 }]);
  });

  it('owes no rung that the log holds, and the withdrawal of one that no obligation stands for', () => {
    const view = viewOf();
    const stream = 'mediation.dispute-1';
    view.putFacts(documentOf([event(stream, 0, 'mediation.v1.DisputeRegistered', 0)]));
    const raised = (obligationId: string, name: string): ViewDocument<RungHistory> => ({
      stream: `deadlines.escalation-${obligationId}`, revision: 0, asOf: '',
      document: { obligationId, subject: stream, rungs: [{ obligationId, rungId: `${stream} ${name}`, ruleId: 'R', name, n: 1, at: minutes(5), raisedAt: minutes(5), due: minutes(10), withdrawn: false, eventId: '', lateMs: 0, told: [] }] },
    });
    view.putRungs(raised(`obligation ${stream}`, 'warn'));
    view.settle(minutes(6));
    expect(view.owing()).toEqual([]);
    view.putRungs(raised('another obligation', 'breach'));
    view.settle(minutes(7));
    expect(view.owing()).toEqual([stream]);
  });

  it('refuses an engine whose next instant is not to come, and keeps the others going', () => {
    const alarms: string[] = [];
    const sound = tenMinutes();
    const view = new DeadlineView({ ...sound, judge: (question) => (question.subject.endsWith('1') ? { obligations: [], nextOf: new Map([['TEN', question.now]]) } : sound.judge(question)) }, ({ reason }) => alarms.push(reason));
    for (const n of [1, 2]) view.putFacts(documentOf([event(`mediation.dispute-${n}`, 0, 'mediation.v1.DisputeRegistered', 0)]));
    view.settle(minutes(1));
    expect(view.get('mediation.dispute-1')?.parked?.reason).toContain('is not after');
    expect(view.get('mediation.dispute-2')?.parked).toBeUndefined();
    expect(alarms).toHaveLength(1);
  });
});

it('is opened without anything that could append or wake: the compiler refuses it', () => {
  type Can<Ability extends string> = Ability extends keyof DeadlineSources | keyof DeadlineSources['log'] ? true : false;
  const abilities: [Can<'append'>, Can<'timer'>, Can<'wakeAt'>, Can<'directory'>, Can<'read'>] = [false, false, false, false, true];
  expect(abilities).toContain(false);
});

describe('a fact', () => {
  it('keeps of its data only what is not personal', () => {
    const { data } = factOf(event('mediation.dispute-1', 0, 'mediation.v1.DisputeRegistered', 0, {
      source: 'mediator', summary: 'sealed:1:k:x', place: 'sealed:1:k:y', flags: ['escalating'], parties: [{ personId: 'p', kind: 'person', name: 'sealed:1:k:z', priority: ['sealed:1:k:v'] }],
    }));
    expect(data).toEqual({ source: 'mediator', flags: ['escalating'], parties: [{ personId: 'p', kind: 'person' }] });
  });
});

it('judges everything again at an instant at which the rules will be others, and wakes for it', () => {
  const asked: Question[] = [];
  const view = viewOf(asked);
  view.putFacts(documentOf([event('mediation.dispute-1', 0, 'mediation.v1.DisputeRegistered', 0), event('mediation.dispute-1', 1, 'mediation.v1.CaseArchived', 1)]));
  view.rulesChangeAt('office', minutes(30));
  view.rulesChangeAt('another', minutes(40));
  view.rulesChangeAt('another', minutes(20));
  view.settle(minutes(2));
  expect([asked.length, view.nextInstant()]).toEqual([1, minutes(20)]);
  view.settle(minutes(19));
  expect(asked.length).toBe(1);
  view.settle(minutes(20));
  expect([asked.length, view.nextInstant(), view.get('mediation.dispute-1')?.judgedAt]).toEqual([2, minutes(30), minutes(20)]);
  view.settle(minutes(50));
  expect([asked.length, view.nextInstant()]).toEqual([3, undefined]);
});
