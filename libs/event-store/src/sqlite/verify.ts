import { existsSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Database, openDatabase } from './driver';
import { type Fault, type LogRow, LogWalk } from './log-walk';
import { DataFileRefused } from './schema';

export type { Fault } from './log-walk';

/** What no reading of the log alone can find, said in every report. */
const CANNOT_SEE = [
  {
    zh: '日志最末的记录连同流表中的末尾被一并删除或截断：剩下的仍是一条完整的链。须与保存在库外的各流末尾比对',
    en: 'the last records of the log cut off together with their heads in the streams table: what is left is a whole chain. Compare the heads with copies kept outside',
  },
  {
    zh: '某一流被整体删除，且其后的位置被重新编号',
    en: 'a whole stream deleted, with the positions behind it numbered again',
  },
  {
    zh: '能写入文件的人从某处起重算了其后全部散列：散列不含密钥',
    en: 'a stream rewritten from some event on with every later hash computed again by somebody who can write the file: the hashes hold no key',
  },
  {
    zh: '不同流的记录互换位置：位置不在散列之内',
    en: 'events of different streams that changed places: the position is not hashed',
  },
  {
    zh: '文件内索引页的损坏：请另行执行 PRAGMA integrity_check',
    en: 'damaged index pages of the file: run PRAGMA integrity_check for these',
  },
] as const;

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

const ROWS_A_SLICE = 1_000;
const MOST_FAULTS = 1_000;

/**
 * Proves the log: walks every stream's chain, compares each column with the body it stands beside, and each stream's head with its
 * last event. Reads one snapshot over a connection of its own, so the store may be in use. Throws `DataFileRefused` where there is no log.
 */
export async function verifyLog(file: string, options: VerifyOptions = {}): Promise<VerifyReport> {
  if (!existsSync(file)) throw new DataFileRefused(file, '文件不存在', 'the file does not exist');
  const db = openDatabase(file);
  try {
    db.exec('PRAGMA query_only = ON');
    db.exec('BEGIN');
    return await walk(db, options);
  } finally {
    if (db.inTransaction) db.exec('ROLLBACK');
    db.close();
  }
}

async function walk(db: Database, { onProgress, onFault, mostFaults = MOST_FAULTS }: VerifyOptions): Promise<VerifyReport> {
  const faults: Fault[] = [];
  let [faultCount, events] = [0, 0];
  const found = (fault: Fault) => {
    faultCount += 1;
    if (faults.length < mostFaults) faults.push(fault);
    onFault?.(fault);
  };
  const total = Number(db.prepare('SELECT count(*) FROM events').get([])?.[0]);
  const log = new LogWalk(db, found);
  const rows = db.prepare('SELECT position, stream, revision, type, CAST(body AS BLOB), hash FROM events WHERE position > ? ORDER BY position LIMIT ?');
  for (let after = Number.MIN_SAFE_INTEGER; ;) {
    const slice = rows.all([after, ROWS_A_SLICE]) as unknown as LogRow[];
    for (const row of slice) log.event(row);
    events += slice.length;
    onProgress?.({ done: events, total, faults: faultCount });
    if (slice.length < ROWS_A_SLICE) break;
    after = (slice[slice.length - 1] as LogRow)[0];
    await nextTurn();
  }
  log.heads();
  return { ok: faultCount === 0, events, streams: log.streamCount, faultCount, faults, cannotSee: CANNOT_SEE };
}
