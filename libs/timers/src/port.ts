import type { Instant } from '@fengqiao/kernel';

/**
 * An alarm clock and nothing more: it says "look again", and the one who is woken looks at the log.
 * Waking late or twice is allowed, waking early is not. What is set is not durable: whoever sets it can compute it again.
 */
export interface Timer {
  /** Wake at this instant or after; one alarm a name, a later call replaces it, `undefined` takes it away. */
  wakeAt(name: string, at: Instant | undefined): Promise<void>;
  /** Called on waking with the alarm's name. A throw is reported and the alarm is given again. */
  onWake(listener: (name: string) => Promise<void>): void;
  close(): Promise<void>;
}
