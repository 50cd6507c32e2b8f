import { getEventListeners } from 'node:events';
import type { ViewDocument } from './port';
import { Waiters } from './waiters';

const view = (stream: string, revision: number): ViewDocument<unknown> => ({ stream, revision, asOf: '', document: {} });
const nothingYet = async (): Promise<undefined> => undefined;
const looked = () => new Promise((resolve) => setImmediate(resolve));

describe('many who wait by one signal', () => {
  it('are answered each for itself, and those who still wait when it aborts all give up', async () => {
    const waiters = new Waiters();
    const limit = new AbortController();
    const waits = ['a', 'b', 'c'].map((stream) => waiters.wait(stream, 1, nothingYet, limit.signal));
    await looked();
    waiters.settle(view('a', 1));
    waiters.settle(view('b', 0));
    expect(await waits[0]).toBe('visible');
    limit.abort();
    expect(await Promise.all(waits)).toEqual(['visible', 'behind', 'behind']);
  });

  it('put one listener on it', async () => {
    const waiters = new Waiters();
    const { signal } = new AbortController();
    const waits = Array.from({ length: 50 }, (_, n) => waiters.wait(`${n}`, 0, nothingYet, signal));
    await looked();
    expect(getEventListeners(signal, 'abort')).toHaveLength(1);
    for (let n = 0; n < 50; n += 1) waiters.settle(view(`${n}`, 0));
    expect(new Set(await Promise.all(waits))).toEqual(new Set(['visible']));
  });

  it('do not give up by the signal of another', async () => {
    const waiters = new Waiters();
    const [limit, other] = [new AbortController(), new AbortController()];
    const waits = [limit, other].map(({ signal }) => waiters.wait('a', 1, nothingYet, signal));
    await looked();
    other.abort();
    expect(await waits[1]).toBe('behind');
    waiters.settle(view('a', 1));
    expect(await waits[0]).toBe('visible');
  });
});
