import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { AheadEvent } from '../port';
import { FoldedEvents } from './folded-events';
import { keepOut, newGuard } from './guard';
import type { Ahead, AheadOrders, Wish } from './read-ahead-main';

/** Values asked for at once: to wake the thread for each would cost as much as some events. So many more are ready, or being read, while these are worked on. */
const AT_ONCE = 4;

/**
 * The log behind a position, in small lists of events: another thread reads and checks while these are worked on. It ends where the log
 * ends, and before anything that is not to be trusted: who then reads on without a thread is told what is damaged.
 */
export async function* readAhead(log: Omit<AheadOrders, 'guard'>, code = join(__dirname, 'read-ahead-main.js')): AsyncGenerator<readonly AheadEvent[]> {
  const [thread, made] = [new AheadThread(log, code), new FoldedEvents(log.after)];
  try {
    thread.wish(2 * AT_ONCE);
    for (let taken = 1; ; taken += 1) {
      const read = await thread.next();
      if (typeof read === 'string') return;
      if (taken % AT_ONCE === 0) thread.wish(AT_ONCE);
      const { events, isWhole } = made.of(read);
      yield events;
      if (!isWhole) return;
    }
  } finally {
    await thread.end();
  }
}

class AheadThread {
  private readonly answers: Ahead[] = [];
  private failure: Error | undefined;
  private wake = (): void => undefined;
  private readonly gone: Promise<void>;

  private readonly worker: Worker;

  constructor(log: Omit<AheadOrders, 'guard'>, code: string) {
    const guard = newGuard();
    const worker = new Worker(code, { workerData: { ...log, guard } satisfies AheadOrders });
    const leaving = (): void => keepOut(guard);
    process.once('exit', leaving);
    this.worker = worker;
    this.gone = new Promise((resolve) => worker.once('exit', () => resolve()));
    void this.gone.then(() => process.off('exit', leaving));
    worker.on('message', (answer: Ahead) => {
      this.answers.push(answer);
      this.wake();
    });
    worker.on('error', (error) => this.fail(error));
    worker.on('exit', (code) => this.fail(new Error(`the thread that reads the log ahead ended with ${code}`)));
  }

  /** Asks for so many answers more; they come in order. */
  wish(answers: Wish): void {
    this.worker.postMessage(answers);
  }

  async next(): Promise<Ahead> {
    for (;;) {
      const answer = this.answers.shift();
      if (answer !== undefined) return answer;
      if (this.failure) throw this.failure;
      await new Promise<void>((resolve) => (this.wake = resolve));
    }
  }

  /** It ends by itself: to end a thread within SQLite ends the process. */
  async end(): Promise<void> {
    this.wish(0);
    await this.gone;
  }

  private fail(error: Error): void {
    this.failure ??= error;
    this.wake();
  }
}
