import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Instant, RecordedEvent } from '@fengqiao/kernel';
import { type LinkedEvent, type PreparedEvent, headAfter, linkEvent, refusalOf } from '../chain';
import { AppendOutcomeUnknown, type Appended, type ExpectedRevision, StoreUnavailable } from '../port';
import type { AnchorWriter } from './anchor';
import { type Database, type Statement, sqliteCode } from './driver';
import { Heads } from './heads';
import type { Links } from './links';
import type { Committed, RecentEvents } from './recent-events';
import type { Wal } from './wal';

/** One transaction takes at most this many events, unless a single append is larger: an append is never split. */
const MOST_EVENTS_A_COMMIT = 256;

/** An append that waits for its commit. */
export interface Waiting {
  readonly stream: string;
  readonly expected: ExpectedRevision;
  readonly events: readonly PreparedEvent[];
  readonly now: Instant;
  resolve(appended: Appended): void;
  reject(error: unknown): void;
}

/** Where a transaction goes, and who is told. */
export interface GroupCommitParts {
  readonly db: Database;
  readonly wal: Wal;
  readonly anchor: AnchorWriter;
  readonly links: Links;
  readonly recent: RecentEvents;
  /** Called when the disk failed to take a commit. */
  readonly fatal: (error: unknown) => void;
  readonly onCommitted: (head: number) => void;
}

/**
 * Collects the appends of one event-loop turn, and of the next, into one transaction. Each append is all or none inside it: what refuses
 * one is found before its first row is written, so it harms no other. Nobody is answered, and nothing is known here as committed, before
 * what COMMIT wrote has been forced to the disk. That is waited for beside the event loop; what comes in meanwhile is the next transaction.
 */
export class GroupCommit {
  private readonly heads: Heads;
  private readonly insert: Statement;
  private queue: Waiting[] = [];
  private working: Promise<void> | undefined;
  private broken: unknown;
  /** Rows of the transaction that is being written. */
  private written: Committed[] = [];

  constructor(private readonly parts: GroupCommitParts) {
    this.heads = new Heads(parts.db, parts.links);
    this.insert = parts.db.prepare('INSERT INTO events (position, stream, revision, type, body, hash) VALUES (?, ?, ?, ?, ?, ?)');
  }

  /** The last position that is on the disk. */
  get position(): number {
    return this.heads.position;
  }

  /** Id of the last stream that is on the disk. */
  get lastStream(): number {
    return this.heads.lastStream;
  }

  submit(waiting: Waiting): void {
    this.queue.push(waiting);
    this.working ??= this.work();
  }

  /** Resolves when all that waits is answered. */
  async drained(): Promise<void> {
    await this.working;
  }

  /** Waits one turn for those whose requests came in meanwhile: a forced write costs as much for half of the callers as for all. */
  private async work(): Promise<void> {
    await nextTurn();
    while (this.queue.length > 0) {
      await nextTurn();
      await this.commit(this.takeBatch());
    }
    // In the very step that saw the queue empty: who comes in the next one starts anew.
    this.working = undefined;
  }

  private takeBatch(): Waiting[] {
    let [taken, events] = [0, 0];
    while (taken < this.queue.length && (taken === 0 || events + (this.queue[taken] as Waiting).events.length <= MOST_EVENTS_A_COMMIT)) {
      events += (this.queue[taken] as Waiting).events.length;
      taken += 1;
    }
    return this.queue.splice(0, taken);
  }

  private async commit(batch: readonly Waiting[]): Promise<void> {
    const { db, wal } = this.parts;
    if (this.broken !== undefined) return batch.forEach((waiting) => waiting.reject(storeBroken(this.broken)));
    try {
      db.exec('BEGIN IMMEDIATE');
    } catch (error) {
      return batch.forEach((waiting) => waiting.reject(sqliteCode(error) === 'SQLITE_BUSY' ? storeBusy() : error));
    }
    let outcomes: (Appended | Error)[];
    this.written = [];
    try {
      outcomes = batch.map((waiting) => this.write(waiting));
    } catch (error) {
      return this.writeFailed(batch, error);
    }
    try {
      db.exec('COMMIT');
    } catch (error) {
      return sqliteCode(error) === 'SQLITE_FULL' ? this.writeFailed(batch, error) : this.breakDown(batch, error);
    }
    try {
      if (this.written.length > 0) await wal.force();
      this.acknowledge(batch, outcomes);
    } catch (error) {
      this.breakDown(batch, error);
    }
  }

