export * from './sqlite-checkpoints';
