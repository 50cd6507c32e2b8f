import type { Projection, Scalar, ViewDocument } from '../port';
import { Dictionary, type FieldValue } from './dictionary';
import { SortedIndex } from './sorted-index';

/** One declared field with its column and indexes. */
export interface Column {
  readonly name: string;
  readonly filter: boolean;
  readonly facet: boolean;
  readonly of: (document: never) => FieldValue;
  /** The field of the document that it rests on alone. */
  readonly reads: string | undefined;
  /** For equality, `in` and counts. */
  readonly dictionary: Dictionary | undefined;
  /** Row -> what it sorts by: the value, or the first of a list. */
  readonly keys: Scalar[];
  readonly sorted: SortedIndex | undefined;
}

type Fields = Readonly<Record<string, unknown>>;

/** Documents that the same scopes see: one division, the same offices. */
export interface Group {
  readonly division: string;
  readonly offices: readonly string[];
  readonly rows: Set<number>;
}

/** The documents of a view as numbered rows, with every index kept current. Rows are never taken away: no stream ever goes. */
export class Table<D> {
  readonly views: ViewDocument<D>[] = [];
  readonly streams: string[] = [];
  /** Row -> number of its group, -1 where it is hidden from all. */
  readonly groupOf: number[] = [];
  readonly groups: Group[] = [];
  readonly columns: readonly Column[];
  readonly columnOf: ReadonlyMap<string, Column>;
  /** All rows, hidden ones too, in the order of streams. */
  readonly byStream: SortedIndex;
  /** Number of rows that some scope can see. */
  visible = 0;
  private readonly rowOf = new Map<string, number>();
  private readonly groupNumbers = new Map<string, number>();
  private readonly noKeys: Scalar[] = [];

  constructor(private readonly projection: Projection<D>) {
    this.columns = Object.entries(projection.fields).map(([name, { of, reads, filter = false, sort = false, facet = false }]) => {
      const keys: Scalar[] = [];
      return { name, of, reads, filter, facet, keys, dictionary: filter || facet ? new Dictionary() : undefined, sorted: sort ? new SortedIndex(keys, this.streams) : undefined };
    });
    this.columnOf = new Map(this.columns.map((column) => [column.name, column]));
    this.byStream = new SortedIndex(this.noKeys, this.streams);
  }

  get size(): number {
    return this.views.length;
  }

  get(stream: string): ViewDocument<D> | undefined {
    const row = this.rowOf.get(stream);
    return row === undefined ? undefined : this.views[row];
  }

  put(view: ViewDocument<D>): void {
    const row = this.rowOf.get(view.stream) ?? this.open(view);
    const scope = this.projection.scopeOf(view.document);
    const before = this.groupOf[row] as number;
    const group = scope ? this.groupFor(scope.division, scope.offices, before) : -1;
    const [now, was] = [view.document, this.views[row]?.document] as [Fields, Fields];
    for (const column of this.columns) {
      const { of, reads } = column;
      if (reads !== undefined && before >= 0 && group >= 0 && now[reads] === was[reads]) continue;
      this.index(column, row, distinct(of(view.document as never)), before >= 0, group >= 0);
    }
    this.move(row, before, group);
    this.views[row] = view;
  }

  private open(view: ViewDocument<D>): number {
    const row = this.views.length;
    this.rowOf.set(view.stream, row);
    this.views.push(view);
    this.streams.push(view.stream);
    this.groupOf.push(-1);
    this.noKeys.push(null);
    this.byStream.insert(row);
    return row;
  }

  /** Touches the indexes of a field only where its value, or whether it is seen at all, has changed. */
  private index({ dictionary, keys, sorted }: Column, row: number, value: FieldValue, wasVisible: boolean, isVisible: boolean): void {
    const key = keyOf(value);
    if (sorted && !(wasVisible && isVisible && keys[row] === key)) {
      if (wasVisible) sorted.remove(row);
      keys[row] = key;
      if (isVisible) sorted.insert(row);
    }
    if (dictionary && !(wasVisible && isVisible && same(dictionary.values[dictionary.codeOf[row] as number], value))) {
      if (wasVisible) dictionary.remove(row);
      if (isVisible) dictionary.add(row, value);
      else dictionary.codeOf[row] = -1;
    }
  }

  private move(row: number, before: number, after: number): void {
    if (before === after) return;
    this.groups[before]?.rows.delete(row);
    this.groups[after]?.rows.add(row);
    this.groupOf[row] = after;
    this.visible += Number(after >= 0) - Number(before >= 0);
  }

  /** Most documents stay in the group they were in. */
  private groupFor(division: string, offices: readonly string[], before: number): number {
    const last = this.groups[before];
    if (last?.division === division && last.offices.length === offices.length && last.offices.every((office, index) => office === offices[index])) return before;
    const sorted = [...new Set(offices)].sort();
    const key = [division, ...sorted].join('\n');
    const known = this.groupNumbers.get(key);
    if (known !== undefined) return known;
    this.groupNumbers.set(key, this.groups.length);
    return this.groups.push({ division, offices: sorted, rows: new Set() }) - 1;
  }
}

function keyOf(value: FieldValue): Scalar {
  return Array.isArray(value) ? ((value[0] as Scalar | undefined) ?? null) : (value as Scalar);
}

/** A list of one is that one; a list of several names each once. */
function distinct(value: FieldValue): FieldValue {
  if (!Array.isArray(value) || value.length === 0) return value;
  return value.length === 1 ? (value[0] as Scalar) : [...new Set(value as readonly Scalar[])];
}

function same(a: FieldValue | undefined, b: FieldValue): boolean {
  if (a === b) return true;
  if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
  return a.every((value, index) => value === b[index]);
}
