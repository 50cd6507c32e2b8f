import type { EventTypeInfo } from './event-type';
import { EVENT_TYPES } from './gen/event-types';

const byType = new Map<string, EventTypeInfo>(EVENT_TYPES.map((info) => [info.type, info]));

/** What the published language says of an event type; undefined where this version does not know it. */
export function eventType(type: string): EventTypeInfo | undefined {
  return byType.get(type);
}

/** Every event type of the published language, sorted by name. */
export function eventTypes(): readonly EventTypeInfo[] {
  return EVENT_TYPES;
}