  /** What was written is on the disk: from now on it is read, and its callers are told. */
  private acknowledge(batch: readonly Waiting[], outcomes: readonly (Appended | Error)[]): void {
    const { anchor, recent, onCommitted } = this.parts;
    this.heads.commit();
    recent.add(this.written);
    const last = this.written.at(-1);
    if (last) anchor.write({ position: last.position, hash: last.hash });
    batch.forEach((waiting, index) => {
      const outcome = outcomes[index] as Appended | Error;
      if (outcome instanceof Error) waiting.reject(outcome);
      else waiting.resolve(outcome);
    });
    if (last) onCommitted(this.heads.position);
  }

  /** Writes one append's rows, or says why not before writing any. */
  private write({ stream, expected, events, now }: Waiting): Appended | Error {
    let head = this.heads.of(stream);
    const refusal = refusalOf(stream, head, expected, now);
    if (refusal) return refusal;
    const id = this.heads.streamId(stream);
    const recorded: RecordedEvent[] = [];
    for (const prepared of events) {
      const linked = linkEvent(stream, head, prepared, now);
      const position = this.heads.takePosition();
      this.insert.run([position, id, linked.event.revision, this.heads.typeId(linked.event.type), linked.text, linked.hash]);
      head = headAfter(linked);
      this.written.push({ position, stream, revision: head.revision, text: linked.text, hash: linked.event.hash });
      recorded.push(at(position, linked.event));
    }
    this.heads.advance(stream, head);
    return { stream, revision: head.revision, events: recorded };
  }

  /** Nothing of the transaction stays. A full disk refuses all; another fault is one append's own, found by trying each alone. */
  private async writeFailed(batch: readonly Waiting[], error: unknown): Promise<void> {
    const { db } = this.parts;
    const code = sqliteCode(error);
    if (code.startsWith('SQLITE_IOERR')) return this.breakDown(batch, error);
    try {
      if (db.inTransaction) db.exec('ROLLBACK');
      this.heads.rollback();
    } catch (rollbackError) {
      return this.breakDown(batch, rollbackError);
    }
    if (code === 'SQLITE_FULL') return batch.forEach((waiting) => waiting.reject(diskFull()));
    if (batch.length === 1) return batch.forEach((waiting) => waiting.reject(error));
    for (const waiting of batch) await this.commit([waiting]);
  }

  /** The kernel may have dropped what it failed to write, so a second fsync that succeeds proves nothing: nobody is answered yes any more. */
  private breakDown(batch: readonly Waiting[], error: unknown): void {
    this.broken = error;
    this.parts.fatal(error);
    batch.forEach((waiting) => waiting.reject(new AppendOutcomeUnknown(waiting.stream, error)));
  }
}

/** Each field by its name: a spread with a new key behind it is a hundred times as slow. */
function at(position: number, { v, stream, revision, id, type, data, meta, hash }: LinkedEvent['event']): RecordedEvent {
  return { v, stream, revision, id, type, data, meta, hash, position };
}

function diskFull(): StoreUnavailable {
  return new StoreUnavailable('DISK_FULL', '磁盘已满，未写入任何内容；清出空间后自动恢复。 The disk is full, nothing was written; writing goes on once there is room.');
}

function storeBusy(): StoreUnavailable {
  return new StoreUnavailable('STORE_BUSY', '事件库被另一进程占用，未写入任何内容；请稍后重试。 Another process holds the event log, nothing was written; try again.');
}

function storeBroken(cause: unknown): StoreUnavailable {
  return new StoreUnavailable('STORE_CLOSED', `事件库写盘失败，已停止写入；请检查磁盘并重启。 The event log stopped after a failed write (${String(cause)}); check the disk and start again.`);
}
