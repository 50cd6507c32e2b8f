import * as fc from 'fast-check';
import { toInstant } from '@fengqiao/kernel';
import { computed, DAY, FIRST, LAST, worked } from './periods.scenes';

describe('a period', () => {
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
