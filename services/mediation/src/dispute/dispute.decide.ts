import { unreachable, type Decider, type Decision } from '@fengqiao/kernel';
import type { Directory } from '@fengqiao/security';
import type { DisputeCommand } from './commands';
import { evolve, UNREGISTERED, type DisputeEvent, type DisputeState } from './dispute';
import * as agreement from './dispute.agreement';
import * as confirmation from './dispute.confirmation';
import * as court from './dispute.court';
import * as intake from './dispute.intake';
import * as mediating from './dispute.mediating';
import * as periods from './dispute.periods';
import * as police from './dispute.police';
import * as report from './dispute.report';
import type { Context } from './steps';

/** The rules of a dispute, by phase: intake, reporting upward, mediating, what follows an agreement, and what runs beside. */
export const disputeDecider: Decider<DisputeState, DisputeCommand, DisputeEvent, Directory> = { initial: UNREGISTERED, decide, evolve };

function decide(command: DisputeCommand, state: DisputeState, context: Context): Decision<DisputeEvent> {
  if (command.type === 'RegisterDispute') return intake.registerDispute(command, state, context);
  if (command.type === 'ImportDispute') return intake.importDispute(command, state, context);
  if (state.status === 'unregistered') return { ok: false, refusal: { code: 'DISPUTE_UNKNOWN', zh: '没有这个案件', en: 'there is no such dispute', kind: 'forbidden' } };
  switch (command.type) {
    case 'GradeDispute':
      return intake.gradeDispute(command, state, context);
    case 'AcceptDispute':
      return intake.acceptDispute(command, state);
    case 'DeclineDispute':
      return intake.declineDispute(command, state, context);
    case 'DivertDispute':
      return intake.divertDispute(command, state, context);
    case 'ReportMajorDispute':
      return report.reportMajorDispute(command, state, context);
    case 'LogOralReport':
      return report.logOralReport(command, state, context);
    case 'AcknowledgeMajorReport':
      return report.acknowledgeMajorReport(command, state, context);
    case 'TakeOverDispute':
      return report.takeOverDispute(command, state, context);
    case 'ReturnDispute':
      return report.returnDispute(command, state, context);
    case 'RequestLawyerSupport':
      return report.requestLawyerSupport(command, state, context);
    case 'AssignLawyerSupport':
      return report.assignLawyerSupport(command, state, context);
    case 'ReportEscalationRisk':
      return report.reportEscalationRisk(command, state);
    case 'AnalyseDispute':
      return mediating.analyseDispute(command, state);
    case 'AdoptMediationPlan':
      return mediating.adoptMediationPlan(command, state, context);
    case 'AppointMediators':
    case 'ChooseMediator':
      return mediating.appointMediators(command, state, context);
    case 'InviteParticipant':
      return mediating.inviteParticipant(command, state, context);
    case 'HoldSession':
      return mediating.holdSession(command, state, context);
    case 'TerminateMediation':
      return mediating.terminateMediation(command, state);
    case 'ConcludeAgreement':
      return agreement.concludeAgreement(command, state, context);
    case 'ApplyJudicialConfirmation':
      return confirmation.applyJudicialConfirmation(command, state, context);
    case 'RecordConfirmationRuling':
      return confirmation.recordConfirmationRuling(command, state, context);
    case 'RecordPerformance':
      return agreement.recordPerformance(command, state, context);
    case 'UrgePerformance':
      return agreement.urgePerformance(command, state, context);
    case 'RecordDefault':
      return agreement.recordDefault(command, state, context);
    case 'PayReturnVisit':
      return agreement.payReturnVisit(command, state, context);
    case 'ReviewCaseQuality':
      return agreement.reviewCaseQuality(command, state);
    case 'ArchiveCase':
      return agreement.archiveCase(command, state);
    case 'RecordConfirmationFiling':
      return confirmation.recordConfirmationFiling(command, state, context);
    case 'RecordConfirmationExtension':
      return confirmation.recordConfirmationExtension(command, state, context);
    case 'SuggestMediation':
      return periods.suggestMediation(command, state, context);
    case 'ApplyForMediation':
      return periods.applyForMediation(command, state, context);
    case 'ExtendMediation':
      return periods.extendMediation(command, state, context);
    case 'SuspendMediation':
      return periods.suspendMediation(command, state, context);
    case 'ResumeMediation':
      return periods.resumeMediation(command, state, context);
    case 'InformParties':
      return periods.informParties(command, state, context);
    case 'ReceiveCourtEntrustment':
      return court.receiveCourtEntrustment(command, state, context);
    case 'NameCourtMediator':
      return court.nameCourtMediator(command, state, context);
    case 'AcceptCourtEntrustment':
      return court.acceptCourtEntrustment(command, state, context);
    case 'DeclineCourtEntrustment':
      return court.declineCourtEntrustment(command, state);
    case 'RecordOtherParty':
      return court.recordOtherParty(command, state, context);
    case 'ReturnFileToCourt':
      return court.returnFileToCourt(command, state);
    case 'ReceivePoliceEntrustment':
      return police.receivePoliceEntrustment(command, state, context);
    case 'RequestPoliceRecognition':
      return police.requestPoliceRecognition(command, state, context);
    case 'RecordPoliceDecision':
      return police.recordPoliceDecision(command, state, context);
    case 'RecordCriminalTurn':
      return police.recordCriminalTurn(command, state, context);
    default:
      return unreachable(command);
  }
}
