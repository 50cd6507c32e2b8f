import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import canonicalize from 'canonicalize';
import { encodeEvent, eventType, eventTypes, type FieldInfo } from '@fengqiao/contracts';

/** One event as it was stored once. A golden file is never edited or removed: a new field gets a further file, `<type>.2.json`. */
interface Golden {
  readonly type: string;
  readonly data: Record<string, never>;
  readonly canonical: string;
  readonly sha256: string;
}

const folder = join(__dirname, '../golden');
const goldens = readdirSync(folder).map((file) => [file, JSON.parse(readFileSync(join(folder, file), 'utf8')) as Golden] as const);

describe('an event that was stored once', () => {
  it.each(goldens)('%s keeps its bytes', (_, golden) => {
    expect(canonicalize(golden.data)).toBe(golden.canonical);
    expect(createHash('sha256').update(golden.canonical).digest('hex')).toBe(golden.sha256);
  });

  it.each(goldens)('%s is still read with every field it had', (_, golden) => {
    expect(eventType(golden.type)?.type).toBe(golden.type);
    expect(encodeEvent(golden.type, golden.data)).toMatchObject(golden.data);
  });

  it.each(eventTypes().map((info) => [info.type, info.fields] as const))('shows each field of %s with a value', (type, fields) => {
    const examples = goldens.filter(([, golden]) => golden.type === type).map(([, golden]) => golden.data);
    const shown = new Set(examples.flatMap((data) => pathsWithValue(data)));
    expect(pathsOf(fields).filter((path) => !shown.has(path))).toEqual([]);
  });
});

function pathsOf(fields: readonly FieldInfo[]): string[] {
  return fields.flatMap((field) => (field.kind === 'message' ? pathsOf(field.fields) : [field.path]));
}

function pathsWithValue(value: unknown, path = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => pathsWithValue(item, path));
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([key, item]) => pathsWithValue(item, path === '' ? key : `${path}.${key}`));
  }
  const isDefault = value === '' || value === 0 || value === '0' || value === false || String(value).endsWith('_UNSPECIFIED');
  return isDefault ? [] : [path];
}
