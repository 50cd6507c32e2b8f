import { createHmac, timingSafeEqual } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { ViewQuery } from '../port';
import { Refused } from './refusal';

/** What a cursor is good for: one view, one scope, one filter, one order. The page's size and its counts may change on the way. */
type Bound = Pick<ViewQuery, 'scope' | 'where' | 'sort'>;

const MOST_CHARACTERS = 2_000;

/** The text a user gets to ask for the next page: where the last one ended, with an HMAC that binds it to view, scope, filter and order. */
export function signCursor(view: string, query: Bound, next: string, secret: string | Uint8Array): string {
  return `${Buffer.from(next, 'utf8').toString('base64url')}.${mark(view, query, next, secret).toString('base64url')}`;
}

/** The store's own mark inside a cursor; refuses what was altered or made for another view, scope, filter or order. */
export function openCursor(view: string, query: Bound, cursor: string, secret: string | Uint8Array): string {
  if (cursor.length > MOST_CHARACTERS) throw invalid();
  const next = Buffer.from(cursor.split('.', 1)[0] as string, 'base64url').toString('utf8');
  // Compared as written, not as read: base64 readers pass over characters that are none of theirs, and one cursor has one spelling.
  const [expected, given] = [Buffer.from(signCursor(view, query, next, secret)), Buffer.from(cursor)];
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw invalid();
  return next;
}

function mark(view: string, { scope, where, sort }: Bound, next: string, secret: string | Uint8Array): Buffer {
  const seen = { division: scope.divisionPrefix, offices: [...scope.offices].sort() };
  const text = canonicalize({ view, scope: seen, where, sort: sort ?? null, next }) as string;
  return createHmac('sha256', secret).update('view cursor\n').update(text).digest().subarray(0, 16);
}

function invalid(): Refused {
  return new Refused(
    'QUERY_CURSOR_INVALID',
    'cursor',
    '翻页标记无效：它只适用于得到它的那次查询（同一人员范围、筛选与排序）。请去掉 cursor，从第一页重新查询。',
    'The cursor is not valid: it only continues the query that gave it (same scope, filter and order). Leave it out and start from the first page.',
  );
}
