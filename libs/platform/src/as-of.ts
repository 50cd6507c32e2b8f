import { MS_PER_DAY, parseDate, parseInstant, shanghaiText, millisOf, startOfShanghaiDay, toInstant, type Instant } from '@fengqiao/kernel';
import type { QueryAnswer, QueryParameter } from './query';

/** The parameter by which a question is asked of the past. */
export const AS_OF: QueryParameter = {
  name: 'asOf',
  label: {
    zh: '按当时所知：带时区的时刻（2026-11-22T15:00:00+08:00），或日期（2026-11-22，即该日北京时间24:00之前的全部记录）；不得晚于现在。能看什么，按您今天的岗位和机构',
    en: 'as it was known at an instant with its zone (2026-11-22T15:00:00+08:00), or on a date (2026-11-22: all that was recorded before 24:00 of that day in Asia/Shanghai); not later than now. What you may see follows from your roles and office of today',
  },
};

type Problem = Extract<QueryAnswer, { readonly kind: 'problem' }>;

export type AsOf = { readonly ok: true; readonly at: Instant } | { readonly ok: false; readonly problem: Problem };

/** Reads `asOf`: the last instant of knowledge that a text names. A date is the last millisecond of that day in Asia/Shanghai, and a day that is not over cannot be asked for. */
export function readAsOf(text: string | readonly string[], now: Instant): AsOf {
  const ms = typeof text === 'string' ? lastInstantOf(text) : undefined;
  if (ms === undefined || ms < 0) return { ok: false, problem: WRONG };
  const at = toInstant(ms);
  return at <= now ? { ok: true, at } : { ok: false, problem: inFuture(now) };
}

function lastInstantOf(text: string): number | undefined {
  const day = parseDate(text);
  return day === undefined ? parseInstant(text) : startOfShanghaiDay(day) + MS_PER_DAY - 1;
}

const WRONG: Problem = {
  kind: 'problem', status: 400, code: 'QUERY_VALUE_INVALID', parameter: 'asOf',
  zh: 'asOf 须为带时区的时刻（2026-11-22T15:00:00+08:00）或日期（2026-11-22）。',
  en: 'asOf must be an instant with its zone (2026-11-22T15:00:00+08:00) or a date (2026-11-22).',
};

function inFuture(now: Instant): Problem {
  const clock = shanghaiText(millisOf(now));
  return {
    kind: 'problem', status: 400, code: 'AS_OF_IN_FUTURE', parameter: 'asOf',
    zh: `asOf 晚于现在（北京时间 ${clock}）：日期指当日24:00，今天尚未结束；要看现在，请去掉 asOf。`,
    en: `asOf lies after now (${clock} in Asia/Shanghai): a date means its 24:00, and today is not over; leave asOf out to see the present.`,
  };
}
