import fc from 'fast-check';
import type { Json } from '@fengqiao/kernel';
import type { Schema, Spot } from './samples.scenes';

/** One thing wrong with a body: at the spot, or where the spot has a field too many, there. */
export interface Fault {
  readonly pointer: string;
  /** What stands there instead; undefined takes it away. */
  readonly value: Json | undefined;
}

const OTHERS: Readonly<Record<string, readonly Json[]>> = {
  string: [7, 0, true, false, null, {}, [], ['x'], { $ne: null }, { toString: 'x' }],
  integer: ['1', '', '三', 1.5, 1e21, true, null, {}, [], [1], { $gt: 0 }],
  number: ['1', '', true, null, {}, []],
  boolean: ['true', 'false', 0, 1, null, {}, []],
  array: ['', 'x', 0, null, true, {}, { length: 1 }, { 0: 'x' }],
  object: ['', 'x', 0, null, true, [], [{}]],
};

/** Everything that is certainly wrong at a spot, by its schema alone. */
export function faultsAt({ pointer, schema, required }: Spot, value: Json): readonly Fault[] {
  const put = (...values: readonly Json[]): Fault[] => values.map((each) => ({ pointer, value: each }));
  const faults: Fault[] = [];
  const isField = pointer !== '' && !/\/\d+$/.test(pointer);
  if (required && isField) faults.push({ pointer, value: undefined });
  const { enum: words, const: only, anyOf, oneOf, type, ...rest } = schema as Schema & { maxLength?: number; minLength?: number; maximum?: number; maxItems?: number };
  if (words || only !== undefined) {
    const given = String(value);
    return [...faults, ...put(`${given} `, ` ${given}`, given.toUpperCase() === given ? `${given}X` : given.toUpperCase(), 'unlisted', '', null, 3, true, [given], { [given]: true })];
  }
  if (anyOf) return [...faults, ...put(true, null, {}, [], 1.5, -1, '1.5', '-1', '１', '1e3', ' 1', '0x1', '1,000')];
  faults.push(...put(...(OTHERS[oneOf ? 'object' : (type ?? '')] ?? [])));
  if (rest.maxLength !== undefined && rest.maxLength <= 20_000) faults.push(...put('字'.repeat(rest.maxLength + 1)));
  if (rest.minLength !== undefined && rest.minLength > 0) faults.push(...put(''));
  if (type === 'integer') faults.push(...put((rest.minimum ?? 0) - 1, (rest.maximum ?? Number.MAX_SAFE_INTEGER - 1) + 1));
  if (type === 'array' && Array.isArray(value)) {
    if (rest.minItems) faults.push(...put([]));
    if (rest.maxItems !== undefined && rest.maxItems <= 500) faults.push(...put(Array.from({ length: rest.maxItems + 1 }, () => value[0] ?? null)));
  }
  return faults;
}

const KEYS = ['__proto__', 'constructor', 'prototype', '$where', '$ne', 'a.b', 'parties.0.name', '', ' ', 'state', 'status', 'id', 'revision', 'actor', 'officeId2', 'meta', 'toString', 'a/b', 'a~b', '名字', 'x'.repeat(300)];

/** Names of fields that no body has; half of them such as somebody would try who means harm. */
export const strangeKey = fc.oneof(fc.constantFrom(...KEYS), fc.string({ maxLength: 12 }).map((text) => `?${text}`));

/** Any JSON at all, with strange keys and strange texts. */
export const anyJson: fc.Arbitrary<Json> = fc.oneof(
  fc.jsonValue({ maxDepth: 4 }),
  fc.dictionary(strangeKey, fc.jsonValue({ maxDepth: 2 }), { maxKeys: 5 }),
  fc.string({ unit: 'binary', maxLength: 40 }),
) as fc.Arbitrary<Json>;

/** RFC 6901 for one name. */
export const token = (name: string) => name.replaceAll('~', '~0').replaceAll('/', '~1');
