import type { Folds } from './document';

/** What comes from court and police, and what moves the periods of a mediation: the line of the ledger stays as it is. */
export const ALONGSIDE: Folds<
  | 'mediation.v1.CourtEntrustmentAccepted'
  | 'mediation.v1.CourtEntrustmentDeclined'
  | 'mediation.v1.CourtEntrustmentReceived'
  | 'mediation.v1.CourtMediatorNamed'
  | 'mediation.v1.DisputeTurnedCriminal'
  | 'mediation.v1.FileReturnedToCourt'
  | 'mediation.v1.JudicialConfirmationExtended'
  | 'mediation.v1.JudicialConfirmationFiled'
  | 'mediation.v1.MediationApplied'
  | 'mediation.v1.MediationExtended'
  | 'mediation.v1.MediationResumed'
  | 'mediation.v1.MediationSuggested'
  | 'mediation.v1.MediationSuspended'
  | 'mediation.v1.OtherPartyReached'
  | 'mediation.v1.PartiesInformed'
  | 'mediation.v1.PoliceDecisionRecorded'
  | 'mediation.v1.PoliceEntrustmentReceived'
  | 'mediation.v1.PoliceRecognitionRequested'
> = {
  'mediation.v1.CourtEntrustmentAccepted': (row) => row,
  'mediation.v1.CourtEntrustmentDeclined': (row) => row,
  'mediation.v1.CourtEntrustmentReceived': (row) => row,
  'mediation.v1.CourtMediatorNamed': (row) => row,
  'mediation.v1.DisputeTurnedCriminal': (row) => row,
  'mediation.v1.FileReturnedToCourt': (row) => row,
  'mediation.v1.JudicialConfirmationExtended': (row) => row,
  'mediation.v1.JudicialConfirmationFiled': (row) => row,
  'mediation.v1.MediationApplied': (row) => row,
  'mediation.v1.MediationExtended': (row) => row,
  'mediation.v1.MediationResumed': (row) => row,
  'mediation.v1.MediationSuggested': (row) => row,
  'mediation.v1.MediationSuspended': (row) => row,
  'mediation.v1.OtherPartyReached': (row) => row,
  'mediation.v1.PartiesInformed': (row) => row,
  'mediation.v1.PoliceDecisionRecorded': (row) => row,
  'mediation.v1.PoliceEntrustmentReceived': (row) => row,
  'mediation.v1.PoliceRecognitionRequested': (row) => row,
};
