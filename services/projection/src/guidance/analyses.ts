import type { EventData } from '@fengqiao/contracts';
import { idOf } from '@fengqiao/kernel';
import type { Projection } from '@fengqiao/read-models';

const TYPE = 'mediation.v1.TrendAnalysisReported';

/** One trend analysis (研判分析). */
export interface AnalysisDocument {
  readonly id: string;
  readonly officeId: string;
  readonly division: string;
  /** `quarter`, `sensitivePeriod`, `majorEvent` or `urgentDispute`; empty before anything is known. */
  readonly occasion: string;
  /** `2026-Q4`, or the name of the period or event. */
  readonly period: string;
  /** The dispute that gave rise to it, or empty. */
  readonly disputeId: string;
  readonly findings: string;
  /** When it was made, as claimed; `recordedAt` is when the log learnt of it. */
  readonly reportedAt: string;
  readonly recordedAt: string;
}

/** Trend analyses (研判分析), one document each. */
export const analysisProjection: Projection<AnalysisDocument> = {
  name: 'analyses',
  prefixes: ['mediation.analysis-'],
  types: [TYPE],
  fields: {
    occasion: { of: (row) => row.occasion, filter: true, sort: true, facet: true },
    period: { of: (row) => row.period, filter: true, sort: true, facet: true },
    officeId: { of: (row) => row.officeId, filter: true, facet: true },
    division: { of: (row) => row.division, filter: true, sort: true },
    disputeId: { of: (row) => row.disputeId || null, filter: true },
    reportedAt: { of: (row) => row.reportedAt || null, type: 'instant', filter: true, sort: true },
    recordedAt: { of: (row) => row.recordedAt || null, type: 'instant', filter: true, sort: true },
  },
  initial: (stream) => ({ id: idOf(stream), officeId: '', division: '', occasion: '', period: '', disputeId: '', findings: '', reportedAt: '', recordedAt: '' }),
  apply: ({ id }, { data, meta: { occurredAt, recordedAt } }) => {
    const { officeId, division, occasion, period, disputeId, findings } = data as EventData[typeof TYPE];
    return { id, officeId, division, occasion, period, disputeId, findings, reportedAt: occurredAt, recordedAt };
  },
  scopeOf: ({ occasion, division, officeId }) => (occasion === '' ? undefined : { division, offices: [officeId] }),
};
