import fc from 'fast-check';
import { formatDate, parseDate, type EpochDay } from '@fengqiao/kernel';
import { monthOf, namedPeriod, periodsBetween, weekOf } from './named-period';

const dayOf = (text: string): EpochDay => parseDate(text) as EpochDay;
const shown = (name: string) => {
  const period = namedPeriod(name);
  return period && [period.kind, formatDate(period.first), formatDate((period.end - 1) as EpochDay)];
};

describe('a named period', () => {
  it.each([
    ['2026-W01', 'week', '2025-12-29', '2026-01-04'], ['2026-W47', 'week', '2026-11-16', '2026-11-22'], ['2026-W53', 'week', '2026-12-28', '2027-01-03'],
    ['2020-W53', 'week', '2020-12-28', '2021-01-03'], ['2024-W01', 'week', '2024-01-01', '2024-01-07'], ['2023-W01', 'week', '2023-01-02', '2023-01-08'],
    ['2026-02', 'month', '2026-02-01', '2026-02-28'], ['2024-02', 'month', '2024-02-01', '2024-02-29'], ['2026-12', 'month', '2026-12-01', '2026-12-31'],
    ['2026-Q1', 'quarter', '2026-01-01', '2026-03-31'], ['2026-Q4', 'quarter', '2026-10-01', '2026-12-31'],
    ['2026-nationalDay', 'keyPeriod', '2026-09-15', '2026-10-15'], ['2026-springFestival', 'keyPeriod', '2026-01-01', '2026-03-15'],
  ])('%s is a %s from %s to %s', (name, ...expected) => expect(shown(name)).toEqual(expected));

  it.each(['', '2026', '2026-W00', '2026-W54', '2025-W53', '2026-W4', '2026-00', '2026-13', '2026-Q0', '2026-Q5', '2026-w47', '2026-summer', '2019-nationalDay', '0000-01', '2026-11-22', 'W47-2026'])('%s is none', (name) => {
    expect(namedPeriod(name)).toBeUndefined();
  });

  it('holds the days that name it, and no other', () => {
    fc.assert(
      fc.property(fc.integer({ min: -200_000, max: 200_000 }), (day) => {
        for (const name of [weekOf(day), monthOf(day as EpochDay)]) {
          const period = namedPeriod(name);
          expect([name, period !== undefined && period.first <= day && day < period.end]).toEqual([name, true]);
        }
        expect((namedPeriod(weekOf(day))?.end ?? 0) - (namedPeriod(weekOf(day))?.first ?? 0)).toBe(7);
      }),
      { numRuns: 500 },
    );
  });
});

describe('the periods between two days', () => {
  const names = (kind: 'week' | 'month', from: string, to: string) => periodsBetween(kind, dayOf(from), dayOf(to)).map(({ name }) => name);

  it('are all that have a day there, in order, over the end of a year too', () => {
    expect(names('week', '2026-12-27', '2027-01-04')).toEqual(['2026-W52', '2026-W53', '2027-W01']);
    expect(names('month', '2026-11-30', '2027-01-01')).toEqual(['2026-11', '2026-12', '2027-01']);
    expect(names('week', '2026-11-16', '2026-11-22')).toEqual(['2026-W47']);
    expect(names('week', '2026-11-22', '2026-11-16')).toEqual([]);
  });
});
