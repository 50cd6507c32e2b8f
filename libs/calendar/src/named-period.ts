import { civilOf, epochDayOf, formatDate, parseDate, type EpochDay } from '@fengqiao/kernel';
import { weekdayOf } from './weekday';

export type PeriodKind = 'week' | 'month' | 'quarter' | 'keyPeriod';

/** A stretch of days with a name: `2026-W47`, `2026-11`, `2026-Q4`, `2026-nationalDay`. */
export interface NamedPeriod {
  readonly name: string;
  readonly kind: PeriodKind;
  readonly first: EpochDay;
  /** The day after its last. */
  readonly end: EpochDay;
}

/** A time of the year for which special drives are ordered (重点时段). */
export interface KeyPeriod {
  readonly code: string;
  readonly zh: string;
  readonly en: string;
  /** First and last day within the year, MM-DD. */
  readonly first: string;
  readonly last: string;
  /** First day on which it is known. */
  readonly from: string;
}

/**
 * Key periods of special drives (专项排查). The seed plan R004 (二(三)12) names them without their days: these days are a default of our own,
 * wide enough for whatever a county orders within.
 */
export const KEY_PERIODS: readonly KeyPeriod[] = [
  { code: 'springFestival', zh: '春节', en: 'Spring Festival', first: '01-01', last: '03-15', from: '2020-05-01' },
  { code: 'ploughing', zh: '春耕', en: 'spring ploughing', first: '02-15', last: '05-15', from: '2020-05-01' },
  { code: 'mayDay', zh: '五一', en: 'May Day', first: '04-15', last: '05-15', from: '2020-05-01' },
  { code: 'nationalDay', zh: '国庆', en: 'National Day', first: '09-15', last: '10-15', from: '2020-05-01' },
  { code: 'harvest', zh: '秋收', en: 'harvest', first: '09-01', last: '11-30', from: '2020-05-01' },
];

/** The period of that name; undefined where there is none. Weeks are those of ISO 8601, Monday to Sunday. */
export function namedPeriod(name: string): NamedPeriod | undefined {
  const [, yearText, rest] = /^(\d{4})-(\w{1,40})$/.exec(name) ?? [];
  if (yearText === undefined || rest === undefined || yearText === '0000') return undefined;
  const year = Number(yearText);
  if (/^\d{2}$/.test(rest)) return stretch(name, 'month', year, Number(rest), 1);
  if (/^Q[1-4]$/.test(rest)) return stretch(name, 'quarter', year, Number(rest[1]) * 3 - 2, 3);
  return /^W\d{2}$/.test(rest) ? week(name, year, Number(rest.slice(1))) : keyPeriod(name, yearText, rest);
}

/** The week in which a day lies: `2026-W47`. */
export function weekOf(day: number): string {
  // A week belongs to the year in which its Thursday lies.
  const thursday = (day - weekdayOf(day) + 4) as EpochDay;
  const { year } = civilOf(thursday);
  return `${pad(year, 4)}-W${pad((thursday - firstMonday(year) - 3) / 7 + 1, 2)}`;
}

/** The month in which a day lies: `2026-11`. */
export function monthOf(day: EpochDay): string {
  return formatDate(day).slice(0, 7);
}

/** The weeks or months that have a day between two days, both included, in order. */
export function periodsBetween(kind: 'week' | 'month', from: EpochDay, to: EpochDay): readonly NamedPeriod[] {
  const nameOf = kind === 'week' ? weekOf : monthOf;
  const found: NamedPeriod[] = [];
  for (let day = from; day <= to; ) {
    const period = namedPeriod(nameOf(day));
    if (!period) return found;
    found.push(period);
    day = period.end;
  }
  return found;
}

function stretch(name: string, kind: PeriodKind, year: number, month: number, months: number): NamedPeriod | undefined {
  const first = parseDate(`${pad(year, 4)}-${pad(month, 2)}-01`);
  if (first === undefined) return undefined;
  const after = month + months;
  return { name, kind, first, end: after > 12 ? epochDayOf(year + 1, 1, 1) : epochDayOf(year, after, 1) };
}

function week(name: string, year: number, number: number): NamedPeriod | undefined {
  const monday = (firstMonday(year) + (number - 1) * 7) as EpochDay;
  return number >= 1 && monday < firstMonday(year + 1) ? { name, kind: 'week', first: monday, end: (monday + 7) as EpochDay } : undefined;
}

function keyPeriod(name: string, year: string, code: string): NamedPeriod | undefined {
  const known = KEY_PERIODS.find((each) => each.code === code);
  const [first, last] = [parseDate(`${year}-${known?.first}`), parseDate(`${year}-${known?.last}`)];
  if (!known || first === undefined || last === undefined || formatDate(last) < known.from) return undefined;
  return { name, kind: 'keyPeriod', first, end: (last + 1) as EpochDay };
}

/** Monday of week 1: the week that holds 4 January. */
function firstMonday(year: number): number {
  const fourth = epochDayOf(year, 1, 4);
  return fourth - weekdayOf(fourth) + 1;
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, '0');
}
