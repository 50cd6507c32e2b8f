import { eventType, type FieldInfo } from '@fengqiao/contracts';
import type { Fact } from '@fengqiao/deadlines';
import type { Json, JsonObject, RecordedEvent } from '@fengqiao/kernel';

/** A fact with what the engine does not read, but the receipt of a rung needs. */
export interface KnownFact extends Fact {
  readonly jurisdiction: string;
  readonly correlation: string;
  /** Streams of other subjects that it refers to: it is a fact of each of them too. */
  readonly references: readonly string[];
}

/**
 * The fact that an event states. Of its data only the fields of class NONE remain: what can be erased may not decide,
 * and ciphertext would be most of what is kept.
 */
export function factOf(event: RecordedEvent): KnownFact {
  const fields = eventType(event.type)?.fields ?? [];
  const { occurredAt, recordedAt, actor, office, jurisdiction, correlation } = event.meta;
  return {
    id: event.id,
    type: event.type,
    stream: event.stream,
    revision: event.revision,
    occurredAt,
    recordedAt,
    actor,
    office,
    jurisdiction,
    correlation,
    data: plainOf(fields, event.data),
    references: referencesOf(fields, event.data),
  };
}

/** The order in which facts are told: by recording, then by stream and revision. It does not depend on the order of arrival. */
export function compareFacts(a: KnownFact, b: KnownFact): number {
  if (a.recordedAt !== b.recordedAt) return a.recordedAt < b.recordedAt ? -1 : 1;
  if (a.stream !== b.stream) return a.stream < b.stream ? -1 : 1;
  return a.revision - b.revision;
}

function plainOf(fields: readonly FieldInfo[], data: JsonObject): JsonObject {
  const plain: Record<string, Json> = {};
  for (const field of fields) {
    const value = data[field.jsonName];
    if (value === undefined || field.class !== 'NONE') continue;
    plain[field.jsonName] = field.kind === 'message' ? mapEach(value, (item) => plainOf(field.fields, item)) : value;
  }
  return plain;
}

function referencesOf(fields: readonly FieldInfo[], data: JsonObject): readonly string[] {
  const found = new Set<string>();
  const walk = (inner: readonly FieldInfo[], value: JsonObject): void => {
    for (const field of inner) {
      const held = value[field.jsonName];
      if (held === undefined) continue;
      if (field.kind === 'message') mapEach(held, (item) => (walk(field.fields, item), item));
      else if (field.reference !== '') for (const id of Array.isArray(held) ? held : [held]) if (typeof id === 'string' && id !== '') found.add(`${field.reference}-${id}`);
    }
  };
  walk(fields, data);
  return [...found];
}

function mapEach(value: Json, each: (item: JsonObject) => JsonObject): Json {
  if (Array.isArray(value)) return value.map((item: Json) => (isObject(item) ? each(item) : item));
  return isObject(value) ? each(value) : value;
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
