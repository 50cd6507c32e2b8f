import { eventType, type FieldInfo } from '@fengqiao/contracts';
import type { Fact } from '@fengqiao/deadlines';
import type { Json, JsonObject, FoldedEvent } from '@fengqiao/kernel';

/** A fact with what the engine does not read, but the receipt of a rung needs. */
export interface KnownFact extends Fact {
  readonly jurisdiction: string;
  readonly correlation: string;
  /** Streams of other subjects that it refers to: it is a fact of each of them too. */
  readonly references: readonly string[];
}

const NO_REFERENCES: readonly string[] = [];

/**
 * The fact that an event states. Of its data only the fields of class NONE remain: what can be erased may not decide,
 * and ciphertext would be most of what is kept.
 */
export function factOf(event: FoldedEvent): KnownFact {
  const shape = shapeOf(event.type);
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
    data: plainOf(shape, event.data),
    references: shape.refers ? referencesOf(shape, event.data) : NO_REFERENCES,
  };
}

/** The order in which facts are told: by recording, then by stream and revision. It does not depend on the order of arrival. */
export function compareFacts(a: KnownFact, b: KnownFact): number {
  if (a.recordedAt !== b.recordedAt) return a.recordedAt < b.recordedAt ? -1 : 1;
  if (a.stream !== b.stream) return a.stream < b.stream ? -1 : 1;
  return a.revision - b.revision;
}

/** What is read of the fields of a message. */
interface Shape {
  readonly fields: readonly ShapeField[];
  /** By JSON name: the fields that remain. */
  readonly plain: ReadonlyMap<string, ShapeField>;
  /** A field of it, or of what it holds, names another subject. */
  readonly refers: boolean;
}

interface ShapeField extends Pick<FieldInfo, 'jsonName' | 'reference'> {
  /** Of a message. */
  readonly inner: Shape | undefined;
}

const shapes = new Map<string, Shape>();

function shapeOf(type: string): Shape {
  const known = shapes.get(type);
  if (known) return known;
  const shape = shapeOfFields(eventType(type)?.fields ?? []);
  // Types that nobody knows are of no number that anybody limits.
  if (eventType(type)) shapes.set(type, shape);
  return shape;
}

function shapeOfFields(infos: readonly FieldInfo[]): Shape {
  const pairs = infos.map((info): readonly [FieldInfo, ShapeField] => [
    info, { jsonName: info.jsonName, reference: info.reference, inner: info.kind === 'message' ? shapeOfFields(info.fields) : undefined },
  ]);
  const fields = pairs.map(([, field]) => field);
  return {
    fields,
    plain: new Map(pairs.filter(([info]) => info.class === 'NONE').map(([, field]) => [field.jsonName, field])),
    refers: fields.some(({ inner, reference }) => (inner ? inner.refers : reference !== '')),
  };
}

/** The data itself where all of it remains: most of what is recorded says nothing of a person. */
function plainOf(shape: Shape, data: JsonObject): JsonObject {
  return isPlain(shape, data) ? data : onlyPlain(shape, data);
}

function isPlain({ plain }: Shape, data: JsonObject): boolean {
  for (const name in data) {
    const field = plain.get(name);
    if (!field || (field.inner && !isPlainWithin(field.inner, data[name] as Json))) return false;
  }
  return true;
}

function isPlainWithin(inner: Shape, value: Json): boolean {
  if (Array.isArray(value)) return value.every((item: Json) => !isObject(item) || isPlain(inner, item));
  return !isObject(value) || isPlain(inner, value);
}

function onlyPlain({ fields, plain }: Shape, data: JsonObject): JsonObject {
  const remaining: Record<string, Json> = {};
  for (const { jsonName, inner } of fields) {
    const value = data[jsonName];
    if (value === undefined || !plain.has(jsonName)) continue;
    remaining[jsonName] = inner ? mapEach(value, (item) => plainOf(inner, item)) : value;
  }
  return remaining;
}

function referencesOf(shape: Shape, data: JsonObject): readonly string[] {
  const found: string[] = [];
  const add = (reference: string, id: Json): void => {
    if (typeof id !== 'string' || id === '') return;
    const stream = `${reference}-${id}`;
    if (!found.includes(stream)) found.push(stream);
  };
  const walk = ({ fields }: Shape, value: JsonObject): void => {
    for (const { jsonName, inner, reference } of fields) {
      if (inner ? !inner.refers : reference === '') continue;
      const held = value[jsonName];
      if (held === undefined) continue;
      if (inner) mapEach(held, (item) => (walk(inner, item), item));
      else if (Array.isArray(held)) for (const id of held) add(reference, id as Json);
      else add(reference, held);
    }
  };
  walk(shape, data);
  return found.length > 0 ? found : NO_REFERENCES;
}

function mapEach(value: Json, each: (item: JsonObject) => JsonObject): Json {
  if (Array.isArray(value)) return value.map((item: Json) => (isObject(item) ? each(item) : item));
  return isObject(value) ? each(value) : value;
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
