import { encodeEvent, eventType, type FieldInfo } from '@fengqiao/contracts';
import { idOf, invariant, type Json, type JsonObject } from '@fengqiao/kernel';
import { isKeyId, type Key, type KeyRing } from './key-ring';
import { claimsToBeSealed, openSealed, parseSealed, sealText, type SealedClass } from './sealed-text';

/** What stands where a value was erased. */
export const ERASED = '已删除 / erased';

/** Where an event will stand: its id and its stream. */
export interface EventPlace {
  readonly eventId: string;
  readonly stream: string;
}

/** A value that cannot be sealed as it is; `path` is its place in the data. */
export class SealingRefused extends Error {
  constructor(
    readonly path: string,
    what: string,
  ) {
    super(`${path} ${what}`);
    this.name = 'SealingRefused';
  }
}

export type Unsealed = { readonly text: string; readonly erased?: undefined } | { readonly erased: true; readonly text?: undefined };

/** Turns one personal text into what is stored; empty text stays empty, because its absence is no secret that folds may miss. */
type SealOne = (text: string, field: FieldInfo, keyId: string, path: string) => string;

/**
 * Brings the data of an event into its stored form (see `encodeEvent`) with every personal field sealed, once the keys it needs are on disk.
 * The key is that of the person in the field's subject, else that of the stream. Rejects with `ContractViolation`, `KeyDestroyed`,
 * or `SealingRefused` where any text begins with `sealed:` or a personal text has no person to belong to.
 */
export async function seal(type: string, data: JsonObject, place: EventPlace, keys: KeyRing): Promise<JsonObject> {
  const stored = encodeEvent(type, data);
  const missing = new Set<string>();
  const sealed = walk(type, stored, place, (text, field, keyId, path) => {
    const key = keys.get(keyId);
    if (!key) missing.add(keyId);
    return key && missing.size === 0 ? sealText(text, field.class as SealedClass, keyId, key, { eventId: place.eventId, path }) : text;
  });
  if (missing.size === 0) return sealed;
  await keys.ensure([...missing]);
  return walk(type, stored, place, (text, field, keyId, path) => {
    const key: Key | undefined = keys.get(keyId);
    invariant(key, `key ${keyId} is on disk`);
    return sealText(text, field.class as SealedClass, keyId, key, { eventId: place.eventId, path });
  });
}

/** The text of a stored value: its own where it is not sealed, `erased` where its key is gone. Throws `SealBroken` where it was changed. */
export function unseal(value: string, keys: Pick<KeyRing, 'get'>): Unsealed {
  if (!claimsToBeSealed(value)) return { text: value };
  const sealed = parseSealed(value);
  const key = keys.get(sealed.keyId);
  return key ? { text: openSealed(sealed, key) } : { erased: true };
}

/** The id of the key that seals what is said about a case itself: the id of its stream, or the whole name where it has none. */
export function keyIdOfStream(stream: string): string {
  return idOf(stream);
}

function walk(type: string, data: JsonObject, place: EventPlace, one: SealOne): JsonObject {
  const info = eventType(type);
  invariant(info, `encodeEvent lets no unknown type ${type} pass`);
  return sealMessage(data, info.fields, '', keyIdOfStream(place.stream), one);
}

function sealMessage(data: JsonObject, fields: readonly FieldInfo[], at: string, streamKey: string, one: SealOne): JsonObject {
  // In the order in which it is stored, so that nobody has to bring it into that order again.
  const result: Record<string, Json> = { ...data };
  for (const field of fields) {
    const value = data[field.jsonName];
    if (value === undefined) continue;
    const path = `${at}${field.jsonName}`;
    const sealValue = (item: Json, itemPath: string): Json => {
      if (field.kind === 'message') return sealMessage(item as JsonObject, field.fields, `${itemPath}.`, streamKey, one);
      return typeof item === 'string' ? sealString(item, field, data, itemPath, streamKey, one) : item;
    };
    result[field.jsonName] = Array.isArray(value) ? value.map((item: Json, index) => sealValue(item, `${path}[${index}]`)) : sealValue(value, path);
  }
  return result;
}

function sealString(text: string, field: FieldInfo, siblings: JsonObject, path: string, streamKey: string, one: SealOne): string {
  if (claimsToBeSealed(text)) throw new SealingRefused(path, '不得以“sealed:”开头 / must not start with "sealed:"');
  if (field.class === 'NONE' || text === '') return text;
  const keyId = field.subject === '' ? streamKey : (siblings[field.subject] as string);
  if (!isKeyId(keyId)) throw new SealingRefused(path, `所属人员编号无效 / belongs to ${field.subject || 'the stream'}, whose id can name no key`);
  return one(text, field, keyId, path);
}
