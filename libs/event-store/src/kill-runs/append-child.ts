import { randomUUID } from 'node:crypto';
import { writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Instant } from '@fengqiao/kernel';
import { sampleEvent } from '../conformance/sample-events';
import type { EventStore } from '../port';
import { NO_ANCHOR } from '../sqlite/anchor';
import { type Database, openDatabase } from '../sqlite/driver';
import { openSqliteEventStore } from '../sqlite/open';
import { LOG_FILE } from '../sqlite/schema';
import { SqliteEventStore } from '../sqlite/store';
import type { Wal } from '../sqlite/wal';

const CALLERS = 64;
/** These go on with the streams of the children before them; the others begin new ones, which is quicker to start. */
const CALLERS_ON_OLD_STREAMS = 4;
const EVENTS_AN_APPEND = [1, 1, 1, 3];

/** Appends for as long as it lives and prints the id of each event that was acknowledged, one a line. */
async function main(folder: string, faulty: boolean): Promise<void> {
  const store = faulty ? acknowledgingEarly(folder) : await openSqliteEventStore({ folder });
  await Promise.all(Array.from({ length: CALLERS }, (_, caller) => appendForEver(store, caller)));
}

async function appendForEver(store: EventStore, caller: number): Promise<never> {
  const stream = `mediation.dispute-${caller < CALLERS_ON_OLD_STREAMS ? caller : randomUUID()}`;
  let revision = (await store.read(stream)).length - 1;
  for (let turn = caller; ; turn += 1) {
    const ids = Array.from({ length: EVENTS_AN_APPEND[turn % EVENTS_AN_APPEND.length] as number }, () => randomUUID());
    const now = '2026-11-22T07:00:00.000Z' as Instant;
    revision = (await store.append(stream, revision < 0 ? 'none' : revision, ids.map((id) => sampleEvent(id)), now)).revision;
    writeSync(1, ids.map((id) => `${id}\n`).join(''));
  }
}

/** The planted fault: COMMIT seems to return at once and is carried out when the next transaction begins. */
function acknowledgingEarly(folder: string): EventStore {
  const file = join(folder, LOG_FILE);
  const db = openDatabase(file);
  db.exec('PRAGMA journal_mode = WAL');
  let owed = false;
  const early: Database = {
    get inTransaction() { return db.inTransaction; },
    exec: (sql) => {
      if (owed) db.exec('COMMIT');
      owed = sql === 'COMMIT';
      if (!owed) db.exec(sql);
    },
    prepare: (sql) => db.prepare(sql),
    close: () => db.close(),
  };
  const wal: Wal = { force: async () => undefined, close: async () => undefined };
  return new SqliteEventStore({ file, db: early, wal, anchor: NO_ANCHOR, fatal: () => process.exit(1) });
}

void main(process.argv[2] as string, process.argv[3] === 'acknowledge-early');
