import { invariant, millisOf, MS_PER_MINUTE, toInstant, type Clock, type Instant, type Millis } from '@fengqiao/kernel';

/** The domain clock with its alarms: recordedAt, deadlines and timers live by it. Tokens and time-outs live by the system clock instead. */
export interface DomainClock extends Clock {
  /** Calls back when this many milliseconds of domain time have passed; returns the way to cancel. */
  schedule(ms: number, wake: () => void): () => void;
}

/** setTimeout takes a delay above 24.8 days for none at all, and counts neither the sleep of a machine nor a clock that was set. */
const LOOK_AGAIN_MS = MS_PER_MINUTE;

/** The clock of the machine; it looks at itself once a minute, so whoever waits is called at most a minute late. */
export function systemClock(): DomainClock {
  return {
    now: () => toInstant(Date.now()),
    schedule: (ms, wake) => {
      const due = Date.now() + ms;
      let timer: NodeJS.Timeout;
      const wait = () => {
        timer = setTimeout(() => (Date.now() >= due ? wake() : wait()), Math.min(Math.max(0, due - Date.now()), LOOK_AGAIN_MS));
        timer.unref();
      };
      wait();
      return () => clearTimeout(timer);
    },
  };
}

/** A clock that stands still until it is moved; alarms ring in order as it passes them. For seeding and for tests. */
export interface SteppedClock extends DomainClock {
  moveTo(instant: Instant): void;
  /** Moves from alarm to alarm and lets everything come to rest after each, so that whoever is woken still finds its own time. */
  walkTo(instant: Instant, settle: () => Promise<void>): Promise<void>;
}

export function steppedClock(start: Instant): SteppedClock {
  let now: Millis = millisOf(start);
  const alarms = new Map<number, { at: number; wake: () => void }>();
  let nextId = 0;

  const moveTo = (target: number) => {
    invariant(target >= now, `the clock goes forward only: ${toInstant(target)} lies before ${toInstant(now)}`);
    for (let due = earliest(); due && due[1].at <= target; due = earliest()) {
      now = Math.max(now, due[1].at) as Millis;
      alarms.delete(due[0]);
      due[1].wake();
    }
    now = target as Millis;
  };
  const earliest = () => [...alarms].sort(([a, x], [b, y]) => x.at - y.at || a - b)[0];

  return {
    now: () => toInstant(now),
    schedule: (ms, wake) => {
      nextId += 1;
      const id = nextId;
      alarms.set(id, { at: now + Math.max(0, ms), wake });
      return () => void alarms.delete(id);
    },
    moveTo: (instant) => moveTo(millisOf(instant)),
    walkTo: async (instant, settle) => {
      const target = millisOf(instant);
      for (let due = earliest(); due && due[1].at < target; due = earliest()) {
        moveTo(Math.max(now, due[1].at));
        await settle();
      }
      moveTo(target);
      await settle();
    },
  };
}
