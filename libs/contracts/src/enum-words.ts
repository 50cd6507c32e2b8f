import type { Json } from '@fengqiao/kernel';
import type { FieldInfo } from './event-type';
import { eventTypes } from './event-types';

const UNSPECIFIED = 'UNSPECIFIED';

/** Every value of every closed set, by its full name. */
const WORDS: ReadonlyMap<string, string> = new Map(eventTypes().flatMap(({ fields }) => enumsIn(fields)).flatMap(wordsOf));

/** The word for a value of a closed set, as requests and conditions say it: `major` for `GRADE_MAJOR`; undefined where it is no such value. */
export function enumWord(name: string): string | undefined {
  return WORDS.get(name);
}

/** The full name of the value that a word stands for among those of one set; what is no word of it comes back as it is. */
export function enumName(word: string, values: readonly string[]): string {
  return values.includes(word) ? word : (values.find((name) => WORDS.get(name) === word) ?? word);
}

/** A document as it is shown: each text in it that is the full name of a value becomes its word. The log keeps the names. */
export function inEnumWords(value: Json): Json {
  if (typeof value === 'string') return WORDS.get(value) ?? value;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item: Json) => inEnumWords(item));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, inEnumWords(item as Json)]));
}

function enumsIn(fields: readonly FieldInfo[]): readonly (readonly string[])[] {
  return fields.flatMap((field) => (field.kind === 'enum' ? [field.values] : field.kind === 'message' ? enumsIn(field.fields) : []));
}

/** All names of one set begin alike, as its first one does before UNSPECIFIED. */
function wordsOf(values: readonly string[]): readonly (readonly [string, string])[] {
  const prefix = (values[0] as string).slice(0, -UNSPECIFIED.length);
  return values.map((name) => [name, name.slice(prefix.length).toLowerCase().replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())]);
}
