import type { Folds } from './document';
import { REOPENED } from './intake';

/** The work on an accepted case. */
export const MEDIATING: Folds<
  | 'mediation.v1.DisputeAnalysed'
  | 'mediation.v1.MediationPlanAdopted'
  | 'mediation.v1.MediatorsAppointed'
  | 'mediation.v1.ParticipantInvited'
  | 'mediation.v1.SessionHeld'
> = {
  'mediation.v1.DisputeAnalysed': (row) => (row.status === 'accepted' ? { status: 'underAnalysis' } : {}),
  'mediation.v1.MediationPlanAdopted': (row, { plan, ownerId, dueDate }) => ({ plan, ownerId, dueDate, status: row.status === 'underAnalysis' ? 'planned' : row.status }),
  'mediation.v1.MediatorsAppointed': (row, { mediatorIds }) => ({ mediatorIds }),
  'mediation.v1.ParticipantInvited': () => ({}),
  'mediation.v1.SessionHeld': (row, _data, { occurredAt }) => ({ status: 'mediating', sessions: row.sessions + 1, lastSessionAt: occurredAt, ...REOPENED }),
};
