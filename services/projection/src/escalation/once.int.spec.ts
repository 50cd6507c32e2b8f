import type { EventStore } from '@fengqiao/event-store';
import { MemoryEventStore } from '@fengqiao/event-store/memory';
import { openSqliteEventStore } from '@fengqiao/event-store/sqlite';
import { millisOf, toInstant, type Instant } from '@fengqiao/kernel';
import { MemoryViewStore } from '@fengqiao/read-models/memory';
import { at, handMovedClock, type HandMovedClock } from '@fengqiao/testing';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { adoptShipped } from '../policy-facts';
import { withoutExplanation } from '../deadlines/kept-obligation';
import { ESCALATION_PREFIX } from '../deadlines/rung-history';
import { SHIPPED } from './load-shipped.scenes';
import { Registry, World } from './world.scenes';

const START = '2026-11-23T08:00:00+08:00';
const END = '2026-11-26T08:00:00+08:00';
const CASES = 12;

type Random = () => number;

/** Numbers from 0 to 1 that are the same for the same seed. */
function randomOf(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

interface Act {
  readonly at: Instant;
  act(facts: Registry): Promise<void>;
}

/** What happens to the cases in three days: reported or not, acknowledged, taken over, told by telephone, graded again. The same for the same seed. */
function historyOf(random: Random): readonly Act[] {
  const begin = millisOf(START);
  const acts: Act[] = [];
  for (let n = 1; n <= CASES; n += 1) {
    const stream = `mediation.dispute-${n}`;
    let now = begin + Math.floor(random() * 40 * 3_600_000);
    const then = (most: number, act: Act['act']): void => {
      now += Math.floor(random() * most * 3_600_000);
      acts.push({ at: toInstant(now), act });
    };
    then(1, (facts) => facts.registered(stream, random() < 0.3 ? ['escalating'] : []));
    then(2, (facts) => facts.gradedMajor(stream));
    if (random() < 0.2) then(3, (facts) => facts.toldByTelephone(stream, toInstant(now - 60_000)));
    if (random() < 0.8) then(16, (facts) => facts.reported(stream, `report-${n}`));
    if (random() < 0.6) then(16, (facts) => facts.acknowledged(stream, `report-${n}`));
    if (random() < 0.4) then(8, (facts) => facts.takenOver(stream, `report-${n}`));
    if (random() < 0.3) then(8, (facts) => facts.gradedMajor(stream));
  }
  return acts.filter((act) => act.at < at(END)).sort((a, b) => (a.at < b.at ? -1 : 1));
}

/** A store as a slow process sees it: calls take some turns of the loop, and none returns or begins while the process is stopped. */
class Process {
  private running: Promise<void> = Promise.resolve();
  private resumeNow = (): void => undefined;
  stopped = false;

  constructor(private readonly random: Random) {}

  stop(): void {
    this.stopped = true;
    this.running = new Promise((resolve) => (this.resumeNow = resolve));
  }

  resume(): void {
    this.stopped = false;
    this.resumeNow();
  }

  reach(store: EventStore): EventStore {
    return new Proxy(store, {
      get: (target, name: keyof EventStore) => {
        const call = (target[name] as (...given: unknown[]) => unknown).bind(target);
        if (name !== 'read' && name !== 'readAll' && name !== 'append') return call;
        return async (...given: unknown[]) => {
          await this.turns();
          const result = await call(...given);
          await this.turns();
          return result;
        };
      },
    });
  }

  private async turns(): Promise<void> {
    for (let n = Math.floor(this.random() * 3); n > 0; n -= 1) await new Promise((resolve) => setImmediate(resolve));
    await this.running;
  }
}

interface Run {
  readonly store: EventStore;
  readonly clock: HandMovedClock;
  readonly facts: Registry;
}

async function begin(store: EventStore): Promise<Run> {
  const clock = handMovedClock(START);
  await adoptShipped(store, SHIPPED, clock.now());
  return { store, clock, facts: new Registry(store, clock) };
}

/** Ids of the rungs of a log, raised and withdrawn, as often as they are there. */
async function rungsIn(store: EventStore): Promise<readonly string[]> {
  const events = await store.readAll({ after: 0, limit: 100_000, prefixes: [ESCALATION_PREFIX] });
  return events.map(({ type, data }) => `${type.slice('deadlines.v1.Escalation'.length)} ${String(data['rungId'])}`).sort();
}

async function neverEarly(store: EventStore): Promise<void> {
  const events = await store.readAll({ after: 0, limit: 100_000, prefixes: [ESCALATION_PREFIX] });
  const early = events.filter(({ type, data, meta }) => type === 'deadlines.v1.EscalationRaised' && meta.recordedAt < (data['at'] as string));
  expect(early).toEqual([]);
}

const viewStore = <D>(projection: ConstructorParameters<typeof MemoryViewStore<D>>[0]) => new MemoryViewStore<D>(projection);

/** One process, always there. */
async function singleRun(seed: number): Promise<readonly string[]> {
  const { store, clock, facts } = await begin(new MemoryEventStore());
  const world = new World({ store, clock, viewStore });
  for (const { at: when, act } of historyOf(randomOf(seed))) {
    await world.moveTo(when);
    await act(facts);
    await world.work();
  }
  await world.moveTo(END);
  await neverEarly(store);
  return rungsIn(store);
}

/** Two processes on one log, woken at random besides their own timers, one of them stopped in the middle of what it does and resumed much later. */
async function twoProcesses(seed: number, wakes: number, log: EventStore): Promise<readonly string[]> {
  const random = randomOf(seed + 1);
  const { store, clock, facts } = await begin(log);
  const processes = [new Process(random), new Process(random)] as const;
  const worlds = processes.map((process) => new World({ store: process.reach(store), clock, viewStore }));
  const span = millisOf(END) - millisOf(START);
  const acts = [...historyOf(randomOf(seed))];
  const instants = Array.from({ length: wakes }, () => toInstant(millisOf(START) + Math.floor(random() * span))).sort();
  const zombie = processes[1];
  const [stopAt, resumeAt] = [instants[Math.floor(wakes / 4)] as Instant, instants[Math.floor(wakes / 2)] as Instant];
  let working: Promise<void> = Promise.resolve();
  const isAwake = (world: World): boolean => world !== worlds[1] || !zombie.stopped;
  const wake = (...which: readonly World[]): Promise<unknown> => Promise.all(which.filter(isAwake).map((world) => world.work()));

  const passTo = async (target: Instant): Promise<void> => {
    for (;;) {
      const next = worlds.filter(isAwake).flatMap(({ timer }) => timer.next ?? []).sort()[0];
      if (next === undefined || next > target) break;
      if (next > clock.now()) clock.moveTo(next);
      await wake(...worlds);
    }
    if (target > clock.now()) clock.moveTo(target);
  };

  for (const instant of instants) {
    for (let act = acts[0]; act && act.at <= instant; act = acts[0]) {
      await passTo(act.at);
      await act.act(facts);
      await wake(...worlds);
      acts.shift();
    }
    await passTo(instant);
    if (instant === stopAt) {
      // Stopped as it begins: what it has read goes stale under its hands.
      working = (worlds[1] as World).work();
      await Promise.resolve();
      zombie.stop();
    }
    if (instant === resumeAt) {
      zombie.resume();
      await working;
    }
    await (random() < 0.5 ? wake(...worlds) : wake(worlds[Math.floor(random() * 2)] as World));
  }
  for (const act of acts) {
    await passTo(act.at);
    await act.act(facts);
    await wake(...worlds);
  }
  await passTo(at(END));
  await wake(...worlds);
  await neverEarly(store);
  expect(worlds.flatMap(({ alarms }) => alarms)).toEqual([]);
  return rungsIn(store);
}

describe('two escalators on one log', () => {
  it.each([1, 2, 3])('woken 1,000 times at random, one of them stopped and resumed, raise what a single one raises, each once (seed %d)', async (seed) => {
    const single = await singleRun(seed);
    expect(single.length).toBeGreaterThan(20);
    expect(new Set(single).size).toBe(single.length);
    expect(await twoProcesses(seed, 1_000, new MemoryEventStore())).toEqual(single);
  }, 60_000);

  it('do so on the durable log too', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'once-'));
    const store = await openSqliteEventStore({ folder });
    try {
      expect(await twoProcesses(4, 200, store)).toEqual(await singleRun(4));
    } finally {
      await store.close();
      rmSync(folder, { recursive: true });
    }
  }, 60_000);
});

it('what is kept, whichever rules were judged last and whatever was raised, is what judging all of them would say', async () => {
  const { store, clock, facts } = await begin(new MemoryEventStore());
  const world = new World({ store, clock, viewStore });
  const { view } = world.opened.deadlines;
  for (const { at: when, act } of historyOf(randomOf(5))) {
    await world.moveTo(when);
    await act(facts);
    await world.work();
    for (const { stream, judgedAt, obligations, nextOf } of view.all()) {
      const all = view.judgeNow(stream, judgedAt);
      expect(obligations).toEqual(all?.obligations.map(withoutExplanation));
      expect(new Map(nextOf)).toEqual(all?.nextOf);
    }
  }
  expect(view.all().flatMap(({ obligations }) => obligations.flatMap(({ rungs }) => rungs.filter(({ state }) => state === 'raised'))).length).toBeGreaterThan(5);
}, 60_000);
