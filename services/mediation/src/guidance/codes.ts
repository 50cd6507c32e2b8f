import type { Code } from '../dispute/codes';

/* The dated code tables of guidance. A code is ended by `until`, never taken out: old events keep it. */

// Seed plan R001 orders analyses by quarter and on three occasions, and a yearly training.
const SANJIN = '2012-07-01';

/** 研判时机. */
export const OCCASIONS = [
  { code: 'quarter', zh: '季度', from: SANJIN },
  { code: 'sensitivePeriod', zh: '敏感时期', from: SANJIN },
  { code: 'majorEvent', zh: '重大活动', from: SANJIN },
  { code: 'urgentDispute', zh: '重大紧急纠纷', from: SANJIN },
] as const satisfies readonly Code[];

/** 培训班类别. */
export const CLASS_KINDS = [
  { code: 'backbone', zh: '骨干培训', from: SANJIN },
  { code: 'local', zh: '分级培训', from: SANJIN },
] as const satisfies readonly Code[];
