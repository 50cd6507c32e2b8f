import type { RecordedEvent } from '@fengqiao/kernel';

export interface Subscription {
  /** Durable name: the checkpoint is kept under it. */
  readonly group: string;
  /** Stream-name prefixes; none takes everything. */
  readonly prefixes?: readonly string[];
  /**
   * Position to start after, for a consumer that keeps its own place (a view in memory starts after what it was rebuilt from):
   * nothing is stored for it. Omitted: the group's stored checkpoint, which is 0 for a new group.
   */
  readonly after?: number;
  /** One call at a time for a stream; events of a stream come in order; any event may come again. A throw delivers the same event again after a pause. */
  handle(event: RecordedEvent): Promise<void> | void;
}

export interface Consumer {
  /** Resolves when every event up to the position (default: all that is committed now) has been handled; rejects if the consumer is stopped before. */
  caughtUp(position?: number): Promise<void>;
  /** Position up to which everything was handled. */
  readonly position: number;
  stop(): Promise<void>;
}

/** Carries committed events to consumers: at least once, ordered by stream, each group with its own checkpoint. */
export interface EventBus {
  publish(events: readonly RecordedEvent[]): Promise<void>;
  subscribe(subscription: Subscription): Promise<Consumer>;
  close(): Promise<void>;
}

/** Trouble that an operator must see: a handler that threw, a read or a checkpoint that failed. The bus goes on by itself. */
export interface BusTrouble {
  /** Group or relay concerned. */
  readonly name: string;
  readonly what: 'handle' | 'read' | 'checkpoint' | 'publish';
  readonly error: unknown;
  /** The event that could not be handled, and how often that was tried. */
  readonly event?: RecordedEvent;
  readonly attempt?: number;
}

/** Where a consumer or a relay remembers how far it came. A checkpoint is written after the work, never before. */
export interface CheckpointStore {
  load(name: string): Promise<number>;
  save(name: string, position: number): Promise<void>;
}
