import fc from 'fast-check';
import { toInstant } from '@fengqiao/kernel';
import { mostPressing, mostUrgent, type Urgency } from './urgency';

it('the most pressing are the beginning of all in order, whatever the limit', () => {
  const urgencies = fc.dictionary(fc.string({ minLength: 1, maxLength: 3 }), fc.record({ at: fc.nat(5).map(toInstant), weight: fc.nat(2) }), { maxKeys: 40 });
  fc.assert(
    fc.property(urgencies, fc.nat(50), fc.array(fc.string({ minLength: 1, maxLength: 1 }), { maxLength: 5 }), (given, limit, except) => {
      const map = new Map<string, Urgency>(Object.entries(given));
      const sorted = [...map].filter(([name]) => !except.includes(name)).sort(([a, x], [b, y]) => mostUrgent(x, y) || (a < b ? -1 : 1)).map(([name]) => name);
      expect(mostPressing(map, limit, new Set(except))).toEqual(sorted.slice(0, limit));
    }),
  );
});
