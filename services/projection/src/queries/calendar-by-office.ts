import { z } from 'zod';
import { formatDate, millisOf, parseDate, shanghaiDay, type EpochDay, type Instant, type Json } from '@fengqiao/kernel';
import type { QueryAnswer, QueryParameter, QueryRoute } from '@fengqiao/platform';
import type { Condition, ViewQuery } from '@fengqiao/read-models';
import { obligationRows } from '../deadlines/obligation-row';
import { ask, badValue, EVERYBODY, freshness, parametersOf } from './asking';
import { officeItem } from './deadline-item';
import type { ReadParts } from './read-parts';
import { freshness as freshnessSchema, office } from './schemas';

/** Days shown where nothing else is asked, and at most. */
const USUAL_DAYS = 14;
const MOST_DAYS = 62;

/** What a list takes and this one does not: it has no pages and one order. */
const NOT_HERE = ['sort', 'limit', 'cursor', 'facets'];

const counted = z.strictObject({
  /** All that is open; the sum of what follows but `late`. */
  open: z.number().int(),
  /** Of it, what is late as of now. */
  late: z.number().int(),
  /** Due before the first day shown, after the last, and not due on any day yet. */
  earlier: z.number().int(),
  later: z.number().int(),
  undated: z.number().int(),
  /** Due on the days shown; days without any are left out. */
  days: z.array(z.strictObject({ day: z.string(), due: z.number().int() })),
});

const answered = z.strictObject({
  from: z.string(),
  /** The day after the last one shown. */
  to: z.string(),
  /** By open obligations, most first, then by office; at most 200. */
  offices: z.array(counted.extend({ office: office.nullable() })),
  total: counted,
  freshness: freshnessSchema,
});

const OWN: readonly QueryParameter[] = [
  { name: 'from', label: { zh: '首日（2026-11-22），默认今天', en: 'first day (2026-11-22), today where omitted' } },
  { name: 'days', label: { zh: `天数，1 至 ${MOST_DAYS}，默认 ${USUAL_DAYS}`, en: `number of days, 1 to ${MOST_DAYS}, ${USUAL_DAYS} where omitted` } },
];

/** How many open obligations each office has to meet, day by day: the deadline calendar by office (各机构时限日历). */
export function calendarByOffice(parts: ReadParts): QueryRoute {
  return {
    id: 'deadlineCalendarByOffice',
    path: '/v1/views/deadline-calendar/by-office',
    label: { zh: '各机构时限日历', en: 'deadline calendar by office: open obligations of each responsible office, day by day' },
    roles: EVERYBODY,
    parameters: [...OWN, ...parametersOf(obligationRows).filter(({ name }) => !NOT_HERE.includes(name))],
    produces: ['json'],
    response: answered,
    handle: async (context) => {
      const { from, days, ...query } = context.query;
      const unknown = NOT_HERE.find((name) => name in query);
      if (unknown !== undefined) return notHere(unknown);
      const now = parts.clock.now();
      const window = windowOf(from, days, now);
      if ('kind' in window) return window;
      const asked = await ask(obligationRows, { ...context, query }, parts);
      if (!asked.ok) return asked.answer;
      const { deadlines } = parts.readSide.opened;
      await deadlines.settled(now);
      return { kind: 'json', body: await answer(asked.query, window, parts) };
    },
  };
}

interface Window {
  readonly from: string;
  readonly to: string;
}

function windowOf(from: unknown, days: unknown, now: Instant): Window | QueryAnswer {
  const first = from === undefined ? shanghaiDay(millisOf(now)) : typeof from === 'string' ? parseDate(from) : undefined;
  if (first === undefined || first < 0) return badValue('from', '须为存在的日期，如 2026-11-22', 'must be a date that exists, such as 2026-11-22');
  const count = days === undefined ? USUAL_DAYS : typeof days === 'string' && /^\d{1,2}$/.test(days) ? Number(days) : 0;
  if (count < 1 || count > MOST_DAYS) return badValue('days', `须为1至${MOST_DAYS}的整数`, `is a whole number from 1 to ${MOST_DAYS}`);
  const to = first + count;
  // A year of five digits has no date that could be written.
  if (to > LAST_DAY) return badValue('from', '过晚', 'is too late');
  return { from: formatDate(first), to: formatDate(to as EpochDay) };
}

const LAST_DAY = parseDate('9999-12-31') as EpochDay;

async function answer(query: ViewQuery, window: Window, parts: ReadParts): Promise<Json> {
  const { rows } = parts.readSide.opened.deadlines;
  const where: readonly Condition[] = [...query.where, { field: 'open', op: 'eq', value: true }];
  const { facets } = await rows.query({ ...query, where, limit: 1, facets: ['officeId'] });
  const offices: Json[] = [];
  for (const { value } of facets['officeId'] ?? []) {
    offices.push({ office: officeItem(String(value), parts), ...(await countsOf([...where, { field: 'officeId', op: 'eq', value }])) });
  }
  return { ...window, offices, total: await countsOf(where), freshness: await freshness(parts) };

  async function countsOf(all: readonly Condition[]): Promise<Readonly<Record<string, Json>>> {
    const count = async (...more: readonly Condition[]) => (await rows.query({ ...query, where: [...all, ...more], limit: 1, facets: [] })).total;
    const inside = await rows.query({ ...query, where: [...all, { field: 'dueOn', op: 'gte', value: window.from }, { field: 'dueOn', op: 'lt', value: window.to }], limit: 1, facets: ['dueOn'] });
    const days = (inside.facets['dueOn'] ?? []).map(({ value, count: due }) => ({ day: String(value), due }));
    return {
      open: await count(),
      late: await count({ field: 'late', op: 'eq', value: true }),
      earlier: await count({ field: 'dueOn', op: 'lt', value: window.from }),
      later: await count({ field: 'dueOn', op: 'gte', value: window.to }),
      undated: await count({ field: 'dueOn', op: 'eq', value: null }),
      days: days.sort((a, b) => (a.day < b.day ? -1 : 1)),
    };
  }
}

function notHere(parameter: string): QueryAnswer {
  return { kind: 'problem', status: 400, code: 'QUERY_PARAMETER_UNKNOWN', parameter, zh: `查询参数 ${parameter} 此处不分页、不排序、不计数。`, en: `The parameter ${parameter} has no place here: there are no pages, and one order.` };
}
