import { z } from 'zod';
import { KEY_PERIODS, namedPeriod, type NamedPeriod } from '@fengqiao/calendar';
import { formatDate, millisOf, parseDate, shanghaiDay, type EpochDay, type Json } from '@fengqiao/kernel';
import type { Bilingual, QueryAnswer, QueryContext, QueryParameter, QueryRoute } from '@fengqiao/platform';
import type { Condition, FieldSpec, Projection, ViewDocument } from '@fengqiao/read-models';
import { committeeProjection, type CommitteeDocument } from '../register';
import { boardRow, cadenceOf, columnsBetween, screeningProjection, tallyOf, type BoardRow, type Cell, type Columns, type Tally } from '../screening';
import { answerList, ask, badValue, EVERYBODY, everything, listed, page, parametersOf } from './asking';
import { officeItem } from './deadline-item';
import { CELL_LABELS } from './labels';
import type { ReadParts } from './read-parts';
import { bilingual, office, pageOf } from './schemas';

/** How far a board looks back where nobody says, in days: eight weeks. */
const USUAL_DAYS = 56;
const MOST_DAYS = 372;
const MOST_MISSED = 200;

const text = z.string();
const count = z.number().int();

const cell = z.strictObject({
  period: text, label: bilingual, state: text, stateLabel: bilingual, owed: z.boolean(), nil: z.boolean(), reports: count,
  screenedAt: text, recordedAt: text, householdsVisited: count, disputesFound: count, priorityPersons: count, doorToDoor: z.boolean(),
});
const tally = z.strictObject({ owed: count, done: count, doneLate: count, missed: count, open: count, nil: count, disputesFound: count });
const period = z.strictObject({ period: text, label: bilingual, first: text, last: text });
const row = z.strictObject({
  officeId: text, office: office.nullable(), division: text, level: count, kind: text, status: text,
  /** `week`, `month`; empty for a committee of which the calendar asks nothing. */
  cadence: text,
  cells: z.array(cell),
  beside: z.array(cell),
  tally,
});
const board = pageOf(row).extend({
  from: text, to: text, weeks: z.array(period), months: z.array(period),
  /** Of everything that matches, not only of this page. */
  totals: z.strictObject({ week: tally, month: tally }),
  missed: z.array(z.strictObject({ office: office.nullable(), division: text, period: text, label: bilingual, last: text })),
});

/** The board asks by place and kind of committee; how a committee stands today says nothing of what it did. */
const boardView: Pick<Projection<CommitteeDocument>, 'name' | 'fields'> = {
  name: 'screeningBoard',
  fields: Object.fromEntries(['kind', 'level', 'division', 'officeId', 'status'].map((name) => [name, committeeProjection.fields[name] as FieldSpec<CommitteeDocument>])),
};

const STOOD: Condition = { field: 'stood', op: 'eq', value: true };
const RANGE: readonly QueryParameter[] = [
  { name: 'from', label: { zh: '起始日 YYYY-MM-DD；默认八周前', en: 'first day, YYYY-MM-DD; eight weeks ago where omitted' } },
  { name: 'to', label: { zh: '截止日 YYYY-MM-DD（含）；默认今天', en: 'last day, YYYY-MM-DD (inclusive); today where omitted' } },
];

/** Who has screened, week by week and month by month: the screening board (排查看板). */
export function screeningBoard(parts: ReadParts): QueryRoute {
  return {
    id: 'screeningBoard',
    path: '/v1/views/screening-board',
    label: { zh: '排查看板', en: 'screening board: villages by week, townships by month; done, done late, missed, nil reports, special drives' },
    roles: EVERYBODY,
    parameters: [...RANGE, ...parametersOf(boardView)],
    produces: ['json'],
    response: board,
    handle: async (context) => {
      const asked = await ask(boardView, context, parts, ['from', 'to']);
      if (!asked.ok) return asked.answer;
      const range = rangeOf(context, shanghaiDay(millisOf(parts.clock.now())));
      if ('kind' in range) return range;
      const rowOf = ({ document }: ViewDocument<CommitteeDocument>) => boardRow(document, parts.readSide.screened.of(document.officeId), range, millisOf(parts.clock.now()));
      const found = await page(parts.readSide.committees.store, asked.query, { where: [STOOD], sort: { field: 'division', descending: false } });
      const list = await listed(boardView, asked.query, found, parts, (document) => rowItem(document.document, rowOf(document), parts));
      const { totals, missed } = await overall(asked.query.where, context, rowOf, parts);
      const body = { ...list, from: formatDate(range.from), to: formatDate(range.to), weeks: range.weeks.map(periodItem), months: range.months.map(periodItem), totals, missed };
      return { kind: 'json', body: context.reveal(body as unknown as Json) };
    },
  };
}

