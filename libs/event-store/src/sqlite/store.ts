import type { Instant, NewEvent, RecordedEvent } from '@fengqiao/kernel';
import { checkAppend, prepareEvent } from '../chain';
import { type AheadEvent, type Appended, type EventStore, type ExpectedRevision, type ReadAll, StoreUnavailable } from '../port';
import type { AnchorWriter } from './anchor';
import type { Database } from './driver';
import { GroupCommit } from './group-commit';
import { Links } from './links';
import { readAhead } from './read-ahead';
import { Reading } from './reading';
import { RecentEvents } from './recent-events';
import type { Wal } from './wal';

/** Events from which on a thread that reads them ahead saves more than its start takes. */
const WORTH_A_THREAD = 20_000;

/** An open log and what belongs to it. */
export interface OpenLog {
  /** Where the database lies, for the thread that reads ahead. */
  readonly file: string;
  readonly db: Database;
  readonly wal: Wal;
  readonly anchor: AnchorWriter;
  /** Called when the disk failed to take a commit. */
  readonly fatal: (error: unknown) => void;
}

/** The event store over a prepared SQLite log; see `openSqliteEventStore` for its promises. */
export class SqliteEventStore implements EventStore {
  private readonly commits: GroupCommit;
  private readonly reading: Reading;
  private readonly recent = new RecentEvents();
  private readonly listeners = new Set<(head: number) => void>();
  private closed = false;

  constructor(private readonly log: OpenLog) {
    const links = new Links(log.db);
    this.commits = new GroupCommit({ ...log, links, recent: this.recent, onCommitted: (head) => [...this.listeners].forEach((listener) => listener(head)) });
    this.reading = new Reading(log.db, links);
  }

  async append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[], now: Instant): Promise<Appended> {
    checkAppend(stream, expected, events, now);
    if (this.closed) throw new StoreUnavailable('STORE_CLOSED', '事件库已关闭。 The event store is closed.');
    const prepared = events.map((event) => prepareEvent(stream, event));
    return new Promise((resolve, reject) => this.commits.submit({ stream, expected, events: prepared, now, resolve, reject }));
  }

  async read(stream: string, fromRevision = 0): Promise<readonly RecordedEvent[]> {
    return this.recent.ofStream(stream, fromRevision) ?? this.onDisk(await this.reading.stream(stream, fromRevision));
  }

  async readAll(request: ReadAll): Promise<readonly RecordedEvent[]> {
    return this.recent.behind(request.after, request.limit, request.prefixes ?? []) ?? this.onDisk(await this.reading.all(request));
  }

  async *ahead(after: number): AsyncGenerator<readonly AheadEvent[]> {
    let left = this.commits.position - after;
    if (left < WORTH_A_THREAD) return;
    for await (const events of readAhead({ file: this.log.file, after })) {
      yield events.length > left ? events.slice(0, left) : events;
      left -= events.length;
      if (left <= 0) return;
    }
  }

  async head(): Promise<number> {
    return this.commits.position;
  }

  async streams(prefix: string): Promise<readonly string[]> {
    return this.reading.streams(prefix, this.commits.lastStream);
  }

  onCommitted(listener: (head: number) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Commits what waits, moves the WAL into the file and closes it. */
  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    const { db, wal, anchor } = this.log;
    try {
      await this.commits.drained();
      if (!db.inTransaction) db.prepare('PRAGMA wal_checkpoint(TRUNCATE)').all([]);
    } finally {
      db.close();
      await wal.close();
      await anchor.close();
    }
  }

  /** What COMMIT has written but nobody has been told of yet is not there: a loss of power could still take it. */
  private onDisk(events: readonly RecordedEvent[]): readonly RecordedEvent[] {
    const { position } = this.commits;
    const end = events.findLastIndex((event) => event.position <= position) + 1;
    return end === events.length ? events : events.slice(0, end);
  }
}
