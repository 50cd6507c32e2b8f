import type { EventStore } from '@fengqiao/event-store';
import type { EventData } from '@fengqiao/contracts';
import type { Instant, RecordedEvent } from '@fengqiao/kernel';
import { systemPace } from '@fengqiao/platform';
import { ReadSide } from '@fengqiao/projection';
import { replay } from '@fengqiao/read-models';
import { MemoryViewStore } from '@fengqiao/read-models/memory';

/** A rung as the log holds it. */
export type RaisedData = EventData['deadlines.v1.EscalationRaised'];

/** Rungs that the log holds, without those that were withdrawn since. */
export function standing(log: readonly RecordedEvent[]): readonly RaisedData[] {
  const withdrawn = new Set(log.filter(({ type }) => type === 'deadlines.v1.EscalationWithdrawn').map(({ data }) => data.rungId));
  return log.filter(({ type }) => type === 'deadlines.v1.EscalationRaised').map(({ data }) => data as unknown as RaisedData).filter(({ rungId }) => !withdrawn.has(rungId));
}

/** Names a rung by what it is for; its id also counts the withdrawals before it. */
export function nameOf(rung: Pick<RaisedData, 'obligationId' | 'rung' | 'n' | 'at'>): string {
  return `${rung.obligationId} ${rung.rung} ${rung.n} ${rung.at}`;
}

/** The rungs that all facts in the log, judged once at an instant by somebody who knows of none that was raised, ask for by then. */
export async function owedByFacts(store: EventStore, now: Instant): Promise<ReadonlySet<string>> {
  const facts = withoutRungs(store);
  const readSide = new ReadSide({
    store: facts, clock: { now: () => now }, pace: systemPace(),
    viewStore: (projection) => new MemoryViewStore(projection),
    onAlarm: ({ view, stream, reason }) => {
      throw new Error(`${view} ${stream}: ${reason}`);
    },
  });
  await replay(facts, readSide.projectors);
  const { deadlines } = readSide.opened;
  await deadlines.settled(now);
  const obligations = deadlines.view.all().flatMap((subject) => subject.obligations);
  return new Set(obligations.flatMap(({ id, rungs }) => rungs.filter(({ state }) => state === 'owed').map(({ name, n, at }) => nameOf({ obligationId: id, rung: name, n, at }))));
}

function withoutRungs(store: EventStore): EventStore {
  const isFact = ({ stream }: Pick<RecordedEvent, 'stream'>) => !stream.startsWith('deadlines.');
  return {
    append: () => Promise.reject(new Error('who only judges appends nothing')),
    read: async (stream, from) => (await store.read(stream, from)).filter(isFact),
    readAll: async ({ after, limit, prefixes }) => {
      // A page of nothing but rungs would look like the end of the log.
      for (let from = after; ;) {
        const page = await store.readAll({ after: from, limit, prefixes });
        const facts = page.filter(isFact);
        if (facts.length > 0 || page.length === 0) return facts;
        from = (page[page.length - 1] as RecordedEvent).position;
      }
    },
    async *ahead(after) {
      for await (const events of store.ahead(after)) yield events.filter(isFact);
    },
    head: () => store.head(),
    streams: (prefix) => store.streams(prefix),
    onCommitted: (listener) => store.onCommitted(listener),
    close: () => store.close(),
  };
}
