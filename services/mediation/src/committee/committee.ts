import type { CommitteeMember, EventIn, Level } from '@fengqiao/contracts';
import { unreachable } from '@fengqiao/kernel';

export type CommitteeEvent = EventIn<'mediation/v1/committee'>;

/** A change of who sits on a committee, of which the basic court must be told. */
export interface Change {
  readonly changeId: string;
  /** The court that was told; empty while none was. */
  readonly toldCourt: string;
}

/** What is known of a committee since it was proposed. */
export interface Proposal {
  readonly officeId: string;
  readonly level: Level;
  readonly division: string;
  readonly kind: string;
  readonly sector: string;
  /** Last day of a temporary committee's validity; empty for others. */
  readonly validTo: string;
  readonly mixedArea: boolean;
}

/** What is known of a committee since it was established; names, sexes and nationalities are sealed. */
export interface Standing extends Proposal {
  readonly establishedOn: string;
  /** First day of the present term. */
  readonly termFrom: string;
  readonly termEnds: string;
  readonly members: readonly CommitteeMember[];
  readonly women: number;
  readonly minority: number;
  readonly changes: readonly Change[];
}

export interface Serving extends Standing {
  readonly status: 'serving';
}

export interface Dissolved extends Proposal {
  readonly status: 'dissolved';
  readonly dissolvedFrom: string;
  readonly reason: string;
  /** Of one that had been established. */
  readonly served?: Standing;
}

/** A mediation committee (调解委员会): it bears the id of its office, so that an office has one at a time. */
export type CommitteeState = { readonly status: 'none' } | (Proposal & { readonly status: 'proposed' }) | Serving | Dissolved;

export type Known = Exclude<CommitteeState, { status: 'none' }>;

export const noCommittee: CommitteeState = { status: 'none' };

/** Folds one event; total and silent: what comes before a proposal, or before the committee stands, changes nothing. */
export function evolveCommittee(state: CommitteeState, event: CommitteeEvent): CommitteeState {
  if (event.type === 'mediation.v1.CommitteeProposed') return state.status === 'serving' ? state : { status: 'proposed', ...event.data };
  if (state.status === 'none') return state;
  if (state.status === 'dissolved') return event.type === 'mediation.v1.CommitteeReportedToCourt' && state.served ? { ...state, served: { ...state.served, changes: told(state.served.changes, event.data) } } : state;
  switch (event.type) {
    case 'mediation.v1.CommitteeEstablished':
      return state.status === 'proposed' ? established(state, event.data) : state;
    case 'mediation.v1.CommitteeDissolved': {
      const { status, ...known } = state;
      const { officeId, level, division, kind, sector, validTo, mixedArea } = known;
      const proposal = { officeId, level, division, kind, sector, validTo, mixedArea };
      return { status: 'dissolved', ...proposal, ...event.data, ...(status === 'serving' ? { served: known as Standing } : {}) };
    }
    default:
      return state.status === 'serving' ? { ...state, ...changed(state, event) } : state;
  }
}

type Established = Extract<CommitteeEvent, { type: 'mediation.v1.CommitteeEstablished' }>['data'];
type OfServing = Exclude<CommitteeEvent, { type: 'mediation.v1.CommitteeProposed' | 'mediation.v1.CommitteeEstablished' | 'mediation.v1.CommitteeDissolved' }>;

function established(proposal: Proposal, { changeId, establishedOn, members, women, minority, termEnds }: Established): Serving {
  return { ...proposal, status: 'serving', establishedOn, termFrom: establishedOn, termEnds, members, women, minority, changes: [{ changeId, toldCourt: '' }] };
}

function changed({ changes, validTo }: Serving, event: OfServing): Partial<Standing> {
  switch (event.type) {
    case 'mediation.v1.CommitteeElected': {
      const { changeId, electedOn, members, women, minority, termEnds } = event.data;
      return { termFrom: electedOn, termEnds, members, women, minority, changes: [...changes, { changeId, toldCourt: '' }] };
    }
    case 'mediation.v1.CommitteeMembersChanged': {
      const { changeId, members, women, minority } = event.data;
      return { members, women, minority, changes: [...changes, { changeId, toldCourt: '' }] };
    }
    case 'mediation.v1.CommitteeReportedToCourt':
      return { changes: told(changes, event.data) };
    case 'mediation.v1.CommitteeProlonged':
      // Only a temporary committee has a validity to prolong; its term is its validity.
      return validTo === '' ? {} : { validTo: event.data.validTo, termEnds: event.data.validTo };
    default:
      return unreachable(event);
  }
}

/** The changes that a court is to be told of, told or not; none of a committee that never stood. */
export function changesOf(state: Known): readonly Change[] {
  if (state.status === 'serving') return state.changes;
  return state.status === 'dissolved' ? (state.served?.changes ?? []) : [];
}

function told(changes: readonly Change[], { changeId, court }: { readonly changeId: string; readonly court: string }): readonly Change[] {
  return changes.map((change) => (change.changeId === changeId ? { ...change, toldCourt: court } : change));
}
