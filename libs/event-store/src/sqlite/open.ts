import { writeSync } from 'node:fs';
import { join } from 'node:path';
import type { EventStore } from '../port';
import { compareWithAnchor, openAnchor, readAnchor, refuseLoss } from './anchor';
import { openDatabase } from './driver';
import { LOG_FILE, checkPages, closeQuietly, prepareLog, preparePrivateFile, sayingDamage } from './schema';
import { SqliteEventStore } from './store';
import { openWal } from './wal';

export type SqliteStoreOptions = ({ readonly folder: string } | { readonly file: string }) & {
  /** Called when the disk failed to take a commit. Must end the process: what is on disk is not known any more. Default: say so on stderr, exit 74. */
  readonly fatal?: (error: unknown) => void;
};

/** Exit code of a failed write, EX_IOERR of sysexits.h. */
const EXIT_IO_ERROR = 74;

/**
 * Opens the log in a folder (`log.db`) or a file, made where it is absent, mode 0600. WAL, one commit per event-loop turn,
 * forced to the disk before anybody is answered; throws `DataFileRefused` where durability or privacy cannot be had, where the file is damaged, and where the log ends
 * before what it acknowledged (`log.db-head` says so). One process only: take `acquireFolderLock` first.
 * Its limits: one writer, one machine, reads and commits on the caller's thread, which waits for no disk.
 */
export async function openSqliteEventStore(options: SqliteStoreOptions): Promise<EventStore> {
  const file = 'folder' in options ? join(options.folder, LOG_FILE) : options.file;
  const fatal = options.fatal ?? exitAtOnce;
  preparePrivateFile(file);
  const anchor = readAnchor(file);
  const db = openDatabase(file);
  try {
    return await sayingDamage(file, () => {
      prepareLog(db, file);
      checkPages(db, file);
      refuseLoss(file, compareWithAnchor(db, anchor));
      return new SqliteEventStore({ file, db, wal: openWal(file), anchor: openAnchor(db, file, fatal), fatal });
    });
  } catch (error) {
    closeQuietly(db);
    throw error;
  }
}

/** Says why on stderr and ends the process, before anybody is answered. */
export function exitAtOnce(error: unknown): void {
  writeSync(2, `事件库写盘失败，立即退出，未确认的写入不作数：${String(error)}。请检查磁盘后重新启动。\n`
    + `The disk failed to take a commit, exiting at once, nothing unconfirmed counts: ${String(error)}. Check the disk, then start again.\n`);
  process.exit(EXIT_IO_ERROR);
}
