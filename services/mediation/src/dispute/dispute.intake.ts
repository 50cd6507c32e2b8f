import type { DisputeGraded, DisputeRegistered } from '@fengqiao/contracts';
import { accept, conflict, refuse, type Decision } from '@fengqiao/kernel';
import { levelOf, rankOf } from '@fengqiao/platform';
import { CATEGORIES, categoryOf, DECLINE_REASONS, DESTINATIONS, FLAGS, SOURCES } from './codes';
import type { CommandOf, GradeDispute, ImportDispute, PartyInput, RegisterDispute } from './commands';
import type { DisputeEvent, DisputeState, Known } from './dispute';
import { containmentOf, gradingTableOn, proposeGrade, weightOf } from './dispute.grading';
import { isLowering } from './facts';
import { isStanding } from './report';
import { ifArchived, notInForce, OPEN, outOfStep, today, type Context } from './steps';
import { instantOfDay, isInFuture, precedes } from './times';

type D = Decision<DisputeEvent>;

/** RegisterDispute (登记): by an office for what lies inside its own division. */
export function registerDispute(command: RegisterDispute, state: DisputeState, context: Context): D {
  const division = command.division ?? context.actor.division;
  if (!division.startsWith(context.actor.division)) {
    return refuse('DIVISION_NOT_YOURS', '所填区划不在本机构辖区内', 'the division lies outside that of your office', '/division');
  }
  const wrong =
    notInForce(SOURCES, command.source, context, '/source') ??
    notInForce(CATEGORIES, command.category, context, '/category') ??
    wrongFlags(command.flags ?? [], context);
  if (wrong) return wrong;
  if (isInFuture(command.discoveredAt, context)) return refuse('DISCOVERED_IN_FUTURE', '发现时间晚于当前时间，请核对', 'discoveredAt lies in the future; check the time', '/discoveredAt');
  const registered: DisputeRegistered = { ...discovery(command, context), source: command.source, discoveredAt: command.discoveredAt, division, category: command.category };
  return opens(registered, state, [{ type: 'mediation.v1.DisputeRegistered', data: registered }]);
}

/** ImportDispute (导入): a record of another register, with both times and its own number; how it ended there, where that is known. */
export function importDispute(command: ImportDispute, state: DisputeState, context: Context): D {
  const { discoveredAt = '', endedOn = '', outcome } = command;
  const wrong = wrongFlags(command.flags ?? [], context);
  if (wrong) return wrong;
  if (isInFuture(discoveredAt, context)) return refuse('DISCOVERED_IN_FUTURE', '发现时间晚于当前时间，请核对', 'discoveredAt lies in the future; check the record', '/discoveredAt');
  if (isInFuture(endedOn, context)) return refuse('ENDED_IN_FUTURE', '结案日期晚于今天，请核对', 'endedOn lies in the future; check the record', '/endedOn');
  if (endedOn !== '' && outcome === undefined) return refuse('OUTCOME_MISSING', '有结案日期而无结案方式', 'a record that ended must say how: fill in outcome', '/outcome');
  if (endedOn !== '' && discoveredAt !== '' && precedes(endedOn, discoveredAt)) return refuse('ENDED_BEFORE_DISCOVERED', '结案日期早于发现日期', 'it ended before it was discovered; check both dates', '/endedOn');

  const category = categoryOf(command.category);
  const wording = CATEGORIES.some(({ code, zh }) => code === command.category || zh === command.category) ? '' : `【原类别：${command.category}】`;
  const registered: DisputeRegistered = {
    ...discovery({ ...command, summary: wording + command.summary }, context),
    source: 'import', discoveredAt, category, division: context.actor.division,
    origin: 'import', externalNumber: command.externalNumber, externalSource: command.externalSource, approvedBy: context.actor.account,
  };
  const events: DisputeEvent[] = [{ type: 'mediation.v1.DisputeRegistered', data: registered, ...instantOfDay(discoveredAt) }];
  if (outcome) events.push({ type: 'mediation.v1.ImportedOutcomeRecorded', data: { outcome, endedOn }, ...instantOfDay(endedOn) });
  return opens(registered, state, events);
}

/** GradeDispute (分级): the measures propose, a person decides; below the proposal, and lower than it stood, only with a reason. */
export function gradeDispute(command: GradeDispute, state: Known, context: Context): D {
  const { facts } = state;
  const flags = [...(command.flags ?? facts.flags)].sort();
  const wrong = ifArchived(state) ?? wrongFlags(flags, context);
  if (wrong) return wrong;

  const people = Math.max(command.people ?? facts.registered.people, facts.registered.parties.length);
  const seen = { people, amountFen: command.amountFen ?? facts.registered.amountFen, flags, observed: command.observed ?? [] };
  const proposal = proposeGrade(seen, gradingTableOn(today(context)));
  const { grade, reason = '' } = command;
  const { officeId, level } = context.actor;
  const data = { grade, flags, containment: containmentOf(grade, flags, level), officeId, level: levelOf(level), proposed: proposal.grade, criteria: proposal.criteria, reason };

  const lowering = isLowering(facts, data);
  if (facts.grading && isSameGrading(facts.grading, data)) return accept();
  if (lowering && level < rankToLower(state)) {
    return refuse('GRADE_SET_ABOVE', '该等级或标识由上级确定（或已上报上级），下级不得降低', 'the grade or a flag was set above you or is reported there; only that level may lower it', '/grade');
  }
  if (reason === '' && (lowering || weightOf(grade) < weightOf(proposal.grade))) {
    return refuse('GRADE_REASON_MISSING', '低于建议等级，或降低原等级、取消标识，须写明理由', 'to grade below the proposal, or lower than it stood, state the reason', '/reason');
  }
  return accept({ type: 'mediation.v1.DisputeGraded', data });
}

