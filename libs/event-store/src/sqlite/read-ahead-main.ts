import { parentPort, workerData } from 'node:worker_threads';
import { openGuarded, type Guard } from './guard';
import { FoldedLines, NUMBERS_OF_AN_EVENT, type FoldedBytes } from './folded-lines';
import { Chain, Lines, WHOLE_LOG } from './lines';

/** What a thread that reads ahead is told. */
export interface AheadOrders {
  readonly file: string;
  readonly after: number;
  readonly guard: Guard;
}

/** How many more answers are wished for; none ends the thread. */
export type Wish = number;

/** What it answers: events, that there are none, or that some are not to be trusted. It reads no further after the last two. */
export type Ahead = FoldedBytes | 'end' | 'doubtful';

/** Reads the log and checks its chain, some lines a wish. What is damaged is told by who reads without a thread. */
function serve({ file, after, guard }: AheadOrders): void {
  const db = openGuarded(guard, file);
  db.exec('PRAGMA query_only = ON');
  const lines = new Lines(db, new Chain(db), WHOLE_LOG);
  const folded = new FoldedLines();
  let from = after;
  const next = (): Ahead => {
    try {
      const bytes = lines.read([from, lines.most], from, true, folded);
      if (!bytes || bytes === 'doubtful') return bytes ?? 'end';
      const read = folded.made(bytes);
      from += read.numbers.length / NUMBERS_OF_AN_EVENT;
      return read;
    } catch {
      return 'doubtful';
    }
  };
  const hear = (wish: Wish): void => {
    let told: Ahead = 'end';
    for (let more = wish; more > 0; more -= 1) {
      told = next();
      parentPort?.postMessage(told, typeof told === 'string' ? [] : [told.bytes.buffer as ArrayBuffer, told.numbers.buffer as ArrayBuffer]);
      if (typeof told === 'string') break;
    }
    if (typeof told === 'object') return;
    parentPort?.off('message', hear);
    parentPort?.close();
    db.close();
  };
  parentPort?.on('message', hear);
}

serve(workerData as AheadOrders);
