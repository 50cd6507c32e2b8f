import { namedPeriod } from '@fengqiao/calendar';
import type { EventIn, ScreeningCompleted } from '@fengqiao/contracts';
import { accept, conflict, formatDate, refuse, type DecideContext, type Decider, type Decision } from '@fengqiao/kernel';
import type { Directory } from '@fengqiao/security';
import { PRIORITY_PERSONS } from '../dispute/codes';
import { notInForce, today } from '../dispute/steps';

/*
 * A screening (纠纷排查): a committee says which period it went through and what it found. Nothing found is a valid report.
 * Village committees screen weekly, township committees monthly, all of them in special drives (专项排查); which period an office owes
 * is a rule of a pack, so any committee may report any period. Each report is a stream of its own: that another one names the same
 * office and period cannot be seen here. Both stand in the log, and the board counts them as one.
 */

export interface PriorityVisitsInput {
  readonly tag: string;
  readonly persons: number;
}

export interface ScreenArea {
  readonly type: 'ScreenArea';
  /** `2026-W47`, `2026-11` or `2026-nationalDay`. */
  readonly period: string;
  readonly householdsVisited: number;
  readonly disputesFound: number;
  /** Those of them that are registered. */
  readonly disputeIds?: readonly string[];
  /** Priority persons (重点人群) visited, by tag. */
  readonly priorityVisits?: readonly PriorityVisitsInput[];
  /** From door to door (走家串户). */
  readonly doorToDoor?: boolean;
}

export type ScreeningEvent = EventIn<'mediation/v1/screening'>;
export type ScreeningState = { readonly status: 'none' } | { readonly status: 'completed'; readonly screening: ScreeningCompleted };

export const screeningDecider: Decider<ScreeningState, ScreenArea, ScreeningEvent, Directory> = {
  initial: { status: 'none' },
  decide: screenArea,
  // Reports of before drives were known lack what was asked for since.
  evolve: (_state, { data }) => ({ status: 'completed', screening: { ...data, priorityVisits: data.priorityVisits ?? [], doorToDoor: data.doorToDoor ?? false } }),
};

/** How long after its end a period may still be reported. */
const LATEST_DAYS = 366;

function screenArea(command: ScreenArea, state: ScreeningState, context: DecideContext<Directory>): Decision<ScreeningEvent> {
  const { period, householdsVisited, disputesFound, disputeIds = [], priorityVisits = [], doorToDoor = false } = command;
  const told = { period, householdsVisited, disputesFound, disputeIds, priorityVisits: priorityVisits.map(({ tag, persons }) => ({ tag, persons })), doorToDoor };
  if (state.status === 'completed') {
    return asText(state.screening) === asText(told) ? accept() : conflict('SCREENING_ALREADY_REPORTED', '该次排查已上报，内容不同', 'this screening is reported already, with other content');
  }
  const wrong = wrongPeriod(period, context) ?? wrongVisits(priorityVisits, context);
  if (wrong) return wrong;
  if (disputeIds.length > disputesFound) return refuse('MORE_LISTED_THAN_FOUND', '列出的纠纷多于发现数', 'more disputes are listed than were found', '/disputesFound');
  const { officeId, division } = context.actor;
  return accept({ type: 'mediation.v1.ScreeningCompleted', data: { officeId, division, ...told, approvedBy: context.approvedBy } });
}

/** A refusal where there is no such period, where it has not begun, or where it ended more than a year ago. */
function wrongPeriod(name: string, context: DecideContext<Directory>): Decision<never> | undefined {
  const period = namedPeriod(name);
  if (period === undefined || period.kind === 'quarter') return refuse('PERIOD_UNKNOWN', '没有这一周、这一月或这一专项', 'there is no such week, month or special drive', '/period');
  if (period.first > today(context)) return refuse('PERIOD_IN_FUTURE', `该期从 ${formatDate(period.first)} 开始，尚未到来`, `this period begins on ${formatDate(period.first)}`, '/period');
  if (period.end + LATEST_DAYS <= today(context)) return refuse('PERIOD_TOO_OLD', '该期结束已超过一年，不再补报', 'this period ended more than a year ago and is not reported any more', '/period');
  return undefined;
}

function wrongVisits(visits: readonly PriorityVisitsInput[], context: DecideContext<Directory>): Decision<never> | undefined {
  for (const [index, { tag }] of visits.entries()) {
    const pointer = `/priorityVisits/${index}/tag`;
    const wrong = notInForce(PRIORITY_PERSONS, tag, context, pointer);
    if (wrong) return wrong;
    if (visits.findIndex((other) => other.tag === tag) < index) return refuse('TAG_TWICE', '同一类重点人群请合并填写', 'count each kind of priority persons once', pointer);
  }
  return undefined;
}

/** What a report says, by its values: what was read from the log has its fields in another order than what was asked for. */
function asText({ period, householdsVisited, disputesFound, disputeIds, priorityVisits, doorToDoor }: Omit<ScreeningCompleted, 'officeId' | 'division' | 'approvedBy'>): string {
  return JSON.stringify([period, householdsVisited, disputesFound, disputeIds, priorityVisits.map(({ tag, persons }) => [tag, persons]), doorToDoor]);
}
