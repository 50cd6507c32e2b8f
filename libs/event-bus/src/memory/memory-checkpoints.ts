import type { CheckpointStore } from '../port';

/** Checkpoints in memory, for tests and for consumers that start afresh with the process. */
export function memoryCheckpoints(): CheckpointStore {
  const positions = new Map<string, number>();
  return {
    load: async (name) => positions.get(name) ?? 0,
    save: async (name, position) => void positions.set(name, position),
  };
}
