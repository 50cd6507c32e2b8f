import type { CourtMode, Grade, Line, Procedure, TerminationReason } from '@fengqiao/contracts';

/*
 * What may be asked of a dispute. Acts that repeat and whose content is sealed (an analysis, a session, a visit …) carry `number`:
 * 1 for the first. A number that is already recorded changes nothing, so that nobody records the same session twice.
 */

export interface PartyInput {
  readonly personId?: string;
  readonly kind: 'person' | 'organisation';
  readonly name: string;
  readonly idNumber?: string;
  readonly phone?: string;
  readonly address?: string;
  readonly priority?: readonly string[];
}

interface Discovery {
  /** An instant or a date; of an imported record also a month or a year. */
  readonly discoveredAt: string;
  readonly flags?: readonly string[];
  readonly place?: string;
  readonly householdNo?: string;
  readonly summary: string;
  readonly parties: readonly PartyInput[];
  /** Number of people involved; absent where unknown. */
  readonly people?: number;
  readonly amountFen?: string;
}

export interface RegisterDispute extends Discovery {
  readonly type: 'RegisterDispute';
  readonly source: string;
  readonly category: string;
  /** Where it lies, inside the actor's own division; that division where absent. */
  readonly division?: string;
}

export interface ImportDispute extends Omit<Discovery, 'discoveredAt'> {
  readonly type: 'ImportDispute';
  readonly externalNumber: string;
  readonly externalSource: string;
  readonly discoveredAt?: string;
  /** A code, or the other register's wording. */
  readonly category: string;
  readonly outcome?: 'agreed' | 'failed' | 'refused' | 'withdrawn';
  readonly endedOn?: string;
}

export interface GradeDispute {
  readonly type: 'GradeDispute';
  readonly grade: Exclude<Grade, 'GRADE_UNSPECIFIED'>;
  /** The flags that now hold; those of the state where absent. */
  readonly flags?: readonly string[];
  /** What was seen on the spot. */
  readonly observed?: readonly ('violence' | 'injury' | 'crossTownship')[];
  /** Better knowledge than at registration. */
  readonly people?: number;
  readonly amountFen?: string;
  readonly reason?: string;
}

export interface ReportMajorDispute {
  readonly type: 'ReportMajorDispute';
  readonly situation: string;
}

/** Acts on reports name one, or mean all that were sent to the actor's office. */
interface OnReport {
  readonly reportId?: string;
}

export interface AssignLawyerSupport {
  readonly type: 'AssignLawyerSupport';
  /** The request it serves; without one it answers the report `reportId`. */
  readonly supportId?: string;
  readonly reportId?: string;
  readonly lawyerId: string;
  readonly firm: string;
}

/** What runs beside the procedure: suggestions and applications, periods, what the parties are told, courts and police. */
export type AlongsideCommand =
  | { readonly type: 'SuggestMediation'; readonly by: 'court' | 'police' }
  | { readonly type: 'ApplyForMediation'; readonly appliedOn: string; readonly form: 'written' | 'oral' }
  | { readonly type: 'ExtendMediation'; readonly until: string; readonly agreedBy: readonly string[]; readonly note?: string }
  | { readonly type: 'SuspendMediation'; readonly reason: string; readonly note?: string }
  | { readonly type: 'ResumeMediation' }
  | { readonly type: 'InformParties'; readonly topic: string; readonly termId?: string }
  | {
      readonly type: 'ReceiveCourtEntrustment';
      readonly court: string;
      readonly mode: Exclude<CourtMode, 'COURT_MODE_UNSPECIFIED'>;
      readonly procedure?: Exclude<Procedure, 'PROCEDURE_UNSPECIFIED'>;
      readonly courtNumber?: string;
    }
  | { readonly type: 'NameCourtMediator'; readonly mediatorId: string }
  | { readonly type: 'AcceptCourtEntrustment'; readonly mediatorId?: string }
  | { readonly type: 'DeclineCourtEntrustment'; readonly reason: string }
  | { readonly type: 'RecordOtherParty'; readonly outcome: 'agrees' | 'refuses' | 'unreachable' }
  | { readonly type: 'ReturnFileToCourt' }
  | { readonly type: 'ReceivePoliceEntrustment'; readonly station: string }
  | { readonly type: 'RequestPoliceRecognition' }
  | { readonly type: 'RecordPoliceDecision'; readonly outcome: 'noPenalty' | 'penalty'; readonly decidedOn: string }
  | { readonly type: 'RecordCriminalTurn'; readonly kind: 'criminal' | 'publicOrder'; readonly happenedOn: string; readonly note?: string };

