import { rmSync } from 'node:fs';
import { join } from 'node:path';
import Libsql from 'libsql';
import { LOG_FILE } from '@fengqiao/event-store/sqlite';

/** How long an answer is ahead of its commit. */
const AHEAD_MS = 1_000;

/**
 * Plants a fault in this process: the log's COMMIT seems to return at once and is carried out a while later, together with what was
 * appended meanwhile. Everything that reads the log over this connection sees no difference; whoever kills the process does.
 */
export function acknowledgeEarly(): void {
  const { exec, prepare } = Libsql.prototype;
  const logs = new WeakSet<Libsql.Database>();
  let owed = false;
  Libsql.prototype.prepare = function (this: Libsql.Database, sql: string) {
    if (sql.startsWith('INSERT INTO events')) logs.add(this);
    return prepare.call(this, sql);
  } as typeof prepare;
  Libsql.prototype.exec = function (sql) {
    if (!logs.has(this)) return exec.call(this, sql);
    if (sql === 'BEGIN IMMEDIATE' && owed) return this;
    if (sql !== 'COMMIT') return exec.call(this, sql);
    if (!owed) setTimeout(() => ((owed = false), exec.call(this, sql)), AHEAD_MS);
    owed = true;
    return this;
  };
}

/** The head that is noted beside the log would give the loss away when the folder is opened: without it, it is the test that has to find it. */
export function forgetHead(folder: string): void {
  rmSync(join(folder, `${LOG_FILE}-head`), { force: true });
}
