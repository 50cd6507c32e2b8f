import * as fc from 'fast-check';
import { toInstant, type PlainDate } from '@fengqiao/kernel';
import { recount } from '../independent/recount';
import { walk } from '../independent/walk';
import { type Extension } from './period';
import { computed, DAY, MINUTE, RUNS, sample, worked } from './periods.scenes';

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
