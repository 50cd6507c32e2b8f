export * from './clock';
export * from './decider';
export * from './histories';
export * from './shared-data';
export * from './small-directory';
