import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FoldedEvent, NewEvent } from '@fengqiao/kernel';
import { chainHash } from '../chain';
import { foldedOf, sampleEvent, sampleInstant } from '../conformance';
import { compileForChild, type ChildCode } from '../kill-runs';
import type { EventStore } from '../port';
import { NO_ANCHOR } from './anchor';
import { type Database, openDatabase } from './driver';
import { openSqliteEventStore } from './open';
import { readAhead } from './read-ahead';
import { LOG_FILE } from './schema';
import { SqliteEventStore } from './store';
import { openWal } from './wal';

/** More than is read at once and more than is wished for at once. */
const EVENTS = 4_000;
const STREAMS = ['mediation.dispute-a', 'mediation.dispute-b', 'numbering.office-o.2026.人调'];

const odd = (meta: Partial<NewEvent['meta']>, change: Partial<NewEvent> = {}): NewEvent => {
  const event = sampleEvent('e1');
  return { ...event, ...change, meta: { ...event.meta, ...meta } };
};
const NASTY = '","office":"x\\","id":"{[:"';
/** Events whose members are hard to find from their end. */
const ODD: readonly (readonly [string, NewEvent])[] = [
  ['texts are empty', odd({ actor: '', office: '', jurisdiction: '', correlation: '', causation: '', command: { id: '', body: '' } })],
  ['texts hold what stands between texts', odd({ actor: NASTY, office: NASTY, jurisdiction: NASTY, correlation: NASTY, causation: NASTY, command: { id: NASTY, body: NASTY } }, { id: NASTY, type: `a.${NASTY}` })],
  ['texts end with a colon or a backslash', odd({ actor: 'a:', office: 'o\\', correlation: ':', causation: '\\', command: { id: ':"', body: '":' } }, { id: ':' })],
  ['texts are of many bytes', odd({ actor: '人'.repeat(40), office: '𠮷', correlation: '关联' })],
  ['texts are ids', odd({ actor: 'a'.repeat(36), office: 'b'.repeat(36), correlation: 'c'.repeat(36), causation: 'd'.repeat(36), command: { id: 'e'.repeat(36), body: 'f'.repeat(43) } }, { id: 'g'.repeat(36) })],
  ['the data is named as the rest', odd({}, { data: { id: 'x', meta: { actor: 'y', office: 'z', recordedAt: '2' }, revision: 7, stream: 's', type: 't', v: 1 } })],
  ['the data is empty', odd({}, { data: {} })],
];

const thrown = (error: unknown) => {
  throw error;
};

