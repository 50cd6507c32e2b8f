import type { Condition, FieldSpec, Projection, Scalar, Scope, ViewQuery } from '../port';
import { openCursor } from './cursor';
import { Refused, type QueryRefusal } from './refusal';
import { dayOf, readValue } from './values';

/** A revision that the view must show before it answers: `atLeast=<stream>@<revision>`. */
export interface AtLeast {
  readonly stream: string;
  readonly revision: number;
}

export type ParsedQuery =
  | { readonly ok: true; readonly query: ViewQuery; readonly atLeast?: AtLeast }
  | { readonly ok: false; readonly refusal: QueryRefusal };

export interface QueryOptions {
  readonly scope: Scope;
  /** Signs cursors; the same for every process that answers queries. */
  readonly secret: string | Uint8Array;
  /** Parameters that the caller reads himself: `asOf`. */
  readonly others?: readonly string[];
}

type Fields = Readonly<Record<string, FieldSpec<never>>>;

const RESERVED = ['limit', 'sort', 'cursor', 'facets', 'atLeast'];
const MOST_PARAMETERS = 32;
const MOST_VALUES = 50;
const DEFAULT_LIMIT = 50;
const MOST_ITEMS = 200;

/**
 * Reads a question from HTTP query parameters: `field=a`, `field=a,b`, `field.from=`, `field.to=` (exclusive), `field.prefix=`, `sort=field` or `-field`,
 * `limit` (1 to 200, 50 where omitted), `cursor`, `facets=a,b`, `atLeast=<stream>@<revision>`. Whatever else is asked is refused, as a value; it never throws.
 * A day as the value of an instant means that whole day in Asia/Shanghai.
 */
export function parseQuery<D>(
  projection: Pick<Projection<D>, 'name' | 'fields'>,
  parameters: Readonly<Record<string, string | readonly string[] | undefined>>,
  { scope, secret, others = [] }: QueryOptions,
): ParsedQuery {
  try {
    const given = single(parameters, others);
    const fields = projection.fields as Fields;
    const where = conditionsOf(fields, given);
    const sort = sortOf(fields, given.get('sort'));
    const query = { scope, where, sort, limit: limitOf(given.get('limit')), facets: facetsOf(fields, given.get('facets')) };
    const cursor = given.get('cursor');
    const after = cursor === undefined ? undefined : openCursor(projection.name, query, cursor, secret);
    return { ok: true, query: { ...query, after }, atLeast: atLeastOf(given.get('atLeast')) };
  } catch (error) {
    if (error instanceof Refused) return { ok: false, refusal: error.refusal };
    throw error;
  }
}

function single(parameters: Readonly<Record<string, string | readonly string[] | undefined>>, others: readonly string[]): Map<string, string> {
  const entries = Object.entries(parameters).filter(([name]) => !others.includes(name));
  if (entries.length > MOST_PARAMETERS) {
    throw new Refused('QUERY_PARAMETERS_TOO_MANY', '', `查询参数超过${MOST_PARAMETERS}个。`, `There are more than ${MOST_PARAMETERS} parameters.`);
  }
  const given = new Map<string, string>();
  for (const [name, value] of entries) {
    if (typeof value === 'string') given.set(name, value);
    else if (value !== undefined) {
      throw new Refused('QUERY_PARAMETER_REPEATED', name, `查询参数 ${name} 只能出现一次；多个值用逗号分隔。`, `The parameter ${name} may be given once; separate several values by commas.`);
    }
  }
  return given;
}

function conditionsOf(fields: Fields, given: ReadonlyMap<string, string>): readonly Condition[] {
  const conditions: Condition[] = [];
  for (const [name, text] of given) if (!RESERVED.includes(name)) conditions.push(...conditionOf(fields, name, text));
  // The order in which parameters were typed is no part of the question, nor of the cursor that is bound to it.
  return conditions.sort((a, b) => (`${a.field} ${a.op}` < `${b.field} ${b.op}` ? -1 : 1));
}

