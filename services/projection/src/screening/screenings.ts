import type { EventData } from '@fengqiao/contracts';
import { idOf } from '@fengqiao/kernel';
import type { Projection, ViewDocument } from '@fengqiao/read-models';

const TYPE = 'mediation.v1.ScreeningCompleted';

/** One report of a screening (排查). */
export interface ScreeningDocument {
  readonly id: string;
  readonly officeId: string;
  readonly division: string;
  /** `2026-W47`, `2026-11` or `2026-nationalDay`; empty before anything is known. */
  readonly period: string;
  readonly householdsVisited: number;
  readonly disputesFound: number;
  readonly disputeIds: readonly string[];
  readonly priorityVisits: readonly { readonly tag: string; readonly persons: number }[];
  readonly doorToDoor: boolean;
  /** When it was held, as claimed; `recordedAt` is when the log learnt of it. */
  readonly screenedAt: string;
  readonly recordedAt: string;
}

/** Reports of screenings, one document each. */
export const screeningProjection: Projection<ScreeningDocument> = {
  name: 'screenings',
  prefixes: ['mediation.screening-'],
  types: [TYPE],
  fields: {
    period: { of: (row) => row.period, filter: true, sort: true, facet: true },
    officeId: { of: (row) => row.officeId, filter: true, facet: true },
    division: { of: (row) => row.division, filter: true, sort: true },
    disputesFound: { of: (row) => row.disputesFound, type: 'number', filter: true, sort: true },
    doorToDoor: { of: (row) => row.doorToDoor, type: 'boolean', filter: true, facet: true },
    screenedAt: { of: (row) => row.screenedAt || null, type: 'instant', filter: true, sort: true },
    recordedAt: { of: (row) => row.recordedAt || null, type: 'instant', filter: true, sort: true },
  },
  initial: (stream) => ({ id: idOf(stream), officeId: '', division: '', period: '', householdsVisited: 0, disputesFound: 0, disputeIds: [], priorityVisits: [], doorToDoor: false, screenedAt: '', recordedAt: '' }),
  apply: ({ id }, { data, meta: { occurredAt, recordedAt } }) => {
    const { officeId, division, period, householdsVisited, disputesFound, disputeIds, priorityVisits, doorToDoor } = data as Partial<EventData[typeof TYPE]>;
    // Reports of before drives were known lack what was asked for since.
    return {
      id, officeId: officeId ?? '', division: division ?? '', period: period ?? '', householdsVisited: householdsVisited ?? 0, disputesFound: disputesFound ?? 0, disputeIds: disputeIds ?? [],
      priorityVisits: (priorityVisits ?? []).map(({ tag, persons }) => ({ tag, persons })), doorToDoor: doorToDoor ?? false, screenedAt: occurredAt, recordedAt,
    };
  },
  scopeOf: ({ period, division, officeId }) => (period === '' ? undefined : { division, offices: [officeId] }),
};

/** Finds the reports of an office. Fed with screening documents as they become visible. */
export class ScreeningsByOffice {
  private readonly offices = new Map<string, Map<string, ScreeningDocument>>();

  put(documents: readonly ViewDocument<ScreeningDocument>[]): void {
    for (const { document } of documents) {
      const known = this.offices.get(document.officeId) ?? new Map<string, ScreeningDocument>();
      this.offices.set(document.officeId, known.set(document.id, document));
    }
  }

  /** The reports of an office, the earliest recorded first. */
  of(officeId: string): readonly ScreeningDocument[] {
    return [...(this.offices.get(officeId)?.values() ?? [])].sort((a, b) => (`${a.recordedAt} ${a.id}` < `${b.recordedAt} ${b.id}` ? -1 : 1));
  }
}
