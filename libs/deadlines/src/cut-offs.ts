import { civilOf, daysInMonth, formatDate, MS_PER_DAY, MS_PER_HOUR, MS_PER_MINUTE, shanghaiDay, shanghaiText, startOfShanghaiDay, type EpochDay, type Millis } from '@fengqiao/kernel';
import type { CompiledSeries, RecurrenceRule } from '@fengqiao/policies';

/** An instant that a recurrence rule names; one without an hour is the 24:00 of its day. */
export interface CutOff {
  readonly at: Millis;
  /** The day it belongs to, and where in it it lies: more than nothing, a day at most. */
  readonly lastDay: EpochDay;
  readonly offset: number;
}

/** A rule such as 29 February comes again within eight years; what does not come within nine never does. */
const MOST_DAYS = 9 * 366;
/** Intervals count from the first day of the series, which the loader asks for. */
const ANY_DAY = 0 as EpochDay;

/** The first cut-off of a series after an instant; undefined where there is none. */
export function cutOffAfter(series: CompiledSeries, after: number): CutOff | undefined {
  const first = Math.max(Number.isFinite(after) ? shanghaiDay(after) : -Infinity, series.from ?? -Infinity);
  if (!Number.isFinite(first)) return undefined;
  const last = Math.min(first + MOST_DAYS, series.to ?? Infinity);
  for (let day = first; day <= last; day += 1) {
    const found = onDay(series, day as EpochDay).find(({ at }) => at > after);
    if (found) return found;
  }
  return undefined;
}

/** The last cut-off of a series at an instant or before it; undefined where there is none. */
export function cutOffAtOrBefore(series: CompiledSeries, at: number): CutOff | undefined {
  const last = Math.min(shanghaiDay(at), series.to ?? Infinity);
  const first = Math.max(last - MOST_DAYS, series.from ?? -Infinity);
  for (let day = last; day >= first; day -= 1) {
    const found = onDay(series, day as EpochDay).findLast((each) => each.at <= at);
    if (found) return found;
  }
  return undefined;
}

/** `2026-11-24T17:00` in Asia/Shanghai; the date alone where it is the end of its day. */
export function cutOffText({ at, lastDay, offset }: CutOff): string {
  return offset === MS_PER_DAY ? formatDate(lastDay) : shanghaiText(at).replace(' ', 'T');
}

/** The cut-offs of a day, in order, each once. */
function onDay({ at: rules = [], from }: CompiledSeries, day: EpochDay): CutOff[] {
  const offsets = new Set(rules.flatMap((rule) => (isOn(rule, day, from) ? offsetsOf(rule) : [])));
  return [...offsets].sort((a, b) => a - b).map((offset) => cutOffAt(day, offset));
}

function cutOffAt(day: EpochDay, offset: number): CutOff {
  const at = (startOfShanghaiDay(day) + offset) as Millis;
  // 00:00 is the 24:00 of the day before.
  return offset === 0 ? { at, lastDay: (day - 1) as EpochDay, offset: MS_PER_DAY } : { at, lastDay: day, offset };
}

function offsetsOf({ byHour, byMinute }: RecurrenceRule): number[] {
  if (byHour.length === 0) return [MS_PER_DAY];
  const minutes = byMinute.length === 0 ? [0] : byMinute;
  return byHour.flatMap((hour) => minutes.map((minute) => hour * MS_PER_HOUR + minute * MS_PER_MINUTE));
}

function isOn({ freq, interval, byDay, byMonthDay, byMonth }: RecurrenceRule, day: EpochDay, from: EpochDay | undefined): boolean {
  const { year, month, day: dayOfMonth } = civilOf(day);
  if (byMonth.length > 0 && !byMonth.includes(month)) return false;
  const length = daysInMonth(year, month);
  if (byMonthDay.length > 0 && !byMonthDay.some((n) => dayOfMonth === (n > 0 ? n : length + 1 + n))) return false;
  if (byDay.length > 0 && !byDay.some(({ nth, weekday }) => weekday === weekdayOf(day) && isNth(nth, dayOfMonth, length))) return false;
  return interval === 1 || (stepOf(freq, day) - stepOf(freq, from ?? ANY_DAY)) % interval === 0;
}

function isNth(nth: number, dayOfMonth: number, length: number): boolean {
  if (nth === 0) return true;
  return nth > 0 ? Math.ceil(dayOfMonth / 7) === nth : Math.ceil((length + 1 - dayOfMonth) / 7) === -nth;
}

/** 1 for Monday to 7 for Sunday; day 0 was a Thursday. */
function weekdayOf(day: number): number {
  return ((((day + 3) % 7) + 7) % 7) + 1;
}

/** Which day, week (from Monday), month or year a day lies in, counted from any beginning. */
function stepOf(freq: RecurrenceRule['freq'], day: EpochDay): number {
  switch (freq) {
    case 'DAILY':
      return day;
    case 'WEEKLY':
      return Math.floor((day + 3) / 7);
    case 'MONTHLY': {
      const { year, month } = civilOf(day);
      return year * 12 + month;
    }
    case 'YEARLY':
      return civilOf(day).year;
  }
}
