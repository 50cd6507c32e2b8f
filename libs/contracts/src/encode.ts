import type { Json, JsonObject } from '@fengqiao/kernel';
import type { EventType, FieldInfo } from './event-type';
import { eventTypes } from './event-types';
import type { EventData } from './gen/events';

/** Data that the published language does not allow: a bug of the context that produced it, never a user's mistake. */
export class ContractViolation extends Error {
  constructor(
    readonly type: string,
    /** Where in the data: `parties[0].name`; empty for the data as a whole. */
    readonly at: string,
    what: string,
  ) {
    super(at === '' ? `${type} ${what}` : `${type}: ${at} ${what}`);
    this.name = 'ContractViolation';
  }
}

type Encoder = (value: unknown) => Json | undefined;

/** What is wrong and where, on its way up to `encodeEvent`: the place grows with each level that it leaves, so that nobody names one while all is well. */
class Wrong extends Error {
  constructor(
    readonly what: string,
    readonly at = '',
  ) {
    super(what);
  }

  within(place: string): Wrong {
    return new Wrong(this.what, this.at === '' || this.at.startsWith('[') ? `${place}${this.at}` : `${place}.${this.at}`);
  }
}

const INT64_MAX = 9_223_372_036_854_775_807n;
const encoders = new Map<string, Encoder>();

/**
 * Brings the data of an event into its stored form: ProtoJSON with implicit fields emitted, in the order in which RFC 8785 writes them.
 * Throws `ContractViolation` on an unknown type or field, on a value of the wrong type, on null and on text that is not Unicode.
 * It walks the generated table, because the general reader of ProtoJSON takes ten times as long and lets unknown enum numbers pass;
 * its spec holds the two against each other.
 */
export function encodeEvent<T extends EventType>(type: T, data: Partial<EventData[T]>): EventData[T];
export function encodeEvent(type: string, data: JsonObject): JsonObject;
export function encodeEvent(type: string, data: object): object {
  const encode = encoders.get(type) ?? prepare(type);
  try {
    return encode(data) as object;
  } catch (error) {
    if (error instanceof Wrong) throw new ContractViolation(type, error.at, error.what);
    throw error;
  }
}

function prepare(type: string): Encoder {
  const info = eventTypes().find((candidate) => candidate.type === type);
  if (!info) throw new ContractViolation(type, '', 'is no event of the published language');
  const encode = message(info.fields);
  encoders.set(type, encode);
  return encode;
}

function message(fields: readonly FieldInfo[]): Encoder {
  const known = new Set(fields.map(({ jsonName }) => jsonName));
  const own = fields.map((field) => ({ name: field.jsonName, encode: encoderOf(field) })).sort((a, b) => (a.name < b.name ? -1 : 1));
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Wrong('is no object');
    for (const key in value) if (!known.has(key)) throw new Wrong('is no field of the published language', key);
    const result: Record<string, Json> = {};
    let place = '';
    try {
      for (const { name, encode } of own) {
        place = name;
        const encoded = encode((value as Record<string, unknown>)[name]);
        if (encoded !== undefined) result[name] = encoded;
      }
    } catch (error) {
      throw error instanceof Wrong ? error.within(place) : error;
    }
    return result;
  };
}

function encoderOf(field: FieldInfo): Encoder {
  const single = singleOf(field);
  return field.repeated ? list(single) : field.kind === 'message' ? optional(single) : single;
}

function singleOf(field: FieldInfo): Encoder {
  if (field.kind === 'message') return field.fields.every(({ kind, repeated }) => kind !== 'message' && !repeated) ? onceWhereFrozen(message(field.fields)) : message(field.fields);
  if (field.kind === 'enum') return enumeration(field.values);
  switch (field.scalar) {
    case 'string':
      return text;
    case 'bool':
      return bool;
    case 'int32':
      return int32;
    case 'int64':
      return int64;
  }
}

/** A frozen message of plain values stays what it is: many events may hold it, and it is looked at once. */
function onceWhereFrozen(encode: Encoder): Encoder {
  const encoded = new WeakMap<object, Json | undefined>();
  return (value) => {
    if (typeof value !== 'object' || value === null || !Object.isFrozen(value)) return encode(value);
    const before = encoded.get(value);
    if (before !== undefined) return before;
    const now = Object.freeze(encode(value));
    encoded.set(value, now);
    return now;
  };
}

function list(single: Encoder): Encoder {
  return (value) => {
    if (value === undefined) return [];
    if (!Array.isArray(value)) throw new Wrong('is no list');
    return value.map((item: unknown, index) => {
      try {
        if (item === undefined) throw new Wrong('is missing');
        return single(item) as Json;
      } catch (error) {
        throw error instanceof Wrong ? error.within(`[${index}]`) : error;
      }
    });
  };
}

function optional(single: Encoder): Encoder {
  return (value) => (value === undefined ? undefined : single(value));
}

function enumeration(values: readonly string[]): Encoder {
  const first = values[0] as string;
  return (value) => {
    if (value === undefined) return first;
    if (typeof value !== 'string' || !values.includes(value)) throw new Wrong(`is none of ${values.join(', ')}`);
    return value;
  };
}

const text: Encoder = (value) => {
  if (value === undefined) return '';
  if (typeof value !== 'string') throw new Wrong('is no text');
  if (!value.isWellFormed()) throw new Wrong('is not well-formed Unicode');
  return value;
};

const bool: Encoder = (value) => {
  if (value === undefined) return false;
  if (typeof value !== 'boolean') throw new Wrong('is neither true nor false');
  return value;
};

const int32: Encoder = (value) => {
  if (value === undefined) return 0;
  if (typeof value !== 'number' || (value | 0) !== value) throw new Wrong('is no whole number of 32 bits');
  // Minus zero and zero are one number with two texts in JSON readers.
  return value + 0;
};

const int64: Encoder = (value) => {
  if (value === undefined) return '0';
  if (typeof value !== 'string' || !/^(0|-?[1-9]\d{0,18})$/.test(value)) throw new Wrong('is no decimal text of a whole number');
  const number = BigInt(value);
  if (number > INT64_MAX || number < -INT64_MAX - 1n) throw new Wrong('does not fit into 64 bits');
  return value;
};
