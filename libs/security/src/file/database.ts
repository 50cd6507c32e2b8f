import { chmodSync, closeSync, openSync } from 'node:fs';
import Libsql from 'libsql';

type Value = string | number | Uint8Array | null;
type Row = readonly unknown[];

/** The few things the key file asks of SQLite. */
export interface Database {
  run(sql: string, ...values: Value[]): void;
  row(sql: string, ...values: Value[]): Row | undefined;
  /** All or nothing, on disk when it returns. */
  transaction(work: () => void): void;
  /** Empties the write-ahead log, in which copies of overwritten pages lie; false where another reader keeps it. */
  emptyLog(): boolean;
  close(): void;
}

/** Opens a SQLite file that only its owner may read (0600; its log and index inherit the mode) and that overwrites what is deleted. */
export function openDatabase(path: string): Database {
  // Made before SQLite sees it: no moment at which others could open it.
  closeSync(openSync(path, 'a', 0o600));
  chmodSync(path, 0o600);
  const db = new Libsql(path);
  db.exec('PRAGMA journal_mode = WAL');
  db.exec('PRAGMA synchronous = FULL');
  db.exec('PRAGMA secure_delete = ON');
  const prepared = new Map<string, Libsql.Statement>();
  const prepare = (sql: string): Libsql.Statement => {
    const known = prepared.get(sql);
    if (known) return known;
    const statement = db.prepare(sql);
    // libsql ends the process on `.run(buffer)` and adds a key to `.get()`: bind arrays, read raw.
    if (statement.reader) statement.raw();
    prepared.set(sql, statement);
    return statement;
  };
  return {
    run: (sql, ...values) => void prepare(sql).run(values),
    row: (sql, ...values) => prepare(sql).get(values) as Row | undefined,
    transaction: (work) => inTransaction(db, work),
    emptyLog: () => Number((prepare('PRAGMA wal_checkpoint(TRUNCATE)').get([]) as Row)[0]) === 0,
    close: () => void db.close(),
  };
}

function inTransaction(db: Libsql.Database, work: () => void): void {
  db.exec('BEGIN IMMEDIATE');
  try {
    work();
    db.exec('COMMIT');
  } catch (error) {
    if (db.inTransaction) db.exec('ROLLBACK');
    throw error;
  }
}
