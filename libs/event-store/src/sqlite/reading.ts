import { setImmediate as nextTurn } from 'node:timers/promises';
import type { RecordedEvent } from '@fengqiao/kernel';
import { invariant } from '@fengqiao/kernel';
import type { ReadAll } from '../port';
import { Bulk } from './bulk';
import { LogDamaged } from './damage';
import type { Database, Row, Statement, Value } from './driver';
import { Chain, Lines } from './lines';
import { CONTENT, Links } from './links';
import { BEHIND_WHOLE, WholeLines } from './whole-lines';

/** Rows read before others get their turn of the event loop. */
const ROWS_A_TURN = 1_000;

/** Greater than every name that starts with the prefix: no name holds the last code point. */
const LAST = '\u{10FFFF}';

/** Reads the log: by stream, by position, names of streams. Long answers are read in slices, so that nobody waits for them. */
export class Reading {
  private readonly ofStream: Statement;
  private readonly names: Statement;
  private readonly byPrefixes = new Map<number, Filtered>();
  private readonly chain: Chain;
  private readonly bulk = new Bulk();

  constructor(private readonly db: Database, private readonly links = new Links(db)) {
    this.chain = new Chain(db);
    this.ofStream = db.prepare(
      `SELECT e.position, ${CONTENT} FROM streams s JOIN events e ON e.stream = s.id WHERE s.name = ? AND e.revision >= ? ORDER BY e.revision LIMIT ?`,
    );
    this.names = db.prepare('SELECT CAST(name AS BLOB) FROM streams WHERE name >= ? AND name < ? AND id <= ? ORDER BY id');
  }

  async stream(name: string, fromRevision: number): Promise<readonly RecordedEvent[]> {
    const slice = (from: number, limit: number) => this.ofStream.all([name, from, limit]).map((row, index) => {
      const read = this.links.eventOf(row);
      if (read.stream !== name || read.revision !== from + index) throw new LogDamaged(read.position);
      return read;
    });
    return inSlices(Infinity, fromRevision, () => ROWS_A_TURN, slice, (last) => last.revision + 1);
  }

  async all({ after, limit, prefixes = [] }: ReadAll): Promise<readonly RecordedEvent[]> {
    invariant(limit > 0, `readAll with limit ${limit} would never end`);
    const bounds = prefixes.flatMap((prefix) => [prefix, prefix + LAST]);
    const { lines, rows } = this.filteredBy(prefixes.length);
    const isGapless = prefixes.length === 0;
    const slice = (from: number, most: number) => {
      const values = [from, ...bounds, most] satisfies Value[];
      // Who reads row by row tells which position is damaged.
      return this.read(lines, values, from, isGapless) ?? this.oneByOne(rows.all(values), from, isGapless);
    };
    return inSlices(limit, after, () => lines.most, slice, (last) => last.position);
  }

  /** Names of streams up to an id. */
  streams(prefix: string, last: number): readonly string[] {
    return this.names.all([prefix, prefix + LAST, last]).map((row) => (row[0] as Buffer).toString());
  }

  /** Undefined where something is doubtful. */
  private read(lines: Lines, values: readonly Value[], from: number, isGapless: boolean): readonly RecordedEvent[] | undefined {
    const whole = new WholeLines();
    const bytes = lines.read(values, from, isGapless, whole);
    if (!bytes) return [];
    if (bytes === 'doubtful') return undefined;
    const texts = this.bulk.textsOf(bytes, whole.texts);
    return texts.includes(undefined) ? undefined : (texts as readonly (readonly RecordedEvent[])[]).flat();
  }

  private oneByOne(rows: readonly Row[], after: number, isGapless: boolean): readonly RecordedEvent[] {
    return rows.map((row, index) => {
      // Positions have no gap, so a missing row shows at the next one where nothing is filtered out.
      if (isGapless && row[0] !== after + index + 1) throw new LogDamaged(after + index + 1);
      return this.links.eventOf(row);
    });
  }

  /** CROSS JOIN keeps SQLite walking by position, whatever it believes about the streams. */
  private filteredBy(prefixes: number): Filtered {
    const known = this.byPrefixes.get(prefixes);
    if (known) return known;
    const filter = Array.from({ length: prefixes }, () => '(s.name >= ? AND s.name < ?)').join(' OR ');
    const from = prefixes === 0 ? 'events e WHERE e.position > ?' : `events e CROSS JOIN streams s ON s.id = e.stream WHERE e.position > ? AND (${filter})`;
    const inOrder = `${from} ORDER BY e.position LIMIT ?`;
    const made = { rows: this.db.prepare(`SELECT e.position, ${CONTENT} FROM ${inOrder}`), lines: new Lines(this.db, this.chain, inOrder, BEHIND_WHOLE) };
    this.byPrefixes.set(prefixes, made);
    return made;
  }
}

/** The same events row by row, and many in one value. */
interface Filtered {
  readonly rows: Statement;
  readonly lines: Lines;
}

/** `start` is the first revision wanted, or the position in front of the first wanted; `slice` reads on from there, at most so many. */
async function inSlices(
  limit: number, start: number, most: () => number, slice: (from: number, limit: number) => readonly RecordedEvent[], following: (last: RecordedEvent) => number,
): Promise<readonly RecordedEvent[]> {
  const events: RecordedEvent[] = [];
  for (let from = start; ;) {
    const wanted = Math.min(most(), limit - events.length);
    const read = slice(from, wanted);
    for (const event of read) events.push(event);
    const last = read[read.length - 1];
    if (!last || read.length < wanted || events.length >= limit) return events;
    from = following(last);
    await nextTurn();
  }
}
