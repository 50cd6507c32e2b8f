export * from './decider';
export * from './event';
export * from './invariant';
export * from './recent';
export * from './time';
