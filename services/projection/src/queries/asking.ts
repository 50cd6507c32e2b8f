import { enumName, enumWord } from '@fengqiao/contracts';
import { millisOf, type Json } from '@fengqiao/kernel';
import type { QueryAnswer, QueryContext, QueryParameter, QueryRoute } from '@fengqiao/platform';
import { parseQuery, signCursor, type AtLeast, type Condition, type FieldSpec, type Projection, type Scope, type ViewDocument, type ViewPage, type ViewQuery, type ViewStore } from '@fengqiao/read-models';
import { ROLES, type Role } from '@fengqiao/security';
import { positionToken } from '../duty/position-token';
import { fieldLabel } from './labels';
import type { ReadParts } from './read-parts';

/** Whoever holds a role at an office; the scope says what of it he sees. */
export const EVERYBODY = Object.keys(ROLES) as Role[];

/** How long a query waits for a revision that `atLeast` names. */
const MOST_WAIT_MS = 5_000;

export type Asked =
  | { readonly ok: true; readonly query: ViewQuery }
  | { readonly ok: false; readonly answer: QueryAnswer };

/** Reads the question and waits until the views show what `atLeast` asks for, five seconds at most. */
export async function ask<D>(view: Pick<Projection<D>, 'name' | 'fields'>, { query, scope }: QueryContext, { cursorSecret, readSide, pace }: ReadParts, others: readonly string[] = []): Promise<Asked> {
  const parsed = parseQuery(view, inNames(view, query), { scope, secret: cursorSecret, others });
  if (!parsed.ok) {
    const { code, zh, en, parameter } = parsed.refusal;
    return { ok: false, answer: { kind: 'problem', status: 400, code, zh: inWords(zh), en: inWords(en), parameter } };
  }
  const behind = await isBehind(parsed.atLeast);
  return behind ? { ok: false, answer: VIEW_BEHIND } : { ok: true, query: parsed.query };

  async function isBehind(atLeast: AtLeast | undefined): Promise<boolean> {
    // A parked case never gets there: it is answered as it stands, and says that it is parked.
    return atLeast !== undefined && (await readSide.visible(atLeast.stream, atLeast.revision, pace.patience(MOST_WAIT_MS))) === 'behind';
  }
}

/** A question asks with the words of requests (`grade=major`) for what views keep by its full name; the full name is understood too. */
function inNames<D>({ fields }: Pick<Projection<D>, 'fields'>, query: QueryContext['query']): QueryContext['query'] {
  return Object.fromEntries(Object.entries(query).map(([name, given]) => {
    const values = Object.hasOwn(fields, name) ? (fields as Readonly<Record<string, FieldSpec<D>>>)[name]?.values : undefined;
    return [name, values && typeof given === 'string' ? given.split(',').map((word) => enumName(word, values)).join(',') : given];
  }));
}

/** A sentence with the words of requests in the place of full names. */
function inWords(sentence: string): string {
  return sentence.replace(/[A-Z]+(?:_[A-Z0-9]+)+/g, (name) => enumWord(name) ?? name);
}

const VIEW_BEHIND: QueryAnswer = {
  kind: 'problem',
  status: 503,
  code: 'VIEW_BEHIND',
  zh: '视图尚未显示 atLeast 指定的版本，请稍后再试。',
  en: 'The view does not show the revision that atLeast names yet; ask again in a moment.',
  parameter: 'atLeast',
};

/** The answer for what is not there and for what the actor may not know of: they look alike. */
export const NOT_FOUND: QueryAnswer = { kind: 'problem', status: 404, code: 'NOT_FOUND', zh: '没有这条记录，或无权查看。', en: 'There is no such record, or it is not yours to see.' };

/** A page of a store under the asker's scope, with conditions of the query's own beside the asker's. */
export async function page<D>(store: ViewStore<D>, query: ViewQuery, own: { readonly where?: readonly Condition[]; readonly sort?: ViewQuery['sort'] } = {}): Promise<ViewPage<D>> {
  return store.query({ ...query, where: [...query.where, ...(own.where ?? [])], sort: query.sort ?? own.sort });
}

/** Documents asked for at a time where all of them are needed. */
const A_PAGE = 200;

/** Every document that a scope sees under these conditions, page by page: for answers that count the whole or may leave nothing to a next page. */
export async function everything<D>(store: ViewStore<D>, scope: Scope, where: readonly Condition[]): Promise<readonly ViewDocument<D>[]> {
  const found: ViewDocument<D>[] = [];
  let after: string | undefined;
  do {
    const { items, next } = await store.query({ scope, where, limit: A_PAGE, facets: [], ...(after !== undefined && { after }) });
    found.push(...items);
    after = next;
  } while (after !== undefined);
  return found;
}

