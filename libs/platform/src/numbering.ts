import { invariant, millisOf, shanghaiDay, civilOf, type Clock, type Instant, type NewEvent, type RecordedEvent } from '@fengqiao/kernel';
import { WrongExpectedRevision, type EventStore } from '@fengqiao/event-store';
import type { AnyAggregate } from './pipeline';

export interface NumberingPorts {
  readonly store: EventStore;
  readonly clock: Clock;
  eventId(commandId: string, index: number): string;
  /** A case cannot be numbered, because what made it cannot be read; called once for each. Never with personal data. */
  onAlarm(alarm: { readonly stream: string; readonly reason: string }): void;
}

/** A number in the making: the case, its office and kind, and who waits for it. */
interface Waiting {
  readonly caseStream: string;
  readonly officeId: string;
  readonly kind: string;
  readonly year: number;
  readonly cause: RecordedEvent;
  readonly done: (number: number) => void;
  readonly failed: (error: unknown) => void;
}

/** The numbers of one numbering stream by case, and the last one given. */
interface Assigned {
  readonly numbers: Map<string, number>;
  last: number;
}

const BATCH = 128;

/**
 * Case numbers (案号) without gaps: the case is appended first, then CaseNumberAssigned goes to the numbering stream at
 * expected revision n, and the number is n + 1. Nothing is allocated beforehand, so nothing can be burnt; `sweep` finishes
 * what a crash left between the two appends.
 */
export class CaseNumbering {
  private readonly assigned = new Map<string, Assigned>();
  private readonly making = new Map<string, Promise<number>>();
  private readonly queues = new Map<string, Waiting[]>();
  private readonly working = new Set<string>();
  private readonly unreadable = new Set<string>();

  constructor(private readonly ports: NumberingPorts) {}

  /** Binds the next number of (office, year, kind) to the case; a case that has one keeps it, whatever year it is now. */
  assign(numbered: NonNullable<AnyAggregate['numbered']>, state: unknown, cause: RecordedEvent): Promise<number> {
    const making = this.making.get(cause.stream) ?? this.make(numbered.kind, numbered.office(state), cause).finally(() => this.making.delete(cause.stream));
    this.making.set(cause.stream, making);
    return making;
  }

  /** Streams of cases that wait for a number until a program comes that can read them. */
  get parked(): ReadonlySet<string> {
    return this.unreadable;
  }

  /**
   * Gives a number to every case that has none; returns how many it gave. Run before commands are taken. A case whose beginning cannot be
   * folded stands still alone: it is told, and numbered by the first program that can read it.
   */
  async sweep(aggregate: AnyAggregate): Promise<number> {
    const { numbered } = aggregate;
    if (!numbered) return 0;
    const { store } = this.ports;
    // Names are of an index and numbers few: the events of the cases themselves need not be read again.
    const cases = await store.streams(`${aggregate.context}.${aggregate.name}-`);
    const have = new Set<string>();
    for (const stream of await store.streams('numbering.')) {
      for (const { data } of await store.read(stream)) have.add((data as { caseStream?: string }).caseStream ?? '');
    }
    const all = await Promise.all(cases.filter((stream) => !have.has(stream)).map(async (stream) => {
      const [event] = await store.read(stream);
      const made = event && (await this.madeBy(aggregate, event));
      if (made) await this.assign(numbered, made.state, event);
      return made !== undefined;
    }));
    return all.filter((isNumbered) => isNumbered).length;
  }

  /** The case as the command that made it left it: the office that registered gives the number, wherever the case went since. */
  private async madeBy(aggregate: AnyAggregate, { stream, meta }: RecordedEvent): Promise<{ readonly state: unknown } | undefined> {
    const events = (await this.ports.store.read(stream)).filter((each) => each.meta.command.id === meta.command.id);
    try {
      const state = events.reduce<unknown>((sofar, each) => aggregate.decider.evolve(sofar, each), aggregate.decider.initial);
      if (!aggregate.numbered?.office(state)) throw new Error(`${events[0]?.type} names no office`);
      return { state };
    } catch (error) {
      if (!this.unreadable.has(stream)) this.ports.onAlarm({ stream, reason: `FOLD_FAILED ${error instanceof Error ? error.message : 'no error'}` });
      this.unreadable.add(stream);
      return undefined;
    }
  }

