import type { Instant, NewEvent, RecordedEvent } from '@fengqiao/kernel';
import { invariant } from '@fengqiao/kernel';
import { type Head, NO_STREAM, checkAppend, headAfter, linkEvent, prepareEvent, refusalOf } from '../chain';
import { type AheadEvent, type Appended, type EventStore, type ExpectedRevision, type ReadAll, StoreUnavailable } from '../port';

/** What a memory store keeps: a new store on the same log goes on where the last one ended. */
export interface MemoryLog {
  readonly events: RecordedEvent[];
  readonly heads: Map<string, Head>;
}

/** An empty log in memory. */
export function emptyMemoryLog(): MemoryLog {
  return { events: [], heads: new Map() };
}

/** The event store in memory, for tests: same bytes and rules as the durable ones, gone with the process. */
export class MemoryEventStore implements EventStore {
  private readonly listeners = new Set<(head: number) => void>();
  private closed = false;

  constructor(private readonly log: MemoryLog = emptyMemoryLog()) {}

  async append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[], now: Instant): Promise<Appended> {
    checkAppend(stream, expected, events, now);
    if (this.closed) throw new StoreUnavailable('STORE_CLOSED', '事件库已关闭。 The event store is closed.');
    const prepared = events.map((event) => prepareEvent(stream, event));
    let head = this.log.heads.get(stream) ?? NO_STREAM;
    const refusal = refusalOf(stream, head, expected, now);
    if (refusal) throw refusal;
    const recorded = prepared.map((event, index) => {
      const linked = linkEvent(stream, head, event, now);
      head = headAfter(linked);
      // Stored as text is elsewhere: a caller who changes his object afterwards changes nothing here.
      return { ...(JSON.parse(linked.text) as RecordedEvent), position: this.log.events.length + 1 + index, hash: linked.event.hash };
    });
    this.log.events.push(...recorded);
    this.log.heads.set(stream, head);
    for (const listener of [...this.listeners]) listener(this.log.events.length);
    return { stream, revision: head.revision, events: recorded };
  }

  async read(stream: string, fromRevision = 0): Promise<readonly RecordedEvent[]> {
    return this.log.events.filter((event) => event.stream === stream && event.revision >= fromRevision);
  }

  async readAll({ after, limit, prefixes = [] }: ReadAll): Promise<readonly RecordedEvent[]> {
    invariant(limit > 0, `readAll with limit ${limit} would never end`);
    const wanted = (event: RecordedEvent) => prefixes.length === 0 || prefixes.some((prefix) => event.stream.startsWith(prefix));
    const found: RecordedEvent[] = [];
    for (let index = Math.max(0, after); index < this.log.events.length && found.length < limit; index += 1) {
      const event = this.log.events[index] as RecordedEvent;
      if (wanted(event)) found.push(event);
    }
    return found;
  }

  async *ahead(after: number): AsyncGenerator<readonly AheadEvent[]> {
    yield this.log.events.slice(after);
  }

  async head(): Promise<number> {
    return this.log.events.length;
  }

  async streams(prefix: string): Promise<readonly string[]> {
    return [...this.log.heads.keys()].filter((name) => name.startsWith(prefix));
  }

  onCommitted(listener: (head: number) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  async close(): Promise<void> {
    this.closed = true;
  }
}
