import type { FoldedEvent, Instant, NewEvent, RecordedEvent } from '@fengqiao/kernel';

/** The revision a writer expects the stream to have: its last event's, or `none` where no stream may exist yet. There is no "any". */
export type ExpectedRevision = number | 'none';

export interface Appended {
  readonly stream: string;
  readonly revision: number;
  readonly events: readonly RecordedEvent[];
}

/** Another writer was first. `actual` is -1 where the stream does not exist. */
export class WrongExpectedRevision extends Error {
  constructor(readonly stream: string, readonly expected: ExpectedRevision, readonly actual: number) {
    super(`stream ${stream}: expected revision ${expected}, found ${actual}`);
    this.name = 'WrongExpectedRevision';
  }
}

/** The store cannot take writes just now. `code` goes into the 503 answer: DISK_FULL, CLOCK_FAULT, STORE_BUSY, STORE_CLOSED. Nothing was appended. */
export class StoreUnavailable extends Error {
  constructor(readonly code: 'DISK_FULL' | 'CLOCK_FAULT' | 'STORE_BUSY' | 'STORE_CLOSED', message: string) {
    super(message);
    this.name = 'StoreUnavailable';
  }
}

/** The append may or may not have happened: read the stream again and look for the ids, never retry blindly. */
export class AppendOutcomeUnknown extends Error {
  constructor(readonly stream: string, cause: unknown) {
    super(`append to ${stream}: outcome unknown`, { cause });
    this.name = 'AppendOutcomeUnknown';
  }
}

export interface ReadAll {
  /** Exclusive: events with a greater position follow. 0 reads from the beginning. */
  readonly after: number;
  /** At most this many events. */
  readonly limit: number;
  /** Stream-name prefixes; none reads everything. */
  readonly prefixes?: readonly string[];
}

/** An event that is read ahead. */
export interface AheadEvent extends FoldedEvent {
  /** Which stream it is of, as a small number that stays the same while the log is read; where the store counts its streams. */
  readonly streamNumber?: number;
}

/**
 * The log. An append is all or nothing, acknowledged only when durable, and always carries an expected revision.
 * recordedAt of an event = max(`now`, the stream's last); a last one more than 5 s ahead of `now` is StoreUnavailable CLOCK_FAULT.
 * Positions grow by the order of commits and never have a gap that a commit could still fill.
 */
export interface EventStore {
  append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[], now: Instant): Promise<Appended>;
  /** Events of one stream from a revision on, in order; an empty list where there is no such stream. */
  read(stream: string, fromRevision?: number): Promise<readonly RecordedEvent[]>;
  readAll(request: ReadAll): Promise<readonly RecordedEvent[]>;
  /**
   * What folds read of the events behind a position, in small lists, for who reads the whole log: what comes next is read while these are worked on. It may end
   * before the log does, or give nothing; `readAll` reads on, and tells what is damaged.
   */
  ahead(after: number): AsyncIterable<readonly AheadEvent[]>;
  /** The last position, 0 for an empty log. */
  head(): Promise<number>;
  /** Names of the streams with a prefix, in order of their creation. */
  streams(prefix: string): Promise<readonly string[]>;
  /** Calls back after each commit, with the new head; returns the way to stop. Losing a call is harmless: it is a hint to read. */
  onCommitted(listener: (head: number) => void): () => void;
  close(): Promise<void>;
}
