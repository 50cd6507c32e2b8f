import { type Instant, MS_PER_DAY, MS_PER_HOUR, type Millis, toInstant } from '@fengqiao/kernel';
import type { Timer } from '../port';

export interface TimerHarness {
  readonly timer: Timer;
  /** The time the timer goes by. */
  now(): Millis;
  /** Lets at least so much time pass, and what is due wake. */
  pass(ms: number): Promise<void>;
  /** Names reported because their waking threw. */
  readonly reported: readonly string[];
  /** After so long at most, an alarm whose waking threw is given again. */
  readonly pauseMs: number;
  dispose(): Promise<void>;
}

/** What every timer must do; an adapter's own spec calls this once with its factory. */
export function describeTimerConformance(name: string, factory: () => Promise<TimerHarness>): void {
  describe(`${name} is a timer`, () => {
    let harness: TimerHarness;
    let timer: Timer;
    let start: number;
    /** Each waking: the name, and how late after the start in milliseconds. */
    let woken: [string, number][];

    beforeEach(async () => {
      harness = await factory();
      timer = harness.timer;
      start = harness.now();
      woken = [];
    });
    afterEach(async () => {
      await timer.close();
      await harness.dispose();
    });

    const at = (ms: number): Instant => toInstant(start + ms);
    const names = () => woken.map(([alarm]) => alarm);
    const listen = () => timer.onWake(async (alarm) => void woken.push([alarm, harness.now() - start]));

    it('wakes at the instant or after, never before, and once', async () => {
      listen();
      await timer.wakeAt('sweep', at(1_000));
      await harness.pass(999);
      if (harness.now() - start < 1_000) expect(woken).toEqual([]);
      await harness.pass(1);
      await harness.pass(5_000);
      expect(names()).toEqual(['sweep']);
      expect(woken[0]?.[1]).toBeGreaterThanOrEqual(1_000);
    });

    it('wakes for what is due already', async () => {
      listen();
      await timer.wakeAt('past', at(-MS_PER_DAY));
      await timer.wakeAt('now', at(0));
      await harness.pass(1);
      expect(names()).toEqual(['past', 'now']);
    });

    it('keeps one alarm a name: a later call replaces it, with an earlier instant or a later one', async () => {
      listen();
      await timer.wakeAt('sooner', at(10_000));
      await timer.wakeAt('sooner', at(1_000));
      await timer.wakeAt('later', at(1_000));
      await timer.wakeAt('later', at(10_000));
      await harness.pass(2_000);
      expect(names()).toEqual(['sooner']);
      await harness.pass(20_000);
      expect(names()).toEqual(['sooner', 'later']);
    });

    it('takes an alarm away, and bears taking away one that is not there', async () => {
      listen();
      await timer.wakeAt('sweep', at(1_000));
      await timer.wakeAt('sweep', undefined);
      await timer.wakeAt('never set', undefined);
      await harness.pass(5_000);
      expect(woken).toEqual([]);
    });

    it('wakes many names in the order of their instants', async () => {
      listen();
      for (const second of [5, 1, 4, 2, 3]) await timer.wakeAt(`at ${second}`, at(second * 1_000));
      await harness.pass(6_000);
      expect(names()).toEqual(['at 1', 'at 2', 'at 3', 'at 4', 'at 5']);
    });

    it('does not fire at once for an instant beyond what one wait can hold', async () => {
      listen();
      for (const days of [24, 25, 30, 5 * 365]) await timer.wakeAt(`in ${days} days`, at(days * MS_PER_DAY + 1));
      await harness.pass(50);
      expect(woken).toEqual([]);
    });

    it('gives an alarm again whose waking threw, reports it, and wakes the others meanwhile', async () => {
      let failures = 2;
      timer.onWake(async (alarm) => {
        woken.push([alarm, harness.now() - start]);
        if (alarm === 'fails' && failures-- > 0) throw new Error('planted');
      });
      await timer.wakeAt('fails', at(1_000));
      await timer.wakeAt('works', at(1_001));
      await harness.pass(1_002);
      expect(names()).toEqual(['fails', 'works']);
      await harness.pass(3 * harness.pauseMs + 1);
      expect(names()).toEqual(['fails', 'works', 'fails', 'fails']);
      expect(harness.reported).toEqual(['fails', 'fails']);
    });

    it('lets the one who is woken set the same alarm again', async () => {
      timer.onWake(async (alarm) => {
        woken.push([alarm, harness.now() - start]);
        if (woken.length < 4) await timer.wakeAt(alarm, toInstant(harness.now() + 1_000));
      });
      await timer.wakeAt('sweep', at(1_000));
      await harness.pass(10_000);
      expect(names()).toEqual(['sweep', 'sweep', 'sweep', 'sweep']);
    });

    it('keeps what is due until somebody listens', async () => {
      await timer.wakeAt('sweep', at(1_000));
      await harness.pass(5_000);
      listen();
      await harness.pass(1);
      expect(names()).toEqual(['sweep']);
    });

    it('wakes nobody after it was closed', async () => {
      listen();
      await timer.wakeAt('sweep', at(1_000));
      await timer.close();
      await harness.pass(5_000);
      expect(woken).toEqual([]);
      await expect(timer.wakeAt('sweep', at(MS_PER_HOUR))).rejects.toThrow();
    });
  });
}
