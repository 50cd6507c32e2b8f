import { type Millis, millisOf } from '@fengqiao/kernel';
import type { TimerClock } from '../port';

/** A clock that stands still until a test moves it. */
export interface SteppedClock extends TimerClock {
  /** Lets time pass: calls back what is due on the way, in order, and lets what that started come to rest. */
  pass(ms: number): Promise<void>;
  /** Sets the time without letting it pass, as an administrator would: what was scheduled waits as long as it did. */
  jump(ms: number): void;
  /** How long each wait was that somebody asked for. */
  readonly asked: readonly number[];
}

/** A stepped clock, at 2026-11-22T07:00:00.000Z. */
export function steppedClock(): SteppedClock {
  let [elapsed, offset] = [0, millisOf('2026-11-22T07:00:00.000Z') as number];
  const waits = new Set<{ readonly end: number; readonly callback: () => void }>();
  const asked: number[] = [];
  const next = (limit: number) => [...waits].filter((wait) => wait.end <= limit).sort((one, other) => one.end - other.end)[0];
  return {
    asked,
    now: () => (offset + elapsed) as Millis,
    schedule: (ms, callback) => {
      asked.push(ms);
      const wait = { end: elapsed + ms, callback };
      waits.add(wait);
      return () => void waits.delete(wait);
    },
    pass: async (ms) => {
      await settled();
      const end = elapsed + ms;
      for (let wait = next(end); wait; wait = next(end)) {
        waits.delete(wait);
        elapsed = Math.max(elapsed, wait.end);
        wait.callback();
        await settled();
      }
      elapsed = end;
      await settled();
    },
    jump: (ms) => void (offset += ms),
  };
}

/** Lets pending promises of this turn run. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
