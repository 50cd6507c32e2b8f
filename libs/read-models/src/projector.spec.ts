import type { JsonObject, RecordedEvent } from '@fengqiao/kernel';
import * as fc from 'fast-check';
import { books, EVERYTHING, logOf, recorded, type Book } from './conformance';
import { MemoryViewStore } from './memory';
import { Projector, replay, type Alarm, type Log, type Projection, type ViewDocument, type ViewStore } from '.';

const A = 'library.book-a';
const B = 'library.book-b';
const changed = (stream: string, revision: number, data: JsonObject = { pages: revision }): RecordedEvent => recorded(stream, revision, 'library.v1.Changed', data);
const unknown = (stream: string, revision: number): RecordedEvent => recorded(stream, revision, 'library.v2.Changed');
const history = (stream: string, length: number): RecordedEvent[] => Array.from({ length }, (_, revision) => changed(stream, revision));

/** A fold that throws at the title `poison`, and a field that throws at the shelf `poison`. */
const fragile: Projection<Book> = {
  ...books,
  fields: {
    ...books.fields,
    shelf: {
      ...books.fields.shelf!,
      of: ({ shelf }) => {
        if (shelf === 'poison') throw new Error('no such shelf');
        return shelf;
      },
    },
  },
  apply: (document, event) => {
    if (event.data['title'] === 'poison') throw new Error('no such title');
    return books.apply(document, event);
  },
};

function set(log: Log = logOf(), projection: Projection<Book> = fragile, store: ViewStore<Book> = new MemoryViewStore(projection)) {
  const alarms: Alarm[] = [];
  const visible: ViewDocument<Book>[] = [];
  const projector = new Projector<Book>({
    projection,
    store,
    log,
    generation: () => new MemoryViewStore(projection),
    onAlarm: (alarm) => alarms.push(alarm),
    onVisible: (documents) => visible.push(...documents),
  });
  return { projector, store, alarms, visible };
}

async function dump(store: ViewStore<Book>): Promise<readonly ViewDocument<Book>[]> {
  return store.scan('', 1_000);
}

