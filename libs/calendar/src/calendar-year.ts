import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { civilOf, invariant, parseDate, type PlainDate } from '@fengqiao/kernel';

/** A day that differs from the plain week (Monday to Friday worked), with the State Council paper that made it so. */
export interface CalendarDay {
  readonly day: PlainDate;
  /** `off` is a day of rest, `makeup-workday` a weekend day that is worked instead (调休). */
  readonly kind: 'off' | 'makeup-workday';
  /** Name of the holiday, as the paper has it. */
  readonly holiday: string;
  /** Address of the paper. */
  readonly paper: string;
}

/** The announced days of one civil year. A day belongs to the year it lies in, also where the next year's paper names it. */
export interface CalendarYear {
  readonly year: number;
  /** `<year>.<n>`: n papers have been worked in. */
  readonly version: string;
  /** SHA-256 (hex) over the RFC 8785 bytes of {year, version, days}. */
  readonly hash: string;
  readonly days: readonly CalendarDay[];
}

/** What a calendar file says, in either language, when it cannot be used. */
export class CalendarFileError extends Error {
  constructor(file: string, zh: string, en: string) {
    super(`日历文件 ${file}:${zh}。请改正该文件后重新启动。 Calendar file ${file}: ${en}. Correct the file and start again.`);
    this.name = 'CalendarFileError';
  }
}

/** Builds a year from its days: sorts them and computes the hash. */
export function calendarYear(year: number, version: string, days: readonly CalendarDay[]): CalendarYear {
  const sorted = [...days].sort((a, b) => (a.day < b.day ? -1 : 1));
  return { year, version, hash: hashOf(year, version, sorted), days: sorted };
}

/** Reads one calendar file; throws `CalendarFileError` that names the file and the wrong day. */
export function parseCalendarYear(text: string, file: string): CalendarYear {
  const { year, version, papers } = readFile(text, file);
  const days: CalendarDay[] = [];
  const seen = new Set<string>();
  for (const { address, holidays } of papers) {
    for (const { holiday, off, makeupWorkdays } of holidays) {
      for (const day of off) days.push(checkedDay(day, 'off', holiday, address));
      for (const day of makeupWorkdays) days.push(checkedDay(day, 'makeup-workday', holiday, address));
    }
  }
  return calendarYear(year, version, days);

  function checkedDay(day: string, kind: CalendarDay['kind'], holiday: string, paper: string): CalendarDay {
    const epochDay = parseDate(day);
    if (epochDay === undefined) throw new CalendarFileError(file, `${day} 不是存在的日期`, `${day} is no date that exists`);
    if (civilOf(epochDay).year !== year) throw new CalendarFileError(file, `${day} 不在 ${year} 年`, `${day} does not lie in ${year}`);
    if (seen.has(day)) throw new CalendarFileError(file, `${day} 出现两次`, `${day} stands there twice`);
    seen.add(day);
    return { day: day as PlainDate, kind, holiday, paper };
  }
}

interface CalendarFile {
  readonly year: number;
  readonly version: string;
  readonly papers: readonly {
    readonly address: string;
    readonly holidays: readonly { readonly holiday: string; readonly off: readonly string[]; readonly makeupWorkdays: readonly string[] }[];
  }[];
}

function readFile(text: string, file: string): CalendarFile {
  const content = parseJson(text, file);
  const complete =
    isRecord(content) && Number.isInteger(content['year']) && isText(content['version']) && isListOf(content['papers'], isPaper);
  if (!complete) {
    throw new CalendarFileError(
      file,
      '须有 year、version 和 papers[{address, holidays[{holiday, off[], makeupWorkdays[]}]}]',
      'year, version and papers[{address, holidays[{holiday, off[], makeupWorkdays[]}]}] are needed',
    );
  }
  return content as unknown as CalendarFile;
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new CalendarFileError(file, `不是 JSON(${String(error)})`, `not JSON (${String(error)})`);
  }
}

function isPaper(value: unknown): boolean {
  return isRecord(value) && isText(value['address']) && isListOf(value['holidays'], isHoliday);
}

function isHoliday(value: unknown): boolean {
  return isRecord(value) && isText(value['holiday']) && isListOf(value['off'], isText) && isListOf(value['makeupWorkdays'], isText);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}

function isListOf(value: unknown, isMember: (member: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(isMember);
}

function hashOf(year: number, version: string, days: readonly CalendarDay[]): string {
  const bytes = canonicalize({ year, version, days });
  invariant(bytes !== undefined, 'a calendar year has canonical bytes');
  return createHash('sha256').update(bytes).digest('hex');
}
