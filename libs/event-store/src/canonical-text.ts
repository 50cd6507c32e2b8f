import canonicalize from 'canonicalize';
import { InvariantViolation } from '@fengqiao/kernel';

/** RFC 8785 text of a JSON value; throws where there is none (NaN, Infinity, a lone surrogate). */
export function canonicalText(value: unknown): string {
  if (isPlainObject(value) && Object.values(value).some(holdsShared)) return textOfMembers(value);
  const ordered = inOrder(value);
  const text = ordered === undefined ? canonicalize(value) : JSON.stringify(ordered);
  if (text === undefined || hasLoneSurrogate(text)) throw new InvariantViolation('the value has no canonical JSON (RFC 8785)');
  return text;
}

/** JSON.stringify writes a lone surrogate as an escape, and a paired one never; RFC 8785 knows no text for it. */
export function hasLoneSurrogate(text: string): boolean {
  return text.includes('\\ud') && /(?<!\\)(?:\\\\)*\\ud[89a-f]/.test(text);
}

/** Texts of what many values share: a frozen object of plain values, which can have no other. */
const textsOfShared = new WeakMap<object, string>();

function holdsShared(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && value.some((item) => sharedText(item) !== undefined);
}

function sharedText(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || !Object.isFrozen(value)) return undefined;
  const known = textsOfShared.get(value);
  if (known !== undefined || !isPlainObject(value) || Object.values(value).some((member) => typeof member === 'object' && member !== null)) return known;
  const text = canonicalText(value);
  textsOfShared.set(value, text);
  return text;
}

/** An object some of whose lists hold what others share: the text of that is at hand, and all else is written member by member. */
function textOfMembers(object: Readonly<Record<string, unknown>>): string {
  const keys = Object.keys(object);
  sortFew(keys);
  let text = '';
  for (const key of keys) {
    const member = object[key];
    if (member !== undefined) text += `${text === '' ? '{' : ','}${canonicalText(key)}:${holdsShared(member) ? textOfList(member) : canonicalText(member)}`;
  }
  return `${text}}`;
}

function textOfList(list: readonly unknown[]): string {
  let text = '';
  for (const item of list) text += `${text === '' ? '[' : ','}${sharedText(item) ?? canonicalText(item)}`;
  return `${text}]`;
}

function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && (value as { toJSON?: unknown }).toJSON === undefined;
}

/**
 * The same value with the keys of every object in the order of RFC 8785, for JSON.stringify to write; what stands in order already is
 * not copied. Undefined where JSON.stringify would write another text: it is a third of the cost of the general writer.
 */
function inOrder(value: unknown): unknown {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      return Number.isFinite(value) ? value : undefined;
    case 'object':
      return value === null ? null : Array.isArray(value) ? listInOrder(value) : objectInOrder(value as Readonly<Record<string, unknown>>);
    default:
      return undefined;
  }
}

function listInOrder(list: readonly unknown[]): readonly unknown[] | undefined {
  let copy: unknown[] | undefined;
  for (let index = 0; index < list.length; index += 1) {
    const item = inOrder(list[index]);
    if (item === undefined) return undefined;
    if (item !== list[index]) copy ??= list.slice(0, index);
    copy?.push(item);
  }
  return copy ?? list;
}

function objectInOrder(object: Readonly<Record<string, unknown>>): object | undefined {
  if (object['toJSON'] !== undefined || Object.hasOwn(object, '__proto__')) return undefined;
  const keys = Object.keys(object);
  const wasSorted = sortFew(keys);
  // An object lists a key like "7" first, whatever the order in which they are given.
  if (!wasSorted && keys.some((key) => isDigit(key.charCodeAt(0)))) return undefined;
  let copy: Record<string, unknown> | undefined = wasSorted ? undefined : {};
  for (let index = 0; index < keys.length; index += 1) {
    const key = keys[index] as string;
    const member = inOrder(object[key]);
    if (member === undefined) return undefined;
    if (member !== object[key]) copy ??= Object.fromEntries(keys.slice(0, index).map((before) => [before, object[before]]));
    if (copy) copy[key] = member;
  }
  return copy ?? object;
}

/** Sorts by code unit in place; true where nothing was to be done. A few keys, nearly in order, are no work for the general sort. */
function sortFew(keys: string[]): boolean {
  let wasSorted = true;
  for (let index = 1; index < keys.length; index += 1) {
    const key = keys[index] as string;
    let place = index;
    for (; place > 0 && (keys[place - 1] as string) > key; place -= 1) keys[place] = keys[place - 1] as string;
    keys[place] = key;
    wasSorted &&= place === index;
  }
  return wasSorted;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}
