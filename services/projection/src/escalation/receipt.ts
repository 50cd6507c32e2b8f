import { encodeEvent, type Addressee, type EventData, type ExplanationStep, type JudgedAt } from '@fengqiao/contracts';
import { onceFor, type Obligation, type Rung, type Step } from '@fengqiao/deadlines';
import { invariant, millisOf, type Instant, type JsonObject, type NewEvent } from '@fengqiao/kernel';
import { eventId, namedId } from '@fengqiao/security';
import type { KnownFact } from '../deadlines/fact';
import type { Unfounded } from '../deadlines/urgency';

/** What every event of an escalation stream carries beside its data. */
export interface Occurrence {
  readonly now: Instant;
  /** The fact that the obligation started from; undefined where late news took it away. */
  readonly start: KnownFact | undefined;
  readonly jurisdiction: string;
  /** Streams and the revisions of them that were known. */
  readonly judgedAt: readonly JudgedAt[];
}

/**
 * The event that raises a rung, with its receipt. Its id follows from the rung's, so that whoever raises it writes the same event.
 * A rung before its time is a bug and throws.
 */
export function raisedEvent(obligation: Obligation, rung: Rung, addressees: readonly Addressee[], occurrence: Occurrence): NewEvent {
  const { now, judgedAt } = occurrence;
  invariant(now >= rung.at, `rung ${rung.name} of ${obligation.id} is for ${rung.at} and would be raised at ${now}`);
  invariant(addressees.length > 0, `rung ${rung.name} of ${obligation.id} would be told to nobody`);
  const data: EventData['deadlines.v1.EscalationRaised'] = {
    addressees,
    at: rung.at,
    calendars: Object.entries(obligation.calendars).map(([year, version]) => `${year}=${version}`).sort(),
    due: obligation.due ?? '',
    explanation: obligation.explanation.map((step) => (Object.isFrozen(step) ? sharedSentence(step) : sentence(step))),
    judgedAt,
    key: obligation.key,
    lateMs: String(millisOf(now) - millisOf(rung.at)),
    n: rung.n,
    obligationId: obligation.id,
    pack: obligation.pack,
    packHash: obligation.packHash,
    packVersion: obligation.packVersion,
    provisional: obligation.marks.provisional,
    responsibleOfficeId: obligation.responsibleOfficeId,
    ruleId: obligation.ruleId,
    rung: rung.name,
    rungId: rung.id,
    subject: obligation.subject,
  };
  return toNewEvent('deadlines.v1.EscalationRaised', data, rung.id, 0, occurrence);
}

function sentence({ kind, zh, en, source, from, to }: Step): ExplanationStep {
  return { en, from: from ?? '', kind, source, to: to ?? '', zh };
}

/** What the engine says of many obligations in the very same words is one object in all their receipts. */
const sharedSentence = onceFor((step: Step) => Object.freeze(sentence(step)));

/** The event that withdraws a rung, to those who were told of it, naming the fact that proved it unfounded. */
export function withdrawnEvent({ obligationId, rungId, told, because }: Unfounded, occurrence: Occurrence): NewEvent {
  const data: EventData['deadlines.v1.EscalationWithdrawn'] = {
    obligationId,
    rungId,
    because: because?.id ?? '',
    becauseType: because?.type ?? '',
    addressees: told,
    judgedAt: occurrence.judgedAt,
  };
  return toNewEvent('deadlines.v1.EscalationWithdrawn', data, rungId, 1, occurrence);
}

function toNewEvent(type: string, data: object, rungId: string, index: number, { now, start, jurisdiction }: Occurrence): NewEvent {
  const command = namedId('rung', rungId);
  return {
    id: eventId(command, index),
    type,
    data: encodeEvent(type, data as JsonObject),
    meta: {
      occurredAt: now,
      actor: 'system',
      office: '',
      jurisdiction,
      correlation: start?.correlation ?? command,
      causation: start?.id ?? '',
      command: { id: command, body: '' },
    },
  };
}