describe('a projector', () => {
  it('applies the next revision and remembers when it was recorded', async () => {
    const { projector, store, visible } = set();
    await projector.handle(changed(A, 0));
    await projector.handle(changed(A, 1));
    expect(await store.get(A)).toMatchObject({ revision: 1, asOf: changed(A, 1).meta.recordedAt, document: { pages: 1 } });
    expect(visible.map(({ revision }) => revision)).toEqual([0, 1]);
  });

  it('shows after a replay what it would have shown event by event, writing each document once and telling of each parked one once', async () => {
    const mixed = [...history(A, 2), ...history(B, 1), changed(B, 1, { title: 'poison' }), changed(A, 2), changed(B, 2), changed(A, 4), unknown('library.book-c', 0), recorded('elsewhere-1', 0, 'other.v1.Told')];
    const log = logOf(mixed);
    const live = set(log);
    for (const event of log.events) await live.projector.handle(event);
    const replayed = set(log);
    await replay(log, [replayed.projector], { pageSize: 2 });
    expect(await dump(replayed.store)).toEqual(await dump(live.store));
    expect(replayed.visible.map(({ stream }) => stream).sort()).toEqual([A, B, 'library.book-c']);
    expect(replayed.alarms.map(({ stream, revision }) => `${stream}@${revision}`).sort()).toEqual(live.alarms.map(({ stream, revision }) => `${stream}@${revision}`).sort());
    expect(live.alarms).toHaveLength(3);
  });

  it.each([[0, false], [3, false], [7, false], [7, true]])('shows the same of a log that is read ahead up to its event %s, its streams numbered: %s', async (end, isNumbered) => {
    const log = logOf([...history(A, 2), ...history(B, 1), changed(B, 1, { title: 'poison' }), changed(A, 2), changed(B, 2), changed(A, 4)]);
    const [plain, ahead] = [set(log), set(log)];
    const given: number[] = [];
    const reading: Log = {
      ...log,
      async *ahead(after) {
        for (const event of log.events.slice(after, end)) {
          given.push(event.position);
          yield [isNumbered ? { ...event, streamNumber: [A, B].indexOf(event.stream) } : event];
        }
      },
    };
    const said: number[] = [];
    await replay(log, [plain.projector]);
    const all = { projection: { prefixes: [] }, concerns: () => false, gather: () => ({ take: () => undefined }), show: async () => undefined };
    const replayed = await replay(reading, [ahead.projector, all, all, all, all], { pageSize: 2, onProgress: ({ position }) => said.push(position) });
    expect(await dump(ahead.store)).toEqual(await dump(plain.store));
    expect(given).toEqual(log.events.slice(0, end).map(({ position }) => position));
    expect(replayed.position).toBe(await log.head());
    expect(said).toEqual([...said].sort((a, b) => a - b));
    expect(said.length).toBeGreaterThan(end / 2);
  });

  it('shows nothing of a replay before its end, and gathers on from what it shows', async () => {
    const { projector, store } = set();
    const gathered = projector.gather(A);
    for (const event of history(A, 2)) await gathered.take(event);
    expect(await store.get(A)).toBeUndefined();
    await projector.show();
    await gathered.take(changed(A, 2));
    expect(await store.get(A)).toMatchObject({ revision: 1 });
    await projector.show();
    expect(await store.get(A)).toMatchObject({ revision: 2 });
  });

  it('folds in place during a replay where a projection can, to the same documents, parked at the same revisions, and touches none it has shown', async () => {
    const telling: Projection<Book> = {
      ...fragile,
      inPlace: {
        copyOf: (document) => ({ ...document }),
        put: (document, { type, data }) => {
          if (data['title'] === 'poison') throw new Error('no such title');
          return type === 'library.v1.Noted' ? {} : Object.assign(document, { hidden: false, ...(data as Partial<Book>) });
        },
      },
    };
    const log = logOf([
      ...history(A, 2), changed(B, 0), changed(B, 1, { title: 'kept' }), changed(B, 2, { shelf: 'poison' }), changed(B, 3, { shelf: 'A' }),
      ...history('library.book-c', 2), changed('library.book-c', 2, { title: 'poison' }), ...history('library.book-d', 2), changed('library.book-d', 3),
      changed(A, 2), recorded(A, 3, 'library.v1.Noted'), recorded(A, 4, 'platform.v1.FactAnnulled'), changed(A, 5, { lent: true }),
    ]);
    const live = set(log, telling);
    for (const event of log.events) await live.projector.handle(event);
    const replayed = set(log, telling);
    await replay(log, [replayed.projector], { pageSize: 2 });
    expect(await dump(replayed.store)).toEqual(await dump(live.store));
    expect(await replayed.store.get(B)).toMatchObject({ revision: 1, document: { title: 'kept', shelf: 'A' }, parked: { revision: 2 } });
    expect(await replayed.store.get(A)).toMatchObject({ revision: 5, document: { pages: 2, lent: true } });

    const shown = await replayed.store.get(A);
    const text = JSON.stringify(shown);
    const gathered = replayed.projector.gather(A);
    await gathered.take(recorded(A, 6, 'library.v1.Noted'));
    await gathered.take(changed(A, 7, { pages: 700 }));
    expect(JSON.stringify(shown)).toBe(text);
    await replayed.projector.show();
    expect(await replayed.store.get(A)).toMatchObject({ revision: 7, document: { pages: 700 } });
  });

  it('skips what it has seen', async () => {
    const { projector, store, visible } = set();
    await projector.feed(history(A, 3));
    await projector.handle(changed(A, 1, { pages: 99 }));
    await projector.handle(changed(A, 2, { pages: 99 }));
    expect(await store.get(A)).toMatchObject({ revision: 2, document: { pages: 2 } });
    expect(visible).toHaveLength(1);
    await projector.feed([changed(A, 2, { pages: 99 }), recorded(A, 3, 'library.v1.Noted')]);
    expect(await store.get(A)).toMatchObject({ revision: 3, document: { pages: 2 } });
  });

  it('moves the revision with an event that changes nothing else', async () => {
    const { projector, store } = set();
    await projector.feed([changed(A, 0), recorded(A, 1, 'library.v1.Noted')]);
    expect(await store.get(A)).toMatchObject({ revision: 1, document: { pages: 0 } });
  });

  it('reads from the log what a gap left out', async () => {
    const { projector, store, alarms } = set(logOf(history(A, 5)));
    await projector.handle(changed(A, 0));
    await projector.handle(changed(A, 3));
    expect(await store.get(A)).toMatchObject({ revision: 4, document: { pages: 4 } });
    expect(alarms).toEqual([]);
  });

  it('leaves other streams alone', async () => {
    const { projector, store } = set();
    await projector.handle(recorded('directory.office-1', 0, 'library.v1.Changed'));
    expect(await store.count()).toBe(0);
    expect(await projector.caughtUp('directory.office-1', 7)).toBe('visible');
  });

  it.each([
    ['a type it does not know', [changed(A, 0), unknown(A, 1), changed(A, 2)], 1, 'UNKNOWN_TYPE library.v2.Changed'],
    ['a fold that throws', [changed(A, 0), changed(A, 1, { title: 'poison' }), changed(A, 2)], 1, 'FOLD_FAILED Error: no such title'],
    ['a field that cannot be indexed', [changed(A, 0), changed(A, 1, { shelf: 'poison' }), changed(A, 2, { shelf: 'A' })], 1, 'FOLD_FAILED Error: no such shelf'],
    ['a revision that the log lacks', [changed(A, 0), changed(A, 2)], 1, 'REVISION_MISSING 1'],
    ['a stream whose beginning is lost', [changed(A, 1)], 0, 'REVISION_MISSING 0'],
  ])('parks a case at %s, once, and lets the others flow', async (_, events, revision, reason) => {
    const log = logOf(events);
    const { projector, store, alarms } = set(log);
    for (const event of events) await projector.handle(event);
    await projector.handle(changed(A, 3));
    await projector.handle(changed(B, 0));
    expect(await store.get(A)).toMatchObject({ revision: revision - 1, parked: { revision, reason, codeHash: expect.stringMatching(/^[0-9a-f]{16}$/) } });
    expect(alarms).toEqual([expect.objectContaining({ projection: 'books', stream: A, revision, reason })]);
    expect(await store.get(B)).toMatchObject({ revision: 0 });
    expect(await dump((await projector.rebuild()).generation)).toEqual([await store.get(A)]);
  });

  it('computes a parked case again once the code is mended', async () => {
    const log = logOf([changed(A, 0), changed(A, 1, { title: 'poison' }), changed(A, 2)]);
    const store = new MemoryViewStore(books);
    const before = set(log, fragile, store);
    for (const event of log.events) await before.projector.handle(event);
    expect(await store.get(A)).toMatchObject({ parked: { revision: 1 } });
    const after = set(log, books, store);
    await after.projector.redrive(A);
    expect(await store.get(A)).toEqual({ stream: A, revision: 2, asOf: changed(A, 2).meta.recordedAt, document: expect.objectContaining({ title: 'poison', pages: 2 }) });
  });

  it('puts nothing where the log cannot be read, says so, and takes the event when it comes again', async () => {
    const log = logOf(history(A, 3));
    let broken = true;
    const { projector, store } = set({ ...log, read: (stream, from) => (broken ? Promise.reject(new Error('disk')) : log.read(stream, from)) });
    await expect(projector.handle(changed(A, 2))).rejects.toThrow('disk');
    expect(await store.count()).toBe(0);
    broken = false;
    await projector.handle(changed(A, 2));
    expect(await store.get(A)).toMatchObject({ revision: 2 });
  });

  it('works calls off in their order, in one write what came meanwhile', async () => {
    const store = new MemoryViewStore(books);
    const writes: number[] = [];
    const slow = slowly(store, writes);
    const { projector } = set(logOf(), books, slow);
    await Promise.all([...history(A, 4), ...history(B, 4)].map((event) => projector.handle(event)));
    expect(writes).toEqual([1, 2]);
    expect((await dump(store)).map(({ revision }) => revision)).toEqual([3, 3]);
  });
});

