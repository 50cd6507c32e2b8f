import { openDatabase, type Database } from './driver';

const [STOP, WITHIN] = [0, 1];
/** Longer than any call of SQLite that reads some hundred rows. */
const PATIENCE_MS = 2_000;

/** Two numbers that a thread and its process share: nothing more is to be begun; the thread is within SQLite. */
export type Guard = Int32Array;

/** A guard of a thread that is about to open SQLite. */
export function newGuard(): Guard {
  const guard = new Int32Array(new SharedArrayBuffer(8));
  guard[WITHIN] = 1;
  return guard;
}

/** In the thread: opens a file whose every call is within SQLite for all to see, and throws once the thread is kept out. */
export function openGuarded(guard: Guard, file: string): Database {
  const within = <T>(work: () => T): T => {
    Atomics.store(guard, WITHIN, 1);
    try {
      if (Atomics.load(guard, STOP) !== 0) throw new Error('the thread is kept out of SQLite, because it is about to be ended');
      return work();
    } finally {
      Atomics.store(guard, WITHIN, 0);
      Atomics.notify(guard, WITHIN);
    }
  };
  const db = within(() => openDatabase(file));
  return {
    get inTransaction() { return within(() => db.inTransaction); },
    exec: (sql) => within(() => db.exec(sql)),
    prepare: (sql) => {
      const statement = within(() => db.prepare(sql));
      return {
        run: (values) => within(() => statement.run(values)),
        get: (values) => within(() => statement.get(values)),
        all: (values) => within(() => statement.all(values)),
      };
    },
    close: () => within(() => db.close()),
  };
}

/** In the process: returns when the thread is not within SQLite and will not be again. To end it, or the process, within SQLite ends with a panic of the binding. */
export function keepOut(guard: Guard): void {
  Atomics.store(guard, STOP, 1);
  Atomics.wait(guard, WITHIN, 1, PATIENCE_MS);
}
