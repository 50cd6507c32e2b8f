import type { Projection } from '@fengqiao/read-models';
import { emptyLine, LEDGER_FOLDS, STATUSES, type LedgerDocument } from './ledger';

const FOLDS = LEDGER_FOLDS as unknown as Readonly<Record<string, (line: LedgerDocument, data: unknown, at: string) => Partial<LedgerDocument>>>;

/** Is this dispute reported upward, and neither taken over nor returned? */
export function isOpenReport({ answer }: LedgerDocument['reports'][number]): boolean {
  return answer === 'none' || answer === 'supported';
}

/** DisputeLedger (矛盾纠纷台账): one line a dispute. */
export const ledgerProjection: Projection<LedgerDocument> = {
  name: 'dispute-ledger',
  prefixes: ['mediation.dispute-'],
  types: Object.keys(LEDGER_FOLDS),
  fields: {
    status: { of: (line) => line.status, values: STATUSES, filter: true, sort: true, facet: true },
    grade: { of: (line) => line.grade, filter: true, facet: true },
    category: { of: (line) => line.category, filter: true, facet: true },
    source: { of: (line) => line.source, filter: true, facet: true },
    flag: { of: (line) => line.flags, filter: true, facet: true },
    office: { of: (line) => line.officeId, filter: true, facet: true },
    division: { of: (line) => line.division, filter: true, sort: true },
    discoveredAt: { of: (line) => (line.discoveredAt === '' ? null : line.discoveredAt), filter: true, sort: true },
    registeredAt: { of: (line) => line.registeredAt, type: 'instant', filter: true, sort: true },
    lastEventAt: { of: (line) => line.lastEventAt, type: 'instant', filter: true, sort: true },
    people: { of: (line) => line.people, type: 'number', filter: true, sort: true },
    reported: { of: (line) => line.reports.length > 0, type: 'boolean', filter: true, facet: true },
    openReport: { of: (line) => line.reports.some(isOpenReport), type: 'boolean', filter: true, facet: true },
    reportedTo: { of: (line) => line.reports.filter(isOpenReport).map(({ toOfficeId }) => toOfficeId), filter: true },
    origin: { of: (line) => line.origin, filter: true, facet: true },
    externalNumber: { of: (line) => line.externalNumber, filter: true },
  },
  initial: emptyLine,
  apply: (line, event) => {
    const fold = FOLDS[event.type];
    return fold ? { ...line, ...fold(line, event.data, event.meta.recordedAt), lastEventAt: event.meta.recordedAt } : line;
  },
  scopeOf: (line) => ({ division: line.division, offices: line.offices }),
};
