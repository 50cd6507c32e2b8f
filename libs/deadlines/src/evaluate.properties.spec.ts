import fc from 'fast-check';
import { loadCalendarYears, workingCalendar } from '@fengqiao/calendar';
import { millisOf, MS_PER_HOUR, MS_PER_MINUTE, toInstant, type JsonObject, type Millis } from '@fengqiao/kernel';
import { mustLoadPacks } from '@fengqiao/policies';
import { packTexts } from '@fengqiao/policies/shipped';
import { evaluate, type Evaluated } from '.';
import { fact, local, smallCounty, type Setting } from './scenario';
import type { Fact, RaisedRung } from './types';
import { WORDS_PACK } from './words.scenes';

const calendar = workingCalendar(loadCalendarYears());
const shipped = mustLoadPacks(packTexts());
const SETTINGS: Readonly<Record<string, Setting>> = {
  demonstration: smallCounty(shipped, calendar),
  campaign: smallCounty(shipped.map((pack) => (pack.pack.startsWith('hefei') ? { ...pack, boundFrom: '', boundTo: '' } : pack)), calendar, '340111'),
  words: smallCounty(mustLoadPacks([{ file: 'words.yaml', text: WORDS_PACK }]), calendar),
};
/** A Friday before a weekend. */
const BEGIN = millisOf(local('2026-11-20 00:00'));
const HOURS = 120;
/** FENGQIAO_RUNS=4000 searches further than a suite has time for. */
const RUNS = Number(process.env['FENGQIAO_RUNS'] ?? 100);

/** Instants on a grid of ten minutes, so that ties are common, and often around midnight and 22:00. */
const minute = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: 0, max: HOURS * 6 }).map((tens) => tens * 10) },
  { weight: 1, arbitrary: fc.tuple(fc.integer({ min: 1, max: HOURS / 24 }), fc.constantFrom(-130, -120, -10, 0, 10)).map(([day, off]) => day * 24 * 60 + off) },
);
const at = (minutes: number): string => toInstant(BEGIN + minutes * MS_PER_MINUTE);
const flags = fc.subarray(['escalating', 'beyondLevel', 'massIncident']);
const report = fc.constantFrom('r1', 'r2', '');
const day = (minutes: number): string => toInstant(BEGIN + minutes * MS_PER_MINUTE + 8 * MS_PER_HOUR).slice(0, 10);
/** What may be written for a time before another one: the instant, its day, a month, nothing. */
const told = fc.tuple(fc.integer({ min: 0, max: 40 * 6 }), fc.constantFrom('instant', 'instant', 'day', 'month', 'nothing'));

function tell([before, how]: [number, string], recorded: number): string {
  const minutes = recorded - before * 10;
  switch (how) {
    case 'instant':
      return at(minutes);
    case 'day':
      return day(minutes);
    case 'month':
      return '2026-11';
    default:
      return '';
  }
}

/** A fact as a plain value: its type, when it was recorded, and how long before that it happened. */
interface Told {
  readonly type: string;
  readonly recorded: number;
  readonly delay: number;
  readonly data: JsonObject;
}

