import { millisOf, parseDate, parseInstant, shanghaiDay, type EpochDay } from '@fengqiao/kernel';
import { rankOf } from '@fengqiao/platform';
import type { LedgerDocument } from '../ledger';
import type { ObligationRow } from '../deadlines/obligation-row';

/** First and last day of a period, both inclusive. */
export interface Period {
  readonly from: EpochDay;
  readonly to: EpochDay;
}

/** One case counted for an indicator: it is in the denominator, and in the numerator where it hits. */
export interface Contribution {
  readonly indicator: string;
  /** Empty: the indicator itself; else the name of another reading or of a part. */
  readonly reading: string;
  readonly hit: boolean;
}

/** What a line of the ledger contributes. */
export function contributionsOf(row: LedgerDocument, period: Period): readonly Contribution[] {
  const lies = (time: string): boolean => isWithin(time, period);
  const found: Contribution[] = [];
  const count = (indicator: string, hit: boolean, reading = ''): number => found.push({ indicator, reading, hit });
  const { result, agreement, visits } = row;
  if (lies(row.acceptedAt)) {
    const mediated = row.sessions > 0 || agreement !== null || result === 'failed' || result === 'refused' || result === 'withdrawn';
    count('I-01', mediated);
    if (result !== 'refused' && result !== 'transferredOut') count('I-01', mediated, 'withoutRefusals');
    count('I-02', result === 'agreed', 'ofAccepted');
  }
  if (lies(row.endedAt)) {
    if (result === 'agreed' || result === 'failed') count('I-02', result === 'agreed');
    if (result === 'agreed') count('I-09', visits.length > 0);
    if (result !== 'transferredOut' && result !== 'notAccepted' && row.grade !== 'GRADE_UNSPECIFIED') {
      const contained = result === 'agreed' && row.level <= rankOf(row.containment);
      count('I-05', contained);
      count('I-05', contained, row.grade);
    }
  }
  const due = agreement === null ? undefined : performanceOf(agreement);
  if (due && lies(due.lastDay)) {
    count('I-03', due.onTime);
    count('I-03', due.performed, 'performed');
  }
  if (agreement?.form === 'written' && lies(agreement.concludedAt)) count('I-07', agreement.confirmation !== 'none');
  if (row.criminalTurns.some(({ kind, happenedOn }) => kind === 'criminal' && lies(happenedOn))) count('I-08', true);
  for (const { result: answer } of visits.filter(({ at }) => lies(at))) {
    count('I-13', answer === 'satisfied' || answer === 'content');
    count('I-13', answer === 'satisfied', 'satisfied');
  }
  return found;
}

/** What obligations contribute: those of the same-day report with the receipts of the same case, and those of the regular screenings. */
export function contributionsOfDeadlines(row: ObligationRow, receipts: readonly ObligationRow[], period: Period): readonly Contribution[] {
  const { obligation } = row;
  const { rootRule, state, marks, due, closedAt } = obligation;
  if (due === undefined || state === 'void' || !isDueWithin(due, period)) return [];
  const inTime = state === 'met' && !marks.late;
  if (rootRule === 'MED-19') {
    const own = receipts.filter((each) => each.obligation.startedAt === closedAt);
    // Without a report the level above had taken the case over: it knows. A receipt that became void was answered otherwise.
    const received = own.length === 0 || own.some((each) => RECEIVED.has(each.obligation.state) && (each.obligation.closedAt ?? due) < due);
    return [
      { indicator: 'I-04', reading: '', hit: inTime && received },
      { indicator: 'I-04', reading: 'reported', hit: inTime },
    ];
  }
  const rhythm = SCREENINGS[rootRule];
  if (!rhythm) return [];
  return [
    { indicator: 'I-06', reading: '', hit: inTime },
    { indicator: 'I-06', reading: rhythm, hit: inTime },
    { indicator: 'I-06', reading: 'done', hit: state === 'met' },
  ];
}

const RECEIVED: ReadonlySet<string> = new Set(['met', 'void']);

const SCREENINGS: Readonly<Record<string, string>> = { 'MED-18.week': 'week', 'MED-18.month': 'month' };

/** When the last dated term of an agreement falls due, and whether all of them were kept; undefined where no term has a day. */
function performanceOf({ terms }: NonNullable<LedgerDocument['agreement']>): { readonly lastDay: string; readonly performed: boolean; readonly onTime: boolean } | undefined {
  const dated = terms.filter(({ dueDate }) => dueDate !== '');
  const lastDay = dated.map(({ dueDate }) => dueDate).sort().at(-1);
  if (lastDay === undefined) return undefined;
  const performed = dated.every(({ outcome }) => outcome === 'performed');
  return { lastDay, performed, onTime: performed && dated.every(({ dueDate, settledAt }) => (dayOf(settledAt) ?? Infinity) <= (parseDate(dueDate) ?? 0)) };
}

/** A due is exclusive: what is due by the end of a day belongs to that day. */
function isDueWithin(due: string, { from, to }: Period): boolean {
  const day = shanghaiDay(millisOf(due) - 1);
  return from <= day && day <= to;
}

function isWithin(time: string, { from, to }: Period): boolean {
  const day = dayOf(time);
  return day !== undefined && from <= day && day <= to;
}

/** The day in Asia/Shanghai of an instant or a date; undefined of a month or a year, which lies in no period of days for certain. */
function dayOf(time: string): EpochDay | undefined {
  const ms = parseInstant(time);
  return ms === undefined ? parseDate(time) : shanghaiDay(ms);
}
