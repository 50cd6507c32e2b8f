import { millisOf, MS_PER_DAY, MS_PER_HOUR, MS_PER_MINUTE, toInstant, type Instant } from '@fengqiao/kernel';
import { inProcessTimer } from '@fengqiao/timers/in-process';
import { steppedClock, systemClock, trainingClock, type DomainClock, type TrainingClock } from './clock';

const START = '2026-10-23T07:00:00.000Z' as Instant;
const after = (ms: number) => toInstant(millisOf(START) + ms);
const rest = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('a stepped clock', () => {
  it('stands still until it is moved, and goes forward only', () => {
    const clock = steppedClock(START);
    expect([clock.now(), clock.now()]).toEqual([START, START]);
    clock.moveTo(after(1));
    expect(clock.now()).toBe(after(1));
    expect(() => clock.moveTo(START)).toThrow('forward only');
    clock.moveTo(after(1));
  });

  it('rings what it passes in the order of time, each seeing its own', () => {
    const clock = steppedClock(START);
    const rung: string[] = [];
    for (const ms of [30, 10, 20, 10, 41]) clock.schedule(ms, () => rung.push(`${ms} at ${clock.now()}`));
    clock.moveTo(after(40));
    expect(rung).toEqual([10, 10, 20, 30].map((ms) => `${ms} at ${after(ms)}`));
    expect(clock.now()).toBe(after(40));
  });

  it('rings once, not what was cancelled, and at once what was due before', () => {
    const clock = steppedClock(START);
    const rung: string[] = [];
    const cancel = clock.schedule(10, () => rung.push('cancelled'));
    clock.schedule(10, () => rung.push('kept'));
    clock.schedule(-5, () => rung.push('overdue'));
    cancel();
    clock.moveTo(START);
    expect(rung).toEqual(['overdue']);
    clock.moveTo(after(20));
    clock.moveTo(after(30));
    expect(rung).toEqual(['overdue', 'kept']);
  });

  it('rings also what is set on the way', () => {
    const clock = steppedClock(START);
    const rung: Instant[] = [];
    const everyTen = () => {
      rung.push(clock.now());
      clock.schedule(10, everyTen);
    };
    clock.schedule(10, everyTen);
    clock.moveTo(after(35));
    expect(rung).toEqual([after(10), after(20), after(30)]);
  });

  describe('walking', () => {
    it('lets each who is woken see its own time, also after awaiting', async () => {
      const clock = steppedClock(START);
      const seen: Instant[] = [];
      for (const ms of [MS_PER_DAY, 2 * MS_PER_DAY, MS_PER_HOUR]) {
        clock.schedule(ms, () => void rest().then(() => seen.push(clock.now())));
      }
      await clock.walkTo(after(30 * MS_PER_DAY), async () => {
        await rest();
        await rest();
      });
      expect(seen).toEqual([after(MS_PER_HOUR), after(MS_PER_DAY), after(2 * MS_PER_DAY)]);
      expect(clock.now()).toBe(after(30 * MS_PER_DAY));
    });

    it('settles first, stops also at what is set by who is woken, and settles at the end', async () => {
      const clock = steppedClock(START);
      const stops: Instant[] = [];
      let left = 3;
      const again = () => void rest().then(() => (left -= 1) > 0 && clock.schedule(MS_PER_MINUTE, again));
      clock.schedule(MS_PER_MINUTE, again);
      await clock.walkTo(after(MS_PER_HOUR), async () => {
        await rest();
        await rest();
        stops.push(clock.now());
      });
      expect(stops).toEqual([0, MS_PER_MINUTE, 2 * MS_PER_MINUTE, 3 * MS_PER_MINUTE, MS_PER_HOUR].map(after));
    });

    it('rings what is due at its end before the last settling', async () => {
      const clock = steppedClock(START);
      const steps: string[] = [];
      clock.schedule(10, () => steps.push('rung'));
      await clock.walkTo(after(10), async () => void steps.push('settled'));
      expect(steps).toEqual(['settled', 'rung', 'settled']);
    });

    it('wakes a timer of thirty days on the millisecond', async () => {
      const clock = steppedClock(START);
      const woken: string[] = [];
      const timer = inProcessTimer(clock, (error) => { throw error; });
      timer.onWake(async (name) => {
        await rest();
        woken.push(`${name} ${clock.now()}`);
        if (name === 'first') await timer.wakeAt('second', after(29 * MS_PER_DAY + 7));
      });
      await timer.wakeAt('first', after(3 * MS_PER_HOUR));
      await clock.walkTo(after(30 * MS_PER_DAY), async () => {
        for (let turn = 0; turn < 3; turn += 1) await rest();
      });
      expect(woken).toEqual([`first ${after(3 * MS_PER_HOUR)}`, `second ${after(29 * MS_PER_DAY + 7)}`]);
      await timer.close();
    });
  });
});

