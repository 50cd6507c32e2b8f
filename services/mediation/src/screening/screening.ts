import type { EventIn, ScreeningCompleted } from '@fengqiao/contracts';
import { accept, conflict, formatDate, millisOf, parseDate, refuse, shanghaiDay, type DecideContext, type Decider, type Decision, type EpochDay } from '@fengqiao/kernel';
import type { Directory } from '@fengqiao/security';

/*
 * A screening (纠纷排查): a committee says which period it went through and what it found. Nothing found is a valid report.
 * Village committees screen weekly, township committees monthly; which period an office owes is a rule of a pack.
 */

export interface ScreenArea {
  readonly type: 'ScreenArea';
  /** `2026-W47` or `2026-11`. */
  readonly period: string;
  readonly householdsVisited: number;
  readonly disputesFound: number;
  /** Those of them that are registered. */
  readonly disputeIds?: readonly string[];
}

export type ScreeningEvent = EventIn<'mediation/v1/screening'>;
export type ScreeningState = { readonly status: 'none' } | { readonly status: 'completed'; readonly screening: ScreeningCompleted };

export const screeningDecider: Decider<ScreeningState, ScreenArea, ScreeningEvent, Directory> = {
  initial: { status: 'none' },
  decide: screenArea,
  evolve: (_state, event) => ({ status: 'completed', screening: event.data }),
};

/** The first day of a week (ISO 8601, `2026-W47`) or of a month (`2026-11`); undefined where there is no such period. */
export function firstDayOf(period: string): EpochDay | undefined {
  const month = /^\d{4}-\d{2}$/.test(period) ? parseDate(`${period}-01`) : undefined;
  const week = /^(\d{4})-W(\d{2})$/.exec(period);
  if (!week) return month;
  const [year, number] = [Number(week[1]), Number(week[2])];
  const monday = firstMonday(year) + (number - 1) * 7;
  return number >= 1 && monday < firstMonday(year + 1) ? (monday as EpochDay) : undefined;
}

function screenArea(command: ScreenArea, state: ScreeningState, context: DecideContext<Directory>): Decision<ScreeningEvent> {
  const { period, householdsVisited, disputesFound, disputeIds = [] } = command;
  if (state.status === 'completed') {
    const { screening } = state;
    const isSame = screening.period === period && screening.householdsVisited === householdsVisited && screening.disputesFound === disputesFound && screening.disputeIds.join() === disputeIds.join();
    return isSame ? accept() : conflict('SCREENING_ALREADY_REPORTED', '该次排查已上报，内容不同', 'this screening is reported already, with other content');
  }
  const first = firstDayOf(period);
  const today = shanghaiDay(millisOf(context.now));
  if (first === undefined) return refuse('PERIOD_UNKNOWN', '没有这一周或这一月', 'there is no such week or month', '/period');
  if (first > today) return refuse('PERIOD_IN_FUTURE', `该期从 ${formatDate(first)} 开始，尚未到来`, 'this period has not begun', '/period');
  if (disputeIds.length > disputesFound) return refuse('MORE_LISTED_THAN_FOUND', '列出的纠纷多于发现数', 'more disputes are listed than were found', '/disputesFound');
  const { officeId, division } = context.actor;
  return accept({ type: 'mediation.v1.ScreeningCompleted', data: { officeId, division, period, householdsVisited, disputesFound, disputeIds, approvedBy: context.approvedBy, priorityVisits: [], doorToDoor: false } });
}

/** Monday of week 1: the week that holds 4 January. */
function firstMonday(year: number): number {
  const fourth = parseDate(`${String(year).padStart(4, '0')}-01-04`) ?? 0;
  // Day 0 of the epoch was a Thursday.
  return fourth - ((fourth + 3) % 7);
}
