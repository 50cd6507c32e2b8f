import type { FoldedEvent } from '@fengqiao/kernel';

/** A value that a document may be filtered, sorted or counted by. */
export type Scalar = string | number | boolean | null;

/** How a value is written in a query: `date` is YYYY, YYYY-MM or YYYY-MM-DD; `instant` is RFC 3339 or a day of Asia/Shanghai. */
export type FieldType = 'text' | 'number' | 'boolean' | 'date' | 'instant';

/** What a projection declares about one field of its documents; only declared fields can be asked for. */
export interface FieldSpec<D> {
  /** Total and pure. Of a list any member may match; it sorts by its first. `null` where there is nothing. */
  readonly of: (document: D) => Scalar | readonly Scalar[];
  /** What `of` looks at, where it looks at nothing else: while that is the same value, it is not asked again. `fieldsFrom` makes both. */
  readonly reads?: keyof D & string;
  /** `text` where omitted. */
  readonly type?: FieldType;
  /** The closed set of its values, where it is one: another value is refused at the edge. */
  readonly values?: readonly string[];
  readonly filter?: boolean;
  readonly sort?: boolean;
  readonly facet?: boolean;
}

/** Makes fields that rest on one field of the document each: `from('status', ({ status }) => status)`. */
export function fieldsFrom<D>() {
  return <K extends keyof D & string>(reads: K, of: (document: Pick<D, K>) => Scalar | readonly Scalar[]): Pick<FieldSpec<D>, 'of' | 'reads'> => ({ of, reads });
}

/** A pure fold of one stream into one document. It never reads a clock, a locale or another stream. */
export interface Projection<D> {
  readonly name: string;
  /** Raised when the fold changes its meaning, so that a parked document tells by which code it was parked. */
  readonly version?: number;
  /** Stream-name prefixes it folds: `mediation.dispute-`. */
  readonly prefixes: readonly string[];
  readonly fields: Readonly<Record<string, FieldSpec<D>>>;
  /** Event types it knows. A type of another context's next version is parked, not skipped. */
  readonly types: readonly string[];
  initial(stream: string): D;
  apply(document: D, event: FoldedEvent): D;
  /** For documents that many events change: how a replay folds without copying. */
  readonly inPlace?: InPlace<D>;
  /** Where the document belongs, for scoping: the division code and the offices that may see it. Undefined hides it from all. */
  scopeOf(document: D): { readonly division: string; readonly offices: readonly string[] } | undefined;
}

/** `apply` must be exactly a copy with the event put into it. */
export interface InPlace<D> {
  /** A document that shares nothing with this one which `put` changes. */
  copyOf(document: D): D;
  /** Puts what an event changes into a document that nobody else holds, and tells what that was; what no field reads need not be told. */
  put(document: D, event: FoldedEvent): Partial<D>;
}

/** Why a document stands still: later events of its stream wait until it is computed again. */
export interface Parked {
  readonly revision: number;
  readonly reason: string;
  readonly codeHash: string;
}

/** A document with the revision of its stream that it shows; the revision moves with each event, also those it ignores. */
export interface ViewDocument<D> {
  readonly stream: string;
  readonly revision: number;
  /** recordedAt of the last event applied. */
  readonly asOf: string;
  readonly document: D;
  readonly parked?: Parked;
}

/** Where documents of one projection live. Written only by the projector, one call at a time for a stream. */
export interface ViewStore<D> {
  get(stream: string): Promise<ViewDocument<D> | undefined>;
  put(documents: readonly ViewDocument<D>[]): Promise<void>;
  query(query: ViewQuery): Promise<ViewPage<D>>;
  count(): Promise<number>;
  /** Documents in order of their stream names, hidden ones too, after a stream name; for checks and exports, never for a user's question. */
  scan(afterStream: string, limit: number): Promise<readonly ViewDocument<D>[]>;
  clear(): Promise<void>;
}

export interface Condition {
  readonly field: string;
  readonly op: 'eq' | 'in' | 'gte' | 'lt' | 'prefix';
  readonly value: Scalar | readonly Scalar[];
}

/**
 * Whom a query may see. Only `security` can make one, from a verified actor, so a query without a scope does not compile.
 * A document is visible when its division starts with `divisionPrefix` (the empty one is every division's) or one of its offices is in `offices`.
 */
export interface Scope {
  readonly __scope: unique symbol;
  readonly divisionPrefix: string;
  readonly offices: readonly string[];
}

export interface ViewQuery {
  readonly scope: Scope;
  readonly where: readonly Condition[];
  /** Declared sort field; ties sort by stream. */
  readonly sort?: { readonly field: string; readonly descending: boolean };
  /** 1 to 200. */
  readonly limit: number;
  /** Opaque: where the last page ended, as the store returned it. */
  readonly after?: string;
  readonly facets: readonly string[];
}

export interface ViewPage<D> {
  readonly items: readonly ViewDocument<D>[];
  /** All that match, not only this page. */
  readonly total: number;
  readonly next?: string;
  readonly facets: Readonly<Record<string, readonly FacetCount[]>>;
}

/** How many of all that match have a value; most frequent first, ties by value, at most 200 of a field. */
export interface FacetCount {
  readonly value: Scalar;
  readonly count: number;
}
