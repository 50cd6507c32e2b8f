import type { RecordedEvent } from '@fengqiao/kernel';
import { NO_STREAM, chainHexInPlace } from '../chain';
import type { Database, Statement } from './driver';

/**
 * A row as one text: position, stream, bytes of the body, hash, body. Many of them come in one value, because each value that crosses the
 * binding costs as much as checking the event in it. A damaged row may have lost a value that every row has.
 */
const LINE = "e.position || ' ' || coalesce(e.stream, 0) || ' ' || coalesce(length(CAST(e.body AS BLOB)), 0) || ' ' || lower(hex(e.hash)) || coalesce(e.body, '')";

/** The lines of some rows in one value, null where there is none. */
export function linesOf(rows: string): string {
  return `SELECT CAST(group_concat(line, '') AS BLOB) FROM (SELECT ${LINE} AS line FROM ${rows})`;
}

/** Streams whose last read link is kept in memory; beyond it the longest kept is dropped and looked up where it is wanted. */
const MOST_KEPT = 50_000;
/** Names of offices, people, divisions and types recur in every event: each is kept once. */
const MOST_NAMES = 20_000;
const HASH_CHARS = 64;
const FIRST = NO_STREAM.hash.toString('hex');
const SPACE = 32;
const ZERO = 48;

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

interface Kept {
  readonly stream: string;
  revision: number;
  hash: string;
  /** Of its last event. */
  actor: string;
  office: string;
  jurisdiction: string;
}

/** Makes events of lines and checks the chain of each; what is wrong with a line is not said here but by who reads the row alone. */
export class Bulk {
  private readonly kept = new Map<number, Kept>();
  private names = new Map<string, string>();
  private readonly before: Statement;

  constructor(db: Database) {
    this.before = db.prepare('SELECT lower(hex(hash)) FROM events WHERE stream = ? AND revision = ?');
  }

  /** The events in the lines behind a position; undefined where one of them is not what was once appended, or where `isGapless` and a position is missing. */
  eventsOf(lines: Buffer, after: number, isGapless: boolean): RecordedEvent[] | undefined {
    const events: RecordedEvent[] = [];
    let position = after;
    for (let at = 0; at < lines.length; ) {
      const [previous, header] = [position, headerOf(lines, at)];
      if (!header) return undefined;
      position = header.position;
      if (position <= previous || (isGapless && position !== previous + 1)) return undefined;
      const body = header.end + HASH_CHARS;
      at = body + header.bytes;
      const event = at <= lines.length ? this.eventOf(lines, header, body, at) : undefined;
      if (!event) return undefined;
      events.push(event);
    }
    return events;
  }

  private eventOf(lines: Buffer, { position, stream, end }: Header, body: number, bodyEnd: number): RecordedEvent | undefined {
    const event = parsed(lines.toString('utf8', body, bodyEnd));
    if (!event) return undefined;
    const hash = lines.toString('latin1', end, body);
    const kept = this.kept.get(stream);
    const previous = event.revision === 0 ? FIRST : kept?.revision === event.revision - 1 ? kept.hash : this.hashOf(stream, event.revision - 1);
    if (previous?.length !== HASH_CHARS || chainHexInPlace(lines, body, bodyEnd, previous) !== hash) return undefined;
    event.position = position;
    event.hash = hash;
    event.type = this.name(event.type);
    this.keep(kept?.stream === event.stream ? kept : this.open(stream, event.stream), event);
    return event;
  }

  private hashOf(stream: number, revision: number): string | undefined {
    return this.before.get([stream, revision])?.[0] as string | undefined;
  }

  private open(id: number, stream: string): Kept {
    const opened = { stream, revision: -1, hash: '', actor: '', office: '', jurisdiction: '' };
    this.kept.set(id, opened);
    if (this.kept.size > MOST_KEPT) this.kept.delete(this.kept.keys().next().value as number);
    return opened;
  }

  /** What recurs is one string in all events: mostly that of the stream's last event. */
  private keep(kept: Kept, event: Mutable<RecordedEvent>): void {
    kept.revision = event.revision;
    kept.hash = event.hash;
    event.stream = kept.stream;
    const meta = event.meta as Mutable<RecordedEvent['meta']>;
    if (meta.actor !== kept.actor) kept.actor = this.name(meta.actor);
    if (meta.office !== kept.office) kept.office = this.name(meta.office);
    if (meta.jurisdiction !== kept.jurisdiction) kept.jurisdiction = this.name(meta.jurisdiction);
    meta.actor = kept.actor;
    meta.office = kept.office;
    meta.jurisdiction = kept.jurisdiction;
  }

  private name(name: string): string {
    const known = this.names.get(name);
    if (known !== undefined) return known;
    if (this.names.size >= MOST_NAMES) this.names = new Map();
    this.names.set(name, name);
    return name;
  }
}

interface Header {
  readonly position: number;
  readonly stream: number;
  readonly bytes: number;
  /** Where the hash begins. */
  readonly end: number;
}

/** Undefined where no header stands there. */
function headerOf(lines: Buffer, start: number): Header | undefined {
  let at = start;
  const number = (): number => {
    let value = 0;
    for (let digit = lines[at++]; digit !== SPACE; digit = lines[at++]) {
      if (digit === undefined || digit < ZERO || digit > ZERO + 9) return NaN;
      value = value * 10 + digit - ZERO;
    }
    return value;
  };
  const [position, stream, bytes] = [number(), number(), number()];
  return position + stream + bytes >= 0 ? { position, stream, bytes, end: at } : undefined;
}

function parsed(text: string): Mutable<RecordedEvent> | undefined {
  try {
    const event = JSON.parse(text) as Mutable<RecordedEvent> | null;
    return typeof event?.stream === 'string' && Number.isSafeInteger(event.revision) ? event : undefined;
  } catch {
    return undefined;
  }
}
