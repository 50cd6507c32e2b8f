import { writeSync } from 'node:fs';
import { join } from 'node:path';
import type { EventStore } from '../port';
import { openDatabase } from './driver';
import { LOG_FILE, prepareLog, preparePrivateFile } from './schema';
import { SqliteEventStore } from './store';

export type SqliteStoreOptions = ({ readonly folder: string } | { readonly file: string }) & {
  /** Called when the disk failed to take a commit. Must end the process: what is on disk is not known any more. Default: say so on stderr, exit 74. */
  readonly fatal?: (error: unknown) => void;
};

/** Exit code of a failed write, EX_IOERR of sysexits.h. */
const EXIT_IO_ERROR = 74;

/**
 * Opens the log in a folder (`log.db`) or a file, made where it is absent, mode 0600. WAL, synchronous=FULL, one commit per
 * event-loop turn; throws `DataFileRefused` where durability or privacy cannot be had. One process only: take `acquireFolderLock` first.
 * Its limits: one writer, one machine, reads and commits on the caller's thread.
 */
export async function openSqliteEventStore(options: SqliteStoreOptions): Promise<EventStore> {
  const file = 'folder' in options ? join(options.folder, LOG_FILE) : options.file;
  preparePrivateFile(file);
  const db = openDatabase(file);
  try {
    prepareLog(db, file);
  } catch (error) {
    db.close();
    throw error;
  }
  return new SqliteEventStore(db, options.fatal ?? exitAtOnce);
}

/** Says why on stderr and ends the process, before anybody is answered. */
export function exitAtOnce(error: unknown): void {
  writeSync(2, `事件库写盘失败，立即退出，未确认的写入不作数：${String(error)}。请检查磁盘后重新启动。\n`
    + `The disk failed to take a commit, exiting at once, nothing unconfirmed counts: ${String(error)}. Check the disk, then start again.\n`);
  process.exit(EXIT_IO_ERROR);
}
