import type { Instant, RecordedEvent } from '@fengqiao/kernel';
import { type LinkedEvent, type PreparedEvent, headAfter, linkEvent, refusalOf } from '../chain';
import { AppendOutcomeUnknown, type Appended, type ExpectedRevision, StoreUnavailable } from '../port';
import type { AnchorWriter } from './anchor';
import { type Database, type Statement, sqliteCode } from './driver';
import { Heads } from './heads';
import type { Committed, RecentEvents } from './recent-events';

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

/**
 * Collects the appends of one event-loop turn, and of the next, into one transaction. Each append is all or none inside it: what refuses
 * one is found before its first row is written, so it harms no other. Nobody is answered before COMMIT has returned.
 */
export class GroupCommit {
  private readonly heads: Heads;
  private readonly insert: Statement;
  private queue: Waiting[] = [];
  private turn: NodeJS.Immediate | undefined;
  private broken: unknown;
  /** Rows of the transaction that is being written. */
  private written: Committed[] = [];

  constructor(
    private readonly db: Database, private readonly fatal: (error: unknown) => void, private readonly anchor: AnchorWriter, private readonly recent: RecentEvents,
    private readonly onCommitted: (head: number) => void,
  ) {
    this.heads = new Heads(db);
    this.insert = db.prepare('INSERT INTO events (position, stream, revision, type, body, hash) VALUES (?, ?, ?, ?, ?, ?)');
  }

  /** The last committed position. */
  get position(): number {
    return this.heads.position;
  }

  /** Waits one turn for those whose requests came in meanwhile: a forced write costs as much for half of the callers as for all. */
  submit(waiting: Waiting): void {
    this.queue.push(waiting);
    this.turn ??= setImmediate(() => {
      this.turn = setImmediate(() => this.commitTurn());
    });
  }

  /** Commits all that waits, now. */
  drain(): void {
    if (this.turn) clearImmediate(this.turn);
    this.turn = undefined;
    while (this.queue.length > 0) this.commit(this.takeBatch());
  }

  private commitTurn(): void {
    const batch = this.takeBatch();
    this.turn = this.queue.length > 0 ? setImmediate(() => this.commitTurn()) : undefined;
    this.commit(batch);
  }

  private takeBatch(): Waiting[] {
    let [taken, events] = [0, 0];
    while (taken < this.queue.length && (taken === 0 || events + (this.queue[taken] as Waiting).events.length <= MOST_EVENTS_A_COMMIT)) {
      events += (this.queue[taken] as Waiting).events.length;
      taken += 1;
    }
    return this.queue.splice(0, taken);
  }

  private commit(batch: readonly Waiting[]): void {
    if (this.broken !== undefined) return batch.forEach((waiting) => waiting.reject(storeBroken(this.broken)));
    try {
      this.db.exec('BEGIN IMMEDIATE');
    } catch (error) {
      return batch.forEach((waiting) => waiting.reject(sqliteCode(error) === 'SQLITE_BUSY' ? storeBusy() : error));
    }
    let outcomes: (Appended | Error)[];
    this.written = [];
    try {
      outcomes = batch.map((waiting) => this.write(waiting));
      this.heads.flush();
    } catch (error) {
      return this.writeFailed(batch, error);
    }
    try {
      this.db.exec('COMMIT');
    } catch (error) {
      return sqliteCode(error) === 'SQLITE_FULL' ? this.writeFailed(batch, error) : this.breakDown(batch, error);
    }
    this.heads.commit();
    this.recent.add(this.written);
    try {
      this.noteHead(outcomes);
    } catch (error) {
      return this.breakDown(batch, error);
    }
    this.settle(batch, outcomes);
  }

  private noteHead(outcomes: readonly (Appended | Error)[]): void {
    const last = outcomes.findLast((outcome): outcome is Appended => !(outcome instanceof Error))?.events.at(-1);
    if (last) this.anchor.write({ position: last.position, hash: last.hash });
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

  private settle(batch: readonly Waiting[], outcomes: readonly (Appended | Error)[]): void {
    let written = false;
    batch.forEach((waiting, index) => {
      const outcome = outcomes[index] as Appended | Error;
      if (outcome instanceof Error) return waiting.reject(outcome);
      written = true;
      waiting.resolve(outcome);
    });
    if (written) this.onCommitted(this.heads.position);
  }

  /** Nothing of the transaction stays. A full disk refuses all; another fault is one append's own, found by trying each alone. */
  private writeFailed(batch: readonly Waiting[], error: unknown): void {
    const code = sqliteCode(error);
    if (code.startsWith('SQLITE_IOERR')) return this.breakDown(batch, error);
    try {
      if (this.db.inTransaction) this.db.exec('ROLLBACK');
      this.heads.rollback();
    } catch (rollbackError) {
      return this.breakDown(batch, rollbackError);
    }
    if (code === 'SQLITE_FULL') return batch.forEach((waiting) => waiting.reject(diskFull()));
    if (batch.length === 1) return batch.forEach((waiting) => waiting.reject(error));
    batch.forEach((waiting) => this.commit([waiting]));
  }

  /** The kernel may have dropped what it failed to write, so a second fsync that succeeds proves nothing: nobody is answered yes any more. */
  private breakDown(batch: readonly Waiting[], error: unknown): void {
    this.broken = error;
    this.fatal(error);
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
