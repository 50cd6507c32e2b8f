import type { FoldedEvent } from '@fengqiao/kernel';
import type { EventStore } from '@fengqiao/event-store';
import { codeHash } from './code-hash';
import type { Projection, ViewDocument } from './port';

/** What a projector reads of the log; it can append nothing. */
export type Log = Pick<EventStore, 'read' | 'readAll' | 'head'> & Partial<Pick<EventStore, 'ahead'>>;

/** A projection made ready to fold: one rule for live, rebuild and recomputing, so that they cannot differ. */
export interface Fold<D> {
  readonly projection: Projection<D>;
  concerns(stream: string): boolean;
  /**
   * Brings a document forward by events of its stream, in order. Revision ≤ seen is skipped, seen + 1 applied, a gap filled from the log;
   * what the log lacks, an unknown type or a fold that throws parks the document, and a parked one stands still.
   * Returns the same object where nothing changed, undefined where there is none yet. Rejects only where the log cannot be read.
   */
  advance(stream: string, view: ViewDocument<D> | undefined, events: readonly FoldedEvent[]): Promise<ViewDocument<D> | undefined>;
  /** As `advance` at once, where nothing is missing; `gap` where the log has to be asked first. */
  advanceNow(stream: string, view: ViewDocument<D> | undefined, events: readonly FoldedEvent[]): ViewDocument<D> | undefined | 'gap';
  /** A document that nobody else holds, for `advanceDraft`; undefined where this projection folds nothing in place. */
  draftOf(view: ViewDocument<D>): Draft<D> | undefined;
  /** As `advance` by one event, into the draft itself, where it follows and can be folded; false where it does not, and the draft is to be thrown away. */
  advanceDraft(draft: Draft<D>, event: FoldedEvent): boolean;
}

/** A document that a replay has not shown to anybody. */
export type Draft<D> = { -readonly [K in keyof ViewDocument<D>]: ViewDocument<D>[K] };

/** What annuls or corrects a fact may stand in any stream; a view that does not read it goes on without it. */
export const AMENDMENTS: ReadonlySet<string> = new Set(['platform.v1.FactAnnulled', 'platform.v1.FactCorrected']);

type Reader<D> = Projection<D>['fields'][string]['of'];

const NOBODY: readonly never[] = [];

/** Fields by what they read. */
function readersOf<D>({ fields }: Projection<D>): { readonly of: ReadonlyMap<string, readonly Reader<D>[]>; readonly ofAnything: readonly Reader<D>[] } {
  const specs = Object.values(fields);
  const names = new Set(specs.flatMap(({ reads }) => reads ?? []));
  const reading = (name: string | undefined) => specs.filter(({ reads }) => reads === name).map(({ of }) => of);
  return { of: new Map([...names].map((name) => [name, reading(name)])), ofAnything: reading(undefined) };
}

/** Prepares a projection for folding from a log. */
export function foldOf<D>(projection: Projection<D>, log: Pick<EventStore, 'read'>): Fold<D> {
  const { inPlace } = projection;
  const known = new Set(projection.types);
  const hash = codeHash(projection);
  const fields = Object.values(projection.fields).map(({ of }) => of);
  const readers = readersOf(projection);

  // Fields and scope are part of what a document must yield: one that cannot be indexed is poison at its very revision, live and in rebuild alike.
  const applied = (document: D, event: FoldedEvent): D => {
    const next = projection.apply(document, event);
    projection.scopeOf(next);
    for (const of of fields) of(next);
    return next;
  };

  const parkedAt = (view: ViewDocument<D>, reason: string): ViewDocument<D> => ({
    ...view,
    parked: { revision: view.revision + 1, reason, codeHash: hash },
  });

  const start = (stream: string): ViewDocument<D> => ({ stream, revision: -1, asOf: '', document: projection.initial(stream) });

  /** Applies what follows without a gap; stops before the first gap and at poison. */
  const run = (view: ViewDocument<D>, events: readonly FoldedEvent[]): { view: ViewDocument<D>; gapAt: number } => {
    let { revision, asOf, document } = view;
    const reached = (): ViewDocument<D> => (revision === view.revision ? view : { stream: view.stream, revision, asOf, document });
    for (let index = 0; index < events.length; index += 1) {
      const event = events[index] as FoldedEvent;
      if (event.revision <= revision) continue;
      if (event.revision > revision + 1) return { view: reached(), gapAt: index };
      const reads = known.has(event.type);
      if (!reads && !AMENDMENTS.has(event.type)) return { view: parkedAt(reached(), `UNKNOWN_TYPE ${event.type}`), gapAt: -1 };
      try {
        if (reads) document = applied(document, event);
      } catch (error) {
        return { view: parkedAt(reached(), `FOLD_FAILED ${String(error)}`), gapAt: -1 };
      }
      revision = event.revision;
      asOf = event.meta.recordedAt;
    }
    return { view: reached(), gapAt: -1 };
  };

  return {
    projection,
    concerns: (stream) => projection.prefixes.some((prefix) => stream.startsWith(prefix)),
    advanceNow(stream, before, events) {
      if (before?.parked || events.length === 0) return before;
      const { view, gapAt } = run(before ?? start(stream), events);
      if (gapAt >= 0) return 'gap';
      return view.revision < 0 && !view.parked ? before : view;
    },
    draftOf: (view) => (inPlace && !view.parked ? { ...view, document: inPlace.copyOf(view.document) } : undefined),
    advanceDraft(draft, event) {
      if (event.revision <= draft.revision) return true;
      if (event.revision > draft.revision + 1 || !known.has(event.type)) return false;
      try {
        const changed = inPlace!.put(draft.document, event);
        // What reads none of it yields what it did.
        projection.scopeOf(draft.document);
        for (const of of readers.ofAnything) of(draft.document);
        for (const name in changed) for (const of of readers.of.get(name) ?? NOBODY) of(draft.document);
      } catch {
        return false;
      }
      draft.revision = event.revision;
      draft.asOf = event.meta.recordedAt;
      return true;
    },
    async advance(stream, before, events) {
      if (before?.parked || events.length === 0) return before;
      let { view, gapAt } = run(before ?? start(stream), events);
      if (gapAt >= 0) {
        const missing = await log.read(stream, view.revision + 1);
        ({ view, gapAt } = run(view, missing));
        const awaited = (events[events.length - 1] as FoldedEvent).revision;
        if (!view.parked && view.revision < awaited) view = parkedAt(view, `REVISION_MISSING ${view.revision + 1}`);
      }
      return view.revision < 0 && !view.parked ? before : view;
    },
  };
}
