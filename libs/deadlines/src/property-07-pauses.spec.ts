import * as fc from 'fast-check';
import { parseDate, startOfShanghaiDay, toInstant, type Instant } from '@fengqiao/kernel';
import { computed, dueOf, MINUTE, sample, shifted } from './periods.scenes';

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
