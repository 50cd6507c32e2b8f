import { serially } from './serially';

/** A task that ends when it is told to. */
function held<T>(result: T) {
  let end = (): void => undefined;
  const ended = new Promise<void>((resolve) => (end = resolve));
  return { end, task: () => ended.then(() => result) };
}

describe('tasks of one key', () => {
  it('run one after another, in the order in which they came', async () => {
    const inTurn = serially();
    const steps: string[] = [];
    let running = 0;
    await Promise.all(
      Array.from({ length: 50 }, (_, n) =>
        inTurn('a', async () => {
          running += 1;
          expect(running).toBe(1);
          await new Promise((resolve) => setImmediate(resolve));
          steps.push(`${n}`);
          running -= 1;
        }),
      ),
    );
    expect(steps).toEqual(Array.from({ length: 50 }, (_, n) => `${n}`));
  });

  it('do not hold up tasks of another key', async () => {
    const inTurn = serially();
    const slow = held('slow');
    const first = inTurn('a', slow.task);
    expect(await inTurn('b', async () => 'quick')).toBe('quick');
    slow.end();
    expect(await first).toBe('slow');
  });

  it('fail alone: the next one runs, whether they throw at once or later', async () => {
    const inTurn = serially();
    const outcomes = await Promise.allSettled([
      inTurn('a', () => { throw new Error('at once'); }),
      inTurn('a', () => Promise.reject(new Error('later'))),
      inTurn('a', async () => 'fine'),
    ]);
    expect(outcomes).toMatchObject([{ reason: { message: 'at once' } }, { reason: { message: 'later' } }, { value: 'fine' }]);
  });

  it('wait for the one that runs, also where one before has ended meanwhile', async () => {
    const inTurn = serially();
    const [first, second] = [held('first'), held('second')];
    const ends: string[] = [];
    const running = [inTurn('a', first.task), inTurn('a', second.task)].map((each) => each.then((end) => ends.push(end)));
    first.end();
    await running[0];
    await new Promise((resolve) => setImmediate(resolve));
    const third = inTurn('a', async () => ends.push('third'));
    await new Promise((resolve) => setImmediate(resolve));
    expect(ends).toEqual(['first']);
    second.end();
    await Promise.all([...running, third]);
    expect(ends).toEqual(['first', 'second', 'third']);
  });

  it('that are started by one of them come after it', async () => {
    const inTurn = serially();
    const steps: string[] = [];
    let inner: Promise<unknown> | undefined;
    await inTurn('a', async () => {
      inner = inTurn('a', async () => steps.push('inner'));
      await Promise.resolve();
      steps.push('outer');
    });
    await inner;
    expect(steps).toEqual(['outer', 'inner']);
  });

  it('leave nothing behind: a key that rests starts afresh at once', async () => {
    const inTurn = serially();
    await inTurn('a', async () => undefined);
    await new Promise((resolve) => setImmediate(resolve));
    let started = false;
    const next = inTurn('a', async () => void (started = true));
    await Promise.resolve();
    expect(started).toBe(true);
    await next;
  });
});
