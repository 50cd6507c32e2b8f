export * from './in-process-timer';
export * from './on-clock';
export * from './system-clock';
