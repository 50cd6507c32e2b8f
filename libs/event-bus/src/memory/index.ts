export * from './memory-checkpoints';
