import Libsql from 'libsql';

export type Value = number | string | Uint8Array | null;
export type Row = readonly unknown[];

/** A prepared statement; values are always bound as an array, rows always come as arrays. */
export interface Statement {
  run(values: readonly Value[]): void;
  get(values: readonly Value[]): Row | undefined;
  all(values: readonly Value[]): Row[];
}

/** The few things asked of SQLite; another binding is swapped in by writing this one file again. */
export interface Database {
  readonly inTransaction: boolean;
  exec(sql: string): void;
  prepare(sql: string): Statement;
  close(): void;
}

/** Opens a SQLite file. `busyMs` is how long a statement waits for another connection's lock. */
export function openDatabase(file: string, busyMs = 5_000): Database {
  const db = new Libsql(file, { timeout: busyMs });
  return {
    get inTransaction() { return db.inTransaction; },
    exec: (sql) => void db.exec(sql),
    prepare: (sql) => {
      const statement = db.prepare(sql);
      // libsql ends the process on `.run(buffer)` and adds a key to `.get()`: bind arrays, read raw.
      if (statement.reader) statement.raw();
      return {
        run: (values) => void statement.run(values),
        get: (values) => statement.get(values) as Row | undefined,
        all: (values) => statement.all(values) as Row[],
      };
    },
    close: () => void db.close(),
  };
}

/** SQLite's name of what went wrong (`SQLITE_FULL`), or an empty text where the error is none of SQLite's. */
export function sqliteCode(error: unknown): string {
  const code = error instanceof Error || (typeof error === 'object' && error !== null) ? (error as { code?: unknown }).code : undefined;
  return typeof code === 'string' ? code : '';
}
