import type { FoldedEvent, Instant, NewEvent, RecordedEvent } from '@fengqiao/kernel';
import { checkAppend, prepareEvent } from '../chain';
import { type Appended, type EventStore, type ExpectedRevision, type ReadAll, StoreUnavailable } from '../port';
import { type AnchorWriter, NO_ANCHOR } from './anchor';
import type { Database } from './driver';
import { GroupCommit } from './group-commit';
import { readAhead } from './read-ahead';
import { Reading } from './reading';
import { RecentEvents } from './recent-events';

/** Events from which on a thread that reads them ahead saves more than its start takes. */
const WORTH_A_THREAD = 20_000;

/** The event store over a prepared SQLite log; see `openSqliteEventStore` for its promises. */
export class SqliteEventStore implements EventStore {
  private readonly commits: GroupCommit;
  private readonly reading: Reading;
  private readonly recent = new RecentEvents();
  private readonly listeners = new Set<(head: number) => void>();
  private closed = false;

  /** `file` is where the database lies, for the thread that reads ahead; without it there is none. */
  constructor(private readonly db: Database, fatal: (error: unknown) => void, private readonly anchor: AnchorWriter = NO_ANCHOR, private readonly file?: string) {
    this.commits = new GroupCommit(db, fatal, anchor, this.recent, (head) => [...this.listeners].forEach((listener) => listener(head)));
    this.reading = new Reading(db);
  }

  async append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[], now: Instant): Promise<Appended> {
    checkAppend(stream, expected, events, now);
    if (this.closed) throw new StoreUnavailable('STORE_CLOSED', '事件库已关闭。 The event store is closed.');
    const prepared = events.map((event) => prepareEvent(stream, event));
    return new Promise((resolve, reject) => this.commits.submit({ stream, expected, events: prepared, now, resolve, reject }));
  }

  async read(stream: string, fromRevision = 0): Promise<readonly RecordedEvent[]> {
    return this.recent.ofStream(stream, fromRevision) ?? this.reading.stream(stream, fromRevision);
  }

  async readAll(request: ReadAll): Promise<readonly RecordedEvent[]> {
    return this.recent.behind(request.after, request.limit, request.prefixes ?? []) ?? this.reading.all(request);
  }

  async *ahead(after: number): AsyncGenerator<readonly FoldedEvent[]> {
    if (this.file !== undefined && this.commits.position - after >= WORTH_A_THREAD) yield* readAhead({ file: this.file, after });
  }

  async head(): Promise<number> {
    return this.commits.position;
  }

  async streams(prefix: string): Promise<readonly string[]> {
    return this.reading.streams(prefix);
  }

  onCommitted(listener: (head: number) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Commits what waits, moves the WAL into the file and closes it. */
  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    try {
      this.commits.drain();
      if (!this.db.inTransaction) this.db.prepare('PRAGMA wal_checkpoint(TRUNCATE)').all([]);
    } finally {
      this.db.close();
      await this.anchor.close();
    }
  }
}
