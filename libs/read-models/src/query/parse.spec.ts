import * as fc from 'fast-check';
import { books, scopeFor, stored, type Book } from '../conformance';
import { MemoryViewStore } from '../memory';
import type { Projection, ViewQuery } from '../port';
import { parseQuery, signCursor, type ParsedQuery, type QueryRefusal } from '.';

const SECRET = 'a secret of this test';
const scope = scopeFor('330681', 'o1', 'o2');
const view: Projection<Book> = {
  ...books,
  fields: {
    ...books.fields,
    shelf: { ...books.fields.shelf!, values: ['A', 'B'] },
    seenAt: { of: () => null, type: 'instant', filter: true, sort: true },
    secret: { of: () => null },
  },
};
type Given = Record<string, string | readonly string[] | undefined>;
const parse = (given: Given, at = scope): ParsedQuery => parseQuery(view, given, { scope: at, secret: SECRET });

function ok(given: Given): Extract<ParsedQuery, { ok: true }> {
  const parsed = parse(given);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.refusal));
  return parsed;
}

function refusal(given: Given): QueryRefusal {
  const parsed = parse(given);
  if (parsed.ok) throw new Error('it was taken');
  return parsed.refusal;
}

describe('reading a query', () => {
  it('asks for the first fifty of everything in scope where nothing is said', () => {
    expect(ok({}).query).toEqual({ scope, where: [], sort: undefined, limit: 50, facets: [], after: undefined });
  });

  it('reads equality, lists, ranges and prefixes as the fields declare', () => {
    const { where } = ok({ title: '枫桥', shelf: 'A,B,A', 'pages.from': '10', 'pages.to': '020', lent: 'true', 'returnedOn.from': '2026-02', 'division.prefix': '3306', tags: 'x' }).query;
    expect(where).toEqual([
      { field: 'division', op: 'prefix', value: '3306' },
      { field: 'lent', op: 'eq', value: true },
      { field: 'pages', op: 'gte', value: 10 },
      { field: 'pages', op: 'lt', value: 20 },
      { field: 'returnedOn', op: 'gte', value: '2026-02' },
      { field: 'shelf', op: 'in', value: ['A', 'B'] },
      { field: 'tags', op: 'eq', value: 'x' },
      { field: 'title', op: 'eq', value: '枫桥' },
    ]);
  });

  it('takes a day for an instant as that day in Shanghai', () => {
    expect(ok({ 'seenAt.from': '2026-11-22', 'seenAt.to': '2026-11-22T15:00:00+08:00' }).query.where).toEqual([
      { field: 'seenAt', op: 'gte', value: '2026-11-21T16:00:00.000Z' },
      { field: 'seenAt', op: 'lt', value: '2026-11-22T07:00:00.000Z' },
    ]);
    expect(ok({ seenAt: '2026-11-22' }).query.where).toEqual([
      { field: 'seenAt', op: 'gte', value: '2026-11-21T16:00:00.000Z' },
      { field: 'seenAt', op: 'lt', value: '2026-11-22T16:00:00.000Z' },
    ]);
  });

  it('reads order, size, counts and what must be visible', () => {
    expect(ok({ sort: '-pages', limit: '200', facets: 'shelf,tags', atLeast: 'numbering.o1.2026.人调@12' })).toMatchObject({
      query: { sort: { field: 'pages', descending: true }, limit: 200, facets: ['shelf', 'tags'] },
      atLeast: { stream: 'numbering.o1.2026.人调', revision: 12 },
    });
    expect(ok({ sort: 'pages' }).query.sort).toEqual({ field: 'pages', descending: false });
  });

  it('leaves to its caller what the caller reads himself', () => {
    expect(parseQuery(view, { asOf: ['x', 'y'] }, { scope, secret: SECRET, others: ['asOf'] }).ok).toBe(true);
  });

  it.each<[string, Given, string, string]>([
    ['an unknown parameter', { colour: 'red' }, 'QUERY_PARAMETER_UNKNOWN', 'colour'],
    ['a field that is not declared for filtering', { secret: 'x' }, 'QUERY_PARAMETER_UNKNOWN', 'secret'],
    ['a property of every object', { constructor: 'x' }, 'QUERY_PARAMETER_UNKNOWN', 'constructor'],
    ['a prototype', { ['__proto__.from']: 'x' }, 'QUERY_PARAMETER_UNKNOWN', '__proto__.from'],
    ['a database operator', { 'pages.$ne': '1' }, 'QUERY_PARAMETER_UNKNOWN', 'pages.$ne'],
    ['a bracket filter', { 'pages[gt]': '1' }, 'QUERY_PARAMETER_UNKNOWN', 'pages[gt]'],
    ['a range of yes and no', { 'lent.from': 'true' }, 'QUERY_PARAMETER_UNKNOWN', 'lent.from'],
    ['a range of a closed set', { 'shelf.from': 'A' }, 'QUERY_PARAMETER_UNKNOWN', 'shelf.from'],
    ['a prefix of a number', { 'pages.prefix': '1' }, 'QUERY_PARAMETER_UNKNOWN', 'pages.prefix'],
    ['a repeated parameter', { shelf: ['A', 'B'] }, 'QUERY_PARAMETER_REPEATED', 'shelf'],
    ['a repeated limit', { limit: ['1', '1'] }, 'QUERY_PARAMETER_REPEATED', 'limit'],
    ['an empty value', { title: '' }, 'QUERY_VALUE_INVALID', 'title'],
    ['an empty member of a list', { title: 'a,,b' }, 'QUERY_VALUE_INVALID', 'title'],
    ['a value beyond a closed set', { shelf: 'Z' }, 'QUERY_VALUE_INVALID', 'shelf'],
    ['a fraction', { pages: '1.5' }, 'QUERY_VALUE_INVALID', 'pages'],
    ['an exponent', { pages: '1e9' }, 'QUERY_VALUE_INVALID', 'pages'],
    ['a number too long to be exact', { pages: '9007199254740993' }, 'QUERY_VALUE_INVALID', 'pages'],
    ['neither true nor false', { lent: 'yes' }, 'QUERY_VALUE_INVALID', 'lent'],
    ['a day that does not exist', { returnedOn: '2026-02-30' }, 'QUERY_VALUE_INVALID', 'returnedOn'],
    ['an instant without a zone', { 'seenAt.from': '2026-11-22T15:00:00' }, 'QUERY_VALUE_INVALID', 'seenAt.from'],
    ['the year nought', { 'seenAt.from': '0000-01-01' }, 'QUERY_VALUE_INVALID', 'seenAt.from'],
    ['the end of time', { seenAt: '9999-12-31T23:59:59-14:00' }, 'QUERY_VALUE_INVALID', 'seenAt'],
    ['a control character', { title: 'a\u0000b' }, 'QUERY_VALUE_INVALID', 'title'],
    ['half a character', { title: '\ud800' }, 'QUERY_VALUE_INVALID', 'title'],
    ['a long value', { title: 'x'.repeat(201) }, 'QUERY_VALUE_INVALID', 'title'],
    ['too many values', { title: Array.from({ length: 51 }, (_, index) => index).join(',') }, 'QUERY_VALUE_INVALID', 'title'],
    ['a limit of nought', { limit: '0' }, 'QUERY_LIMIT_INVALID', 'limit'],
    ['a negative limit', { limit: '-1' }, 'QUERY_LIMIT_INVALID', 'limit'],
    ['a limit of 201', { limit: '201' }, 'QUERY_LIMIT_INVALID', 'limit'],
    ['a limit of a thousand million', { limit: '1e9' }, 'QUERY_LIMIT_INVALID', 'limit'],
    ['an order that is not declared', { sort: 'lent' }, 'QUERY_SORT_INVALID', 'sort'],
    ['an order by two fields', { sort: 'title,pages' }, 'QUERY_SORT_INVALID', 'sort'],
    ['an order by a hidden field', { sort: '-secret' }, 'QUERY_SORT_INVALID', 'sort'],
    ['counts that are not declared', { facets: 'shelf,title' }, 'QUERY_FACET_INVALID', 'facets'],
    ['a revision without a stream', { atLeast: '@1' }, 'QUERY_AT_LEAST_INVALID', 'atLeast'],
    ['a negative revision', { atLeast: 'library.book-a@-1' }, 'QUERY_AT_LEAST_INVALID', 'atLeast'],
    ['a cursor of nothing', { cursor: '' }, 'QUERY_CURSOR_INVALID', 'cursor'],
    ['a cursor that somebody wrote', { cursor: `${Buffer.from('[1,"x"]').toString('base64url')}.AAAAAAAAAAAAAAAAAAAAAA` }, 'QUERY_CURSOR_INVALID', 'cursor'],
  ])('refuses %s, naming the parameter in both languages', (_, given, code, parameter) => {
    const refused = refusal(given);
    expect(refused).toMatchObject({ code, parameter });
    expect(refused.zh).toMatch(/\p{Script=Han}/u);
    expect(refused.en).toMatch(/^[A-Z]/);
  });

  it('refuses more parameters than any question has', () => {
    const many = Object.fromEntries(Array.from({ length: 33 }, (_, index) => [`p${index}`, '1']));
    expect(refusal(many).code).toBe('QUERY_PARAMETERS_TOO_MANY');
  });

  it('answers with a value whatever it is given, and what it takes a store can answer', async () => {
    const store = new MemoryViewStore(view);
    await store.put([stored('1', { title: '枫桥' }), stored('2', { tags: ['x'] })]);
    const name = fc.oneof(fc.constantFrom(...Object.keys(view.fields), 'limit', 'sort', 'cursor', 'facets', 'atLeast', '__proto__', 'toString'), fc.string());
    const key = fc.tuple(name, fc.constantFrom('', '.from', '.to', '.prefix', '.', '.x')).map(([head, tail]) => head + tail);
    const value = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('1', '-1', 'true', '2026-11-22', '2026', 'A,B', 'title', '-pages'), fc.array(fc.string()), fc.constant(undefined));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(key, value), { maxLength: 6 }), async (pairs) => {
        const parsed = parse(Object.fromEntries(pairs));
        if (parsed.ok) await store.query(parsed.query);
        else expect(parsed.refusal.code).toMatch(/^QUERY_/);
      }),
      { numRuns: 1_000 },
    );
  }, 30_000);
});

