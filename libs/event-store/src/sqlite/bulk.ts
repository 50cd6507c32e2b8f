import type { RecordedEvent } from '@fengqiao/kernel';
import { listAt } from './json-list';
import { Names, noNames, type LastNames } from './names';
import type { WholeText } from './whole-lines';

/** Streams of which the recurring names are kept at hand; beyond it the longest kept is dropped. */
const MOST_KEPT = 50_000;

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

interface Kept {
  readonly stream: string;
  readonly last: LastNames;
}

/** Makes events of lines whose chain holds; what recurs is one string in all of them. */
export class Bulk {
  private readonly kept = new Map<number, Kept>();
  private readonly names = new Names();

  /** The events of checked lines, text by text; undefined in the place of a text that is none of the events which its columns name. */
  textsOf(lines: Buffer, texts: readonly WholeText[]): (readonly RecordedEvent[] | undefined)[] {
    let start = 0;
    return texts.map((text) => {
      const events = this.eventsOf(lines, start, text);
      start = text.end;
      return events;
    });
  }

  private eventsOf(lines: Buffer, start: number, { end, isAscii, streams, revisions }: WholeText): readonly RecordedEvent[] | undefined {
    const events = listAt(lines, start, end, isAscii, streams.length) as readonly RecordedEvent[] | undefined;
    if (!events) return undefined;
    for (let index = 0; index < events.length; index += 1) {
      const event = events[index] as Mutable<RecordedEvent>;
      if (typeof event.stream !== 'string' || event.revision !== revisions[index]) return undefined;
      event.type = this.names.of(event.type);
      const stream = streams[index] as number;
      const kept = this.kept.get(stream);
      this.share(kept?.stream === event.stream ? kept : this.open(stream, event.stream), event);
    }
    return events;
  }

  private open(id: number, stream: string): Kept {
    const opened = { stream, last: noNames() };
    this.kept.set(id, opened);
    if (this.kept.size > MOST_KEPT) this.kept.delete(this.kept.keys().next().value as number);
    return opened;
  }

  private share({ stream, last }: Kept, event: Mutable<RecordedEvent>): void {
    event.stream = stream;
    const meta = event.meta as Mutable<RecordedEvent['meta']>;
    this.names.follow(last, meta.actor, meta.office, meta.jurisdiction);
    meta.actor = last.actor;
    meta.office = last.office;
    meta.jurisdiction = last.jurisdiction;
    if (meta.recordedAt === meta.occurredAt) meta.recordedAt = meta.occurredAt;
  }
}
