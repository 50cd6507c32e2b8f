import type { Scalar } from '../port';
import { compareScalars } from '../scalars';
import { FIRST_STREAM, LAST_STREAM, type Bound, type SortedIndex } from './sorted-index';

/** How a page is ordered: by a column, either way, then always by ascending stream; by stream alone where there is no column. */
export interface Order {
  readonly keys: readonly Scalar[] | undefined;
  readonly streams: readonly string[];
  readonly descending: boolean;
}

/** Where a row stands in an order. */
export function boundOf({ keys, streams }: Order, row: number): Bound {
  return { value: keys ? (keys[row] as Scalar) : null, stream: streams[row] as string };
}

/** Negative where the row comes before the bound. */
export function compareTo({ keys, streams, descending }: Order, row: number, bound: Bound): number {
  const byValue = keys ? compareScalars(keys[row] as Scalar, bound.value) : 0;
  if (byValue !== 0) return descending ? -byValue : byValue;
  const stream = streams[row] as string;
  return stream < bound.stream ? -1 : stream > bound.stream ? 1 : 0;
}

/**
 * The first rows of an order among all that are offered: a short sorted list, because of n offers in no particular order
 * only about k·ln(n/k) ever enter it.
 */
export class Top {
  readonly rows: number[] = [];
  offered = 0;
  private last: Bound | undefined;

  constructor(
    private readonly order: Order,
    private readonly most: number,
  ) {}

  offer(row: number): void {
    this.offered += 1;
    const full = this.rows.length === this.most;
    if (full && compareTo(this.order, row, this.last as Bound) > 0) return;
    this.rows.splice(this.placeOf(row), 0, row);
    if (full) this.rows.pop();
    if (this.rows.length === this.most) this.last = boundOf(this.order, this.rows[this.most - 1] as number);
  }

  private placeOf(row: number): number {
    const bound = boundOf(this.order, row);
    let [low, high] = [0, this.rows.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (compareTo(this.order, this.rows[middle] as number, bound) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** The first rows after a bound that match, read off a sorted index. */
export function walked(index: SortedIndex, descending: boolean, after: Bound | undefined, most: number, matches: (row: number) => boolean): number[] {
  const found: number[] = [];
  const visit = (row: number): boolean => {
    if (matches(row)) found.push(row);
    return found.length === most;
  };
  const start = after ? index.rank({ value: after.value, stream: `${after.stream}\0` }) : 0;
  if (!descending) index.walk(start, index.size, visit);
  else if (!after) index.walkDescending(index.size, visit);
  else if (!index.walk(start, index.rank({ value: after.value, stream: LAST_STREAM }), visit)) {
    index.walkDescending(index.rank({ value: after.value, stream: FIRST_STREAM }), visit);
  }
  return found;
}
