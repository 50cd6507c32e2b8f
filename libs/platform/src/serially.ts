/** Runs tasks of one key one after another, tasks of different keys side by side; a failed task does not stop the next. */
export function serially(): <T>(key: string, task: () => Promise<T>) => Promise<T> {
  const tails = new Map<string, Promise<unknown>>();
  return (key, task) => {
    const before = tails.get(key) ?? Promise.resolve();
    const run = before.then(task);
    const ended = (): void => {
      if (tails.get(key) === tail) tails.delete(key);
    };
    const tail: Promise<void> = run.then(ended, ended);
    tails.set(key, tail);
    return run;
  };
}
