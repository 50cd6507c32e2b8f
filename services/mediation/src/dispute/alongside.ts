import type { EventIn, CourtMode, Procedure } from '@fengqiao/contracts';
import type { Facts } from './facts';

/*
 * What runs beside the procedure: who suggested or asked for mediation, its periods, what the parties were told,
 * and the courts and police that entrust a matter. None of it moves the status.
 */

/** What a court handed over (法院委派、委托), and how far that has come. */
export interface CourtEntrustment {
  readonly court: string;
  readonly mode: CourtMode;
  readonly procedure: Procedure;
  /** Number of the court's own file; empty where it gave none. */
  readonly courtNumber: string;
  /** Whom the court named, or who confirmed; empty before. */
  readonly mediatorId: string;
  readonly answer: 'none' | 'accepted' | 'declined';
  readonly declineReason: string;
  /** `agrees`, `refuses`, `unreachable`; empty before. */
  readonly otherParty: string;
  /** With which outcome the file went back; empty before. */
  readonly returnedAs: string;
}

/** What the police entrusted (治安纠纷委托调解), and what they decided. */
export interface PoliceEntrustment {
  readonly station: string;
  readonly recognitionRequested: boolean;
  /** `noPenalty`, `penalty`; empty before. */
  readonly decision: string;
  readonly decidedOn: string;
}

export interface Suspension {
  readonly reason: string;
  /** Sealed. */
  readonly note: string;
  readonly resumed: boolean;
}

/** The part of what is known that runs beside the procedure. */
export interface Alongside {
  readonly suggestedBy: readonly string[];
  readonly application?: { readonly appliedOn: string; readonly form: string };
  /** Last day of the extended period; empty where it was never extended. */
  readonly extendedUntil: string;
  readonly suspensions: readonly Suspension[];
  readonly informed: readonly { readonly topic: string; readonly termId: string }[];
  readonly court?: CourtEntrustment;
  readonly police?: PoliceEntrustment;
  readonly criminalTurns: readonly { readonly kind: string; readonly happenedOn: string; readonly note: string }[];
}

export const NOTHING_ALONGSIDE: Alongside = { suggestedBy: [], extendedUntil: '', suspensions: [], informed: [], criminalTurns: [] };

type Event = EventIn<'mediation/v1/dispute'>;
export type AlongsideEvent = Extract<
  Event,
  {
    type:
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
      | 'mediation.v1.DisputeTurnedCriminal';
  }
>;

/** What such an event teaches; nothing where it has no place. */
export function learntAlongside(known: Alongside, event: AlongsideEvent): Partial<Facts> {
  switch (event.type) {
    case 'mediation.v1.MediationSuggested':
      return known.suggestedBy.includes(event.data.by) ? {} : { suggestedBy: [...known.suggestedBy, event.data.by] };
    case 'mediation.v1.MediationApplied':
      return { application: { appliedOn: event.data.appliedOn, form: event.data.form } };
    case 'mediation.v1.MediationExtended':
      return { extendedUntil: event.data.until };
    case 'mediation.v1.MediationSuspended':
      return { suspensions: [...ended(known.suspensions), { reason: event.data.reason, note: event.data.note, resumed: false }] };
    case 'mediation.v1.MediationResumed':
      return { suspensions: ended(known.suspensions) };
    case 'mediation.v1.PartiesInformed':
      return { informed: [...known.informed, { topic: event.data.topic, termId: event.data.termId }] };
    case 'mediation.v1.CourtEntrustmentReceived': {
      const { court, mode, procedure, courtNumber } = event.data;
      return { court: { court, mode, procedure, courtNumber, mediatorId: '', answer: 'none', declineReason: '', otherParty: '', returnedAs: '' } };
    }
    case 'mediation.v1.CourtMediatorNamed':
      return ofCourt(known, { mediatorId: event.data.mediatorId });
    case 'mediation.v1.CourtEntrustmentAccepted':
      return ofCourt(known, { mediatorId: event.data.mediatorId, answer: 'accepted', declineReason: '' });
    case 'mediation.v1.CourtEntrustmentDeclined':
      return ofCourt(known, { answer: 'declined', declineReason: event.data.reason });
    case 'mediation.v1.OtherPartyReached':
      return ofCourt(known, { otherParty: event.data.outcome });
    case 'mediation.v1.FileReturnedToCourt':
      return ofCourt(known, { returnedAs: event.data.outcome });
    case 'mediation.v1.PoliceEntrustmentReceived':
      return { police: { station: event.data.station, recognitionRequested: false, decision: '', decidedOn: '' } };
    case 'mediation.v1.PoliceRecognitionRequested':
      return ofPolice(known, { recognitionRequested: true });
    case 'mediation.v1.PoliceDecisionRecorded':
      return ofPolice(known, { decision: event.data.outcome, decidedOn: event.data.decidedOn });
    case 'mediation.v1.DisputeTurnedCriminal':
      return { criminalTurns: [...known.criminalTurns, { kind: event.data.kind, happenedOn: event.data.happenedOn, note: event.data.note }] };
  }
}

/** Does the clock of the mediation stand still (中止)? */
export function isSuspended({ suspensions }: Pick<Alongside, 'suspensions'>): boolean {
  return suspensions.some(({ resumed }) => !resumed);
}

/** Suspensions with none of them standing: mediation went on, or came to its end. */
export function ended(suspensions: readonly Suspension[]): readonly Suspension[] {
  return suspensions.map((suspension) => ({ ...suspension, resumed: true }));
}

function ofCourt({ court }: Alongside, change: Partial<CourtEntrustment>): Partial<Facts> {
  return court ? { court: { ...court, ...change } } : {};
}

function ofPolice({ police }: Alongside, change: Partial<PoliceEntrustment>): Partial<Facts> {
  return police ? { police: { ...police, ...change } } : {};
}
