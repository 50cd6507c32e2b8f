import type { CommitteeMember, EventData, EventIn } from '@fengqiao/contracts';
import { formatDate, idOf, millisOf, parseDate, shanghaiDay, unreachable, type EpochDay, type FoldedMeta, type FoldedEvent } from '@fengqiao/kernel';
import { rankOf } from '@fengqiao/platform';
import type { Projection } from '@fengqiao/read-models';

/** A change of who sits on a committee, and when the court was told of it; texts are empty while it was not. */
export interface CommitteeChange {
  readonly changeId: string;
  readonly change: 'established' | 'elected' | 'membersChanged';
  readonly at: string;
  readonly toldCourt: string;
  readonly toldAt: string;
}

/** A stretch during which an office had a committee. Dates, `until` the first day on which it had none; empty while it has. */
export interface Service {
  readonly from: string;
  /** The day on which the log learnt of it: of what lay before, nothing is asked. */
  readonly knownFrom: string;
  readonly until: string;
}

/** One line of the register of committees (调委会名册). Names stand in it as in the log, sealed. Texts are empty where nothing is known. */
export interface CommitteeDocument {
  readonly officeId: string;
  readonly status: 'none' | 'proposed' | 'serving' | 'dissolved';
  readonly level: number;
  readonly division: string;
  readonly kind: string;
  readonly sector: string;
  readonly validTo: string;
  readonly mixedArea: boolean;
  readonly establishedOn: string;
  readonly termFrom: string;
  readonly termEnds: string;
  readonly members: readonly Pick<CommitteeMember, 'personId' | 'name' | 'post'>[];
  readonly women: number;
  readonly minority: number;
  readonly changes: readonly CommitteeChange[];
  readonly dissolvedFrom: string;
  readonly dissolvedFor: string;
  /** In their order; an office may have had another committee before. */
  readonly services: readonly Service[];
  readonly lastEventAt: string;
}

type CommitteeEventType = EventIn<'mediation/v1/committee'>['type'];
type CommitteeEvent = { [T in CommitteeEventType]: { readonly type: T; readonly data: EventData[T] } }[CommitteeEventType];

const TYPES: { readonly [T in CommitteeEventType]: true } = {
  'mediation.v1.CommitteeProposed': true,
  'mediation.v1.CommitteeEstablished': true,
  'mediation.v1.CommitteeElected': true,
  'mediation.v1.CommitteeMembersChanged': true,
  'mediation.v1.CommitteeReportedToCourt': true,
  'mediation.v1.CommitteeProlonged': true,
  'mediation.v1.CommitteeDissolved': true,
};

/** Mediation committees (调委会名册), one document an office. */
export const committeeProjection: Projection<CommitteeDocument> = {
  name: 'committees',
  prefixes: ['mediation.committee-'],
  types: Object.keys(TYPES),
  fields: {
    status: { of: (row) => row.status, values: ['proposed', 'serving', 'dissolved'], filter: true, sort: true, facet: true },
    kind: { of: (row) => row.kind, filter: true, facet: true },
    sector: { of: (row) => row.sector || null, filter: true, facet: true },
    temporary: { of: (row) => row.validTo !== '', type: 'boolean', filter: true, facet: true },
    level: { of: (row) => row.level, type: 'number', filter: true, sort: true, facet: true },
    division: { of: (row) => row.division, filter: true, sort: true },
    officeId: { of: (row) => row.officeId, filter: true },
    termEnds: { of: (row) => row.termEnds || null, type: 'date', filter: true, sort: true },
    members: { of: (row) => row.members.length, type: 'number', filter: true, sort: true },
    women: { of: (row) => row.women, type: 'number', filter: true, sort: true },
    /** A change of which no court was told yet. */
    untold: { of: (row) => row.changes.some(({ toldAt }) => toldAt === ''), type: 'boolean', filter: true, facet: true },
    /** Stands, or stood once: what was only proposed owes nothing. */
    stood: { of: (row) => row.services.length > 0, type: 'boolean', filter: true },
  },
  initial: (stream) => ({
    officeId: idOf(stream), status: 'none', level: 0, division: '', kind: '', sector: '', validTo: '', mixedArea: false, establishedOn: '', termFrom: '', termEnds: '',
    members: [], women: 0, minority: 0, changes: [], dissolvedFrom: '', dissolvedFor: '', services: [], lastEventAt: '',
  }),
  apply: (row, event) => ({ ...fold(row, event as FoldedEvent & CommitteeEvent, event.meta), lastEventAt: event.meta.recordedAt }),
  scopeOf: ({ status, division, officeId }) => (status === 'none' ? undefined : { division, offices: [officeId] }),
};

