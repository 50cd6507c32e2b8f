import type { EventIn, TerminationReason } from '@fengqiao/contracts';
import { unreachable } from '@fengqiao/kernel';
import { ended, learntAlongside } from './alongside';
import { agreementFrom, agreementStatus, IMPORTED_AGREEMENT, withTerm, type Agreement, type AgreementStatus } from './agreement';
import { assigned, factsFrom, graded, including, type Facts } from './facts';
import { answered, reportFrom, withReport } from './report';

/*
 * A dispute (人民调解案件): what is known of it and where it stands. The read half; commands and rules are in dispute.decide.ts.
 * Personal values in it are as the log holds them, sealed: nothing here looks into them.
 */

export type DisputeEvent = EventIn<'mediation/v1/dispute'>;

/** Where a registered dispute stands, with what belongs to that status alone. */
export type Phase =
  | { readonly status: 'registered' | 'accepted' | 'underAnalysis' | 'planned' | 'mediating' }
  | { readonly status: 'notAccepted'; readonly reason: string; readonly guidance: string }
  | { readonly status: 'transferredOut'; readonly destination: string; readonly reason: string }
  | { readonly status: Exclude<AgreementStatus, 'followedUp'>; readonly agreement: Agreement }
  | { readonly status: 'failed' | 'refused' | 'withdrawn'; readonly reason: TerminationReason; readonly remediesTold: boolean }
  | { readonly status: 'followedUp'; readonly agreement?: Agreement }
  | { readonly status: 'archived'; readonly agreement?: Agreement; readonly endedAs: string; readonly documents: readonly string[]; readonly gaps: readonly string[] };

export type Known = Phase & { readonly facts: Facts };
export type DisputeState = { readonly status: 'unregistered' } | Known;
export type Status = DisputeState['status'];

export const UNREGISTERED: DisputeState = { status: 'unregistered' };

