import type { Instant } from '@fengqiao/kernel';
import { sampleEvent } from '../conformance/sample-events';
import { NO_ANCHOR } from '../sqlite/anchor';
import { openDatabase } from '../sqlite/driver';
import { exitAtOnce } from '../sqlite/open';
import { prepareLog, preparePrivateFile } from '../sqlite/schema';
import { SqliteEventStore } from '../sqlite/store';
import { openWal, type Wal } from '../sqlite/wal';

/** Appends two events to a log whose second commit cannot be forced to the disk, and prints what was acknowledged. */
async function main(file: string): Promise<void> {
  preparePrivateFile(file);
  const db = openDatabase(file);
  prepareLog(db, file);
  const wal = openWal(file);
  let commits = 0;
  const failing: Wal = {
    force: async () => {
      if ((commits += 1) === 2) throw Object.assign(new Error('i/o error'), { code: 'EIO' });
      await wal.force();
    },
    close: () => wal.close(),
  };
  const store = new SqliteEventStore({ file, db, wal: failing, anchor: NO_ANCHOR, fatal: exitAtOnce });
  for (const id of ['e1', 'e2', 'e3']) {
    const answered = () => console.log(id);
    await store.append(`mediation.dispute-${id}`, 'none', [sampleEvent(id)], '2026-11-22T07:00:00.000Z' as Instant).then(answered, answered);
  }
}

void main(process.argv[2] as string);
