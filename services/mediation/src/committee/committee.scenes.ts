import type { CommitteeMember } from '@fengqiao/contracts';
import { pastId, VILLAGE } from '../dispute/dispute.scenes';
import type { CommitteeEvent } from './committee';
import type { MemberInput } from './members';

/* The members and past events that the specs of committees play with. All invented. */

const member = (n: number, name: string, sex: 'female' | 'male', post: 'chair' | 'deputy' | 'member' = 'member', nationality: 'han' | 'minority' = 'han') => ({ personId: pastId(n), name, sex, post, nationality });

export const CHAIR = member(1, '陈某', 'male', 'chair');
export const WOMAN = member(2, '楼某', 'female');
export const THIRD = member(3, '骆某', 'male');
export const FOURTH = member(4, '蓝某', 'male', 'deputy', 'minority');
export const THREE: readonly (MemberInput & CommitteeMember)[] = [CHAIR, WOMAN, THIRD];
export const FOUR: readonly (MemberInput & CommitteeMember)[] = [...THREE, FOURTH];

export const CHANGE = pastId(8);

type DataOf<T extends CommitteeEvent['type']> = Extract<CommitteeEvent, { type: T }>['data'];

export const proposedWith = (change: Partial<DataOf<'mediation.v1.CommitteeProposed'>>): CommitteeEvent => ({
  type: 'mediation.v1.CommitteeProposed',
  data: { officeId: VILLAGE, level: 'LEVEL_VILLAGE', division: '330681109201', kind: 'village', sector: '', validTo: '', mixedArea: false, ...change },
});
export const proposed = proposedWith({});
export const establishedWith = (change: Partial<DataOf<'mediation.v1.CommitteeEstablished'>>): CommitteeEvent => ({
  type: 'mediation.v1.CommitteeEstablished',
  data: { changeId: CHANGE, establishedOn: '2024-03-01', members: [...THREE], women: 1, minority: 0, termEnds: '2027-03-01', approvedBy: '', ...change },
});
export const established = establishedWith({});
export const serving: readonly CommitteeEvent[] = [proposed, established];
/** A temporary committee, valid to the end of March 2027. */
export const temporary: readonly CommitteeEvent[] = [proposedWith({ kind: 'sector', sector: 'traffic', validTo: '2027-03-31' }), establishedWith({ termEnds: '2027-03-31' })];
export const dissolved: CommitteeEvent = { type: 'mediation.v1.CommitteeDissolved', data: { dissolvedFrom: '2026-11-01', reason: 'merged' } };
