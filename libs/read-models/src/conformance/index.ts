import * as fc from 'fast-check';
import type { Projection, ViewPage, ViewQuery, ViewStore } from '../port';
import { book, books, EVERYTHING, scopeFor, stored, type Book } from './books';
import { plainAnswer } from './model';

export * from './books';
export * from './log';
export * from './model';

const ask = (part: Partial<ViewQuery> = {}): ViewQuery => ({ scope: EVERYTHING, where: [], limit: 50, facets: [], ...part });
const idsOf = ({ items }: ViewPage<Book>): string[] => items.map(({ stream }) => stream.slice('library.book-'.length));

/** What every view store must do; `open` gives an empty store for a projection. */
export function describeViewStoreConformance(name: string, open: <D>(projection: Projection<D>) => ViewStore<D> | Promise<ViewStore<D>>): void {
  describe(`${name} is a view store`, () => {
    let store: ViewStore<Book>;
    const find = async (part: Partial<ViewQuery>): Promise<string[]> => idsOf(await store.query(ask(part)));

    beforeEach(async () => {
      store = await open(books);
    });

    describe('keeping documents', () => {
      it('gives back what was put, with its revision and its parking', async () => {
        const parked = { ...stored('1'), parked: { revision: 1, reason: 'FOLD_FAILED', codeHash: 'c0de' } };
        await store.put([parked]);
        expect(await store.get(parked.stream)).toEqual(parked);
      });

      it('knows nothing of a stream that was never put', async () => {
        expect(await store.get('library.book-none')).toBeUndefined();
      });

      it('replaces a document and answers by the new values alone', async () => {
        await store.put([stored('1', { shelf: 'A', pages: 10, tags: ['x', 'y'] })]);
        await store.put([stored('1', { shelf: 'B', pages: 20, tags: ['y', 'z'] }, 1)]);
        expect(await store.count()).toBe(1);
        expect(await find({ where: [{ field: 'shelf', op: 'eq', value: 'A' }] })).toEqual([]);
        expect(await find({ where: [{ field: 'shelf', op: 'eq', value: 'B' }] })).toEqual(['1']);
        expect(await find({ where: [{ field: 'tags', op: 'eq', value: 'x' }] })).toEqual([]);
        expect(await find({ where: [{ field: 'pages', op: 'gte', value: 20 }], sort: { field: 'pages', descending: false } })).toEqual(['1']);
      });

      it('scans every document in the order of streams, hidden ones too', async () => {
        await store.put([stored('3'), stored('1', { hidden: true }), stored('2')]);
        const first = await store.scan('', 2);
        expect(first.map(({ stream }) => stream)).toEqual(['library.book-1', 'library.book-2']);
        expect((await store.scan('library.book-2', 2)).map(({ stream }) => stream)).toEqual(['library.book-3']);
        expect(await store.scan('library.book-3', 2)).toEqual([]);
      });

      it('is empty after clearing', async () => {
        await store.put([stored('1')]);
        await store.clear();
        expect([await store.count(), await store.get('library.book-1'), await find({})]).toEqual([0, undefined, []]);
      });
    });

    describe('who sees what', () => {
      beforeEach(() =>
        store.put([
          stored('village', { division: '330681101201', offices: ['v'] }),
          stored('town', { division: '330681101', offices: ['t'] }),
          stored('elsewhere', { division: '330682', offices: ['e', 't'] }),
          stored('hidden', { division: '330681', offices: ['v', 't'], hidden: true }),
        ]),
      );

      it('shows a division and everything within it', async () => {
        expect(await find({ scope: scopeFor('330681101') })).toEqual(['town', 'village']);
        expect(await find({ scope: scopeFor('33068110120') })).toEqual(['village']);
      });

      it('shows what an office holds beyond its division', async () => {
        expect(await find({ scope: scopeFor('330681101', 't') })).toEqual(['elsewhere', 'town', 'village']);
        expect(await find({ scope: scopeFor('9', 'e') })).toEqual(['elsewhere']);
      });

      it('shows nothing to a scope that reaches nothing, in items, total and counts', async () => {
        const page = await store.query(ask({ scope: scopeFor('44', 'nobody'), facets: ['shelf'] }));
        expect(page).toEqual({ items: [], total: 0, facets: { shelf: [] } });
      });

      it('applies the scope beside a filter', async () => {
        expect(await find({ scope: scopeFor('330682'), where: [{ field: 'shelf', op: 'eq', value: 'A' }] })).toEqual(['elsewhere']);
      });

      it('hides a document without a place from everybody, until it has one', async () => {
        expect(await find({})).toEqual(['elsewhere', 'town', 'village']);
        await store.put([stored('hidden', { division: '330681' }, 1)]);
        expect(await find({})).toEqual(['elsewhere', 'hidden', 'town', 'village']);
        await store.put([stored('hidden', { hidden: true }, 2)]);
        expect((await store.query(ask({ facets: ['shelf'] }))).facets).toEqual({ shelf: [{ value: 'A', count: 3 }] });
      });
    });

    describe('pages', () => {
      it('sorts either way, ties by stream, nothing first', async () => {
        await store.put([stored('1', { returnedOn: '2026-02-01' }), stored('2'), stored('3', { returnedOn: '2026-01-01' }), stored('4', { returnedOn: '2026-02-01' })]);
        expect(await find({ sort: { field: 'returnedOn', descending: false } })).toEqual(['2', '3', '1', '4']);
        expect(await find({ sort: { field: 'returnedOn', descending: true } })).toEqual(['1', '4', '3', '2']);
      });

      it('reaches every document once, also when others are put between two pages', async () => {
        await store.put(Array.from({ length: 10 }, (_, index) => stored(`b${index}`, { pages: index % 3 })));
        for (const descending of [false, true]) {
          const seen: string[] = [];
          let after: string | undefined;
          do {
            const page: ViewPage<Book> = await store.query(ask({ limit: 3, after, sort: { field: 'pages', descending } }));
            seen.push(...idsOf(page));
            await store.put([stored(`a${seen.length}${String(descending)}`, { pages: descending ? 3 : -1 })]);
            after = page.next;
          } while (after !== undefined);
          const old = seen.filter((id) => id.startsWith('b'));
          expect([...new Set(old)].sort()).toEqual(['b0', 'b1', 'b2', 'b3', 'b4', 'b5', 'b6', 'b7', 'b8', 'b9']);
          expect(old).toHaveLength(10);
        }
      });

      it('counts all that match, not only the page', async () => {
        await store.put([stored('1', { tags: ['x', 'y'] }), stored('2', { tags: ['y'] }), stored('3', { tags: [] })]);
        const page = await store.query(ask({ limit: 1, facets: ['tags', 'lent'] }));
        expect(page.total).toBe(3);
        expect(page.facets).toEqual({ tags: [{ value: 'y', count: 2 }, { value: 'x', count: 1 }], lent: [{ value: false, count: 3 }] });
      });

      it.each([0, 201, 1.5, Number.NaN])('refuses a page of %d', async (limit) => {
        await expect(store.query(ask({ limit }))).rejects.toThrow();
      });

      it('refuses fields that are not declared for it', async () => {
        await expect(store.query(ask({ where: [{ field: 'colour', op: 'eq', value: 'red' }] }))).rejects.toThrow();
        await expect(store.query(ask({ sort: { field: 'lent', descending: false } }))).rejects.toThrow();
        await expect(store.query(ask({ facets: ['title'] }))).rejects.toThrow();
      });
    });

    it('answers any question as plainly filtering, sorting and counting would', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 60 }), fc.array(question, { minLength: 1, maxLength: 8 }), async (changes, questions) => {
          const own = await open(books);
          const documents = new Map<string, ReturnType<typeof stored>>();
          for (const { id, ...part } of changes) {
            const view = stored(String(id), book(part), (documents.get(String(id))?.revision ?? -1) + 1);
            documents.set(String(id), view);
            await own.put([view]);
          }
          for (const { next: turns, ...query } of questions) {
            let page = await own.query(query);
            let expected = plainAnswer(books, [...documents.values()], query);
            for (let turn = 0; ; turn += 1) {
              expect(idsOf(page)).toEqual(expected.items.map(({ stream }) => stream.slice('library.book-'.length)));
              expect([page.total, page.facets, page.next !== undefined]).toEqual([expected.total, expected.facets, expected.more]);
              const last = page.items[page.items.length - 1];
              if (turn === turns || !last || page.next === undefined) break;
              page = await own.query({ ...query, after: page.next });
              expected = plainAnswer(books, [...documents.values()], query, last.stream);
            }
          }
        }),
        { numRuns: 150 },
      );
    }, 30_000);
  });
}

