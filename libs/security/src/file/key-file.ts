import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Recent } from '@fengqiao/kernel';
import { KeyDestroyed, type Key, type KeyRing } from '../key-ring';
import { newSigningKey, signingKeyOf, type FolderSecrets } from '../signing-key';
import { openDatabase, type Database } from './database';

/** The keys and secrets of one data folder, in one file of its own. */
export interface KeyFile {
  readonly ring: KeyRing;
  readonly secrets: FolderSecrets;
  close(): Promise<void>;
}

/** The key file cannot serve: it is missing where it must exist, another version wrote it, or another program reads it during an erasure. */
export class KeyFileRefused extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'KeyFileRefused';
  }
}

const FILE = 'keys.db';
const VERSION = 1;
const CACHED_KEYS = 20_000;

/**
 * Opens `keys.db` in a data folder: SQLite, mode 0600, synchronous=FULL. Keys asked for in one turn of the event loop share one commit.
 * `mayCreate: false` refuses a folder without the file: a log whose keys were lost must not silently get new ones.
 * Keys are kept as they are; who can read the file can read the data, so back it up apart from the log. One process at a time: the
 * holder of the folder's lock.
 */
export function openKeyFile(folder: string, options: { readonly mayCreate: boolean }): KeyFile {
  const path = join(folder, FILE);
  if (!options.mayCreate && !existsSync(path)) throw missing(path);
  const db = openDatabase(path);
  try {
    prepareSchema(db, path, options.mayCreate);
    const ring = fileKeyRing(db);
    return {
      ring,
      secrets: readSecrets(db),
      async close() {
        await ring.settled();
        db.emptyLog();
        db.close();
      },
    };
  } catch (error) {
    db.close();
    throw error;
  }
}

function missing(path: string): KeyFileRefused {
  return new KeyFileRefused(`找不到密钥文件 ${path} 或其内容为空：请从备份恢复后再启动 / the key file ${path} is missing or empty: restore it from its backup, then start again`);
}

function prepareSchema(db: Database, path: string, mayCreate: boolean): void {
  const version = Number(db.row('PRAGMA user_version')?.[0]);
  if (version === VERSION) return;
  if (version !== 0) {
    throw new KeyFileRefused(`密钥文件 ${path} 的版本为 ${version}，本程序只认 ${VERSION} / the key file ${path} has version ${version}, this program knows ${VERSION}: use the program that wrote it`);
  }
  if (!mayCreate) throw missing(path);
  db.transaction(() => {
    // A destroyed key leaves its id with no key, so that it is never made again.
    db.run('CREATE TABLE keys (id TEXT PRIMARY KEY, key BLOB) WITHOUT ROWID');
    db.run('CREATE TABLE secrets (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID');
    db.run('INSERT INTO secrets VALUES (?, ?)', 'bodyMark', randomBytes(32));
    db.run('INSERT INTO secrets VALUES (?, ?)', 'nameIndex', randomBytes(32));
    db.run('INSERT INTO secrets VALUES (?, ?)', 'signing', newSigningKey());
    db.run(`PRAGMA user_version = ${VERSION}`);
  });
}

function readSecrets(db: Database): FolderSecrets {
  const read = (name: string): Uint8Array => {
    const value = db.row('SELECT value FROM secrets WHERE name = ?', name)?.[0];
    if (!(value instanceof Uint8Array)) throw new KeyFileRefused(`密钥文件缺少 ${name} / the key file lacks the secret ${name}: restore it from its backup`);
    return value;
  };
  return { bodyMark: read('bodyMark'), nameIndex: read('nameIndex'), signing: signingKeyOf(read('signing')) };
}

function fileKeyRing(db: Database): KeyRing & { settled(): Promise<void> } {
  const cache = new Recent<Key>(CACHED_KEYS);
  let pending: Map<string, Key> | undefined;
  let commit: Promise<void> = Promise.resolve();

  /** undefined: never made; null: destroyed. */
  const stored = (keyId: string): Key | null | undefined => {
    const cached = cache.get(keyId);
    if (cached) return cached;
    const row = db.row('SELECT key FROM keys WHERE id = ?', keyId);
    if (row?.[0] instanceof Uint8Array) return cache.set(keyId, row[0]);
    return row ? null : undefined;
  };

  const writeTogether = (): Promise<void> => {
    pending = new Map();
    const batch = pending;
    commit = new Promise((resolve, reject) => {
      setImmediate(() => {
        pending = undefined;
        try {
          db.transaction(() => {
            for (const [id, key] of batch) db.run('INSERT INTO keys VALUES (?, ?)', id, key);
          });
          // Known only now: a key in the cache is a key on disk.
          for (const [id, key] of batch) cache.set(id, key);
          resolve();
        } catch (error) {
          reject(error as Error);
        }
      });
    });
    return commit;
  };

  return {
    async ensure(keyIds) {
      const missing: string[] = [];
      for (const id of keyIds) {
        const key = stored(id);
        if (key === null) throw new KeyDestroyed(id);
        if (key === undefined) missing.push(id);
      }
      if (missing.length === 0) return;
      const done = pending ? commit : writeTogether();
      for (const id of missing) if (!pending?.has(id)) pending?.set(id, randomBytes(32));
      await done;
    },
    get: (keyId) => stored(keyId) ?? undefined,
    async destroy(keyId) {
      while (pending) await commit.catch(() => undefined);
      db.transaction(() => db.run('INSERT INTO keys VALUES (?, NULL) ON CONFLICT (id) DO UPDATE SET key = NULL', keyId));
      cache.delete(keyId);
      if (!db.emptyLog()) {
        throw new KeyFileRefused('另有程序正在读取密钥文件，密钥尚未彻底清除：请关闭该程序后重试 / another program is reading the key file, so a copy of the key may be left: close it, then destroy the key again');
      }
    },
    settled: () => commit.catch(() => undefined),
  };
}
