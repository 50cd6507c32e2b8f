import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { SAMPLE_NOW, describeEventStoreConformance, sampleEvent } from '../conformance';
import type { EventStore } from '../port';
import { type Database, openDatabase } from './driver';
import { openSqliteEventStore, verifyLog } from '.';
import { type AnchorWriter, NO_ANCHOR } from './anchor';
import { RecentEvents } from './recent-events';
import { prepareLog, preparePrivateFile } from './schema';
import { type OpenLog, SqliteEventStore } from './store';
import { openWal, type Wal } from './wal';

jest.setTimeout(60_000);

describeEventStoreConformance('the SQLite store', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'fengqiao-log-'));
  return { open: () => openSqliteEventStore({ folder }), dispose: async () => rmSync(folder, { recursive: true }) };
});

describe('the SQLite store', () => {
  let folder: string;
  let file: string;
  const opened: EventStore[] = [];
  /** Lets every write that a test holds back reach the disk. */
  const releases: (() => void)[] = [];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'fengqiao-log-'));
    file = join(folder, 'log.db');
  });
  afterEach(async () => {
    for (const release of releases.splice(0)) release();
    for (const store of opened.splice(0)) await store.close();
    rmSync(folder, { recursive: true });
  });

  /** A store whose connection the test holds too, or a database that fails where the test wants it to. */
  function openOn(wrap: (db: Database) => Database = (db) => db, over: Partial<OpenLog> = {}): { store: EventStore; db: Database } {
    preparePrivateFile(file);
    const db = openDatabase(file);
    prepareLog(db, file);
    const store = storeOver(wrap(db), over);
    opened.push(store);
    return { store, db };
  }

  function storeOver(db: Database, over: Partial<OpenLog> = {}): EventStore {
    return new SqliteEventStore({ file, db, wal: openWal(file), anchor: NO_ANCHOR, fatal: fail, ...over });
  }

  function fail(error: unknown): void {
    throw new Error(`unexpected: ${String(error)}`);
  }

  const append = (store: EventStore, stream: string, id: string, size = 10) => store.append(stream, 'none', [sampleEvent(id, { note: 'x'.repeat(size) })], SAMPLE_NOW);

  it('is WAL with 16 KiB pages, and only its owner can read its files', () => {
    const { db } = openOn();
    const pragma = (name: string) => db.prepare(`PRAGMA ${name}`).get([])?.[0];
    expect([pragma('journal_mode'), pragma('synchronous'), pragma('page_size')]).toEqual(['wal', 1, 16_384]);
    expect(['', '-wal', '-shm'].map((suffix) => statSync(file + suffix).mode & 0o777)).toEqual([0o600, 0o600, 0o600]);
  });

  it('refuses a log that others may read, and says what to do', async () => {
    openOn();
    chmodSync(file, 0o640);
    await expect(openSqliteEventStore({ file })).rejects.toThrow(`chmod 600 ${file}`);
  });

  it('refuses where the journal is not what it asked for', () => {
    const db = openDatabase(':memory:');
    expect(() => prepareLog(db, ':memory:')).toThrow(/journal_mode=wal .* but has memory/);
  });

  it('refuses where a checkpoint would not be forced to the disk', () => {
    preparePrivateFile(file);
    const db = openDatabase(file);
    const deaf: Database = { ...db, inTransaction: false, exec: (sql) => (sql.includes('synchronous') ? db.exec('PRAGMA synchronous = OFF') : db.exec(sql)) };
    expect(() => prepareLog(deaf, file)).toThrow(/synchronous=1 but has wal and 0/);
  });

  it('refuses a file of another program and one of another version', async () => {
    const { db } = openOn();
    db.exec('PRAGMA user_version = 3');
    await expect(openSqliteEventStore({ file })).rejects.toThrow(/no event log of this version/);
    const other = join(folder, 'other.db');
    writeFileSync(other, '', { mode: 0o600 });
    openDatabase(other).exec('CREATE TABLE notes (text TEXT)');
    await expect(openSqliteEventStore({ file: other })).rejects.toThrow(/no event log of this version/);
  });

  it('takes the appends of one turn into one commit of at most 256 events, and never splits an append', async () => {
    const commits: number[] = [];
    let rows = 0;
    const { store } = openOn((db) => ({
      ...db,
      exec: (sql) => {
        if (sql === 'COMMIT') commits.push(rows);
        rows = 0;
        db.exec(sql);
      },
      prepare: (sql) => {
        const statement = db.prepare(sql);
        return sql.startsWith('INSERT INTO events') ? { ...statement, run: (values) => (rows += 1, statement.run(values)) } : statement;
      },
    }));
    const many = (stream: string, count: number) => store.append(stream, 'none', Array.from({ length: count }, (_, index) => sampleEvent(`${stream} ${index}`)), SAMPLE_NOW);
    await Promise.all([many('s.a-1', 200), many('s.a-2', 56), many('s.a-3', 1), many('s.a-4', 300), many('s.a-5', 2), many('s.a-6', 2)]);
    expect(commits).toEqual([256, 1, 300, 4]);
  });

  it('takes into a commit what is appended one turn later', async () => {
    const order: string[] = [];
    const { store } = openOn((db) => ({ ...db, exec: (sql) => (order.push(sql), db.exec(sql)) }));
    const first = append(store, 's.a-1', 'e1');
    await nextTurn();
    const second = append(store, 's.a-2', 'e2');
    await nextTurn();
    await Promise.all([first, second, append(store, 's.a-3', 'e3')]);
    expect(order).toEqual(['BEGIN IMMEDIATE', 'COMMIT', 'BEGIN IMMEDIATE', 'COMMIT']);
    expect((await store.readAll({ after: 0, limit: 9 })).map(({ stream }) => stream)).toEqual(['s.a-1', 's.a-2', 's.a-3']);
  });

  describe('while what was committed is forced to the disk', () => {
    /** A log whose writes reach the disk when the test says so. */
    function held(fatal: (error: unknown) => void = fail) {
      const order: string[] = [];
      const waiting: { resolve(): void; reject(error: Error): void }[] = [];
      let isHeld = true;
      releases.push(() => {
        isHeld = false;
        for (const { resolve } of waiting) resolve();
      });
      const wal: Wal = {
        force: () => new Promise((resolve, reject) => {
          order.push('force');
          if (!isHeld) return resolve();
          waiting.push({ resolve, reject });
        }),
        close: async () => undefined,
      };
      const noted: number[] = [];
      const anchor: AnchorWriter = { write: ({ position }) => void noted.push(position), close: async () => undefined };
      const { store, db } = openOn((raw) => ({ ...raw, exec: (sql) => (raw.exec(sql), order.push(sql)) }), { wal, anchor, fatal });
      const isForcing = async () => {
        while (waiting.length === 0) await nextTurn();
        return waiting[0] as (typeof waiting)[number];
      };
      const letGo = async () => {
        (await isForcing()).resolve();
        waiting.shift();
      };
      return { store, db, order, noted, isForcing, letGo, told: <T>(answer: Promise<T>): Promise<T> => answer.finally(() => order.push('answer')) };
    }

    it('answers nobody, neither yes nor no', async () => {
      const { store, order, told, letGo, isForcing } = held();
      const answers = Promise.allSettled([told(append(store, 's.a-1', 'e1')), told(store.append('s.a-2', 4, [sampleEvent('e2')], SAMPLE_NOW))]);
      await isForcing();
      await someTurns();
      expect(order).toEqual(['BEGIN IMMEDIATE', 'COMMIT', 'force']);
      await letGo();
      await answers;
      expect(order).toEqual(['BEGIN IMMEDIATE', 'COMMIT', 'force', 'answer', 'answer']);
    });

    it('shows nothing of it, tells no listener and notes no head', async () => {
      await append(openOn().store, 's.a-1', 'e1');
      const { store, db, noted, letGo, isForcing } = held();
      const heads: number[] = [];
      store.onCommitted((head) => heads.push(head));
      const answers = [store.append('s.a-1', 0, [sampleEvent('e2')], SAMPLE_NOW), append(store, 's.a-2', 'e3')];
      await isForcing();
      expect(db.prepare('SELECT count(*) FROM events').get([])).toEqual([3]);
      const idsOf = (events: readonly { readonly id: string }[]) => events.map(({ id }) => id);
      const seen = async () => ({
        all: idsOf(await store.readAll({ after: 0, limit: 9 })),
        filtered: idsOf(await store.readAll({ after: 0, limit: 9, prefixes: ['s.a-'] })),
        streams: [idsOf(await store.read('s.a-1')), idsOf(await store.read('s.a-1', 1)), idsOf(await store.read('s.a-2'))],
        names: await store.streams('s.'),
        head: await store.head(),
      });
      expect([await seen(), heads, noted]).toEqual([{ all: ['e1'], filtered: ['e1'], streams: [['e1'], [], []], names: ['s.a-1'], head: 1 }, [], []]);
      await letGo();
      await Promise.all(answers);
      expect([await seen(), heads, noted]).toEqual([
        { all: ['e1', 'e2', 'e3'], filtered: ['e1', 'e2', 'e3'], streams: [['e1', 'e2'], ['e2'], ['e3']], names: ['s.a-1', 's.a-2'], head: 3 }, [3], [3],
      ]);
    });

    it('gathers what comes in meanwhile into the next transaction', async () => {
      const { store, order, letGo, isForcing } = held();
      const first = append(store, 's.a-1', 'e1');
      await isForcing();
      const others: Promise<unknown>[] = [];
      for (let nth = 2; nth <= 4; nth += 1) {
        others.push(append(store, `s.a-${nth}`, `e${nth}`));
        await someTurns();
      }
      expect(order).toEqual(['BEGIN IMMEDIATE', 'COMMIT', 'force']);
      await letGo();
      await first;
      await letGo();
      await Promise.all(others);
      expect(order.filter((step) => step === 'COMMIT')).toHaveLength(2);
      expect(await store.head()).toBe(4);
    });

    it('waits for the disk before it closes', async () => {
      const { store, told, letGo, isForcing, order } = held();
      const answer = told(append(store, 's.a-1', 'e1'));
      await isForcing();
      const closing = store.close().then(() => order.push('closed'));
      await someTurns();
      expect(order.at(-1)).toBe('force');
      await letGo();
      await Promise.all([answer, closing]);
      expect(order.slice(-2)).toEqual(['answer', 'closed']);
    });

    it('ends the process, and acknowledges nothing, when the disk does not take it', async () => {
      const fatal: unknown[] = [];
      const { store, isForcing, noted } = held((error) => fatal.push(error));
      const outcomes = Promise.allSettled([append(store, 's.a-1', 'e1'), store.append('s.a-2', 4, [sampleEvent('e2')], SAMPLE_NOW)]);
      const { reject } = await isForcing();
      const next = append(store, 's.a-3', 'e3');
      reject(new Error('EIO'));
      expect((await outcomes).map((outcome) => outcome.status === 'rejected' && (outcome.reason as Error).name)).toEqual(['AppendOutcomeUnknown', 'AppendOutcomeUnknown']);
      await expect(next).rejects.toMatchObject({ code: 'STORE_CLOSED' });
      expect([fatal, noted, await store.head(), await store.readAll({ after: 0, limit: 9 })]).toEqual([[new Error('EIO')], [], 0, []]);
    });
  });

  it('answers whoever comes at whatever step behind another answer', async () => {
    const { store } = openOn();
    let nth = 0;
    for (let turns = 0; turns < 4; turns += 1) for (let steps = 0; steps < 8; steps += 1) {
      await append(store, `s.a-${(nth += 1)}`, `e${nth}`);
      for (let turn = 0; turn < turns; turn += 1) await nextTurn();
      for (let step = 0; step < steps; step += 1) await undefined;
    }
    expect(await store.head()).toBe(nth);
  }, 10_000);

  it('refuses every waiter when the disk is full, and writes again once there is room', async () => {
    const { store, db } = openOn();
    await append(store, 's.a-0', 'e0');
    const pages = Number(db.prepare('PRAGMA page_count').get([])?.[0]);
    db.exec(`PRAGMA max_page_count = ${pages + 2}`);
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, (_, index) => append(store, `s.a-${index + 1}`, `e${index + 1}`, 8_000)));
    expect(outcomes.map((outcome) => outcome.status === 'rejected' && (outcome.reason as { code: string }).code)).toEqual(Array(20).fill('DISK_FULL'));
    expect(await store.head()).toBe(1);
    expect((await store.read('s.a-0')).map((event) => event.id)).toEqual(['e0']);
    db.exec('PRAGMA max_page_count = 1000000');
    expect((await append(store, 's.a-1', 'e1')).events[0]?.position).toBe(2);
    expect(await verifyLog(file)).toMatchObject({ ok: true, events: 2, streams: 2 });
  });

  it('refuses every waiter when the disk is full only at COMMIT', async () => {
    let full = true;
    const { store } = openOn((db) => failing(db, 'COMMIT', () => (full ? 'SQLITE_FULL' : undefined)));
    await expect(append(store, 's.a-1', 'e1')).rejects.toMatchObject({ code: 'DISK_FULL' });
    expect([await store.readAll({ after: 0, limit: 9 }), await store.read('s.a-1')]).toEqual([[], []]);
    full = false;
    expect((await append(store, 's.a-1', 'e1')).events[0]?.position).toBe(1);
    expect(await store.readAll({ after: 0, limit: 9 })).toHaveLength(1);
  });

  it.each(['SQLITE_IOERR_FSYNC', 'SQLITE_IOERR_WRITE', ''])('ends the process, and acknowledges nothing, when COMMIT fails with "%s"', async (code) => {
    const fatal: unknown[] = [];
    const { store } = openOn((db) => failing(db, 'COMMIT', () => code), { fatal: (error) => fatal.push(error) });
    const outcomes = await Promise.allSettled([append(store, 's.a-1', 'e1'), append(store, 's.a-2', 'e2')]);
    expect(fatal).toHaveLength(1);
    expect(outcomes.map((outcome) => outcome.status === 'rejected' && (outcome.reason as Error).name)).toEqual(['AppendOutcomeUnknown', 'AppendOutcomeUnknown']);
    await expect(append(store, 's.a-3', 'e3')).rejects.toMatchObject({ code: 'STORE_CLOSED' });
    expect(fatal).toHaveLength(1);
  });

  it('says that the log is busy where another process holds it', async () => {
    const { store } = openOn((db) => failing(db, 'BEGIN IMMEDIATE', () => 'SQLITE_BUSY'));
    await expect(append(store, 's.a-1', 'e1')).rejects.toMatchObject({ name: 'StoreUnavailable', code: 'STORE_BUSY' });
  });

  it('lets the append that the database refuses fail alone', async () => {
    const { store, db } = openOn();
    await append(store, 's.a-1', 'e1');
    db.exec("INSERT INTO events SELECT 99, stream, 1, type, body, hash FROM events WHERE position = 1");
    const outcomes = await Promise.allSettled([append(store, 's.a-2', 'e2'), store.append('s.a-1', 0, [sampleEvent('e3')], SAMPLE_NOW), append(store, 's.a-3', 'e4')]);
    expect(outcomes.map((outcome) => outcome.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect((await store.readAll({ after: 99, limit: 10 })).map((event) => [event.position, event.id])).toEqual([[100, 'e2'], [101, 'e4']]);
  });

  it.each([
    ['body is another', "UPDATE events SET body = replace(body, 'xxx', 'yyy')"],
    ['hash is another', 'UPDATE events SET hash = zeroblob(32)'],
    ['revision is another', 'UPDATE events SET revision = 7'],
    ['body is gone', 'DELETE FROM events'],
  ])('chains nothing to a last event whose %s, and goes on with other streams', async (_, damage) => {
    const first = openOn();
    await append(first.store, 's.a-1', 'e1');
    first.db.exec(damage);
    const { store } = openOn();
    const next = (expected: number) => store.append('s.a-1', expected, [sampleEvent('e2')], SAMPLE_NOW);
    for (const expected of [0, 7]) await expect(next(expected)).rejects.toMatchObject({ name: 'LogDamaged' });
    const [refused, taken] = await Promise.allSettled([next(0), append(store, 's.a-2', 'e3')]);
    expect([refused.status, taken.status]).toEqual(['rejected', 'fulfilled']);
  });

  it('chains nothing to an event of another stream, whatever the names say', async () => {
    const first = openOn();
    await append(first.store, 's.a-1', 'e1');
    first.db.exec("UPDATE streams SET name = 's.a-2'");
    await expect(openOn().store.append('s.a-2', 0, [sampleEvent('e2')], SAMPLE_NOW)).rejects.toMatchObject({ name: 'LogDamaged', position: 1 });
  });

  it('opens a log of version 1, which told the heads beside the names, and goes on with it', async () => {
    const { store, db } = openOn();
    await append(store, 's.a-1', 'e1');
    db.exec("ALTER TABLE streams ADD COLUMN revision INTEGER NOT NULL DEFAULT 0; ALTER TABLE streams ADD COLUMN hash BLOB; ALTER TABLE streams ADD COLUMN recorded_at TEXT NOT NULL DEFAULT ''; PRAGMA user_version = 1");
    const later = openOn();
    expect(later.db.prepare('PRAGMA user_version').get([])).toEqual([2]);
    expect((await later.store.append('s.a-1', 0, [sampleEvent('e2')], SAMPLE_NOW)).revision).toBe(1);
    expect(await verifyLog(file)).toMatchObject({ ok: true, events: 2, streams: 1 });
  });

  it('says where a stored event is damaged instead of serving it', async () => {
    const { store: writer, db } = openOn();
    await append(writer, 's.a-1', 'e1');
    await append(writer, 's.a-2', 'e2');
    // What a store has just written it has in memory; the disk's word is told to one that opens later.
    const store = storeOver(db);
    db.exec("UPDATE events SET body = CAST(replace(CAST(body AS BLOB), x'78', x'ff') AS TEXT) WHERE position = 2");
    await expect(store.read('s.a-2')).rejects.toMatchObject({ name: 'LogDamaged', position: 2 });
    expect(await store.read('s.a-1')).toHaveLength(1);
    db.exec("UPDATE events SET body = substr(body, 1, 3) WHERE position = 1");
    await expect(store.readAll({ after: 0, limit: 10 })).rejects.toMatchObject({ name: 'LogDamaged', position: 1 });
  });

  it.each([
    ['one letter of a body is another', "UPDATE events SET body = replace(body, 'note 3', 'note 4') WHERE position = 3", 3],
    ['a body has a letter more', "UPDATE events SET body = body || ' ' WHERE position = 3", 3],
    ['a body is empty', "UPDATE events SET body = '' WHERE position = 3", 3],
    ['a hash is another', "UPDATE events SET hash = randomblob(32) WHERE position = 3", 3],
    ['a hash is too short', "UPDATE events SET hash = x'00' WHERE position = 3", 3],
    ['the event before it is gone', 'DELETE FROM events WHERE position = 1', 1],
    ['the last event of a stream is gone', 'DELETE FROM events WHERE position = 5', 5],
    ['two bodies have changed places', "UPDATE events SET body = (SELECT body FROM events e WHERE e.position = 8 - events.position) WHERE position IN (3, 5)", 3],
  ])('reads nothing of a log as a whole where %s', async (_what, damage, position) => {
    const { store: writer, db } = openOn();
    for (let revision = 0; revision < 6; revision += 1) await writer.append(`s.a-${revision % 2}`, revision < 2 ? 'none' : (revision >> 1) - 1, [sampleEvent(`e${revision}`, { note: `note ${revision + 1}` })], SAMPLE_NOW);
    const whole = await storeOver(db).readAll({ after: 0, limit: 10 });
    expect(JSON.stringify(whole)).toBe(JSON.stringify(await writer.readAll({ after: 0, limit: 10 })));
    db.exec(damage);
    await expect(storeOver(db).readAll({ after: 0, limit: 10 })).rejects.toMatchObject({ name: 'LogDamaged', position });
  });
});

