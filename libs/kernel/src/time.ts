import { invariant } from './invariant';

/** An instant as RFC 3339 in UTC with milliseconds, always 24 characters (`2026-11-22T07:00:00.000Z`), so that text order is time order. */
export type Instant = string & { readonly __instant: unique symbol };

/** Milliseconds since 1970-01-01T00:00:00Z. */
export type Millis = number & { readonly __millis: unique symbol };

/** Days since 1970-01-01, of a civil date. */
export type EpochDay = number & { readonly __epochDay: unique symbol };

/** A civil date, `YYYY-MM-DD`. */
export type PlainDate = string & { readonly __plainDate: unique symbol };

/** The domain clock: real, training or hand-moved. Domain code takes instants as arguments and never holds one. */
export interface Clock {
  now(): Instant;
}

export const MS_PER_SECOND = 1_000;
export const MS_PER_MINUTE = 60_000;
export const MS_PER_HOUR = 3_600_000;
export const MS_PER_DAY = 86_400_000;

const INSTANT = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(Z|[+-]\d{2}:\d{2})$/;

/** Days since 1970-01-01 of a proleptic Gregorian date; the caller has checked that the date exists. */
export function epochDayOf(year: number, month: number, day: number): EpochDay {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return (era * 146_097 + dayOfEra - 719_468) as EpochDay;
}

