import { calendarYear, loadCalendarYears, workingCalendar } from '@fengqiao/calendar';
import { startOfShanghaiDay, toInstant, type EpochDay, type PlainDate } from '@fengqiao/kernel';
import * as fc from 'fast-check';
import { countPeriod, type PeriodInput } from './period';
import { calendar, DAY, FIRST, LAST, sample } from './periods.scenes';
import type { Period, Step } from './types';

const MONDAY = startOfShanghaiDay(20_759 as EpochDay);

function steps(input: Partial<PeriodInput> & Pick<PeriodInput, 'period'>, at: number = MONDAY, source = 'clause'): readonly Step[] {
  return countPeriod({ start: toInstant(at), calendar, ...input }, () => source).steps();
}

describe('what is said of a period', () => {
  it('is what would be said of it for the first time, whatever was asked before', () => {
    const starts = fc.array(fc.tuple(fc.integer({ min: FIRST, max: LAST }), fc.constantFrom(0, 1, DAY - 1)), { minLength: 2, maxLength: 6 });
    fc.assert(
      fc.property(sample, starts, ({ unit, n, roll, ends }, days) => {
        const period: Period = { [unit]: n, roll, ends };
        for (const [day, offset] of [...days, ...days.map(([each]) => [each, 2] as const)]) {
          const at = startOfShanghaiDay(day) + offset;
          expect(steps({ period }, at)).toEqual(steps({ period: { ...period } }, at));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('is one list for what began at one instant, and but for its first step for what began on one day', () => {
    const period: Period = { workingDays: 5, roll: 'next' };
    const [first, later] = [steps({ period }), steps({ period }, MONDAY + 1)];
    expect(steps({ period })).toBe(first);
    expect(later.slice(1).every((step, index) => step === first[index + 1])).toBe(true);
    expect(later[0]).toEqual({ ...first[0], since: toInstant(MONDAY + 1) });
    expect(first.every(Object.isFrozen)).toBe(true);
  });

  it('is said anew under another calendar or clause, and where a pause, an extension or a told end made it another', () => {
    const period: Period = { workingDays: 5, roll: 'next' };
    const first = steps({ period });
    const holiday = { day: '2026-11-04' as PlainDate, kind: 'off' as const, holiday: '元旦', paper: 'paper' };
    const off = workingCalendar([...loadCalendarYears().filter(({ year }) => year !== 2026), calendarYear(2026, '2026.9', [holiday])]);
    expect(steps({ period, calendar: off })).not.toEqual(first);
    expect(steps({ period }, MONDAY, 'another')[0]?.source).toBe('another');
    const pauses = [{ from: toInstant(MONDAY + DAY), to: toInstant(MONDAY + 2 * DAY) }];
    expect(steps({ period, pauses }).some(({ kind }) => kind === 'pause')).toBe(true);
    expect(steps({ period, extensions: [{ by: { days: 1 } }] }).some(({ kind }) => kind === 'extend')).toBe(true);
    expect(steps({ period, target: { day: 20_760, offset: DAY, said: () => ({ zh: '某日', en: 'some day' }) } })[0]?.en).toContain('some day');
    expect(steps({ period })).toEqual(first);
  });
});