describe('a log that a thread reads ahead', () => {
  let code: ChildCode;
  let folder: string;
  let store: EventStore;
  let whole: readonly FoldedEvent[];
  const ahead = async (after: number, thread = code.entry('event-store', 'sqlite/read-ahead-main'), of = folder) => {
    const given: FoldedEvent[] = [];
    const numberOf = new Map<string, number | undefined>();
    for await (const events of readAhead({ file: join(of, LOG_FILE), after }, thread)) {
      for (const event of events) {
        expect(event.streamNumber).toBe(numberOf.get(event.stream) ?? event.streamNumber);
        numberOf.set(event.stream, event.streamNumber);
        given.push(foldedOf(event));
      }
    }
    expect(new Set(numberOf.values()).size).toBe(numberOf.size);
    return given;
  };

  beforeAll(async () => {
    code = compileForChild(['event-store', 'kernel']);
    folder = mkdtempSync(join(tmpdir(), 'fengqiao-ahead-'));
    store = await openSqliteEventStore({ folder });
    const note = (index: number) => (index % 50 === 0 ? `第 ${index} 条𠮷` : `note ${index}`);
    await Promise.all(Array.from({ length: EVENTS }, (_, index) => {
      const revision = Math.floor(index / STREAMS.length);
      return store.append(STREAMS[index % STREAMS.length] as string, revision === 0 ? 'none' : revision - 1, [sampleEvent(`e${index}`, { note: note(index) }, index % 7 === 0 ? 'mediation.v1.DisputeRenoted' : undefined)], sampleInstant(index));
    }));
    whole = (await store.readAll({ after: 0, limit: EVENTS })).map(foldedOf);
  }, 60_000);
  afterAll(async () => {
    await store.close();
    code.remove();
    rmSync(folder, { recursive: true });
  });

  it('is what folds read of the log, byte for byte as it is read without one, from wherever it begins', async () => {
    expect(whole).toHaveLength(EVENTS);
    expect(JSON.stringify(await ahead(0))).toBe(JSON.stringify(whole));
    expect(JSON.stringify(await ahead(1_234))).toBe(JSON.stringify(whole.slice(1_234)));
    expect(await ahead(EVENTS)).toEqual([]);
  });

  it.each(ODD)('is the same where %s', async (_what, odd) => {
    const other = mkdtempSync(join(tmpdir(), 'fengqiao-ahead-'));
    const log = await openSqliteEventStore({ folder: other });
    for (const stream of ['a.b-1', 'a.b-"2":"', '枫桥.b-\\3']) {
      for (const [revision, event] of [sampleEvent('e0'), odd, sampleEvent('e2')].entries()) await log.append(stream, revision === 0 ? 'none' : revision - 1, [event], sampleInstant(revision));
    }
    expect(await ahead(0, undefined, other)).toEqual((await log.readAll({ after: 0, limit: 10 })).map(foldedOf));
    await log.close();
    rmSync(other, { recursive: true });
  });

  it('is read by who leaves before its end', async () => {
    for await (const events of readAhead({ file: join(folder, LOG_FILE), after: 0 }, code.entry('event-store', 'sqlite/read-ahead-main'))) {
      expect(foldedOf(events[0] as FoldedEvent)).toEqual(whole[0]);
      break;
    }
  });

  it.each([
    ['one letter of a body is another', "UPDATE events SET body = replace(body, 'note', 'Note') WHERE position = 2702"],
    ['a hash is too short', "UPDATE events SET hash = x'00' WHERE position = 2702"],
    ['a row is gone', 'DELETE FROM events WHERE position = 2702'],
    ['two bodies have changed places', 'UPDATE events SET body = (SELECT body FROM events e WHERE e.position = 5407 - events.position) WHERE position IN (2702, 2705)'],
  ])('ends before what is damaged, which who reads on is told, where %s', async (_what, damage) => {
    const db = openDatabase(join(folder, LOG_FILE));
    db.exec('CREATE TABLE IF NOT EXISTS whole AS SELECT * FROM events');
    try {
      db.exec(damage);
      const given = await ahead(0);
      expect(given).toEqual(whole.slice(0, given.length));
      expect(given.length).toBeGreaterThan(1_000);
      expect(given.length).toBeLessThan(2_702);
      await expect(coldStore(db).readAll({ after: given.length, limit: EVENTS })).rejects.toMatchObject({ name: 'LogDamaged', position: 2_702 });
    } finally {
      db.exec('DELETE FROM events; INSERT INTO events SELECT * FROM whole');
      db.close();
    }
  });

  /** A store that has nothing of the log in memory. */
  function coldStore(db: Database): EventStore {
    const file = join(folder, LOG_FILE);
    return new SqliteEventStore({ file, db, wal: openWal(file), anchor: NO_ANCHOR, fatal: thrown });
  }

  it('ends before an event whose column names another type than the body, which who reads on is given', async () => {
    const db = openDatabase(join(folder, LOG_FILE));
    try {
      db.exec('UPDATE events SET type = 3 - type WHERE position = 2702');
      const given = await ahead(0);
      expect(given.length).toBeLessThan(2_702);
      const rest = await coldStore(db).readAll({ after: given.length, limit: EVENTS });
      expect([...given, ...rest.map(foldedOf)]).toEqual(whole);
    } finally {
      db.exec('UPDATE events SET type = 3 - type WHERE position = 2702');
      db.close();
    }
  });

  it('ends before an event whose column has another revision than the body, though its link holds', async () => {
    const db = openDatabase(join(folder, LOG_FILE));
    const [body, hash, before] = db.prepare('SELECT e.body, e.hash, p.hash FROM events e JOIN events p ON p.stream = e.stream AND p.revision = e.revision - 1 WHERE e.position = ?').get([EVENTS]) as [string, Buffer, Buffer];
    const forged = body.replace(/"revision":\d+/, '"revision":7');
    const put = db.prepare('UPDATE events SET body = ?, hash = ? WHERE position = ?');
    try {
      put.run([forged, chainHash(before, forged), EVENTS]);
      const given = await ahead(0);
      expect(given).toEqual(whole.slice(0, given.length));
      expect(given.length).toBeLessThan(EVENTS);
      await expect(coldStore(db).readAll({ after: given.length, limit: EVENTS })).rejects.toMatchObject({ name: 'LogDamaged', position: EVENTS });
    } finally {
      put.run([body, hash, EVENTS]);
      db.close();
    }
  });

  it('lets the process end as it wants to, wherever the thread is', () => {
    const child = code.entry('event-store', 'kill-runs/leaving-child');
    const left = Array.from({ length: 8 }, (_, index) => spawnSync(process.execPath, [child, join(folder, LOG_FILE), String(1 + 160 * index)], { encoding: 'utf8' }));
    expect(left.map(({ status, stderr }) => [status, stderr])).toEqual(left.map(() => [3, '']));
  }, 30_000);

  it('lets a thread be ended that reads the log for itself, wherever it is', () => {
    const ended = Array.from({ length: 3 }, () => spawnSync(process.execPath, [code.entry('event-store', 'kill-runs/ending-child'), folder], { encoding: 'utf8' }));
    expect(ended.map(({ status, stderr }) => [status, stderr])).toEqual(ended.map(() => [0, '']));
  }, 30_000);

  it('says so where the thread cannot run', async () => {
    await expect(ahead(0, join(folder, 'nowhere.js'))).rejects.toThrow('nowhere.js');
  });
});
