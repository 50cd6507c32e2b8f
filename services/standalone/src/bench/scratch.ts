import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EventStore } from '@fengqiao/event-store';
import { LOG_FILE, openDatabase } from '@fengqiao/event-store/sqlite';
import type { Placed } from './histories';

/** Runs work in a folder of its own, which is gone afterwards. It lies where temporary files lie: `TMPDIR` names another disk. */
export async function inScratch<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'fengqiao-bench-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Appends in flight at a time while a log is filled: enough for full group commits. */
const IN_FLIGHT = 256;

/** Writes a log as it comes, many appends at a time; a stream's own stay in order. */
export async function fill(store: EventStore, log: Iterable<Placed>): Promise<number> {
  let events = 0;
  let pending: Promise<unknown>[] = [];
  for (const { stream, revision, event, now } of log) {
    pending.push(store.append(stream, revision === 0 ? 'none' : revision - 1, [event], now));
    events += 1;
    if (pending.length < IN_FLIGHT) continue;
    await Promise.all(pending);
    pending = [];
  }
  await Promise.all(pending);
  return events;
}

/** The canonical texts of a log's events by position, from a position on; read past the store, as a limit reads them. */
export function* textsOf(folder: string, after = 0, page = 2_000): Generator<readonly string[]> {
  const db = openDatabase(join(folder, LOG_FILE));
  try {
    const statement = db.prepare('SELECT position, CAST(body AS BLOB) FROM events WHERE position > ? ORDER BY position LIMIT ?');
    for (let from = after; ; ) {
      const rows = statement.all([from, page]) as unknown as [number, Buffer][];
      const last = rows[rows.length - 1];
      if (!last) return;
      yield rows.map(([, body]) => body.toString());
      from = last[0];
    }
  } finally {
    db.close();
  }
}

/** Bytes of the bodies and hashes behind a position. */
export function bytesBehind(folder: string, after: number): number {
  const db = openDatabase(join(folder, LOG_FILE));
  try {
    return Number(db.prepare('SELECT coalesce(sum(length(CAST(body AS BLOB)) + length(hash)), 0) FROM events WHERE position > ?').get([after])?.[0]);
  } finally {
    db.close();
  }
}

export function sizeOf(folder: string, file = LOG_FILE): number {
  return statSync(join(folder, file)).size;
}
