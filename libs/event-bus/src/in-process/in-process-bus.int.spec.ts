import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EventStore } from '@fengqiao/event-store';
import { SAMPLE_NOW, sampleEvent } from '@fengqiao/event-store/conformance';
import { MemoryEventStore } from '@fengqiao/event-store/memory';
import { openSqliteEventStore } from '@fengqiao/event-store/sqlite';
import type { RecordedEvent } from '@fengqiao/kernel';
import { describeEventBusConformance } from '../conformance';
import { memoryCheckpoints } from '../memory';
import type { BusTrouble, CheckpointStore } from '../port';
import { openSqliteCheckpoints } from '../sqlite';
import { InProcessBus, type InProcessBusOptions } from '.';

jest.setTimeout(60_000);

/** Checkpoints of a process that can be killed: from then on nothing it saves arrives. */
function mortal(checkpoints: CheckpointStore): { checkpoints: CheckpointStore; die(): void } {
  let alive = true;
  return {
    checkpoints: { load: (name) => checkpoints.load(name), save: (name, position) => (alive ? checkpoints.save(name, position) : new Promise<void>(() => undefined)) },
    die: () => void (alive = false),
  };
}

const quickly = { report: () => undefined, pauseMs: () => 1 };

describeEventBusConformance('the in-process bus on a memory store', async () => {
  const [store, durable] = [new MemoryEventStore(), memoryCheckpoints()];
  return {
    store,
    open: async () => {
      const { checkpoints, die } = mortal(durable);
      return { bus: new InProcessBus({ store, checkpoints, ...quickly }), crash: die };
    },
    dispose: () => store.close(),
  };
});

describeEventBusConformance('the in-process bus on SQLite files, with room for a few events only', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'fengqiao-bus-'));
  const [store, durable] = [await openSqliteEventStore({ folder }), await openSqliteCheckpoints({ folder })];
  return {
    store,
    open: async () => {
      const { checkpoints, die } = mortal(durable);
      return { bus: new InProcessBus({ store, checkpoints, ...quickly, mostPending: 8, concurrency: 3 }), crash: die };
    },
    dispose: async () => {
      await store.close();
      await durable.close();
      rmSync(folder, { recursive: true });
    },
  };
});

