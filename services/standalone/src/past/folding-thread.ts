import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { keepOut, newGuard } from '@fengqiao/event-store/sqlite';
import type { PastAnswer, PastQuestion } from '@fengqiao/projection';
import type { Asked, Orders, Told } from './messages';

/** One thread with the views of one instant. */
export class FoldingThread {
  /** Resolves when its views stand, when they do not fit into memory, and when it is ended before; rejects where folding fails. */
  readonly ready: Promise<'stands' | 'tooLarge' | 'ended'>;
  /** How much of the log it has read. */
  percent = 0;
  /** What its views take of memory, once they stand. */
  bytes = 0;
  /** Questions that are being answered, or wait for the views. */
  users = 0;
  private readonly guard = newGuard();
  private readonly leaving = (): void => keepOut(this.guard);
  private worker: Worker | undefined;
  private stands = false;
  private ended = false;
  private asked = 0;
  private readonly waiting = new Map<number, { readonly resolve: (answer: PastAnswer) => void; readonly reject: (error: Error) => void }>();

  /** Begins when it is its turn. `onGone` is called when it can answer nothing any more and was not ended on purpose. */
  constructor(orders: Omit<Orders, 'guard'>, mostBytes: number, turn: Promise<unknown>, private readonly onGone: () => void) {
    this.ready = turn.then(() => this.run(orders, mostBytes));
    // Whoever waits hears of a failure; where nobody waits any more, the next question begins again.
    this.ready.catch(() => undefined);
  }

  /** Nothing is done in it just now: its views stand, or it is over, and nobody has a question. */
  get isIdle(): boolean {
    return (this.stands || this.ended) && this.users === 0;
  }

  ask(question: PastQuestion): Promise<PastAnswer> {
    return new Promise((resolve, reject) => {
      if (this.ended) return resolve({ kind: 'crowded' });
      this.asked += 1;
      this.waiting.set(this.asked, { resolve, reject });
      this.worker?.postMessage({ id: this.asked, question } satisfies Asked);
    });
  }

  async end(): Promise<void> {
    this.ended = true;
    if (!this.worker) return;
    this.leaving();
    await this.worker.terminate();
  }

  private run(orders: Omit<Orders, 'guard'>, mostBytes: number): FoldingThread['ready'] {
    return new Promise((resolve, reject) => {
      if (this.ended) return resolve('ended');
      const worker = new Worker(join(__dirname, 'fold-main.js'), { workerData: { ...orders, guard: this.guard } satisfies Orders, resourceLimits: { maxOldGenerationSizeMb: Math.ceil(mostBytes / 2 ** 20) } });
      this.worker = worker;
      process.once('exit', this.leaving);
      worker.on('message', (told: Told) => {
        if (told.kind === 'ready') {
          this.stands = true;
          this.bytes = told.bytes;
          resolve('stands');
        } else this.hear(told);
      });
      worker.on('error', (error: NodeJS.ErrnoException) => {
        const isTooLarge = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
        if (isTooLarge) resolve('tooLarge');
        else reject(error);
        // What does not fit is not folded again and again: the verdict stays in its place until that is needed.
        this.leave(isTooLarge ? { kind: 'tooLarge' } : error, !isTooLarge || this.stands);
      });
      worker.on('exit', () => {
        process.off('exit', this.leaving);
        resolve('ended');
        this.leave({ kind: 'crowded' }, !this.ended);
      });
    });
  }

  private hear(told: Exclude<Told, { readonly kind: 'ready' }>): void {
    if (told.kind === 'progress') {
      this.percent = told.percent;
      return;
    }
    const waits = this.waiting.get(told.id);
    this.waiting.delete(told.id);
    if (told.kind === 'answer') waits?.resolve(told.answer);
    else waits?.reject(new Error(told.message));
  }

  /** The thread is gone: whoever waits for an answer gets this one. */
  private leave(last: PastAnswer | Error, isForgotten: boolean): void {
    this.ended = true;
    if (isForgotten) this.onGone();
    for (const { resolve, reject } of this.waiting.values()) {
      if (last instanceof Error) reject(last);
      else resolve(last);
    }
    this.waiting.clear();
  }
}
