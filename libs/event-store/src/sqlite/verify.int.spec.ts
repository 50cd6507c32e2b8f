import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NewEvent } from '@fengqiao/kernel';
import { sampleEvent, sampleInstant } from '../conformance';
import { anchorFile } from './anchor';
import { type Database, type Value, openDatabase } from './driver';
import { type Fault, openSqliteEventStore, verifyLog } from '.';

const A = 'mediation.dispute-a';
const B = 'mediation.dispute-b';
const O = 'directory.office-o';

/** Stream and revision of each row by position: the log every test starts from. */
const PLACES = [[A, 0], [O, 0], [A, 1], [B, 0], [A, 2], [O, 1], [B, 1], [A, 3]] as const;

jest.setTimeout(60_000);

let folder: string;
let file: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fengqiao-verify-'));
  file = join(folder, 'log.db');
  const store = await openSqliteEventStore({ file });
  for (const [index, [stream, revision]] of PLACES.entries()) await store.append(stream, revision === 0 ? 'none' : revision - 1, [eventAt(index)], sampleInstant(index * 1_000));
  await store.close();
});
afterEach(() => rmSync(folder, { recursive: true }));

function eventAt(index: number): NewEvent {
  return sampleEvent(`e${index}`, { note: `第 ${index} 条` }, index % 2 === 0 ? 'mediation.v1.DisputeNoted' : 'mediation.v1.DisputeGraded');
}

/** Tampers by plain SQL, then verifies. */
async function after(tamper: (db: Database) => void): Promise<{ ok: boolean; places: string[]; faults: readonly Fault[] }> {
  const db = openDatabase(file);
  tamper(db);
  db.close();
  const { ok, faults } = await verifyLog(file);
  return { ok, faults, places: [...new Set(faults.map((fault) => `${fault.stream}@${fault.revision}`))] };
}

function columnsOf(table: string): string[] {
  const db = openDatabase(file);
  const names = db.prepare(`PRAGMA table_info(${table})`).all([]).map((row) => row[1] as string);
  db.close();
  return names;
}

/** Another value of the same storage class. */
function altered(value: unknown): Value {
  if (typeof value === 'number') return value + 1_000;
  if (typeof value === 'string') return value.replace(/.$/, (last) => (last === '}' ? ' ' : 'x'));
  const bytes = Buffer.from(value as Uint8Array);
  bytes[0] = (bytes[0] as number) ^ 1;
  return bytes;
}

function alter(table: string, row: number, column: string): (db: Database) => void {
  return (db) => {
    const value = db.prepare(`SELECT ${column} FROM ${table} WHERE rowid = ?`).get([row])?.[0];
    expect(value).toBeDefined();
    db.prepare(`UPDATE ${table} SET ${column} = ? WHERE rowid = ?`).run([altered(value), row]);
  };
}

describe('verifying an untouched log', () => {
  it('finds nothing, counts everything, and says what it cannot see', async () => {
    const progress: unknown[] = [];
    const report = await verifyLog(file, { onProgress: (step) => progress.push(step) });
    expect(report).toMatchObject({ ok: true, events: 8, streams: 3, faultCount: 0, faults: [] });
    expect(progress).toEqual([{ done: 8, total: 8, faults: 0 }]);
    expect(report.cannotSee.map((limit) => limit.en).join('\n')).toMatch(/last records .* deleted and log.db-head set back[^]*last events of a stream deleted[^]*computed again/);
  });

  it('works beside the store that writes it, on what was there when it began', async () => {
    const store = await openSqliteEventStore({ file });
    const verifying = verifyLog(file);
    await store.append(A, 3, [eventAt(8)], sampleInstant(9_000));
    expect(await verifying).toMatchObject({ ok: true, events: 8 });
    expect(await verifyLog(file)).toMatchObject({ ok: true, events: 9 });
    await store.close();
  });

  it('refuses a file that does not exist, and makes none', async () => {
    await expect(verifyLog(join(folder, 'other.db'))).rejects.toThrow(/does not exist/);
    await expect(verifyLog(join(folder, 'other.db'))).rejects.toThrow(/does not exist/);
  });
});

