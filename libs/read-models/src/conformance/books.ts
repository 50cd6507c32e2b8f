import { fieldsFrom, type Projection, type Scope, type ViewDocument } from '../port';

/** A document with a field of every kind, in no language of any context. */
export interface Book {
  readonly title: string;
  readonly shelf: string;
  readonly pages: number;
  readonly lent: boolean;
  readonly returnedOn: string | null;
  readonly tags: readonly string[];
  readonly division: string;
  readonly offices: readonly string[];
  readonly hidden?: boolean;
}

const from = fieldsFrom<Book>();

/** The toy view that conformance suites and specs fold and ask. */
export const books: Projection<Book> = {
  name: 'books',
  prefixes: ['library.book-'],
  types: ['library.v1.Changed', 'library.v1.Noted'],
  fields: {
    title: { of: ({ title }) => title, filter: true, sort: true },
    shelf: { ...from('shelf', ({ shelf }) => shelf), filter: true, sort: true, facet: true },
    pages: { ...from('pages', ({ pages }) => pages), type: 'number', filter: true, sort: true },
    lent: { of: ({ lent }) => lent, type: 'boolean', filter: true, facet: true },
    returnedOn: { ...from('returnedOn', ({ returnedOn }) => returnedOn), type: 'date', filter: true, sort: true },
    tags: { ...from('tags', ({ tags }) => tags), filter: true, sort: true, facet: true },
    division: { of: ({ division }) => division, filter: true },
  },
  initial: () => book({ hidden: true }),
  apply: (document, { type, data }) => (type === 'library.v1.Noted' ? document : { ...document, hidden: false, ...(data as Partial<Book>) }),
  scopeOf: ({ division, offices, hidden }) => (hidden ? undefined : { division, offices }),
};

/** A book with defaults. */
export function book(part: Partial<Book> = {}): Book {
  return { title: 'Untitled', shelf: 'A', pages: 100, lent: false, returnedOn: null, tags: [], division: '33', offices: [], ...part };
}

/** A stored book. */
export function stored(id: string, part: Partial<Book> = {}, revision = 0): ViewDocument<Book> {
  return { stream: `library.book-${id}`, revision, asOf: '2026-11-22T07:00:00.000Z', document: book(part) };
}

/** A scope for suites; in the product only `security` makes one. */
export function scopeFor(divisionPrefix: string, ...offices: string[]): Scope {
  return { divisionPrefix, offices } as unknown as Scope;
}

/** Sees every document that is not hidden. */
export const EVERYTHING = scopeFor('');
