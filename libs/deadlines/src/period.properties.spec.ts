import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { loadCalendarYears, workingCalendar } from '@fengqiao/calendar';
import { parseDate, startOfShanghaiDay, toInstant, type Instant, type PlainDate } from '@fengqiao/kernel';
import { sharedData } from '@fengqiao/testing';
import { recount } from '../independent/recount';
import { walk, workedBy, type WalkedPeriod } from '../independent/walk';
import { computePeriod, type Computed, type Extension, type Pause, type Period } from '.';

const RUNS = 10_000;
const calendar = workingCalendar(loadCalendarYears());
const worked = workedBy(readFileSync(sharedData('calendar/cn_calendar_2007_2026.csv'), 'utf8'));

const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;
const FIRST = parseDate('2006-06-01') as number;
const LAST = parseDate('2028-06-30') as number;

interface Sample {
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

const sample: fc.Arbitrary<Sample> = fc
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

function computed({ start, unit, n, roll, ends, pauses }: Sample, extensions: readonly Extension[] = []): Computed {
  return computePeriod({
    start: start.length === 10 ? { date: start as PlainDate } : (start as Instant),
    period: { [unit]: n, roll, ends },
    pauses,
    extensions,
    calendar,
  });
}

/** No due is later than any due. */
function dueOf({ due }: Computed): number {
  return due === undefined ? Infinity : Date.parse(due);
}

function shifted(instant: Instant, minutes: number): Instant {
  return toInstant(Date.parse(instant) + minutes * MINUTE);
}

describe('10,000 random periods', () => {
  it('end where an independent walk day by day ends', () => {
    fc.assert(
      fc.property(sample, (period) => {
        const { lastDay, due } = computed(period);
        expect({ lastDay, due }).toEqual(walk(period, worked));
      }),
      { numRuns: RUNS },
    );
  });

  it('end where their steps alone say', () => {
    fc.assert(
      fc.property(sample, (period) => {
        const { lastDay, due, steps } = computed(period);
        expect(recount(steps)).toEqual({ lastDay, due });
      }),
      { numRuns: RUNS },
    );
  });
});

describe('an extended period', () => {
  const extension = fc
    .record({
      day: fc.integer({ min: 0, max: 40 }),
      given: fc.boolean(),
      by: fc.oneof(
        fc.record({ days: fc.integer({ min: 1, max: 30 }) }),
        fc.record({ workingDays: fc.integer({ min: 1, max: 15 }) }),
        fc.record({ months: fc.integer({ min: 1, max: 3 }) }),
        fc.record({ minutes: fc.integer({ min: 1, max: 3_000 }) }),
      ),
      to: fc.option(fc.oneof(fc.constant('date' as const), fc.constant('instant' as const), fc.record({ days: fc.integer({ min: 0, max: 90 }) }))),
    })
    .map((given) => (start: number): Extension => {
      const at = given.given ? { at: toInstant(start + given.day * DAY) } : {};
      if (given.to === null) return { ...at, by: given.by };
      if (given.to === 'instant') return { ...at, to: { instant: toInstant(start + 3 * given.day * DAY + 7 * MINUTE) } };
      if (given.to === 'date') return { ...at, to: { date: toInstant(start + 2 * given.day * DAY).slice(0, 10) as PlainDate } };
      return { ...at, to: { ...given.to, ends: '09:00' } };
    });
  const extended = fc.tuple(sample, fc.array(extension, { minLength: 1, maxLength: 2 })).map(([period, list]) => {
    return { period, extensions: list.map((each) => each(Date.parse(period.start))) };
  });

  it('ends where its steps alone say', () => {
    fc.assert(
      fc.property(extended, ({ period, extensions }) => {
        const { lastDay, due, steps } = computed(period, extensions);
        expect(recount(steps)).toEqual({ lastDay, due });
      }),
      { numRuns: 3_000 },
    );
  });

  it('never has an earlier last day before rolling, and only an extension given before the due changes it', () => {
    fc.assert(
      fc.property(extended, ({ period, extensions }) => {
        const [plain, more] = [computed(period), computed(period, extensions)];
        if (plain.rawLastDay !== undefined && more.rawLastDay !== undefined) expect(more.rawLastDay >= plain.rawLastDay).toBe(true);
        const late = extensions.map((each) => ({ ...each, at: plain.due ?? toInstant(0) }));
        if (plain.due !== undefined) expect(computed(period, late).due).toBe(plain.due);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('a period', () => {
  it('of one or more has its last day after the trigger day', () => {
    fc.assert(
      fc.property(sample, (period) => {
        fc.pre(period.n >= 1 && period.unit !== 'minutes');
        const trigger = period.start.length === 10 ? period.start : toInstant(Date.parse(period.start) + 8 * 60 * MINUTE).slice(0, 10);
        const { lastDay, rawLastDay } = computed(period);
        if (rawLastDay !== undefined) expect(rawLastDay > trigger).toBe(true);
        if (lastDay !== undefined) expect(lastDay > trigger).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it('counted forth and back again is where it began, in days, and in working days from a working day', () => {
    fc.assert(
      fc.property(fc.integer({ min: FIRST, max: LAST }), fc.integer({ min: 1, max: 200 }), fc.constantFrom('days' as const, 'workingDays' as const), (day, n, unit) => {
        const start = toInstant(day * DAY).slice(0, 10);
        fc.pre(unit === 'days' || worked(start));
        const none = { unit, roll: 'none' as const, pauses: [] };
        const forth = computed({ ...none, start, n }).lastDay as string;
        expect(computed({ ...none, start: forth, n: -n }).lastDay).toBe(start);
        const back = computed({ ...none, start, n: -n }).lastDay as string;
        expect(computed({ ...none, start: back, n }).lastDay).toBe(start);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('a pause', () => {
  it('that lasts longer, at either end, never gives an earlier due', () => {
    fc.assert(
      fc.property(sample, fc.nat(5_000), fc.nat(5_000), (period, earlier, later) => {
        fc.pre(period.pauses.length > 0);
        const longer = period.pauses.map(({ from, to }) => ({ from: shifted(from, -earlier), to: to && shifted(to, later) }));
        expect(dueOf(computed({ ...period, pauses: longer }))).toBeGreaterThanOrEqual(dueOf(computed(period)));
      }),
      { numRuns: 4_000 },
    );
  });

  it('that overlaps another counts once: two equal their union', () => {
    fc.assert(
      fc.property(sample, fc.nat(20_000), fc.nat(20_000), fc.nat(20_000), (period, first, overlap, second) => {
        // Where a last day closes before 24:00 the second stop may come after the due, and then it does not count.
        fc.pre(period.ends === undefined);
        const from = shifted(toInstant(Date.parse(period.start)), first);
        const middle = shifted(from, overlap);
        const to = shifted(middle, second);
        const two = [{ from: middle, to }, { from, to: shifted(middle, Math.min(second, 90)) }];
        expect(computed({ ...period, pauses: two }).due).toBe(computed({ ...period, pauses: [{ from, to }] }).due);
      }),
      { numRuns: 4_000 },
    );
  });

  it('from the due on changes nothing, whether it ends or not', () => {
    fc.assert(
      fc.property(sample, fc.oneof(fc.constant(0), fc.nat(3_000)), fc.option(fc.nat(30_000)), (period, after, minutes) => {
        const before = computed(period);
        fc.pre(before.due !== undefined);
        const from = shifted(before.due as Instant, after);
        const more = computed({ ...period, pauses: [...period.pauses, { from, to: minutes === null ? undefined : shifted(from, minutes) }] });
        expect([more.due, more.lastDay, more.rawLastDay]).toEqual([before.due, before.lastDay, before.rawLastDay]);
      }),
      { numRuns: 4_000 },
    );
  });

  it('within one day shifts no day', () => {
    fc.assert(
      fc.property(sample, fc.integer({ min: 0, max: 90 }), fc.nat(1_439), fc.nat(1_439), (period, day, a, b) => {
        fc.pre(period.unit !== 'minutes' && period.ends === undefined);
        const at = startOfShanghaiDay((parseDate(period.start.slice(0, 10)) as number) + day);
        const pause = { from: toInstant(at + Math.min(a, b) * MINUTE), to: toInstant(at + Math.max(a, b) * MINUTE) };
        expect(computed({ ...period, pauses: [pause] }).due).toBe(computed({ ...period, pauses: [] }).due);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('a calendar', () => {
  it('that differs in years a period does not reach changes nothing', () => {
    fc.assert(
      fc.property(sample, (period) => {
        const whole = computed(period);
        const used = new Set(Object.keys(whole.calendars).map(Number));
        fc.pre(!whole.provisional);
        const few = workingCalendar(loadedYears.filter(({ year }) => used.has(year)));
        const { lastDay, due, provisional, calendars } = computePeriod({
          start: period.start.length === 10 ? { date: period.start as PlainDate } : (period.start as Instant),
          period: { [period.unit]: period.n, roll: period.roll, ends: period.ends },
          pauses: period.pauses,
          calendar: few,
        });
        expect({ lastDay, due, provisional, calendars }).toEqual({ lastDay: whole.lastDay, due: whole.due, provisional: false, calendars: whole.calendars });
      }),
      { numRuns: 1_000 },
    );
  });
});

const loadedYears = loadCalendarYears();