describe('verifying names stream and revision when', () => {
  it('any column of any stored event is changed', async () => {
    const columns = columnsOf('events');
    expect(columns).toEqual(expect.arrayContaining(['position', 'stream', 'revision', 'type', 'body', 'hash']));
    for (const column of columns) {
      for (const [index, [stream, revision]] of PLACES.entries()) {
        const { places } = await restoring(() => after(alter('events', index + 1, column)));
        expect({ column, places }).toEqual({ column, places: expect.arrayContaining([`${stream}@${revision}`]) });
      }
    }
  });

  it('the column alone names another stream, revision or type that exists', async () => {
    for (const change of ['stream = 2, revision = 7', 'revision = 60, position = 100', 'type = 2', 'stream = 3, revision = 50']) {
      const { places } = await restoring(() => after((db) => db.exec(`UPDATE events SET ${change} WHERE position = 1`)));
      expect({ change, places }).toEqual({ change, places: expect.arrayContaining([`${A}@0`]) });
    }
  });

  it('any column of a stream is changed', async () => {
    for (const column of columnsOf('streams')) {
      const { places } = await restoring(() => after(alter('streams', 1, column)));
      expect({ column, places }).toEqual({ column, places: expect.arrayContaining([`${A}@3`]) });
    }
  });

  it('any column of a type is changed', async () => {
    for (const column of columnsOf('types')) {
      const { places } = await restoring(() => after(alter('types', 2, column)));
      expect({ column, places }).toEqual({ column, places: expect.arrayContaining([`${B}@0`, `${O}@0`, `${O}@1`, `${A}@3`]) });
    }
  });

  it('one bit of a body is flipped, whichever it is', async () => {
    const db = openDatabase(file);
    const body = Buffer.from(db.prepare('SELECT CAST(body AS BLOB) FROM events WHERE position = 3').get([])?.[0] as Uint8Array);
    const update = db.prepare('UPDATE events SET body = CAST(? AS TEXT) WHERE position = 3');
    for (let bit = 0; bit < body.length * 8; bit += 7) {
      const flipped = Buffer.from(body);
      flipped[bit >> 3] = (flipped[bit >> 3] as number) ^ (1 << (bit & 7));
      update.run([flipped]);
      const { ok, faults } = await verifyLog(file);
      expect({ bit, ok, named: faults.some((fault) => fault.stream === A && fault.revision === 1) }).toEqual({ bit, ok: false, named: true });
    }
    db.close();
  });

  it('one changed row is all that is wrong', async () => {
    const { faults } = await after((db) => db.exec(`UPDATE events SET body = replace(body, 'person-1', 'person-2') WHERE position = 3`));
    expect(faults.map(({ stream, revision, code }) => [stream, revision, code])).toEqual([[A, 1, 'HASH']]);
    const { faults: both } = await after((db) => db.exec(`UPDATE events SET hash = zeroblob(32) WHERE position = 4`));
    expect(both.map(({ stream, revision, code }) => [stream, revision, code])).toEqual([[A, 1, 'HASH'], [B, 0, 'HASH']]);
  });

  it('a row in the middle is deleted', async () => {
    const { faults } = await after((db) => db.exec('DELETE FROM events WHERE position = 5'));
    expect(faults).toEqual(expect.arrayContaining([expect.objectContaining({ stream: A, revision: 2, code: 'MISSING' }), expect.objectContaining({ stream: O, revision: 1, code: 'POSITION' })]));
  });

  it('two rows of a stream are swapped', async () => {
    const { places } = await restoring(() => after((db) => swap(db, 3, 5, ['revision', 'body', 'hash', 'type'])));
    expect(places).toEqual([`${A}@1`]);
    expect((await restoring(() => after((db) => swap(db, 3, 5, ['body'])))).places).toEqual(expect.arrayContaining([`${A}@1`, `${A}@2`]));
  });

  it('a row is inserted', async () => {
    const insert = (position: number, revision: number, body: string) => (db: Database) =>
      db.prepare(`INSERT INTO events SELECT ?, stream, ?, type, ${body}, hash FROM events WHERE position = 8`).run([position, revision]);
    expect((await restoring(() => after(insert(9, 4, 'body')))).places).toEqual(expect.arrayContaining([`${A}@4`, `${A}@3`]));
    expect((await restoring(() => after(insert(9, 4, `replace(body, '"revision":3', '"revision":4')`)))).places).toEqual([`${A}@4`]);
    expect((await restoring(() => after(insert(0, 7, 'body')))).places).toEqual(expect.arrayContaining([`${A}@7`]));
    expect((await restoring(() => after(insert(-5, -1, 'body')))).places).toEqual(expect.arrayContaining([`${A}@-1`]));
  });

  it('a row is inserted into a stream that nobody registered', async () => {
    const { places } = await after((db) => db.exec(`INSERT INTO events SELECT 9, 77, 0, type, body, hash FROM events WHERE position = 8`));
    expect(places).toEqual(expect.arrayContaining(['#77@0']));
  });

  it('the last row of a stream is deleted, by the position that is missing', async () => {
    const { faults } = await restoring(() => after((db) => db.exec('DELETE FROM events WHERE position = 7')));
    expect(faults).toMatchObject([{ stream: A, revision: 3, code: 'POSITION' }]);
  });

  it('the last row of the log is deleted, by the anchor', async () => {
    const { faults } = await after(cutTheLast);
    expect(faults).toMatchObject([{ stream: '*', code: 'TAIL', what: { en: expect.stringContaining('ends at position 7, but everything up to 8') as string } }]);
  });

  it('every row of a stream is deleted and those behind it are numbered again, by its name', async () => {
    const { faults } = await after((db) => {
      db.prepare('DELETE FROM events WHERE stream = (SELECT id FROM streams WHERE name = ?)').run([B]);
      for (const [index, [position]] of (db.prepare('SELECT position FROM events ORDER BY position').all([]) as unknown as [number][]).entries()) db.exec(`UPDATE events SET position = ${index + 1} WHERE position = ${position}`);
    });
    expect(faults).toMatchObject([{ stream: B, revision: -1, code: 'MISSING' }, { stream: '*', code: 'TAIL' }]);
  });
});