  private async make(kind: string, officeId: string, cause: RecordedEvent): Promise<number> {
    const year = yearOf(this.ports.clock.now());
    // A retry after New Year finds the number of the year before.
    for (let earlier = yearOf(cause.meta.recordedAt); earlier < year; earlier += 1) {
      const { numbers } = await this.known(streamOf(officeId, earlier, kind));
      const number = numbers.get(cause.stream);
      if (number !== undefined) return number;
    }
    const stream = streamOf(officeId, year, kind);
    return new Promise((done, failed) => {
      const queue = this.queues.get(stream) ?? [];
      queue.push({ caseStream: cause.stream, officeId, kind, year, cause, done, failed });
      this.queues.set(stream, queue);
      void this.work(stream);
    });
  }

  private async work(stream: string): Promise<void> {
    if (this.working.has(stream)) return;
    this.working.add(stream);
    try {
      for (let queue = this.queues.get(stream); queue && queue.length > 0; queue = this.queues.get(stream)) {
        await this.appendBatch(stream, queue.splice(0, BATCH));
      }
      this.queues.delete(stream);
    } finally {
      this.working.delete(stream);
    }
  }

  private async appendBatch(stream: string, batch: readonly Waiting[]): Promise<void> {
    try {
      const known = await this.known(stream);
      const fresh = batch.filter((each) => !known.numbers.has(each.caseStream));
      if (fresh.length > 0) {
        const { last } = known;
        const events = fresh.map((each, index) => this.toEvent(each, last + index + 1));
        await this.ports.store.append(stream, last === 0 ? 'none' : last - 1, events, this.ports.clock.now());
        fresh.forEach((each, index) => known.numbers.set(each.caseStream, last + index + 1));
        known.last += fresh.length;
      }
      for (const each of batch) {
        const number = known.numbers.get(each.caseStream);
        invariant(number !== undefined, `${each.caseStream} was numbered`);
        each.done(number);
      }
    } catch (error) {
      this.assigned.delete(stream);
      if (error instanceof WrongExpectedRevision) this.queues.set(stream, [...batch, ...(this.queues.get(stream) ?? [])]);
      else for (const each of batch) each.failed(error);
    }
  }

  private async known(stream: string): Promise<Assigned> {
    const cached = this.assigned.get(stream);
    if (cached) return cached;
    const known: Assigned = { numbers: new Map(), last: 0 };
    for (const event of await this.ports.store.read(stream)) {
      const { caseStream, number } = event.data as { caseStream: string; number: number };
      invariant(number === event.revision + 1, `${stream}@${event.revision} holds number ${number}`);
      known.numbers.set(caseStream, number);
      known.last = number;
    }
    this.assigned.set(stream, known);
    return known;
  }

  private toEvent(waiting: Waiting, number: number): NewEvent {
    const { cause } = waiting;
    return {
      id: this.ports.eventId(cause.id, 0),
      type: 'numbering.v1.CaseNumberAssigned',
      data: { number, caseStream: waiting.caseStream, officeId: waiting.officeId, year: waiting.year, kind: waiting.kind },
      meta: {
        occurredAt: this.ports.clock.now(),
        actor: 'system',
        office: waiting.officeId,
        jurisdiction: cause.meta.jurisdiction,
        correlation: cause.meta.correlation,
        causation: cause.id,
        command: { id: cause.id, body: '' },
      },
    };
  }
}

function streamOf(officeId: string, year: number, kind: string): string {
  return `numbering.${officeId}.${year}.${kind}`;
}

/** The year in Asia/Shanghai. */
function yearOf(instant: Instant): number {
  return civilOf(shanghaiDay(millisOf(instant))).year;
}
