import type { Scalar } from '../port';
import { valuesOf } from '../scalars';

/** A value of a field as a document has it: one, or a list of distinct ones. */
export type FieldValue = Scalar | readonly Scalar[];

/**
 * The distinct values of one field, numbered, each with the rows that have it. A list is one value of its own, so every row stands
 * under exactly one code: a filter is decided once a value, and a count is a sum of codes.
 */
export class Dictionary {
  /** By code; a code whose rows are gone keeps its value until it is given again. */
  readonly values: FieldValue[] = [];
  /** Row -> code, -1 where the row is in no index. */
  readonly codeOf: number[] = [];
  /** Code -> its rows, in no order. */
  private readonly rows: number[][] = [];
  /** Row -> its place among the rows of its code. */
  private readonly placeOf: number[] = [];
  private readonly codes = new Map<Scalar, number>();
  private readonly listCodes = new Map<string, number>();
  /** Member -> codes of the lists that hold it. */
  private readonly holding = new Map<Scalar, Set<number>>();
  private readonly free: number[] = [];

  /** Whether some row has a list, of none or of several. */
  get hasLists(): boolean {
    return this.listCodes.size > 0;
  }

  add(row: number, value: FieldValue): void {
    const code = this.find(value) ?? this.open(value);
    this.placeOf[row] = (this.rows[code] as number[]).push(row) - 1;
    this.codeOf[row] = code;
  }

  remove(row: number): void {
    const code = this.codeOf[row] as number;
    const rows = this.rows[code] as number[];
    const [place, last] = [this.placeOf[row] as number, rows.pop() as number];
    if (last !== row) {
      rows[place] = last;
      this.placeOf[last] = place;
    }
    if (rows.length === 0) this.close(code);
    this.codeOf[row] = -1;
  }

  /** Codes under which a single value stands, alone or in a list. */
  codesWith(value: Scalar): readonly number[] {
    const alone = this.codes.get(value);
    return [...(alone === undefined ? [] : [alone]), ...(this.holding.get(value) ?? [])];
  }

  size(code: number): number {
    return this.rows[code]?.length ?? 0;
  }

  each(code: number, visit: (row: number) => void): void {
    for (const row of this.rows[code] ?? []) visit(row);
  }

  private find(value: FieldValue): number | undefined {
    return Array.isArray(value) ? this.listCodes.get(keyOf(value)) : this.codes.get(value as Scalar);
  }

  private open(value: FieldValue): number {
    const code = this.free.pop() ?? this.values.length;
    this.values[code] = value;
    this.rows[code] ??= [];
    if (!Array.isArray(value)) this.codes.set(value as Scalar, code);
    else {
      this.listCodes.set(keyOf(value), code);
      for (const member of valuesOf(value)) {
        const codes = this.holding.get(member);
        if (codes) codes.add(code);
        else this.holding.set(member, new Set([code]));
      }
    }
    return code;
  }

  private close(code: number): void {
    const value = this.values[code] as FieldValue;
    this.free.push(code);
    if (!Array.isArray(value)) this.codes.delete(value as Scalar);
    else {
      this.listCodes.delete(keyOf(value));
      for (const member of valuesOf(value)) {
        const codes = this.holding.get(member);
        codes?.delete(code);
        if (codes?.size === 0) this.holding.delete(member);
      }
    }
  }
}

function keyOf(list: readonly Scalar[]): string {
  return list.length === 0 ? '[]' : JSON.stringify(list);
}
