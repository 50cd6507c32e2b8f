import { eventType } from '@fengqiao/contracts';
import type { Bilingual, Trigger } from './rule';

/** What makes a subject a member of its kind, and what ends that. */
export interface Membership {
  readonly from: Trigger;
  readonly until: Trigger;
}

const trigger = (on: string, field: string, zh: string, en: string): Trigger => ({ on, when: '', at: `event.${field}`, key: '', of: '', name: { zh, en } satisfies Bilingual });

/** A rule for each subject of these kinds need not say what makes a member; of another kind it names its start. */
const KNOWN: Readonly<Record<string, Membership>> = {
  office: { from: trigger('directory.v1.OfficeEstablished', 'validFrom', '机构已设立', 'office established'), until: trigger('directory.v1.OfficeClosed', 'closedFrom', '机构已撤销', 'office closed') },
  person: { from: trigger('directory.v1.PersonAppointed', 'validFrom', '人员已任用', 'person appointed'), until: trigger('directory.v1.PersonReleased', 'releasedFrom', '人员已离任', 'person released') },
  committee: {
    from: trigger('mediation.v1.CommitteeEstablished', 'establishedOn', '调委会已设立', 'committee established'),
    until: trigger('mediation.v1.CommitteeDissolved', 'dissolvedFrom', '调委会已撤销', 'committee dissolved'),
  },
};

/** The kinds whose membership the published language can tell. */
export function memberships(): ReadonlyMap<string, Membership> {
  return new Map(Object.entries(KNOWN).filter(([, { from, until }]) => eventType(from.on) && eventType(until.on)));
}
