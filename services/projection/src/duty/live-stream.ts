import type { EventStore } from '@fengqiao/event-store';
import type { RecordedEvent } from '@fengqiao/kernel';
import { ESCALATION_PREFIX } from '../deadlines/rung-history';

export interface Following {
  /** Begin after this position; omitted: with what is recorded from now on. */
  readonly after?: number;
  /** Which escalations this listener may hear of. */
  readonly concerns: (event: RecordedEvent) => boolean;
  /** Resolves when the listener has gone away. */
  readonly closed: Promise<void>;
}

/** Escalations read at a time. */
const PAGE = 100;

/**
 * Tells listeners of escalations as they come into the log. It reads the log and nothing else: what was appended but not committed
 * is never told, what was missed while away is told on return. One reader looks at the log for everybody; a slow listener keeps
 * nothing but its own position and reads on from there when it is ready.
 */
export class LiveStream {
  private readonly unsubscribe: () => void;
  private readonly waiting = new Set<() => void>();
  /** Grows whenever escalations have come into the log. */
  private news = 0;
  /** Position up to which the one reader has looked. */
  private seen: number | undefined;
  private looking = false;
  private lookAgain = false;

  constructor(private readonly log: Pick<EventStore, 'readAll' | 'head' | 'onCommitted'>) {
    this.unsubscribe = log.onCommitted(() => void this.look());
  }

  /** Escalations from `after` on, oldest first, without an end until the listener goes away. */
  async *follow({ after, concerns, closed }: Following): AsyncGenerator<RecordedEvent> {
    let gone = false;
    const going = closed.then(() => {
      gone = true;
    });
    let position = after ?? (await this.log.head());
    while (!gone) {
      // Noted before reading: what comes into the log after the read makes it grow.
      const { news } = this;
      const page = await this.read(position);
      for (const event of page) {
        if (gone) return;
        position = event.position;
        if (concerns(event)) yield event;
      }
      if (page.length === 0) await Promise.race([this.newsAfter(news), going]);
    }
  }

  /** Stops looking at the log; listeners hear nothing more. */
  close(): void {
    this.unsubscribe();
    this.waiting.clear();
  }

  private read(after: number): Promise<readonly RecordedEvent[]> {
    return this.log.readAll({ after, limit: PAGE, prefixes: [ESCALATION_PREFIX] });
  }

  private newsAfter(news: number): Promise<void> {
    return this.news > news ? Promise.resolve() : new Promise((resolve) => this.waiting.add(resolve));
  }

  private async look(): Promise<void> {
    this.lookAgain = true;
    if (this.looking) return;
    this.looking = true;
    try {
      while (this.lookAgain) {
        this.lookAgain = false;
        if (await this.foundNews()) this.wake();
      }
    } finally {
      this.looking = false;
    }
  }

  private async foundNews(): Promise<boolean> {
    // The first look does not know what was there before: it takes everything for news, which costs each listener one empty read.
    if (this.seen === undefined) {
      this.seen = await this.log.head();
      return true;
    }
    // Noted before reading: a page that is not full has seen everything up to here, and nobody looks at it again.
    const head = await this.log.head();
    const page = await this.read(this.seen);
    const last = page[page.length - 1];
    const isFull = page.length === PAGE;
    this.seen = Math.max(isFull ? 0 : head, last?.position ?? this.seen);
    this.lookAgain ||= isFull;
    return last !== undefined;
  }

  private wake(): void {
    this.news += 1;
    const waiting = [...this.waiting];
    this.waiting.clear();
    for (const resolve of waiting) resolve();
  }
}
