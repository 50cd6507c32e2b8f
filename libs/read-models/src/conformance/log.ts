import type { JsonObject, RecordedEvent } from '@fengqiao/kernel';
import { toInstant } from '@fengqiao/kernel';
import type { Log } from '../fold';

/** An event without data of its own but what is said; a minute lies between two revisions. */
export function recorded(stream: string, revision: number, type: string, data: JsonObject = {}, position = revision + 1): RecordedEvent {
  const at = toInstant(1_800_000_000_000 + revision * 60_000);
  return {
    v: 1,
    stream,
    revision,
    id: `${stream}/${revision}`,
    type,
    data,
    meta: { occurredAt: at, recordedAt: at, actor: 'p1', office: 'o1', jurisdiction: '330681', correlation: '', causation: '', command: { id: '', body: '' } },
    position,
    hash: '',
  };
}

/** A log of given events in their order, whatever is wrong with them: gaps and unknown types too, which a real store would not hold. */
export function logOf(given: readonly RecordedEvent[] = []): Log & { readonly events: RecordedEvent[]; append(...more: RecordedEvent[]): void } {
  const events: RecordedEvent[] = [];
  const append = (...more: RecordedEvent[]): void => {
    for (const event of more) events.push({ ...event, position: events.length + 1 });
  };
  append(...given);
  return {
    events,
    append,
    read: async (stream, fromRevision = 0) => events.filter((event) => event.stream === stream && event.revision >= fromRevision),
    readAll: async ({ after, limit, prefixes }) =>
      events.filter(({ position, stream }) => position > after && (!prefixes?.length || prefixes.some((prefix) => stream.startsWith(prefix)))).slice(0, limit),
    head: async () => events.length,
  };
}