describe('the in-process bus', () => {
  let store: EventStore;
  let checkpoints: CheckpointStore;
  let troubles: BusTrouble[];
  let bus: InProcessBus;

  beforeEach(() => {
    [store, checkpoints, troubles] = [new MemoryEventStore(), memoryCheckpoints(), []];
    bus = open();
  });
  afterEach(() => bus.close());

  function open(more: Partial<InProcessBusOptions> = {}): InProcessBus {
    return new InProcessBus({ store, checkpoints, report: (trouble) => troubles.push(trouble), pauseMs: () => 1, ...more });
  }

  async function commit(stream: string, count: number): Promise<readonly RecordedEvent[]> {
    const last = (await store.read(stream)).length - 1;
    const events = Array.from({ length: count }, (_, index) => sampleEvent(`${stream} ${last + 1 + index}`));
    return (await store.append(stream, last < 0 ? 'none' : last, events, SAMPLE_NOW)).events;
  }

  it('never lets a checkpoint pass an event that is not handled, though later ones are', async () => {
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const consumer = await bus.subscribe({ group: 'views', handle: (event) => (event.position === 3 ? held : undefined) });
    await bus.publish(await commit('s.a-1', 2));
    await bus.publish(await commit('s.a-2', 2));
    await bus.publish(await commit('s.a-3', 2));
    await consumer.caughtUp(2);
    await until(async () => (await checkpoints.load('views')) === 2);
    release();
    await consumer.caughtUp();
    await until(async () => (await checkpoints.load('views')) === 6);
  });

  it('saves the checkpoint after the handling, never before', async () => {
    const order: string[] = [];
    bus = open({ checkpoints: { load: async () => 0, save: async (_, position) => void order.push(`saved ${position}`) } });
    const consumer = await bus.subscribe({ group: 'views', handle: async (event) => void order.push(`handled ${event.position}`) });
    await bus.publish(await commit('s.a-1', 1));
    await consumer.caughtUp();
    await bus.close();
    expect(order).toEqual(['handled 1', 'saved 1']);
  });

  it('keeps no place for a consumer that keeps its own', async () => {
    await commit('s.a-1', 3);
    const consumer = await bus.subscribe({ group: 'views', after: 0, handle: () => undefined });
    await consumer.caughtUp();
    await bus.close();
    expect(await checkpoints.load('views')).toBe(0);
  });

  it.each(['from the log', 'as they are published'])('holds no more events than it has room for, taken %s, and goes on when it has room again', async (how) => {
    const limits: number[] = [];
    const readAll = store.readAll.bind(store);
    store.readAll = async (request) => (limits.push(request.limit), readAll(request));
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    bus = open({ mostPending: 10 });
    let [begun, handled] = [0, 0];
    const handle = () => ((begun += 1), held.then(() => void (handled += 1)));
    const [early, batches] = [how === 'as they are published', Array.from({ length: 40 }, (_, stream) => `s.a-${stream}`)];
    if (!early) for (const stream of batches) await commit(stream, 3);
    const consumer = await bus.subscribe({ group: 'views', handle });
    if (early) await consumer.caughtUp(0);
    if (early) await until(() => limits.length === 1);
    if (early) for (const stream of batches) await bus.publish(await commit(stream, 3));
    await until(() => begun > 2);
    expect(begun).toBeLessThanOrEqual(10);
    expect(limits.length).toBeLessThanOrEqual(3);
    expect(Math.max(...limits)).toBeLessThanOrEqual(10);
    release();
    await consumer.caughtUp();
    expect(handled).toBe(120);
  });

  it('delivers what is published while it reads the log', async () => {
    let arrive = (): void => undefined;
    const arrived = new Promise<void>((resolve) => (arrive = resolve));
    const readAll = store.readAll.bind(store);
    store.readAll = async (request) => {
      const events = await readAll(request);
      await arrived;
      return events;
    };
    const seen: number[] = [];
    await bus.subscribe({ group: 'views', handle: (event) => void seen.push(event.position) });
    await bus.publish(await commit('s.a-1', 2));
    arrive();
    await until(() => seen.length === 2);
    expect(seen).toEqual([1, 2]);
  });

  it('does not read the log for a published batch that joins what it has', async () => {
    const consumer = await bus.subscribe({ group: 'views', handle: () => undefined });
    await consumer.caughtUp();
    let reads = 0;
    const readAll = store.readAll.bind(store);
    store.readAll = async (request) => ((reads += 1), readAll(request));
    for (let batch = 0; batch < 5; batch += 1) await bus.publish(await commit('s.a-1', 3));
    await consumer.caughtUp();
    expect([consumer.position, reads]).toEqual([15, 0]);
  });

  it('reads from the log what a publisher left out', async () => {
    const seen: number[] = [];
    const consumer = await bus.subscribe({ group: 'views', handle: (event) => void seen.push(event.position) });
    await consumer.caughtUp();
    await commit('s.a-1', 2);
    const [third, fourth, fifth] = await commit('s.a-2', 3);
    await bus.publish([third as RecordedEvent, fifth as RecordedEvent]);
    await consumer.caughtUp();
    expect(seen.sort()).toEqual([1, 2, 3, (fourth as RecordedEvent).position, 5]);
  });

  it('reports each failed attempt with its event, and reads and checkpoints that failed', async () => {
    let failing = true;
    const save = checkpoints.save.bind(checkpoints);
    checkpoints.save = async (name, position) => (failing ? Promise.reject(new Error('no checkpoint')) : save(name, position));
    const consumer = await bus.subscribe({ group: 'views', handle: (event) => { if (troubles.length < 2 && event.position === 1) throw new Error('planted'); } });
    await bus.publish(await commit('s.a-1', 1));
    await consumer.caughtUp();
    expect(troubles.slice(0, 2)).toMatchObject([{ name: 'views', what: 'handle', attempt: 1, event: { position: 1 } }, { what: 'handle', attempt: 2 }]);
    await until(() => troubles.some((trouble) => trouble.what === 'checkpoint'));
    failing = false;
    await bus.publish(await commit('s.a-1', 1));
    await until(async () => (await checkpoints.load('views')) === 2);
  });

  it('delivers everything again, and says so, where the log was set back behind the checkpoint', async () => {
    await checkpoints.save('views', 50);
    await commit('s.a-1', 3);
    const seen: number[] = [];
    const consumer = await bus.subscribe({ group: 'views', handle: (event) => void seen.push(event.position) });
    await consumer.caughtUp();
    expect(seen).toEqual([1, 2, 3]);
    expect(String(troubles[0]?.error)).toMatch(/checkpoint 50 of views is ahead of the log, which ends at 3/);
  });

  it('refuses a second consumer of a group while there is one', async () => {
    const first = await bus.subscribe({ group: 'views', handle: () => undefined });
    await expect(bus.subscribe({ group: 'views', handle: () => undefined })).rejects.toThrow(/group views has its consumer already/);
    await first.stop();
    await bus.subscribe({ group: 'views', handle: () => undefined });
  });

  it('gives others their turn between handlers that answer at once', async () => {
    await commit('s.a-1', 400);
    let [turns, handled] = [0, 0];
    const consumer = await bus.subscribe({
      group: 'views',
      handle: () => {
        handled += 1;
        for (const end = performance.now() + 0.2; performance.now() < end;);
      },
    });
    const ticking = (): void => { turns += 1; if (handled < 400) setImmediate(ticking); };
    ticking();
    await consumer.caughtUp();
    expect(turns).toBeGreaterThan(5);
  });
});

/** Waits for a condition, looking once a turn of the event loop. */
async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise<void>((resolve) => setImmediate(resolve));
}
