import type { FacetCount, Scalar } from '../port';
import { compareScalars, valuesOf } from '../scalars';
import type { Dictionary, FieldValue } from './dictionary';

const MOST_FACET_VALUES = 200;

/** Counts the values of one field over rows, by code. */
export class Counter {
  private readonly counts: Uint32Array;

  constructor(private readonly dictionary: Dictionary) {
    this.counts = new Uint32Array(dictionary.values.length);
  }

  count(row: number): void {
    const code = this.dictionary.codeOf[row] as number;
    this.counts[code] = (this.counts[code] as number) + 1;
  }

  result(): readonly FacetCount[] {
    return countsOf(this.dictionary, (code) => this.counts[code] as number);
  }
}

/** Counts over every visible row, which the dictionary knows without looking at one. */
export function countsOfAll(dictionary: Dictionary): readonly FacetCount[] {
  return countsOf(dictionary, (code) => dictionary.size(code));
}

function countsOf({ values }: Dictionary, numberOf: (code: number) => number): readonly FacetCount[] {
  const sums = new Map<Scalar, number>();
  values.forEach((value: FieldValue, code) => {
    const number = numberOf(code);
    if (number > 0) for (const member of valuesOf(value)) sums.set(member, (sums.get(member) ?? 0) + number);
  });
  return [...sums]
    .map(([value, count]) => ({ value, count }))
    .sort((a, b) => b.count - a.count || compareScalars(a.value, b.value))
    .slice(0, MOST_FACET_VALUES);
}
