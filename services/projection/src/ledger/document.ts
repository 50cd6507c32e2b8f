import type { CourtMode, EventData, EventIn, Grade, Level, Line, Procedure } from '@fengqiao/contracts';
import type { FoldedMeta } from '@fengqiao/kernel';

/** Statuses of a dispute in the order of the procedure, with their words. */
export const STATUS_LABELS = {
  unregistered: { zh: '未登记', en: 'not registered' },
  registered: { zh: '已登记', en: 'registered' },
  accepted: { zh: '已受理', en: 'accepted' },
  underAnalysis: { zh: '分析研究', en: 'under analysis' },
  planned: { zh: '已定方案', en: 'planned' },
  mediating: { zh: '调处中', en: 'being mediated' },
  agreed: { zh: '达成协议', en: 'agreed' },
  performing: { zh: '履行中', en: 'being performed' },
  performed: { zh: '已履行', en: 'performed' },
  disputedAgreement: { zh: '协议争议', en: 'agreement in dispute' },
  confirmationPending: { zh: '司法确认中', en: 'judicial confirmation pending' },
  confirmed: { zh: '已司法确认', en: 'judicially confirmed' },
  confirmationRejected: { zh: '司法确认驳回', en: 'judicial confirmation rejected' },
  failed: { zh: '调解不成', en: 'failed' },
  refused: { zh: '当事人拒绝', en: 'refused by a party' },
  withdrawn: { zh: '已撤回', en: 'withdrawn' },
  notAccepted: { zh: '不予受理', en: 'not accepted' },
  transferredOut: { zh: '已分流', en: 'transferred out' },
  followedUp: { zh: '已回访', en: 'followed up' },
  archived: { zh: '已归档', en: 'archived' },
} as const;

export type Status = keyof typeof STATUS_LABELS;

/** How a dispute ended; empty while it has not. */
export type Result = '' | 'agreed' | 'failed' | 'refused' | 'withdrawn' | 'notAccepted' | 'transferredOut';

export interface LedgerParty {
  readonly personId: string;
  readonly kind: string;
  /** Sealed. */
  readonly name: string;
}

export interface Acknowledgement {
  readonly line: Line;
  readonly officeId: string;
  readonly at: string;
}

/** A report of a major dispute to the level above, who signed for it, and how it was answered. */
export interface LedgerReport {
  readonly reportId: string;
  readonly fromOfficeId: string;
  readonly toOfficeId: string;
  readonly reportedAt: string;
  readonly acknowledged: readonly Acknowledgement[];
  /** Support by a lawyer answers a report and leaves room to take over or return. */
  readonly answer: 'none' | 'supported' | 'takenOver' | 'returned';
  /** Empty while it is unanswered. */
  readonly answeredAt: string;
}

export interface LedgerTerm {
  readonly termId: string;
  /** Sealed. */
  readonly content: string;
  readonly dueDate: string;
  readonly outcome: 'open' | 'performed' | 'defaulted';
  /** When it was performed or found defaulted; empty while open. */
  readonly settledAt: string;
  readonly urged: number;
}

export interface LedgerAgreement {
  /** `written`, `oral`; empty for an imported record, which knows the outcome only. */
  readonly form: string;
  readonly concludedAt: string;
  readonly effectiveAt: string;
  readonly terms: readonly LedgerTerm[];
  readonly confirmation: 'none' | 'pending' | 'granted' | 'rejected';
  readonly court: string;
  readonly appliedOn: string;
  readonly ruledOn: string;
  /** When the court filed the application, and until when its time was extended; empty where unknown. */
  readonly filedOn: string;
  readonly extendedUntil: string;
}

export interface LedgerSuspension {
  readonly reason: string;
  readonly from: string;
  /** Empty while it stands. */
  readonly to: string;
}

/** What a court entrusted, and how far that has come. */
export interface LedgerCourt {
  readonly court: string;
  readonly mode: CourtMode;
  readonly procedure: Procedure;
  readonly courtNumber: string;
  readonly mediatorId: string;
  readonly answer: 'none' | 'accepted' | 'declined';
  /** `agrees`, `refuses`, `unreachable`; empty before. */
  readonly otherParty: string;
  readonly returnedAs: string;
  readonly receivedAt: string;
  readonly answeredAt: string;
  readonly returnedAt: string;
}

/** What the police entrusted, and what they decided. */
export interface LedgerPolice {
  readonly station: string;
  readonly receivedAt: string;
  readonly recognitionRequestedAt: string;
  /** `noPenalty`, `penalty`; empty before. */
  readonly decision: string;
  readonly decidedOn: string;
}

export interface LedgerSupport {
  readonly supportId: string;
  readonly topic: string;
  readonly requestedAt: string;
  readonly lawyerId: string;
  readonly firm: string;
  readonly assignedAt: string;
}