const kinds: readonly fc.Arbitrary<(recorded: number) => Omit<Told, 'recorded'>>[] = [
  fc.tuple(flags, told).map(([f, when]) => (recorded) => ({ type: 'DisputeRegistered', delay: 0, data: { flags: f, discoveredAt: tell(when, recorded), officeId: 'village' } })),
  fc.tuple(fc.constantFrom('GRADE_MAJOR', 'GRADE_SMALL'), flags).map(([grade, f]) => () => ({ type: 'DisputeGraded', delay: 0, data: { grade, flags: f, officeId: 'village' } })),
  fc.tuple(report, fc.constantFrom('LEVEL_VILLAGE', 'LEVEL_TOWNSHIP')).map(([reportId, fromLevel]) => () => ({ type: 'MajorDisputeReported', delay: 0, data: { reportId, fromLevel } })),
  fc.tuple(report, fc.constantFrom('LINE_JUSTICE', 'LINE_GOVERNMENT')).map(([reportId, line]) => () => ({ type: 'MajorDisputeReportAcknowledged', delay: 0, data: { reportId, line } })),
  fc.tuple(report, fc.constantFrom('DisputeTakenOver', 'DisputeReturned', 'LawyerSupportAssigned')).map(([reportId, type]) => () => ({ type, delay: 0, data: { reportId } })),
  fc.integer({ min: 0, max: 23 * 6 }).map((tens) => () => ({ type: 'OralReportLogged', delay: tens * 10, data: {} })),
  fc.constantFrom('DisputeAccepted', 'LawyerSupportRequested', 'CaseArchived', 'DisputeDiverted', 'DisputeAnalysed', 'MediationPlanAdopted').map((type) => () => ({ type, delay: 0, data: { gaps: [] } })),
  fc.tuple(fc.constantFrom('bed', 'field'), fc.integer({ min: 0, max: 30 * 6 }), fc.boolean()).map(([mode, tens, approved]) => () => ({ type: 'SessionHeld', delay: tens * 10, data: { mode, approvedBy: approved ? 'chief' : '' } })),
  fc.tuple(told, fc.boolean()).map(([when, conclude]) => (recorded: number): Omit<Told, 'recorded'> => {
    const text = tell(when, recorded);
    return conclude ? { type: 'AgreementConcluded', delay: 0, data: { effectiveAt: text } } : { type: 'JudicialConfirmationApplied', delay: 0, data: { appliedOn: text } };
  }),
];

const anyFact = fc.tuple(minute, fc.oneof(...kinds)).map(([recorded, kind]): Told => ({ recorded, ...kind(recorded) }));
const histories = fc.array(anyFact, { minLength: 1, maxLength: 12 });
/** What happens is recorded when it happens. */
const promptly = (all: readonly Told[]): Told[] =>
  all.map((each) => ({ ...each, delay: 0, data: { ...each.data, ...('discoveredAt' in each.data && { discoveredAt: at(each.recorded) }), ...('effectiveAt' in each.data && { effectiveAt: at(each.recorded) }), ...('appliedOn' in each.data && { appliedOn: at(each.recorded) }) } }));
const settings = fc.constantFrom(...Object.keys(SETTINGS));

function factsOf(setting: Setting, told: readonly Told[]): Fact[] {
  return told.map(({ type, recorded, delay, data }, index) => fact(setting.subject, `mediation.v1.${type}`, at(recorded - delay), data, { recorded: at(recorded), id: `00000000-0000-4000-8000-${String((index * 7919) % 1_000_003).padStart(12, '0')}` }));
}

/** Obligations without their explanation, which names the instant at which it is read. */
function plain({ obligations }: Evaluated): unknown {
  return obligations.map(({ explanation: _, ...rest }) => rest);
}

function ask(setting: Setting, facts: readonly Fact[], now: number, raised: readonly RaisedRung[] = []): Evaluated {
  return evaluate({ ...setting, facts, raised, at: now as Millis });
}

/** An escalator that wakes at these instants, knows what is recorded by then, raises what is owed and withdraws what is unfounded. */
function play(setting: Setting, facts: readonly Fact[], wakes: readonly number[]): RaisedRung[] {
  let raised: RaisedRung[] = [];
  for (const now of [...wakes].sort((a, b) => a - b)) {
    const { obligations, orphans } = ask(setting, knownAt(facts, now), now, raised);
    for (const obligation of obligations) {
      for (const rung of obligation.rungs) {
        if (rung.unfounded) raised = raised.map((each) => (each.rungId === rung.id ? { ...each, withdrawn: true } : each));
        if (rung.state === 'owed') {
          expect(raised.some(({ rungId }) => rungId === rung.id)).toBe(false);
          raised.push({ obligationId: obligation.id, rungId: rung.id, name: rung.name, n: rung.n, at: rung.at, raisedAt: toInstant(now), due: obligation.due ?? toInstant(now), withdrawn: false });
        }
      }
    }
    raised = raised.map((each) => (orphans.includes(each) ? { ...each, withdrawn: true } : each));
  }
  return raised;
}

