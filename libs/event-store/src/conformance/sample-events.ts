import type { FoldedEvent, Instant, JsonObject, NewEvent } from '@fengqiao/kernel';
import { millisOf, toInstant } from '@fengqiao/kernel';

/** The instant at which sample events are appended, where a test does not say otherwise. */
export const SAMPLE_NOW = '2026-11-22T07:00:00.000Z' as Instant;

/** An instant some milliseconds after `SAMPLE_NOW`. */
export function sampleInstant(ms: number): Instant {
  return toInstant(millisOf(SAMPLE_NOW) + ms);
}

/** A well-formed event for tests of stores and buses; the id is its name. */
export function sampleEvent(id: string, data: JsonObject = { note: '当日上报' }, type = 'mediation.v1.DisputeNoted'): NewEvent {
  return {
    id,
    type,
    data,
    meta: {
      occurredAt: SAMPLE_NOW,
      actor: 'person-1',
      office: 'office-1',
      jurisdiction: '330681',
      correlation: `correlation of ${id}`,
      causation: '',
      command: { id: `command of ${id}`, body: 'mark' },
    },
  };
}

/** What folds read of an event. */
export function foldedOf({ stream, revision, id, type, data, meta, position }: FoldedEvent): FoldedEvent {
  const { occurredAt, recordedAt, actor, office, jurisdiction, correlation } = meta;
  return { stream, revision, id, type, data, meta: { occurredAt, recordedAt, actor, office, jurisdiction, correlation }, position };
}
