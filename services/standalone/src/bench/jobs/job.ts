import type { JobResult } from '../result';

export interface JobContext {
  readonly rounds: number;
  /** Tiny sizes. */
  readonly quick: boolean;
  /** Share of the full size. */
  readonly scale: number;
  /** Tells what is going on. */
  readonly say: (line: string) => void;
}

export type Job = (context: JobContext) => Promise<JobResult>;
