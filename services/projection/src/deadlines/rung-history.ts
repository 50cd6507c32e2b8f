import type { EventOf } from '@fengqiao/contracts';
import type { RaisedRung } from '@fengqiao/deadlines';
import { toInstant, millisOf, type Instant, type FoldedEvent } from '@fengqiao/kernel';
import type { Projection } from '@fengqiao/read-models';

/** Whom a rung was told to. */
export interface Told {
  readonly symbol: string;
  readonly officeId: string;
  readonly personId: string;
  readonly fallback: boolean;
}

/** A rung that the log holds, with whom it was told to: a withdrawal goes to the same. */
export interface HistoricRung extends RaisedRung {
  readonly ruleId: string;
  readonly eventId: string;
  readonly lateMs: number;
  readonly told: readonly Told[];
  readonly withdrawnAt?: Instant;
}

/** What one escalation stream says; the subject is empty before its first event. */
export interface RungHistory {
  readonly obligationId: string;
  readonly subject: string;
  readonly rungs: readonly HistoricRung[];
}

type Escalation = EventOf<'deadlines.v1.'>;

export const ESCALATION_PREFIX = 'deadlines.escalation-';

/** The stream in which the rungs of an obligation are raised; its expected revision is the fence. */
export function escalationStream(obligationId: string): string {
  return `${ESCALATION_PREFIX}${obligationId}`;
}

/** Folds the escalation stream of one obligation. */
export const rungHistory: Projection<RungHistory> = {
  name: 'rung-history',
  prefixes: [ESCALATION_PREFIX],
  types: ['deadlines.v1.EscalationRaised', 'deadlines.v1.EscalationWithdrawn'] satisfies Escalation['type'][],
  fields: {},
  initial: (stream) => ({ obligationId: stream.slice(ESCALATION_PREFIX.length), subject: '', rungs: [] }),
  apply: (history, event) => applied(history, event, { type: event.type, data: event.data } as unknown as Escalation),
  scopeOf: () => undefined,
};

function applied(history: RungHistory, event: FoldedEvent, escalation: Escalation): RungHistory {
  switch (escalation.type) {
    case 'deadlines.v1.EscalationRaised': {
      const { obligationId, rungId, ruleId, subject, rung, n, at, due, lateMs, addressees } = escalation.data;
      const raised: HistoricRung = {
        obligationId, rungId, ruleId, name: rung, n,
        at: toInstant(millisOf(at)),
        // A rung may be raised while the due is still open.
        due: toInstant(millisOf(due === '' ? at : due)),
        raisedAt: event.meta.recordedAt,
        withdrawn: false,
        eventId: event.id,
        lateMs: Number(lateMs),
        told: addressees,
      };
      return { ...history, subject, rungs: [...history.rungs, raised] };
    }
    case 'deadlines.v1.EscalationWithdrawn': {
      const { rungId } = escalation.data;
      const rungs = history.rungs.map((rung) => (rung.rungId === rungId ? { ...rung, withdrawn: true, withdrawnAt: event.meta.recordedAt } : rung));
      return { ...history, rungs };
    }
  }
}
