import { invariant } from '@fengqiao/kernel';
import type { Scalar, Scope, ViewPage, ViewQuery } from '../port';
import { compile, type Candidates, type Compiled } from './conditions';
import { Counter, countsOfAll } from './counts';
import type { Dictionary } from './dictionary';
import { boundOf, compareTo, Top, walked, type Order } from './page';
import type { Bound } from './sorted-index';
import type { Column, Group, Table } from './table';

const MOST_ITEMS = 200;

/** Answers one query: the smallest index drives, everything else is tested on the rows it yields, in one pass. */
export function answer<D>(table: Table<D>, query: ViewQuery): ViewPage<D> {
  const { limit } = query;
  invariant(Number.isInteger(limit) && limit >= 1 && limit <= MOST_ITEMS, `limit ${limit} is not 1 to ${MOST_ITEMS}`);
  const conditions = compile(query.where, table.columnOf);
  const facets = query.facets.map((name) => facetColumn(table, name));
  const column = query.sort && sortColumn(table, query.sort.field);
  const order: Order = { keys: column?.keys, streams: table.streams, descending: query.sort?.descending ?? false };
  const after = query.after === undefined ? undefined : readBound(query.after);
  const sees = sightOf(query.scope, table.groups);
  const driver = smallest(table, conditions, sees);
  const matches = testFor(table, driver.scoped ? undefined : sees, conditions.filter((condition) => condition !== driver.meets));

  // Every row of the driver matches: its size is the total, and where that is much, the page is read off the sorted index.
  const index = column?.sorted ?? table.byStream;
  const known = matches === undefined && (facets.length === 0 || driver.everything);
  if (known && (limit + 1) * index.size < driver.rows.size * driver.rows.size) {
    const rows = walked(index, order.descending, after, limit + 1, testFor(table, sees, conditions) as (row: number) => boolean);
    return pageOf(table, order, rows.slice(0, limit), rows.length > limit, driver.rows.size, (dictionary) => countsOfAll(dictionary), facets);
  }

  let total = 0;
  const top = new Top(order, limit);
  const counters = facets.map(({ dictionary }) => new Counter(dictionary));
  driver.rows.each((row) => {
    if (matches && !matches(row)) return;
    total += 1;
    for (const counter of counters) counter.count(row);
    if (!after || compareTo(order, row, after) > 0) top.offer(row);
  });
  return pageOf(table, order, top.rows, top.offered > limit, total, (_, number) => (counters[number] as Counter).result(), facets);
}

interface Driver {
  readonly rows: Candidates;
  /** The condition that every row meets, if there is one. */
  readonly meets?: Compiled;
  /** The scope sees every row. */
  readonly scoped: boolean;
  /** The rows are all that anybody sees, so that the dictionaries hold their counts. */
  readonly everything: boolean;
}

function smallest<D>(table: Table<D>, conditions: readonly Compiled[], sees: (group: number) => boolean): Driver {
  let best: Driver | undefined;
  for (const condition of conditions) {
    const rows = condition.candidates();
    if (!rows || (best && best.rows.size <= rows.size)) continue;
    best = { rows, scoped: false, everything: false, meets: rows.exact ? condition : undefined };
  }
  // Asking every group is dearer than testing a handful of rows.
  if (best && best.rows.size <= table.groups.length) return best;
  const seen = table.groups.filter((_, number) => sees(number));
  const size = seen.reduce((sum, { rows }) => sum + rows.size, 0);
  const everything = size === table.visible;
  if (best && best.rows.size <= size) return { ...best, scoped: everything };
  return { rows: ofGroups(seen, size), scoped: true, everything };
}

function ofGroups(groups: readonly Group[], size: number): Candidates {
  return {
    size,
    each: (visit) => {
      for (const { rows } of groups) rows.forEach(visit);
    },
  };
}

/** What a scope sees, decided once a group; a hidden row belongs to none. */
function sightOf({ divisionPrefix, offices }: Scope, groups: readonly Group[]): (group: number) => boolean {
  const verdicts = new Uint8Array(groups.length);
  return (number) => {
    const group = groups[number];
    if (!group) return false;
    if (verdicts[number] === 0) {
      verdicts[number] = group.division.startsWith(divisionPrefix) || group.offices.some((office) => offices.includes(office)) ? 1 : 2;
    }
    return verdicts[number] === 1;
  };
}

/** One test of a row from all of them; undefined where there is nothing to test. */
function testFor<D>({ groupOf }: Table<D>, sees: ((group: number) => boolean) | undefined, conditions: readonly Compiled[]): ((row: number) => boolean) | undefined {
  const tests = conditions.map(({ test }) => test);
  if (!sees) return tests.length === 0 ? undefined : (row) => tests.every((test) => test(row));
  return (row) => sees(groupOf[row] as number) && tests.every((test) => test(row));
}

type FacetColumn = Column & { readonly dictionary: Dictionary };

function pageOf<D>(
  table: Table<D>,
  order: Order,
  rows: readonly number[],
  more: boolean,
  total: number,
  counts: (dictionary: Dictionary, number: number) => ViewPage<D>['facets'][string],
  columns: readonly FacetColumn[],
): ViewPage<D> {
  const items = rows.map((row) => table.views[row] as ViewPage<D>['items'][number]);
  const facets = Object.fromEntries(columns.map(({ name, dictionary }, number) => [name, counts(dictionary, number)]));
  if (!more) return { items, total, facets };
  const { value, stream } = boundOf(order, rows[rows.length - 1] as number);
  return { items, total, facets, next: JSON.stringify([value, stream]) };
}

function readBound(after: string): Bound {
  const [value, stream] = JSON.parse(after) as [Scalar, string];
  return { value, stream };
}

function sortColumn<D>(table: Table<D>, name: string): Column {
  const column = table.columnOf.get(name);
  invariant(column?.sorted, `field ${name} is not declared for sorting`);
  return column;
}

function facetColumn<D>(table: Table<D>, name: string): FacetColumn {
  const column = table.columnOf.get(name);
  invariant(column?.facet && column.dictionary, `field ${name} is not declared for counting`);
  return column as FacetColumn;
}
