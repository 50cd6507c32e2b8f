import type { EventStore } from '@fengqiao/event-store';
import { SAMPLE_NOW, sampleEvent } from '@fengqiao/event-store/conformance';
import type { RecordedEvent } from '@fengqiao/kernel';
import type { Consumer, EventBus, Subscription } from '../port';

/** One life of a bus. */
export interface BusLife {
  readonly bus: EventBus;
  /** The process ends here: the bus is not closed, and nothing it does from now on has an effect outside. */
  crash(): void;
}

export interface EventBusHarness {
  /** The log the events come from. */
  readonly store: EventStore;
  /** A bus on the same stores; one after the other, never two that live. Throws are tried again within some milliseconds. */
  open(): Promise<BusLife>;
  dispose(): Promise<void>;
}

const A = 'mediation.dispute-a';
const B = 'mediation.dispute-b';
const O = 'directory.office-o';

/** What every event bus must do; an adapter's own spec calls this once with its factory. */
export function describeEventBusConformance(name: string, factory: () => Promise<EventBusHarness>): void {
  describe(`${name} is an event bus`, () => {
    let harness: EventBusHarness;
    let life: BusLife;

    beforeEach(async () => {
      harness = await factory();
      life = await harness.open();
    });
    afterEach(async () => {
      await life.bus.close();
      await harness.dispose();
    });

    /** Commits events to a stream without publishing them. */
    async function commit(stream: string, ...ids: string[]): Promise<readonly RecordedEvent[]> {
      const last = (await harness.store.read(stream)).length - 1;
      return (await harness.store.append(stream, last < 0 ? 'none' : last, ids.map((id) => sampleEvent(id)), SAMPLE_NOW)).events;
    }

    async function publish(stream: string, ...ids: string[]): Promise<void> {
      await life.bus.publish(await commit(stream, ...ids));
    }

    function subscribe(group: string, handle: Subscription['handle'], more: Partial<Subscription> = {}): Promise<Consumer> {
      return life.bus.subscribe({ group, handle, ...more });
    }

    async function reopen(): Promise<void> {
      life = await harness.open();
    }

    /** A handler that notes the ids in the order in which they were handled. */
    function noting(ids: string[]): (event: RecordedEvent) => void {
      return (event) => void ids.push(event.id);
    }

    it('delivers what is published after the subscription', async () => {
      const seen: RecordedEvent[] = [];
      const consumer = await subscribe('views', (event) => void seen.push(event));
      const events = await commit(A, 'a1', 'a2');
      await life.bus.publish(events);
      await consumer.caughtUp();
      expect(seen).toEqual(events);
    });

    it('delivers what was published before the subscription to a new group', async () => {
      await publish(A, 'a1', 'a2');
      await publish(B, 'b1');
      const ids: string[] = [];
      await (await subscribe('views', noting(ids))).caughtUp();
      expect(ids.sort()).toEqual(['a1', 'a2', 'b1']);
    });

    it('does not call the handler before publish has returned', async () => {
      let called = false;
      const consumer = await subscribe('views', () => void (called = true));
      const events = await commit(A, 'a1');
      const publishing = life.bus.publish(events);
      expect(called).toBe(false);
      await publishing;
      await consumer.caughtUp();
      expect(called).toBe(true);
    });

    it('hands over one event of a stream at a time, in order, while other streams go on', async () => {
      const ids: string[] = [];
      const gate = opening();
      const consumer = await subscribe('views', async (event) => {
        if (event.id === 'a1') await gate.passed;
        ids.push(event.id);
      });
      await publish(A, 'a1', 'a2');
      await publish(B, 'b1', 'b2');
      await until(() => ids.includes('b2'));
      expect(ids).toEqual(['b1', 'b2']);
      gate.open();
      await consumer.caughtUp();
      expect(ids).toEqual(['b1', 'b2', 'a1', 'a2']);
    });

    it.each(['throws', 'rejects'])('delivers an event again when the handler %s, holding up its own stream only', async (how) => {
      const ids: string[] = [];
      let failures = 0;
      const consumer = await subscribe('views', (event) => {
        // Until the other stream has gone on: how long its event takes to be published is the store's affair.
        const fails = event.id === 'a1' && (failures < 3 || !ids.includes('b1'));
        if (fails) failures += 1;
        if (!fails) return void ids.push(event.id);
        if (how === 'throws') throw new Error('planted');
        return Promise.reject(new Error('planted'));
      });
      await publish(A, 'a1', 'a2');
      await publish(B, 'b1');
      await consumer.caughtUp();
      expect(failures).toBeGreaterThanOrEqual(3);
      expect(ids).toEqual(['b1', 'a1', 'a2']);
    });

    it('gives each group everything, and a slow group holds up no other', async () => {
      const [fast, slow]: string[][] = [[], []];
      const gate = opening();
      const quick = await subscribe('fast', noting(fast as string[]));
      const held = await subscribe('slow', async (event) => {
        await gate.passed;
        (slow as string[]).push(event.id);
      });
      await publish(A, 'a1', 'a2');
      await quick.caughtUp();
      expect([fast, slow]).toEqual([['a1', 'a2'], []]);
      gate.open();
      await held.caughtUp();
      expect(slow).toEqual(['a1', 'a2']);
    });

    it('delivers only streams with the wanted prefixes', async () => {
      const ids: string[] = [];
      const consumer = await subscribe('views', noting(ids), { prefixes: ['directory.', 'mediation.dispute-b'] });
      await publish(A, 'a1');
      await publish(O, 'o1');
      await publish(B, 'b1');
      await publish(A, 'a2');
      await consumer.caughtUp();
      expect(ids).toEqual(['o1', 'b1']);
    });

    it('says how far everything was handled, and waits for a position', async () => {
      const gate = opening();
      const consumer = await subscribe('views', (event) => (event.id === 'a2' ? gate.passed : undefined));
      await publish(A, 'a1', 'a2', 'a3');
      await publish(B, 'b1');
      await consumer.caughtUp(1);
      expect(consumer.position).toBe(1);
      let caughtUp = false;
      const all = consumer.caughtUp().then(() => (caughtUp = true));
      const future = consumer.caughtUp(5);
      await until(() => consumer.position === 1);
      expect(caughtUp).toBe(false);
      gate.open();
      await all;
      expect(consumer.position).toBe(4);
      await publish(A, 'a4');
      await future;
      expect(consumer.position).toBe(5);
    });

    it('goes on behind its checkpoint after it was closed, with what came meanwhile', async () => {
      const ids: string[] = [];
      const consumer = await subscribe('views', noting(ids));
      await publish(A, 'a1', 'a2');
      await consumer.caughtUp();
      await life.bus.close();
      await reopen();
      await publish(A, 'a3');
      await (await subscribe('views', noting(ids))).caughtUp();
      expect(ids).toEqual(['a1', 'a2', 'a3']);
    });

    it('starts behind the position a consumer names, whatever its group had', async () => {
      const [first, second]: string[][] = [[], []];
      await publish(A, 'a1', 'a2', 'a3');
      const stored = await subscribe('views', noting(first as string[]));
      await stored.caughtUp();
      await stored.stop();
      await (await subscribe('views', noting(second as string[]), { after: 1 })).caughtUp();
      expect([first, second]).toEqual([['a1', 'a2', 'a3'], ['a2', 'a3']]);
    });

    it('delivers again what was handled but not yet in the checkpoint when the process was killed, and skips nothing', async () => {
      const ids: string[] = [];
      const killed = opening();
      await subscribe('views', (event) => {
        ids.push(event.id);
        if (event.id !== 'a3') return undefined;
        life.crash();
        killed.open();
        return new Promise<void>(() => undefined);
      });
      await publish(A, 'a1', 'a2', 'a3', 'a4');
      await publish(B, 'b1');
      await killed.passed;
      const before = ids.splice(0);
      expect(before).toContain('a3');
      await reopen();
      await (await subscribe('views', noting(ids))).caughtUp();
      expect(ids.filter((id) => id.startsWith('a'))).toEqual(['a1', 'a2', 'a3', 'a4'].slice(-ids.filter((id) => id.startsWith('a')).length));
      expect(ids).toEqual(expect.arrayContaining(['a3', 'a4']));
      expect(new Set([...before, ...ids])).toEqual(new Set(['a1', 'a2', 'a3', 'a4', 'b1']));
    });

    it('calls no handler after stop, which waits for the one that runs', async () => {
      const [ids, gate, entered]: [string[], Opening, Opening] = [[], opening(), opening()];
      const consumer = await subscribe('views', async (event) => {
        entered.open();
        await gate.passed;
        ids.push(event.id);
      });
      await publish(A, 'a1', 'a2');
      await entered.passed;
      const waiting = consumer.caughtUp();
      const stopped = consumer.stop().then(() => ids.push('stopped'));
      for (let turn = 0; turn < 10; turn += 1) await nextTurn();
      expect(ids).toEqual([]);
      gate.open();
      await stopped;
      await expect(waiting).rejects.toThrow(/stopped/);
      await publish(A, 'a3');
      expect(ids).toEqual(['a1', 'stopped']);
    });

    it('bears a batch that is published twice', async () => {
      const ids: string[] = [];
      const consumer = await subscribe('views', noting(ids));
      const events = await commit(A, 'a1', 'a2');
      await life.bus.publish(events);
      await life.bus.publish(events);
      await publish(A, 'a3');
      await consumer.caughtUp();
      expect([...new Set(ids)]).toEqual(['a1', 'a2', 'a3']);
    });

    it('delivers thousands of events whole and in the order of each stream, with handlers that fail now and then', async () => {
      const handled = new Map<string, number[]>();
      const failed = new Set<number>();
      const consumer = await subscribe('views', async (event) => {
        await Promise.resolve();
        if (event.position % 97 === 0 && !failed.has(event.position)) {
          failed.add(event.position);
          throw new Error('planted');
        }
        handled.set(event.stream, [...(handled.get(event.stream) ?? []), event.revision]);
      });
      for (let batch = 0; batch < 120; batch += 1) await publish(`mediation.dispute-${batch % 7}`, ...Array.from({ length: 50 }, (_, index) => `${batch}.${index}`));
      await consumer.caughtUp();
      expect(failed.size).toBe(Math.floor(6_000 / 97));
      expect([...handled.values()].reduce((sum, revisions) => sum + revisions.length, 0)).toBe(6_000);
      for (const revisions of handled.values()) expect(revisions).toEqual(Array.from({ length: revisions.length }, (_, index) => index));
    });
  });
}

interface Opening {
  readonly passed: Promise<void>;
  open(): void;
}

/** A gate that is closed until it is opened. */
function opening(): Opening {
  let open = (): void => undefined;
  const passed = new Promise<void>((resolve) => (open = resolve));
  return { passed, open: () => open() };
}

/** Waits for a condition, looking once a turn of the event loop. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await nextTurn();
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
