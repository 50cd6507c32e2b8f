import { millisOf, MS_PER_SECOND, type Clock } from '@fengqiao/kernel';
import type { Timer } from '../port';
import { InProcessTimer } from './in-process-timer';

/** A domain clock that can call back: it tells instants, and calls after so many milliseconds of its own time or later. */
export interface AlarmClock extends Clock {
  schedule(ms: number, wake: () => void): () => void;
  /** Milliseconds of it that pass in one of the machine's; 1 where it is left out. */
  readonly speed?: number;
}

/** A second of the machine's: who failed is not asked again at once because the domain's time is in a hurry. */
const PAUSE_MS = MS_PER_SECOND;

/** An in-process timer that runs by a domain clock; `onError` hears each waking that threw, with the alarm's name. */
export function inProcessTimer(clock: AlarmClock, onError: (error: unknown, name: string) => void): Timer {
  return new InProcessTimer({
    clock: { now: () => millisOf(clock.now()), schedule: (ms, callback) => clock.schedule(ms, callback) },
    report: ({ name, error }) => onError(error, name),
    pauseMs: PAUSE_MS * (clock.speed ?? 1),
  });
}
