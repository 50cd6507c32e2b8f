import { MS_PER_DAY, MS_PER_HOUR, MS_PER_MINUTE, type Millis, toInstant } from '@fengqiao/kernel';
import { type SteppedClock, describeTimerConformance, steppedClock } from '../conformance';
import { InProcessTimer, systemTimerClock } from '.';

describeTimerConformance('the in-process timer', async () => {
  const clock = steppedClock();
  const reported: string[] = [];
  const timer = new InProcessTimer({ clock, report: ({ name }) => reported.push(name), pauseMs: 100 });
  return { timer, now: () => clock.now(), pass: (ms) => clock.pass(ms), reported, pauseMs: 100, dispose: async () => undefined };
});

describe('the in-process timer', () => {
  let clock: SteppedClock;
  let timer: InProcessTimer;
  let woken: [string, Millis][];
  let start: number;

  beforeEach(() => {
    clock = steppedClock();
    start = clock.now();
    woken = [];
    timer = new InProcessTimer({ clock, report: ({ error }) => { throw error; } });
    timer.onWake(async (name) => void woken.push([name, clock.now()]));
  });
  afterEach(() => timer.close());

  it.each([30, 5 * 365])('wakes exactly then for an instant %d days away, in waits of an hour at most', async (days) => {
    await timer.wakeAt('far', toInstant(start + days * MS_PER_DAY));
    await clock.pass(days * MS_PER_DAY - 1);
    expect(woken).toEqual([]);
    await clock.pass(1);
    expect(woken).toEqual([['far', start + days * MS_PER_DAY]]);
    expect(Math.max(...clock.asked)).toBe(MS_PER_HOUR);
  });

  it('asks for no longer wait than the clock allows', async () => {
    const careful = { ...clock, longestMs: MS_PER_MINUTE };
    const other = new InProcessTimer({ clock: careful, report: () => undefined });
    other.onWake(async () => undefined);
    await other.wakeAt('far', toInstant(start + MS_PER_DAY));
    await clock.pass(MS_PER_HOUR);
    expect(Math.max(...clock.asked)).toBe(MS_PER_MINUTE);
    await other.close();
  });

  it('is not early where a wait ends early or the clock was set back meanwhile', async () => {
    await timer.wakeAt('sweep', toInstant(start + 10_000));
    clock.jump(-5_000);
    await clock.pass(10_000);
    expect(woken).toEqual([]);
    await clock.pass(5_000);
    expect(woken).toEqual([['sweep', start + 10_000]]);
  });

  it('notices a clock that was set ahead after one wait at most', async () => {
    await timer.wakeAt('sweep', toInstant(start + 3 * MS_PER_DAY));
    clock.jump(4 * MS_PER_DAY);
    await clock.pass(MS_PER_HOUR);
    expect(woken.map(([name]) => name)).toEqual(['sweep']);
  });

  it('wakes a name again only when its listener is done, and for the latest instant that was set', async () => {
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    let [running, most, calls] = [0, 0, 0];
    timer.onWake(async (name) => {
      if (name !== 'slow') return;
      calls += 1;
      most = Math.max(most, (running += 1));
      if (calls === 1) await held;
      running -= 1;
    });
    await timer.wakeAt('slow', toInstant(start + 1_000));
    await clock.pass(1_000);
    await timer.wakeAt('slow', toInstant(start + 2_000));
    await timer.wakeAt('quick', toInstant(start + 2_000));
    await clock.pass(5_000);
    expect([calls, woken.map(([name]) => name)]).toEqual([1, ['slow', 'quick']]);
    release();
    await clock.pass(1);
    expect([calls, most]).toEqual([2, 1]);
  });

  it('asks for one wait at a time, whatever is set and replaced', async () => {
    let open = 0;
    const counting = {
      ...clock,
      schedule: (ms: number, callback: () => void) => {
        open += 1;
        const close = once(() => (open -= 1));
        const cancel = clock.schedule(ms, () => (close(), callback()));
        return () => (close(), cancel());
      },
    };
    const other = new InProcessTimer({ clock: counting, report: () => undefined });
    other.onWake(async () => undefined);
    for (let index = 0; index < 500; index += 1) await other.wakeAt(`n${index % 50}`, toInstant(start + ((index * 7_919) % 60_000)));
    expect(open).toBe(1);
    await clock.pass(60_000);
    expect(open).toBe(0);
    await other.close();
  });

  it('waits for a waking that runs before it is closed', async () => {
    let [release, done] = [(): void => undefined, false];
    const held = new Promise<void>((resolve) => (release = resolve));
    timer.onWake(() => held.then(() => void (done = true)));
    await timer.wakeAt('sweep', toInstant(start));
    await clock.pass(1);
    const closed = timer.close().then(() => done);
    release();
    expect(await closed).toBe(true);
  });
});

describe('the system clock of a timer', () => {
  it('wakes in real time, not early', async () => {
    const clock = systemTimerClock();
    const timer = new InProcessTimer({ clock, report: () => undefined });
    const at = clock.now() + 20;
    const woken = new Promise<number>((resolve) => timer.onWake(async () => resolve(clock.now())));
    await timer.wakeAt('soon', toInstant(at));
    await timer.wakeAt('far', toInstant(at + 40 * MS_PER_DAY));
    expect(await woken).toBeGreaterThanOrEqual(at);
    await timer.close();
  });
});

function once(act: () => void): () => void {
  let done = false;
  return () => {
    if (!done) act();
    done = true;
  };
}
