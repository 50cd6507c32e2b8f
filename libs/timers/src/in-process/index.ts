export * from './in-process-timer';
export * from './system-clock';
