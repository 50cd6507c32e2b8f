import { namedPeriod, periodsBetween, type NamedPeriod } from '@fengqiao/calendar';
import { formatDate, millisOf, startOfShanghaiDay, type EpochDay } from '@fengqiao/kernel';
import type { CommitteeDocument, Service } from '../register';
import type { ScreeningDocument } from './screenings';

/*
 * The screening board (排查看板) is a pure function of the committees that served, of what they reported, and of weeks and months
 * (Monday to Sunday, Asia/Shanghai). It is the one answer to who has screened:
 *
 * - a committee at a village owes each week, one at a township each month (R004-32), that it served whole: from the day on which it was established and the log
 *   knew of it, to the day before it was dissolved or its validity ended. Committees of higher levels owe nothing by the calendar;
 * - done: reported as held before 24:00 of the period's last day. What is recorded later counts as done only where an earlier time was claimed,
 *   which takes an approval when it is more than 24 hours back; else it is done late;
 * - nothing found is done. Nothing reported is missed from 24:00 of the last day on, and open until then;
 * - an office that reports a period twice has done it once: the first report says whether in time, the last one says what was found;
 * - a special drive (专项排查) is owed by whomever its plan names, which the log does not know: what was reported is shown, nothing is missed.
 */

export type CellState = 'done' | 'doneLate' | 'missed' | 'open' | 'notOwed';
export type Cadence = 'week' | 'month';

/** What an office reported of one period, however often. */
export interface Reported {
  readonly reports: number;
  readonly screenedAt: string;
  readonly recordedAt: string;
  readonly householdsVisited: number;
  readonly disputesFound: number;
  /** Reported, and nothing found (零报告). */
  readonly nil: boolean;
  readonly priorityPersons: number;
  readonly doorToDoor: boolean;
}

export interface Cell {
  readonly period: string;
  readonly state: CellState;
  readonly owed: boolean;
  /** Undefined where nothing was reported. */
  readonly reported: Reported | undefined;
}

export interface BoardRow {
  /** Undefined for a committee that owes nothing by the calendar. */
  readonly cadence: Cadence | undefined;
  readonly cells: readonly Cell[];
  /** What it reported beside its own weeks or months: special drives, and weeks or months that are not its own. */
  readonly beside: readonly Cell[];
}

/** The weeks and months that have a day in the stretch asked for. */
export interface Columns {
  readonly weeks: readonly NamedPeriod[];
  readonly months: readonly NamedPeriod[];
  readonly from: EpochDay;
  readonly to: EpochDay;
}

export interface Tally {
  readonly owed: number;
  readonly done: number;
  readonly doneLate: number;
  readonly missed: number;
  readonly open: number;
  /** Reports that found nothing. */
  readonly nil: number;
  readonly disputesFound: number;
}

const VILLAGE = 2;
const TOWNSHIP = 3;

/** The columns of a board from one day to another, both included. */
export function columnsBetween(from: EpochDay, to: EpochDay): Columns {
  return { weeks: periodsBetween('week', from, to), months: periodsBetween('month', from, to), from, to };
}

/** How often a committee of this level screens; undefined where the calendar asks nothing of it. */
export function cadenceOf({ level }: Pick<CommitteeDocument, 'level'>): Cadence | undefined {
  if (level <= VILLAGE) return 'week';
  return level === TOWNSHIP ? 'month' : undefined;
}

/** One committee's line: its own weeks or months, and what it reported beside them. */
export function boardRow(committee: Pick<CommitteeDocument, 'level' | 'services'>, screenings: readonly ScreeningDocument[], columns: Columns, nowMs: number): BoardRow {
  const cadence = cadenceOf(committee);
  const own = cadence === 'week' ? columns.weeks : cadence === 'month' ? columns.months : [];
  const byPeriod = new Map<string, ScreeningDocument[]>();
  for (const screening of screenings) byPeriod.set(screening.period, [...(byPeriod.get(screening.period) ?? []), screening]);
  const cellsOf = (periods: readonly NamedPeriod[], isOwn: boolean) => periods.map((period) => cellOf(period, byPeriod.get(period.name) ?? [], isOwn && servedWhole(committee.services, period), nowMs));
  const beside = [...byPeriod.keys()].flatMap((name) => (own.some((period) => period.name === name) ? [] : (namedPeriod(name) ?? []))).filter((period) => period.first <= columns.to && columns.from < period.end);
  return { cadence, cells: cellsOf(own, true), beside: cellsOf(beside.sort((a, b) => a.first - b.first || (a.name < b.name ? -1 : 1)), false) };
}

/** Counts the cells of a line's own periods; what is done without being owed counts for what it found only. */
export function tallyOf(cells: readonly Cell[]): Tally {
  const owed = cells.filter((cell) => cell.owed);
  const count = (state: CellState) => owed.filter((cell) => cell.state === state).length;
  return {
    owed: owed.length, done: count('done'), doneLate: count('doneLate'), missed: count('missed'), open: count('open'),
    nil: cells.filter(({ reported }) => reported?.nil === true).length,
    disputesFound: cells.reduce((sum, { reported }) => sum + (reported?.disputesFound ?? 0), 0),
  };
}

function cellOf({ name, end }: NamedPeriod, reports: readonly ScreeningDocument[], owed: boolean, nowMs: number): Cell {
  const endMs = startOfShanghaiDay(end);
  const reported = reports.length === 0 ? undefined : reportedOf(reports);
  return { period: name, owed, reported, state: reported ? (millisOf(reported.screenedAt) < endMs ? 'done' : 'doneLate') : !owed ? 'notOwed' : nowMs < endMs ? 'open' : 'missed' };
}

function reportedOf(reports: readonly ScreeningDocument[]): Reported {
  const [first, last] = [reports.reduce((a, b) => (b.screenedAt < a.screenedAt ? b : a)), reports[reports.length - 1] as ScreeningDocument];
  return {
    reports: reports.length, screenedAt: first.screenedAt, recordedAt: first.recordedAt,
    householdsVisited: last.householdsVisited, disputesFound: last.disputesFound, nil: last.disputesFound === 0,
    priorityPersons: last.priorityVisits.reduce((sum, { persons }) => sum + persons, 0), doorToDoor: last.doorToDoor,
  };
}

function servedWhole(services: readonly Service[], { first, end }: NamedPeriod): boolean {
  const [firstDay, dayAfter] = [formatDate(first), formatDate(end)];
  return services.some(({ from, knownFrom, until }) => from <= firstDay && knownFrom <= firstDay && (until === '' || dayAfter <= until));
}