describe('what verifying cannot see', () => {
  it('is the last row of the log deleted and the anchor set back, and it says so', async () => {
    const shorter = join(folder, 'shorter.db');
    const store = await openSqliteEventStore({ file: shorter });
    for (const [index, [stream, revision]] of PLACES.slice(0, 7).entries()) await store.append(stream, revision === 0 ? 'none' : revision - 1, [eventAt(index)], sampleInstant(index * 1_000));
    await store.close();
    const setBack = readFileSync(anchorFile(shorter));
    writeFileSync(anchorFile(file), setBack);
    const { ok } = await after(cutTheLast);
    expect([ok, (await verifyLog(file)).cannotSee[0]?.en]).toEqual([true, expect.stringMatching(/^the last records of the log deleted and log.db-head set back/)]);
  });

  it('is a lost tail where no anchor stands beside the log, and it says so', async () => {
    rmSync(anchorFile(file));
    const { ok } = await after(cutTheLast);
    expect(ok).toBe(true);
    expect((await verifyLog(file)).cannotSee[0]?.en).toMatch(/^the last records of the log lost: no log.db-head stands beside it/);
  });
});

it('keeps the first faults of many, and counts and tells all', async () => {
  const db = openDatabase(file);
  db.exec('UPDATE events SET hash = zeroblob(32)');
  db.close();
  const told: Fault[] = [];
  const report = await verifyLog(file, { mostFaults: 2, onFault: (fault) => told.push(fault) });
  expect(report.faults).toHaveLength(2);
  expect(told).toHaveLength(report.faultCount);
  expect(report.faultCount).toBeGreaterThanOrEqual(8);
});

/** Does something to the log and puts it back as it was. */
async function restoring<T>(act: () => Promise<T>): Promise<T> {
  const db = openDatabase(file);
  db.exec('CREATE TABLE kept_events AS SELECT * FROM events; CREATE TABLE kept_streams AS SELECT * FROM streams; CREATE TABLE kept_types AS SELECT * FROM types;');
  const outcome = await act();
  for (const table of ['events', 'streams', 'types']) db.exec(`DELETE FROM ${table}; INSERT INTO ${table} SELECT * FROM kept_${table}; DROP TABLE kept_${table};`);
  db.close();
  return outcome;
}

function swap(db: Database, one: number, other: number, columns: string[]): void {
  const read = (position: number) => db.prepare(`SELECT ${columns.join(', ')} FROM events WHERE position = ?`).get([position]) as Value[];
  const [first, second] = [read(one), read(other)];
  const write = db.prepare(`UPDATE events SET ${columns.map((column) => `${column} = ?`).join(', ')} WHERE position = ?`);
  if (columns.includes('revision')) db.exec(`UPDATE events SET revision = -99 WHERE position = ${other}`);
  write.run([...second, one]);
  write.run([...first, other]);
}

function cutTheLast(db: Database): void {
  db.exec('DELETE FROM events WHERE position = 8');
}
