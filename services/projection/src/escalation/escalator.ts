import { invariant, millisOf, MS_PER_SECOND, toInstant } from '@fengqiao/kernel';
import type { Timer } from '@fengqiao/timers';
import { Raising, type RaisingPorts } from './raising';

/** Something about escalations that a person has to look at; never with personal data. */
export interface EscalationAlarm {
  readonly code: 'ADDRESSEE_FALLBACK' | 'ESCALATION_FAILED';
  readonly subject: string;
  readonly zh: string;
  readonly en: string;
}

export interface EscalatorPorts extends RaisingPorts {
  readonly timer: Timer;
  /** Milliseconds of the clock that pass in one of the machine's, 1 where it is left out: what failed is tried again after a pause of the machine's. */
  readonly speed?: number;
  onAlarm(alarm: EscalationAlarm): void;
}

/** The one alarm that the escalator sets. */
export const ESCALATION_ALARM = 'escalations';

/** Subjects worked on at a time: their appends share the store's group commits. */
const BATCH = 256;
/** A subject is looked at this often in one sweep; a ladder that still owes then is broken. */
const MOST_ROUNDS = 20;
const RETRY_MS = 5 * MS_PER_SECOND;
/** New facts are judged together when the first of them is so old, milliseconds: those who wait for an answer go first, and no rung is later by more. */
const GATHERING_MS = MS_PER_SECOND;

/**
 * The only part that lets deadlines act: it alone holds store, timer and directory. Woken, it takes the subjects that owe a rung,
 * the most pressing first, until none is left, and sets the timer to the next instant.
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
  private readonly raising: Raising;
  /** Subjects that failed in this sweep: they are tried again in the next. */
  private failed = new Set<string>();

  constructor(private readonly ports: EscalatorPorts) {
    this.raising = new Raising(ports, {
      failed: (subject, error) => {
        this.failed.add(subject);
        this.fail(subject, error);
      },
      succeeded: (subject) => void this.failing.delete(subject),
      fellBack: (subject, symbol) => this.tellFallback(subject, symbol),
    });
  }

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
    this.failed = new Set();
    for (;;) {
      await this.raising.readOn();
      await deadlines.settled(clock.now(), 'left');
      const owing = deadlines.view.owing(BATCH, this.failed);
      if (owing.length === 0 || this.stopped) return;
      await this.raising.raise(owing, (subject) => {
        const round = (rounds.get(subject) ?? 0) + 1;
        rounds.set(subject, round);
        invariant(round <= MOST_ROUNDS, `the ladder still owes a rung after ${MOST_ROUNDS} rounds`);
      });
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
