import { MS_PER_MINUTE, type Millis } from '@fengqiao/kernel';
import type { TimerClock } from '../port';

/** The machine's clock. It is looked at once a minute, so a clock that was set, or a machine that slept, delays an alarm by no more. */
export function systemTimerClock(): TimerClock {
  return {
    now: () => Date.now() as Millis,
    schedule: (ms, callback) => {
      const timeout = setTimeout(callback, ms);
      return () => clearTimeout(timeout);
    },
    longestMs: MS_PER_MINUTE,
  };
}
