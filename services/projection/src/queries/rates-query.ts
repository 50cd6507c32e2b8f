import { z } from 'zod';
import { formatDate, idOf, millisOf, parseDate, shanghaiDay, type Json } from '@fengqiao/kernel';
import type { QueryAnswer, QueryContext, QueryParameter, QueryRoute } from '@fengqiao/platform';
import type { Condition, Projection, Scope } from '@fengqiao/read-models';
import type { ObligationRow } from '../deadlines/obligation-row';
import type { LedgerDocument } from '../ledger';
import { contributionsOf, contributionsOfDeadlines, FED_ELSEWHERE, indicatorsFrom, type Counted, type Period } from '../rates';
import { ask, badValue, EVERYBODY, everything, freshness, single } from './asking';
import { officeItem } from './deadline-item';
import type { ReadParts } from './read-parts';
import { bilingual, freshness as freshnessSchema } from './schemas';

const rate = { numerator: z.number().int(), denominator: z.number().int(), percent: z.string().nullable() };
const indicator = z.strictObject({
  id: z.string(), name: bilingual, formula: bilingual, kind: z.enum(['ratio', 'count']), target: z.strictObject({ value: z.number(), source: z.string() }).nullable(), ...rate,
  /** Other denominators of the same indicator, and parts of it. */
  readings: z.array(z.strictObject({ id: z.string(), name: bilingual, ...rate })),
  /** Cases that fell short (of a count: those it counts), at most twenty. */
  cases: z.array(z.string()),
});
const group = z.strictObject({ key: z.string(), name: z.string(), indicators: z.array(indicator) });
const answer = z.strictObject({
  from: z.string(), to: z.string(), by: z.string(), indicators: z.array(indicator), groups: z.array(group),
  /** Indicators of the same list that mediation does not feed. */
  fedElsewhere: z.array(z.strictObject({ id: z.string(), name: bilingual, by: bilingual })),
  freshness: freshnessSchema,
});

const GROUPS = ['office', 'division', 'category'] as const;
type GroupName = (typeof GROUPS)[number] | '';

const PARAMETERS: readonly QueryParameter[] = [
  { name: 'from', label: { zh: '首日 YYYY-MM-DD，默认本月一日', en: 'first day, YYYY-MM-DD; the first of this month where omitted' } },
  { name: 'to', label: { zh: '末日（含），默认今天', en: 'last day, inclusive; today where omitted' } },
  { name: 'by', label: { zh: `分组：${GROUPS.join('、')}`, en: `count apart by: ${GROUPS.join(', ')}` } },
  { name: 'division', label: { zh: '区划代码，含其下辖区', en: 'division code, with what lies in it' } },
];

/** Rates of mediation work over a period (工作指标): each indicator with both counts, its other readings, and the cases that fell short. */
export function ratesQuery(parts: ReadParts): QueryRoute {
  return {
    id: 'rates',
    path: '/v1/views/rates',
    label: { zh: '工作指标', en: 'rates: the indicators of mediation over a period, for the whole or apart by office, division or category' },
    roles: EVERYBODY,
    parameters: single(...PARAMETERS),
    produces: ['json'],
    response: answer,
    handle: async (context) => {
      const asked = await ask(NO_FIELDS, context, parts, ['from', 'to', 'by', 'division']);
      if (!asked.ok) return asked.answer;
      const read = readQuestion(context, shanghaiDay(millisOf(parts.clock.now())));
      return 'kind' in read ? read : { kind: 'json', body: context.reveal(await answered(read, context.scope, parts)) };
    },
  };
}

/** It is asked by a period and a group, not by fields of documents. */
const NO_FIELDS: Pick<Projection<LedgerDocument>, 'name' | 'fields'> = { name: 'rates', fields: {} };

interface Question {
  readonly period: Period;
  readonly by: GroupName;
  readonly where: readonly Condition[];
}

function readQuestion({ query }: QueryContext, today: number): Question | QueryAnswer {
  const { from, to, by = '', division } = query as Readonly<Record<string, string | undefined>>;
  const lastDay = to === undefined ? today : parseDate(to);
  if (lastDay === undefined) return badValue('to', '须为日期 YYYY-MM-DD', 'must be a date, YYYY-MM-DD');
  const firstDay = parseDate(from ?? `${formatDate(lastDay as never).slice(0, 7)}-01`);
  if (firstDay === undefined) return badValue('from', '须为日期 YYYY-MM-DD', 'must be a date, YYYY-MM-DD');
  if (firstDay > lastDay) return badValue('from', '须不晚于末日', 'must not lie after the last day');
  if (by !== '' && !GROUPS.some((each) => each === by)) return badValue('by', `须为 ${GROUPS.join('、')} 之一`, `must be one of ${GROUPS.join(', ')}`);
  if (division !== undefined && !/^\d{2,12}$/.test(division)) return badValue('division', '须为 2 至 12 位区划代码', 'must be a division code of 2 to 12 digits');
  return { period: { from: firstDay, to: lastDay as Period['to'] }, by: by as GroupName, where: division === undefined ? [] : [{ field: 'division', op: 'prefix', value: division }] };
}

async function answered({ period, by, where }: Question, scope: Scope, parts: ReadParts): Promise<Json> {
  const { readSide, clock } = parts;
  const { deadlines } = readSide.opened;
  await deadlines.settled(clock.now());
  const disputes = await everything(readSide.ledger.store, scope, where);
  const rows = await everything(deadlines.rows, scope, [...where, { field: 'rootRule', op: 'in', value: ['MED-19', 'MED-19.acknowledge', 'MED-18.week', 'MED-18.month'] }]);
  const groups = new Map<string, Counted[]>();
  const add = (key: string, counted: readonly Counted[]): void => {
    const group = groups.get(key) ?? [];
    if (group.push(...counted) > 0) groups.set(key, group);
  };
  const categories = new Map(disputes.map(({ document }) => [document.id, document.category]));
  for (const { document } of disputes) {
    add({ '': '', office: document.officeId, division: document.division, category: document.category }[by], contributionsOf(document, period).map((each) => ({ ...each, caseId: document.id })));
  }
  const receipts = new Map<string, ObligationRow[]>();
  for (const { document } of rows) {
    if (document.obligation.rootRule === 'MED-19.acknowledge') receipts.set(document.subject, [...(receipts.get(document.subject) ?? []), document]);
  }
  for (const { document } of rows) {
    const caseId = document.subject.startsWith('mediation.dispute-') ? idOf(document.subject) : '';
    const counted = contributionsOfDeadlines(document, receipts.get(document.subject) ?? [], period).map((each) => ({ ...each, caseId }));
    if (counted.length > 0) add({ '': '', office: document.obligation.responsibleOfficeId, division: document.division, category: categories.get(caseId) ?? '' }[by], counted);
  }
  const all = [...groups.values()].flat();
  const named = [...groups].filter(([, counted]) => counted.length > 0).sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    from: formatDate(period.from), to: formatDate(period.to), by,
    indicators: indicatorsFrom(all),
    groups: by === '' ? [] : named.map(([key, counted]) => ({ key, name: by === 'office' ? nameOf(key, parts) : key, indicators: indicatorsFrom(counted) })),
    fedElsewhere: FED_ELSEWHERE,
    freshness: await freshness(parts),
  } as unknown as Json;
}

function nameOf(officeId: string, parts: ReadParts): string {
  const office = officeItem(officeId, parts) as { readonly name: string } | null;
  return office?.name ?? '';
}
