import { z, type ZodType } from 'zod';

export const bilingual = z.strictObject({ zh: z.string(), en: z.string() });

/** How fresh an answer is: the position it shows, the instant up to which it is complete, and how long ago that was. */
export const freshness = z.strictObject({ position: z.string(), asOf: z.string(), ageMs: z.number().int().min(0) });

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);
export const facets = z.record(z.string(), z.array(z.strictObject({ value: scalar, count: z.number().int() })));

/** A page of a list; `next` is the cursor of the following one. */
export function pageOf(item: ZodType) {
  return z.strictObject({ items: z.array(item), total: z.number().int(), next: z.string().optional(), facets, freshness });
}

export const office = z.strictObject({ id: z.string(), name: z.string() });

export const rungMark = z.strictObject({ name: z.string(), label: bilingual, n: z.number().int(), at: z.string(), raisedAt: z.string(), lateMs: z.number() });

/** One obligation on a board. */
export const deadline = z.strictObject({
  id: z.string(),
  ruleId: z.string(),
  rootRule: z.string(),
  ruleName: bilingual,
  nature: z.string(),
  natureLabel: bilingual,
  caseId: z.string(),
  caseNumber: z.string(),
  key: z.string(),
  state: z.string(),
  stateLabel: bilingual,
  late: z.boolean(),
  undetermined: z.boolean(),
  provisional: z.boolean(),
  imported: z.boolean(),
  /** The case stands still at an event that cannot be read; what is shown is what was known before it. */
  parked: z.boolean(),
  colour: z.string(),
  colourLabel: bilingual,
  startedAt: z.string(),
  due: z.string().nullable(),
  dueText: bilingual.nullable(),
  lastDay: z.string().nullable(),
  rawLastDay: z.string().nullable(),
  remainingMs: z.number().nullable(),
  closedAt: z.string().nullable(),
  stopped: bilingual.nullable(),
  responsible: z.string(),
  responsibleLabel: bilingual,
  office: office.nullable(),
  division: z.string(),
  raised: z.number().int(),
  lastRung: rungMark.nullable(),
  nextRung: z.strictObject({ name: z.string(), label: bilingual, at: z.string() }).nullable(),
  pack: z.string(),
  packVersion: z.string(),
});
