import { unreachable, type Decider, type Decision } from '@fengqiao/kernel';
import type { Directory } from '@fengqiao/security';
import type { DisputeCommand } from './commands';
import { evolve, UNREGISTERED, type DisputeEvent, type DisputeState } from './dispute';
import * as agreement from './dispute.agreement';
import * as intake from './dispute.intake';
import * as mediating from './dispute.mediating';
import * as report from './dispute.report';
import type { Context } from './steps';

/** The rules of a dispute, by phase: intake, reporting upward, mediating, and what follows an agreement. */
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
      return agreement.applyJudicialConfirmation(command, state, context);
    case 'RecordConfirmationRuling':
      return agreement.recordConfirmationRuling(command, state, context);
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
    default:
      return unreachable(command);
  }
}
