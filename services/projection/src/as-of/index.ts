export * from './generation';
export * from './past';
export * from './past-here';
