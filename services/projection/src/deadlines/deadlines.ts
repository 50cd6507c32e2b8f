import type { Instant, RecordedEvent } from '@fengqiao/kernel';
import { serially, type Pace } from '@fengqiao/platform';
import type { ViewDocument, ViewStore } from '@fengqiao/read-models';
import type { DeadlineView } from './deadline-view';
import { rowsOf, type ObligationRow } from './obligation-row';

/** How long judging keeps the loop before everybody else has a turn, milliseconds. */
const SLICE_MS = 15;

/** What feeds events to a view; a projector does. */
export interface Feedable {
  feed(events: readonly RecordedEvent[]): Promise<void>;
}

export interface DeadlinesParts {
  readonly view: DeadlineView;
  /** One row for each obligation, for queries. */
  readonly rows: ViewStore<ObligationRow>;
  /** What brings events into the view. */
  readonly projectors: readonly Feedable[];
  readonly pace: Pace;
}

/**
 * Brings the deadline view up to an instant, in slices, and the rows of its obligations with it.
 * It causes nothing outside: who wants to act on what is owed listens.
 */
export class Deadlines {
  private readonly oneAtATime = serially();
  private readonly listeners = new Set<() => void>();
  /** Obligations of each subject that have a row. */
  private readonly rowIds = new Map<string, readonly string[]>();
  private turn = 0;

  constructor(private readonly parts: DeadlinesParts) {}

  get view(): DeadlineView {
    return this.parts.view;
  }

  get rows(): ViewStore<ObligationRow> {
    return this.parts.rows;
  }

  /** Takes events that were read from the log; those already known are passed over. */
  async feed(events: readonly RecordedEvent[]): Promise<void> {
    if (events.length === 0) return;
    await Promise.all(this.parts.projectors.map((projector) => projector.feed(events)));
  }

  /** Resolves when every subject is judged as of this instant or later, and its rows say so; `left` leaves those whose instant has come to who acts on what is owed. */
  settled(now: Instant, whoseInstantHasCome: 'judged' | 'left' = 'judged'): Promise<void> {
    return this.oneAtATime('settle', async () => {
      const { view, pace } = this.parts;
      for (;;) {
        const since = pace.elapsedMs();
        const done = view.settle(now, () => pace.elapsedMs() - since < SLICE_MS, whoseInstantHasCome);
        await this.writeRows(now);
        if (done) return;
        await pace.breathe();
      }
    });
  }

  /** Calls back when something new is known; returns the way to stop. */
  onChanged(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Tells the listeners that the view was given something new. */
  changed(): void {
    for (const listener of [...this.listeners]) listener();
  }

  private async writeRows(now: Instant): Promise<void> {
    const { view, rows } = this.parts;
    const documents: ViewDocument<ObligationRow>[] = [];
    this.turn += 1;
    const document = (row: ObligationRow): void => void documents.push({ stream: row.id, revision: this.turn, asOf: now, document: row });
    for (const stream of view.takeChanged()) {
      const subject = view.get(stream);
      const current = subject ? rowsOf(subject, (id) => view.history(id)?.document.rungs ?? []) : [];
      const ids = new Set(current.map(({ id }) => id));
      for (const id of this.rowIds.get(stream) ?? []) {
        if (ids.has(id) || view.subjectOfObligation(id) !== undefined) continue;
        const before = await rows.get(id);
        if (before) document({ ...before.document, exists: false });
      }
      current.forEach(document);
      if (ids.size > 0) this.rowIds.set(stream, [...ids]);
      else this.rowIds.delete(stream);
    }
    if (documents.length > 0) await rows.put(documents);
  }
}
