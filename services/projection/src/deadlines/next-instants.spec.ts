import fc from 'fast-check';
import { toInstant, type Instant } from '@fengqiao/kernel';
import { NextInstants } from './next-instants';

const at = (ms: number): Instant => toInstant(ms);

describe('the index of next instants', () => {
  it('gives names in the order of their instants, ties by name, and none before its time', () => {
    const index = new NextInstants();
    index.set('b', at(20));
    index.set('c', at(10));
    index.set('a', at(20));
    expect(index.first()).toBe(at(10));
    expect(index.takeDue(at(9))).toBeUndefined();
    expect([index.takeDue(at(20)), index.takeDue(at(20)), index.takeDue(at(20)), index.takeDue(at(20))]).toEqual(['c', 'a', 'b', undefined]);
  });

  it('behaves as a sorted list does, however often instants are set, moved and taken away', () => {
    const step = fc.record({ name: fc.constantFrom(...'abcdefgh'), at: fc.option(fc.nat(30), { nil: undefined }), take: fc.option(fc.nat(30), { nil: undefined }) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 3_000 }), (steps) => {
        const index = new NextInstants();
        const model = new Map<string, number>();
        const first = () => [...model].sort(([a, x], [b, y]) => x - y || (a < b ? -1 : 1))[0];
        for (const { name, at: instant, take } of steps) {
          index.set(name, instant === undefined ? undefined : at(instant));
          if (instant === undefined) model.delete(name);
          else model.set(name, instant);
          if (take !== undefined) {
            const [expected, when] = first() ?? [];
            const isDue = when !== undefined && when <= take;
            expect(index.takeDue(at(take))).toBe(isDue ? expected : undefined);
            if (isDue) model.delete(expected as string);
          }
          expect(index.size).toBe(model.size);
          expect(index.first()).toBe(first() && at((first() as [string, number])[1]));
        }
      }),
      { numRuns: 30 },
    );
  });

  it('does not grow with instants that were moved', () => {
    const index = new NextInstants();
    for (let n = 0; n < 20_000; n += 1) index.set('a', at(n));
    expect((index as unknown as { heap: unknown[] }).heap.length).toBeLessThan(2_000);
    expect(index.first()).toBe(at(19_999));
  });
});
