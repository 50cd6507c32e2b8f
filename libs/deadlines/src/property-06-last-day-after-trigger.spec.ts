import * as fc from 'fast-check';
import { toInstant } from '@fengqiao/kernel';
import { computed, MINUTE, sample } from './periods.scenes';

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
});
