import { getHeapStatistics } from 'node:v8';
import type { Instant } from '@fengqiao/kernel';
import type { Pace } from '@fengqiao/platform';
import { MOST_GENERATIONS, type Past, type PastAnswer } from '@fengqiao/projection';
import { FoldingThread } from './folding-thread';

export interface PastInThreadsParts {
  readonly folder: string;
  readonly cursorSecret: string | Uint8Array;
  readonly pace: Pace;
  /** How long a question waits for the views of its instant, milliseconds. */
  readonly patienceMs: number;
  /** Bytes that all generations may take together, and each alone; as much as this process may take itself where omitted. */
  readonly mostBytes?: number;
}

/**
 * Folds the past in threads beside the one that serves: one thread an instant, one of them folding at a time, the last four kept as long
 * as they fit into memory. A question waits some seconds for its views, then it is told to come again, and the fold goes on.
 */
export function pastInThreads({ folder, cursorSecret, pace, patienceMs, mostBytes = getHeapStatistics().heap_size_limit }: PastInThreadsParts): Past {
  /** The one asked least recently comes first. */
  const kept = new Map<Instant, FoldingThread>();
  let folding: Promise<unknown> = Promise.resolve();
  let closed = false;

  return {
    ask: async (at, question): Promise<PastAnswer> => {
      const thread = threadOf(at);
      if (!thread) return { kind: 'crowded' };
      thread.users += 1;
      try {
        const state = await Promise.race([thread.ready, aborted(pace.patience(patienceMs))]);
        if (state === 'aborted') return { kind: 'folding', percent: thread.percent };
        if (state === 'tooLarge') return { kind: 'tooLarge' };
        return state === 'ended' ? { kind: 'crowded' } : await thread.ask(question);
      } finally {
        thread.users -= 1;
      }
    },
    close: async () => {
      closed = true;
      await Promise.all([...kept.values()].map((thread) => thread.end()));
      kept.clear();
    },
  };

  function threadOf(at: Instant): FoldingThread | undefined {
    const known = kept.get(at);
    if (!known && (closed || !makeRoom())) return undefined;
    const thread = known ?? begin(at);
    kept.delete(at);
    kept.set(at, thread);
    return thread;
  }

  function begin(at: Instant): FoldingThread {
    const forget = () => void (kept.get(at) === thread && kept.delete(at));
    const thread = new FoldingThread({ folder, at, cursorSecret }, mostBytes, folding, forget);
    folding = thread.ready.then(fitIn, () => undefined);
    return thread;
  }

  /** Lets the generation go that was asked least recently of those that nobody asks just now; false where all are in use. */
  function makeRoom(): boolean {
    if (kept.size < MOST_GENERATIONS) return true;
    const idle = [...kept].find(([, thread]) => thread.isIdle);
    if (!idle) return false;
    kept.delete(idle[0]);
    void idle[1].end();
    return true;
  }

  /** Keeps what is kept within memory. The newest one stays in any case. */
  function fitIn(): void {
    for (let sum = bytesOf(kept); sum > mostBytes && kept.size > 1; sum = bytesOf(kept)) {
      const [at, thread] = [...kept].slice(0, -1).find(([, each]) => each.isIdle) ?? [];
      if (at === undefined || !thread) return;
      kept.delete(at);
      void thread.end();
    }
  }
}

const bytesOf = (kept: ReadonlyMap<Instant, FoldingThread>) => [...kept.values()].reduce((sum, { bytes }) => sum + bytes, 0);

/** Resolves when the wait is over. */
function aborted(signal: AbortSignal): Promise<'aborted'> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve('aborted'), { once: true }));
}
