import type { JobName } from '../job-names';
import type { JobResult } from '../result';
import { append } from './append';
import { command } from './command';
import type { Job, JobContext } from './job';
import { obligations } from './obligations';
import { query } from './query';
import { register } from './register';
import { replayed } from './replay';
import { restart } from './restart';
import { subject } from './subject';
import { timers } from './timers';

const JOBS: Readonly<Record<JobName, Job>> = { append, command, register, replay: replayed, restart, query, timers, obligations, subject };

/** Runs one job in this process. */
export function runJob(name: JobName, context: JobContext): Promise<JobResult> {
  return JOBS[name](context);
}
