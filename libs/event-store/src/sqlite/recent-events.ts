import type { RecordedEvent } from '@fengqiao/kernel';

/** An event as it was committed: its canonical text and what stands beside it. */
export interface Committed {
  readonly position: number;
  readonly stream: string;
  readonly revision: number;
  readonly text: string;
  /** Hexadecimal. */
  readonly hash: string;
}

/** How much is kept. */
export interface RecentLimits {
  /** The end of the log: so many events and, in all, so many characters of text. */
  readonly events: number;
  readonly characters: number;
  /** Whole streams: so many events and characters in all, and none of more events than this. */
  readonly streamEvents: number;
  readonly streamCharacters: number;
  readonly longestStream: number;
}

const LIMITS: RecentLimits = { events: 8_192, characters: 16_000_000, streamEvents: 32_768, streamCharacters: 32_000_000, longestStream: 256 };

/** A committed event that is read from its text when somebody asks for it, as it would be from the disk. */
interface Kept extends Committed {
  event?: RecordedEvent;
}

/**
 * What was committed a moment ago, and the streams that it belongs to: the views follow the log within milliseconds and a case in work
 * is loaded with each command, so most reads ask for what has just been written. It knows only what COMMIT has returned for, and gives
 * what the disk would give. One process holds the folder, so nobody else writes.
 */
export class RecentEvents {
  private tail: Kept[] = [];
  /** Events of the tail in front of this index are dropped. */
  private from = 0;
  private characters = 0;
  private readonly streams = new Map<string, Kept[]>();
  private streamEvents = 0;
  private streamCharacters = 0;

  constructor(private readonly limits: RecentLimits = LIMITS) {}

  /** Takes what one transaction has committed, in order of position. */
  add(events: readonly Committed[]): void {
    for (const event of events) {
      const kept: Kept = { ...event };
      if (this.tail[this.tail.length - 1]?.position !== event.position - 1) this.begin();
      this.tail.push(kept);
      this.characters += event.text.length;
      this.addToStream(kept);
    }
    while (this.tail.length - this.from > this.limits.events || this.characters > this.limits.characters) {
      this.characters -= (this.tail[this.from] as Kept).text.length;
      this.from += 1;
    }
    if (this.from > this.limits.events) {
      this.tail = this.tail.slice(this.from);
      this.from = 0;
    }
  }

  /** Events behind a position, at most so many; undefined where some of them are not kept. */
  behind(after: number, limit: number, prefixes: readonly string[]): readonly RecordedEvent[] | undefined {
    const first = this.tail[this.from]?.position;
    if (first === undefined || after + 1 < first) return undefined;
    const found: RecordedEvent[] = [];
    for (let index = this.from + Math.max(0, after + 1 - first); index < this.tail.length && found.length < limit; index += 1) {
      const kept = this.tail[index] as Kept;
      if (prefixes.length === 0 || prefixes.some((prefix) => kept.stream.startsWith(prefix))) found.push(read(kept));
    }
    return found;
  }

  /** A stream from a revision on; undefined where it is not kept. */
  ofStream(stream: string, fromRevision: number): readonly RecordedEvent[] | undefined {
    const kept = this.streams.get(stream);
    if (!kept) return undefined;
    // The one that was not asked for the longest makes room.
    this.streams.delete(stream);
    this.streams.set(stream, kept);
    return kept.slice(fromRevision).map(read);
  }

  /** The tail has no gap: where positions jump, it begins anew. */
  private begin(): void {
    this.tail = [];
    [this.from, this.characters] = [0, 0];
  }

  private addToStream(kept: Kept): void {
    const { stream, revision } = kept;
    const before = revision === 0 ? [] : this.streams.get(stream);
    if (!before || before.length !== revision) return;
    before.push(kept);
    this.streamEvents += 1;
    this.streamCharacters += kept.text.length;
    this.streams.set(stream, before);
    if (before.length > this.limits.longestStream) this.drop(stream, before);
    while (this.streamEvents > this.limits.streamEvents || this.streamCharacters > this.limits.streamCharacters) {
      const [oldest, events] = this.streams.entries().next().value as [string, Kept[]];
      this.drop(oldest, events);
    }
  }

  private drop(stream: string, events: readonly Kept[]): void {
    this.streams.delete(stream);
    this.streamEvents -= events.length;
    for (const { text } of events) this.streamCharacters -= text.length;
  }
}

function read(kept: Kept): RecordedEvent {
  return (kept.event ??= readAnew(kept));
}

function readAnew({ text, position, hash }: Kept): RecordedEvent {
  // Not spread: a copy that takes new keys costs more than reading the text.
  const event = JSON.parse(text) as { -readonly [K in keyof RecordedEvent]: RecordedEvent[K] };
  event.position = position;
  event.hash = hash;
  return event;
}
