import { civilOf, epochDayOf, invariant, parseDate } from '@fengqiao/kernel';
import type { CalendarDay, CalendarYear } from './calendar-year';
import { isWeekend } from './weekday';

/** Which days are worked, of the years that are known; an immutable value. Days are epoch days of Asia/Shanghai. */
export interface WorkingCalendar {
  /** Announced years by their papers; any other year as Monday to Friday, which makes what is counted there provisional. */
  isWorkingDay(day: number): boolean;
  /** Whether the State Council's arrangement of that civil year is known. */
  announced(year: number): boolean;
  /** The paper's word on that day; undefined for a day of the plain week. */
  holidayOf(day: number): CalendarDay | undefined;
  /** Version of that year's calendar; undefined where the year is not announced. */
  version(year: number): string | undefined;
}

const WORKED = 1;

/** Builds the calendar of these years; a year may stand there once. */
export function workingCalendar(years: readonly CalendarYear[]): WorkingCalendar {
  const versions = new Map<number, string>();
  const named = new Map<number, CalendarDay>();
  for (const { year, version, days } of years) {
    invariant(!versions.has(year), `calendar year ${year} is given twice`);
    versions.set(year, version);
    for (const day of days) named.set(epochDayIn(day, year), day);
  }
  const known = [...versions.keys()];
  const first = known.length === 0 ? 0 : epochDayOf(Math.min(...known), 1, 1);
  const end = known.length === 0 ? 0 : epochDayOf(Math.max(...known) + 1, 1, 1);
  const worked = new Uint8Array(end - first);
  for (let day = first; day < end; day += 1) worked[day - first] = isWorked(day, named) ? WORKED : 0;

  return Object.freeze({
    isWorkingDay: (day: number) => (day >= first && day < end ? worked[day - first] === WORKED : !isWeekend(day)),
    announced: (year: number) => versions.has(year),
    holidayOf: (day: number) => named.get(day),
    version: (year: number) => versions.get(year),
  });
}

function isWorked(day: number, named: ReadonlyMap<number, CalendarDay>): boolean {
  const known = named.get(day);
  return known === undefined ? !isWeekend(day) : known.kind === 'makeup-workday';
}

function epochDayIn({ day }: CalendarDay, year: number): number {
  const epochDay = parseDate(day);
  invariant(epochDay !== undefined && civilOf(epochDay).year === year, `${day} is no day of ${year}`);
  return epochDay;
}