export type DisputeCommand =
  | AlongsideCommand
  | RegisterDispute
  | ImportDispute
  | GradeDispute
  | { readonly type: 'AcceptDispute'; readonly basis: 'application' | 'initiative' }
  | { readonly type: 'DeclineDispute'; readonly reason: string; readonly guidance: string }
  | { readonly type: 'DivertDispute'; readonly destination: string; readonly reason: string }
  | ReportMajorDispute
  | { readonly type: 'LogOralReport'; readonly takenBy?: string }
  | (OnReport & { readonly type: 'AcknowledgeMajorReport'; readonly line: Exclude<Line, 'LINE_UNSPECIFIED'> })
  | (OnReport & { readonly type: 'TakeOverDispute' })
  | (OnReport & { readonly type: 'ReturnDispute'; readonly guidance: string })
  | { readonly type: 'RequestLawyerSupport'; readonly topic: string }
  | AssignLawyerSupport
  | { readonly type: 'ReportEscalationRisk'; readonly number: number; readonly risk: 'publicOrder' | 'criminal'; readonly told: string; readonly note: string }
  | { readonly type: 'AnalyseDispute'; readonly number: number; readonly analysis: string }
  | { readonly type: 'AdoptMediationPlan'; readonly number: number; readonly plan: string; readonly ownerId: string; readonly dueDate: string }
  | { readonly type: 'AppointMediators'; readonly mediatorIds: readonly string[] }
  | { readonly type: 'ChooseMediator'; readonly mediatorIds: readonly string[] }
  | { readonly type: 'InviteParticipant'; readonly personId?: string; readonly name: string; readonly role: string }
  | { readonly type: 'HoldSession'; readonly number: number; readonly mode: string; readonly mediatorIds?: readonly string[]; readonly record: string }
  | { readonly type: 'TerminateMediation'; readonly reason: Exclude<TerminationReason, 'TERMINATION_REASON_UNSPECIFIED'>; readonly remediesTold: boolean; readonly note?: string }
  | {
      readonly type: 'ConcludeAgreement';
      readonly form: 'written' | 'oral';
      readonly effectiveAt: string;
      readonly terms: readonly { readonly content: string; readonly dueDate: string }[];
    }
  | { readonly type: 'ApplyJudicialConfirmation'; readonly court: string; readonly appliedOn: string }
  | { readonly type: 'RecordConfirmationFiling'; readonly filedOn: string }
  | { readonly type: 'RecordConfirmationExtension'; readonly until: string }
  | { readonly type: 'RecordConfirmationRuling'; readonly ruling: 'granted' | 'rejected'; readonly ruledOn: string; readonly reason?: string }
  | { readonly type: 'RecordPerformance'; readonly termId: string }
  | { readonly type: 'UrgePerformance'; readonly termId: string; readonly number: number }
  | { readonly type: 'RecordDefault'; readonly termId: string; readonly note?: string }
  | { readonly type: 'PayReturnVisit'; readonly number: number; readonly result: 'satisfied' | 'content' | 'dissatisfied'; readonly record: string }
  | { readonly type: 'ReviewCaseQuality'; readonly number: number; readonly result: 'qualified' | 'defective' | 'unqualified'; readonly score: number; readonly note?: string }
  | { readonly type: 'ArchiveCase'; readonly documents: readonly string[] };

export type CommandOf<T extends DisputeCommand['type']> = Extract<DisputeCommand, { type: T }>;
