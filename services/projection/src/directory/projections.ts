import type { EventData, EventType, RosterSlot } from '@fengqiao/contracts';
import { idOf, type FoldedEvent } from '@fengqiao/kernel';
import { rankOf } from '@fengqiao/platform';
import type { Projection } from '@fengqiao/read-models';
import { replaceBetween } from '@fengqiao/security';

/** Name and office above, from a day on. */
export interface OfficeVersion {
  readonly validFrom: string;
  readonly name: string;
  readonly parentId: string;
}

export interface OfficeDocument {
  readonly id: string;
  readonly kind: string;
  readonly level: number;
  readonly division: string;
  /** In the order in which they were recorded. */
  readonly versions: readonly OfficeVersion[];
  /** First day on which it is valid no more; empty where it is not closed. */
  readonly closedFrom: string;
}

export interface AppointmentDocument {
  readonly officeId: string;
  readonly roles: readonly string[];
  readonly validFrom: string;
  readonly releasedFrom: string;
}

export interface PersonDocument {
  readonly personId: string;
  /** Given once, with the first appointment. */
  readonly account: string;
  /** When the log learnt of the first appointment: of two people with one account the earlier has it. */
  readonly knownSince: string;
  /** Sealed. */
  readonly name: string;
  readonly appointments: readonly AppointmentDocument[];
}

export interface RosterDocument {
  readonly officeId: string;
  /** In order, not overlapping. */
  readonly slots: readonly RosterSlot[];
}

/** Offices (机构), one document each, with every version of name and place. */
export const officeProjection: Projection<OfficeDocument> = {
  name: 'offices',
  prefixes: ['directory.office-'],
  types: ['directory.v1.OfficeEstablished', 'directory.v1.OfficeChanged', 'directory.v1.OfficeClosed'],
  fields: {
    level: { of: (office) => office.level, type: 'number', filter: true, sort: true, facet: true },
    division: { of: (office) => office.division, filter: true, sort: true },
    kind: { of: (office) => office.kind, filter: true, facet: true },
    closed: { of: (office) => office.closedFrom !== '', type: 'boolean', filter: true },
  },
  initial: (stream) => ({ id: idOf(stream), kind: '', level: 0, division: '', versions: [], closedFrom: '' }),
  apply: (office, event) => {
    if (is(event, 'directory.v1.OfficeEstablished')) {
      const { kind, level, division, name, parentId, validFrom } = event.data;
      return { ...office, kind, level: rankOf(level), division, versions: [{ validFrom, name, parentId }], closedFrom: '' };
    }
    if (is(event, 'directory.v1.OfficeChanged')) {
      const { name, parentId, validFrom } = event.data;
      return { ...office, versions: [...office.versions, { validFrom, name, parentId }] };
    }
    return is(event, 'directory.v1.OfficeClosed') ? { ...office, closedFrom: event.data.closedFrom } : office;
  },
  scopeOf: (office) => ({ division: office.division, offices: [office.id] }),
};

/** People (人员), one document each, with every appointment. */
export const personProjection: Projection<PersonDocument> = {
  name: 'persons',
  prefixes: ['directory.person-'],
  types: ['directory.v1.PersonAppointed', 'directory.v1.PersonReleased'],
  fields: {},
  initial: (stream) => ({ personId: idOf(stream), account: '', knownSince: '', name: '', appointments: [] }),
  apply: (person, event) => {
    if (is(event, 'directory.v1.PersonAppointed')) {
      const { account, name, officeId, roles, validFrom } = event.data;
      // What is held there goes on until the new appointment begins.
      const appointments = [...endedFrom(person.appointments, officeId, validFrom), { officeId, roles, validFrom, releasedFrom: '' }];
      // A later appointment does not say the name again.
      if (person.knownSince !== '') return { ...person, name: name === '' ? person.name : name, appointments };
      return { ...person, account, knownSince: event.meta.recordedAt, name, appointments };
    }
    if (!is(event, 'directory.v1.PersonReleased')) return person;
    const { officeId, releasedFrom } = event.data;
    return { ...person, appointments: endedFrom(person.appointments, officeId, releasedFrom) };
  },
  // People are looked up, never listed: whoever may see an office sees who serves there through it.
  scopeOf: () => undefined,
};

/** Duty rosters (值班表), one document an office. */
export const rosterProjection: Projection<RosterDocument> = {
  name: 'rosters',
  prefixes: ['directory.roster-'],
  types: ['directory.v1.DutyRosterSet'],
  fields: {},
  initial: (stream) => ({ officeId: idOf(stream), slots: [] }),
  apply: (roster, event) => (is(event, 'directory.v1.DutyRosterSet') ? { ...roster, slots: replaceBetween(roster.slots, event.data.slots) } : roster),
  scopeOf: (roster) => ({ division: '', offices: [roster.officeId] }),
};

/** Nothing is held at the office from that day on. */
function endedFrom(appointments: readonly AppointmentDocument[], officeId: string, day: string): readonly AppointmentDocument[] {
  return appointments.map((each) => (each.officeId === officeId && (each.releasedFrom === '' || each.releasedFrom > day) ? { ...each, releasedFrom: day } : each));
}

function is<T extends EventType>(event: FoldedEvent, type: T): event is FoldedEvent & { readonly type: T; readonly data: EventData[T] } {
  return event.type === type;
}
