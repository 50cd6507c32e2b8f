import { setMaxListeners } from 'node:events';

/**
 * The system clock as long-running work sees it: always real, whatever the domain clock says.
 * Work that may be long asks how long it has run, and lets everybody else run in between.
 */
export interface Pace {
  /** Milliseconds of a clock that only goes forward. */
  elapsedMs(): number;
  /** Resolves after whatever else waits in the process has had its turn. */
  breathe(): Promise<void>;
  /** Calls back once after this many milliseconds, if the process still runs then; returns the way to call it off. */
  later(ms: number, act: () => void): () => void;
  /** Aborts when this many milliseconds have passed. */
  patience(ms: number): AbortSignal;
}

/** The pace of this process. */
export function systemPace(): Pace {
  return {
    elapsedMs: () => performance.now(),
    breathe: () => new Promise((resolve) => setImmediate(resolve)),
    later: (ms, act) => {
      const timer = setTimeout(act, ms).unref();
      return () => clearTimeout(timer);
    },
    patience: patienceTogether(),
  };
}

/** Requests that begin within so many milliseconds share one signal: making one for each costs more than most of them ever wait. */
const TOGETHER_MS = 20;

/** Signals that abort after as much as was asked for, or up to `TOGETHER_MS` earlier. */
function patienceTogether(): (ms: number) => AbortSignal {
  const latest = new Map<number, { readonly since: number; readonly signal: AbortSignal }>();
  return (ms) => {
    if (ms < 10 * TOGETHER_MS) return AbortSignal.timeout(ms);
    const now = performance.now();
    const known = latest.get(ms);
    if (known && now - known.since < TOGETHER_MS && !known.signal.aborted) return known.signal;
    const signal = AbortSignal.timeout(ms);
    // As many listen to it as requests began together: that is no leak.
    setMaxListeners(0, signal);
    latest.set(ms, { since: now, signal });
    return signal;
  };
}

/**
 * Whoever asks in one turn of the event loop goes on together, when all that came in with that turn has been taken. Each step of their work
 * is then done for all of them before the next one: the processor has a step at hand after the first of them, and not the whole way of each.
 */
export function turnTogether(): () => Promise<void> {
  let turn: Promise<void> | undefined;
  return () => {
    turn ??= new Promise((resolve) => setImmediate(() => {
      turn = undefined;
      resolve();
    }));
    return turn;
  };
}
