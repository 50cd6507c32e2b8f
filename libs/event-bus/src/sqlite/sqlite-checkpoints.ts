import { join } from 'node:path';
import { openDatabase, preparePrivateFile } from '@fengqiao/event-store/sqlite';
import type { CheckpointStore } from '../port';

/** The checkpoints' name in a data folder. */
export const CHECKPOINTS_FILE = 'checkpoints.db';

export interface SqliteCheckpoints extends CheckpointStore {
  close(): Promise<void>;
}

/**
 * Checkpoints in a SQLite file of their own (`checkpoints.db` of a folder), mode 0600. Not forced to the disk at each save: a loss of power
 * may set them back, which delivers events again and skips none. The file may be deleted: everything is delivered again.
 */
export async function openSqliteCheckpoints(options: { readonly folder: string } | { readonly file: string }): Promise<SqliteCheckpoints> {
  const file = 'folder' in options ? join(options.folder, CHECKPOINTS_FILE) : options.file;
  preparePrivateFile(file);
  const db = openDatabase(file);
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; CREATE TABLE IF NOT EXISTS checkpoints (name TEXT PRIMARY KEY, position INTEGER NOT NULL) STRICT, WITHOUT ROWID');
  const select = db.prepare('SELECT position FROM checkpoints WHERE name = ?');
  const upsert = db.prepare('INSERT INTO checkpoints (name, position) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET position = excluded.position');
  return {
    load: async (name) => Number(select.get([name])?.[0] ?? 0),
    save: async (name, position) => upsert.run([name, position]),
    close: async () => db.close(),
  };
}