describe('waiting for a stream', () => {
  it('answers as soon as the revision shows, and not before', async () => {
    const { projector } = set();
    const answers: string[] = [];
    const waiting = [0, 2].map((revision) => projector.caughtUp(A, revision).then((answer) => answers.push(`${revision} ${answer}`)));
    await projector.handle(changed(A, 0));
    await waiting[0];
    expect(answers).toEqual(['0 visible']);
    await projector.feed([changed(A, 1), changed(A, 2)]);
    await Promise.all(waiting);
    expect(answers).toEqual(['0 visible', '2 visible']);
    expect(await projector.caughtUp(A, 1)).toBe('visible');
  });

  it('never answers before the store does', async () => {
    const { projector, store } = set(logOf(), books, slowly(new MemoryViewStore(books)));
    const shown = projector.caughtUp(A, 0).then(() => store.get(A));
    await projector.handle(changed(A, 0));
    expect(await shown).toMatchObject({ revision: 0 });
  });

  it('answers that a case is parked, before and after it was', async () => {
    const { projector } = set();
    const waiting = projector.caughtUp(A, 2);
    await projector.feed([changed(A, 0), unknown(A, 1)]);
    expect(await waiting).toBe('parked');
    expect(await projector.caughtUp(A, 1)).toBe('parked');
    expect(await projector.caughtUp(A, 0)).toBe('visible');
  });

  it('ends when its caller gives up', async () => {
    const { projector } = set();
    const limit = new AbortController();
    const waiting = projector.caughtUp(A, 0, limit.signal);
    await new Promise((resolve) => setImmediate(resolve));
    limit.abort();
    expect(await waiting).toBe('behind');
    expect(await projector.caughtUp(A, 0, limit.signal)).toBe('behind');
    await projector.handle(changed(A, 0));
    expect(await projector.caughtUp(A, 0, limit.signal)).toBe('visible');
  });
});

