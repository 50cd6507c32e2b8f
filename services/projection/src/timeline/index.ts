export * from './labels';
export * from './timeline';
