import { isAscii } from 'node:buffer';
import { NO_STREAM, chainHexInPlace } from '../chain';
import type { Database, Statement, Value } from './driver';

/*
 * Many rows in one value, because each value that crosses the binding costs as much as checking the event in it. A row is a line: position,
 * stream, revision and bytes of the body as numbers, room for what is hashed in front of a body, the body, position and hash as they stand
 * in an event, a blank. Once the chain of a line holds, all in front of the body is blanked, so that what was read is JSON as it lies there.
 */
const ROOM = ' '.repeat(40);
const BEHIND_BODY = ',"position":';
const BEFORE_HASH = ',"hash":"';
const BEHIND_HASH = '"} ';
const LINE = `concat(e.position, ' ', e.stream, ' ', e.revision, ' ', octet_length(e.body), '${ROOM}', e.body, '${BEHIND_BODY}', e.position, '${BEFORE_HASH}', lower(hex(e.hash)), '${BEHIND_HASH}')`;

/** Every row behind a position, at most so many. */
export const WHOLE_LOG = 'events e WHERE e.position > ? ORDER BY e.position LIMIT ?';

const HASH_CHARS = 64;
const FIRST = NO_STREAM.hash.toString('hex');
const [BLANK, COMMA, OPENING, CLOSING, ZERO] = [' ', ',', '[', ']', '0'].map((char) => char.charCodeAt(0)) as [number, number, number, number, number];

/** Streams whose last read link is kept in memory; beyond it the longest kept is dropped and looked up where it is wanted. */
const MOST_KEPT = 50_000;
/** Events of one JSON text: V8 reads an array of events faster than each alone, and what is read at once should die young. */
const MOST_OF_A_TEXT = 64;
/** Rows of one value, and the bytes that it had better not exceed by much. */
const ROWS_AT_ONCE = 500;
const BYTES_AT_ONCE = 8 * 1024 * 1024;

/** Lines whose chain holds: JSON arrays of events, one behind the other. Plain data, to be handed to another thread. */
export interface CheckedLines {
  readonly bytes: Uint8Array;
  readonly texts: readonly CheckedText[];
}

/** One array in the bytes. */
export interface CheckedText {
  readonly end: number;
  readonly isAscii: boolean;
  /** What the columns say of each event: the chain was checked by them. */
  readonly streams: readonly number[];
  readonly revisions: readonly number[];
}

/** Reads lines of some rows and checks the chain of each; what is wrong with a line is not said here but by who reads the row alone. */
export class Lines {
  private readonly rows: Statement;
  private rowsAtOnce = ROWS_AT_ONCE;

  /** `from` chooses the rows, as `WHOLE_LOG` does. */
  constructor(db: Database, private readonly chain: Chain, from: string) {
    this.rows = db.prepare(`SELECT CAST(group_concat(line, '') AS BLOB) FROM (SELECT ${LINE} AS line FROM ${from})`);
  }

  /** How many rows had better be read at a time, so that one value stays small. */
  get most(): number {
    return this.rowsAtOnce;
  }

  /** The lines behind a position; undefined where there are none, `doubtful` where one is not what was once appended, or where `isGapless` and a position is missing. */
  read(values: readonly Value[], after: number, isGapless: boolean): CheckedLines | 'doubtful' | undefined {
    const bytes = this.rows.all(values)[0]?.[0] as Buffer | null;
    if (!bytes) return undefined;
    const texts = this.chain.check(bytes, after, isGapless);
    if (!texts) return 'doubtful';
    const count = texts.reduce((sum, { streams }) => sum + streams.length, 0);
    this.rowsAtOnce = Math.max(1, Math.min(ROWS_AT_ONCE, Math.floor((BYTES_AT_ONCE * count) / bytes.length)));
    return { bytes, texts };
  }
}

/** The last links of streams, as far as rows were read in order. */
export class Chain {
  private readonly kept = new Map<number, { revision: number; hash: string }>();
  private readonly before: Statement;

