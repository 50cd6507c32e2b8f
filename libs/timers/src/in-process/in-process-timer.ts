import { type Instant, MS_PER_HOUR, MS_PER_SECOND, invariant, millisOf } from '@fengqiao/kernel';
import type { Timer, TimerClock } from '../port';

export interface InProcessTimerOptions {
  readonly clock: TimerClock;
  /** Told of each waking that threw; the alarm is given again by itself. */
  readonly report: (trouble: { readonly name: string; readonly error: unknown }) => void;
  /** Pause of the clock before an alarm whose waking threw is given again; default 1000. */
  readonly pauseMs?: number;
}

/** A wait never reaches the 24.8 days beyond which setTimeout fires at once, and a clock that jumped is noticed. */
const LONGEST_MS = MS_PER_HOUR;

/**
 * Alarms of one process, kept in memory: one wait at a time, for the earliest, cut into pieces. After each piece the clock is asked
 * again, so an alarm is never early, whatever the wait was told. Meant for some thousands of names.
 */
export class InProcessTimer implements Timer {
  private readonly alarms = new Map<string, number>();
  private readonly listeners: ((name: string) => Promise<void>)[] = [];
  private readonly waking = new Map<string, Promise<void>>();
  /** The instant the present wait ends at, by the clock as it was; infinite where there is none. */
  private waitsFor = Infinity;
  private cancelWait = (): void => undefined;
  private closed = false;

  constructor(private readonly options: InProcessTimerOptions) {}

  async wakeAt(name: string, at: Instant | undefined): Promise<void> {
    invariant(!this.closed, `the timer is closed, ${name} cannot be set`);
    if (at === undefined) return void this.alarms.delete(name);
    this.set(name, millisOf(at));
  }

  onWake(listener: (name: string) => Promise<void>): void {
    this.listeners.push(listener);
    this.wait();
  }

  async close(): Promise<void> {
    this.closed = true;
    this.cancelWait();
    await Promise.all(this.waking.values());
  }

  private set(name: string, at: number): void {
    this.alarms.set(name, at);
    if (at < this.waitsFor) this.wait();
  }

  /** Waits for the earliest alarm that is not being handled, or for a piece of that time. */
  private wait(): void {
    this.cancelWait();
    this.waitsFor = Infinity;
    if (this.closed || this.listeners.length === 0) return;
    let earliest = Infinity;
    for (const [name, at] of this.alarms) if (at < earliest && !this.waking.has(name)) earliest = at;
    if (earliest === Infinity) return;
    const { clock } = this.options;
    const now = clock.now();
    const piece = Math.min(Math.max(earliest - now, 0), clock.longestMs ?? LONGEST_MS);
    this.waitsFor = now + piece;
    this.cancelWait = clock.schedule(piece, () => this.look());
  }

  /** Wakes all that is due by the clock, and waits for the rest. */
  private look(): void {
    const now = this.options.clock.now();
    const due = [...this.alarms].filter(([name, at]) => at <= now && !this.waking.has(name)).sort(([, one], [, other]) => one - other);
    for (const [name] of due) {
      this.alarms.delete(name);
      const waking = this.wake(name).finally(() => {
        this.waking.delete(name);
        if (this.alarms.has(name)) this.wait();
      });
      this.waking.set(name, waking);
    }
    this.wait();
  }

  private async wake(name: string): Promise<void> {
    try {
      for (const listener of this.listeners) await listener(name);
    } catch (error) {
      this.options.report({ name, error });
      const again = this.options.clock.now() + (this.options.pauseMs ?? MS_PER_SECOND);
      this.alarms.set(name, Math.min(again, this.alarms.get(name) ?? Infinity));
    }
  }
}
