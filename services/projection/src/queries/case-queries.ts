import { z } from 'zod';
import type { Json } from '@fengqiao/kernel';
import type { QueryAnswer, QueryContext, QueryRoute } from '@fengqiao/platform';
import type { ViewDocument } from '@fengqiao/read-models';
import type { Role } from '@fengqiao/security';
import { obligationRows } from '../deadlines/obligation-row';
import { ledgerProjection, type LedgerDocument } from '../ledger';
import { caseTimeline } from '../timeline';
import { ask, EVERYBODY, freshness, NOT_FOUND, sees, single } from './asking';
import { caseNumber, deadlineItem, officeItem } from './deadline-item';
import { rungLabel } from './labels';
import type { ReadParts } from './read-parts';
import { bilingual, deadline, freshness as freshnessSchema, office } from './schemas';

/** Who counts reads numbers, not what was done with one case. */
const READERS = EVERYBODY.filter((role: Role) => role !== 'analyst');

const DISPUTE = 'mediation.dispute-';

const entry = z.strictObject({
  revision: z.number().int(),
  id: z.string(),
  type: z.string(),
  label: bilingual,
  occurredAt: z.string(),
  recordedAt: z.string(),
  late: z.boolean(),
  actor: z.string(),
  actorName: z.string(),
  office: office.nullable(),
  data: z.looseObject({}),
});

const raised = z.strictObject({
  obligationId: z.string(), ruleId: z.string(), rung: z.string(), label: bilingual, n: z.number().int(), at: z.string(), raisedAt: z.string(), lateMs: z.number(), withdrawnAt: z.string().nullable(),
});

/** What happened in one case and what was raised because of it. */
export function caseTimelineQuery(parts: ReadParts): QueryRoute {
  return {
    id: 'caseTimeline',
    path: '/v1/views/cases/:id/timeline',
    label: { zh: '办理过程', en: 'what happened in a case and what was raised because of it' },
    roles: READERS,
    parameters: single(),
    produces: ['json'],
    response: z.strictObject({ caseId: z.string(), caseNumber: z.string(), parked: z.boolean(), entries: z.array(entry), rungs: z.array(raised), freshness: freshnessSchema }),
    handle: async (context) => {
      const found = await visibleCase(context, parts);
      if ('kind' in found) return found;
      const entries = await caseTimeline(parts.log, found.stream);
      const body = {
        caseId: found.document.id,
        caseNumber: caseNumber(found.stream, parts),
        parked: found.parked !== undefined,
        entries: entries.map(({ office: officeId, ...each }) => ({ ...each, office: officeItem(officeId, parts), actorName: parts.readSide.directory.person(each.actor)?.name ?? '' })),
        rungs: rungsOf(found.stream, parts),
        freshness: await freshness(parts),
      };
      return { kind: 'json', body: context.reveal(body as unknown as Json) };
    },
  };
}

/** Every obligation of one case, open ones first by their due. */
export function caseDeadlines(parts: ReadParts): QueryRoute {
  return {
    id: 'deadlinesOfCase',
    path: '/v1/views/cases/:id/deadlines',
    label: { zh: '案件的全部时限', en: 'every obligation of a case' },
    roles: EVERYBODY,
    parameters: single(),
    produces: ['json'],
    response: z.strictObject({ caseId: z.string(), caseNumber: z.string(), items: z.array(deadline), freshness: freshnessSchema }),
    handle: async (context) => {
      const found = await visibleCase(context, parts);
      if ('kind' in found) return found;
      const { deadlines } = parts.readSide.opened;
      const now = parts.clock.now();
      await deadlines.settled(now);
      const { items } = await deadlines.rows.query({ scope: context.scope, where: [{ field: 'caseId', op: 'eq', value: found.document.id }], sort: { field: 'due', descending: false }, limit: 200, facets: [] });
      const ordered = [...items].sort((a, b) => Number(b.document.obligation.closedAt === undefined) - Number(a.document.obligation.closedAt === undefined));
      const body = { caseId: found.document.id, caseNumber: caseNumber(found.stream, parts), items: ordered.map(({ document }) => deadlineItem(document, now, parts)), freshness: await freshness(parts) };
      return { kind: 'json', body };
    },
  };
}

/** The ledger's line of the case, where the asker may see it. */
async function visibleCase(context: QueryContext, parts: ReadParts): Promise<ViewDocument<LedgerDocument> | QueryAnswer> {
  const asked = await ask({ name: obligationRows.name, fields: {} }, context, parts);
  if (!asked.ok) return asked.answer;
  const view = await parts.readSide.ledger.store.get(`${DISPUTE}${context.path['id'] ?? ''}`);
  return view && sees(context.scope, ledgerProjection.scopeOf(view.document)) ? view : NOT_FOUND;
}

function rungsOf(stream: string, { readSide }: ReadParts): readonly z.infer<typeof raised>[] {
  const { view } = readSide.opened.deadlines;
  const rungs = view.escalatedOf(stream).flatMap((id) => view.history(id)?.document.rungs ?? []);
  return rungs
    .sort((a, b) => (a.raisedAt < b.raisedAt ? -1 : a.raisedAt > b.raisedAt ? 1 : a.n - b.n))
    .map(({ obligationId, ruleId, name, n, at, raisedAt, lateMs, withdrawnAt }) => ({
      obligationId, ruleId, rung: name, label: { ...rungLabel(name) }, n, at, raisedAt, lateMs,
      withdrawnAt: withdrawnAt ?? null,
    }));
}
