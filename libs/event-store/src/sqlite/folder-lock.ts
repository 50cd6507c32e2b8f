import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Database, openDatabase, sqliteCode } from './driver';

const LOCK_FILE = 'lock.db';
const HOLDER_FILE = 'lock.json';

/** Another process works on the data folder. `pid` is undefined where the holder has not yet said who it is. */
export class FolderLocked extends Error {
  constructor(readonly folder: string, readonly pid: number | undefined) {
    const holder = pid === undefined ? { zh: '另一进程', en: 'another process' } : { zh: `进程 ${pid}`, en: `process ${pid}` };
    super(`数据目录 ${folder} 正被${holder.zh}使用；请先停止它，或改用另一目录（FENGQIAO_DATA）。`
      + ` Data folder ${folder} is in use by ${holder.en}; stop it first, or name another folder (FENGQIAO_DATA).`);
    this.name = 'FolderLocked';
  }
}

export interface FolderLock {
  readonly folder: string;
  /** Lets the folder go; a second call does nothing. */
  release(): void;
}

/**
 * Makes this process the only one on a data folder: an exclusive transaction on `lock.db`, which the kernel drops with the process,
 * however it ends. Throws `FolderLocked` at once where somebody else holds it.
 */
export function acquireFolderLock(folder: string): FolderLock {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, LOCK_FILE);
  // Only a file that nobody can hold yet is touched: closing any descriptor of a held one would drop this process's locks on it.
  if (!existsSync(file)) writeFileSync(file, '', { mode: 0o600 });
  const db = openDatabase(file, 1);
  try {
    db.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    db.close();
    throw sqliteCode(error) === 'SQLITE_BUSY' ? new FolderLocked(folder, holderOf(folder)) : error;
  }
  const holder = join(folder, HOLDER_FILE);
  writeFileSync(holder, `${JSON.stringify({ pid: process.pid })}\n`, { mode: 0o600 });
  return { folder, release: releaser(db, holder) };
}

function releaser(db: Database, holder: string): () => void {
  let held = true;
  return () => {
    if (!held) return;
    held = false;
    rmSync(holder, { force: true });
    db.exec('ROLLBACK');
    db.close();
  };
}

function holderOf(folder: string): number | undefined {
  try {
    const { pid } = JSON.parse(readFileSync(join(folder, HOLDER_FILE), 'utf8')) as { pid?: unknown };
    return typeof pid === 'number' ? pid : undefined;
  } catch {
    // The holder writes its name just after it has the lock; who it is only makes the message better.
    return undefined;
  }
}
