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
    patience: (ms) => AbortSignal.timeout(ms),
  };
}
