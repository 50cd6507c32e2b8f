import type { Instant } from '@fengqiao/kernel';
import type { Generation, GenerationParts } from './generation';
import { openGeneration } from './generation';
import type { Past } from './past';

/** Generations that are kept for the next question. */
export const MOST_GENERATIONS = 4;

/** Folds the past in the caller's own thread, and keeps the last four instants: for a process that serves nobody else meanwhile. */
export function pastHere(parts: Omit<GenerationParts, 'at' | 'onProgress'>): Past {
  const kept = new Map<Instant, Promise<Generation>>();
  const generationOf = (at: Instant): Promise<Generation> => {
    const generation = kept.get(at) ?? openGeneration({ ...parts, at });
    kept.delete(at);
    kept.set(at, generation);
    for (const oldest of [...kept.keys()].slice(0, -MOST_GENERATIONS)) kept.delete(oldest);
    return generation;
  };
  return {
    ask: async (at, question) => {
      try {
        return await (await generationOf(at)).ask(question);
      } catch (error) {
        kept.delete(at);
        throw error;
      }
    },
    close: async () => kept.clear(),
  };
}
