import { existsSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Anchor, compareWithAnchor, keepWal, readAnchor, sayFinding } from './anchor';
import { type Database, openDatabase } from './driver';
import { type Fault, type LogRow, LogWalk } from './log-walk';
import { DataFileRefused, closeQuietly, pageFaults, sayingDamage } from './schema';

export type { Fault } from './log-walk';

/** What no reading of the folder alone can find, said in every report. */
const CANNOT_SEE = [
  {
    zh: '日志最末的记录被删除，且 log.db-head 被一并改回：剩下的仍是一条完整的链。须与保存在别处的 log.db-head 比对',
    en: 'the last records of the log deleted and log.db-head set back with them: what is left is a whole chain. Compare with a log.db-head kept elsewhere',
  },
  {
    zh: '断电前最后一秒内确认的记录因磁盘失信而丢失：log.db-head 每秒强制写盘一次',
    en: 'what was acknowledged in the last second before a loss of power, where the disk broke its promise: log.db-head is forced to the disk once a second',
  },
  {
    zh: '某一流的最末记录（或整个流及其名称）被删除，且其后的位置被重新编号',
    en: 'the last events of a stream deleted, or a whole stream with its name, with the positions behind it numbered again',
  },
  {
    zh: '能写入文件的人从某处起重算了其后全部散列：散列不含密钥',
    en: 'a stream rewritten from some event on with every later hash computed again by somebody who can write the file: the hashes hold no key',
  },
  {
    zh: '不同流的记录互换位置：位置不在散列之内',
    en: 'events of different streams that changed places: the position is not hashed',
  },
] as const;

/** Said too where no anchor stands beside the log. */
const NO_ANCHOR_BESIDE = {
  zh: '日志最末的记录丢失：旁边没有 log.db-head，无从得知曾确认到哪里',
  en: 'the last records of the log lost: no log.db-head stands beside it, so nothing tells how far it had been acknowledged',
};

export interface VerifyOptions {
  /** Called after each slice. `total` is the number of rows at the start; rate and remaining time are the caller's to work out with his clock. */
  readonly onProgress?: (progress: { readonly done: number; readonly total: number; readonly faults: number }) => void;
  /** Called for every fault as it is found; the report keeps the first `mostFaults`. */
  readonly onFault?: (fault: Fault) => void;
  /** Default 1000. */
  readonly mostFaults?: number;
}

export interface VerifyReport {
  readonly ok: boolean;
  readonly events: number;
  readonly streams: number;
  /** All that were found, also those beyond the ones kept. */
  readonly faultCount: number;
  readonly faults: readonly Fault[];
  readonly cannotSee: readonly { readonly zh: string; readonly en: string }[];
}

/** Stands for the stream where a fault is the whole log's. */
const WHOLE_LOG = '*';
const MOST_PAGE_FAULTS = 10;
const ROWS_A_SLICE = 1_000;
const MOST_FAULTS = 1_000;
/** A damaged row may have lost a value that every row has. */
const ROWS = "SELECT position, stream, revision, type, coalesce(CAST(body AS BLOB), x''), coalesce(hash, x'') FROM events WHERE position > ? ORDER BY position LIMIT ?";

/**
 * Proves the log: the pages of the file, every stream's chain, each column against the body it stands beside,
 * and the last position that was acknowledged against the log's own. Reads one snapshot over a connection of its own, so
 * the store may be in use. Throws `DataFileRefused` where there is no log, or none that SQLite can read.
 */
export async function verifyLog(file: string, options: VerifyOptions = {}): Promise<VerifyReport> {
  if (!existsSync(file)) throw new DataFileRefused(file, '文件不存在', 'the file does not exist');
  // Before the snapshot: a commit in between can then only make the log longer than the anchor.
  const anchor = readAnchor(file);
  const db = openDatabase(file);
  try {
    return await sayingDamage(file, async () => {
      db.exec('PRAGMA query_only = ON');
      db.exec('BEGIN');
      return walk(db, file, anchor, options);
    });
  } finally {
    if (db.inTransaction) db.exec('ROLLBACK');
    closeQuietly(db);
  }
}

async function walk(db: Database, file: string, anchor: Anchor | 'absent' | 'unreadable', { onProgress, onFault, mostFaults = MOST_FAULTS }: VerifyOptions): Promise<VerifyReport> {
  const faults: Fault[] = [];
  let [faultCount, events] = [0, 0];
  const found = (fault: Fault) => {
    faultCount += 1;
    if (faults.length < mostFaults) faults.push(fault);
    onFault?.(fault);
  };
  for (const said of pageFaults(db, MOST_PAGE_FAULTS)) found({ stream: WHOLE_LOG, revision: -1, code: 'PAGE', what: { zh: `文件页损坏：${said}`, en: `a page of the file is damaged: ${said}` } });
  const total = Number(db.prepare('SELECT count(*) FROM events').get([])?.[0]);
  const log = new LogWalk(db, found);
  const rows = db.prepare(ROWS);
  for (let after = Number.MIN_SAFE_INTEGER; ;) {
    const slice = rows.all([after, ROWS_A_SLICE]) as unknown as LogRow[];
    for (const row of slice) log.event(row);
    events += slice.length;
    onProgress?.({ done: events, total, faults: faultCount });
    if (slice.length < ROWS_A_SLICE) break;
    after = (slice[slice.length - 1] as LogRow)[0];
    await nextTurn();
  }
  log.emptyStreams();
  const finding = compareWithAnchor(db, anchor);
  const what = sayFinding(finding);
  if (what) {
    keepWal(file);
    found({ stream: WHOLE_LOG, revision: -1, code: 'TAIL', what });
  }
  const cannotSee = finding.kind === 'absent' ? [NO_ANCHOR_BESIDE, ...CANNOT_SEE] : CANNOT_SEE;
  return { ok: faultCount === 0, events, streams: log.streamCount, faultCount, faults, cannotSee };
}
