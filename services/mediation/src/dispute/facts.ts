import type { DisputeGraded, DisputeRegistered, LawyerSupportAssigned } from '@fengqiao/contracts';
import { rankOf } from '@fengqiao/platform';
import { NOTHING_ALONGSIDE, type Alongside } from './alongside';
import { weightOf } from './dispute.grading';
import { answered, type Report, type Seat } from './report';

/** A lawyer asked for, and whom the level above sent. */
export interface Support {
  readonly supportId: string;
  readonly topic: string;
  readonly lawyerId: string;
  readonly firm: string;
}

/** What is known of a registered dispute whatever its status. */
export interface Facts extends Alongside {
  readonly registered: DisputeRegistered;
  readonly holder: Seat;
  /** Every office that ever had to do with it; they may read it. */
  readonly offices: readonly string[];
  readonly flags: readonly string[];
  readonly grading?: DisputeGraded;
  /** Rank of the level that set grade and flags: who lowers them must stand at least as high. */
  readonly setByRank: number;
  readonly reports: readonly Report[];
  /** Grade or flags were set since the last report: the duty to report has begun anew. */
  readonly gradedSinceReport: boolean;
  /** Office that was told by telephone and waits for the written report; empty where none. */
  readonly toldOffice: string;
  readonly supports: readonly Support[];
  readonly mediatorIds: readonly string[];
  readonly mediatorsChosenBy: string;
  readonly participants: readonly { readonly personId: string; readonly name: string; readonly role: string }[];
  readonly analyses: readonly string[];
  readonly plans: readonly { readonly plan: string; readonly ownerId: string; readonly dueDate: string }[];
  readonly sessions: readonly { readonly mode: string; readonly mediatorIds: readonly string[]; readonly record: string }[];
  readonly risks: readonly { readonly risk: string; readonly told: string; readonly note: string }[];
  readonly visits: readonly { readonly result: string; readonly record: string }[];
  readonly reviews: readonly { readonly result: string; readonly score: number; readonly note: string }[];
}

/** Must this dispute be reported upward: major, escalating, or beyond the level that holds it? */
export function mustBeReported({ grading, flags }: Facts): boolean {
  return grading?.grade === 'GRADE_MAJOR' || flags.includes('escalating') || flags.includes('beyondLevel');
}

/** What a registration tells. */
export function factsFrom(registered: DisputeRegistered): Facts {
  const holder = { officeId: registered.officeId, level: registered.level };
  return {
    registered, holder, offices: [registered.officeId], flags: registered.flags, setByRank: rankOf(registered.level),
    reports: [], gradedSinceReport: true, toldOffice: '', supports: [], mediatorIds: [], mediatorsChosenBy: '', participants: [],
    analyses: [], plans: [], sessions: [], risks: [], visits: [], reviews: [], ...NOTHING_ALONGSIDE,
  };
}

/** What a grading changes. A level below may confirm what a higher one set, but does not thereby become the one that set it. */
export function graded(facts: Facts, grading: DisputeGraded): Partial<Facts> {
  const rank = rankOf(grading.level);
  const setByRank = isLowering(facts, grading) ? rank : Math.max(rank, facts.setByRank);
  return { grading, flags: grading.flags, setByRank, gradedSinceReport: true, toldOffice: '', offices: including(facts.offices, grading.officeId) };
}

/** Does this grading put the dispute lower than it stands: a lower grade, or a flag taken away? */
export function isLowering({ grading, flags }: Facts, next: Pick<DisputeGraded, 'grade' | 'flags'>): boolean {
  const lower = grading !== undefined && weightOf(next.grade) < weightOf(grading.grade);
  return lower || flags.some((flag) => !next.flags.includes(flag));
}

/** What the assignment of a lawyer changes; with a report it answers that report. */
export function assigned(facts: Facts, { supportId, reportId, lawyerId, firm, officeId }: LawyerSupportAssigned): Partial<Facts> {
  const asked = facts.supports.find((support) => support.supportId === supportId);
  const others = facts.supports.filter((support) => support.supportId !== supportId);
  return {
    supports: [...others, { supportId, topic: asked?.topic ?? '', lawyerId, firm }],
    reports: answered(facts.reports, reportId, 'supported'),
    offices: including(facts.offices, officeId),
  };
}

/** A list with one item more, unless it is empty or already there. */
export function including(list: readonly string[], item: string): readonly string[] {
  return item === '' || list.includes(item) ? list : [...list, item];
}