describe('a cursor', () => {
  const given = { shelf: 'A', 'pages.from': '1', sort: 'pages' };
  const query = ok(given).query;
  const next = '[3,"library.book-a"]';
  const cursor = signCursor(view.name, query, next, SECRET);

  it('continues the query that gave it, whatever the page size and the order of parameters', () => {
    const again: ViewQuery = ok({ cursor, limit: '10', facets: 'tags', sort: 'pages', 'pages.from': '1', shelf: 'A' }).query;
    expect(again).toMatchObject({ after: next, limit: 10 });
  });

  it.each<[string, Given]>([
    ['another filter', { ...given, shelf: 'B' }],
    ['one filter less', { shelf: 'A', sort: 'pages' }],
    ['the other order', { ...given, sort: '-pages' }],
    ['no order', { shelf: 'A', 'pages.from': '1' }],
  ])('is refused with %s', (_, other) => {
    expect(refusal({ ...other, cursor }).code).toBe('QUERY_CURSOR_INVALID');
  });

  it('is refused to another scope, in another view and under another secret', () => {
    for (const at of [scopeFor('330682', 'o1', 'o2'), scopeFor('330681', 'o1'), scopeFor('')]) expect(parse({ ...given, cursor }, at).ok).toBe(false);
    expect(parseQuery({ ...view, name: 'papers' }, { ...given, cursor }, { scope, secret: SECRET }).ok).toBe(false);
    expect(parseQuery(view, { ...given, cursor }, { scope, secret: 'another' }).ok).toBe(false);
  });

  it('is refused once any character of it is changed, added or taken away', () => {
    for (let index = 0; index < cursor.length; index += 1) {
      for (const other of ['A', 'B', '_', '.', '=', '+', '']) {
        const altered = cursor.slice(0, index) + other + cursor.slice(index + 1);
        if (altered !== cursor) expect(parse({ ...given, cursor: altered }).ok).toBe(false);
      }
    }
    for (const altered of [`${cursor}=`, `${cursor}A`, ` ${cursor}`, `${cursor}.x`]) expect(parse({ ...given, cursor: altered }).ok).toBe(false);
  });
});
