import { setImmediate as nextTurn } from 'node:timers/promises';
import type { RecordedEvent } from '@fengqiao/kernel';
import { invariant } from '@fengqiao/kernel';
import type { ReadAll } from '../port';
import { LogDamaged } from './damage';
import type { Database, Row, Statement, Value } from './driver';
import { CONTENT, Links } from './links';

/** Rows read before others get their turn of the event loop. */
const ROWS_A_TURN = 1_000;

/** Greater than every name that starts with the prefix: no name holds the last code point. */
const LAST = '\u{10FFFF}';

/** Reads the log: by stream, by position, names of streams. Long answers are read in slices, so that nobody waits for them. */
export class Reading {
  private readonly ofStream: Statement;
  private readonly names: Statement;
  private readonly byPrefixes = new Map<number, Statement>();
  private readonly links: Links;

  constructor(private readonly db: Database) {
    this.links = new Links(db);
    this.ofStream = db.prepare(
      `SELECT e.position, ${CONTENT} FROM streams s JOIN events e ON e.stream = s.id WHERE s.name = ? AND e.revision >= ? ORDER BY e.revision LIMIT ?`,
    );
    this.names = db.prepare('SELECT CAST(name AS BLOB) FROM streams WHERE name >= ? AND name < ? ORDER BY id');
  }

  async stream(name: string, fromRevision: number): Promise<readonly RecordedEvent[]> {
    const event = (row: Row, expected: number) => {
      const read = this.links.eventOf(row);
      if (read.stream !== name || read.revision !== expected) throw new LogDamaged(read.position);
      return read;
    };
    return inSlices(Infinity, fromRevision, (from, limit) => this.ofStream.all([name, from, limit]), event, (last) => last.revision + 1);
  }

  async all({ after, limit, prefixes = [] }: ReadAll): Promise<readonly RecordedEvent[]> {
    invariant(limit > 0, `readAll with limit ${limit} would never end`);
    const bounds = prefixes.flatMap((prefix) => [prefix, prefix + LAST]);
    const statement = this.filteredBy(prefixes.length);
    const event = (row: Row, expected: number) => {
      // Positions have no gap, so a missing row shows at the next one where nothing is filtered out.
      if (prefixes.length === 0 && row[0] !== expected + 1) throw new LogDamaged(expected + 1);
      return this.links.eventOf(row);
    };
    return inSlices(limit, after, (from, most) => statement.all([from, ...bounds, most] satisfies Value[]), event, (last) => last.position);
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

/** `start` is the first revision wanted, or the position in front of the first wanted; `event` is told the same for its row. */
async function inSlices(
  limit: number, start: number, slice: (from: number, limit: number) => Row[], event: (row: Row, expected: number) => RecordedEvent, following: (last: RecordedEvent) => number,
): Promise<readonly RecordedEvent[]> {
  const events: RecordedEvent[] = [];
  for (let from = start; ;) {
    const wanted = Math.min(ROWS_A_TURN, limit - events.length);
    const rows = slice(from, wanted);
    for (const row of rows) {
      const read = event(row, from);
      events.push(read);
      from = following(read);
    }
    if (rows.length < wanted || events.length >= limit) return events;
    await nextTurn();
  }
}
