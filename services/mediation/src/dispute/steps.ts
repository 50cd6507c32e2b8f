import { accept, conflict, formatDate, millisOf, refuse, shanghaiDay, type DecideContext, type Decision, type EpochDay } from '@fengqiao/kernel';
import type { Directory } from '@fengqiao/security';
import { inForce, type Code } from './codes';
import type { Known, Status } from './dispute';

/* What the phases of decide share: the order of the steps, and the checks that every phase makes. */

export type Context = DecideContext<Directory>;

/** Statuses in the order of the procedure, with their Chinese words. */
export const STATUS_WORDS: Readonly<Record<Status, string>> = {
  unregistered: '未登记',
  registered: '已登记',
  accepted: '已受理',
  underAnalysis: '分析研究',
  planned: '已定方案',
  mediating: '调处中',
  agreed: '达成协议',
  performing: '履行中',
  performed: '已履行',
  disputedAgreement: '协议争议',
  confirmationPending: '司法确认中',
  confirmed: '已司法确认',
  confirmationRejected: '司法确认驳回',
  failed: '调解不成',
  refused: '当事人拒绝',
  withdrawn: '已撤回',
  notAccepted: '不予受理',
  transferredOut: '已分流',
  followedUp: '已回访',
  archived: '已归档',
};

const ORDER = Object.keys(STATUS_WORDS);

/** Statuses before any ending. */
export const OPEN = ['registered', 'accepted', 'underAnalysis', 'planned', 'mediating'] as const;
/** Statuses of a case that was accepted and is being worked on. */
export const WORKING = ['accepted', 'underAnalysis', 'planned', 'mediating'] as const;

/** A refusal where the dispute is not at one of these steps: past them (409) or not yet there (422). */
export function outOfStep(state: Known, steps: readonly Status[], zh: string, en: string): Decision<never> | undefined {
  if (steps.includes(state.status)) return undefined;
  const words = steps.map((step) => STATUS_WORDS[step]).join('、');
  const isPast = ORDER.indexOf(state.status) > Math.max(...steps.map((step) => ORDER.indexOf(step)));
  const [zhText, enText] = [`案件现为“${STATUS_WORDS[state.status]}”，${zh}须在“${words}”时进行`, `the case is ${state.status}; to ${en} it must be ${steps.join(' or ')}`];
  return isPast ? conflict('DISPUTE_PAST_THIS_STEP', zhText, enText) : refuse('DISPUTE_STEP_MISSING', zhText, enText);
}

/** A refusal where the case is archived: what may be done at any other step may not be done then. */
export function ifArchived(state: Known): Decision<never> | undefined {
  if (state.status !== 'archived') return undefined;
  return conflict('CASE_ALREADY_ARCHIVED', '案件已归档，不能再变更', 'the case is archived and changes no more');
}

/** For acts that repeat: quiet where that number is recorded, a refusal where one before it is missing. */
export function outOfTurn(number: number, recorded: number): Decision<never> | undefined {
  if (number <= recorded) return accept();
  if (number === recorded + 1) return undefined;
  return refuse('NUMBER_OUT_OF_TURN', `已记录 ${recorded} 次，下一次应为第 ${recorded + 1} 次`, `${recorded} recorded so far; the next number is ${recorded + 1}`, '/number');
}

/** A refusal where a code is not in its table on the day of deciding. */
export function notInForce(table: readonly Code[], code: string, context: Context, pointer: string): Decision<never> | undefined {
  if (inForce(table, code, today(context))) return undefined;
  return refuse('CODE_NOT_IN_FORCE', `代码“${code}”现不可用`, `the code ${code} may not be used on this day`, pointer);
}

/** The civil day in Asia/Shanghai on which the command is decided. */
export function today(context: Context): EpochDay {
  return shanghaiDay(millisOf(context.now));
}

/** How far ahead the end of an office may be announced: a later day is a slip of the pen, which nobody could take back. */
const MOST_DAYS_AHEAD = 366;

/** A refusal where a day on which something ends lies more than a year ahead. */
export function farAhead(day: string, pointer: string, context: Context): Decision<never> | undefined {
  const last = formatDate((today(context) + MOST_DAYS_AHEAD) as EpochDay);
  return day > last ? refuse('DAY_TOO_FAR_AHEAD', `日期晚于 ${last}，请核对年份`, `the day lies after ${last}; check the year`, pointer) : undefined;
}
