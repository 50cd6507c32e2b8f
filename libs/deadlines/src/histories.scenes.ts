import fc from 'fast-check';
// eslint-disable-next-line fengqiao/pure -- in a test this stands in for the host, which reads what ships
import { loadCalendarYears, workingCalendar } from '@fengqiao/calendar';
import { millisOf, MS_PER_HOUR, MS_PER_MINUTE, toInstant, type JsonObject, type Millis } from '@fengqiao/kernel';
import { mustLoadPacks } from '@fengqiao/policies';
// eslint-disable-next-line fengqiao/pure -- in a test this stands in for the host, which reads what ships
import { packTexts } from '@fengqiao/policies/shipped';
import { ENDS_PACK } from './ends.scenes';
import { evaluate, type Evaluated } from './evaluate';
import { fact, local, onlyRules, SAME_DAY, type Setting, smallCounty } from './scenario';
import type { Fact, RaisedRung } from './types';
import { SERIES_PACK } from './series.scenes';
import { WORDS_PACK } from './words.scenes';

export const calendar = workingCalendar(loadCalendarYears());
export const shipped = onlyRules(mustLoadPacks(packTexts()), SAME_DAY);
const series = smallCounty(mustLoadPacks([{ file: 'series.yaml', text: SERIES_PACK }]), calendar);

/** Worlds of different rules: those that ship, one for each word of the language, and an office in place of a dispute. */
export const SETTINGS: Readonly<Record<string, Setting>> = {
  demonstration: smallCounty(shipped, calendar),
  nation: smallCounty(shipped.filter(({ pack }) => pack === 'cn-national'), calendar),
  campaign: smallCounty(shipped.map((pack) => (pack.pack.startsWith('hefei') ? { ...pack, boundFrom: '', boundTo: '' } : pack)), calendar, '340111'),
  words: smallCounty(mustLoadPacks([{ file: 'words.yaml', text: WORDS_PACK }]), calendar),
  ends: smallCounty(mustLoadPacks([{ file: 'ends.yaml', text: ENDS_PACK }]), calendar),
  series,
  office: { ...series, subject: { ...series.subject, stream: 'directory.office-village', kind: 'office' } },
};
/** A Friday before a weekend. */
export const BEGIN = millisOf(local('2026-11-20 00:00'));
export const HOURS = 120;
/** FENGQIAO_RUNS=4000 searches further than a suite has time for. */
// eslint-disable-next-line fengqiao/pure -- a test may be told to search further
export const RUNS = Number(process.env['FENGQIAO_RUNS'] ?? 100);

/** Instants on a grid of ten minutes, so that ties are common, and often around midnight and 22:00. */
export const minute = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: 0, max: HOURS * 6 }).map((tens) => tens * 10) },
  { weight: 1, arbitrary: fc.tuple(fc.integer({ min: 1, max: HOURS / 24 }), fc.constantFrom(-130, -120, -10, 0, 10)).map(([day, off]) => day * 24 * 60 + off) },
);
export const at = (minutes: number): string => toInstant(BEGIN + minutes * MS_PER_MINUTE);
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
export interface Told {
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
  fc.tuple(report, fc.constantFrom('DisputeReturned', 'LawyerSupportAssigned')).map(([reportId, type]) => () => ({ type, delay: 0, data: { reportId } })),
  fc.tuple(report, fc.constantFrom('township', 'county', '')).map(([reportId, officeId]) => () => ({ type: 'DisputeTakenOver', delay: 0, data: { reportId, officeId } })),
  fc.integer({ min: 0, max: 23 * 6 }).map((tens) => () => ({ type: 'OralReportLogged', delay: tens * 10, data: {} })),
  fc.constantFrom('DisputeAccepted', 'LawyerSupportRequested', 'CaseArchived', 'DisputeDiverted', 'DisputeAnalysed', 'MediationSuspended', 'MediationResumed', 'PoliceDecisionRecorded').map((type) => () => ({ type, delay: 0, data: { gaps: [], basis: 'initiative' } })),
  fc.tuple(fc.constantFrom('MediationPlanAdopted', 'MediationExtended'), told).map(([type, [before, how]]) => (recorded) => ({ type, delay: 0, data: { dueDate: tell([-before, how], recorded), until: tell([-before, how], recorded) } })),
  fc.tuple(fc.constantFrom('t1', 't2', ''), fc.constantFrom('AgreementPerformed', 'PerformanceUrged')).map(([termId, type]) => () => ({ type, delay: 0, data: { termId } })),
  fc.tuple(fc.constantFrom('2026-W47', '2026-W48', '2026-11', ''), fc.integer({ min: 0, max: 23 * 6 })).map(([period, tens]) => () => ({ type: 'ScreeningCompleted', delay: tens * 10, data: { period } })),
  fc.constantFrom('2026-11-20', '2026-11-23', '2026-11-24').map((day) => () => ({ type: 'OfficeEstablished', delay: 0, data: { officeId: 'village', level: 'LEVEL_VILLAGE', validFrom: day } })),
  fc.constantFrom('2026-11-22', '2026-11-24').map((day) => () => ({ type: 'OfficeClosed', delay: 0, data: { closedFrom: day } })),
  fc.tuple(fc.constantFrom('bed', 'field'), fc.integer({ min: 0, max: 30 * 6 }), fc.boolean()).map(([mode, tens, approved]) => () => ({ type: 'SessionHeld', delay: tens * 10, data: { mode, approvedBy: approved ? 'chief' : '' } })),
  fc.tuple(told, fc.boolean()).map(([when, conclude]) => (recorded: number): Omit<Told, 'recorded'> => {
    const text = tell(when, recorded);
    return conclude ? { type: 'AgreementConcluded', delay: 0, data: { effectiveAt: text, terms: [{ termId: 't1', dueDate: day(recorded) }, { termId: 't2', dueDate: text }] } } : { type: 'JudicialConfirmationApplied', delay: 0, data: { appliedOn: text } };
  }),
];

