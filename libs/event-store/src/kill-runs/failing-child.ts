import type { Instant } from '@fengqiao/kernel';
import { sampleEvent } from '../conformance/sample-events';
import { type Database, openDatabase } from '../sqlite/driver';
import { exitAtOnce } from '../sqlite/open';
import { prepareLog, preparePrivateFile } from '../sqlite/schema';
import { SqliteEventStore } from '../sqlite/store';

/** Appends two events to a log whose second commit cannot be forced to the disk, and prints what was acknowledged. */
async function main(file: string): Promise<void> {
  preparePrivateFile(file);
  const db = openDatabase(file);
  prepareLog(db, file);
  let commits = 0;
  const failing: Database = {
    get inTransaction() { return db.inTransaction; },
    exec: (sql) => {
      if (sql === 'COMMIT' && (commits += 1) === 2) throw Object.assign(new Error('disk I/O error'), { code: 'SQLITE_IOERR_FSYNC' });
      db.exec(sql);
    },
    prepare: (sql) => db.prepare(sql),
    close: () => db.close(),
  };
  const store = new SqliteEventStore(failing, exitAtOnce);
  for (const id of ['e1', 'e2', 'e3']) {
    const answered = () => console.log(id);
    await store.append(`mediation.dispute-${id}`, 'none', [sampleEvent(id)], '2026-11-22T07:00:00.000Z' as Instant).then(answered, answered);
  }
}

void main(process.argv[2] as string);
