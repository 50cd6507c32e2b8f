import type { EventStore } from '@fengqiao/event-store';
import type { RecordedEvent } from '@fengqiao/kernel';
import { invariant } from '@fengqiao/kernel';
import type { BusTrouble, CheckpointStore, Consumer, EventBus, Subscription } from '../port';
import { startingPosition } from '../relay';
import { InProcessConsumer } from './in-process-consumer';

export interface InProcessBusOptions {
  /** The log: what a consumer missed, or had no room for, it reads from here. */
  readonly store: EventStore;
  /** Where each group's place is kept. */
  readonly checkpoints: CheckpointStore;
  readonly report: (trouble: BusTrouble) => void;
  /** Events a consumer holds at most; default 4096. Beyond it the consumer stops taking and reads on from the log when it has room. */
  readonly mostPending?: number;
  /** Streams handled at the same time, where handlers are asynchronous; default 64. */
  readonly concurrency?: number;
  /** Pause before the n-th attempt at an event that threw (n from 2); default 100 ms doubling to 30 s. */
  readonly pauseMs?: (attempt: number) => number;
}

const LONGEST_PAUSE_MS = 30_000;

/**
 * The bus of one process: asynchronous, at least once, ordered by stream, each group with its own checkpoint. It stores no event:
 * the log is where a consumer reads after a start, after falling behind, and wherever a published batch does not join what it has.
 * So what is published is a hint that carries its events along, and losing one loses nothing.
 * Its limits: one process; a stream whose handler throws for ever holds its own events and the group's checkpoint, and nobody else
 * until `mostPending` events wait.
 */
export class InProcessBus implements EventBus {
  private readonly consumers = new Map<string, InProcessConsumer>();
  private published = 0;
  private closed = false;

  constructor(private readonly options: InProcessBusOptions) {}

  async publish(events: readonly RecordedEvent[]): Promise<void> {
    invariant(!this.closed, 'the bus is closed');
    const [first, last] = [events[0], events.at(-1)];
    if (!first || !last) return;
    this.published = Math.max(this.published, last.position);
    const gapless = last.position - first.position + 1 === events.length;
    for (const consumer of this.consumers.values()) consumer.offer(events, gapless);
  }

  async subscribe(subscription: Subscription): Promise<Consumer> {
    const { group, after } = subscription;
    invariant(!this.closed, 'the bus is closed');
    invariant(!this.consumers.has(group), `group ${group} has its consumer already`);
    const { store, checkpoints, report, mostPending = 4_096, concurrency = 64, pauseMs = doublingPause } = this.options;
    const start = await startingPosition(group, after ?? (await checkpoints.load(group)), store, report);
    invariant(!this.closed && !this.consumers.has(group), `group ${group} has its consumer already, or the bus was closed`);
    const consumer = new InProcessConsumer(subscription, start, {
      store, report, mostPending, concurrency, pauseMs,
      save: after === undefined ? (position) => checkpoints.save(group, position) : undefined,
      published: () => this.published,
      stopped: () => this.consumers.delete(group),
    });
    this.consumers.set(group, consumer);
    consumer.readOn();
    return consumer;
  }

  async close(): Promise<void> {
    this.closed = true;
    await Promise.all([...this.consumers.values()].map((consumer) => consumer.stop()));
  }
}

function doublingPause(attempt: number): number {
  return Math.min(LONGEST_PAUSE_MS, 100 * 2 ** Math.min(attempt - 2, 20));
}
