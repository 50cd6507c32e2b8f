import type { RecordedEvent } from '@fengqiao/kernel';
import { check, type CheckOptions, type CheckReport } from './check';
import { foldOf, type Fold, type Log } from './fold';
import { Gathered, type GatheringParts } from './gathered';
import type { Parked, Projection, ViewDocument, ViewStore } from './port';
import { freeLoop, replay, type ReplayOptions, type Replayed } from './replay';
import { Waiters } from './waiters';

/** A document was parked: its case stands still and somebody must look; every other one goes on. */
export interface Alarm extends Parked {
  readonly projection: string;
  readonly stream: string;
}

export interface ProjectorOptions<D> {
  readonly projection: Projection<D>;
  readonly store: ViewStore<D>;
  readonly log: Log;
  /** Makes an empty store for a throw-away generation: what a rebuild fills and a check compares with. */
  readonly generation: () => ViewStore<D>;
  readonly onAlarm: (alarm: Alarm) => void;
  /** Called with documents after they became visible; for look-ups kept beside the view. Must not throw. */
  readonly onVisible?: (documents: readonly ViewDocument<D>[]) => void;
}

/** A projector of whatever documents: for those who feed, check and wait for several. */
export type AnyProjector = Pick<Projector<unknown>, 'concerns' | 'handle' | 'feed' | 'redrive' | 'caughtUp' | 'check'> & {
  readonly projection: Pick<Projection<unknown>, 'name' | 'prefixes'>;
};

type Job =
  | { readonly kind: 'events'; readonly events: readonly RecordedEvent[]; readonly done: () => void; readonly failed: (error: unknown) => void }
  | { readonly kind: 'redrive'; readonly stream: string; readonly done: () => void; readonly failed: (error: unknown) => void };

/** At most this many waiting calls become one write. */
const JOBS_IN_ONE_WRITE = 512;
/** A replay holds at most so many documents before it writes them: the cases of some years. */
const MOST_GATHERED = 100_000;
/** Documents of one write of a replay; others get their turn in between. */
const GATHERED_IN_ONE_WRITE = 500;

/**
 * Keeps the documents of one projection current. Calls may come at any time and in any order between streams; they are worked off
 * in the order they came, what has gathered meanwhile in one write. Rejects only where the log or the store fails: deliver again then.
 */
export class Projector<D> {
  private readonly fold: Fold<D>;
  private readonly waiters = new Waiters();
  /** What a replay has folded and not written yet. */
  private gathered: Gathered<D>[] = [];
  private readonly gathering: GatheringParts<D>;
  private jobs: Job[] = [];
  private working = false;

  constructor(private readonly options: ProjectorOptions<D>) {
    this.fold = foldOf(options.projection, options.log);
    this.gathering = {
      fold: this.fold, store: options.store, log: options.log,
      held: (gathered) => (this.gathered.push(gathered) > MOST_GATHERED ? this.show() : undefined),
    };
  }

  get projection(): Projection<D> {
    return this.options.projection;
  }

  /** Where the documents are: for queries. */
  get store(): ViewStore<D> {
    return this.options.store;
  }

  /** Whether the view folds this stream. */
  concerns(stream: string): boolean {
    return this.fold.concerns(stream);
  }

  /** Takes one event; resolves when its document is written. Duplicates, gaps and foreign streams are harmless. */
  handle(event: RecordedEvent): Promise<void> {
    return this.concerns(event.stream) ? this.enqueue({ kind: 'events', events: [event] }) : Promise.resolve();
  }

  /** Takes a batch in the order of the log and writes it once. */
  feed(events: readonly RecordedEvent[]): Promise<void> {
    const own = events.filter(({ stream }) => this.concerns(stream));
    return own.length > 0 ? this.enqueue({ kind: 'events', events: own }) : Promise.resolve();
  }

  /**
   * Folds events of one stream without showing anything: a document that a replay changes a hundred times is written and indexed once,
   * by `show`. For who reads the log from its beginning and lets nobody else feed meanwhile; asked for once a stream.
   */
  gather(stream: string): Pick<Gathered<D>, 'take'> {
    return new Gathered(stream, this.gathering);
  }

  /** Writes what was gathered; everything of it is visible then. */
  async show(): Promise<void> {
    const all = this.gathered.flatMap((gathered) => gathered.release() ?? []);
    this.gathered = [];
    for (let from = 0; from < all.length; from += GATHERED_IN_ONE_WRITE) {
      const changed = all.slice(from, from + GATHERED_IN_ONE_WRITE);
      await this.written(changed, changed.filter(({ parked }) => parked));
      await freeLoop();
    }
  }

