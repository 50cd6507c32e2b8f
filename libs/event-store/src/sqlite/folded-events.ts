import type { FoldedEvent, Instant, JsonObject } from '@fengqiao/kernel';
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
  private readonly streams = new Map<number, Stream>();
  private readonly types = new Map<number, string>();
  private readonly names = new Names();

  /** `position` is that of the event before the first. */
  constructor(private position: number) {}

  /** The events, text by text; undefined in the place of a text that holds none. */
  *of({ bytes, texts, numbers, streams, types }: FoldedBytes): Generator<readonly FoldedEvent[] | undefined> {
    for (const [number, name] of streams) this.streams.set(number, { name, actor: '', office: '', jurisdiction: '' });
    for (const [number, name] of types) this.types.set(number, this.names.of(name));
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let [start, first] = [0, 0];
    for (const text of texts) {
      yield this.eventsOf(buffer, start, text, numbers.subarray(first * NUMBERS_OF_AN_EVENT));
      start = text.end;
      first += text.events;
    }
  }

  private eventsOf(buffer: Buffer, start: number, { end, isAscii, events }: FoldedText, numbers: Float64Array): readonly FoldedEvent[] | undefined {
    const members = parsed(isAscii ? buffer.toString('latin1', start, end) : buffer.toString('utf8', start, end));
    if (members?.length !== events * MEMBERS_OF_AN_EVENT) return undefined;
    const made: FoldedEvent[] = [];
    for (let index = 0; index < events; index += 1) {
      const [at, number] = [index * MEMBERS_OF_AN_EVENT, index * NUMBERS_OF_AN_EVENT];
      const stream = this.streams.get(numbers[number] as number);
      const type = this.types.get(numbers[number + 1] as number);
      if (!stream || type === undefined) return undefined;
      this.position += 1;
      made.push({
        stream: stream.name,
        revision: numbers[number + 2] as number,
        id: members[at + 1] as string,
        type,
        data: members[at] as JsonObject,
        meta: this.metaOf(stream, members, at),
        position: this.position,
      });
    }
    return made;
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

function parsed(text: string): readonly unknown[] | undefined {
  try {
    return JSON.parse(text) as readonly unknown[];
  } catch {
    return undefined;
  }
}
