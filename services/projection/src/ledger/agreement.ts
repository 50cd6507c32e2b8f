import { closed } from './alongside';
import type { Changes, Folds, LedgerAgreement, LedgerDocument, LedgerTerm, Status } from './document';

/** What is known of an agreement that an imported record only mentions. */
export const IMPORTED_AGREEMENT: LedgerAgreement = { form: '', concludedAt: '', effectiveAt: '', terms: [], confirmation: 'none', court: '', appliedOn: '', ruledOn: '', filedOn: '', extendedUntil: '' };

/** From the agreement over its performance and confirmation to the return visit, the review and the archive. */
export const AFTERWARDS: Folds<
  | 'mediation.v1.AgreementConcluded'
  | 'mediation.v1.JudicialConfirmationApplied'
  | 'mediation.v1.JudicialConfirmationFiled'
  | 'mediation.v1.JudicialConfirmationExtended'
  | 'mediation.v1.JudicialConfirmationGranted'
  | 'mediation.v1.JudicialConfirmationRejected'
  | 'mediation.v1.AgreementPerformed'
  | 'mediation.v1.PerformanceUrged'
  | 'mediation.v1.PerformanceDefaulted'
  | 'mediation.v1.ReturnVisitPaid'
  | 'mediation.v1.CaseQualityReviewed'
  | 'mediation.v1.CaseArchived'
> = {
  'mediation.v1.AgreementConcluded': (row, { form, effectiveAt, terms }, { occurredAt }) => {
    const open = terms.map(({ termId, content, dueDate }): LedgerTerm => ({ termId, content, dueDate, outcome: 'open', settledAt: '', urged: 0 }));
    return settle(row, { ...IMPORTED_AGREEMENT, form, effectiveAt, concludedAt: occurredAt, terms: open }, occurredAt);
  },
  'mediation.v1.JudicialConfirmationApplied': (row, { court, appliedOn }) => resettle(row, () => ({ confirmation: 'pending', court, appliedOn })),
  'mediation.v1.JudicialConfirmationFiled': (row, { filedOn }) => resettle(row, () => ({ filedOn })),
  'mediation.v1.JudicialConfirmationExtended': (row, { until }) => resettle(row, () => ({ extendedUntil: until })),
  'mediation.v1.JudicialConfirmationGranted': (row, { ruledOn }) => resettle(row, () => ({ confirmation: 'granted', ruledOn })),
  'mediation.v1.JudicialConfirmationRejected': (row, { ruledOn }) => resettle(row, () => ({ confirmation: 'rejected', ruledOn })),
  'mediation.v1.AgreementPerformed': (row, { termId }, { occurredAt }) => retermed(row, termId, () => ({ outcome: 'performed', settledAt: occurredAt })),
  'mediation.v1.PerformanceUrged': (row, { termId }) => retermed(row, termId, ({ urged }) => ({ urged: urged + 1 })),
  'mediation.v1.PerformanceDefaulted': (row, { termId }, { occurredAt }) => retermed(row, termId, () => ({ outcome: 'defaulted', settledAt: occurredAt })),
  'mediation.v1.ReturnVisitPaid': (row, { result }, { occurredAt }) => {
    const visits = [...row.visits, { result, at: occurredAt }];
    if (row.status === 'archived') return { visits };
    if (!row.agreement) return { visits, status: 'followedUp' };
    return { visits, ...settle({ visits, suspensions: row.suspensions }, row.agreement, row.endedAt) };
  },
  'mediation.v1.CaseQualityReviewed': (row, { result, score }) => ({ quality: { result, score } }),
  'mediation.v1.CaseArchived': (row, { gaps }, { occurredAt }) => ({ status: 'archived', archivedAt: occurredAt, gaps }),
};

/** The case has this agreement; where it stands follows from it. */
export function settle({ visits, suspensions }: Pick<LedgerDocument, 'visits' | 'suspensions'>, agreement: LedgerAgreement, endedAt: string): Changes {
  return { agreement, status: statusOf(agreement, visits.length), result: 'agreed', endReason: '', remediesTold: null, endedAt, suspensions: closed(suspensions, endedAt) };
}

function resettle(row: LedgerDocument, change: (agreement: LedgerAgreement) => Partial<LedgerAgreement>): Changes {
  if (!row.agreement || row.status === 'archived') return {};
  return settle(row, { ...row.agreement, ...change(row.agreement) }, row.endedAt);
}

function retermed(row: LedgerDocument, termId: string, change: (term: LedgerTerm) => Partial<LedgerTerm>): Changes {
  return resettle(row, ({ terms }) => ({ terms: terms.map((term) => (term.termId === termId ? { ...term, ...change(term) } : term)) }));
}

/** What still asks for an act comes first. */
function statusOf({ confirmation, terms }: LedgerAgreement, visits: number): Status {
  if (confirmation === 'pending') return 'confirmationPending';
  if (terms.some(({ outcome }) => outcome === 'defaulted')) return 'disputedAgreement';
  if (visits > 0) return 'followedUp';
  if (terms.length > 0 && terms.every(({ outcome }) => outcome === 'performed')) return 'performed';
  if (confirmation !== 'none') return confirmation === 'granted' ? 'confirmed' : 'confirmationRejected';
  return terms.some(({ outcome, urged }) => outcome === 'performed' || urged > 0) ? 'performing' : 'agreed';
}
