import type { DomainEvent } from './event';
import type { Instant } from './time';

/** An expected refusal: a value with a stable code that HTTP maps to problem+json. Chinese first, English beside it. */
export interface Refusal {
  /** Stable and upper-case: `DISPUTE_ALREADY_CLOSED`. */
  readonly code: string;
  readonly zh: string;
  readonly en: string;
  /** JSON pointer into the command's body, where one field is at fault. */
  readonly pointer?: string;
  /** `refused` (422): the rules say no. `conflict` (409): the state has moved on. `forbidden` (404): not for this actor. */
  readonly kind: 'refused' | 'conflict' | 'forbidden';
}

export type Decision<E> = { readonly ok: true; readonly events: readonly E[] } | { readonly ok: false; readonly refusal: Refusal };

/** Who acts: a person at an office, with roles; or the system itself. Built from a verified token, never from a body. */
export interface Actor {
  readonly personId: string;
  readonly account: string;
  readonly officeId: string;
  readonly division: string;
  /** 1 group … 6 province; 0 for the system. */
  readonly level: number;
  readonly roles: readonly string[];
}

/** What decide may know beside command and state: time, actor, ids and look-ups, all as arguments. */
export interface DecideContext<L = unknown> {
  readonly now: Instant;
  readonly actor: Actor;
  /** UUID of the stream that is decided on, also of one that is about to be created. */
  readonly self: string;
  /** A deterministic id for the n-th thing this command creates: the same command gives the same ids. */
  id(index: number): string;
  /** Who approved a claimed time more than 24 hours back (account), else empty; goes into the `approvedBy` of claimable events. */
  readonly approvedBy: string;
  /** The aggregate's look-ups as of now (offices above, code tables); each context declares its own type. */
  readonly look: L;
}

/**
 * A decider is a value of pure functions.
 * `decide` refuses with a value; `evolve` is total, silent and clockless; deciding twice changes nothing.
 */
export interface Decider<State, Command, Event extends DomainEvent, Look = unknown> {
  readonly initial: State;
  decide(command: Command, state: State, context: DecideContext<Look>): Decision<Event>;
  evolve(state: State, event: Event): State;
}

/** The command is carried out by these events; none means it stays quiet because it already holds. */
export function accept<E>(...events: E[]): Decision<E> {
  return { ok: true, events };
}

/** The rules say no (HTTP 422). */
export function refuse(code: string, zh: string, en: string, pointer?: string): Decision<never> {
  return { ok: false, refusal: { code, zh, en, pointer, kind: 'refused' } };
}

/** The state has moved on, the command may have been right before (HTTP 409). */
export function conflict(code: string, zh: string, en: string): Decision<never> {
  return { ok: false, refusal: { code, zh, en, kind: 'conflict' } };
}
