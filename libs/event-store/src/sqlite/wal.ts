import { close, fdatasync, openSync } from 'node:fs';
import { promisify } from 'node:util';

/** The write-ahead log beside a database file. */
export interface Wal {
  /** Resolves when all that SQLite has written to it is on the disk; rejects where the disk did not take it. */
  force(): Promise<void>;
  close(): Promise<void>;
}

const forced = promisify(fdatasync);
const closed = promisify(close);

/**
 * The write-ahead log of an open SQLite file. SQLite keeps one file of that name from its first transaction to the close of its last
 * connection, so a descriptor of our own reaches the same bytes; the write is forced beside the event loop, not in it.
 */
export function openWal(file: string): Wal {
  let descriptor: number | undefined;
  return {
    force: () => forced((descriptor ??= openSync(`${file}-wal`, 'r+'))),
    close: async () => {
      if (descriptor !== undefined) await closed(descriptor);
      descriptor = undefined;
    },
  };
}
