import { z } from 'zod';
import { millisOf, MS_PER_DAY, toInstant, type Instant, type Json } from '@fengqiao/kernel';
import type { QueryRoute } from '@fengqiao/platform';
import type { Condition, Scope } from '@fengqiao/read-models';
import { obligationRows } from '../deadlines/obligation-row';
import type { LedgerDocument, LedgerReport } from '../ledger';
import { ask, EVERYBODY, everything, listed, page, parametersOf } from './asking';
import { caseNumber, deadlineItem, officeItem } from './deadline-item';
import { ANSWER_LABELS, LINE_LABELS } from './labels';
import type { ReadParts } from './read-parts';
import { bilingual, deadline, office, pageOf } from './schemas';

const report = z.strictObject({
  reportId: z.string(),
  caseId: z.string(),
  caseNumber: z.string(),
  category: z.string(),
  division: z.string(),
  from: office.nullable(),
  to: office.nullable(),
  reportedAt: z.string(),
  ageMs: z.number().int(),
  acknowledged: z.boolean(),
  acknowledgements: z.array(z.strictObject({ line: z.string(), lineLabel: bilingual, office: office.nullable(), at: z.string() })),
  answer: z.string(),
  answerLabel: bilingual,
});

const counts = z.strictObject({
  /** Cases with a report that was neither returned nor taken over. */
  reportedCases: z.number().int(),
  reports: z.number().int(),
  unacknowledged: z.number().int(),
  overdue: z.number().int(),
  dueWithin24h: z.number().int(),
  escalated: z.number().int(),
});

/** What a duty officer has to look at now: the duty board (值班台). */
export function dutyBoard(parts: ReadParts): QueryRoute {
  return {
    id: 'dutyBoard',
    path: '/v1/views/duty-board',
    label: { zh: '值班台', en: 'duty board: open major reports, obligations late or due within 24 hours, rungs raised' },
    roles: EVERYBODY,
    parameters: parametersOf(obligationRows),
    produces: ['json'],
    response: pageOf(deadline).extend({ reports: z.array(report), counts }),
    handle: async (context) => {
      const asked = await ask(obligationRows, context, parts);
      if (!asked.ok) return asked.answer;
      const { deadlines } = parts.readSide.opened;
      const now = parts.clock.now();
      await deadlines.settled(now);
      const found = await page(deadlines.rows, asked.query, { where: pressing(now), sort: { field: 'due', descending: false } });
      const list = await listed(obligationRows, asked.query, found, parts, ({ document }) => deadlineItem(document, now, parts));
      const { reports, reportedCases } = await openReports(context.scope, now, parts);
      const body = { ...list, reports, counts: await countsOf(context.scope, now, reports, reportedCases, parts) };
      return { kind: 'json', body: context.reveal(body as Json) };
    },
  };
}

const OPEN: Condition = { field: 'open', op: 'eq', value: true };

/** Open, and late or due within 24 hours: what is late was due before. */
function pressing(now: Instant): readonly Condition[] {
  return [OPEN, { field: 'due', op: 'lt', value: toInstant(millisOf(now) + MS_PER_DAY) }];
}

type Report = z.infer<typeof report>;

/** Every report that waits for its answer, the oldest first: each of them is somebody's duty of today, so none is left to a next page. */
async function openReports(scope: Scope, now: Instant, parts: ReadParts): Promise<{ readonly reports: readonly Report[]; readonly reportedCases: number }> {
  const escalated = await everything(parts.readSide.ledger.store, scope, [{ field: 'escalated', op: 'eq', value: true }]);
  const reports = escalated.flatMap(({ stream, document }) => document.reports.filter(isOpen).map((each) => reportItem(each, document, stream, now, parts)));
  return { reports: reports.sort(byAge), reportedCases: escalated.length };
}

function byAge(a: Report, b: Report): number {
  return a.reportedAt === b.reportedAt ? (a.reportId < b.reportId ? -1 : 1) : a.reportedAt < b.reportedAt ? -1 : 1;
}

function isOpen({ answer }: LedgerReport): boolean {
  return answer === 'none' || answer === 'supported';
}

function reportItem({ reportId, fromOfficeId, toOfficeId, reportedAt, acknowledged, answer }: LedgerReport, row: LedgerDocument, stream: string, now: Instant, parts: ReadParts): Report {
  const officeOf = (id: string) => officeItem(id, parts) as Report['from'];
  return {
    reportId,
    caseId: row.id,
    caseNumber: caseNumber(stream, parts),
    category: row.category,
    division: row.division,
    from: officeOf(fromOfficeId),
    to: officeOf(toOfficeId),
    reportedAt,
    ageMs: millisOf(now) - millisOf(reportedAt),
    acknowledged: acknowledged.length > 0,
    acknowledgements: acknowledged.map(({ line, officeId, at }) => ({ line, lineLabel: { ...LINE_LABELS[line] } as Report['answerLabel'], office: officeOf(officeId), at })),
    answer,
    answerLabel: { ...ANSWER_LABELS[answer] } as Report['answerLabel'],
  };
}

async function countsOf(scope: Scope, now: Instant, reports: readonly Report[], reportedCases: number, parts: ReadParts): Promise<z.infer<typeof counts>> {
  const { rows } = parts.readSide.opened.deadlines;
  const count = async (...where: readonly Condition[]): Promise<number> => (await rows.query({ scope, where: [OPEN, ...where], limit: 1, facets: [] })).total;
  return {
    reportedCases,
    reports: reports.length,
    unacknowledged: reports.filter(({ acknowledged }) => !acknowledged).length,
    overdue: await count({ field: 'late', op: 'eq', value: true }),
    dueWithin24h: await count({ field: 'late', op: 'eq', value: false }, { field: 'due', op: 'lt', value: toInstant(millisOf(now) + MS_PER_DAY) }),
    escalated: await count({ field: 'raised', op: 'eq', value: true }),
  };
}
