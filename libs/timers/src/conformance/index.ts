export * from './stepped-clock';
export * from './timer-conformance';
