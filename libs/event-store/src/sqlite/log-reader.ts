import { join } from 'node:path';
import type { EventStore } from '../port';
import { openGuarded, type Guard } from './guard';
import { Reading } from './reading';
import { LOG_FILE } from './schema';

/** The log for reading only. */
export type LogReader = Pick<EventStore, 'read' | 'readAll' | 'head'> & { close(): void };

/**
 * Opens the log of a folder over a connection that can write nothing, beside the store that holds the folder: for a thread of the same
 * process, which keeps the thread out by its guard before it ends it. It keeps no transaction open between reads, so the store is never held up; each read sees what is committed by then.
 */
export function openSqliteLogReader(folder: string, guard: Guard): LogReader {
  const db = openGuarded(guard, join(folder, LOG_FILE));
  db.exec('PRAGMA query_only = ON');
  const reading = new Reading(db);
  const last = db.prepare('SELECT max(position) FROM events');
  return {
    read: (stream, fromRevision = 0) => reading.stream(stream, fromRevision),
    readAll: (request) => reading.all(request),
    head: async () => Number(last.get([])?.[0] ?? 0),
    close: () => db.close(),
  };
}
