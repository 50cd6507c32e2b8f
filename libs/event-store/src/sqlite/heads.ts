import type { Instant } from '@fengqiao/kernel';
import { type Head, NO_STREAM } from '../chain';
import { LogDamaged } from './damage';
import type { Database, Statement } from './driver';

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
  private readonly select: Statement;
  private readonly insert: Statement;
  private readonly update: Statement;
  private readonly insertType: Statement;

  constructor(private readonly db: Database) {
    this.select = db.prepare(
      'SELECT s.id, s.revision, s.hash, CAST(s.recorded_at AS BLOB), e.position, e.hash, e.revision = s.revision AND instr(e.body, \'"recordedAt":"\' || s.recorded_at || \'"\') > 0 FROM streams s'
        + ' LEFT JOIN events e ON e.stream = s.id AND e.revision = (SELECT max(revision) FROM events WHERE stream = s.id) WHERE s.name = ?',
    );
    this.insert = db.prepare('INSERT INTO streams (id, name, revision, hash, recorded_at) VALUES (?, ?, ?, ?, ?)');
    this.update = db.prepare('UPDATE streams SET revision = ?, hash = ?, recorded_at = ? WHERE id = ?');
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

  /** The stream's id, given now where it is new. */
  streamId(stream: string): number {
    const known = this.known(stream);
    if (known.id !== 0) return known.id;
    this.next.streams += 1;
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

  /** Writes each changed stream's row once, however many events it got. */
  flush(): void {
    for (const [name, { id, head }] of this.changed) {
      if (id > this.committed.streams) this.insert.run([id, name, head.revision, head.hash, head.recordedAt]);
      else this.update.run([head.revision, head.hash, head.recordedAt, id]);
    }
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

  /** The head as the table has it, which must be that of the last event. */
  private known(stream: string): Known {
    const known = this.changed.get(stream) ?? this.cache.get(stream);
    if (known) return known;
    const row = this.select.get([stream]);
    if (!row) return ABSENT;
    const [id, revision, hash, recordedAt, position, last, agrees] = row as [number, number, Buffer, Buffer, number | null, Buffer | null, number | null];
    // Whatever is chained to a head that is not the last event's would break the chain for good.
    if (!last?.equals(hash) || agrees !== 1) throw new LogDamaged(position ?? 0);
    const found = { id, head: { revision, hash, recordedAt: recordedAt.toString() as Instant } };
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
