import * as fc from 'fast-check';
import { Dictionary, type FieldValue } from './dictionary';

const value = fc.constantFrom<FieldValue>('a', 'b', null, 7, [], ['a', 'b'], ['b', 'a']);
const change = fc.record({ row: fc.nat({ max: 20 }), value: fc.option(value, { nil: undefined }) });

it('names the rows of each value, whatever came and went before', () => {
  fc.assert(fc.property(fc.array(change, { minLength: 60, maxLength: 200 }), (changes) => {
    const dictionary = new Dictionary();
    const kept = new Map<number, FieldValue>();
    for (const { row, value: next } of changes) {
      if (kept.delete(row)) dictionary.remove(row);
      if (next === undefined) continue;
      kept.set(row, next);
      dictionary.add(row, next);
    }
    for (const [row, own] of kept) {
      const code = dictionary.codeOf[row] as number;
      expect(dictionary.values[code]).toEqual(own);
      const rows: number[] = [];
      dictionary.each(code, (each) => void rows.push(each));
      const expected = [...kept].flatMap(([other, of]) => (JSON.stringify(of) === JSON.stringify(own) ? [other] : []));
      expect(rows.sort((a, b) => a - b)).toEqual(expected.sort((a, b) => a - b));
      expect(dictionary.size(code)).toBe(expected.length);
    }
  }));
});
