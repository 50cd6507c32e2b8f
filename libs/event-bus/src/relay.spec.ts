import { SAMPLE_NOW, sampleEvent } from '@fengqiao/event-store/conformance';
import { MemoryEventStore } from '@fengqiao/event-store/memory';
import type { RecordedEvent } from '@fengqiao/kernel';
import { memoryCheckpoints } from './memory';
import type { BusTrouble, CheckpointStore, EventBus } from './port';
import { Relay, type RelayOptions } from './relay';

let store: MemoryEventStore;
let checkpoints: CheckpointStore;
let published: RecordedEvent[][];
let publish: (events: readonly RecordedEvent[]) => Promise<void>;
let troubles: BusTrouble[];
const relays: Relay[] = [];

beforeEach(() => {
  [store, checkpoints, published, troubles] = [new MemoryEventStore(), memoryCheckpoints(), [], []];
  publish = async (events) => void published.push([...events]);
});
afterEach(async () => {
  for (const relay of relays.splice(0)) await relay.stop();
});

async function start(more: Partial<RelayOptions> = {}): Promise<Relay> {
  const bus: EventBus = { publish: (events) => publish(events), subscribe: () => Promise.reject(new Error('not here')), close: async () => undefined };
  const relay = await Relay.start({ name: 'relay', store, bus, checkpoints, report: (trouble) => troubles.push(trouble), pauseMs: 1, ...more });
  relays.push(relay);
  return relay;
}

async function commit(stream: string, count: number): Promise<void> {
  const last = (await store.read(stream)).length - 1;
  await store.append(stream, last < 0 ? 'none' : last, Array.from({ length: count }, (_, index) => sampleEvent(`${stream} ${last + 1 + index}`)), SAMPLE_NOW);
}

const positions = () => published.flat().map((event) => event.position);

describe('the relay', () => {
  it('publishes what is in the log, in order and in batches, then what is committed', async () => {
    await commit('s.a-1', 5);
    const relay = await start({ batch: 2 });
    await relay.caughtUp();
    expect(published.map((batch) => batch.length)).toEqual([2, 2, 1]);
    await commit('s.a-2', 1);
    await relay.caughtUp();
    expect(positions()).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('goes on behind its checkpoint', async () => {
    await commit('s.a-1', 3);
    const first = await start();
    await first.caughtUp();
    await first.stop();
    await commit('s.a-1', 2);
    published = [];
    await (await start()).caughtUp();
    expect(positions()).toEqual([4, 5]);
  });

  it('moves the checkpoint after publishing, so that a batch is published again rather than lost', async () => {
    const order: string[] = [];
    publish = async (events) => void order.push(`published ${events.at(-1)?.position}`);
    const save = checkpoints.save.bind(checkpoints);
    checkpoints.save = async (name, position) => (order.push(`saved ${position}`), save(name, position));
    await commit('s.a-1', 3);
    await (await start({ batch: 2 })).caughtUp();
    expect(order).toEqual(['published 2', 'saved 2', 'published 3', 'saved 3']);
  });

  it('has one batch in flight, however often it is woken', async () => {
    let [inFlight, most] = [0, 0];
    publish = async (events) => {
      most = Math.max(most, (inFlight += 1));
      await new Promise<void>((resolve) => setImmediate(resolve));
      inFlight -= 1;
      published.push([...events]);
    };
    const relay = await start({ batch: 3 });
    for (let turn = 0; turn < 30; turn += 1) await commit(`s.a-${turn % 4}`, 2);
    await relay.caughtUp();
    expect(most).toBe(1);
    expect(positions()).toEqual(Array.from({ length: 60 }, (_, index) => index + 1));
  });

  it('misses no commit that falls between its last read and its rest', async () => {
    const relay = await start();
    for (let turn = 0; turn < 200; turn += 1) {
      await commit('s.a-1', 1);
      for (let tick = 0; tick < turn % 12; tick += 1) await Promise.resolve();
    }
    await relay.caughtUp();
    expect(positions()).toEqual(Array.from({ length: 200 }, (_, index) => index + 1));
  });

  it('reports a batch that the bus refuses, and publishes it again after a pause', async () => {
    let refusals = 2;
    publish = async (events) => {
      if (refusals > 0) {
        refusals -= 1;
        throw new Error('planted');
      }
      published.push([...events]);
    };
    await commit('s.a-1', 2);
    const relay = await start();
    await relay.caughtUp();
    expect(positions()).toEqual([1, 2]);
    expect(troubles).toMatchObject([{ name: 'relay', what: 'publish' }, { name: 'relay', what: 'publish' }]);
  });

  it('relays only streams with its prefixes, and reads no event of others twice', async () => {
    const after: number[] = [];
    const readAll = store.readAll.bind(store);
    store.readAll = async (request) => (after.push(request.after), readAll(request));
    const relay = await start({ prefixes: ['mediation.'] });
    await commit('mediation.dispute-1', 1);
    await commit('directory.office-1', 4);
    await commit('mediation.dispute-1', 1);
    await relay.caughtUp();
    expect(positions()).toEqual([1, 6]);
    expect(after).toEqual([...after].sort((one, other) => one - other));
    expect(await checkpoints.load('relay')).toBe(6);
  });

  it('starts from the beginning, and says so, where the log was set back behind its checkpoint', async () => {
    await checkpoints.save('relay', 9);
    await commit('s.a-1', 2);
    await (await start()).caughtUp();
    expect(positions()).toEqual([1, 2]);
    expect(String(troubles[0]?.error)).toMatch(/checkpoint 9 of relay is ahead of the log, which ends at 2/);
  });

  it('stops after the batch in flight, and tells those who still wait', async () => {
    const relay = await start();
    const waiting = relay.caughtUp(10);
    await relay.stop();
    await expect(waiting).rejects.toThrow(/relay relay was stopped/);
    await commit('s.a-1', 1);
    expect(published).toEqual([]);
  });
});