describe('what was committed a moment ago', () => {
  const folders: string[] = [];
  afterEach(() => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true })));

  it('is read from memory as it would be from the disk, whatever is asked for', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'fengqiao-log-'));
    folders.push(folder);
    const writer = await openSqliteEventStore({ folder });
    for (let turn = 0; turn < 40; turn += 1) {
      const stream = `s.${turn % 3 === 0 ? 'a' : 'b'}-${turn % 7}`;
      const { length } = await writer.read(stream);
      const events = Array.from({ length: 1 + (turn % 3) }, (_, n) => sampleEvent(`e${turn}-${n}`, { z: 1, a: { 乙: '甲', b: [1, 2] }, note: '\u0001"' }));
      await writer.append(stream, length === 0 ? 'none' : length - 1, events, SAMPLE_NOW);
    }
    const reader = await openSqliteEventStore({ folder });
    const head = await writer.head();
    for (const prefixes of [undefined, ['s.a-'], ['s.a-', 's.b-1'], ['t.']]) {
      for (const [after, limit] of [[0, 1_000], [0, 5], [17, 20], [head - 1, 5], [head, 5], [head + 3, 5]] as const) {
        const request = { after, limit, ...(prefixes && { prefixes }) };
        expect(await writer.readAll(request)).toEqual(await reader.readAll(request));
      }
    }
    for (const stream of [...(await reader.streams('s.')), 's.none-1']) for (const from of [0, 1, 2, 99]) expect(await writer.read(stream, from)).toEqual(await reader.read(stream, from));
    expect(JSON.stringify((await writer.readAll({ after: 0, limit: 1 }))[0])).toBe(JSON.stringify((await reader.readAll({ after: 0, limit: 1 }))[0]));
    await writer.close();
    await reader.close();
  });

  const committed = (position: number, stream: string, revision: number) => ({ position, stream, revision, text: JSON.stringify({ stream, revision }), hash: `${position}` });
  const positions = (events: readonly { readonly position: number }[] | undefined) => events?.map(({ position }) => position);

  it('is kept within its limits, the oldest first to go, and a stream only where it is whole', () => {
    const recent = new RecentEvents({ events: 4, characters: 1_000, streamEvents: 5, streamCharacters: 2_000, longestStream: 3 });
    expect(recent.behind(0, 9, [])).toBeUndefined();
    for (let position = 1; position <= 6; position += 1) recent.add([committed(position, `s-${position % 2}`, Math.floor((position - 1) / 2))]);
    expect([positions(recent.behind(1, 9, [])), positions(recent.behind(2, 9, [])), positions(recent.behind(3, 2, [])), positions(recent.behind(2, 9, ['s-1']))]).toEqual([undefined, [3, 4, 5, 6], [4, 5], [3, 5]]);
    expect([positions(recent.ofStream('s-0', 1)), positions(recent.ofStream('s-1', 0))]).toEqual([[4, 6], undefined]);
    recent.add([committed(7, 's-0', 3), committed(8, 's-9', 4)]);
    expect([recent.ofStream('s-0', 0), recent.ofStream('s-9', 0)]).toEqual([undefined, undefined]);
    recent.add([committed(20, 's-2', 0)]);
    expect([positions(recent.behind(18, 9, [])), positions(recent.behind(19, 9, [])), positions(recent.behind(20, 9, []))]).toEqual([undefined, [20], []]);
    recent.add([{ ...committed(21, 's-3', 0), text: `{"note":"${'x'.repeat(980)}"}` }]);
    expect([recent.behind(19, 9, []), positions(recent.behind(20, 9, []))]).toEqual([undefined, [21]]);
    expect([positions(recent.ofStream('s-2', 0)), positions(recent.ofStream('s-3', 0))]).toEqual([[20], [21]]);
    recent.add([{ ...committed(22, 's-4', 0), text: `{"note":"${'x'.repeat(980)}"}` }]);
    expect(['s-2', 's-3', 's-4'].map((stream) => positions(recent.ofStream(stream, 0)))).toEqual([undefined, [21], [22]]);
    recent.add([{ ...committed(23, 's-5', 0), text: `{"note":"${'x'.repeat(980)}"}` }]);
    expect(['s-3', 's-4', 's-5'].map((stream) => positions(recent.ofStream(stream, 0)))).toEqual([undefined, [22], [23]]);
  });
});

/** Long enough for everything that does not wait for the test. */
async function someTurns(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await nextTurn();
}

/** A database where one statement fails with a code of SQLite's, as long as there is one. */
function failing(db: Database, statement: string, code: () => string | undefined): Database {
  return {
    get inTransaction() { return db.inTransaction; },
    exec: (sql) => {
      const failure = sql === statement ? code() : undefined;
      if (failure !== undefined) throw Object.assign(new Error(`planted ${failure}`), { code: failure });
      db.exec(sql);
    },
    prepare: (sql) => db.prepare(sql),
    close: () => db.close(),
  };
}
