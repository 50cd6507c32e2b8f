import { millisOf, toInstant, type Instant } from '@fengqiao/kernel';
import type { DomainClock } from '@fengqiao/platform';

/** A domain clock that starts at an instant and runs so many times as fast as the machine's; like it, it only goes forward. */
export function fastClock(start: Instant, timesAsFast: number): DomainClock {
  const began = performance.now();
  const nowMs = () => millisOf(start) + Math.floor((performance.now() - began) * timesAsFast);
  return {
    now: () => toInstant(nowMs()),
    schedule: (ms, wake) => {
      const due = nowMs() + ms;
      let timer: NodeJS.Timeout;
      // Looks again where the machine's timer was early: an alarm is never given before its time.
      const wait = () => (timer = setTimeout(() => (nowMs() >= due ? wake() : wait()), Math.max(0, due - nowMs()) / timesAsFast));
      wait();
      return () => clearTimeout(timer);
    },
  };
}
