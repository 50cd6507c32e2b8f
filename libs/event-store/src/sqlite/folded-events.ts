import type { FoldedEvent, Instant, JsonObject } from '@fengqiao/kernel';
import type { AheadEvent } from '../port';
import { MEMBERS_OF_AN_EVENT, NUMBERS_OF_AN_EVENT, type FoldedBytes, type FoldedText } from './folded-lines';
import { Names } from './names';

interface Stream {
  readonly name: string;
  /** Of its last event. */
  actor: string;
  office: string;
  jurisdiction: string;
}

/** Makes events of what another thread has read of the log and checked; what recurs is one string in all of them. */
export class FoldedEvents {
  /** By number, all of the log: who folds it holds a document of each. */
  private readonly streams: Stream[] = [];
  private readonly types: string[] = [];
  private readonly names = new Names();

  /** `position` is that of the event before the first. */
  constructor(private position: number) {}

  /** The events, or those before the first text that holds none: then `isWhole` is false. */
  of({ bytes, texts, numbers, streams, types }: FoldedBytes): { readonly events: readonly AheadEvent[]; readonly isWhole: boolean } {
    for (const [number, name] of streams) this.streams[number] = { name, actor: '', office: '', jurisdiction: '' };
    for (const [number, name] of types) this.types[number] = this.names.of(name);
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const events: AheadEvent[] = [];
    let start = 0;
    for (const text of texts) {
      const members = membersOf(buffer, start, text);
      if (!members) return { events, isWhole: false };
      for (let at = 0; at < members.length; at += MEMBERS_OF_AN_EVENT) {
        const event = this.eventOf(members, at, numbers, events.length * NUMBERS_OF_AN_EVENT);
        if (!event) return { events, isWhole: false };
        events.push(event);
      }
      start = text.end;
    }
    return { events, isWhole: true };
  }

  private eventOf(members: readonly unknown[], at: number, numbers: Float64Array, number: number): AheadEvent | undefined {
    const streamNumber = numbers[number] as number;
    const stream = this.streams[streamNumber];
    const type = this.types[numbers[number + 1] as number];
    if (!stream || type === undefined) return undefined;
    this.position += 1;
    return {
      stream: stream.name,
      revision: numbers[number + 2] as number,
      id: members[at + 1] as string,
      type,
      data: members[at] as JsonObject,
      meta: this.metaOf(stream, members, at),
      position: this.position,
      streamNumber,
    };
  }

  /** Mostly a name is that which stands in the stream's last event. */
  private metaOf(stream: Stream, members: readonly unknown[], at: number): FoldedEvent['meta'] {
    const [actor, office, jurisdiction] = [members[at + 2] as string, members[at + 6] as string, members[at + 4] as string];
    if (actor !== stream.actor) stream.actor = this.names.of(actor);
    if (office !== stream.office) stream.office = this.names.of(office);
    if (jurisdiction !== stream.jurisdiction) stream.jurisdiction = this.names.of(jurisdiction);
    const [occurredAt, recordedAt] = [members[at + 5] as Instant, members[at + 7] as Instant];
    return {
      occurredAt,
      recordedAt: recordedAt === occurredAt ? occurredAt : recordedAt,
      actor: stream.actor,
      office: stream.office,
      jurisdiction: stream.jurisdiction,
      correlation: members[at + 3] as string,
    };
  }
}

/** Undefined where the text is not that of so many events. */
function membersOf(buffer: Buffer, start: number, { end, isAscii, events }: FoldedText): readonly unknown[] | undefined {
  try {
    const members = JSON.parse(isAscii ? buffer.toString('latin1', start, end) : buffer.toString('utf8', start, end)) as readonly unknown[];
    return members.length === events * MEMBERS_OF_AN_EVENT ? members : undefined;
  } catch {
    return undefined;
  }
}