/** One line of the dispute ledger (矛盾纠纷台账). Personal values stand in it as in the log, sealed. Texts are empty where nothing is known. */
export interface LedgerDocument {
  readonly id: string;
  readonly status: Status;
  readonly source: string;
  readonly category: string;
  /** An instant, a date, or of old records a month or a year. */
  readonly discoveredAt: string;
  /** When it was registered, as claimed; `recordedAt` is when the log learnt it. */
  readonly registeredAt: string;
  readonly recordedAt: string;
  /** When it was accepted for mediation; empty where it was not. */
  readonly acceptedAt: string;
  readonly registeringOfficeId: string;
  /** Who holds the case, and the rank of that office: 1 group … 6 province. */
  readonly officeId: string;
  readonly level: number;
  /** Every office that ever had to do with it; they may read it. */
  readonly offices: readonly string[];
  readonly division: string;
  /** Sealed: place and summary. */
  readonly place: string;
  readonly summary: string;
  readonly parties: readonly LedgerParty[];
  /** Codes of the priority persons among the parties, without saying who. */
  readonly priority: readonly string[];
  readonly people: number;
  /** Fen, a whole number as text; `0` where unknown. */
  readonly amountFen: string;
  readonly grade: Grade;
  readonly gradedAt: string;
  readonly flags: readonly string[];
  /** The level that should contain it. */
  readonly containment: Level;
  readonly ownerId: string;
  /** Sealed. */
  readonly plan: string;
  readonly dueDate: string;
  readonly mediatorIds: readonly string[];
  readonly sessions: number;
  readonly lastSessionAt: string;
  readonly reports: readonly LedgerReport[];
  readonly supports: readonly LedgerSupport[];
  readonly risks: readonly { readonly risk: string; readonly told: string; readonly at: string }[];
  /** Who suggested mediation: `court`, `police`. */
  readonly suggestedBy: readonly string[];
  readonly application: { readonly appliedOn: string; readonly form: string } | null;
  /** Last day of the period as all parties extended it; empty where they did not. */
  readonly extendedUntil: string;
  readonly suspensions: readonly LedgerSuspension[];
  /** What the parties were told, and of which term; empty where it concerns the case. */
  readonly informed: readonly { readonly topic: string; readonly termId: string; readonly at: string }[];
  readonly court: LedgerCourt | null;
  readonly police: LedgerPolice | null;
  /** What criminal or public-order event followed, and when. */
  readonly criminalTurns: readonly { readonly kind: string; readonly happenedOn: string }[];
  readonly agreement: LedgerAgreement | null;
  /** Paid visits in their order; the result of the last is the case's. */
  readonly visits: readonly { readonly result: string; readonly at: string }[];
  readonly quality: { readonly result: string; readonly score: number } | null;
  readonly result: Result;
  /** Reason of declining or terminating, or the body it was diverted to. */
  readonly endReason: string;
  /** Whether the parties were told of the other routes when mediation ended without an agreement; null where it did not. */
  readonly remediesTold: boolean | null;
  readonly endedAt: string;
  readonly archivedAt: string;
  /** Codes of documents that the file should have and lacks. */
  readonly gaps: readonly string[];
  readonly origin: string;
  readonly externalNumber: string;
  readonly externalSource: string;
  /** recordedAt of the last event. */
  readonly lastEventAt: string;
}

export type DisputeEventType = EventIn<'mediation/v1/dispute'>['type'];

/** Fields of a line with their new values. */
export type Changes = Partial<Omit<LedgerDocument, 'id'>>;

/** What each event changes of the line. Total and silent, as the dispute itself is: what has no place changes nothing. */
export type Fold<T extends DisputeEventType> = (row: LedgerDocument, data: EventData[T], meta: FoldedMeta) => Changes;
export type Folds<T extends DisputeEventType> = { readonly [K in T]: Fold<K> };

/** The line of a dispute that is not registered yet; nobody sees it. */
export function blank(id: string): LedgerDocument {
  return {
    id, status: 'unregistered', source: '', category: '', discoveredAt: '', registeredAt: '', recordedAt: '', acceptedAt: '', registeringOfficeId: '', officeId: '', level: 0,
    offices: [], division: '', place: '', summary: '', parties: [], priority: [], people: 0, amountFen: '0', grade: 'GRADE_UNSPECIFIED', gradedAt: '', flags: [],
    containment: 'LEVEL_UNSPECIFIED', ownerId: '', plan: '', dueDate: '', mediatorIds: [], sessions: 0, lastSessionAt: '', reports: [], supports: [], risks: [],
    suggestedBy: [], application: null, extendedUntil: '', suspensions: [], informed: [], court: null, police: null, criminalTurns: [],
    agreement: null, visits: [], quality: null, result: '', endReason: '', remediesTold: null, endedAt: '', archivedAt: '', gaps: [], origin: '', externalNumber: '', externalSource: '',
    lastEventAt: '',
  };
}

/** A list with one item more, unless it is empty or already there. */
export function including(list: readonly string[], item: string): readonly string[] {
  return item === '' || list.includes(item) ? list : [...list, item];
}