/** The civil date of an epoch day. */
export function civilOf(epochDay: EpochDay): { year: number; month: number; day: number } {
  const z = epochDay + 719_468;
  const era = Math.floor(z / 146_097);
  const dayOfEra = z - era * 146_097;
  const yearOfEra = Math.floor((dayOfEra - Math.floor(dayOfEra / 1_460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1;
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day };
}

/** Number of days in a month (1 to 12). */
export function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Parses `YYYY-MM-DD`; undefined where the text is no date that exists (2026-02-30). */
export function parseDate(text: string): EpochDay | undefined {
  return text.length === 10 ? dateIn(text) : undefined;
}

/** The date in the first ten characters of a text. */
function dateIn(text: string): EpochDay | undefined {
  if (text.charCodeAt(4) !== HYPHEN || text.charCodeAt(7) !== HYPHEN) return undefined;
  const year = 100 * twoDigits(text, 0) + twoDigits(text, 2);
  const month = twoDigits(text, 5);
  const day = twoDigits(text, 8);
  if (!(year >= 0 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month))) return undefined;
  return epochDayOf(year, month, day);
}

const HYPHEN = 45;

/** `YYYY-MM-DD` of an epoch day. */
export function formatDate(epochDay: EpochDay): PlainDate {
  const known = WRITTEN[epochDay & MOST_WRITTEN];
  if (known?.epochDay === epochDay) return known.text;
  const { year, month, day } = civilOf(epochDay);
  invariant(year >= 0 && year <= 9_999, `year ${year} has no four-digit form`);
  const text = `${two(Math.floor(year / 100))}${two(year % 100)}-${two(month)}-${two(day)}` as PlainDate;
  WRITTEN[epochDay & MOST_WRITTEN] = { epochDay, text };
  return text;
}

/** Dates written last, each in the one place that is its: those of a few years are asked for again and again. */
const MOST_WRITTEN = 2_047;
const WRITTEN: (undefined | { readonly epochDay: EpochDay; readonly text: PlainDate })[] = Array.from({ length: MOST_WRITTEN + 1 }, () => undefined);

/** Parses an RFC 3339 instant with a zone; undefined where it does not exist (no zone, hour 24, leap second, 30 February). */
export function parseInstant(text: string): Millis | undefined {
  return canonicalMillis(text) ?? anyMillis(text);
}

/** Of a canonical instant, without a regular expression: most instants are, and they are read millions of times. */
function canonicalMillis(text: string): Millis | undefined {
  if (text.length !== 24 || text[10] !== 'T' || text[13] !== ':' || text[16] !== ':' || text[19] !== '.' || text[23] !== 'Z') return undefined;
  const date = dateIn(text);
  const hour = twoDigits(text, 11);
  const minute = twoDigits(text, 14);
  const second = twoDigits(text, 17);
  const ms = 10 * twoDigits(text, 20) + digit(text, 22);
  // What is no digit makes the sum no number.
  if (date === undefined || !(hour <= 23 && minute <= 59 && second <= 59 && ms >= 0)) return undefined;
  return (date * MS_PER_DAY + hour * MS_PER_HOUR + minute * MS_PER_MINUTE + second * MS_PER_SECOND + ms) as Millis;
}

function anyMillis(text: string): Millis | undefined {
  const match = INSTANT.exec(text);
  if (!match) return undefined;
  const date = parseDate(text.slice(0, 10));
  if (date === undefined) return undefined;
  const [hour, minute, second] = [Number(match[4]), Number(match[5]), Number(match[6] ?? 0)];
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const fraction = Math.floor(Number(`0.${match[7] ?? '0'}`) * 1_000);
  const offset = offsetMinutes(match[8] as string);
  if (offset === undefined) return undefined;
  return (date * MS_PER_DAY + hour * MS_PER_HOUR + (minute - offset) * MS_PER_MINUTE + second * MS_PER_SECOND + fraction) as Millis;
}

/** The canonical form of an instant. */
export function toInstant(ms: number): Instant {
  const day = Math.floor(ms / MS_PER_DAY) as EpochDay;
  const rest = ms - day * MS_PER_DAY;
  const minute = Math.floor(rest / MS_PER_MINUTE);
  const place = (day * 60 + minute) & MOST_INSTANTS;
  const known = INSTANTS[place];
  if (known?.ms === ms) return known.text;
  const second = Math.floor((rest % MS_PER_MINUTE) / MS_PER_SECOND);
  const text = `${formatDate(day)}${MINUTES[minute] as string}${two(second)}.${THREE[Math.floor(rest % MS_PER_SECOND)] as string}Z` as Instant;
  INSTANTS[place] = { ms, text };
  return text;
}

/** Instants written last, each in the one place that is its: what is due at one time is so for many, and texts that are one are compared at once. */
const MOST_INSTANTS = 1_023;
const INSTANTS: (undefined | { readonly ms: number; readonly text: Instant })[] = Array.from({ length: MOST_INSTANTS + 1 }, () => undefined);

/** Milliseconds of a canonical instant; throws where the text is none, because such an instant is a bug of ours. */
export function millisOf(instant: Instant | string): Millis {
  const ms = parseInstant(instant);
  invariant(ms !== undefined, `${instant} is no instant`);
  return ms;
}

/** Asia/Shanghai since 1992 and for every future day: eight hours ahead of UTC, no summer time. */
export const SHANGHAI_OFFSET_MS = 8 * MS_PER_HOUR;

/** The civil day in Asia/Shanghai on which an instant falls. */
export function shanghaiDay(ms: number): EpochDay {
  return Math.floor((ms + SHANGHAI_OFFSET_MS) / MS_PER_DAY) as EpochDay;
}

/** The instant at which a civil day in Asia/Shanghai begins. */
export function startOfShanghaiDay(day: number): Millis {
  return (day * MS_PER_DAY - SHANGHAI_OFFSET_MS) as Millis;
}

/** `2026-11-22 15:00:00` in Asia/Shanghai, for people. */
export function shanghaiText(ms: number, withSeconds = false): string {
  const day = shanghaiDay(ms);
  const rest = ms + SHANGHAI_OFFSET_MS - day * MS_PER_DAY;
  const text = `${formatDate(day)} ${CLOCK[Math.floor(rest / MS_PER_MINUTE)] as string}`;
  return withSeconds ? `${text}:${two(Math.floor((rest % MS_PER_MINUTE) / MS_PER_SECOND))}` : text;
}

function offsetMinutes(zone: string): number | undefined {
  if (zone === 'Z') return 0;
  const [hours, minutes] = [Number(zone.slice(1, 3)), Number(zone.slice(4, 6))];
  if (hours > 14 || minutes > 59) return undefined;
  return (zone[0] === '-' ? -1 : 1) * (hours * 60 + minutes);
}

const TWO: readonly string[] = Array.from({ length: 100 }, (_, value) => String(value).padStart(2, '0'));
/** `07:00` of every minute of a day, and as it stands in an instant. */
const CLOCK: readonly string[] = Array.from({ length: 1_440 }, (_, minute) => `${TWO[Math.floor(minute / 60)] as string}:${TWO[minute % 60] as string}`);
const MINUTES: readonly string[] = CLOCK.map((text) => `T${text}:`);
const THREE: readonly string[] = Array.from({ length: 1_000 }, (_, value) => String(value).padStart(3, '0'));

/** A whole number from 0 to 99 in two digits. */
function two(value: number): string {
  return TWO[value] as string;
}

/** Not a number where the text has other characters there. */
function twoDigits(text: string, index: number): number {
  return 10 * digit(text, index) + digit(text, index + 1);
}

function digit(text: string, index: number): number {
  const value = text.charCodeAt(index) - 48;
  return value >= 0 && value <= 9 ? value : NaN;
}