/** Every instant at which something changes: each recording, and each next instant that the engine names. */
function everyInstant(setting: Setting, facts: readonly Fact[], end: number): number[] {
  const instants: number[] = [];
  const recordings = [...new Set(facts.map(({ recordedAt }) => millisOf(recordedAt) as number))].sort((a, b) => a - b);
  for (let now = recordings[0] ?? end; now <= end; ) {
    instants.push(now);
    const { next = Infinity } = ask(setting, knownAt(facts, now), now);
    now = Math.min(next, recordings.find((instant) => instant > now) ?? Infinity);
  }
  return [...instants, end];
}

function knownAt(facts: readonly Fact[], now: number): Fact[] {
  return facts.filter(({ recordedAt }) => millisOf(recordedAt) <= now);
}

/** What extends, stops or starts a clock again. */
const MOVING = ['OralReportLogged', 'LawyerSupportRequested', 'LawyerSupportAssigned', 'SessionHeld', 'DisputeAnalysed', 'DisputeAccepted'];

const END = BEGIN + (HOURS + 60) * MS_PER_HOUR;

describe('whatever the history', () => {
  it('the order of facts, and saying one twice, changes nothing', () => {
    fc.assert(
      fc.property(settings, histories, minute, fc.infiniteStream(fc.nat()), (name, told, now, order) => {
        const setting = SETTINGS[name] as Setting;
        const facts = factsOf(setting, told);
        const keys = facts.map(() => order.next().value as number);
        const shuffled = facts.map((each, index) => ({ each, key: keys[index] as number })).sort((a, b) => a.key - b.key).map(({ each }) => each);
        const asked = ask(setting, facts, BEGIN + now * MS_PER_MINUTE);
        const again = ask(setting, [...shuffled, ...shuffled.slice(0, 2)], BEGIN + now * MS_PER_MINUTE);
        expect(plain(again)).toEqual(plain(asked));
        expect(again.next).toBe(asked.next);
        expect(again.obligations.map(({ explanation }) => explanation)).toEqual(asked.obligations.map(({ explanation }) => explanation));
      }),
      { numRuns: RUNS },
    );
  });

  it('nothing changes before the next instant', () => {
    fc.assert(
      fc.property(settings, histories, minute, fc.double({ min: 0, max: 1, noNaN: true }), fc.boolean(), (name, told, minutes, share, played) => {
        const setting = SETTINGS[name] as Setting;
        const facts = factsOf(setting, told);
        const now = BEGIN + minutes * MS_PER_MINUTE;
        const raised = played ? play(setting, facts, [now]) : [];
        const asked = ask(setting, facts, now, raised);
        const last = (asked.next ?? END + 1_000 * 24 * MS_PER_HOUR) - 1;
        for (const later of [last, Math.floor(now + (last - now) * share)]) expect(plain(ask(setting, facts, later, raised))).toEqual(plain(asked));
      }),
      { numRuns: RUNS },
    );
  });

  it('a fact that is learnt later takes no obligation\'s id away', () => {
    fc.assert(
      fc.property(settings, histories, minute, (name, told, minutes) => {
        const setting = SETTINGS[name] as Setting;
        const facts = factsOf(setting, told);
        const ids = (of: readonly Fact[]) => ask(setting, of, END).obligations.filter(({ nature }) => nature !== 'right').map(({ id }) => id);
        expect(ids(facts)).toEqual(expect.arrayContaining(ids(knownAt(facts, BEGIN + minutes * MS_PER_MINUTE))));
      }),
      { numRuns: RUNS },
    );
  });

  it('no duty is late in silence: its breach is in the log or owed, however seldom anybody looked', () => {
    fc.assert(
      fc.property(settings, histories, fc.array(minute, { maxLength: 6 }), minute, (name, told, wakes, minutes) => {
        const setting = SETTINGS[name] as Setting;
        const facts = factsOf(setting, told);
        const now = BEGIN + minutes * MS_PER_MINUTE;
        const raised = play(setting, facts, wakes.map((wake) => BEGIN + wake * MS_PER_MINUTE).filter((wake) => wake <= now));
        const late = ask(setting, knownAt(facts, now), now, raised).obligations.filter(({ nature, marks }) => nature === 'duty' && marks.late);
        for (const { rungs } of late) expect(rungs.some(({ name: rung, n, state, unfounded }) => rung === 'breach' && n === 1 && !unfounded && (state === 'raised' || state === 'owed'))).toBe(true);
      }),
      { numRuns: RUNS },
    );
  });

  it('no rung is raised early or twice, what is raised and stands is founded, and nothing is owed after waking', () => {
    fc.assert(
      fc.property(settings, histories, fc.array(minute, { maxLength: 8 }), (name, told, wakes) => {
        const setting = SETTINGS[name] as Setting;
        const facts = factsOf(setting, told);
        const raised = play(setting, facts, [...wakes.map((wake) => BEGIN + wake * MS_PER_MINUTE), END, END]);
        for (const rung of raised) expect(rung.at <= rung.raisedAt).toBe(true);
        expect(new Set(raised.map(({ rungId }) => rungId)).size).toBe(raised.length);
        const left = ask(setting, facts, END, raised).obligations.flatMap(({ rungs }) => rungs);
        expect(left.filter(({ state, unfounded }) => unfounded || state === 'owed')).toEqual([]);
      }),
      { numRuns: RUNS },
    );
  });

  it('where news is prompt, gaps in waking change nothing about which rungs are raised, repeats aside', () => {
    fc.assert(
      fc.property(settings, histories, fc.array(minute, { maxLength: 5 }), (name, told, wakes) => {
        const setting = SETTINGS[name] as Setting;
        const facts = factsOf(setting, promptly(told));
        const always = play(setting, facts, everyInstant(setting, facts, END));
        const seldom = play(setting, facts, [...wakes.map((wake) => BEGIN + wake * MS_PER_MINUTE), END]);
        // A warning of a due that has moved since is of no use to anybody, so a gap may leave it out.
        const moved = facts.some(({ type }) => MOVING.some((each) => type.endsWith(each)));
        const once = (rungs: readonly RaisedRung[]) => rungs.filter(({ n, name: rung, withdrawn }) => n === 1 && !withdrawn && !(moved && rung === 'warn')).map(({ rungId }) => rungId).sort();
        expect(once(seldom)).toEqual(once(always));
        expect(always.filter(({ withdrawn }) => withdrawn)).toEqual([]);
      }),
      { numRuns: RUNS / 2 },
    );
  });

  it('adopting the same packs again changes nothing', () => {
    fc.assert(
      fc.property(settings, histories, minute, (name, told, minutes) => {
        const setting = SETTINGS[name] as Setting;
        const facts = factsOf(setting, told);
        const again = { ...setting, packs: [...setting.packs, ...setting.packs.map((pack) => ({ ...pack, adoptedAt: at(minutes) }))] };
        expect(plain(ask(again, facts, END))).toEqual(plain(ask(setting, facts, END)));
      }),
      { numRuns: RUNS },
    );
  });

  it('a field of a start that cannot be read never turns late into not late: it is late, or undetermined', () => {
    fc.assert(
      fc.property(settings, histories, fc.nat(), (name, told, pick) => {
        const setting = SETTINGS[name] as Setting;
        const facts = factsOf(setting, told);
        const before = ask(setting, facts, END).obligations.filter(({ marks }) => marks.late);
        const victim = before[pick % Math.max(before.length, 1)];
        if (!victim) return;
        const unreadable = facts.map((each) => (each.id === victim.startFact ? { ...each, data: { ...each.data, flags: 7, mode: 7, discoveredAt: '', effectiveAt: '' } } : each));
        const after = ask(setting, unreadable, END).obligations.filter(({ rootRule, key }) => rootRule === victim.rootRule && key === victim.key);
        expect(after.some(({ marks }) => marks.late || marks.undetermined)).toBe(true);
      }),
      { numRuns: RUNS },
    );
  });

  it('an obligation is open, met, void or lapsed, and closed not before it began', () => {
    fc.assert(
      fc.property(settings, histories, (name, told) => {
        const setting = SETTINGS[name] as Setting;
        for (const { state, closedAt, startedAt, marks } of ask(setting, factsOf(setting, told), END).obligations) {
          expect(['met', 'void', 'lapsed'].includes(state)).toBe(closedAt !== undefined);
          // Of a day, only its beginning is told.
          if (closedAt !== undefined && !marks.undetermined) expect(millisOf(closedAt) + 24 * MS_PER_HOUR > millisOf(startedAt)).toBe(true);
        }
      }),
      { numRuns: RUNS },
    );
  });
});
