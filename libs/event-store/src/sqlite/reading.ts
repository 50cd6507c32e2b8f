import { isUtf8 } from 'node:buffer';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { RecordedEvent } from '@fengqiao/kernel';
import { invariant } from '@fengqiao/kernel';
import type { ReadAll } from '../port';
import type { Database, Row, Statement, Value } from './driver';

/** Rows read before others get their turn of the event loop. */
const ROWS_A_TURN = 1_000;

/** Greater than every name that starts with the prefix: no name holds the last code point. */
const LAST = '\u{10FFFF}';

/**
 * Body and hash in one value of bytes: the binding ends the process on text that is no UTF-8, and one buffer costs less than two.
 */
const CONTENT = 'CAST(e.body || lower(hex(e.hash)) AS BLOB)';
const HASH_CHARS = 64;

/** A stored event cannot be read; nothing behind it is served. */
export class LogDamaged extends Error {
  constructor(readonly position: number) {
    super(`事件库位置 ${position} 的记录已损坏，无法读取；请运行 fengqiao log verify，并从备份恢复。`
      + ` The event at position ${position} of the log is damaged and cannot be read; run fengqiao log verify, then restore from a copy.`);
    this.name = 'LogDamaged';
  }
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Reads the log: by stream, by position, names of streams. Long answers are read in slices, so that nobody waits for them. */
export class Reading {
  private readonly ofStream: Statement;
  private readonly names: Statement;
  private readonly byPrefixes = new Map<number, Statement>();

  constructor(private readonly db: Database) {
    this.ofStream = db.prepare(
      `SELECT e.position, ${CONTENT} FROM streams s JOIN events e ON e.stream = s.id WHERE s.name = ? AND e.revision >= ? ORDER BY e.revision LIMIT ?`,
    );
    this.names = db.prepare('SELECT CAST(name AS BLOB) FROM streams WHERE name >= ? AND name < ? ORDER BY id');
  }

  async stream(name: string, fromRevision: number): Promise<readonly RecordedEvent[]> {
    return inSlices(Infinity, fromRevision, (from, limit) => this.ofStream.all([name, from, limit]), (last) => last.revision + 1);
  }

  async all({ after, limit, prefixes = [] }: ReadAll): Promise<readonly RecordedEvent[]> {
    invariant(limit > 0, `readAll with limit ${limit} would never end`);
    const bounds = prefixes.flatMap((prefix) => [prefix, prefix + LAST]);
    const statement = this.filteredBy(prefixes.length);
    return inSlices(limit, after, (from, most) => statement.all([from, ...bounds, most] satisfies Value[]), (last) => last.position);
  }

  streams(prefix: string): readonly string[] {
    return this.names.all([prefix, prefix + LAST]).map((row) => (row[0] as Buffer).toString());
  }

  /** CROSS JOIN keeps SQLite walking by position, whatever it believes about the streams. */
  private filteredBy(prefixes: number): Statement {
    const known = this.byPrefixes.get(prefixes);
    if (known) return known;
    const filter = Array.from({ length: prefixes }, () => '(s.name >= ? AND s.name < ?)').join(' OR ');
    const from = prefixes === 0 ? 'events e WHERE e.position > ?' : `events e CROSS JOIN streams s ON s.id = e.stream WHERE e.position > ? AND (${filter})`;
    const statement = this.db.prepare(`SELECT e.position, ${CONTENT} FROM ${from} ORDER BY e.position LIMIT ?`);
    this.byPrefixes.set(prefixes, statement);
    return statement;
  }
}

async function inSlices(
  limit: number, start: number, slice: (from: number, limit: number) => Row[], following: (last: RecordedEvent) => number,
): Promise<readonly RecordedEvent[]> {
  const events: RecordedEvent[] = [];
  for (let from = start; ;) {
    const wanted = Math.min(ROWS_A_TURN, limit - events.length);
    const rows = slice(from, wanted);
    for (const row of rows) events.push(eventOf(row));
    if (rows.length < wanted || events.length >= limit) return events;
    from = following(events[events.length - 1] as RecordedEvent);
    await nextTurn();
  }
}

function eventOf(row: Row): RecordedEvent {
  const [position, content] = row as [number, Buffer];
  const end = content.length - HASH_CHARS;
  const event = parsed(content, end, position);
  event.position = position;
  event.hash = content.toString('latin1', end);
  return event;
}

function parsed(content: Buffer, end: number, position: number): Mutable<RecordedEvent> {
  try {
    if (isUtf8(content)) return JSON.parse(content.toString('utf8', 0, end)) as RecordedEvent;
  } catch {
    // Falls through: text that is no JSON is as damaged as bytes that are no text.
  }
  throw new LogDamaged(position);
}
