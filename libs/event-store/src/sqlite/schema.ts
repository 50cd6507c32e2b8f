import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Database, sqliteCode } from './driver';

/** The log's name in a data folder. */
export const LOG_FILE = 'log.db';

/** `FQLG`: marks the file as a Fengqiao log. */
const APPLICATION_ID = 0x4651_4c47;
const SCHEMA_VERSION = 2;
const SYNCHRONOUS_NORMAL = 1;

/**
 * Integer ids keep the one random index small; the body is the whole event as canonical text, and the columns beside it
 * only serve reading. Verification compares them with the body.
 */
const SCHEMA = `
CREATE TABLE streams (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE types (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE events (
  position INTEGER PRIMARY KEY, stream INTEGER NOT NULL, revision INTEGER NOT NULL, type INTEGER NOT NULL, body TEXT NOT NULL, hash BLOB NOT NULL,
  UNIQUE (stream, revision)
) STRICT;
PRAGMA application_id = ${APPLICATION_ID};
PRAGMA user_version = ${SCHEMA_VERSION};
`;

/** Version 1 had each stream's head beside its name as well, and wrote it with every event. */
const TO_VERSION_2 = `
ALTER TABLE streams DROP COLUMN revision;
ALTER TABLE streams DROP COLUMN hash;
ALTER TABLE streams DROP COLUMN recorded_at;
PRAGMA user_version = 2;
`;

/** A data file cannot be opened safely; the message says what is wrong, where, and what to do. */
export class DataFileRefused extends Error {
  constructor(readonly file: string, zh: string, en: string) {
    super(`数据文件 ${file} 拒绝打开：${zh}。 Data file ${file} refused: ${en}.`);
    this.name = 'DataFileRefused';
  }
}

/** Makes the file if it is absent, readable by its owner alone, and refuses one that others may read. */
export function preparePrivateFile(file: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  if (!existsSync(file)) writeFileSync(file, '', { mode: 0o600, flag: 'wx' });
  const mode = statSync(file).mode & 0o777;
  if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
    const octal = mode.toString(8);
    throw new DataFileRefused(file, `文件权限为 ${octal}，他人可读写；请执行 chmod 600 ${file}`, `its mode is ${octal}, so others can reach it; run chmod 600 ${file}`);
  }
}

/**
 * Sets what durability needs, reads it back, and lays out the tables in an empty file, or those of an older version anew. SQLite forces what a checkpoint moves;
 * who commits forces the write-ahead log itself.
 */
export function prepareLog(db: Database, file: string): void {
  const [version, application, tables] = [pragma(db, 'user_version'), pragma(db, 'application_id'), db.prepare('SELECT count(*) FROM sqlite_master').get([])?.[0]];
  const empty = tables === 0;
  if (!empty && (application !== APPLICATION_ID || (version !== SCHEMA_VERSION && version !== 1))) {
    throw new DataFileRefused(file, `不是本版本的事件库（标识 ${application}，版本 ${version}）`, `it is no event log of this version (application id ${application}, version ${version})`);
  }
  if (empty) db.exec('PRAGMA page_size = 16384');
  pragma(db, 'journal_mode = WAL');
  db.exec('PRAGMA synchronous = NORMAL');
  const [journal, synchronous] = [pragma(db, 'journal_mode'), pragma(db, 'synchronous')];
  if (journal !== 'wal' || synchronous !== SYNCHRONOUS_NORMAL) {
    throw new DataFileRefused(
      file,
      `需要 journal_mode=wal、synchronous=1，实际为 ${journal}、${synchronous}；请换用支持 WAL 的本地磁盘`,
      `it needs journal_mode=wal and synchronous=1 but has ${journal} and ${synchronous}; use a local disk that supports WAL`,
    );
  }
  if (empty || version !== SCHEMA_VERSION) db.exec(`BEGIN IMMEDIATE;${empty ? SCHEMA : TO_VERSION_2}COMMIT;`);
}

/**
 * Refuses a file whose pages, rows or indexes do not fit together: a row that an index has lost would be missing from a case without a word.
 * What the bytes of a row say is checked by the chain, where they are read.
 */
export function checkPages(db: Database, file: string): void {
  const [said] = pageFaults(db, 1);
  if (said !== undefined) throw damagedFile(file, said);
}

/** What SQLite finds wrong with its pages, at most so many lines; none where all is well. */
export function pageFaults(db: Database, most: number): readonly string[] {
  const lines = db.prepare(`SELECT CAST(integrity_check AS BLOB) FROM pragma_integrity_check(${most})`).all([]).map((row) => (row[0] as Buffer).toString('latin1').replaceAll('\n', ' '));
  return lines[0] === 'ok' ? [] : lines;
}

/** SQLite's names for a file that it cannot make sense of. */
const DAMAGED = ['SQLITE_CORRUPT', 'SQLITE_NOTADB'];

/** Does some work on a file, and says in one sentence where SQLite could make no sense of it. */
export async function sayingDamage<T>(file: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw DAMAGED.some((code) => sqliteCode(error).startsWith(code)) ? damagedFile(file, (error as Error).message) : error;
  }
}

/** Closing moves the WAL into the file, which a damaged one may not bear; what went wrong before is what counts. */
export function closeQuietly(db: Database): void {
  try {
    db.close();
  } catch {
    // The connection ends with the process.
  }
}

function damagedFile(file: string, said: string): DataFileRefused {
  return new DataFileRefused(file, `文件已损坏（${said}）；请勿再写入，放回最新的副本`, `it is damaged (${said}); write nothing to it, put the newest copy back`);
}

function pragma(db: Database, text: string): unknown {
  return db.prepare(`PRAGMA ${text}`).get([])?.[0];
}
