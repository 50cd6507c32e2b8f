import { setTimeout as pause } from 'node:timers/promises';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { keepOut, newGuard, openSqliteLogReader, type Guard } from '../sqlite';

interface Orders {
  readonly folder: string;
  readonly guard: Guard;
}

/** Ends threads that read a log over and over, each some milliseconds after it has begun to. */
async function main(folder: string): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) {
    const guard = newGuard();
    const worker = new Worker(__filename, { workerData: { folder, guard } satisfies Orders });
    await new Promise((resolve) => worker.once('message', resolve));
    await pause(turn * 3);
    keepOut(guard);
    await worker.terminate();
  }
}

async function readOn({ folder, guard }: Orders): Promise<void> {
  const log = openSqliteLogReader(folder, guard);
  parentPort?.postMessage('begun');
  for (;;) await log.readAll({ after: 0, limit: 10_000 });
}

if (isMainThread) void main(process.argv[2] as string);
else readOn(workerData as Orders).catch(() => undefined);
