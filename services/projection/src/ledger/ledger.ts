import { formatDate, idOf, parseInstant, shanghaiDay, type FoldedEvent } from '@fengqiao/kernel';
import { fieldsFrom, type Projection } from '@fengqiao/read-models';
import { AFTERWARDS } from './agreement';
import { ALONGSIDE, isSuspended, policeStage } from './alongside';
import { blank, STATUS_LABELS, type Changes, type DisputeEventType, type Fold, type Folds, type LedgerDocument } from './document';
import { INTAKE } from './intake';
import { MEDIATING } from './mediating';
import { isEscalated, REPORTS } from './reports';

const FOLDS: Folds<DisputeEventType> = { ...INTAKE, ...MEDIATING, ...REPORTS, ...AFTERWARDS, ...ALONGSIDE };

const from = fieldsFrom<LedgerDocument>();

/** The dispute ledger (矛盾纠纷台账): one line a dispute. Its case number is joined from the numbering view when it is asked for. */
export const ledgerProjection: Projection<LedgerDocument> = {
  name: 'disputeLedger',
  version: 2,
  prefixes: ['mediation.dispute-'],
  types: Object.keys(FOLDS),
  fields: {
    status: { ...from('status', (row) => row.status), values: Object.keys(STATUS_LABELS), filter: true, sort: true, facet: true },
    result: { ...from('result', (row) => row.result || null), filter: true, facet: true },
    grade: { ...from('grade', (row) => row.grade), values: ['GRADE_UNSPECIFIED', 'GRADE_SMALL', 'GRADE_LARGE', 'GRADE_MAJOR'], filter: true, facet: true },
    flags: { ...from('flags', (row) => row.flags), filter: true, facet: true },
    escalated: { ...from('reports', isEscalated), type: 'boolean', filter: true, facet: true },
    suspended: { ...from('suspensions', isSuspended), type: 'boolean', filter: true, facet: true },
    priority: { ...from('priority', (row) => row.priority), filter: true, facet: true },
    courtMode: { ...from('court', (row) => row.court?.mode ?? null), values: ['COURT_MODE_UNSPECIFIED', 'COURT_MODE_BEFORE_FILING', 'COURT_MODE_AFTER_FILING'], filter: true, facet: true },
    procedure: { ...from('court', (row) => row.court?.procedure ?? null), values: ['PROCEDURE_UNSPECIFIED', 'PROCEDURE_ORDINARY', 'PROCEDURE_SUMMARY'], filter: true, facet: true },
    entrustment: { ...from('court', (row) => row.court?.answer ?? null), values: ['none', 'accepted', 'declined'], filter: true, facet: true },
    police: { ...from('police', policeStage), filter: true, facet: true },
    turnedCriminal: { ...from('criminalTurns', ({ criminalTurns }) => criminalTurns.length > 0), type: 'boolean', filter: true, facet: true },
    suggestedBy: { ...from('suggestedBy', (row) => row.suggestedBy), filter: true, facet: true },
    application: { ...from('application', (row) => row.application?.form ?? null), filter: true, facet: true },
    informed: { ...from('informed', (row) => [...new Set(row.informed.map(({ topic }) => topic))]), filter: true, facet: true },
    remediesTold: { ...from('remediesTold', (row) => row.remediesTold), type: 'boolean', filter: true, facet: true },
    source: { ...from('source', (row) => row.source), filter: true, facet: true },
    category: { ...from('category', (row) => row.category), filter: true, facet: true },
    division: { ...from('division', (row) => row.division), filter: true, facet: true },
    officeId: { ...from('officeId', (row) => row.officeId), filter: true, facet: true },
    registeringOfficeId: { ...from('registeringOfficeId', (row) => row.registeringOfficeId), filter: true, facet: true },
    level: { ...from('level', (row) => row.level), type: 'number', filter: true, facet: true },
    ownerId: { ...from('ownerId', (row) => row.ownerId || null), filter: true, facet: true },
    mediatorIds: { ...from('mediatorIds', (row) => row.mediatorIds), filter: true, facet: true },
    confirmation: { ...from('agreement', (row) => row.agreement?.confirmation ?? null), filter: true, facet: true },
    visit: { ...from('visits', (row) => row.visits[row.visits.length - 1]?.result ?? null), filter: true, facet: true },
    origin: { ...from('origin', (row) => row.origin || null), filter: true, facet: true },
    externalNumber: { ...from('externalNumber', (row) => row.externalNumber || null), filter: true },
    people: { ...from('people', (row) => row.people), type: 'number', filter: true, sort: true },
    amountFen: { ...from('amountFen', (row) => Number(row.amountFen)), type: 'number', filter: true, sort: true },
    discoveredOn: { ...from('discoveredAt', ({ discoveredAt }) => civilOf(discoveredAt) || null), type: 'date', filter: true, sort: true },
    extendedUntil: { ...from('extendedUntil', (row) => row.extendedUntil || null), type: 'date', filter: true, sort: true },
    dueDate: { ...from('dueDate', (row) => row.dueDate || null), type: 'date', filter: true, sort: true },
    registeredAt: { ...from('registeredAt', (row) => row.registeredAt || null), type: 'instant', filter: true, sort: true },
    archivedAt: { ...from('archivedAt', (row) => row.archivedAt || null), type: 'instant', filter: true, sort: true },
    lastEventAt: { ...from('lastEventAt', (row) => row.lastEventAt || null), type: 'instant', filter: true, sort: true },
  },
  initial: (stream) => blank(idOf(stream)),
  apply: (row, event) => ({ ...row, ...changes(row, event) }),
  inPlace: {
    copyOf: (row) => ({ ...row }),
    put: (row, event) => {
      const changed = changes(row, event);
      Object.assign(row, changed);
      return changed;
    },
  },
  scopeOf: ({ status, division, offices }) => (status === 'unregistered' ? undefined : { division, offices }),
};

/** Before the registration nothing is known, so nothing else is learnt either. */
function changes(row: LedgerDocument, { type, data, meta }: FoldedEvent): Changes {
  if (row.status === 'unregistered' && type !== 'mediation.v1.DisputeRegistered') return { lastEventAt: meta.recordedAt };
  const fold = FOLDS[type as DisputeEventType] as Fold<never>;
  const changed: { -readonly [K in keyof Changes]: Changes[K] } = fold(row, data as never, meta);
  changed.lastEventAt = meta.recordedAt;
  return changed;
}

/** The date in Asia/Shanghai of an instant; a date, month or year stands as it is. */
function civilOf(time: string): string {
  const ms = parseInstant(time);
  return ms === undefined ? time : formatDate(shanghaiDay(ms));
}
