import { AppendOutcomeUnknown, WrongExpectedRevision, type EventStore, type ExpectedRevision } from '@fengqiao/event-store';
import { invariant, millisOf, MS_PER_SECOND, toInstant, type Clock, type Instant, type RecordedEvent } from '@fengqiao/kernel';
import type { Pace } from '@fengqiao/platform';
import type { Directory } from '@fengqiao/security';
import type { Timer } from '@fengqiao/timers';
import type { Deadlines } from '../deadlines/deadlines';
import { escalationStream } from '../deadlines/rung-history';
import { subjectFacts } from '../deadlines/subject-facts';
import { lackingAfter, type Lacking } from './judged';

/** Something about escalations that a person has to look at; never with personal data. */
export interface EscalationAlarm {
  readonly code: 'ADDRESSEE_FALLBACK' | 'ESCALATION_FAILED';
  readonly subject: string;
  readonly zh: string;
  readonly en: string;
}

export interface EscalatorPorts {
  readonly store: EventStore;
  readonly clock: Clock;
  readonly timer: Timer;
  readonly directory: Directory;
  readonly deadlines: Deadlines;
  readonly pace: Pace;
  /** Position in the log up to which the deadlines have surely been given everything; 0 where it is left out. */
  reached?(): number;
  /** Milliseconds of the clock that pass in one of the machine's, 1 where it is left out: what failed is tried again after a pause of the machine's. */
  readonly speed?: number;
  onAlarm(alarm: EscalationAlarm): void;
}

/** The one alarm that the escalator sets. */
export const ESCALATION_ALARM = 'escalations';

/** Subjects worked on at a time: their appends share the store's group commits. */
const BATCH = 256;
/** How long the loop is kept before everybody else has a turn, milliseconds. */
const SLICE_MS = 15;
/** Subjects whose appends are asked for together: a commit costs nearly the same for many events as for a few. */
const TOGETHER = 128;
/** A subject is looked at this often in one sweep; a ladder that still owes then is broken. */
const MOST_ROUNDS = 20;
const RETRY_MS = 5 * MS_PER_SECOND;
/** New facts are judged together when the first of them is so old, milliseconds: those who wait for an answer go first, and no rung is later by more. */
const GATHERING_MS = MS_PER_SECOND;
/** Events read at a time. */
const PAGE = 1_000;

/** What a judgement found lacking, with the revision of each stream that it rests on: the fence. */
interface Found {
  readonly subject: string;
  readonly now: Instant;
  readonly lacking: readonly (Lacking & { readonly expected: ExpectedRevision })[];
}

/**
 * The only part that lets deadlines act: it alone holds store, timer and directory. Woken, it takes the subjects that owe a rung,
 * the most pressing first, judges each again on the log as it then is, and appends what is lacking with the revision it has read.
 * That revision is the fence: of two escalators, one that slept, or one on another node, only one appends.
 */
export class Escalator {
  private working: Promise<void> | undefined;
  private again = false;
  private stopped = false;
  /** Subjects whose last try failed, or all of them under the empty name; each is told once until it succeeds. */
  private readonly failing = new Set<string>();
  private stopListening = (): void => undefined;
  /** Gives up the look at facts that are being gathered. */
  private stopGathering: (() => void) | undefined;
  /** Position up to which it has read the log itself. */
  private seen = 0;

  constructor(private readonly ports: EscalatorPorts) {}

  /** Listens to the timer and to the deadlines, and looks for what is owed already. */
  start(): void {
    this.ports.timer.onWake(async (name) => {
      if (name === ESCALATION_ALARM) await this.sweep();
    });
    this.stopListening = this.ports.deadlines.onChanged(() => this.soon());
    void this.sweep();
  }

  /** True while the log does not take what is owed: somebody should know. */
  get isFailing(): boolean {
    return this.failing.size > 0;
  }

  /**
   * Raises and withdraws all that the log lacks now, then sets the timer to the next instant. Never rejects: what fails is told and tried again.
   * Calls that come meanwhile are answered by one more look.
   */
  sweep(): Promise<void> {
    this.again = true;
    this.gatherNoMore();
    this.working ??= this.work().finally(() => (this.working = undefined));
    return this.working;
  }

  /** Takes no further work; resolves when what was begun is done. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.stopListening();
    this.gatherNoMore();
    await this.working;
    await this.ports.timer.wakeAt(ESCALATION_ALARM, undefined);
  }

  private soon(): void {
    const { pace, speed = 1 } = this.ports;
    this.stopGathering ??= pace.later(GATHERING_MS / speed, () => void this.sweep());
  }

  private gatherNoMore(): void {
    this.stopGathering?.();
    this.stopGathering = undefined;
  }

  private async work(): Promise<void> {
    while (this.again && !this.stopped) {
      this.again = false;
      try {
        await this.once();
        this.failing.delete('');
      } catch (error) {
        this.fail('', error);
      }
      await this.arm();
    }
  }

  private async once(): Promise<void> {
    const { deadlines, clock } = this.ports;
    const rounds = new Map<string, number>();
    const failed = new Set<string>();
    for (;;) {
      await this.readOn();
      await deadlines.settled(clock.now(), 'left');
      const owing = deadlines.view.owing(BATCH, failed);
      if (owing.length === 0 || this.stopped) return;
      for (const subject of owing) rounds.set(subject, (rounds.get(subject) ?? 0) + 1);
      await this.together(owing, (subject) => {
        invariant((rounds.get(subject) ?? 0) <= MOST_ROUNDS, `the ladder still owes a rung after ${MOST_ROUNDS} rounds`);
        return this.judge(subject);
      }, failed);
    }
  }

  /** Judges one subject after the other, letting others run between slices, asks for the appends of many at a time, and takes what all of them have brought. */
  private async together(subjects: readonly string[], judge: (subject: string) => Found, failed: Set<string>): Promise<void> {
    const { pace, deadlines } = this.ports;
    const fail = (subject: string, error: unknown): readonly RecordedEvent[] => {
      failed.add(subject);
      this.fail(subject, error);
      return [];
    };
    const appends: Promise<readonly RecordedEvent[]>[] = [];
    let found: Found[] = [];
    let since = pace.elapsedMs();
    for (const subject of subjects) {
      try {
        found.push(judge(subject));
      } catch (error) {
        fail(subject, error);
      }
      if (found.length >= TOGETHER) {
        appends.push(...(await this.append(found, fail)));
        found = [];
      }
      if (pace.elapsedMs() - since < SLICE_MS) continue;
      await pace.breathe();
      since = pace.elapsedMs();
    }
    appends.push(...(await this.append(found, fail)));
    await deadlines.feed((await Promise.all(appends)).flat());
  }

