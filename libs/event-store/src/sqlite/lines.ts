import { NO_STREAM, chainCodesInPlace } from '../chain';
import type { Database, Statement, Value } from './driver';

/*
 * Many rows in one value, because each value that crosses the binding costs as much as checking the event in it. A row is a line: position,
 * stream, type, revision and bytes of the body as numbers, room for what is hashed in front of a body, the body, its hash, and what the one
 * who writes JSON over the lines wishes to find behind it.
 */
const ROOM = ' '.repeat(40);
const LINE = `e.position, ' ', e.stream, ' ', e.type, ' ', e.revision, ' ', octet_length(e.body), '${ROOM}', e.body, e.hash`;

/** Every row behind a position, at most so many. */
export const WHOLE_LOG = 'events e WHERE e.position > ? ORDER BY e.position LIMIT ?';

export const HASH_BYTES = 32;
const FIRST = NO_STREAM.hash.toString('binary');
const [BLANK, ZERO] = [' '.charCodeAt(0), '0'.charCodeAt(0)];

/** Streams whose last read link is kept in memory; beyond it the longest kept is dropped and looked up where it is wanted. */
const MOST_KEPT = 50_000;
/** Events of one JSON text: V8 reads an array of events faster than each alone, and what is read at once should die young. */
export const MOST_OF_A_TEXT = 64;
/** Rows of one value, and the bytes that it had better not exceed by much. */
const ROWS_AT_ONCE = 500;
const BYTES_AT_ONCE = 8 * 1024 * 1024;

/** What the columns say of one line, and where it lies. */
export interface Line {
  readonly start: number;
  readonly position: number;
  readonly positionChars: number;
  readonly stream: number;
  readonly type: number;
  readonly revision: number;
  /** Where the body begins and ends; its hash follows. */
  readonly body: number;
  readonly bodyEnd: number;
}

/** Takes lines whose chain holds, one by one, and may write over all of a line and of what lies before it. */
export interface LineTaker {
  /** Where the line ends; undefined where it is not what its columns say. `isKnown`: a line of the same stream was taken before. */
  take(bytes: Buffer, line: Line, isKnown: boolean): number | undefined;
}

/** Reads lines of some rows and checks the chain of each; what is wrong with a line is not said here but by who reads the row alone. */
export class Lines {
  private readonly rows: Statement;
  private rowsAtOnce = ROWS_AT_ONCE;

  /** `from` chooses the rows, as `WHOLE_LOG` does; `behind` is SQL of what follows the hash. */
  constructor(db: Database, private readonly chain: Chain, from: string, behind = "''") {
    this.rows = db.prepare(`SELECT CAST(group_concat(line, '') AS BLOB) FROM (SELECT concat(${LINE}, ${behind}) AS line FROM ${from})`);
  }

  /** How many rows had better be read at a time, so that one value stays small. */
  get most(): number {
    return this.rowsAtOnce;
  }

  /** The lines behind a position, each of them taken; undefined where there are none, `doubtful` where one is not what was once appended, or where `isGapless` and a position is missing. */
  read(values: readonly Value[], after: number, isGapless: boolean, taker: LineTaker): Buffer | 'doubtful' | undefined {
    const bytes = this.rows.all(values)[0]?.[0] as Buffer | null;
    if (!bytes) return undefined;
    const count = this.chain.check(bytes, after, isGapless, taker);
    if (count === undefined) return 'doubtful';
    this.rowsAtOnce = Math.max(1, Math.min(ROWS_AT_ONCE, Math.floor((BYTES_AT_ONCE * count) / bytes.length)));
    return bytes;
  }
}

/** The last links of streams, as far as rows were read in order. */
export class Chain {
  private readonly kept = new Map<number, Kept>();
  private readonly before: Statement;

  constructor(db: Database) {
    this.before = db.prepare('SELECT hash FROM events WHERE stream = ? AND revision = ?');
  }

  /** Checks every line and has it taken; how many there were, undefined where one is doubtful. */
  check(bytes: Buffer, after: number, isGapless: boolean, taker: LineTaker): number | undefined {
    let [count, position] = [0, after];
    for (let at = 0; at < bytes.length; count += 1) {
      const [previous, line] = [position, lineAt(bytes, at)];
      if (!line) return undefined;
      position = line.position;
      if (position <= previous || (isGapless && position !== previous + 1)) return undefined;
      const kept = this.kept.get(line.stream);
      if (!this.holds(bytes, line, kept)) return undefined;
      const end = taker.take(bytes, line, kept !== undefined);
      if (end === undefined || end > bytes.length) return undefined;
      at = end;
    }
    return count;
  }

  private holds(bytes: Buffer, { stream, revision, body, bodyEnd }: Line, kept: Kept | undefined): boolean {
    const hash = bytes.toString('latin1', bodyEnd, bodyEnd + HASH_BYTES);
    const previous = revision === 0 ? FIRST : kept?.revision === revision - 1 ? kept.hash : this.hashOf(stream, revision - 1);
    if (previous?.length !== HASH_BYTES || chainCodesInPlace(bytes, body, bodyEnd, previous) !== hash) return false;
    if (kept) {
      kept.revision = revision;
      kept.hash = hash;
    } else this.keep(stream, { revision, hash });
    return true;
  }

  private keep(stream: number, link: Kept): void {
    this.kept.set(stream, link);
    if (this.kept.size > MOST_KEPT) this.kept.delete(this.kept.keys().next().value as number);
  }

  private hashOf(stream: number, revision: number): string | undefined {
    return (this.before.get([stream, revision])?.[0] as Buffer | undefined)?.toString('latin1');
  }
}

interface Kept {
  revision: number;
  hash: string;
}

/** Undefined where no line begins. */
function lineAt(bytes: Buffer, start: number): Line | undefined {
  let at = start;
  const number = (): number => {
    const first = at;
    let value = 0;
    for (let digit = bytes[at]; digit !== BLANK; digit = bytes[(at += 1)]) {
      if (digit === undefined || digit < ZERO || digit > ZERO + 9) return NaN;
      value = value * 10 + digit - ZERO;
    }
    at += 1;
    return at - 1 > first ? value : NaN;
  };
  const position = number();
  const positionChars = at - start - 1;
  const [stream, type, revision, length] = [number(), number(), number(), number()];
  const body = at - 1 + ROOM.length;
  return position + stream + type + revision + length >= 0 ? { start, position, positionChars, stream, type, revision, body, bodyEnd: body + length } : undefined;
}
