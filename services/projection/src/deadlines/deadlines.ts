import type { Instant, RecordedEvent } from '@fengqiao/kernel';
import { serially, type Pace } from '@fengqiao/platform';
import type { ViewDocument, ViewStore } from '@fengqiao/read-models';
import type { DeadlineView } from './deadline-view';
import type { KeptObligation } from './kept-obligation';
import { rowOf, type ObligationRow } from './obligation-row';
import type { HistoricRung } from './rung-history';
import type { SubjectDeadlines } from './standing';

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
  /** The subjects as their rows say. */
  private readonly written = new Map<string, SubjectDeadlines>();
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
      const before = this.written.get(stream);
      for (const id of goneSince(before, subject)) {
        if (view.subjectOfObligation(id) !== undefined) continue;
        const gone = await rows.get(id);
        if (gone) document({ ...gone.document, exists: false });
      }
      if (subject) for (const obligation of changedIn(subject, before)) document(rowOf(obligation, subject, view.history(obligation.id)?.document.rungs ?? NO_RUNGS));
      if (subject && subject.obligations.length > 0) this.written.set(stream, subject);
      else this.written.delete(stream);
    }
    if (documents.length > 0) await rows.put(documents);
  }
}

const NO_RUNGS: readonly HistoricRung[] = [];

/** Ids of obligations that a subject had and has no longer. */
function goneSince(before: SubjectDeadlines | undefined, subject: SubjectDeadlines | undefined): readonly string[] {
  const had = before?.obligations ?? [];
  if (subject && had.every(({ id }, index) => id === subject.obligations[index]?.id)) return [];
  const current = new Set(subject?.obligations.map(({ id }) => id));
  return had.flatMap(({ id }) => (current.has(id) ? [] : [id]));
}

/** Obligations whose row may be another than before: whatever is judged, or raised, is another object. */
function changedIn({ obligations, division, parked }: SubjectDeadlines, before: SubjectDeadlines | undefined): readonly KeptObligation[] {
  if (before?.division !== division || (before.parked === undefined) !== (parked === undefined)) return obligations;
  const known = before.obligations;
  // Nearly all stand where they stood.
  return obligations.filter((obligation, index) => obligation !== known[index] && !known.includes(obligation));
}
