import { invariant } from '@fengqiao/kernel';
import type { Condition, Scalar } from '../port';
import type { Dictionary, FieldValue } from './dictionary';
import { FIRST_STREAM } from './sorted-index';
import type { Column } from './table';

/** Rows that an index yields; each once. */
export interface Candidates {
  readonly size: number;
  each(visit: (row: number) => void): void;
}

/** All conditions of one field, made ready: a test for any visible row, and the rows that meet them, where an index knows them. */
export interface Compiled {
  readonly test: (row: number) => boolean;
  /** At least every row that meets the conditions; exactly those where `exact`. */
  candidates(): (Candidates & { readonly exact: boolean }) | undefined;
}

/** Up to so many distinct values, a range or prefix asks each of them rather than the sorted index. */
const FEW_VALUES = 2_000;

/** Compiles the conditions of a query by field; one that is not declared for filtering is a bug of the caller. */
export function compile(conditions: readonly Condition[], columns: ReadonlyMap<string, Column>): readonly Compiled[] {
  return [...new Set(conditions.map(({ field }) => field))].map((field) => {
    const column = columns.get(field);
    invariant(column?.filter && column.dictionary, `field ${field} is not declared for filtering`);
    const { dictionary } = column;
    const own = conditions.filter((condition) => condition.field === field);
    const holds = holdsFor(own);
    return { test: testOf(dictionary, holds), candidates: () => candidatesOf(own, column, dictionary, holds) };
  });
}

/** Decides once a value, at its first row. */
function testOf({ codeOf, values }: Dictionary, holds: (value: FieldValue) => boolean): (row: number) => boolean {
  const verdicts = new Uint8Array(values.length);
  return (row) => {
    const code = codeOf[row] as number;
    const verdict = verdicts[code];
    if (verdict !== 0) return verdict === 1;
    const held = holds(values[code] as FieldValue);
    verdicts[code] = held ? 1 : 2;
    return held;
  };
}

function holdsFor(conditions: readonly Condition[]): (value: FieldValue) => boolean {
  const matchers = conditions.map(matcher);
  return (value) => matchers.every((matches) => (Array.isArray(value) ? value.some(matches) : matches(value as Scalar)));
}

function matcher({ op, value }: Condition): (candidate: Scalar) => boolean {
  switch (op) {
    case 'eq':
      return (candidate) => candidate === value;
    case 'in':
      return (candidate) => (value as readonly Scalar[]).includes(candidate);
    case 'gte':
      return (candidate) => typeof candidate === typeof value && candidate !== null && candidate >= (value as string);
    case 'lt':
      return (candidate) => typeof candidate === typeof value && candidate !== null && candidate < (value as string);
    case 'prefix':
      return (candidate) => typeof candidate === 'string' && candidate.startsWith(value as string);
  }
}

function candidatesOf(conditions: readonly Condition[], column: Column, dictionary: Dictionary, holds: (value: FieldValue) => boolean): ReturnType<Compiled['candidates']> {
  const holding = (code: number): boolean => holds(dictionary.values[code] as FieldValue);
  const named = conditions.find(({ op }) => op === 'eq' || op === 'in');
  if (named) {
    const values = named.op === 'eq' ? [named.value as Scalar] : (named.value as readonly Scalar[]);
    return ofCodes(dictionary, [...new Set(values.flatMap((value) => dictionary.codesWith(value)))].filter(holding));
  }
  if (dictionary.values.length <= FEW_VALUES) return ofCodes(dictionary, [...dictionary.values.keys()].filter(holding));
  const valueOf = (of: Condition['op']): Scalar | undefined => conditions.find(({ op }) => op === of)?.value as Scalar | undefined;
  const prefix = valueOf('prefix') as string | undefined;
  return prefix === undefined ? ofRange(column, valueOf('gte'), valueOf('lt')) : ofRange(column, prefix, `${prefix}\uffff`);
}

function ofCodes(dictionary: Dictionary, codes: readonly number[]): Candidates & { exact: boolean } {
  return {
    exact: true,
    size: codes.reduce((sum, code) => sum + dictionary.size(code), 0),
    each: (visit) => {
      for (const code of codes) dictionary.each(code, visit);
    },
  };
}

/** A slice of the sorted index. Lists are sorted by their first value only, so a field that has any is left to the test. */
function ofRange({ sorted, dictionary }: Column, from: Scalar | undefined, to: Scalar | undefined): ReturnType<Compiled['candidates']> {
  if (!sorted || dictionary?.hasLists) return undefined;
  const start = from === undefined ? 0 : sorted.rank({ value: from, stream: FIRST_STREAM });
  const end = to === undefined ? sorted.size : sorted.rank({ value: to, stream: FIRST_STREAM });
  return {
    exact: false,
    size: Math.max(0, end - start),
    each: (visit) => {
      sorted.walk(start, end, (row) => (visit(row), false));
    },
  };
}
