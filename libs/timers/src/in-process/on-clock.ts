import { millisOf, type Clock } from '@fengqiao/kernel';
import type { Timer } from '../port';
import { InProcessTimer } from './in-process-timer';

/** A domain clock that can call back: it tells instants, and calls after so many milliseconds of its own time or later. */
export interface AlarmClock extends Clock {
  schedule(ms: number, wake: () => void): () => void;
}

/** An in-process timer that runs by a domain clock; `onError` hears each waking that threw, with the alarm's name. */
export function inProcessTimer(clock: AlarmClock, onError: (error: unknown, name: string) => void): Timer {
  return new InProcessTimer({
    clock: { now: () => millisOf(clock.now()), schedule: (ms, callback) => clock.schedule(ms, callback) },
    report: ({ name, error }) => onError(error, name),
  });
}
