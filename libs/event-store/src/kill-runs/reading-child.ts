import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { LOG_FILE, openSqliteEventStore, verifyLog } from '../sqlite';

/** What became of one damaged folder: why it was refused, at which step, or the ids that were served. */
export interface Outcome {
  readonly verified: boolean | string;
  readonly opened: true | string;
  readonly read: readonly string[] | string;
  readonly appended: true | string;
}

/** Opens each folder named on stdin as the product does and prints one line about it. A process that ends before it has answered has crashed. */
async function main(): Promise<void> {
  for await (const folder of createInterface({ input: process.stdin })) console.log(JSON.stringify(await outcomeOf(folder)));
}

async function outcomeOf(folder: string): Promise<Outcome> {
  const verified = await verifyLog(join(folder, LOG_FILE)).then((report) => report.ok, nameOf);
  let [opened, read, appended]: [true | string, readonly string[] | string, true | string] = [true, '', ''];
  try {
    const store = await openSqliteEventStore({ folder, fatal: (error) => { throw error; } });
    try {
      const events = await store.readAll({ after: 0, limit: 10_000 });
      const streams = new Set(events.map((event) => event.stream));
      for (const stream of streams) {
        const alone = await store.read(stream);
        if (JSON.stringify(alone) !== JSON.stringify(events.filter((event) => event.stream === stream))) throw new Error(`${stream} reads otherwise alone`);
      }
      read = events.map((event) => `${event.position} ${event.hash}`);
      appended = true;
      for (const stream of streams) {
        const last = events.findLast((event) => event.stream === stream);
        if (!last) continue;
        const { type, data, meta } = last;
        await store.append(stream, last.revision, [{ id: `after ${last.id}`, type, data, meta }], meta.recordedAt).catch((error: unknown) => (appended = nameOf(error)));
      }
    } catch (error) {
      read = nameOf(error);
    }
    await store.close();
  } catch (error) {
    opened = nameOf(error);
  }
  return { verified, opened, read, appended };
}

function nameOf(error: unknown): string {
  return `${(error as Error).name}: ${(error as Error).message}`;
}

void main();
