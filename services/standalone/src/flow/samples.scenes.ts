import type { Json, JsonObject } from '@fengqiao/kernel';
import type { Operation } from '@fengqiao/platform/http';
import { z } from 'zod';

/** A JSON Schema as zod writes it. */
export interface Schema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly minItems?: number;
  readonly enum?: readonly Json[];
  readonly const?: Json;
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly minimum?: number;
}

/** Texts that some field or other takes; each field finds its own among them by trying. */
const TEXTS = [
  '试验内容', '2026-11-01T21:00:00+08:00', '2026-11-01', '11111111-1111-4111-8111-111111111111', '13805751234', '11010519491231002X', '91350100M000100Y43', '100',
  '330681109201', '2026-W44', '2026', 'test.account',
];

/** The schema of an operation's body, as the document tells it. */
export function bodySchema(operation: Operation): Schema {
  return z.toJSONSchema(operation.body as z.ZodType, { io: 'input', unrepresentable: 'any' }) as Schema;
}

/**
 * A body with every field that the operation takes, made from its own schema: where a field has rules that a JSON Schema cannot say, another
 * text is tried until the operation's validator is content. Throws where none is.
 */
export function sampleBody(operation: Operation): JsonObject {
  const tried = new Map<string, number>();
  const schema = bodySchema(operation);
  for (let attempt = 0; attempt < 60; attempt += 1) {
    const body = make(schema, '', tried) as JsonObject;
    const result = (operation.body as z.ZodType).safeParse(body);
    if (result.success) return body;
    const wrong = new Set(result.error.issues.map(({ path }) => path.map((part) => `/${String(part)}`).join('')));
    for (const pointer of wrong) tried.set(pointer, (tried.get(pointer) ?? 0) + 1);
  }
  throw new Error(`no body was found that ${operation.id} takes; give TEXTS a text of the kind it asks for`);
}

function make(schema: Schema, path: string, tried: ReadonlyMap<string, number>): Json {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[(tried.get(path) ?? 0) % schema.enum.length] as Json;
  const [variant] = schema.oneOf ?? schema.anyOf ?? [];
  if (variant) return make(variant, path, tried);
  switch (schema.type) {
    case 'object':
      return Object.fromEntries(Object.entries(schema.properties ?? {}).map(([name, property]) => [name, make(property, `${path}/${name}`, tried)]));
    case 'array':
      return [make(schema.items ?? {}, `${path}/0`, tried)];
    case 'boolean':
      return true;
    case 'integer':
    case 'number':
      return Math.max(1, schema.minimum ?? 1);
    default:
      return TEXTS[((tried.get(path) ?? 0) + likely(path)) % TEXTS.length] as string;
  }
}

/** What a field's name lets one expect, where its schema takes any text. */
function likely(path: string): number {
  if (path.endsWith('At')) return 1;
  return path.endsWith('/approvedBy') ? TEXTS.length - 1 : 0;
}

/** Where a body can be wrong, and what the schema says of that place. */
export interface Spot {
  readonly pointer: string;
  readonly schema: Schema;
  readonly required: boolean;
}

/** Every place of a body that its schema speaks of, the body itself included. */
export function spotsOf(schema: Schema, value: Json, pointer = '', required = true): readonly Spot[] {
  const here: Spot = { pointer, schema, required };
  if (Array.isArray(value)) return [here, ...value.flatMap((item: Json, index) => spotsOf(schema.items ?? {}, item, `${pointer}/${index}`, true))];
  if (typeof value !== 'object' || value === null) return [here];
  const { properties = {}, required: needed = [] } = schema.oneOf?.find((variant) => fits(variant, value as JsonObject)) ?? schema;
  return [here, ...Object.entries(value as JsonObject).flatMap(([name, inner]) => spotsOf(properties[name] ?? {}, inner, `${pointer}/${name}`, needed.includes(name)))];
}

function fits(schema: Schema, value: JsonObject): boolean {
  return Object.entries(schema.properties ?? {}).every(([name, { const: only }]) => only === undefined || value[name] === only);
}

/** A copy of a body with one place changed; `undefined` takes it out. */
export function withAt(body: Json, pointer: string, value: Json | undefined): Json {
  if (pointer === '') return value as Json;
  const copy = structuredClone(body);
  const parts = pointer.slice(1).split('/').map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  const last = parts.pop() as string;
  const holder = parts.reduce<Json>((at, part) => (at as Record<string, Json>)[part] as Json, copy) as Record<string, Json>;
  if (value === undefined) delete holder[last];
  else Object.defineProperty(holder, last, { value, enumerable: true, configurable: true, writable: true });
  return copy;
}
