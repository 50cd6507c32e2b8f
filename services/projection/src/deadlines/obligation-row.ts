import type { State } from '@fengqiao/deadlines';
import { formatDate, idOf, millisOf, shanghaiDay } from '@fengqiao/kernel';
import type { Projection } from '@fengqiao/read-models';
import type { SubjectDeadlines } from './standing';
import type { KeptObligation } from './kept-obligation';
import type { HistoricRung } from './rung-history';

/** What a rung of a row says: of one that was raised, also when and how late. */
export interface RungMark {
  readonly name: string;
  readonly n: number;
  readonly at: string;
  readonly raisedAt: string;
  readonly lateMs: number;
}

/** One obligation as boards list it. Times are canonical instants, empty texts stand for what is not known. */
export interface ObligationRow {
  readonly id: string;
  readonly obligation: KeptObligation;
  readonly subject: string;
  readonly division: string;
  readonly officeIds: readonly string[];
  /** The last rung in the log that was not withdrawn. */
  readonly lastRung?: RungMark;
  readonly raised: number;
  readonly parked: boolean;
  /** False where late news took the obligation away: it is hidden. */
  readonly exists: boolean;
}

const STATES: readonly State[] = ['scheduled', 'running', 'paused', 'met', 'void', 'lapsed'];
const OPEN: ReadonlySet<State> = new Set(['scheduled', 'running', 'paused']);

/** Whether an obligation can still be met. */
export function isOpen({ state }: Pick<KeptObligation, 'state'>): boolean {
  return OPEN.has(state);
}

/** What obligations may be asked by. The rows come from the deadline view, not from a stream. */
export const obligationRows: Projection<ObligationRow> = {
  name: 'obligations',
  prefixes: [],
  types: [],
  fields: {
    id: { of: ({ id }) => id, filter: true },
    caseId: { of: ({ subject }) => idOf(subject), filter: true },
    ruleId: { of: ({ obligation }) => obligation.ruleId, filter: true, sort: true, facet: true },
    rootRule: { of: ({ obligation }) => obligation.rootRule, filter: true, facet: true },
    nature: { of: ({ obligation }) => obligation.nature, values: ['duty', 'aim', 'right', 'term'], filter: true, facet: true },
    state: { of: ({ obligation }) => obligation.state, values: STATES, filter: true, sort: true, facet: true },
    open: { of: ({ obligation }) => isOpen(obligation), type: 'boolean', filter: true, facet: true },
    late: { of: ({ obligation }) => obligation.marks.late, type: 'boolean', filter: true, facet: true },
    undetermined: { of: ({ obligation }) => obligation.marks.undetermined, type: 'boolean', filter: true, facet: true },
    provisional: { of: ({ obligation }) => obligation.marks.provisional, type: 'boolean', filter: true, facet: true },
    imported: { of: ({ obligation }) => obligation.marks.imported, type: 'boolean', filter: true, facet: true },
    officeId: { of: ({ obligation }) => obligation.responsibleOfficeId, filter: true, facet: true },
    division: { of: ({ division }) => division, filter: true, facet: true },
    startedAt: { of: ({ obligation }) => obligation.startedAt, type: 'instant', filter: true, sort: true },
    due: { of: ({ obligation }) => obligation.due ?? null, type: 'instant', filter: true, sort: true },
    dueOn: { of: ({ obligation }) => dayOf(obligation.due), type: 'date', filter: true, sort: true, facet: true },
    closedAt: { of: ({ obligation }) => obligation.closedAt ?? null, type: 'instant', filter: true, sort: true },
    raised: { of: ({ raised }) => raised > 0, type: 'boolean', filter: true, facet: true },
  },
  initial: () => {
    throw new TypeError('obligations are judged, not folded');
  },
  apply: (row) => row,
  scopeOf: ({ exists, division, officeIds }) => (exists ? { division, offices: officeIds } : undefined),
};

/** The row of one obligation of a subject, of which the log holds these rungs. */
export function rowOf(obligation: KeptObligation, { stream, parked, division }: SubjectDeadlines, rungs: readonly HistoricRung[]): ObligationRow {
  const { responsibleOfficeId, startOfficeId, officeId } = obligation;
  const standing = rungs.filter(({ withdrawn }) => !withdrawn);
  const last = standing[standing.length - 1];
  return {
    id: obligation.id,
    obligation,
    subject: stream,
    division,
    officeIds: [...new Set([responsibleOfficeId, officeId, startOfficeId])].filter((id) => id !== ''),
    lastRung: last && { name: last.name, n: last.n, at: last.at, raisedAt: last.raisedAt, lateMs: last.lateMs },
    raised: standing.length,
    parked: parked !== undefined,
    exists: true,
  };
}

/** The day in Asia/Shanghai on which a due falls; 24:00 is of the day that ends. */
function dayOf(due: string | undefined): string | null {
  return due === undefined ? null : formatDate(shanghaiDay(millisOf(due) - 1));
}
