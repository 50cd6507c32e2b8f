import { invariant, millisOf, MS_PER_MINUTE, shanghaiText, toInstant, type Clock, type Instant, type Millis } from '@fengqiao/kernel';
import type { TrainingTime } from './health';

/** The domain clock with its alarms: recordedAt, deadlines and timers live by it. Tokens and time-outs live by the system clock instead. */
export interface DomainClock extends Clock {
  /** The machine's time, the time of a training folder, or time that somebody moves. */
  readonly kind: 'real' | 'training' | 'stepped';
  /** Milliseconds of it that pass in one of the machine's. Pauses between tries are the machine's, so they are this many times as long. */
  readonly speed: number;
  /** Calls back when this many milliseconds of domain time have passed; returns the way to cancel. */
  schedule(ms: number, wake: () => void): () => void;
}

/** setTimeout takes a delay above 24.8 days for none at all, and counts neither the sleep of a machine nor a clock that was set. */
const LOOK_AGAIN_MS = MS_PER_MINUTE;

/** The clock of the machine; it looks at itself once a minute, so whoever waits is called at most a minute late. */
export function systemClock(): DomainClock {
  let [ms, instant] = [0, toInstant(0)];
  return {
    kind: 'real',
    speed: 1,
    // Asked some thirty times by each command, most of them within one millisecond.
    now: () => {
      const now = Date.now();
      if (now !== ms) [ms, instant] = [now, toInstant(now)];
      return instant;
    },
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

/** How fast a training clock may run: a day in 24 seconds is the fastest that people and a busy machine can follow. */
export const MOST_SPEED = 3_600;

/** The time of a training folder: it stands still until it is let run, then passes so many times as fast as the machine's. */
export interface TrainingClock extends DomainClock {
  readonly kind: 'training';
  /** Sets the time at which it stands; for a clock that does not run yet. */
  standAt(instant: Instant): void;
  /** Lets time pass from now on; a second call changes nothing. */
  run(): void;
}

/** Is this the clock of a training? */
export function isTrainingClock(clock: DomainClock): clock is TrainingClock {
  return clock.kind === 'training';
}

/** What a clock tells of itself where its time is not the real one: everybody who shows a time shows this beside it. */
export function trainingTime(clock: DomainClock): TrainingTime | undefined {
  if (!isTrainingClock(clock)) return undefined;
  const now = clock.now();
  return { kind: clock.kind, now, local: shanghaiText(millisOf(now)), speed: clock.speed };
}

/**
 * A training clock. It counts by the machine's monotonic clock, so setting the machine's time moves nothing and a machine that sleeps
 * stops it. An alarm is never early; under load it is as late as the machine is, times the speed.
 */
export function trainingClock(speed: number): TrainingClock {
  invariant(speed >= 1 && speed <= MOST_SPEED, `a training clock runs 1 to ${MOST_SPEED} times as fast, not ${speed}`);
  let start: Millis | undefined;
  let began: number | undefined;
  /** Alarms that were set while it stood. */
  const held = new Set<() => void>();

  const nowMs = () => {
    invariant(start !== undefined, 'a training clock has no time before it is set');
    return began === undefined ? start : start + Math.floor((performance.now() - began) * speed);
  };
  return {
    kind: 'training',
    speed,
    now: () => toInstant(nowMs()),
    schedule: (ms, wake) => {
      const due = nowMs() + ms;
      let timer: NodeJS.Timeout | undefined;
      const wait = () => {
        timer = setTimeout(() => (nowMs() >= due ? wake() : wait()), Math.min(Math.ceil(Math.max(0, due - nowMs()) / speed), LOOK_AGAIN_MS));
        timer.unref();
      };
      if (began === undefined) held.add(wait);
      else wait();
      return () => {
        held.delete(wait);
        clearTimeout(timer);
      };
    },
    standAt: (instant) => {
      invariant(began === undefined, 'a training clock that runs cannot be set');
      start = millisOf(instant);
    },
    run: () => {
      nowMs();
      began ??= performance.now();
      for (const wait of held) wait();
      held.clear();
    },
  };
}

/** A clock that stands still until it is moved; alarms ring in order as it passes them. For seeding and for tests. */
export interface SteppedClock extends DomainClock {
  moveTo(instant: Instant): void;
  /** Lets everything come to rest, then moves from alarm to alarm and does so after each: whoever was told something or is woken still finds its own time. */
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
    kind: 'stepped',
    speed: 1,
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
      await settle();
      for (let due = earliest(); due && due[1].at < target; due = earliest()) {
        moveTo(Math.max(now, due[1].at));
        await settle();
      }
      moveTo(target);
      await settle();
    },
  };
}
