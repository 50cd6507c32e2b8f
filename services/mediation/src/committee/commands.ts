import type { MemberInput } from './members';

/* What may be asked of a committee. */

export interface ProposeCommittee {
  readonly type: 'ProposeCommittee';
  /** The office whose committee it is. */
  readonly officeId: string;
  readonly kind: string;
  /** Of a sector committee, and of no other. */
  readonly sector?: string;
  /** Last day of a temporary committee. */
  readonly validTo?: string;
  readonly mixedArea?: boolean;
}

export type CommitteeCommand =
  | ProposeCommittee
  | { readonly type: 'EstablishCommittee'; readonly establishedOn: string; readonly members: readonly MemberInput[] }
  | { readonly type: 'ElectCommittee'; readonly electedOn: string; readonly members: readonly MemberInput[] }
  | { readonly type: 'ChangeMembers'; readonly members: readonly MemberInput[]; readonly reason: string }
  | { readonly type: 'ReportToCourt'; readonly changeId: string; readonly court: string }
  | { readonly type: 'ProlongCommittee'; readonly validTo: string }
  | { readonly type: 'DissolveCommittee'; readonly dissolvedFrom: string; readonly reason: string };

export type CommandOf<T extends CommitteeCommand['type']> = Extract<CommitteeCommand, { type: T }>;
