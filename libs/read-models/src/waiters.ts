import type { ViewDocument } from './port';

type Answer = 'visible' | 'parked' | 'behind';

interface Waiter {
  readonly revision: number;
  readonly answer: (answer: Answer) => void;
}

/** Who waits for which stream to show which revision. */
export class Waiters {
  private readonly waiting = new Map<string, Set<Waiter>>();
  /** Who gives up when a signal aborts. Many wait by one signal, and a listener for each would cost more than the wait. */
  private readonly givingUp = new WeakMap<AbortSignal, Set<Waiter>>();

  /** Registers before it looks, so that a write between the look and the wait is not missed. */
  wait(stream: string, revision: number, look: () => Promise<ViewDocument<unknown> | undefined>, signal?: AbortSignal): Promise<Answer> {
    return new Promise((resolve, reject) => {
      let impatient: Set<Waiter> | undefined;
      const waiter: Waiter = {
        revision,
        answer: (answer) => {
          this.remove(stream, waiter);
          impatient?.delete(waiter);
          resolve(answer);
        },
      };
      this.add(stream, waiter);
      look().then(
        (view) => {
          const answer = view && answerOf(view, revision);
          if (answer) waiter.answer(answer);
          else if (signal?.aborted) waiter.answer('behind');
          else if (signal && this.waiting.get(stream)?.has(waiter)) impatient = this.impatientBy(signal).add(waiter);
        },
        (error: unknown) => {
          this.remove(stream, waiter);
          reject(error as Error);
        },
      );
    });
  }

  /** Answers everybody whom this document satisfies. */
  settle(view: ViewDocument<unknown>): void {
    const waiters = this.waiting.get(view.stream);
    if (!waiters) return;
    for (const waiter of [...waiters]) {
      const answer = answerOf(view, waiter.revision);
      if (answer) waiter.answer(answer);
    }
  }

  private impatientBy(signal: AbortSignal): Set<Waiter> {
    const known = this.givingUp.get(signal);
    if (known) return known;
    const impatient = new Set<Waiter>();
    this.givingUp.set(signal, impatient);
    signal.addEventListener('abort', () => [...impatient].forEach((waiter) => waiter.answer('behind')), { once: true });
    return impatient;
  }

  private add(stream: string, waiter: Waiter): void {
    const waiters = this.waiting.get(stream);
    if (waiters) waiters.add(waiter);
    else this.waiting.set(stream, new Set([waiter]));
  }

  private remove(stream: string, waiter: Waiter): void {
    const waiters = this.waiting.get(stream);
    waiters?.delete(waiter);
    if (waiters?.size === 0) this.waiting.delete(stream);
  }
}

function answerOf(view: ViewDocument<unknown>, revision: number): Answer | undefined {
  if (view.revision >= revision) return 'visible';
  return view.parked ? 'parked' : undefined;
}