/** The refusal of a parameter's value, in the words in which the query grammar refuses its own. */
export function badValue(parameter: string, zh: string, en: string): QueryAnswer {
  return { kind: 'problem', status: 400, code: 'QUERY_VALUE_INVALID', parameter, zh: `查询参数 ${parameter} ${zh}。`, en: `The parameter ${parameter} ${en}.` };
}

/** A page as every list answers it. The cursor is bound to what the asker asked, not to the query's own conditions, which move with time. */
export async function listed<D>(view: Pick<Projection<D>, 'name'>, query: ViewQuery, found: ViewPage<D>, parts: ReadParts, show: (document: ViewDocument<D>) => Json): Promise<Readonly<Record<string, Json>>> {
  return {
    items: found.items.map(show),
    total: found.total,
    ...(found.next !== undefined && { next: signCursor(view.name, query, found.next, parts.cursorSecret) }),
    facets: found.facets as unknown as Json,
    freshness: await freshness(parts),
  };
}

/** How a list of a view's documents is answered: asked, paged, shown one by one, and revealed as a whole. */
export function answerList<D>(view: Projection<D>, store: ViewStore<D>, parts: ReadParts, sort: ViewQuery['sort'], show: (document: ViewDocument<D>) => Json): QueryRoute['handle'] {
  return async (context) => {
    const asked = await ask(view, context, parts);
    if (!asked.ok) return asked.answer;
    const found = await page(store, asked.query, { sort });
    return { kind: 'json', body: context.reveal(await listed(view, asked.query, found, parts, show)) };
  };
}

/** How fresh the views are: the position they show, the instant up to which that is everything, and how long ago it was. */
export async function freshness({ readSide, clock }: ReadParts): Promise<Json> {
  const { position, recordedAt, isHead } = await readSide.reached();
  const now = clock.now();
  const asOf = isHead || recordedAt === '' ? now : recordedAt;
  return { position: positionToken(position), asOf, ageMs: Math.max(0, millisOf(now) - millisOf(asOf)) };
}

/** Whether a scope sees what lies in a division and concerns these offices. */
export function sees(scope: Scope, place: { readonly division: string; readonly offices: readonly string[] } | undefined): boolean {
  return place !== undefined && (place.division.startsWith(scope.divisionPrefix) || place.offices.some((office) => scope.offices.includes(office)));
}

const AT_LEAST: QueryParameter = { name: 'atLeast', label: { zh: '至少显示到 <stream>@<revision>，最多等 5 秒', en: 'wait until <stream>@<revision> is shown, 5 s at most' } };

/** Parameters of a query that answers one thing. */
export function single(...parameters: readonly QueryParameter[]): readonly QueryParameter[] {
  return [...parameters, AT_LEAST];
}

/** Every parameter that a list takes: its fields with their ranges and prefixes, order, page and counts. */
export function parametersOf<D>({ fields }: Pick<Projection<D>, 'fields'>): QueryRoute['parameters'] {
  const names = (use: 'filter' | 'sort' | 'facet'): string => Object.entries<FieldSpec<D>>(fields).filter(([, spec]) => spec[use]).map(([name]) => name).join(', ');
  return [
    ...Object.entries<FieldSpec<D>>(fields).filter(([, { filter }]) => filter).flatMap(([name, spec]) => conditionsOn(name, spec)),
    { name: 'sort', label: { zh: `排序，前加 - 为倒序：${names('sort')}`, en: `order, with - before it for descending: ${names('sort')}` } },
    { name: 'limit', label: { zh: '每页条数，1 至 200，默认 50', en: 'items of a page, 1 to 200, 50 where omitted' } },
    { name: 'cursor', label: { zh: '上一页给出的 next', en: 'the next of the page before' } },
    { name: 'facets', label: { zh: `计数，逗号分隔：${names('facet')}`, en: `count by, separated by commas: ${names('facet')}` } },
    AT_LEAST,
  ];
}

function conditionsOn<D>(name: string, { type = 'text', values }: FieldSpec<D>): readonly QueryParameter[] {
  const { zh, en } = fieldLabel(name);
  const parameter = (suffix: string, saysZh: string, saysEn: string): QueryParameter => ({ name: `${name}${suffix}`, label: { zh: `${zh}${saysZh}`, en: `${en}${saysEn}` } });
  const range = type === 'boolean' || values ? [] : [parameter('.from', '，起（含）', ', from (inclusive)'), parameter('.to', '，止（不含）', ', to (exclusive)')];
  const prefix = type === 'date' || (type === 'text' && !values) ? [parameter('.prefix', '，前缀', ', prefix')] : [];
  const words = values?.map((value) => enumWord(value) ?? value);
  return [parameter('', words ? `：${words.join('、')}` : '', words ? `: ${words.join(', ')}` : ''), ...range, ...prefix];
}