  constructor(db: Database) {
    this.before = db.prepare('SELECT lower(hex(hash)) FROM events WHERE stream = ? AND revision = ?');
  }

  /** Checks every line and makes JSON of it; undefined where one is doubtful. */
  check(lines: Buffer, after: number, isGapless: boolean): readonly CheckedText[] | undefined {
    const texts: CheckedText[] = [];
    let text: { end: number; isAscii: boolean; streams: number[]; revisions: number[] } | undefined;
    let position = after;
    for (let at = 0; at < lines.length; ) {
      const [previous, header] = [position, headerOf(lines, at)];
      if (!header) return undefined;
      position = header.position;
      if (position <= previous || (isGapless && position !== previous + 1)) return undefined;
      const end = this.checked(lines, header);
      if (end === undefined) return undefined;
      const ascii = isAscii(lines.subarray(header.body, header.bodyEnd));
      lines.fill(BLANK, at, header.body);
      if (!text || text.isAscii !== ascii || text.streams.length === MOST_OF_A_TEXT) {
        if (text) lines[text.end - 1] = CLOSING;
        lines[at] = OPENING;
        text = { end, isAscii: ascii, streams: [], revisions: [] };
        texts.push(text);
      } else lines[at] = COMMA;
      text.streams.push(header.stream);
      text.revisions.push(header.revision);
      text.end = end;
      at = end;
    }
    if (text) lines[text.end - 1] = CLOSING;
    return texts;
  }

  /** Where the line ends; undefined where its chain does not hold. */
  private checked(lines: Buffer, { positionChars, stream, revision, body, bodyEnd }: Header): number | undefined {
    const hashStart = bodyEnd + BEHIND_BODY.length + positionChars + BEFORE_HASH.length;
    const end = hashStart + HASH_CHARS + BEHIND_HASH.length;
    if (end > lines.length) return undefined;
    const hash = lines.toString('latin1', hashStart, hashStart + HASH_CHARS);
    const kept = this.kept.get(stream);
    const previous = revision === 0 ? FIRST : kept?.revision === revision - 1 ? kept.hash : this.hashOf(stream, revision - 1);
    if (previous?.length !== HASH_CHARS || chainHexInPlace(lines, body, bodyEnd, previous) !== hash) return undefined;
    // What stands behind the body is more of the same event.
    lines[bodyEnd - 1] = BLANK;
    if (kept) {
      kept.revision = revision;
      kept.hash = hash;
    } else this.keep(stream, revision, hash);
    return end;
  }

  private keep(stream: number, revision: number, hash: string): void {
    this.kept.set(stream, { revision, hash });
    if (this.kept.size > MOST_KEPT) this.kept.delete(this.kept.keys().next().value as number);
  }

  private hashOf(stream: number, revision: number): string | undefined {
    return this.before.get([stream, revision])?.[0] as string | undefined;
  }
}

interface Header {
  readonly position: number;
  readonly positionChars: number;
  readonly stream: number;
  readonly revision: number;
  /** Where the body begins and ends. */
  readonly body: number;
  readonly bodyEnd: number;
}

/** Undefined where no header stands there. */
function headerOf(lines: Buffer, start: number): Header | undefined {
  let at = start;
  const number = (): number => {
    const first = at;
    let value = 0;
    for (let digit = lines[at]; digit !== BLANK; digit = lines[(at += 1)]) {
      if (digit === undefined || digit < ZERO || digit > ZERO + 9) return NaN;
      value = value * 10 + digit - ZERO;
    }
    at += 1;
    return at - 1 > first ? value : NaN;
  };
  const position = number();
  const positionChars = at - start - 1;
  const [stream, revision, bytes] = [number(), number(), number()];
  const body = at - 1 + ROOM.length;
  return position + stream + revision + bytes >= 0 ? { position, positionChars, stream, revision, body, bodyEnd: body + bytes } : undefined;
}
