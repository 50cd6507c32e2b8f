import * as fc from 'fast-check';
import { books, describeViewStoreConformance, EVERYTHING, plainAnswer, scopeFor, stored } from '../conformance';
import type { Condition } from '../port';
import { MemoryViewStore } from '.';

describeViewStoreConformance('MemoryViewStore', (projection) => new MemoryViewStore(projection));

/** Enough documents, and enough distinct values, that every way through the indexes is taken. */
describe('a memory view store of thousands', () => {
  const store = new MemoryViewStore(books);
  const documents = Array.from({ length: 3_000 }, (_, index) => {
    const mixed = (index * 7_919) % 3_001;
    return stored(`${mixed}`, {
      title: `t${String(mixed).padStart(4, '0')}`,
      shelf: 'ABCD'[mixed % 4]!,
      pages: mixed % 2_500,
      returnedOn: mixed % 9 === 0 ? null : `2026-0${1 + (mixed % 9)}`,
      tags: mixed % 3 === 0 ? [`g${mixed % 2_400}`, 'x'] : [`g${mixed % 2_400}`],
      lent: mixed % 50 === 0,
      division: `33068${mixed % 3}`,
      offices: [`o${mixed % 5}`],
    });
  });
  beforeAll(() => store.put(documents));

  const pages = fc.integer({ min: 0, max: 2_600 });
  const condition: fc.Arbitrary<readonly Condition[]> = fc.oneof(
    fc.tuple(pages, pages).map(([from, to]): Condition[] => [{ field: 'pages', op: 'gte', value: from }, { field: 'pages', op: 'lt', value: to }]),
    fc.constantFrom('t0', 't01', 't2999', 't3').map((value): Condition[] => [{ field: 'title', op: 'prefix', value }]),
    fc.constantFrom('A', 'B').map((value): Condition[] => [{ field: 'shelf', op: 'eq', value }]),
    fc.constantFrom('x', 'g12', 'h').map((value): Condition[] => [{ field: 'tags', op: 'gte', value }]),
    fc.constantFrom('x', 'g12').map((value): Condition[] => [{ field: 'tags', op: 'eq', value }]),
    fc.constantFrom(true, false).map((value): Condition[] => [{ field: 'lent', op: 'eq', value }]),
  );
  const question = fc.record({
    scope: fc.constantFrom(EVERYTHING, scopeFor('330681'), scopeFor('330682', 'o1'), scopeFor('none', 'o2')),
    where: fc.array(condition, { maxLength: 2 }).map((lists) => lists.flat()),
    sort: fc.option(fc.record({ field: fc.constantFrom('title', 'shelf', 'pages', 'returnedOn', 'tags'), descending: fc.boolean() }), { nil: undefined }),
    limit: fc.constantFrom(1, 50, 200),
    facets: fc.subarray(['shelf', 'lent']),
  });

  it('answers page after page as plainly filtering and sorting would', async () => {
    await fc.assert(
      fc.asyncProperty(question, async (query) => {
        let [after, last]: (string | undefined)[] = [];
        for (let turn = 0; turn < 3; turn += 1) {
          const page = await store.query({ ...query, after });
          const { more, ...expected } = plainAnswer(books, documents, query, last);
          expect(page).toEqual(more ? { ...expected, next: page.next } : expected);
          if (page.next === undefined) return;
          after = page.next;
          last = page.items[page.items.length - 1]?.stream;
        }
      }),
      { numRuns: 60 },
    );
  }, 30_000);
});
