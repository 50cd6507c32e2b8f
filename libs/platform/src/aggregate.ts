import type { Actor, Decider, DomainEvent, JsonObject } from '@fengqiao/kernel';
import type { Role } from '@fengqiao/security';
import type { ZodType } from 'zod';
import type { Papers } from './papers';

/** Chinese first, English beside it. */
export interface Bilingual {
  readonly zh: string;
  readonly en: string;
}

/** One command of an aggregate as HTTP offers it: POST <collection>/{id}/<path>, or POST <collection> where it creates. */
export interface CommandSpec<Body> {
  readonly label: Bilingual;
  /** Path after the id (`grade`); empty for the command that creates the stream. */
  readonly path: string;
  readonly creates?: boolean;
  /** A strict zod object: what the body may hold, with its limits. Its output is the command without `type`. */
  readonly body: ZodType<Body>;
  /** Who may try it at all; `authorise` looks at the loaded state afterwards. */
  readonly roles: readonly Role[];
  /** What it records is named by `idFrom` and recorded once: whoever sends the same again gets the first answer, other content is refused. */
  readonly once?: boolean;
  /** The body may carry `occurredAt` (and `approvedBy`), because the event is a fact about the world. */
  readonly claimable?: boolean;
}

export type CommandTable<Command extends { readonly type: string }> = {
  readonly [T in Command['type']]: CommandSpec<Omit<Extract<Command, { type: T }>, 'type'>>;
};

/**
 * Everything the platform needs to offer an aggregate: routes, guards, OpenAPI, idempotency, sealing and the append
 * follow from this value. A context exports one for each of its aggregates and names no technology.
 */
export interface Aggregate<State, Command extends { readonly type: string }, Event extends DomainEvent, Look = unknown> {
  /** `mediation` */
  readonly context: string;
  /** `dispute`: streams are mediation.dispute-<uuid>. */
  readonly name: string;
  /** `disputes`: routes are /v1/mediation/disputes. */
  readonly collection: string;
  readonly label: Bilingual;
  readonly decider: Decider<State, Command, Event, Look>;
  readonly commands: CommandTable<Command>;
  /** May this actor act on, or read, this state? Called between load and decide; `command` is undefined for reading. False answers 404. */
  authorise(actor: Actor, state: State, command: Command | undefined): boolean;
  /** May this actor read this state, where that takes a look-up; without it `authorise` says so. False answers 404. */
  mayRead?(actor: Actor, state: State, look: Look): boolean;
  /** The division code the events belong to; a look-up says it where neither state nor command does. */
  jurisdiction(state: State, command: Command, actor: Actor, look?: Look): string;
  /** What GET <collection>/{id} answers, sealed values still sealed: the platform unseals by role. Undefined answers 404. */
  present(state: State): JsonObject | undefined;
  /** What it can be printed as: GET <collection>/{id}/papers lists them, …/papers/{code} is one. */
  readonly papers?: Papers<State, Look>;
  /** Kind of case number to assign on creation (人调); none where the aggregate is not numbered. */
  readonly numbered?: { readonly kind: string; office(state: State): string };
  /** Path segment after which another stream id may be given by the caller instead of a derived one; used by singletons such as a roster. */
  readonly idFrom?: (command: Command, actor: Actor) => string | undefined;
}

/** Keeps the types of a definition without naming them twice. */
export function aggregate<State, Command extends { readonly type: string }, Event extends DomainEvent, Look>(
  definition: Aggregate<State, Command, Event, Look>,
): Aggregate<State, Command, Event, Look> {
  return definition;
}
