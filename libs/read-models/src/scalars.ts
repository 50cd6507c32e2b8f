import type { Scalar } from './port';

/** The order in which stores sort: null, then false, true, numbers, texts by code unit. */
export function compareScalars(a: Scalar, b: Scalar): number {
  if (a === b) return 0;
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : 1;
  const [left, right] = [rankOf(a), rankOf(b)];
  if (left !== right) return left - right;
  return (a as number) < (b as number) ? -1 : 1;
}

function rankOf(value: Scalar): number {
  if (value === null) return 0;
  return typeof value === 'boolean' ? 1 : typeof value === 'number' ? 2 : 3;
}

/** The values a document has in a declared field, as a list. */
export function valuesOf(value: Scalar | readonly Scalar[]): readonly Scalar[] {
  return Array.isArray(value) ? value : [value as Scalar];
}
