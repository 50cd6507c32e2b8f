import { formatDate, idOf, parseInstant, shanghaiDay, type RecordedEvent } from '@fengqiao/kernel';
import type { Projection } from '@fengqiao/read-models';
import { AFTERWARDS } from './agreement';
import { ALONGSIDE, isSuspended, policeStage } from './alongside';
import { blank, STATUS_LABELS, type Changes, type DisputeEventType, type Fold, type Folds, type LedgerDocument } from './document';
import { INTAKE } from './intake';
import { MEDIATING } from './mediating';
import { isEscalated, REPORTS } from './reports';

const FOLDS: Folds<DisputeEventType> = { ...INTAKE, ...MEDIATING, ...REPORTS, ...AFTERWARDS, ...ALONGSIDE };

/** The dispute ledger (矛盾纠纷台账): one line a dispute. Its case number is joined from the numbering view when it is asked for. */
export const ledgerProjection: Projection<LedgerDocument> = {
  name: 'disputeLedger',
  version: 2,
  prefixes: ['mediation.dispute-'],
  types: Object.keys(FOLDS),
  fields: {
    status: { of: (row) => row.status, values: Object.keys(STATUS_LABELS), filter: true, sort: true, facet: true },
    result: { of: (row) => row.result || null, filter: true, facet: true },
    grade: { of: (row) => row.grade, values: ['GRADE_UNSPECIFIED', 'GRADE_SMALL', 'GRADE_LARGE', 'GRADE_MAJOR'], filter: true, facet: true },
    flags: { of: (row) => row.flags, filter: true, facet: true },
    escalated: { of: isEscalated, type: 'boolean', filter: true, facet: true },
    suspended: { of: isSuspended, type: 'boolean', filter: true, facet: true },
    priority: { of: (row) => row.priority, filter: true, facet: true },
    courtMode: { of: (row) => row.court?.mode ?? null, values: ['COURT_MODE_UNSPECIFIED', 'COURT_MODE_BEFORE_FILING', 'COURT_MODE_AFTER_FILING'], filter: true, facet: true },
    procedure: { of: (row) => row.court?.procedure ?? null, values: ['PROCEDURE_UNSPECIFIED', 'PROCEDURE_ORDINARY', 'PROCEDURE_SUMMARY'], filter: true, facet: true },
    entrustment: { of: (row) => row.court?.answer ?? null, values: ['none', 'accepted', 'declined'], filter: true, facet: true },
    police: { of: policeStage, filter: true, facet: true },
    turnedCriminal: { of: ({ criminalTurns }) => criminalTurns.length > 0, type: 'boolean', filter: true, facet: true },
    suggestedBy: { of: (row) => row.suggestedBy, filter: true, facet: true },
    application: { of: (row) => row.application?.form ?? null, filter: true, facet: true },
    informed: { of: (row) => [...new Set(row.informed.map(({ topic }) => topic))], filter: true, facet: true },
    remediesTold: { of: (row) => row.remediesTold, type: 'boolean', filter: true, facet: true },
    source: { of: (row) => row.source, filter: true, facet: true },
    category: { of: (row) => row.category, filter: true, facet: true },
    division: { of: (row) => row.division, filter: true, facet: true },
    officeId: { of: (row) => row.officeId, filter: true, facet: true },
    registeringOfficeId: { of: (row) => row.registeringOfficeId, filter: true, facet: true },
    level: { of: (row) => row.level, type: 'number', filter: true, facet: true },
    ownerId: { of: (row) => row.ownerId || null, filter: true, facet: true },
    mediatorIds: { of: (row) => row.mediatorIds, filter: true, facet: true },
    confirmation: { of: (row) => row.agreement?.confirmation ?? null, filter: true, facet: true },
    visit: { of: (row) => row.visits[row.visits.length - 1]?.result ?? null, filter: true, facet: true },
    origin: { of: (row) => row.origin || null, filter: true, facet: true },
    externalNumber: { of: (row) => row.externalNumber || null, filter: true },
    people: { of: (row) => row.people, type: 'number', filter: true, sort: true },
    amountFen: { of: (row) => Number(row.amountFen), type: 'number', filter: true, sort: true },
    discoveredOn: { of: ({ discoveredAt }) => civilOf(discoveredAt) || null, type: 'date', filter: true, sort: true },
    extendedUntil: { of: (row) => row.extendedUntil || null, type: 'date', filter: true, sort: true },
    dueDate: { of: (row) => row.dueDate || null, type: 'date', filter: true, sort: true },
    registeredAt: { of: (row) => row.registeredAt || null, type: 'instant', filter: true, sort: true },
    archivedAt: { of: (row) => row.archivedAt || null, type: 'instant', filter: true, sort: true },
    lastEventAt: { of: (row) => row.lastEventAt || null, type: 'instant', filter: true, sort: true },
  },
  initial: (stream) => blank(idOf(stream)),
  apply: (row, event) => ({ ...row, ...changes(row, event) }),
  inPlace: { copyOf: (row) => ({ ...row }), put: (row, event) => void Object.assign(row, changes(row, event)) },
  scopeOf: ({ status, division, offices }) => (status === 'unregistered' ? undefined : { division, offices }),
};

/** Before the registration nothing is known, so nothing else is learnt either. */
function changes(row: LedgerDocument, { type, data, meta }: RecordedEvent): Changes {
  if (row.status === 'unregistered' && type !== 'mediation.v1.DisputeRegistered') return { lastEventAt: meta.recordedAt };
  const fold = FOLDS[type as DisputeEventType] as Fold<never>;
  return { ...fold(row, data as never, meta), lastEventAt: meta.recordedAt };
}

/** Dates of instants that were asked for a moment ago: each event of a case asks for the same. */
const civilDates = new Map<string, string>();
const MOST_DATES = 8_192;

/** The date in Asia/Shanghai of an instant; a date, month or year stands as it is. */
function civilOf(time: string): string {
  const known = civilDates.get(time);
  if (known !== undefined) return known;
  const ms = parseInstant(time);
  const date = ms === undefined ? time : formatDate(shanghaiDay(ms));
  if (civilDates.size >= MOST_DATES) civilDates.clear();
  civilDates.set(time, date);
  return date;
}