const anyFact = fc.tuple(minute, fc.oneof(...kinds)).map(([recorded, kind]): Told => ({ recorded, ...kind(recorded) }));
export const histories = fc.array(anyFact, { minLength: 1, maxLength: 12 });
/** What happens is recorded when it happens. */
export const promptly = (all: readonly Told[]): Told[] =>
  all.map((each) => ({ ...each, delay: 0, data: { ...each.data, ...('discoveredAt' in each.data && { discoveredAt: at(each.recorded) }), ...('effectiveAt' in each.data && { effectiveAt: at(each.recorded) }), ...('appliedOn' in each.data && { appliedOn: at(each.recorded) }) } }));
export const settings = fc.constantFrom(...Object.keys(SETTINGS));

export function factsOf(setting: Setting, told: readonly Told[]): Fact[] {
  return told.map(({ type, recorded, delay, data }, index) => fact(setting.subject, `${type.startsWith('Office') ? 'directory' : 'mediation'}.v1.${type}`, at(recorded - delay), data, { recorded: at(recorded), id: `00000000-0000-4000-8000-${String((index * 7919) % 1_000_003).padStart(12, '0')}` }));
}

/** Obligations without their explanation, which names the instant at which it is read. */
export function plain({ obligations }: Evaluated): unknown {
  return obligations.map(({ explanation: _, ...rest }) => rest);
}

export function ask(setting: Setting, facts: readonly Fact[], now: number, raised: readonly RaisedRung[] = []): Evaluated {
  return evaluate({ ...setting, facts, raised, at: now as Millis });
}

/** An escalator that wakes at these instants, knows what is recorded by then, raises what is owed and withdraws what is unfounded. */
export function play(setting: Setting, facts: readonly Fact[], wakes: readonly number[]): RaisedRung[] {
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
export function everyInstant(setting: Setting, facts: readonly Fact[], end: number): number[] {
  const instants: number[] = [];
  const recordings = [...new Set(facts.map(({ recordedAt }) => millisOf(recordedAt) as number))].sort((a, b) => a - b);
  for (let now = recordings[0] ?? end; now <= end; ) {
    instants.push(now);
    const { next = Infinity } = ask(setting, knownAt(facts, now), now);
    now = Math.min(next, recordings.find((instant) => instant > now) ?? Infinity);
  }
  return [...instants, end];
}

export function knownAt(facts: readonly Fact[], now: number): Fact[] {
  return facts.filter(({ recordedAt }) => millisOf(recordedAt) <= now);
}

/** What extends, stops or starts a clock again. */
export const MOVING = ['OralReportLogged', 'LawyerSupportRequested', 'LawyerSupportAssigned', 'SessionHeld', 'DisputeAnalysed', 'DisputeAccepted'];

export const END = BEGIN + (HOURS + 60) * MS_PER_HOUR;