const shelf = fc.constantFrom('A', 'AB', 'B', 'C');
const tag = fc.constantFrom('x', 'y', 'z');
const date = fc.constantFrom('2026-01-01', '2026-02', '2026-02-01');
const division = fc.constantFrom('33', '330681', '330681101', '3306', '44');
const office = fc.constantFrom('o1', 'o2', 'o3');

const change = fc.record({
  id: fc.integer({ min: 0, max: 25 }),
  title: fc.string({ maxLength: 3 }),
  shelf,
  pages: fc.integer({ min: -3, max: 12 }),
  lent: fc.boolean(),
  returnedOn: fc.option(date),
  tags: fc.array(tag, { maxLength: 3 }),
  division,
  offices: fc.array(office, { maxLength: 2 }),
  hidden: fc.boolean(),
});

const condition = fc.oneof(
  fc.record({ field: fc.constant('shelf'), op: fc.constant('eq' as const), value: shelf }),
  fc.record({ field: fc.constant('shelf'), op: fc.constant('in' as const), value: fc.array(shelf, { minLength: 1, maxLength: 3 }) }),
  fc.record({ field: fc.constantFrom('shelf', 'title', 'division'), op: fc.constantFrom('prefix' as const, 'gte' as const, 'lt' as const), value: fc.constantFrom('A', 'B', '33', '3306') }),
  fc.record({ field: fc.constant('pages'), op: fc.constantFrom('eq' as const, 'gte' as const, 'lt' as const), value: fc.integer({ min: -3, max: 12 }) }),
  fc.record({ field: fc.constant('tags'), op: fc.constantFrom('eq' as const, 'gte' as const, 'lt' as const, 'prefix' as const), value: tag }),
  fc.record({ field: fc.constant('tags'), op: fc.constant('in' as const), value: fc.array(tag, { minLength: 1, maxLength: 3 }) }),
  fc.record({ field: fc.constant('lent'), op: fc.constant('eq' as const), value: fc.boolean() }),
  fc.record({ field: fc.constant('returnedOn'), op: fc.constantFrom('gte' as const, 'lt' as const, 'eq' as const, 'prefix' as const), value: date }),
);

const question = fc.record({
  scope: fc.oneof(fc.constant(EVERYTHING), fc.tuple(division, fc.array(office, { maxLength: 2 })).map(([prefix, offices]) => scopeFor(prefix, ...offices))),
  where: fc.array(condition, { maxLength: 3 }),
  sort: fc.option(fc.record({ field: fc.constantFrom('title', 'shelf', 'pages', 'returnedOn', 'tags'), descending: fc.boolean() }), { nil: undefined }),
  limit: fc.integer({ min: 1, max: 12 }),
  facets: fc.subarray(['shelf', 'lent', 'tags']),
  next: fc.integer({ min: 0, max: 3 }),
});