describe('a rebuild', () => {
  it('reports how far it is and touches nothing that is live', async () => {
    const log = logOf([...history(A, 5), ...history(B, 2), ...history('other.thing-1', 3)]);
    const { projector, store, visible } = set(log);
    const seen: unknown[] = [];
    let clock = 0;
    const rebuilt = await projector.rebuild({ pageSize: 4, elapsed: () => (clock += 100), onProgress: (progress) => seen.push(progress) });
    expect(rebuilt).toMatchObject({ events: 7, position: 10 });
    expect(seen).toEqual([
      { events: 4, position: 4, head: 10, perSecond: 40, remainingMs: 150 },
      { events: 7, position: 7, head: 10, perSecond: 35, remainingMs: 86 },
      { events: 7, position: 10, head: 10, perSecond: 23, remainingMs: 0 },
    ]);
    expect(await rebuilt.generation.count()).toBe(2);
    expect([await store.count(), visible]).toEqual([0, []]);
  });
});

describe('a check', () => {
  it('finds live and rebuilt equal, byte for byte', async () => {
    const log = logOf([...history(A, 5), unknown(B, 0)]);
    const { projector } = set(log);
    await projector.feed(log.events);
    expect(await projector.check()).toEqual({ events: 6, position: 6, documents: 2, parked: 1, differing: [], differences: [] });
  });

  it('names stream and field of each difference, and a redrive mends it', async () => {
    const log = logOf([...history(A, 2), ...history(B, 1), ...history('library.book-c', 1)]);
    const { projector, store } = set(log);
    await projector.feed(log.events.filter(({ stream }) => stream !== B));
    const good = await store.get(A);
    await store.put([{ ...good!, document: { ...good!.document, pages: 7 } }, { ...good!, stream: 'library.book-d' }]);
    const report = await projector.check();
    expect(report.differing).toEqual([A, B, 'library.book-d']);
    expect(report.differences).toEqual([
      { stream: A, field: 'document.pages', live: '7', rebuilt: '1' },
      { stream: B, field: 'stream', live: undefined, rebuilt: B },
      { stream: 'library.book-d', field: 'stream', live: 'library.book-d', rebuilt: undefined },
    ]);
    await projector.redrive(A);
    await projector.redrive(B);
    expect((await projector.check()).differing).toEqual(['library.book-d']);
  });

  it('takes no document for different because it moved on meanwhile', async () => {
    const log = logOf(history(A, 2));
    const { projector } = set(log);
    await projector.feed(log.events);
    const settle = async (): Promise<void> => {
      log.append(changed(A, 2), changed(B, 0));
      await projector.feed(log.events);
    };
    expect(await projector.check({ settle })).toMatchObject({ documents: 2, differing: [] });
  });

  it('finds a document that stopped behind the log', async () => {
    const log = logOf(history(A, 3));
    const { projector } = set(log);
    await projector.feed(log.events.slice(0, 2));
    expect((await projector.check()).differences.map(({ field }) => field)).toEqual(['asOf', 'document.pages', 'revision']);
  });
});

