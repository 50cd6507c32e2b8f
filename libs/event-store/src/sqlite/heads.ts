import { type Head, NO_STREAM } from '../chain';
import { LogDamaged } from './damage';
import type { Database, Statement } from './driver';
import { CONTENT, type Links } from './links';

/** A stream's id and head; `id` is 0 where the stream does not exist yet. */
interface Known {
  readonly id: number;
  readonly head: Head;
}

const ABSENT: Known = { id: 0, head: NO_STREAM };

/** Streams kept in memory; beyond it the longest known is dropped and read again when it is wanted. */
const MOST_CACHED = 50_000;

/**
 * Ids and heads of streams, ids of types, and the last position: cached from the tables, changed inside a transaction,
 * kept on `commit` and forgotten on `rollback`.
 */
export class Heads {
  private readonly cache = new Map<string, Known>();
  private readonly types = new Map<string, number>();
  private readonly changed = new Map<string, Known>();
  private committed: { position: number; streams: number; types: number };
  private next: { position: number; streams: number; types: number };
  private readonly last: Statement;
  private readonly insert: Statement;
  private readonly insertType: Statement;

  constructor(private readonly db: Database, private readonly links: Links) {
    this.last = db.prepare(
      `SELECT s.id, e.revision, e.position, ${CONTENT} FROM streams s LEFT JOIN events e ON e.stream = s.id AND e.revision = (SELECT max(revision) FROM events WHERE stream = s.id) WHERE s.name = ?`,
    );
    this.insert = db.prepare('INSERT INTO streams (id, name) VALUES (?, ?)');
    this.insertType = db.prepare('INSERT INTO types (id, name) VALUES (?, ?)');
    this.committed = this.readCounters();
    this.next = { ...this.committed };
  }

  /** The last committed position. */
  get position(): number {
    return this.committed.position;
  }

  /** Id of the last committed stream. */
  get lastStream(): number {
    return this.committed.streams;
  }

  /** The stream as this transaction sees it. */
  of(stream: string): Head {
    return this.known(stream).head;
  }

  /** The position for one more event; positions of a transaction that is rolled back are given again, so none is ever missing. */
  takePosition(): number {
    this.next.position += 1;
    return this.next.position;
  }

  /** The stream's id, written now where it is new. */
  streamId(stream: string): number {
    const known = this.known(stream);
    if (known.id !== 0) return known.id;
    this.next.streams += 1;
    this.insert.run([this.next.streams, stream]);
    this.changed.set(stream, { id: this.next.streams, head: known.head });
    return this.next.streams;
  }

  /** The type's id, written now where it is new. */
  typeId(type: string): number {
    const known = this.types.get(type);
    if (known !== undefined) return known;
    this.next.types += 1;
    this.insertType.run([this.next.types, type]);
    this.types.set(type, this.next.types);
    return this.next.types;
  }

  /** The stream now ends here. */
  advance(stream: string, head: Head): void {
    this.changed.set(stream, { id: this.streamId(stream), head });
  }

  commit(): void {
    for (const [name, known] of this.changed) this.remember(name, known);
    this.changed.clear();
    this.committed = { ...this.next };
  }

  /** Forgets the transaction, and all that is cached: whatever made it fail may also have made the cache wrong. */
  rollback(): void {
    this.changed.clear();
    this.cache.clear();
    this.types.clear();
    this.committed = this.readCounters();
    this.next = { ...this.committed };
  }

  /** The head is the stream's last event: whatever is chained to one that is not what was appended would break the chain for good. */
  private known(stream: string): Known {
    const known = this.changed.get(stream) ?? this.cache.get(stream);
    if (known) return known;
    const row = this.last.get([stream]);
    if (!row) return ABSENT;
    const [id, revision, position, content] = row as [number, number | null, number | null, Buffer | null];
    const event = position === null ? undefined : this.links.eventOf([position, content]);
    if (event?.stream !== stream || event.revision !== revision) throw new LogDamaged(position ?? 0);
    const found = { id, head: { revision: event.revision, hash: Buffer.from(event.hash, 'hex'), recordedAt: event.meta.recordedAt } };
    this.remember(stream, found);
    return found;
  }

  private remember(name: string, known: Known): void {
    this.cache.delete(name);
    this.cache.set(name, known);
    if (this.cache.size > MOST_CACHED) this.cache.delete(this.cache.keys().next().value as string);
  }

  private readCounters(): { position: number; streams: number; types: number } {
    for (const [id, name] of this.db.prepare('SELECT id, CAST(name AS BLOB) FROM types').all([]) as unknown as [number, Buffer][]) this.types.set(name.toString(), id);
    const last = (column: string, table: string) => Number(this.db.prepare(`SELECT coalesce(max(${column}), 0) FROM ${table}`).get([])?.[0]);
    return { position: last('position', 'events'), streams: last('id', 'streams'), types: this.types.size === 0 ? 0 : Math.max(...this.types.values()) };
  }
}
