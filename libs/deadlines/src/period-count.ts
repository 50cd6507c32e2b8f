import { civilOf, daysInMonth, epochDayOf, type EpochDay } from '@fengqiao/kernel';
import type { WorkingCalendar } from '@fengqiao/calendar';
import { standsStill, type Stop } from './period-stops';

export type DayUnit = 'day' | 'workingDay';

/** Hears what is counted while it is counted: the explanation is written by a listener, so it cannot disagree with the count. */
export interface Tally {
  /** Days `from` to `to`, both included, are counted. */
  counted(from: number, to: number, unit: DayUnit): void;
  /** Days `from` to `to`, both included, are passed over. */
  skipped(from: number, to: number, why: 'off' | 'stopped'): void;
  /** Exact time that ran, in milliseconds. */
  ran(from: number, to: number): void;
  /** Exact time in which the clock stood still. */
  stood(from: number, to: number): void;
}

/** What a count needs to know. */
export interface Counting {
  readonly calendar: WorkingCalendar;
  readonly stops: readonly Stop[];
}

/** The n-th calendar day after `after` at whose 24:00 the clock ran; undefined where it stands still for good before that. */
export function countDays(after: number, n: number, { stops }: Counting, tally: Tally): number | undefined {
  let next = after + 1;
  let left = n;
  for (const { firstDay, endDay } of stops) {
    if (endDay <= next || endDay === firstDay) continue;
    if (next + left - 1 < firstDay) break;
    if (firstDay > next) {
      tally.counted(next, firstDay - 1, 'day');
      left -= firstDay - next;
      next = firstDay;
    }
    if (endDay === Infinity) return undefined;
    tally.skipped(next, endDay - 1, 'stopped');
    next = endDay;
  }
  tally.counted(next, next + left - 1, 'day');
  return next + left - 1;
}

/** The n-th working day after `after` at whose 24:00 the clock ran; undefined where it stands still for good before that. */
export function countWorkingDays(after: number, n: number, { calendar, stops }: Counting, tally: Tally): number | undefined {
  const forGood = stops.at(-1)?.endDay === Infinity ? (stops.at(-1) as Stop).firstDay : Infinity;
  let left = n;
  for (let day = after + 1; day < forGood; day += 1) {
    if (stops.length > 0 && standsStill(day, stops)) tally.skipped(day, day, 'stopped');
    else if (!calendar.isWorkingDay(day)) tally.skipped(day, day, 'off');
    else {
      tally.counted(day, day, 'workingDay');
      left -= 1;
      if (left === 0) return day;
    }
  }
  return undefined;
}

/** The n-th calendar day before `before`. */
export function countDaysBack(before: number, n: number, tally: Tally): number {
  tally.counted(before - n, before - 1, 'day');
  return before - n;
}

/** The n-th working day before `before`. */
export function countWorkingDaysBack(before: number, n: number, { calendar }: Counting, tally: Tally): number {
  let left = n;
  for (let day = before - 1; ; day -= 1) {
    if (!calendar.isWorkingDay(day)) {
      tally.skipped(day, day, 'off');
      continue;
    }
    tally.counted(day, day, 'workingDay');
    left -= 1;
    if (left === 0) return day;
  }
}

/** The instant at which `millis` of running time have passed since `from`; undefined where the clock stands still for good before that. */
export function countTime(from: number, millis: number, { stops }: Counting, tally: Tally): number | undefined {
  let at = from;
  let left = millis;
  for (const stop of stops) {
    if (stop.to <= at) continue;
    const stands = Math.max(stop.from, at);
    if (at + left <= stands) break;
    if (stands > at) tally.ran(at, stands);
    left -= stands - at;
    if (stop.to === Infinity) return undefined;
    tally.stood(stands, stop.to);
    at = stop.to;
  }
  tally.ran(at, at + left);
  return at + left;
}

/** The corresponding date n months later (or earlier), or that month's last day where it has no such date. */
export function correspondingDay(day: number, months: number): number {
  const civil = civilOf(day as EpochDay);
  const total = civil.year * 12 + civil.month - 1 + months;
  const year = Math.floor(total / 12);
  const month = total - year * 12 + 1;
  return epochDayOf(year, month, Math.min(civil.day, daysInMonth(year, month)));
}
