import type { FoldedEvent, Instant, JsonObject } from '@fengqiao/kernel';
import type { AheadEvent } from '../port';
import { MEMBERS_OF_AN_EVENT, NUMBERS_OF_AN_EVENT, type FoldedBytes } from './folded-lines';
import { listAt } from './json-list';
import { Names, noNames, type LastNames } from './names';

interface Stream {
  readonly name: string;
  readonly last: LastNames;
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
    for (const [number, name] of streams) this.streams[number] = { name, last: noNames() };
    for (const [number, name] of types) this.types[number] = this.names.of(name);
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const events: AheadEvent[] = [];
    let start = 0;
    for (const { end, isAscii, events: count } of texts) {
      const members = listAt(buffer, start, end, isAscii, count * MEMBERS_OF_AN_EVENT);
      if (!members) return { events, isWhole: false };
      for (let at = 0; at < members.length; at += MEMBERS_OF_AN_EVENT) {
        const event = this.eventOf(members, at, numbers, events.length * NUMBERS_OF_AN_EVENT);
        if (!event) return { events, isWhole: false };
        events.push(event);
      }
      start = end;
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
      meta: this.metaOf(stream.last, members, at),
      position: this.position,
      streamNumber,
    };
  }

  private metaOf(last: LastNames, members: readonly unknown[], at: number): FoldedEvent['meta'] {
    this.names.follow(last, members[at + 2] as string, members[at + 6] as string, members[at + 4] as string);
    const [occurredAt, recordedAt] = [members[at + 5] as Instant, members[at + 7] as Instant];
    return {
      occurredAt,
      recordedAt: recordedAt === occurredAt ? occurredAt : recordedAt,
      actor: last.actor,
      office: last.office,
      jurisdiction: last.jurisdiction,
      correlation: members[at + 3] as string,
    };
  }
}
