export * from './check';
export * from './code-hash';
export * from './fold';
export * from './port';
export * from './projector';
export * from './query';
export * from './replay';
export * from './scalars';
