import { millisOf, type Instant, type JsonObject } from '@fengqiao/kernel';
import type { Bilingual } from '@fengqiao/platform';
import type { Log } from '@fengqiao/read-models';
import { labelOf } from './labels';

/** One event of a case as people read it. `data` is as the log holds it: personal values stay sealed until somebody's role opens them. */
export interface TimelineEntry {
  readonly revision: number;
  readonly id: string;
  readonly type: string;
  readonly label: Bilingual;
  /** When it happened, as claimed. */
  readonly occurredAt: Instant;
  /** When the log learnt it. */
  readonly recordedAt: Instant;
  /** Recorded more than a minute after it happened. */
  readonly late: boolean;
  /** Person id, or `system`. */
  readonly actor: string;
  /** Office id; empty for the system. */
  readonly office: string;
  readonly data: JsonObject;
}

const LATE_MS = 60_000;

/** What happened in a case (办理过程), in the order in which it became known; empty where there is no such stream. */
export async function caseTimeline(store: Pick<Log, 'read'>, stream: string): Promise<readonly TimelineEntry[]> {
  const events = await store.read(stream);
  return events.map(({ revision, id, type, data, meta }) => {
    const { occurredAt, recordedAt, actor, office } = meta;
    const late = millisOf(recordedAt) - millisOf(occurredAt) > LATE_MS;
    return { revision, id, type, label: labelOf(type), occurredAt, recordedAt, late, actor, office, data };
  });
}
