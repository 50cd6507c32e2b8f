import { rankOf } from '@fengqiao/platform';
import { including, type Folds, type LedgerDocument, type LedgerReport, type LedgerSupport } from './document';

/** What is told to the level above, and what comes back from there. */
export const REPORTS: Folds<
  | 'mediation.v1.MajorDisputeReported'
  | 'mediation.v1.OralReportLogged'
  | 'mediation.v1.MajorDisputeReportAcknowledged'
  | 'mediation.v1.DisputeTakenOver'
  | 'mediation.v1.DisputeReturned'
  | 'mediation.v1.LawyerSupportRequested'
  | 'mediation.v1.LawyerSupportAssigned'
  | 'mediation.v1.EscalationRiskReported'
> = {
  'mediation.v1.MajorDisputeReported': (row, { reportId, fromOfficeId, toOfficeId }, { occurredAt }) => ({
    reports: [...row.reports, { reportId, fromOfficeId, toOfficeId, reportedAt: occurredAt, acknowledged: [], answer: 'none', answeredAt: '' }],
    offices: including(row.offices, toOfficeId),
  }),
  'mediation.v1.OralReportLogged': (row, { toOfficeId }) => ({ offices: including(row.offices, toOfficeId) }),
  'mediation.v1.MajorDisputeReportAcknowledged': (row, { reportId, line, officeId }, { occurredAt }) => ({
    reports: row.reports.map((report) => (report.reportId === reportId ? { ...report, acknowledged: [...report.acknowledged, { line, officeId, at: occurredAt }] } : report)),
  }),
  'mediation.v1.DisputeTakenOver': (row, { reportId, officeId, level }, { occurredAt }) => ({
    officeId,
    level: rankOf(level),
    offices: including(row.offices, officeId),
    reports: answered(row.reports, reportId, 'takenOver', occurredAt),
  }),
  'mediation.v1.DisputeReturned': (row, { reportId }, { occurredAt }) => ({ reports: answered(row.reports, reportId, 'returned', occurredAt) }),
  'mediation.v1.LawyerSupportRequested': (row, { supportId, topic }, { occurredAt }) => ({
    supports: [...row.supports, { supportId, topic, requestedAt: occurredAt, lawyerId: '', firm: '', assignedAt: '' }],
  }),
  'mediation.v1.LawyerSupportAssigned': (row, { supportId, reportId, lawyerId, firm, officeId }, { occurredAt }) => {
    const asked = row.supports.find((support) => support.supportId === supportId);
    const support: LedgerSupport = { supportId, topic: asked?.topic ?? '', requestedAt: asked?.requestedAt ?? '', lawyerId, firm, assignedAt: occurredAt };
    return {
      supports: [...row.supports.filter((each) => each.supportId !== supportId), support],
      reports: row.reports.map((report) => (report.reportId === reportId && report.answer === 'none' ? { ...report, answer: 'supported', answeredAt: occurredAt } : report)),
      offices: including(row.offices, officeId),
    };
  },
  'mediation.v1.EscalationRiskReported': (row, { risk, told }, { occurredAt }) => ({ risks: [...row.risks, { risk, told, at: occurredAt }] }),
};

/** Reported upward, and neither returned nor taken over: 已上报. */
export function isEscalated({ reports }: Pick<LedgerDocument, 'reports'>): boolean {
  return reports.some(isStanding);
}

function isStanding({ answer }: LedgerReport): boolean {
  return answer === 'none' || answer === 'supported';
}

/** Each answer names its report; an office that answers several says so of each. */
function answered(reports: readonly LedgerReport[], reportId: string, answer: 'takenOver' | 'returned', answeredAt: string): readonly LedgerReport[] {
  return reports.map((report) => (report.reportId === reportId && isStanding(report) ? { ...report, answer, answeredAt } : report));
}
