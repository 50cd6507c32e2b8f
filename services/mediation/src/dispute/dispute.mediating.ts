import { accept, conflict, parseDate, refuse, type Decision } from '@fengqiao/kernel';
import type { Directory, Officer } from '@fengqiao/security';
import type { CommandOf } from './commands';
import type { DisputeEvent, Known } from './dispute';
import { ifSuspended } from './dispute.periods';
import { outOfStep, outOfTurn, today, WORKING, type Context } from './steps';

type D = Decision<DisputeEvent>;

/** AnalyseDispute (研究分析): once after acceptance, and again as often as the case needs. */
export function analyseDispute({ number, analysis }: CommandOf<'AnalyseDispute'>, state: Known): D {
  const wrong = outOfTurn(number, state.facts.analyses.length) ?? outOfStep(state, WORKING, '分析研究', 'analyse it');
  return wrong ?? accept({ type: 'mediation.v1.DisputeAnalysed', data: { analysis } });
}

/** AdoptMediationPlan (定方案): plan, owner and due date of one dispute; a later plan replaces an earlier one. */
export function adoptMediationPlan({ number, plan, ownerId, dueDate }: CommandOf<'AdoptMediationPlan'>, state: Known, context: Context): D {
  const wrong = outOfTurn(number, state.facts.plans.length) ?? outOfStep(state, ['underAnalysis', 'planned', 'mediating'], '定方案', 'adopt a plan');
  if (wrong) return wrong;
  if (!context.look.person(ownerId)) return refuse('OWNER_UNKNOWN', '责任人不在机构人员名册中', 'the owner is not in the directory', '/ownerId');
  if ((parseDate(dueDate) ?? 0) < today(context)) return refuse('DUE_DATE_PAST', '办结期限早于今天', 'the due date has passed', '/dueDate');
  return accept({ type: 'mediation.v1.MediationPlanAdopted', data: { plan, ownerId, dueDate } });
}

/** AppointMediators (指定调解员) by the chair, and ChooseMediator (选择调解员) by the parties: known mediators, none of them a party. */
export function appointMediators({ type, mediatorIds }: CommandOf<'AppointMediators' | 'ChooseMediator'>, state: Known, context: Context): D {
  const { facts } = state;
  const chosenBy = type === 'ChooseMediator' ? 'parties' : 'chair';
  const isSame = facts.mediatorsChosenBy === chosenBy && facts.mediatorIds.length === mediatorIds.length && mediatorIds.every((id) => facts.mediatorIds.includes(id));
  if (isSame) return accept();
  const wrong = outOfStep(state, WORKING, '指定调解员', 'appoint mediators');
  if (wrong) return wrong;
  for (const [index, id] of mediatorIds.entries()) {
    const unfit = unfitMediator(id, `/mediatorIds/${index}`, state, context);
    if (unfit) return unfit;
  }
  return accept({ type: 'mediation.v1.MediatorsAppointed', data: { mediatorIds, chosenBy } });
}

/** InviteParticipant (邀请参与): kin, neighbour, expert or lawyer, with the parties' consent (People's Mediation Law article 20). */
export function inviteParticipant({ personId, name, role }: CommandOf<'InviteParticipant'>, state: Known, context: Context): D {
  const id = personId ?? context.id(0);
  if (state.facts.participants.some((participant) => participant.personId === id)) return accept();
  const wrong = outOfStep(state, WORKING, '邀请参与', 'invite somebody');
  return wrong ?? accept({ type: 'mediation.v1.ParticipantInvited', data: { personId: id, name, role } });
}

/** HoldSession (调解): by the appointed mediators or some of them. */
export function holdSession({ number, mode, mediatorIds, record }: CommandOf<'HoldSession'>, state: Known, context: Context): D {
  const { facts } = state;
  const wrong = outOfTurn(number, facts.sessions.length) ?? outOfStep(state, ['planned', 'mediating'], '调解', 'hold a session') ?? ifSuspended(state);
  if (wrong) return wrong;
  if (facts.mediatorIds.length === 0) return refuse('MEDIATORS_NOT_APPOINTED', '尚未指定调解员', 'no mediator is appointed yet: appoint or choose one first');
  const present = mediatorIds ?? facts.mediatorIds;
  const stranger = present.findIndex((id) => !facts.mediatorIds.includes(id));
  if (stranger >= 0) return refuse('MEDIATOR_NOT_APPOINTED', '该调解员未被指定承办本案', 'this mediator is not appointed to the case', `/mediatorIds/${stranger}`);
  return accept({ type: 'mediation.v1.SessionHeld', data: { mode, mediatorIds: present, record, approvedBy: context.approvedBy } });
}

/** TerminateMediation (终止调解): failed, refused, past its time or withdrawn; the parties are told where else they may turn (People's Mediation Law article 26). */
export function terminateMediation({ reason, remediesTold, note = '' }: CommandOf<'TerminateMediation'>, state: Known): D {
  if ('remediesTold' in state) {
    const isSame = state.reason === reason && state.remediesTold === remediesTold;
    return isSame ? accept() : conflict('MEDIATION_ALREADY_TERMINATED', '调解已终止，原因不同', 'mediation was terminated already, for another reason');
  }
  // Who refuses or withdraws may do so before the committee has accepted (article 17).
  const isPartys = reason === 'TERMINATION_REASON_REFUSED' || reason === 'TERMINATION_REASON_WITHDRAWN';
  const wrong = outOfStep(state, isPartys ? ['registered', ...WORKING] : WORKING, '终止调解', 'terminate mediation');
  return wrong ?? accept({ type: 'mediation.v1.MediationTerminated', data: { reason, remediesTold, note } });
}

/** A refusal of a mediator who is a party of the dispute, or no mediator at all. */
export function unfitMediator(id: string, pointer: string, { facts }: Known, context: Context): Decision<never> | undefined {
  if (facts.registered.parties.some((party) => party.personId === id)) return refuse('MEDIATOR_IS_PARTY', '当事人不得担任本案调解员', 'a party may not mediate his own dispute', pointer);
  return isMediator(id, facts.holder.officeId, context.look) ? undefined : refuse('MEDIATOR_UNKNOWN', '此人不是在册的人民调解员', 'this person is no mediator in the directory', pointer);
}

/** Is this person a mediator: where the case is held, or where he was appointed last? */
function isMediator(personId: string, officeId: string, look: Directory): boolean {
  const isOne = (officer: Officer) => officer.personId === personId && (officer.roles.includes('mediator') || officer.roles.includes('committeeChair'));
  return [look.person(personId), ...look.holding(officeId, 'mediator'), ...look.holding(officeId, 'committeeChair')].some((officer) => officer !== undefined && isOne(officer));
}
