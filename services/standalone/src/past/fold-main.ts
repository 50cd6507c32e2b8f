import { parentPort, workerData } from 'node:worker_threads';
import { openSqliteLogReader } from '@fengqiao/event-store/sqlite';
import { systemPace } from '@fengqiao/platform';
import { openGeneration, type Generation } from '@fengqiao/projection';
import { MemoryViewStore } from '@fengqiao/read-models/memory';
import type { Asked, Orders, Told } from './messages';

/** Folds the views of one instant in a thread of its own, and answers questions on them until it is ended. */
async function fold({ folder, at, cursorSecret, guard }: Orders): Promise<void> {
  const generation = openGeneration({
    log: openSqliteLogReader(folder, guard), at, cursorSecret,
    viewStore: (projection) => new MemoryViewStore(projection),
    pace: systemPace(),
    onProgress: (percent) => tell({ kind: 'progress', percent }),
  });
  await generation;
  tell({ kind: 'ready', bytes: process.memoryUsage().heapUsed });
  parentPort?.on('message', (asked: Asked) => void answer(generation, asked));
}

async function answer(generation: Promise<Generation>, { id, question }: Asked): Promise<void> {
  try {
    tell({ kind: 'answer', id, answer: await (await generation).ask(question) });
  } catch (error) {
    tell({ kind: 'failed', id, message: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
}

const tell = (told: Told) => parentPort?.postMessage(told);

void fold(workerData as Orders);
