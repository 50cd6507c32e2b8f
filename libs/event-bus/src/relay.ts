import type { EventStore } from '@fengqiao/event-store';
import type { RecordedEvent } from '@fengqiao/kernel';
import { invariant } from '@fengqiao/kernel';
import type { BusTrouble, CheckpointStore, EventBus } from './port';
import { PositionWaiters } from './position-waiters';

export interface RelayOptions {
  /** The checkpoint is kept under this name. */
  readonly name: string;
  readonly store: EventStore;
  readonly bus: EventBus;
  readonly checkpoints: CheckpointStore;
  /** Stream-name prefixes; none relays everything. */
  readonly prefixes?: readonly string[];
  readonly report: (trouble: BusTrouble) => void;
  /** Events a batch; default 256. */
  readonly batch?: number;
  /** Pause before a batch that failed is tried again; default 1000. */
  readonly pauseMs?: number;
}

/**
 * Carries the committed log to the bus: reads behind its checkpoint, publishes, then moves the checkpoint, one batch in flight.
 * The store's hint wakes it, so it never polls. One relay a name; a batch may be published twice, none is left out.
 */
export class Relay {
  private position = 0;
  private turn = Promise.resolve();
  private running = false;
  private again = false;
  private stopped = false;
  private unsubscribe = (): void => undefined;
  private pause: NodeJS.Timeout | undefined;
  private readonly waiters = new PositionWaiters();
  private readonly batch: number;

  private constructor(private readonly options: RelayOptions) {
    this.batch = options.batch ?? 256;
    invariant(this.batch > 0, `relay ${options.name} reads at least one event at a time`);
  }

  /** Starts behind the stored checkpoint; where that is ahead of the log (an older copy was restored), from the beginning. */
  static async start(options: RelayOptions): Promise<Relay> {
    const relay = new Relay(options);
    relay.position = await startingPosition(options.name, await options.checkpoints.load(options.name), options.store, options.report);
    relay.unsubscribe = options.store.onCommitted(() => relay.wake());
    relay.wake();
    return relay;
  }

  /** Resolves when everything up to a position (default: all that is committed now) has been published. */
  async caughtUp(position?: number): Promise<void> {
    const target = position ?? (await this.options.store.head());
    return this.waiters.wait(target, this.position);
  }

  /** Ends after the batch in flight. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.unsubscribe();
    clearTimeout(this.pause);
    await this.turn;
    this.waiters.giveUp(`relay ${this.options.name} was stopped`);
  }

  private wake(): void {
    this.again = true;
    if (this.running || this.stopped || this.pause) return;
    this.running = true;
    this.turn = this.run();
  }

  private async run(): Promise<void> {
    try {
      while (this.again && !this.stopped) {
        this.again = false;
        while (!this.stopped && (await this.relayBatch()));
      }
    } catch (error) {
      this.options.report({ name: this.options.name, what: 'publish', error });
      if (!this.stopped) this.pause = setTimeout(() => this.resume(), this.options.pauseMs ?? 1_000);
    } finally {
      this.running = false;
    }
  }

  private resume(): void {
    this.pause = undefined;
    this.wake();
  }

  /** Publishes one batch and then moves the checkpoint; true where more may follow. */
  private async relayBatch(): Promise<boolean> {
    const { name, store, bus, checkpoints, prefixes } = this.options;
    const head = await store.head();
    const events = await store.readAll({ after: this.position, limit: this.batch, prefixes });
    if (events.length > 0) await bus.publish(events);
    const reached = readUpTo(events, this.batch, this.position, head);
    if (reached > this.position) await checkpoints.save(name, reached);
    this.position = reached;
    this.waiters.reached(reached);
    return events.length === this.batch;
  }
}

/** Up to where a read of at most `limit` events has seen the log: where it came back short, up to the head that was there before it. */
export function readUpTo(events: readonly RecordedEvent[], limit: number, after: number, headBefore: number): number {
  const last = events.at(-1)?.position ?? after;
  return events.length < limit ? Math.max(last, headBefore, after) : last;
}

/** The checkpoint, or 0 where it is ahead of the log: then the log was set back to an older copy, and everything is delivered again. */
export async function startingPosition(name: string, checkpoint: number, store: EventStore, report: (trouble: BusTrouble) => void): Promise<number> {
  const head = await store.head();
  if (checkpoint <= head) return checkpoint;
  const error = new Error(
    `${name} 的进度 ${checkpoint} 超过了日志末尾 ${head}：日志可能由较旧的副本恢复，现从头重新投递。`
      + ` The checkpoint ${checkpoint} of ${name} is ahead of the log, which ends at ${head}: an older copy was restored, everything is delivered again.`,
  );
  report({ name, what: 'checkpoint', error });
  return 0;
}