/** Every report of a screening in the asker's scope, the latest first. */
export function screeningReports(parts: ReadParts): QueryRoute {
  return {
    id: 'screeningReports',
    path: '/v1/views/screenings',
    label: { zh: '排查上报明细', en: 'reports of screenings, one by one' },
    roles: EVERYBODY,
    parameters: parametersOf(screeningProjection),
    produces: ['json'],
    response: pageOf(z.strictObject({
      id: text, revision: count, officeId: text, office: office.nullable(), division: text, period: text, label: bilingual, householdsVisited: count, disputesFound: count, disputeIds: z.array(text),
      priorityVisits: z.array(z.strictObject({ tag: text, persons: count })), doorToDoor: z.boolean(), screenedAt: text, recordedAt: text,
    })),
    handle: answerList(screeningProjection, parts.readSide.screenings.store, parts, { field: 'recordedAt', descending: true }, ({ revision, document }) => (
      { ...document, revision, label: labelOf(document.period), office: officeItem(document.officeId, parts) } as unknown as Json
    )),
  };
}

/** The stretch asked for, to today at most; a refusal where it is none or too long. */
function rangeOf({ query }: QueryContext, today: EpochDay): Columns | QueryAnswer {
  const dayOf = (name: string): EpochDay | undefined => (typeof query[name] === 'string' ? parseDate(query[name]) : undefined);
  for (const name of ['from', 'to']) if (query[name] !== undefined && dayOf(name) === undefined) return badValue(name, '须为实际存在的日期 YYYY-MM-DD', 'must be a date that exists, YYYY-MM-DD');
  const to = Math.min(dayOf('to') ?? today, today) as EpochDay;
  const from = dayOf('from') ?? ((to - USUAL_DAYS + 1) as EpochDay);
  if (from > to) return badValue('from', '须不晚于截止日和今天', 'must not lie after the last day, nor after today');
  if (to - from >= MOST_DAYS) return badValue('from', `一次最多查询 ${MOST_DAYS} 天`, `a board shows ${MOST_DAYS} days at most`);
  return columnsBetween(from, to);
}

/** Counts of everything that matches, and who missed what, the newest first. */
async function overall(where: readonly Condition[], { scope }: QueryContext, rowOf: (document: ViewDocument<CommitteeDocument>) => BoardRow, parts: ReadParts) {
  const cells: Record<'week' | 'month', Cell[]> = { week: [], month: [] };
  const missed: { readonly document: CommitteeDocument; readonly of: NamedPeriod }[] = [];
  for (const document of await everything(parts.readSide.committees.store, scope, [...where, STOOD])) {
    const { cadence, cells: own } = rowOf(document);
    if (cadence) cells[cadence].push(...own);
    missed.push(...own.filter(({ state }) => state === 'missed').flatMap((each) => namedPeriod(each.period) ?? []).map((of) => ({ document: document.document, of })));
  }
  const order = ({ document, of }: (typeof missed)[number]) => `${formatDate(of.end)} ${document.division} ${document.officeId}`;
  const newest = missed.sort((a, b) => b.of.end - a.of.end || (order(a) < order(b) ? -1 : 1)).slice(0, MOST_MISSED);
  return {
    totals: { week: tallyOf(cells.week), month: tallyOf(cells.month) } satisfies Record<'week' | 'month', Tally>,
    missed: newest.map(({ document, of }) => ({ office: officeItem(document.officeId, parts), division: document.division, period: of.name, label: labelOf(of.name), last: formatDate((of.end - 1) as EpochDay) })),
  };
}

function rowItem(document: CommitteeDocument, { cells, beside }: BoardRow, parts: ReadParts): Json {
  const { officeId, division, level, kind, status } = document;
  return { officeId, office: officeItem(officeId, parts), division, level, kind, status, cadence: cadenceOf(document) ?? '', cells: cells.map(cellItem), beside: beside.map(cellItem), tally: tallyOf(cells) } as unknown as Json;
}

const NOTHING: Omit<NonNullable<Cell['reported']>, 'nil'> = { reports: 0, screenedAt: '', recordedAt: '', householdsVisited: 0, disputesFound: 0, priorityPersons: 0, doorToDoor: false };

function cellItem({ period: name, state, owed, reported }: Cell) {
  return { period: name, label: labelOf(name), state, stateLabel: { ...CELL_LABELS[state] }, owed, ...(reported ?? { ...NOTHING, nil: false }) };
}

function periodItem({ name, first, end }: NamedPeriod) {
  return { period: name, label: labelOf(name), first: formatDate(first), last: formatDate((end - 1) as EpochDay) };
}

/** A period as people say it. */
function labelOf(name: string): Bilingual {
  const [year = '', rest = ''] = name.split('-');
  const key = KEY_PERIODS.find(({ code }) => code === rest);
  if (key) return { zh: `${year}年${key.zh}专项排查`, en: `${key.en} drive of ${year}` };
  if (rest.startsWith('W')) return { zh: `${year}年第${Number(rest.slice(1))}周`, en: `week ${Number(rest.slice(1))} of ${year}` };
  return { zh: `${year}年${Number(rest)}月`, en: name };
}
