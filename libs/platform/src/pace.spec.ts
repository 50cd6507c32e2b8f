import { systemPace, turnTogether } from '@fengqiao/platform';

describe('the pace of a process', () => {
  it('lets waits that begin together end together, and none later than asked', async () => {
    const pace = systemPace();
    const began = pace.elapsedMs();
    const signals = Array.from({ length: 100 }, () => pace.patience(200));
    expect(new Set(signals).size).toBeLessThan(signals.length);
    const [first] = signals as [AbortSignal];
    const warned: Error[] = [];
    const warn = (warning: Error) => void warned.push(warning);
    process.on('warning', warn);
    for (let n = 0; n < 100; n += 1) first.addEventListener('abort', () => undefined);
    await new Promise((resolve) => first.addEventListener('abort', resolve));
    expect(pace.elapsedMs() - began).toBeGreaterThanOrEqual(199);
    expect(pace.patience(200).aborted).toBe(false);
    process.off('warning', warn);
    expect(warned).toEqual([]);
  });

  it('gives a short wait, and one of another length, a signal of its own', () => {
    const pace = systemPace();
    expect(pace.patience(20)).not.toBe(pace.patience(20));
    expect(pace.patience(1_000)).not.toBe(pace.patience(2_000));
  });

  it('calls back later, unless it is called off', async () => {
    const pace = systemPace();
    const called: string[] = [];
    pace.later(1, () => called.push('called off'))();
    await new Promise<void>((resolve) => void pace.later(2, resolve));
    expect(called).toEqual([]);
  });
});

describe('those who ask in one turn of the event loop', () => {
  it('go on together, step by step, when all of the turn have asked', async () => {
    const turn = turnTogether();
    const steps: string[] = [];
    const work = async (name: string) => {
      await turn();
      steps.push(`${name} 1`);
      await Promise.resolve();
      steps.push(`${name} 2`);
    };
    const working = [work('a')];
    await Promise.resolve();
    working.push(work('b'));
    await Promise.all(working);
    expect(steps).toEqual(['a 1', 'b 1', 'a 2', 'b 2']);
  });

  it('do not wait for those of a later turn', async () => {
    const turn = turnTogether();
    const first = turn();
    await first;
    expect(turn()).not.toBe(first);
    await turn();
  });
});