it('shows the same documents whatever the delivery: doubled, shuffled and with gaps, and as a rebuild has them', async () => {
  const event = fc.record({ stream: fc.constantFrom('a', 'b', 'c', 'd'), kind: fc.constantFrom('changed', 'changed', 'changed', 'noted', 'poison', 'unknown'), pages: fc.nat(9) });
  await fc.assert(
    fc.asyncProperty(fc.array(event, { maxLength: 40 }), fc.array(fc.record({ at: fc.nat(), again: fc.nat(2), drop: fc.boolean() }), { maxLength: 60 }), fc.integer({ min: 1, max: 9 }), async (kinds, moves, size) => {
      const revisions = new Map<string, number>();
      const log = logOf(
        kinds.map(({ stream, kind, pages }) => {
          const revision = (revisions.get(stream) ?? -1) + 1;
          revisions.set(stream, revision);
          const name = `library.book-${stream}`;
          if (kind === 'unknown') return unknown(name, revision);
          if (kind === 'noted') return recorded(name, revision, 'library.v1.Noted');
          return changed(name, revision, kind === 'poison' ? { title: 'poison' } : { pages });
        }),
      );
      const delivery = log.events.flatMap((each, index) => (moves[index]?.drop && log.events.some(({ stream, revision }) => stream === each.stream && revision > each.revision) ? [] : Array<RecordedEvent>(1 + (moves[index]?.again ?? 0)).fill(each)));
      moves.forEach(({ at }, index) => {
        if (delivery.length > 0) delivery.push(...delivery.splice((at + index) % delivery.length, 1));
      });
      const { projector, store } = set(log);
      for (let index = 0; index < delivery.length; index += size) {
        const part = delivery.slice(index, index + size);
        await (index % 2 === 0 ? projector.feed(part) : Promise.all(part.map((each) => projector.handle(each))));
      }
      expect(await dump(store)).toEqual(await dump((await projector.rebuild({ pageSize: size })).generation));
      expect((await projector.check()).differing).toEqual([]);
    }),
    { numRuns: 100 },
  );
}, 30_000);

it('keeps what a query sees and what a stream shows in step', async () => {
  const { projector, store } = set();
  await projector.handle(changed(A, 0));
  expect((await store.query({ scope: EVERYTHING, where: [{ field: 'pages', op: 'eq', value: 0 }], limit: 1, facets: [] })).total).toBe(1);
});

/** A store whose writes take a turn of the event loop; notes how many documents each had. */
function slowly(store: MemoryViewStore<Book>, writes: number[] = []): ViewStore<Book> {
  return {
    get: (stream) => store.get(stream),
    put: async (documents) => {
      await new Promise((resolve) => setImmediate(resolve));
      writes.push(documents.length);
      await store.put(documents);
    },
    query: (query) => store.query(query),
    count: () => store.count(),
    scan: (after, limit) => store.scan(after, limit),
    clear: () => store.clear(),
  };
}