describe('the clock of the machine', () => {
  beforeEach(() => jest.useFakeTimers({ now: millisOf(START) }));
  afterEach(() => jest.useRealTimers());

  const ringing = (clock: DomainClock, ms: number) => {
    const rung: Instant[] = [];
    return { rung, cancel: clock.schedule(ms, () => rung.push(clock.now())) };
  };

  it.each([0, 1, MS_PER_MINUTE, MS_PER_MINUTE + 1, MS_PER_HOUR, 30 * MS_PER_DAY])('calls back once after %i ms', (ms) => {
    const { rung } = ringing(systemClock(), ms);
    expect(rung).toEqual([]);
    jest.advanceTimersByTime(Math.max(0, ms - 1));
    if (ms > 1) expect(rung).toEqual([]);
    jest.advanceTimersByTime(2 * MS_PER_MINUTE);
    expect(rung.map(millisOf)).toEqual([expect.any(Number)]);
    expect(millisOf(rung[0] as Instant) - millisOf(START)).toBeLessThanOrEqual(ms + 1);
  });

  it('does not call back what was cancelled, also after it looked again', () => {
    const { rung, cancel } = ringing(systemClock(), MS_PER_HOUR);
    jest.advanceTimersByTime(10 * MS_PER_MINUTE);
    cancel();
    jest.advanceTimersByTime(MS_PER_DAY);
    expect([rung, jest.getTimerCount()]).toEqual([[], 0]);
  });

  it('notices within a minute that the machine slept, and waits longer where it was set back', () => {
    const [slept, setBack] = [ringing(systemClock(), 8 * MS_PER_HOUR), ringing(systemClock(), 9 * MS_PER_HOUR)];
    jest.setSystemTime(millisOf(START) + 8 * MS_PER_HOUR);
    jest.advanceTimersByTime(MS_PER_MINUTE);
    expect([slept.rung.length, setBack.rung.length]).toEqual([1, 0]);
    jest.setSystemTime(millisOf(START));
    jest.advanceTimersByTime(9 * MS_PER_HOUR - 1);
    expect(setBack.rung).toEqual([]);
    jest.advanceTimersByTime(MS_PER_MINUTE);
    expect(setBack.rung).toHaveLength(1);
  });
});

