import type { Instant, Millis } from '@fengqiao/kernel';

/**
 * An alarm clock and nothing more: it says "look again", and the one who is woken looks at the log.
 * Waking late or twice is allowed, waking early is not. What is set is not durable: whoever sets it can compute it again.
 */
export interface Timer {
  /** Wake at this instant or after; one alarm a name, a later call replaces it, `undefined` takes it away. */
  wakeAt(name: string, at: Instant | undefined): Promise<void>;
  /** Called on waking with the alarm's name, one call at a time for a name. A throw is reported and the alarm is given again after a pause. */
  onWake(listener: (name: string) => Promise<void>): void;
  close(): Promise<void>;
}

/** The clock an embedded timer runs by: real, training or hand-moved. */
export interface TimerClock {
  /** The domain's time. It may jump, also back. */
  now(): Millis;
  /** Calls back once after so many milliseconds of this clock, or later; returns the way to cancel. */
  schedule(ms: number, callback: () => void): () => void;
  /** The longest wait worth asking for, in milliseconds; default one hour. A clock that may jump says less. */
  readonly longestMs?: number;
}