  /** Judges a subject by what is known of it. */
  private judge(subject: string): Found {
    const { deadlines, clock, directory } = this.ports;
    const { view } = deadlines;
    const now = clock.now();
    const standing = view.judgeAgain(subject, now);
    if (!standing) return { subject, now, lacking: [] };
    const setting = { now, sources: view.sourcesOf(subject), escalation: (id: string) => view.history(id) };
    const lacking = lackingAfter(standing, setting, directory).map(({ obligationId, events, fallbacks }) => {
      const known = view.history(obligationId);
      invariant(!known?.parked, `${known?.stream} cannot be read from revision ${known?.parked?.revision} on: ${known?.parked?.reason}`);
      return { obligationId, events, fallbacks, expected: known?.revision ?? ('none' as const) };
    });
    return { subject, now, lacking };
  }

  /** Asks the store for all that was found lacking on the log as it is; a subject of which the log has other facts by now is left to the next round. */
  private async append(found: readonly Found[], fail: (subject: string, error: unknown) => readonly RecordedEvent[]): Promise<readonly Promise<readonly RecordedEvent[]>[]> {
    const { view } = this.ports.deadlines;
    await this.readOn();
    // From here to the calls of append nothing waits: what was judged is what the appends' revisions say was known.
    return found.filter(({ subject }) => !view.hasNews(subject)).map(async ({ subject, now, lacking }) => {
      try {
        const events = await Promise.all(lacking.map((each) => this.appendTo(escalationStream(each.obligationId), each, now, subject)));
        this.failing.delete(subject);
        return events.flat();
      } catch (error) {
        return fail(subject, error);
      }
    });
  }

  private async appendTo(stream: string, { expected, events, fallbacks }: Found['lacking'][number], now: Instant, subject: string): Promise<readonly RecordedEvent[]> {
    const { store } = this.ports;
    try {
      const appended = await store.append(stream, expected, events, now);
      for (const symbol of fallbacks) this.tellFallback(subject, symbol);
      return appended.events;
    } catch (error) {
      // Another was first, or nobody knows: what the stream holds says what is still lacking, and the next round looks.
      if (!(error instanceof WrongExpectedRevision || error instanceof AppendOutcomeUnknown)) throw error;
      return store.read(stream, expected === 'none' ? 0 : expected + 1);
    }
  }

  /**
   * Brings what is known of all subjects up to the log as it is. Escalations are left out: the revision that each append expects says whether
   * somebody else has written one.
   */
  private async readOn(): Promise<void> {
    const { deadlines, store, reached } = this.ports;
    for (;;) {
      const head = await store.head();
      const after = Math.max(this.seen, reached?.() ?? 0);
      if (after >= head) return;
      const page = await store.readAll({ after, limit: PAGE, prefixes: subjectFacts.prefixes });
      await deadlines.feed(page);
      this.seen = Math.max(page.length < PAGE ? head : 0, page.at(-1)?.position ?? 0);
    }
  }

  private async arm(): Promise<void> {
    const { deadlines, timer, clock } = this.ports;
    if (this.stopped) return;
    const next = deadlines.view.nextInstant();
    const retry = this.isFailing ? toInstant(millisOf(clock.now()) + RETRY_MS * (this.ports.speed ?? 1)) : undefined;
    await timer.wakeAt(ESCALATION_ALARM, retry && (!next || retry < next) ? retry : next);
  }

  private tellFallback(subject: string, symbol: string): void {
    this.ports.onAlarm({
      code: 'ADDRESSEE_FALLBACK',
      subject,
      zh: `“${symbol}”无人可找（值班表为空、无上级或已无人可叫），已改告县值班员。请补排值班表。`,
      en: `"${symbol}" leads to nobody (empty roster, no level above, or everybody was told); the county duty officer was told instead. Complete the roster.`,
    });
  }

  private fail(subject: string, error: unknown): void {
    if (this.failing.has(subject)) return;
    this.failing.add(subject);
    this.ports.onAlarm({
      code: 'ESCALATION_FAILED',
      subject,
      zh: `提醒未能写入日志，将自动重试：${String(error)}`,
      en: `A rung could not be written to the log and will be tried again: ${String(error)}`,
    });
  }
}
