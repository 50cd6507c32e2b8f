import { unreachable, type Actor } from '@fengqiao/kernel';
import { rankOf } from '@fengqiao/platform';
import type { DisputeCommand } from './commands';
import type { DisputeState } from './dispute';
import type { Facts } from './facts';

const GROUP = 1;
const VILLAGE = 2;

/**
 * May this actor read this dispute (no command), or try this command on it? No means the dispute does not exist for him.
 * Reading: offices whose division contains it, and every office that ever had to do with it. Writing: by relation to the case.
 */
export function mayActOn(actor: Actor, state: DisputeState, command: DisputeCommand | undefined): boolean {
  if (actor.officeId === '' || actor.division === '' || actor.level < GROUP) return false;
  if (state.status === 'unregistered') return command?.type === 'RegisterDispute' || command?.type === 'ImportDispute';
  const { facts } = state;
  const mayRead = covers(actor, facts) || facts.offices.includes(actor.officeId);
  return command === undefined ? mayRead : mayRead && mayTry(actor, facts, command);
}

function mayTry(actor: Actor, facts: Facts, command: DisputeCommand): boolean {
  switch (command.type) {
    case 'GradeDispute':
      return holds(actor, facts) || isAbove(actor, facts);
    case 'AcknowledgeMajorReport':
    case 'TakeOverDispute':
    case 'ReturnDispute':
      return facts.reports.some((report) => report.to.officeId === actor.officeId);
    case 'LogOralReport':
    case 'AssignLawyerSupport':
    case 'ReviewCaseQuality':
      return isAbove(actor, facts);
    case 'RecordCriminalTurn':
      return holds(actor, facts) || isAbove(actor, facts);
    case 'RegisterDispute':
    case 'ImportDispute':
      return facts.registered.officeId === actor.officeId;
    case 'AcceptDispute':
    case 'DeclineDispute':
    case 'DivertDispute':
    case 'ReportMajorDispute':
    case 'RequestLawyerSupport':
    case 'ReportEscalationRisk':
    case 'AnalyseDispute':
    case 'AdoptMediationPlan':
    case 'AppointMediators':
    case 'ChooseMediator':
    case 'InviteParticipant':
    case 'HoldSession':
    case 'TerminateMediation':
    case 'ConcludeAgreement':
    case 'ApplyJudicialConfirmation':
    case 'RecordConfirmationRuling':
    case 'RecordPerformance':
    case 'UrgePerformance':
    case 'RecordDefault':
    case 'PayReturnVisit':
    case 'ArchiveCase':
    case 'SuggestMediation':
    case 'ApplyForMediation':
    case 'ExtendMediation':
    case 'SuspendMediation':
    case 'ResumeMediation':
    case 'InformParties':
    case 'ReceiveCourtEntrustment':
    case 'NameCourtMediator':
    case 'AcceptCourtEntrustment':
    case 'DeclineCourtEntrustment':
    case 'RecordOtherParty':
    case 'ReturnFileToCourt':
    case 'ReceivePoliceEntrustment':
    case 'RequestPoliceRecognition':
    case 'RecordPoliceDecision':
    case 'RecordConfirmationFiling':
    case 'RecordConfirmationExtension':
      return holds(actor, facts);
    default:
      return unreachable(command);
  }
}

/** Is the dispute inside the actor's division? A code contains the codes that start with it. */
function covers(actor: Actor, { registered }: Facts): boolean {
  return registered.division.startsWith(actor.division);
}

/** Is the case in the hands of the actor's office? A group (调解小组) has no chair of its own: the village committee acts for it. */
function holds(actor: Actor, facts: Facts): boolean {
  if (actor.officeId === facts.holder.officeId) return true;
  return actor.level === VILLAGE && rankOf(facts.holder.level) === GROUP && covers(actor, facts);
}

/** Does the actor's office stand above the one that holds the case, in its line? */
function isAbove(actor: Actor, facts: Facts): boolean {
  return actor.level > rankOf(facts.holder.level) && (covers(actor, facts) || facts.offices.includes(actor.officeId));
}