/** AcceptDispute (受理): on a party's application or the committee's initiative (People's Mediation Law article 17). */
export function acceptDispute(command: CommandOf<'AcceptDispute'>, state: Known): D {
  if (state.status === 'accepted') return accept();
  return outOfStep(state, ['registered'], '受理', 'accept it') ?? accept({ type: 'mediation.v1.DisputeAccepted', data: { basis: command.basis } });
}

/** DeclineDispute (不予受理): with a reason, and guidance where to turn. */
export function declineDispute({ reason, guidance }: CommandOf<'DeclineDispute'>, state: Known, context: Context): D {
  if (state.status === 'notAccepted' && state.reason === reason) return accept();
  const wrong = outOfStep(state, ['registered'], '不予受理', 'decline it') ?? notInForce(DECLINE_REASONS, reason, context, '/reason');
  return wrong ?? accept({ type: 'mediation.v1.DisputeDeclined', data: { reason, guidance } });
}

/** DivertDispute (分流): to the body that is competent, or where the parties went. */
export function divertDispute({ destination, reason }: CommandOf<'DivertDispute'>, state: Known, context: Context): D {
  if (state.status === 'transferredOut' && state.destination === destination) return accept();
  const wrong = outOfStep(state, OPEN, '分流', 'divert it') ?? notInForce(DESTINATIONS, destination, context, '/destination');
  return wrong ?? accept({ type: 'mediation.v1.DisputeDiverted', data: { destination, reason } });
}

type Discovered = Pick<RegisterDispute, 'flags' | 'place' | 'householdNo' | 'summary' | 'parties' | 'people' | 'amountFen'>;

function discovery(command: Discovered, context: Context): Omit<DisputeRegistered, 'source' | 'discoveredAt' | 'division' | 'category'> {
  const { officeId, level } = context.actor;
  const { place = '', householdNo = '', summary, people = 0, amountFen = '0' } = command;
  const parties = command.parties.map((party, index) => partyFrom(party, context.id(index)));
  const flags = [...(command.flags ?? [])].sort();
  const priority = [...new Set(parties.flatMap((party) => party.priority))].sort();
  return { officeId, level: levelOf(level), flags, priority, place, householdNo, summary, parties, people, amountFen, origin: '', externalNumber: '', externalSource: '', approvedBy: context.approvedBy };
}

function partyFrom({ personId, kind, name, idNumber = '', phone = '', address = '', priority = [] }: PartyInput, id: string) {
  return { personId: personId ?? id, kind, name, idNumber, phone, address, priority };
}

/** Opens a dispute; where it is open already, the same registration stays quiet and another one is a conflict. */
function opens(registered: DisputeRegistered, state: DisputeState, events: readonly DisputeEvent[]): D {
  if (new Set(registered.parties.map((party) => party.personId)).size < registered.parties.length) {
    return refuse('PARTY_REPEATED', '同一人不得重复列为当事人', 'one person is listed twice as a party', '/parties');
  }
  if (state.status === 'unregistered') return accept(...events);
  const known = state.facts.registered;
  const isSame = (['source', 'discoveredAt', 'division', 'category', 'people', 'amountFen', 'externalNumber', 'externalSource'] as const).every((field) => known[field] === registered[field]);
  return isSame && sameSet(known.flags, registered.flags) ? accept() : conflict('DISPUTE_ALREADY_REGISTERED', '该案件已登记，内容不同', 'this dispute is registered already, with other content');
}

function wrongFlags(flags: readonly string[], context: Context): Decision<never> | undefined {
  for (const [index, flag] of flags.entries()) {
    const wrong = notInForce(FLAGS, flag, context, `/flags/${index}`);
    if (wrong) return wrong;
  }
  return undefined;
}

/** A dispute that lies with the level above is lowered there or not at all. */
function rankToLower({ facts }: Known): number {
  const reportedTo = facts.reports.filter(isStanding).map((report) => rankOf(report.to.level));
  return Math.max(facts.setByRank, ...reportedTo);
}

function isSameGrading(standing: DisputeGraded, next: DisputeGraded): boolean {
  return standing.officeId === next.officeId && standing.grade === next.grade && sameSet(standing.flags, next.flags) && sameSet(standing.criteria, next.criteria);
}

function sameSet(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((item) => other.includes(item));
}
