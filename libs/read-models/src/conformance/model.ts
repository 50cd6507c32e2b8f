import type { Condition, Projection, Scalar, ViewDocument, ViewPage, ViewQuery } from '../port';
import { compareScalars, valuesOf } from '../scalars';

/** What a query must answer, said in the plainest way: filter all, sort all, count all. `after` is the stream that ended the last page. */
export function plainAnswer<D>(projection: Projection<D>, documents: readonly ViewDocument<D>[], query: Omit<ViewQuery, 'after'>, after?: string): Omit<ViewPage<D>, 'next'> & { more: boolean } {
  const valueOf = (field: string, { document }: ViewDocument<D>): Scalar | readonly Scalar[] => projection.fields[field]!.of(document);
  const matching = documents.filter((view) => isSeen(projection, query, view) && query.where.every((condition) => holds(condition, valuesOf(valueOf(condition.field, view)))));
  const key = (view: ViewDocument<D>): Scalar => (query.sort ? (valuesOf(valueOf(query.sort.field, view))[0] ?? null) : null);
  const sign = query.sort?.descending ? -1 : 1;
  const sorted = [...matching].sort((a, b) => sign * compareScalars(key(a), key(b)) || (a.stream < b.stream ? -1 : 1));
  const start = after === undefined ? 0 : sorted.findIndex(({ stream }) => stream === after) + 1;
  const facets = Object.fromEntries(query.facets.map((field) => [field, countOf(matching.flatMap((view) => [...new Set(valuesOf(valueOf(field, view)))]))]));
  return { items: sorted.slice(start, start + query.limit), total: matching.length, facets, more: start + query.limit < sorted.length };
}

function isSeen<D>(projection: Projection<D>, { scope }: Pick<ViewQuery, 'scope'>, { document }: ViewDocument<D>): boolean {
  const place = projection.scopeOf(document);
  if (!place) return false;
  return place.division.startsWith(scope.divisionPrefix) || place.offices.some((office) => scope.offices.includes(office));
}

function holds({ op, value }: Condition, values: readonly Scalar[]): boolean {
  return values.some((candidate) => {
    if (op === 'eq') return candidate === value;
    if (op === 'in') return (value as readonly Scalar[]).includes(candidate);
    if (op === 'prefix') return typeof candidate === 'string' && candidate.startsWith(value as string);
    if (candidate === null || typeof candidate !== typeof value) return false;
    return op === 'gte' ? compareScalars(candidate, value as Scalar) >= 0 : compareScalars(candidate, value as Scalar) < 0;
  });
}

function countOf(values: readonly Scalar[]): ViewPage<never>['facets'][string] {
  return [...new Set(values)]
    .map((value) => ({ value, count: values.filter((each) => each === value).length }))
    .sort((a, b) => b.count - a.count || compareScalars(a.value, b.value));
}
