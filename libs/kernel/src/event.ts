import type { Instant } from './time';

/** Any JSON value, as event data is stored (ProtoJSON with implicit fields emitted). */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

/** Which command caused an event: its id, and an HMAC of its body, so that the same id with another body is seen. */
export interface CommandMark {
  readonly id: string;
  readonly body: string;
}

/** Metadata that is hashed with the event. `occurredAt` is when it happened (claimed), `recordedAt` when we learnt it. */
export interface EventMeta {
  readonly occurredAt: Instant;
  readonly recordedAt: Instant;
  /** Person id of the actor, or `system`. */
  readonly actor: string;
  /** Office id the actor acted for; empty for the system. */
  readonly office: string;
  /** Division code the event belongs to; empty where none. */
  readonly jurisdiction: string;
  readonly correlation: string;
  /** Event id that caused it, or empty. */
  readonly causation: string;
  readonly command: CommandMark;
}

/** An event that decide produced. */
export interface DomainEvent<T extends string = string, D = unknown> {
  readonly type: T;
  readonly data: D;
  /** When it happened, where the command itself knows (an imported record); otherwise the claimed time, or the time of recording. */
  readonly occurredAt?: Instant;
}

/** An event ready to be appended; the store adds revision and recordedAt. */
export interface NewEvent {
  readonly id: string;
  readonly type: string;
  readonly data: JsonObject;
  readonly meta: Omit<EventMeta, 'recordedAt'>;
}

/** An event of the log. `position` is the store's own order and `hash` links the chain; neither is part of the hashed bytes. */
export interface RecordedEvent<T extends string = string, D = JsonObject> {
  readonly v: 1;
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
  readonly type: T;
  readonly data: D;
  readonly meta: EventMeta;
  readonly position: number;
  readonly hash: string;
}

/** What folds read of an event: all of it but its link of the chain, its cause and its command. */
export interface FoldedEvent<T extends string = string, D = JsonObject> extends Omit<RecordedEvent<T, D>, 'v' | 'hash' | 'meta'> {
  readonly meta: FoldedMeta;
}

export type FoldedMeta = Omit<EventMeta, 'causation' | 'command'>;

/** `mediation` of `mediation.dispute-6f…`; the part before the first dot. */
export function contextOf(stream: string): string {
  return stream.slice(0, stream.indexOf('.'));
}

/** `mediation.dispute` of `mediation.dispute-6f…`: context and aggregate, the prefix that views subscribe to. */
export function categoryOf(stream: string): string {
  const dash = stream.indexOf('-');
  return dash < 0 ? stream : stream.slice(0, dash);
}

/** `6f…` of `mediation.dispute-6f…`: what HTTP calls the id. */
export function idOf(stream: string): string {
  return stream.slice(stream.indexOf('-') + 1);
}
