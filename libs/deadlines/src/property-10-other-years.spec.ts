import * as fc from 'fast-check';
import { loadCalendarYears, workingCalendar } from '@fengqiao/calendar';
import { type Instant, type PlainDate } from '@fengqiao/kernel';
import { computePeriod } from './period';
import { computed, sample } from './periods.scenes';

const loadedYears = loadCalendarYears();

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
