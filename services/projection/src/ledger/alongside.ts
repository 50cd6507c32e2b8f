import type { Changes, Folds, LedgerCourt, LedgerDocument, LedgerPolice, LedgerSuspension } from './document';

/** What comes from court and police, what moves the periods of a mediation, and what the parties were told: none of it moves the status. */
export const ALONGSIDE: Folds<
  | 'mediation.v1.MediationSuggested'
  | 'mediation.v1.MediationApplied'
  | 'mediation.v1.MediationExtended'
  | 'mediation.v1.MediationSuspended'
  | 'mediation.v1.MediationResumed'
  | 'mediation.v1.PartiesInformed'
  | 'mediation.v1.CourtEntrustmentReceived'
  | 'mediation.v1.CourtMediatorNamed'
  | 'mediation.v1.CourtEntrustmentAccepted'
  | 'mediation.v1.CourtEntrustmentDeclined'
  | 'mediation.v1.OtherPartyReached'
  | 'mediation.v1.FileReturnedToCourt'
  | 'mediation.v1.PoliceEntrustmentReceived'
  | 'mediation.v1.PoliceRecognitionRequested'
  | 'mediation.v1.PoliceDecisionRecorded'
  | 'mediation.v1.DisputeTurnedCriminal'
> = {
  'mediation.v1.MediationSuggested': (row, { by }) => (row.suggestedBy.includes(by) ? {} : { suggestedBy: [...row.suggestedBy, by] }),
  'mediation.v1.MediationApplied': (row, { appliedOn, form }) => ({ application: { appliedOn, form } }),
  'mediation.v1.MediationExtended': (row, { until }) => ({ extendedUntil: until }),
  'mediation.v1.MediationSuspended': (row, { reason }, { occurredAt }) => ({ suspensions: [...closed(row.suspensions, occurredAt), { reason, from: occurredAt, to: '' }] }),
  'mediation.v1.MediationResumed': (row, _data, { occurredAt }) => ({ suspensions: closed(row.suspensions, occurredAt) }),
  'mediation.v1.PartiesInformed': (row, { topic, termId }, { occurredAt }) => ({ informed: [...row.informed, { topic, termId, at: occurredAt }], remediesTold: row.remediesTold === false && topic === 'remedies' ? true : row.remediesTold }),
  'mediation.v1.CourtEntrustmentReceived': (row, { court, mode, procedure, courtNumber }, { occurredAt }) => ({
    court: { court, mode, procedure, courtNumber, mediatorId: '', answer: 'none', otherParty: '', returnedAs: '', receivedAt: occurredAt, answeredAt: '', returnedAt: '' },
  }),
  'mediation.v1.CourtMediatorNamed': (row, { mediatorId }) => ofCourt(row, { mediatorId }),
  'mediation.v1.CourtEntrustmentAccepted': (row, { mediatorId }, { occurredAt }) => ofCourt(row, { mediatorId, answer: 'accepted', answeredAt: occurredAt }),
  'mediation.v1.CourtEntrustmentDeclined': (row, _data, { occurredAt }) => ofCourt(row, { answer: 'declined', answeredAt: occurredAt }),
  'mediation.v1.OtherPartyReached': (row, { outcome }) => ofCourt(row, { otherParty: outcome }),
  'mediation.v1.FileReturnedToCourt': (row, { outcome }, { occurredAt }) => ofCourt(row, { returnedAs: outcome, returnedAt: occurredAt }),
  'mediation.v1.PoliceEntrustmentReceived': (row, { station }, { occurredAt }) => ({ police: { station, receivedAt: occurredAt, recognitionRequestedAt: '', decision: '', decidedOn: '' } }),
  'mediation.v1.PoliceRecognitionRequested': (row, _data, { occurredAt }) => ofPolice(row, { recognitionRequestedAt: occurredAt }),
  'mediation.v1.PoliceDecisionRecorded': (row, { outcome, decidedOn }) => ofPolice(row, { decision: outcome, decidedOn }),
  'mediation.v1.DisputeTurnedCriminal': (row, { kind, happenedOn }) => ({ criminalTurns: [...row.criminalTurns, { kind, happenedOn }] }),
};

/** The clock of the mediation stands still: 已中止. */
export function isSuspended({ suspensions }: Pick<LedgerDocument, 'suspensions'>): boolean {
  return suspensions.some(({ to }) => to === '');
}

/** Suspensions with none of them standing: mediation went on, or came to its end. */
export function closed(suspensions: readonly LedgerSuspension[], at: string): readonly LedgerSuspension[] {
  return isSuspended({ suspensions }) ? suspensions.map((suspension) => (suspension.to === '' ? { ...suspension, to: at } : suspension)) : suspensions;
}

/** How far a matter of the police has come; null where there is none. */
export function policeStage({ police }: Pick<LedgerDocument, 'police'>): string | null {
  if (!police) return null;
  return police.decision || (police.recognitionRequestedAt === '' ? 'entrusted' : 'recognitionRequested');
}

function ofCourt(row: LedgerDocument, change: Partial<LedgerCourt>): Changes {
  return row.court ? { court: { ...row.court, ...change } } : {};
}

function ofPolice(row: LedgerDocument, change: Partial<LedgerPolice>): Changes {
  return row.police ? { police: { ...row.police, ...change } } : {};
}
