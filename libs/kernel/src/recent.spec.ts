import fc from 'fast-check';
import { Recent } from './recent';

describe('a bounded cache', () => {
  it('keeps the values that were used last', () => {
    const cache = new Recent<number>(2);
    cache.set('a', 1);
    cache.set('b', 2);
    cache.get('a');
    cache.set('c', 3);
    expect(['a', 'b', 'c'].map((name) => cache.get(name))).toEqual([1, undefined, 3]);
  });

  it('forgets what is deleted and takes a second value for the first', () => {
    const cache = new Recent<number>(2);
    cache.set('a', 1);
    cache.set('a', 2);
    cache.set('b', 3);
    expect(cache.get('a')).toBe(2);
    cache.delete('a');
    expect([cache.get('a'), cache.get('b')]).toEqual([undefined, 3]);
  });

  it('does as a list in which the last used name is always written at the end, whatever is asked of it', () => {
    const name = fc.constantFrom('a', 'b', 'c', 'd', 'e');
    const steps = fc.array(fc.oneof({ arbitrary: fc.record({ get: name }), weight: 4 }, { arbitrary: fc.record({ set: name }), weight: 4 }, fc.record({ delete: name }), fc.constant({ clear: true })));
    fc.assert(fc.property(fc.integer({ min: 1, max: 4 }), steps, (limit, asked) => {
      const cache = new Recent<number>(limit);
      let list: (readonly [name: string, value: number])[] = [];
      asked.forEach((step, turn) => {
        const without = (gone: string) => list.filter(([each]) => each !== gone);
        if ('get' in step) {
          const found = list.find(([each]) => each === step.get);
          expect(cache.get(step.get)).toBe(found?.[1]);
          if (found) list = [...without(step.get), found];
        } else if ('set' in step) {
          expect(cache.set(step.set, turn)).toBe(turn);
          list = [...without(step.set), [step.set, turn] as const].slice(-limit);
        } else if ('delete' in step) {
          cache.delete(step.delete);
          list = without(step.delete);
        } else {
          cache.clear();
          list = [];
        }
        expect(cache.size).toBe(list.length);
      });
    }));
  });
});