function conditionOf(fields: Fields, name: string, text: string): readonly Condition[] {
  const dot = name.lastIndexOf('.');
  const [field, suffix] = dot < 0 ? [name, ''] : [name.slice(0, dot), name.slice(dot + 1)];
  const spec = Object.hasOwn(fields, field) ? fields[field] : undefined;
  if (!spec?.filter) throw unknown(fields, name);
  switch (suffix) {
    case '':
      return equality(field, spec, text);
    case 'from':
      return [{ field, op: 'gte', value: rangeValue(fields, name, spec, text) }];
    case 'to':
      return [{ field, op: 'lt', value: rangeValue(fields, name, spec, text) }];
    case 'prefix':
      if ((spec.type ?? 'text') !== 'text' && spec.type !== 'date') throw unknown(fields, name);
      return [{ field, op: 'prefix', value: readValue(name, text, { type: 'text' }) }];
    default:
      throw unknown(fields, name);
  }
}

function equality(field: string, spec: FieldSpec<never>, text: string): readonly Condition[] {
  const day = spec.type === 'instant' ? dayOf(text) : undefined;
  if (day) {
    return [
      { field, op: 'gte', value: day.from },
      { field, op: 'lt', value: day.to },
    ];
  }
  const values = [...new Set(text.split(',').map((each) => readValue(field, each, spec)))];
  if (values.length > MOST_VALUES) {
    throw new Refused('QUERY_VALUE_INVALID', field, `查询参数 ${field} 最多${MOST_VALUES}个值。`, `The parameter ${field} takes at most ${MOST_VALUES} values.`);
  }
  return [values.length === 1 ? { field, op: 'eq', value: values[0] as Scalar } : { field, op: 'in', value: values }];
}

function rangeValue(fields: Fields, name: string, spec: FieldSpec<never>, text: string): Scalar {
  if (spec.type === 'boolean' || spec.values) throw unknown(fields, name);
  return readValue(name, text, spec);
}

function sortOf(fields: Fields, text: string | undefined): ViewQuery['sort'] {
  if (text === undefined) return undefined;
  const descending = text.startsWith('-');
  const field = descending ? text.slice(1) : text;
  if (Object.hasOwn(fields, field) && fields[field]?.sort) return { field, descending };
  const sortable = names(fields, 'sort');
  throw new Refused('QUERY_SORT_INVALID', 'sort', `只能按以下字段之一排序（前加 - 为倒序）：${sortable.join('、')}。`, `Sort by one of these fields (with - before it for descending): ${sortable.join(', ')}.`);
}

function limitOf(text: string | undefined): number {
  if (text === undefined) return DEFAULT_LIMIT;
  const limit = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (limit >= 1 && limit <= MOST_ITEMS) return limit;
  throw new Refused('QUERY_LIMIT_INVALID', 'limit', `limit 须为1至${MOST_ITEMS}的整数。`, `The limit is a whole number from 1 to ${MOST_ITEMS}.`);
}

function facetsOf(fields: Fields, text: string | undefined): readonly string[] {
  if (text === undefined) return [];
  const asked = [...new Set(text.split(','))];
  if (asked.every((field) => Object.hasOwn(fields, field) && fields[field]?.facet)) return asked;
  const countable = names(fields, 'facet');
  throw new Refused('QUERY_FACET_INVALID', 'facets', `只能按以下字段计数：${countable.join('、')}。`, `Count by these fields only: ${countable.join(', ')}.`);
}

function atLeastOf(text: string | undefined): AtLeast | undefined {
  if (text === undefined) return undefined;
  const match = /^([^\s@\p{Cc}\p{Surrogate}]{1,200})@(\d{1,9})$/u.exec(text);
  if (match) return { stream: match[1] as string, revision: Number(match[2]) };
  throw new Refused('QUERY_AT_LEAST_INVALID', 'atLeast', 'atLeast 须写作 <stream>@<revision>，即命令的应答所给。', 'Write atLeast as <stream>@<revision>, the way the answer to a command gives them.');
}

function unknown(fields: Fields, name: string): Refused {
  const filters = names(fields, 'filter');
  const shown = [...name].slice(0, 60).join('');
  return new Refused(
    'QUERY_PARAMETER_UNKNOWN',
    name,
    `没有查询参数 ${shown}。可用：${[...filters, ...RESERVED].join('、')}；范围加 .from、.to，前缀加 .prefix。`,
    `There is no parameter ${shown}. Use ${[...filters, ...RESERVED].join(', ')}; add .from and .to for a range, .prefix for a prefix.`,
  );
}

function names(fields: Fields, use: 'filter' | 'sort' | 'facet'): readonly string[] {
  return Object.keys(fields).filter((field) => fields[field]?.[use]);
}
