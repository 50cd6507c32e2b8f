// eslint-disable-next-line fengqiao/pure -- in a test this stands in for the host, which reads what ships
import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
// eslint-disable-next-line fengqiao/pure -- in a test this stands in for the host, which reads what ships
import { loadCalendarYears, workingCalendar } from '@fengqiao/calendar';
import { millisOf, parseDate, startOfShanghaiDay, toInstant, type Instant, type PlainDate } from '@fengqiao/kernel';
import { sharedData } from '@fengqiao/testing';
import { workedBy, type WalkedPeriod } from '../independent/walk';
import { computePeriod, type Extension } from './period';
import type { Computed, Pause, Period } from './types';

export const RUNS = 10_000;
export const calendar = workingCalendar(loadCalendarYears());
export const worked = workedBy(readFileSync(sharedData('calendar/cn_calendar_2007_2026.csv'), 'utf8'));

export const MINUTE = 60_000;
export const DAY = 1_440 * MINUTE;
export const FIRST = parseDate('2006-06-01') as number;
export const LAST = parseDate('2028-06-30') as number;

export interface Sample {
  readonly start: string;
  readonly unit: WalkedPeriod['unit'];
  readonly n: number;
  readonly roll: Period['roll'];
  readonly ends?: string;
  readonly pauses: readonly Pause[];
}

/** Minutes of a day, and its first and last often enough. */
const minuteOfDay = fc.oneof(fc.constantFrom(0, 1, 1_439), fc.integer({ min: 0, max: 1_439 }));

const length = fc.oneof(
  { weight: 3, arbitrary: fc.tuple(fc.constant('days' as const), fc.integer({ min: -60, max: 90 })) },
  { weight: 3, arbitrary: fc.tuple(fc.constant('workingDays' as const), fc.integer({ min: -30, max: 45 })) },
  { weight: 2, arbitrary: fc.tuple(fc.constant('months' as const), fc.integer({ min: -7, max: 13 })) },
  { weight: 1, arbitrary: fc.tuple(fc.constant('years' as const), fc.integer({ min: -2, max: 2 })) },
  { weight: 1, arbitrary: fc.tuple(fc.constant('minutes' as const), fc.integer({ min: -2_000, max: 4_320 })) },
);

/** Days after the start, in which a clock stops, and for how long: often near the start, sometimes on one day, rarely for good. */
const stop = fc.record({
  day: fc.oneof(fc.integer({ min: -2, max: 6 }), fc.integer({ min: 0, max: 60 })),
  minute: minuteOfDay,
  minutes: fc.oneof(fc.integer({ min: 0, max: 1_500 }), fc.integer({ min: 0, max: 25 }).map((days) => days * 1_440), fc.integer({ min: 0, max: 30_000 })),
  open: fc.integer({ min: 0, max: 30 }).map((chance) => chance === 0),
});

function pauseAt(startDay: number, { day, minute, minutes, open }: { day: number; minute: number; minutes: number; open: boolean }): Pause {
  const from = startOfShanghaiDay(startDay + day) + minute * MINUTE;
  return open ? { from: toInstant(from) } : { from: toInstant(from), to: toInstant(from + minutes * MINUTE) };
}

export const sample: fc.Arbitrary<Sample> = fc
  .record({
    day: fc.integer({ min: FIRST, max: LAST }),
    minute: fc.option(minuteOfDay),
    length,
    roll: fc.constantFrom('next' as const, 'previous' as const, 'none' as const),
    ends: fc.option(fc.constantFrom('09:00', '17:30'), { freq: 6 }),
    stops: fc.array(stop, { maxLength: 4 }),
  })
  .map(({ day, minute, length: [unit, n], roll, ends, stops }) => ({
    start: minute === null ? toInstant(day * DAY).slice(0, 10) : toInstant(startOfShanghaiDay(day) + minute * MINUTE),
    unit,
    n,
    roll,
    ...(ends === null || unit === 'minutes' ? {} : { ends }),
    pauses: stops.map((each) => pauseAt(day, each)),
  }));

export function computed({ start, unit, n, roll, ends, pauses }: Sample, extensions: readonly Extension[] = []): Computed {
  return computePeriod({
    start: start.length === 10 ? { date: start as PlainDate } : (start as Instant),
    period: { [unit]: n, roll, ends },
    pauses,
    extensions,
    calendar,
  });
}

/** No due is later than any due. */
export function dueOf({ due }: Computed): number {
  return due === undefined ? Infinity : millisOf(due);
}

export function shifted(instant: Instant, minutes: number): Instant {
  return toInstant(millisOf(instant) + minutes * MINUTE);
}
