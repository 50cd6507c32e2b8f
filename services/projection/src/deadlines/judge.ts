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
  /** Roots of the rules that are asked about; left out: all. */
  readonly only?: ReadonlySet<string>;
}

/** Of what no instant to come can change: most matters are closed, and each would keep a map of its own. */
export const NEVER: ReadonlyMap<string, Instant> = new Map();

export interface Judgement {
  readonly obligations: readonly Obligation[];
  /** By root of a rule, the next instant, after `now`, at which its obligations can change without a new fact. */
  readonly nextOf: ReadonlyMap<string, Instant>;
}

/** The engine bound to the packs, calendars and offices in force: a pure function of the question. */
export interface Judge {
  judge(question: Question): Judgement;
  /** Whether some adopted rule starts from events of this type: what makes a stream a subject. */
  startsFrom(eventType: string): boolean;
  /** Roots of the rules whose obligations may be others after a fact of a type, or once the instant of a rule has come, in a subject of a division. */
  affectedBy(division: string, typeOrRootRule: string): ReadonlySet<string>;
}
