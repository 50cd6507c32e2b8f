import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { canonicalText } from './canonical-text';

const key = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 3 }), fc.constantFrom('7', '10', '9', '!', '', 'a', 'b', '__proto__', 'constructor', 'length'));
const leaf = fc.oneof(fc.string({ unit: 'grapheme' }), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer(), fc.boolean(), fc.constant(null));
const { json } = fc.letrec<{ json: unknown }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 4 },
    leaf,
    fc.array(tie('json'), { maxLength: 4 }),
    // As JSON.parse makes it: also with a key that an assignment would take for something else.
    fc.array(fc.tuple(key, tie('json')), { maxLength: 5 }).map((members) => Object.fromEntries(members) as object),
  ),
}));

describe('the canonical text of a value', () => {
  it('is that of RFC 8785, whatever the order of keys', () => {
    fc.assert(fc.property(json, (value) => expect(canonicalText(value)).toBe(canonicalize(value))), { numRuns: 2_000 });
  });

  it('is that of RFC 8785 also of what many values share', () => {
    const frozen = fc.array(fc.tuple(key, json), { maxLength: 4 }).map((members) => Object.freeze(Object.fromEntries(members) as object));
    fc.assert(
      fc.property(fc.array(fc.tuple(key, json), { maxLength: 3 }), key, fc.array(frozen, { minLength: 1, maxLength: 3 }), json, (members, name, shared, own) => {
        const value = Object.fromEntries([...members, [name, [...shared, own, ...shared]]]) as object;
        expect([canonicalText(value), canonicalText({ b: value, a: shared })]).toEqual([canonicalize(value), canonicalize({ b: value, a: shared })]);
      }),
      { numRuns: 1_000 },
    );
  });

  it('is written anew where what is frozen holds something that is not', () => {
    const list = [1];
    const frozen = Object.freeze({ list });
    const before = canonicalText({ a: [frozen] });
    list.push(2);
    expect([before, canonicalText({ a: [frozen] })]).toEqual(['{"a":[{"list":[1]}]}', '{"a":[{"list":[1,2]}]}']);
  });

  it('leaves the value as it was', () => {
    fc.assert(
      fc.property(json, (value) => {
        const before = JSON.stringify(value);
        canonicalText(value);
        expect(JSON.stringify(value)).toBe(before);
      }),
    );
  });

  it.each([
    ['members without a value', { b: undefined, a: { d: 1, c: [undefined, 2] } }],
    ['what writes itself', { b: new Date(0), a: { toJSON: () => ({ d: 1, c: 2 }) } }],
    ['a key that a date would have', { toJSON: 'x', a: 1 }],
    ['minus zero', { b: -0, a: [1e21, 1e-7] }],
  ])('is that of RFC 8785 with %s', (_, value) => expect(canonicalText(value)).toBe(canonicalize(value)));

  it.each([['a lone surrogate', '\ud800'], ['a lone low surrogate', 'x\udc00'], ['one behind a backslash', '\\\ud800']])('refuses %s', (_, value) => {
    expect(() => canonicalText({ value })).toThrow(/RFC 8785/);
    expect(() => canonicalText({ [value]: 1 })).toThrow(/RFC 8785/);
    expect(() => canonicalText({ a: [Object.freeze({ value })] })).toThrow(/RFC 8785/);
    expect(() => canonicalText({ a: [Object.freeze({ b: 1 })], value })).toThrow(/RFC 8785/);
    expect(() => canonicalText({ a: [Object.freeze({ b: 1 })], [value]: 1 })).toThrow(/RFC 8785/);
  });

  it.each([[Number.NaN], [Number.POSITIVE_INFINITY], [Number.NEGATIVE_INFINITY]])('refuses %s', (value) => {
    expect(() => canonicalText({ a: [value] })).toThrow(/not allowed/);
  });

  it('takes the text of an escape as the characters it is', () => {
    expect(canonicalText({ value: '\\ud800' })).toBe('{"value":"\\\\ud800"}');
  });
});
