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

/** In the thread: does some work of SQLite, unless nothing more is to be begun. */
export function guarded<T>(guard: Guard, work: () => T): T | undefined {
  Atomics.store(guard, WITHIN, 1);
  try {
    return Atomics.load(guard, STOP) === 0 ? work() : undefined;
  } finally {
    Atomics.store(guard, WITHIN, 0);
    Atomics.notify(guard, WITHIN);
  }
}

/** In the process: returns when the thread is not within SQLite and will not be again. A process that ends meanwhile would end with a panic of the binding. */
export function keepOut(guard: Guard): void {
  Atomics.store(guard, STOP, 1);
  Atomics.wait(guard, WITHIN, 1, PATIENCE_MS);
}
