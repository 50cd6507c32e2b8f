import { z } from 'zod';
import { renderExplanation, type Obligation } from '@fengqiao/deadlines';
import type { Json } from '@fengqiao/kernel';
import type { QueryAnswer, QueryRoute } from '@fengqiao/platform';
import type { FullJudgement } from '../deadlines/standing';
import type { ObligationRow } from '../deadlines/obligation-row';
import { ask, EVERYBODY, freshness, NOT_FOUND, single } from './asking';
import { caseNumber, deadlineItem, officeItem } from './deadline-item';
import { rungLabel } from './labels';
import type { ReadParts } from './read-parts';
import { bilingual, deadline, freshness as freshnessSchema, office } from './schemas';

/** A sentence of an explanation. */
export const step = z.strictObject({
  kind: z.string(), zh: z.string(), en: z.string(), source: z.string(),
  from: z.string().optional(), to: z.string().optional(), days: z.number().optional(), why: z.string().optional(), since: z.string().optional(), until: z.string().optional(), millis: z.number().optional(),
  length: z.record(z.string(), z.number()).optional(), roll: z.string().optional(), ends: z.string().optional(), due: z.string().optional(),
});

const rung = z.strictObject({
  id: z.string(), name: z.string(), label: bilingual, n: z.number().int(), at: z.string(), to: z.array(z.string()), state: z.string(), unfounded: z.boolean(),
  raisedAt: z.string().nullable(), lateMs: z.number().nullable(), withdrawnAt: z.string().nullable(),
  told: z.array(z.strictObject({ symbol: z.string(), office: office.nullable(), personId: z.string(), fallback: z.boolean() })),
});

const explained = z.strictObject({
  deadline,
  cite: z.array(z.strictObject({ document: z.string(), clause: z.string(), verified: z.string() })),
  packHash: z.string(),
  calendars: z.record(z.string(), z.string()),
  startFact: z.string(),
  closedBy: z.string().nullable(),
  steps: z.array(step),
  rungs: z.array(rung),
  freshness: freshnessSchema,
});

/** Why a deadline is what it is: rule, clause, arithmetic day by day, rungs past and to come; as data, or as text for people. */
export function deadlineExplain(parts: ReadParts): QueryRoute {
  return {
    id: 'explainDeadline',
    path: '/v1/views/deadlines/:id',
    label: { zh: '时限说明', en: 'explain a deadline: rule, clause, start, arithmetic step by step, rungs past and to come' },
    roles: EVERYBODY,
    parameters: single(
      { name: 'format', label: { zh: 'json（默认）或 text', en: 'json (where omitted) or text' } },
      { name: 'lang', label: { zh: 'text 的语言：zh（默认）或 en', en: 'language of text: zh (where omitted) or en' } },
    ),
    produces: ['json', 'text'],
    response: explained,
    handle: async (context) => {
      const { format = 'json', lang = 'zh' } = context.query;
      if (format !== 'json' && format !== 'text') return wrong('format', 'json, text');
      if (lang !== 'zh' && lang !== 'en') return wrong('lang', 'zh, en');
      const asked = await ask({ name: 'obligation', fields: {} }, context, parts, ['format', 'lang']);
      if (!asked.ok) return asked.answer;
      const { deadlines } = parts.readSide.opened;
      const now = parts.clock.now();
      await deadlines.settled(now);
      const { items } = await deadlines.rows.query({ scope: context.scope, where: [{ field: 'id', op: 'eq', value: context.path['id'] ?? '' }], limit: 1, facets: [] });
      const row = items[0]?.document;
      const judgement = row && deadlines.view.judgeNow(row.subject, now);
      const obligation = judgement?.obligations.find(({ id }) => id === row?.id);
      if (!row || !judgement || !obligation) return NOT_FOUND;
      if (format === 'json') return { kind: 'json', body: { deadline: deadlineItem(row, now, parts), ...explanation(obligation, judgement, parts), freshness: await freshness(parts) } };
      return { kind: 'text', body: textOf(obligation, row, lang, parts), language: lang === 'zh' ? 'zh-CN' : 'en' };
    },
  };
}

function explanation(obligation: Obligation, { raised }: FullJudgement, parts: ReadParts): Readonly<Record<string, Json>> {
  const logged = new Map(raised.map((each) => [each.rungId, each]));
  return {
    cite: obligation.cite as unknown as Json,
    packHash: obligation.packHash,
    calendars: { ...obligation.calendars },
    startFact: obligation.startFact,
    closedBy: obligation.closedBy ?? null,
    steps: obligation.explanation.map((each) => ({ ...each })) as unknown as Json,
    rungs: obligation.rungs.map(({ id, name, n, at, to, state, unfounded = false }) => {
      const known = logged.get(id);
      return {
        id, name, label: { ...rungLabel(name) }, n, at, to, state, unfounded,
        raisedAt: known?.raisedAt ?? null,
        lateMs: known?.lateMs ?? null,
        withdrawnAt: known?.withdrawnAt ?? null,
        told: (known?.told ?? []).map(({ symbol, officeId, personId, fallback }) => ({ symbol, office: officeItem(officeId, parts), personId, fallback })),
      };
    }),
  };
}

/** People know a case by its number. */
function textOf(obligation: Obligation, { subject }: ObligationRow, language: 'zh' | 'en', parts: ReadParts): string {
  const { explanation: steps, ...rest } = obligation;
  const named = { ...rest, explanation: steps, subject: caseNumber(subject, parts) || obligation.subject };
  return renderExplanation(named, language, (officeId) => parts.readSide.directory.office(officeId)?.name ?? officeId);
}

function wrong(parameter: string, choices: string): QueryAnswer {
  return { kind: 'problem', status: 400, code: 'QUERY_VALUE_INVALID', parameter, zh: `${parameter} 须为以下之一：${choices}。`, en: `${parameter} must be one of ${choices}.` };
}
