import { isUtf8 } from 'node:buffer';
import type { RecordedEvent } from '@fengqiao/kernel';
import { NO_STREAM, chainHashOfBytes } from '../chain';
import { LogDamaged } from './damage';
import type { Database, Row, Statement } from './driver';

/**
 * Body and hash in one value of bytes: the binding ends the process on text that is no UTF-8, and one buffer costs less than two.
 */
export const CONTENT = 'CAST(e.body || lower(hex(e.hash)) AS BLOB)';
const HASH_CHARS = 64;

/** Streams whose last read link is kept in memory; beyond it the longest kept is dropped and looked up where it is wanted. */
const MOST_KEPT = 50_000;

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Makes events of rows, and serves none whose link of the chain does not hold: one flipped bit passes every check of SQLite's own. */
export class Links {
  private readonly kept = new Map<string, { revision: number; hash: Buffer }>();
  private readonly before: Statement;

  constructor(db: Database) {
    this.before = db.prepare('SELECT e.hash FROM streams s JOIN events e ON e.stream = s.id WHERE s.name = ? AND e.revision = ?');
  }

  /** The event of a row of (position, CONTENT); throws `LogDamaged` where it is not what was once appended. */
  eventOf(row: Row): RecordedEvent {
    const [position, content] = row as [number, Buffer | null];
    const end = (content?.length ?? 0) - HASH_CHARS;
    const event = content ? parsed(content, end) : undefined;
    if (!content || !event) throw new LogDamaged(position);
    event.position = position;
    event.hash = content.toString('latin1', end);
    const previous = this.previousOf(event);
    const link = previous && chainHashOfBytes(previous, content.subarray(0, end));
    if (!link || link.toString('hex') !== event.hash) throw new LogDamaged(position);
    this.keep(event, link);
    return event;
  }

  private previousOf({ stream, revision }: RecordedEvent): Buffer | undefined {
    if (revision === 0) return NO_STREAM.hash;
    const kept = this.kept.get(stream);
    if (kept?.revision === revision - 1) return kept.hash;
    return this.before.get([stream, revision - 1])?.[0] as Buffer | undefined;
  }

  private keep({ stream, revision }: RecordedEvent, hash: Buffer): void {
    const kept = this.kept.get(stream);
    if (kept) {
      kept.revision = revision;
      kept.hash = hash;
      return;
    }
    this.kept.set(stream, { revision, hash });
    if (this.kept.size > MOST_KEPT) this.kept.delete(this.kept.keys().next().value as string);
  }
}

/** The event in the bytes, as far as it can be trusted before its link is checked; undefined where there is none. */
function parsed(content: Buffer, end: number): Mutable<RecordedEvent> | undefined {
  if (end <= 0 || !isUtf8(content)) return undefined;
  try {
    const event = JSON.parse(content.toString('utf8', 0, end)) as Mutable<RecordedEvent> | null;
    return typeof event?.stream === 'string' && Number.isSafeInteger(event.revision) ? event : undefined;
  } catch {
    return undefined;
  }
}