/** The next state. Total and silent: an event that has no place here leaves the state as it is. */
export function evolve(state: DisputeState, event: DisputeEvent): DisputeState {
  if (state.status === 'unregistered') {
    return event.type === 'mediation.v1.DisputeRegistered' ? { status: 'registered', facts: factsFrom(event.data) } : state;
  }
  const { facts } = state;
  const learn = (change: Partial<Facts>): Known => ({ ...state, facts: { ...facts, ...change } });
  const become = (phase: Phase, change: Partial<Facts> = {}): Known => ({ ...phase, facts: { ...facts, ...change, ...(isEnding(phase) ? { suspensions: ended(facts.suspensions) } : {}) } });
  const settle = (agreement: Agreement, change: Partial<Facts> = {}): Known =>
    become({ status: agreementStatus(agreement, (change.visits ?? facts.visits).length), agreement }, change);
  const agreement = agreementOf(state);
  const resettle = (change: (agreement: Agreement) => Agreement): Known => (agreement && state.status !== 'archived' ? settle(change(agreement)) : state);

  switch (event.type) {
    case 'mediation.v1.DisputeRegistered':
      return state;
    case 'mediation.v1.ImportedOutcomeRecorded':
      return importedAs(event.data.outcome, settle, become);
    case 'mediation.v1.DisputeGraded':
      return learn(graded(facts, event.data));
    case 'mediation.v1.DisputeAccepted':
      return become({ status: 'accepted' });
    case 'mediation.v1.DisputeDeclined':
      return become({ status: 'notAccepted', ...event.data });
    case 'mediation.v1.DisputeDiverted':
      return become({ status: 'transferredOut', ...event.data });
    case 'mediation.v1.DisputeAnalysed':
      return become(state.status === 'accepted' ? { status: 'underAnalysis' } : state, { analyses: [...facts.analyses, event.data.analysis] });
    case 'mediation.v1.MediationPlanAdopted':
      return become(state.status === 'underAnalysis' ? { status: 'planned' } : state, { plans: [...facts.plans, event.data] });
    case 'mediation.v1.MediatorsAppointed':
      return learn({ mediatorIds: event.data.mediatorIds, mediatorsChosenBy: event.data.chosenBy });
    case 'mediation.v1.ParticipantInvited':
      return learn({ participants: [...facts.participants.filter(({ personId }) => personId !== event.data.personId), event.data] });
    case 'mediation.v1.SessionHeld':
      return become({ status: 'mediating' }, { sessions: [...facts.sessions, event.data] });
    case 'mediation.v1.MajorDisputeReported':
      return learn({ reports: [...facts.reports, reportFrom(event.data)], gradedSinceReport: false, toldOffice: '', offices: including(facts.offices, event.data.toOfficeId) });
    case 'mediation.v1.OralReportLogged':
      return learn({ toldOffice: event.data.toOfficeId, offices: including(facts.offices, event.data.toOfficeId) });
    case 'mediation.v1.MajorDisputeReportAcknowledged':
      return learn({ reports: withReport(facts.reports, event.data.reportId, ({ acknowledged }) => ({ acknowledged: [...acknowledged, event.data.line] })) });
    case 'mediation.v1.DisputeTakenOver':
      return learn({
        holder: { officeId: event.data.officeId, level: event.data.level },
        reports: answered(facts.reports, event.data.reportId, 'takenOver'),
        toldOffice: '',
      });
    case 'mediation.v1.DisputeReturned':
      return learn({ reports: answered(facts.reports, event.data.reportId, 'returned', event.data.guidance) });
    case 'mediation.v1.LawyerSupportRequested':
      return learn({ supports: [...facts.supports, { ...event.data, lawyerId: '', firm: '' }] });
    case 'mediation.v1.LawyerSupportAssigned':
      return learn(assigned(facts, event.data));
    case 'mediation.v1.EscalationRiskReported':
      return learn({ risks: [...facts.risks, event.data] });
    case 'mediation.v1.AgreementConcluded':
      return settle(agreementFrom(event.data));
    case 'mediation.v1.MediationTerminated':
      return become({ status: endedAs(event.data.reason), reason: event.data.reason, remediesTold: event.data.remediesTold });
    case 'mediation.v1.JudicialConfirmationApplied':
      return resettle((known) => ({ ...known, confirmation: 'pending', court: event.data.court, appliedOn: event.data.appliedOn }));
    case 'mediation.v1.JudicialConfirmationFiled':
      return resettle((known) => ({ ...known, filedOn: event.data.filedOn }));
    case 'mediation.v1.JudicialConfirmationExtended':
      return resettle((known) => ({ ...known, extendedUntil: event.data.until }));
    case 'mediation.v1.JudicialConfirmationGranted':
      return resettle((known) => ({ ...known, confirmation: 'granted' }));
    case 'mediation.v1.JudicialConfirmationRejected':
      return resettle((known) => ({ ...known, confirmation: 'rejected' }));
    case 'mediation.v1.AgreementPerformed':
      return resettle((known) => withTerm(known, event.data.termId, () => ({ outcome: 'performed' })));
    case 'mediation.v1.PerformanceUrged':
      return resettle((known) => withTerm(known, event.data.termId, ({ urged }) => ({ urged: urged + 1 })));
    case 'mediation.v1.PerformanceDefaulted':
      return resettle((known) => withTerm(known, event.data.termId, () => ({ outcome: 'defaulted' })));
    case 'mediation.v1.ReturnVisitPaid': {
      const visits = [...facts.visits, event.data];
      if (state.status === 'archived') return learn({ visits });
      return agreement ? settle(agreement, { visits }) : become({ status: 'followedUp' }, { visits });
    }
    case 'mediation.v1.CaseQualityReviewed':
      return learn({ reviews: [...facts.reviews, event.data] });
    case 'mediation.v1.CaseArchived':
      return become({ status: 'archived', agreement, endedAs: state.status === 'archived' ? state.endedAs : state.status, ...event.data });
    case 'mediation.v1.CourtEntrustmentAccepted':
    case 'mediation.v1.CourtEntrustmentDeclined':
    case 'mediation.v1.CourtEntrustmentReceived':
    case 'mediation.v1.CourtMediatorNamed':
    case 'mediation.v1.DisputeTurnedCriminal':
    case 'mediation.v1.FileReturnedToCourt':
    case 'mediation.v1.MediationApplied':
    case 'mediation.v1.MediationExtended':
    case 'mediation.v1.MediationResumed':
    case 'mediation.v1.MediationSuggested':
    case 'mediation.v1.MediationSuspended':
    case 'mediation.v1.OtherPartyReached':
    case 'mediation.v1.PartiesInformed':
    case 'mediation.v1.PoliceDecisionRecorded':
    case 'mediation.v1.PoliceEntrustmentReceived':
    case 'mediation.v1.PoliceRecognitionRequested':
      return learn(learntAlongside(facts, event));
    default:
      return unreachable(event);
  }
}

/** What has come to an end does not stand still any more. */
function isEnding({ status }: Phase): boolean {
  return status !== 'registered' && status !== 'accepted' && status !== 'underAnalysis' && status !== 'planned' && status !== 'mediating';
}

/** The agreement of a dispute that has one. */
export function agreementOf(state: DisputeState): Agreement | undefined {
  return 'agreement' in state ? state.agreement : undefined;
}

function importedAs(outcome: string, settle: (agreement: Agreement) => Known, become: (phase: Phase) => Known): Known {
  if (outcome === 'agreed') return settle(IMPORTED_AGREEMENT);
  const reason = outcome === 'refused' ? 'TERMINATION_REASON_REFUSED' : outcome === 'withdrawn' ? 'TERMINATION_REASON_WITHDRAWN' : 'TERMINATION_REASON_FAILED';
  return become({ status: endedAs(reason), reason, remediesTold: false });
}

function endedAs(reason: TerminationReason): 'failed' | 'refused' | 'withdrawn' {
  if (reason === 'TERMINATION_REASON_REFUSED') return 'refused';
  return reason === 'TERMINATION_REASON_WITHDRAWN' ? 'withdrawn' : 'failed';
}