/** Total and silent, as the committee itself is: what has no place changes nothing. */
function fold(row: CommitteeDocument, event: CommitteeEvent, meta: FoldedMeta): CommitteeDocument {
  if (event.type === 'mediation.v1.CommitteeProposed') return row.status === 'serving' ? row : proposed(row, event.data);
  if (row.status === 'none') return row;
  if (event.type === 'mediation.v1.CommitteeReportedToCourt') return told(row, event.data, meta);
  if (row.status === 'dissolved') return row;
  if (event.type === 'mediation.v1.CommitteeDissolved') {
    const { dissolvedFrom, reason } = event.data;
    return { ...row, status: 'dissolved', dissolvedFrom, dissolvedFor: reason, services: lasting(row.services, (until) => (until === '' || dissolvedFrom < until ? dissolvedFrom : until)) };
  }
  if (row.status === 'proposed') return event.type === 'mediation.v1.CommitteeEstablished' ? established(row, event.data, meta) : row;
  switch (event.type) {
    case 'mediation.v1.CommitteeEstablished':
      return row;
    case 'mediation.v1.CommitteeElected':
      return { ...row, ...bench(event.data), termFrom: event.data.electedOn, termEnds: event.data.termEnds, changes: changed(row, event.data.changeId, 'elected', meta) };
    case 'mediation.v1.CommitteeMembersChanged':
      return { ...row, ...bench(event.data), changes: changed(row, event.data.changeId, 'membersChanged', meta) };
    case 'mediation.v1.CommitteeProlonged': {
      const { validTo } = event.data;
      return row.validTo === '' ? row : { ...row, validTo, termEnds: validTo, services: lasting(row.services, () => dayAfter(validTo)) };
    }
    default:
      return unreachable(event);
  }
}

function proposed(row: CommitteeDocument, { level, division, kind, sector, validTo, mixedArea }: EventData['mediation.v1.CommitteeProposed']): CommitteeDocument {
  const { officeId, services, lastEventAt } = row;
  return { ...committeeProjection.initial(`-${officeId}`), officeId, services, lastEventAt, status: 'proposed', level: rankOf(level), division, kind, sector, validTo, mixedArea };
}

function established(row: CommitteeDocument, data: EventData['mediation.v1.CommitteeEstablished'], meta: FoldedMeta): CommitteeDocument {
  const { changeId, establishedOn, termEnds } = data;
  const service: Service = { from: establishedOn, knownFrom: formatDate(shanghaiDay(millisOf(meta.recordedAt))), until: row.validTo === '' ? '' : dayAfter(row.validTo) };
  return { ...row, ...bench(data), status: 'serving', establishedOn, termFrom: establishedOn, termEnds, changes: changed(row, changeId, 'established', meta), services: [...row.services, service] };
}

function bench({ members, women, minority }: Pick<EventData['mediation.v1.CommitteeElected'], 'members' | 'women' | 'minority'>): Pick<CommitteeDocument, 'members' | 'women' | 'minority'> {
  return { members: members.map(({ personId, name, post }) => ({ personId, name, post })), women, minority };
}

function changed({ changes }: CommitteeDocument, changeId: string, change: CommitteeChange['change'], { occurredAt }: FoldedMeta): readonly CommitteeChange[] {
  return [...changes, { changeId, change, at: occurredAt, toldCourt: '', toldAt: '' }];
}

function told(row: CommitteeDocument, { changeId, court }: EventData['mediation.v1.CommitteeReportedToCourt'], { occurredAt }: FoldedMeta): CommitteeDocument {
  return { ...row, changes: row.changes.map((each) => (each.changeId === changeId ? { ...each, toldCourt: court, toldAt: occurredAt } : each)) };
}

/** The last service, ending another day. */
function lasting(services: readonly Service[], until: (until: string) => string): readonly Service[] {
  return services.map((service, index) => (index === services.length - 1 ? { ...service, until: until(service.until) } : service));
}

function dayAfter(day: string): string {
  const parsed = parseDate(day);
  return parsed === undefined ? '' : formatDate((parsed + 1) as EpochDay);
}
