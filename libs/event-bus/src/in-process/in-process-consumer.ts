import type { EventStore } from '@fengqiao/event-store';
import type { RecordedEvent } from '@fengqiao/kernel';
import type { BusTrouble, Consumer, Subscription } from '../port';
import { PositionWaiters } from '../position-waiters';
import { readUpTo } from '../relay';
import { type Lane, Lanes } from './lanes';

/** What a consumer needs of its bus. */
export interface ConsumerContext {
  readonly store: EventStore;
  readonly report: (trouble: BusTrouble) => void;
  readonly mostPending: number;
  readonly concurrency: number;
  readonly pauseMs: (attempt: number) => number;
  /** Keeps the group's place; undefined for a consumer that keeps its own. */
  readonly save: ((position: number) => Promise<void>) | undefined;
  /** The highest position published so far. */
  readonly published: () => number;
  readonly stopped: () => void;
}

const READ_BATCH = 512;
/** Handlers that answer at once run for so long before others get their turn of the event loop. */
const SLICE_MS = 8;
const READ_PAUSE_MS = 1_000;

/** One group's consumer; see `InProcessBus`. */
export class InProcessConsumer implements Consumer {
  private readonly lanes = new Lanes();
  private readonly waiters = new PositionWaiters();
  private readonly pauses = new Set<NodeJS.Timeout>();
  private readonly handling = new Set<Promise<void>>();
  private readonly background = new Set<Promise<void>>();
  /** Up to here every event was taken into a lane or is none of this group's. */
  private taken: number;
  /** Reads the log itself until it meets what is published. */
  private behind = true;
  private reading = false;
  private saved: number;
  private saving = false;
  private pumping = false;
  private ended = false;

  constructor(private readonly subscription: Subscription, start: number, private readonly context: ConsumerContext) {
    this.taken = start;
    this.saved = start;
  }

  get position(): number {
    const lowest = this.lanes.lowest();
    return lowest === undefined ? this.taken : lowest - 1;
  }

  async caughtUp(position?: number): Promise<void> {
    const target = position ?? (await this.context.store.head());
    if (target > this.taken) this.readOn();
    return this.waiters.wait(target, this.position);
  }

  async stop(): Promise<void> {
    if (this.ended) return;
    this.ended = true;
    for (const pause of this.pauses) clearTimeout(pause);
    await Promise.all([...this.handling, ...this.background]);
    await this.savePosition();
    this.waiters.giveUp(`consumer ${this.subscription.group} was stopped`);
    this.context.stopped();
  }

  /** Takes a published batch where it joins what was taken and there is room; otherwise the log has it. */
  offer(events: readonly RecordedEvent[], gapless: boolean): void {
    const [first, last] = [events[0] as RecordedEvent, events[events.length - 1] as RecordedEvent];
    if (this.ended || last.position <= this.taken) return;
    const joins = gapless && first.position <= this.taken + 1;
    if (this.behind || !joins || this.lanes.pending + events.length > this.context.mostPending) return this.readOn();
    this.take(events);
    this.taken = last.position;
    this.pumpSoon();
  }

  /** Reads the log behind what was taken, until nothing is left or there is no more room. */
  readOn(): void {
    this.behind = true;
    if (this.reading || this.ended) return;
    this.reading = true;
    this.inBackground(this.readUntilLevel());
  }

  private async readUntilLevel(): Promise<void> {
    const { store, mostPending, published, report } = this.context;
    try {
      while (this.behind && !this.ended && this.lanes.pending < mostPending) {
        const limit = Math.min(READ_BATCH, mostPending - this.lanes.pending);
        const [publishedBefore, head] = [published(), await store.head()];
        const events = await store.readAll({ after: this.taken, limit, prefixes: this.subscription.prefixes });
        if (this.ended) return;
        this.take(events);
        this.taken = readUpTo(events, limit, this.taken, head);
        // What was published meanwhile was not taken, so it is read here.
        this.behind = events.length === limit || (published() > this.taken && published() !== publishedBefore);
        this.pumpSoon();
      }
    } catch (error) {
      report({ name: this.subscription.group, what: 'read', error });
      this.later(READ_PAUSE_MS, () => this.readOn());
    } finally {
      this.reading = false;
    }
  }

  private take(events: readonly RecordedEvent[]): void {
    const { prefixes = [] } = this.subscription;
    for (const event of events) {
      if (event.position > this.taken && (prefixes.length === 0 || prefixes.some((prefix) => event.stream.startsWith(prefix)))) this.lanes.add(event);
    }
  }

  private pumpSoon(): void {
    if (this.pumping || this.ended) return;
    this.pumping = true;
    queueMicrotask(() => this.pump());
  }

  private pump(): void {
    this.pumping = false;
    const sliceEnd = performance.now() + SLICE_MS;
    while (!this.ended && this.handling.size < this.context.concurrency) {
      const lane = this.lanes.take();
      if (!lane) break;
      this.handleFirst(lane);
      if (performance.now() < sliceEnd) continue;
      this.pumping = true;
      setImmediate(() => this.pump());
      break;
    }
    this.progress();
  }

  private handleFirst(lane: Lane): void {
    lane.attempts += 1;
    try {
      const answer = this.subscription.handle(lane.events[0] as RecordedEvent);
      if (!isPromise(answer)) return this.lanes.handled(lane);
      const running: Promise<void> = answer
        .then(() => this.lanes.handled(lane), (error: unknown) => this.failed(lane, error))
        .finally(() => {
          this.handling.delete(running);
          this.pumpSoon();
        });
      this.handling.add(running);
    } catch (error) {
      this.failed(lane, error);
    }
  }

  /** Only this stream waits: the lane comes back after the pause. */
  private failed(lane: Lane, error: unknown): void {
    this.context.report({ name: this.subscription.group, what: 'handle', error, event: lane.events[0], attempt: lane.attempts });
    this.later(this.context.pauseMs(lane.attempts + 1), () => {
      this.lanes.again(lane);
      this.pumpSoon();
    });
  }

  private later(ms: number, act: () => void): void {
    if (this.ended) return;
    const pause = setTimeout(() => {
      this.pauses.delete(pause);
      act();
    }, ms);
    this.pauses.add(pause);
  }

  /** Tells those who wait, keeps the place, and goes on reading where there is room again. */
  private progress(): void {
    this.waiters.reached(this.position);
    if (!this.saving && this.context.save && this.position > this.saved) this.inBackground(this.savePosition());
    if (this.behind && this.lanes.pending <= this.context.mostPending / 2) this.readOn();
  }

  /** Writes how far everything was handled, after it was, until that does not move any more. */
  private async savePosition(): Promise<void> {
    const { save, report } = this.context;
    this.saving = true;
    try {
      for (let position = this.position; save && position > this.saved; position = this.position) {
        await save(position);
        this.saved = position;
      }
    } catch (error) {
      report({ name: this.subscription.group, what: 'checkpoint', error });
    } finally {
      this.saving = false;
    }
  }

  private inBackground(work: Promise<void>): void {
    const tracked = work.finally(() => this.background.delete(tracked));
    this.background.add(tracked);
  }
}

function isPromise(answer: unknown): answer is Promise<void> {
  return typeof (answer as { then?: unknown } | undefined)?.then === 'function';
}