  /** Computes one document again from the log, parked or not: after the code or the log was mended. */
  redrive(stream: string): Promise<void> {
    return this.concerns(stream) ? this.enqueue({ kind: 'redrive', stream }) : Promise.resolve();
  }

  /**
   * Waits until the document shows a revision: `visible`, or `parked` where it stands still before it.
   * The caller limits the wait by aborting the signal, which answers `behind`. A stream that the view does not fold is visible at once.
   */
  caughtUp(stream: string, revision: number, signal?: AbortSignal): Promise<'visible' | 'parked' | 'behind'> {
    if (!this.concerns(stream)) return Promise.resolve('visible');
    return this.waiters.wait(stream, revision, () => this.options.store.get(stream), signal);
  }

  /** Folds the whole log into a throw-away generation by the same rule; raises no alarm and touches nothing that is live. */
  async rebuild(options: ReplayOptions = {}): Promise<Replayed & { readonly generation: ViewStore<D> }> {
    const generation = this.options.generation();
    const { projection, log } = this.options;
    const shadow = new Projector<D>({ projection, log, store: generation, generation: this.options.generation, onAlarm: () => undefined });
    return { generation, ...(await replay(log, [shadow], options)) };
  }

  /** Rebuilds into a generation and compares it with what is live, byte for byte of canonical JSON. */
  async check(options: CheckOptions = {}): Promise<CheckReport> {
    const rebuilt = await this.rebuild(options);
    await options.settle?.();
    return check(this.fold, this.options.store, rebuilt, this.options.log);
  }

  private enqueue(job: { kind: 'events'; events: readonly RecordedEvent[] } | { kind: 'redrive'; stream: string }): Promise<void> {
    return new Promise((done, failed) => {
      this.jobs.push({ ...job, done, failed });
      if (!this.working) void this.work();
    });
  }

  private async work(): Promise<void> {
    this.working = true;
    while (this.jobs.length > 0) {
      const batch = this.takeBatch();
      try {
        await this.write(batch);
        for (const { done } of batch) done();
      } catch (error) {
        for (const { failed } of batch) failed(error);
      }
    }
    this.working = false;
  }

  /** The next redrive alone, or the events that wait before it. */
  private takeBatch(): Job[] {
    const redrive = this.jobs.findIndex(({ kind }) => kind === 'redrive');
    const end = redrive < 0 ? this.jobs.length : Math.max(1, redrive);
    return this.jobs.splice(0, Math.min(end, JOBS_IN_ONE_WRITE));
  }

  private async write(batch: readonly Job[]): Promise<void> {
    const changed: ViewDocument<D>[] = [];
    const alarms: ViewDocument<D>[] = [];
    const first = batch[0] as Job;
    if (first.kind === 'redrive') {
      const after = await this.fold.advance(first.stream, undefined, await this.options.log.read(first.stream));
      if (after) changed.push(after);
      if (after?.parked) alarms.push(after);
    } else {
      const streams = byStream(batch.flatMap((job) => (job.kind === 'events' ? job.events : [])));
      const before = await Promise.all([...streams.keys()].map((stream) => this.options.store.get(stream)));
      let index = 0;
      for (const [stream, events] of streams) {
        const view = before[index++];
        const after = await this.fold.advance(stream, view, events);
        if (!after || after === view) continue;
        changed.push(after);
        if (after.parked) alarms.push(after);
      }
    }
    if (changed.length > 0) await this.written(changed, alarms);
  }

  private async written(changed: readonly ViewDocument<D>[], alarms: readonly ViewDocument<D>[]): Promise<void> {
    await this.options.store.put(changed);
    this.options.onVisible?.(changed);
    for (const view of changed) this.waiters.settle(view);
    for (const { stream, parked } of alarms) this.options.onAlarm({ projection: this.projection.name, stream, ...(parked as Parked) });
  }
}

/** Events by their streams, each stream's in order. */
function byStream(events: readonly RecordedEvent[]): Map<string, RecordedEvent[]> {
  const streams = new Map<string, RecordedEvent[]>();
  for (const event of events) {
    const own = streams.get(event.stream);
    if (own) own.push(event);
    else streams.set(event.stream, [event]);
  }
  return streams;
}
