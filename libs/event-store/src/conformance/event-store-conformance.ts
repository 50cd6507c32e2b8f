import { createHash } from 'node:crypto';
import type { FoldedEvent, RecordedEvent } from '@fengqiao/kernel';
import canonicalize from 'canonicalize';
import type { EventStore, StoreUnavailable, WrongExpectedRevision } from '../port';
import { foldedOf, SAMPLE_NOW, sampleEvent, sampleInstant } from './sample-events';

/** A store on an empty log, and the same log opened again after it was closed. */
export interface EventStoreHarness {
  open(): Promise<EventStore>;
  /** Removes what the harness made; the stores are closed by then. */
  dispose(): Promise<void>;
}

const A = 'mediation.dispute-a';
const B = 'mediation.dispute-b';
const O = 'directory.office-o';

/** Hash of the last event of the golden history: every adapter, for ever. */
const GOLDEN_HASH = 'da85a62b5abdb9548f757484692721b25aa2fdf7648f40cbfc77432f239499d4';

/** What every event store must do; an adapter's own spec calls this once with its factory. */
export function describeEventStoreConformance(name: string, factory: () => Promise<EventStoreHarness>): void {
  describe(`${name} is an event store`, () => {
    let harness: EventStoreHarness;
    let store: EventStore;

    beforeEach(async () => {
      harness = await factory();
      store = await harness.open();
    });
    afterEach(async () => {
      await store.close();
      await harness.dispose();
    });

    const append = (stream: string, expected: number | 'none', ...ids: string[]) => store.append(stream, expected, ids.map((id) => sampleEvent(id)), SAMPLE_NOW);
    const all = () => store.readAll({ after: 0, limit: 10_000 });

    describe('appending', () => {
      it('answers with the recorded events, numbered from 0', async () => {
        const first = await append(A, 'none', 'e1', 'e2');
        expect(first.stream).toBe(A);
        expect(first.revision).toBe(1);
        expect(first.events.map((event) => [event.v, event.stream, event.revision, event.id, event.position])).toEqual([[1, A, 0, 'e1', 1], [1, A, 1, 'e2', 2]]);
        const second = await append(A, 1, 'e3');
        expect([second.revision, second.events[0]?.position]).toEqual([2, 3]);
      });

      it('answers with exactly what reading gives afterwards', async () => {
        const { events } = await append(A, 'none', 'e1', 'e2');
        expect(await store.read(A)).toEqual(events);
        expect(await all()).toEqual(events);
      });

      it('refuses a stream that exists where none is expected', async () => {
        await append(A, 'none', 'e1');
        await expect(append(A, 'none', 'e2')).rejects.toMatchObject({ name: 'WrongExpectedRevision', stream: A, expected: 'none', actual: 0 } satisfies Partial<WrongExpectedRevision>);
      });

      it('refuses a stream that does not exist where a revision is expected', async () => {
        await expect(append(A, 0, 'e1')).rejects.toMatchObject({ name: 'WrongExpectedRevision', expected: 0, actual: -1 });
        expect(await store.streams('')).toEqual([]);
      });

      it('refuses a revision that is behind and one that is ahead', async () => {
        await append(A, 'none', 'e1', 'e2');
        await expect(append(A, 0, 'e3')).rejects.toMatchObject({ name: 'WrongExpectedRevision', actual: 1 });
        await expect(append(A, 2, 'e3')).rejects.toMatchObject({ name: 'WrongExpectedRevision', actual: 1 });
      });

      it('refuses the same event ids again at a revision that has passed', async () => {
        await append(A, 'none', 'e1');
        await append(A, 0, 'e2');
        await expect(append(A, 0, 'e2')).rejects.toMatchObject({ name: 'WrongExpectedRevision', actual: 1 });
      });

      it('appends all events or none, and a conflict harms no append beside it', async () => {
        await append(A, 'none', 'e1');
        const outcomes = await Promise.allSettled([append(B, 'none', 'b1', 'b2'), append(A, 'none', 'x1', 'x2', 'x3'), append(O, 'none', 'o1')]);
        expect(outcomes.map((outcome) => outcome.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
        expect((await all()).map((event) => [event.position, event.id])).toEqual([[1, 'e1'], [2, 'b1'], [3, 'b2'], [4, 'o1']]);
      });

      it('refuses an event that has no canonical text, and appends nothing of that append', async () => {
        await expect(store.append(A, 'none', [sampleEvent('good'), sampleEvent('bad', { amount: Number.NaN })], SAMPLE_NOW)).rejects.toThrow();
        await expect(store.append(A, 'none', [sampleEvent('lone', { note: '\ud800' })], SAMPLE_NOW)).rejects.toThrow(/RFC 8785/);
        expect(await store.head()).toBe(0);
      });

      it('lets exactly one of many writers win each revision', async () => {
        const writers = Array.from({ length: 64 }, (_, writer) => `w${writer}`);
        const won: string[] = [];
        for (let revision = -1; revision < 4; revision += 1) {
          const expected = revision < 0 ? 'none' : revision;
          const outcomes = await Promise.allSettled(writers.map((writer) => append(A, expected, `${writer} at ${revision + 1}`)));
          const winners = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? outcome.value.events.map((event) => event.id) : []));
          const losers = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as WrongExpectedRevision] : []));
          expect(winners).toHaveLength(1);
          expect(losers.every((loser) => loser.name === 'WrongExpectedRevision' && loser.actual === revision + 1)).toBe(true);
          won.push(...winners);
        }
        expect((await store.read(A)).map((event) => event.id)).toEqual(won);
      });

      it('gives gapless positions in the order of commits, whoever writes', async () => {
        await Promise.all(Array.from({ length: 300 }, (_, index) => append(`mediation.dispute-${index}`, 'none', `${index}.0`, `${index}.1`)));
        const events = await all();
        expect(events.map((event) => event.position)).toEqual(Array.from({ length: 600 }, (_, index) => index + 1));
        expect(await store.head()).toBe(600);
        for (let index = 0; index < 600; index += 2) expect([events[index]?.stream, events[index]?.revision, events[index + 1]?.revision]).toEqual([events[index + 1]?.stream, 0, 1]);
      });

      it('gives ahead nothing but the events behind a position, in order and as they are read', async () => {
        for (let index = 0; index < 5; index += 1) await append(`mediation.dispute-${index}`, 'none', `${index}.0`, `${index}.1`);
        for (const after of [0, 3, 10]) {
          const given: FoldedEvent[] = [];
          for await (const events of store.ahead(after)) given.push(...events);
          expect(given.map(foldedOf)).toEqual((await store.readAll({ after, limit: 10 })).slice(0, given.length).map(foldedOf));
        }
      });

      it('keeps texts of every script, and structures, as they are', async () => {
        const data = { name: '欧阳·娜仁𠮷', quote: '"\\/\u0000\u001f\u2028', deep: { b: [1, -0.5, 1e21, true, null, {}], a: '' }, '\u20ac': 1, '\ud83d\ude00': 2, 名: 3, __proto__x: 4 };
        await store.append(A, 'none', [sampleEvent('e1', data)], SAMPLE_NOW);
        expect((await store.read(A))[0]?.data).toEqual(data);
      });
    });

    describe('recordedAt', () => {
      const recorded = async (stream: string) => (await store.read(stream)).map((event) => event.meta.recordedAt);

      it('is now', async () => {
        await store.append(A, 'none', [sampleEvent('e1')], SAMPLE_NOW);
        expect(await recorded(A)).toEqual([SAMPLE_NOW]);
      });

      it('never goes back within a stream, and a stream ahead holds up no other', async () => {
        await store.append(A, 'none', [sampleEvent('e1')], sampleInstant(5_000));
        await store.append(A, 0, [sampleEvent('e2')], SAMPLE_NOW);
        await store.append(B, 'none', [sampleEvent('e3')], SAMPLE_NOW);
        expect(await recorded(A)).toEqual([sampleInstant(5_000), sampleInstant(5_000)]);
        expect(await recorded(B)).toEqual([SAMPLE_NOW]);
      });

      it('is refused as a clock fault where the stream is more than 5 s ahead', async () => {
        await store.append(A, 'none', [sampleEvent('e1')], sampleInstant(5_001));
        const refused = store.append(A, 0, [sampleEvent('e2')], SAMPLE_NOW);
        await expect(refused).rejects.toMatchObject({ name: 'StoreUnavailable', code: 'CLOCK_FAULT' } satisfies Partial<StoreUnavailable>);
        await store.append(A, 0, [sampleEvent('e2')], sampleInstant(1));
        expect(await recorded(A)).toEqual([sampleInstant(5_001), sampleInstant(5_001)]);
      });
    });

    describe('reading', () => {
      beforeEach(async () => {
        await append(A, 'none', 'a1');
        await append(O, 'none', 'o1', 'o2');
        await append(A, 0, 'a2', 'a3');
        await append(B, 'none', 'b1');
      });

      it('gives a stream from a revision on, and nothing for a stream that does not exist', async () => {
        expect((await store.read(A)).map((event) => event.id)).toEqual(['a1', 'a2', 'a3']);
        expect((await store.read(A, 1)).map((event) => event.id)).toEqual(['a2', 'a3']);
        expect(await store.read(A, 3)).toEqual([]);
        expect(await store.read('mediation.dispute-z')).toEqual([]);
      });

      it('gives the log behind a position, at most so many', async () => {
        expect((await store.readAll({ after: 1, limit: 3 })).map((event) => event.id)).toEqual(['o1', 'o2', 'a2']);
        expect(await store.readAll({ after: 6, limit: 3 })).toEqual([]);
      });

      it('gives only streams with one of the prefixes', async () => {
        const ids = async (...prefixes: string[]) => (await store.readAll({ after: 0, limit: 10, prefixes })).map((event) => event.id);
        expect(await ids('mediation.')).toEqual(['a1', 'a2', 'a3', 'b1']);
        expect(await ids('mediation.dispute-b', 'directory.')).toEqual(['o1', 'o2', 'b1']);
        expect(await ids('mediation.dispute-a', 'mediation.')).toEqual(['a1', 'a2', 'a3', 'b1']);
        expect(await ids('numbering.')).toEqual([]);
        expect(await ids()).toHaveLength(6);
        expect((await store.readAll({ after: 1, limit: 2, prefixes: ['mediation.'] })).map((event) => event.id)).toEqual(['a2', 'a3']);
      });

      it('names the streams with a prefix in the order of their creation', async () => {
        expect(await store.streams('')).toEqual([A, O, B]);
        expect(await store.streams('mediation.')).toEqual([A, B]);
        expect(await store.streams('mediation.dispute-b')).toEqual([B]);
        expect(await store.streams('numbering.')).toEqual([]);
      });

      it('gives long answers whole', async () => {
        for (let batch = 0; batch < 25; batch += 1) await append('numbering.o.2026.人调', batch === 0 ? 'none' : batch * 100 - 1, ...Array.from({ length: 100 }, (_, index) => `n${batch * 100 + index}`));
        expect((await store.read('numbering.o.2026.人调')).map((event) => event.revision)).toEqual(Array.from({ length: 2_500 }, (_, index) => index));
        expect(await store.readAll({ after: 6, limit: 2_300, prefixes: ['numbering.'] })).toHaveLength(2_300);
        expect(await store.readAll({ after: 6, limit: 5_000 })).toHaveLength(2_500);
      });
    });

    describe('the hint of a commit', () => {
      it('comes after the commit with the new head, until it is taken away', async () => {
        const heads: number[] = [];
        const stop = store.onCommitted((head) => heads.push(head));
        await append(A, 'none', 'e1', 'e2');
        await append(A, 1, 'e3');
        expect(heads).toEqual([2, 3]);
        stop();
        await append(A, 2, 'e4');
        expect(heads).toEqual([2, 3]);
      });

      it('does not come for an append that was refused', async () => {
        let calls = 0;
        store.onCommitted(() => (calls += 1));
        await expect(append(A, 7, 'e1')).rejects.toThrow();
        expect(calls).toBe(0);
      });
    });

    describe('the chain', () => {
      it('hashes version byte, previous hash and canonical text of each event', async () => {
        await append(A, 'none', 'e1', 'e2');
        await append(B, 'none', 'b1');
        await append(A, 1, 'e3');
        expect((await store.read(A)).map((event) => event.hash)).toEqual(chainOf(await store.read(A)));
        expect((await store.read(B)).map((event) => event.hash)).toEqual(chainOf(await store.read(B)));
      });

      it('is the same in every store', async () => {
        await store.append(A, 'none', [sampleEvent('e1', { grade: 'GRADE_MAJOR', parties: [{ name: 'sealed:1:k:AAAA', born: '2017-03' }], amountFen: '120000' })], SAMPLE_NOW);
        await store.append(A, 0, [sampleEvent('e2', { z: '', a: { 乡: '枫桥', b: [] } }, 'mediation.v1.DisputeGraded')], sampleInstant(1));
        expect((await store.read(A))[1]?.hash).toBe(GOLDEN_HASH);
      });
    });

    describe('closing', () => {
      it('refuses appends afterwards', async () => {
        await store.close();
        await expect(append(A, 'none', 'e1')).rejects.toMatchObject({ name: 'StoreUnavailable', code: 'STORE_CLOSED' });
      });

      it('keeps everything for the next one, which goes on where the first ended', async () => {
        await append(A, 'none', 'e1', 'e2');
        await append(O, 'none', 'o1');
        const before = await all();
        await store.close();
        store = await harness.open();
        expect(await all()).toEqual(before);
        expect(await store.head()).toBe(3);
        expect((await append(A, 1, 'e3')).events[0]).toMatchObject({ revision: 2, position: 4 });
        await append(B, 'none', 'b1');
        expect(await store.streams('')).toEqual([A, O, B]);
        expect((await store.read(A)).map((event) => event.hash)).toEqual(chainOf(await store.read(A)));
      });

      it('answers what waited', async () => {
        const waiting = append(A, 'none', 'e1');
        await store.close();
        expect((await waiting).revision).toBe(0);
      });
    });
  });
}

/** The chain as anybody can compute it from the events, with nothing of the store's own code. */
function chainOf(events: readonly RecordedEvent[]): string[] {
  let previous = Buffer.alloc(32);
  return events.map(({ v, stream, revision, id, type, data, meta }) => {
    const text = canonicalize({ v, stream, revision, id, type, data, meta }) as string;
    previous = createHash('sha256').update(Buffer.from([1])).update(previous).update(text, 'utf8').digest();
    return previous.toString('hex');
  });
}