describe('a training clock', () => {
  const SPEED = 600;
  let clock: TrainingClock;
  beforeEach(() => {
    jest.useFakeTimers({ now: millisOf('2030-01-01T00:00:00.000Z') });
    clock = trainingClock(SPEED);
    clock.standAt(START);
  });
  afterEach(() => jest.useRealTimers());

  it('stands still until it is let run, then passes so many times as fast as the machine', () => {
    jest.advanceTimersByTime(MS_PER_HOUR);
    expect(clock.now()).toBe(START);
    clock.run();
    expect(clock.now()).toBe(START);
    jest.advanceTimersByTime(MS_PER_MINUTE);
    expect(clock.now()).toBe(after(10 * MS_PER_HOUR));
    clock.run();
    expect(clock.now()).toBe(after(10 * MS_PER_HOUR));
  });

  it('has no time before it is set, and cannot be set while it runs', () => {
    expect(() => trainingClock(1).now()).toThrow('before it is set');
    expect(() => trainingClock(1).run()).toThrow('before it is set');
    clock.run();
    expect(() => clock.standAt(START)).toThrow('cannot be set');
  });

  it.each([0, 0.5, -1, 3_601, Infinity, NaN])('does not run %d times as fast', (speed) => {
    expect(() => trainingClock(speed)).toThrow('times as fast');
  });

  it('heeds no change of the machine\'s time', () => {
    clock.run();
    jest.setSystemTime(millisOf('2031-06-01T00:00:00.000Z'));
    expect(clock.now()).toBe(START);
    jest.setSystemTime(millisOf('2029-06-01T00:00:00.000Z'));
    jest.advanceTimersByTime(1_000);
    expect(clock.now()).toBe(after(SPEED * 1_000));
  });

  it('gives an alarm when its own time has come, not before, and counts from the moment it is let run', () => {
    const rung: Instant[] = [];
    for (const ms of [0, 1, 599, 600, 601, 3 * MS_PER_HOUR, 30 * MS_PER_DAY]) clock.schedule(ms, () => rung.push(toInstant(millisOf(clock.now()) - ms)));
    jest.advanceTimersByTime(MS_PER_DAY);
    expect(rung).toEqual([]);
    clock.run();
    jest.advanceTimersByTime(Math.ceil((30 * MS_PER_DAY) / SPEED) + 1);
    expect(rung).toHaveLength(7);
    expect(rung.filter((since) => since < START)).toEqual([]);
    // A millisecond of the machine's is the finest that it can tell.
    expect(rung.filter((since) => since > after(2 * SPEED))).toEqual([]);
  });

  it('is not early where the machine\'s timer is', () => {
    clock.run();
    const early = jest.spyOn(global, 'setTimeout').mockImplementationOnce(((wake: () => void) => {
      queueMicrotask(wake);
      return { unref: () => undefined } as unknown as NodeJS.Timeout;
    }) as typeof setTimeout);
    const rung: Instant[] = [];
    clock.schedule(MS_PER_HOUR, () => rung.push(clock.now()));
    return Promise.resolve().then(() => {
      early.mockRestore();
      expect(rung).toEqual([]);
      jest.advanceTimersByTime(MS_PER_HOUR / SPEED);
      expect(rung).toEqual([after(MS_PER_HOUR)]);
    });
  });

  it('does not give what was cancelled, whether it stood then or ran', () => {
    const rung: string[] = [];
    const held = clock.schedule(MS_PER_HOUR, () => rung.push('held'));
    held();
    clock.run();
    const running = clock.schedule(MS_PER_HOUR, () => rung.push('running'));
    const ring = () => clock.schedule(2 * MS_PER_HOUR, () => rung.push('kept'));
    ring();
    running();
    jest.advanceTimersByTime(MS_PER_DAY);
    expect([rung, jest.getTimerCount()]).toEqual([['kept'], 0]);
  });

  it('wakes a timer of many days at its instant, however fast it runs', async () => {
    const woken: [string, Instant][] = [];
    const timer = inProcessTimer(clock, (error) => { throw error; });
    timer.onWake(async (name) => void woken.push([name, clock.now()]));
    await timer.wakeAt('in 40 days', after(40 * MS_PER_DAY));
    clock.run();
    await jest.advanceTimersByTimeAsync((40 * MS_PER_DAY) / SPEED - 1);
    expect(woken).toEqual([]);
    await jest.advanceTimersByTimeAsync(2);
    expect(woken.map(([name]) => name)).toEqual(['in 40 days']);
    expect(woken.filter(([, at]) => at < after(40 * MS_PER_DAY))).toEqual([]);
    await timer.close();
  });

  it('lets who failed rest as long as on the machine\'s clock', async () => {
    let tries = 0;
    const timer = inProcessTimer(clock, () => (tries += 1));
    timer.onWake(() => Promise.reject(new Error('planted')));
    clock.run();
    await timer.wakeAt('sweep', clock.now());
    await jest.advanceTimersByTimeAsync(10_500);
    expect(tries).toBeGreaterThanOrEqual(10);
    expect(tries).toBeLessThanOrEqual(12);
    await timer.close();
  });
});
