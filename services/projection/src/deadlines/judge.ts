import type { Obligation, RaisedRung } from '@fengqiao/deadlines';
import type { Instant } from '@fengqiao/kernel';
import type { KnownFact } from './fact';

/** All that is known of one subject, and when it is asked. */
export interface Question {
  readonly subject: string;
  /** In the order of `compareFacts`. */
  readonly facts: readonly KnownFact[];
  readonly raised: readonly RaisedRung[];
  readonly now: Instant;
}

export interface Judgement {
  readonly obligations: readonly Obligation[];
  /** The next instant, after `now`, at which anything can change without a new fact. */
  readonly next?: Instant;
}

/** The engine bound to the packs, calendars and offices in force: a pure function of the question. */
export interface Judge {
  judge(question: Question): Judgement;
  /** Whether some adopted rule starts from events of this type: what makes a stream a subject. */
  startsFrom(eventType: string): boolean;
}
