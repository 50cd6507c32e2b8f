/** The jobs in the order in which they run. */
export const JOB_NAMES = ['append', 'command', 'register', 'replay', 'restart', 'query', 'timers', 'obligations', 'subject'] as const;

export type JobName = (typeof JOB_NAMES)[number];
