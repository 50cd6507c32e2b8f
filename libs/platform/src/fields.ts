import { parseDate, parseInstant, toInstant, type Instant, type PlainDate } from '@fengqiao/kernel';
import { z, type ZodType } from 'zod';
import { isCreditCode, isPhone, isResidentId, plainPhone } from './identifiers';

/*
 * The kinds of field that bodies of commands are made of. Every message is `Chinese / English`; every value is bounded;
 * what leaves a field is in canonical form, because it is stored, hashed and compared as text.
 */

const EARLIEST_YEAR = 1900;
const LATEST_YEAR = 2199;
const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/u;
const LINE_BREAKS = /[\n\r\t\u2028\u2029]/u;
// Overrides and isolates of writing direction make a text read otherwise than it is stored.
const DIRECTION = /[\u202a-\u202e\u2066-\u2069]/u;
const INVISIBLE = /[\u200b-\u200f\u2060-\u2064\ufeff\u00ad]/u;
const LONE_SURROGATE = /\p{Surrogate}/u;
// What the log holds in the place of a sealed value: nobody may write one by hand.
const SEALED = /^\s*sealed:/iu;

type Issue = Parameters<z.core.$ZodErrorMap>[0];

/** The message of an issue that zod found itself, in Chinese and English. */
export function fieldError(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? '必填 / required' : `类型须为 ${issue.expected} / must be of type ${issue.expected}`;
    case 'too_small':
      return issue.origin === 'string' && Number(issue.minimum) === 1 ? '不能为空 / must not be empty' : `不得少于 ${issue.minimum} / at least ${issue.minimum}`;
    case 'too_big':
      return `不得超过 ${issue.maximum} / at most ${issue.maximum}`;
    case 'invalid_value':
      return `须为 ${issue.values.join('、')} 之一 / must be one of ${issue.values.join(', ')}`;
    case 'unrecognized_keys':
      return `没有这个字段：${issue.keys.join('、')} / there is no such field: ${issue.keys.join(', ')}`;
    default:
      return '格式有误 / malformed';
  }
}

const error = fieldError;

/** The body of a command: a strict object, so that a misspelt field is refused instead of lost. */
export function body<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  return z.strictObject(shape, { error });
}

/** Text of several lines, at most `max` UTF-16 units; blank text is refused. */
export function text(max = 10_000) {
  return z
    .string({ error })
    .min(1, { error })
    .max(max, { error })
    .refine((value) => value.trim() !== '', { error: '不能为空 / must not be empty' })
    .refine((value) => !LONE_SURROGATE.test(value), { error: '含有不完整的字符 / holds half a character (lone surrogate)' })
    .refine((value) => !CONTROLS.test(value), { error: '含有控制字符 / holds control characters' })
    .refine((value) => !DIRECTION.test(value), { error: '含有改变书写方向的字符 / holds characters that override the direction of writing' })
    .refine((value) => !SEALED.test(value), { error: '不得以“sealed:”开头 / must not start with "sealed:"' });
}

/** Text of one line, at most `max` code points. */
export function line(max: number) {
  return text(max * 2)
    .refine((value) => !LINE_BREAKS.test(value), { error: '不得换行 / must be one line' })
    .refine((value) => [...value.trim()].length <= max, { error: `不得超过 ${max} 个字 / at most ${max} characters` })
    .transform((value) => value.trim());
}

/** Name of a person or an organisation: 1 to 50 code points, nothing invisible. */
export function name() {
  return text(100)
    .refine((value) => !LINE_BREAKS.test(value) && !INVISIBLE.test(value), { error: '含有不可见字符 / holds invisible characters' })
    .refine((value) => [...value.trim()].length <= 50, { error: '不得超过 50 个字 / at most 50 characters' })
    .transform((value) => value.trim());
}

/** UUID, in lower case. */
export function uuid() {
  return z
    .string({ error })
    .regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i, { error: '须为 UUID / must be a UUID' })
    .transform((value) => value.toLowerCase());
}

/** An instant that exists, RFC 3339 with a zone; becomes canonical UTC. */
export function instant() {
  return z
    .string({ error })
    .max(40, { error })
    .refine((value) => instantOf(value) !== undefined, { error: '须为实际存在、带时区的时间，如 2026-11-22T15:00:00+08:00 / must be an instant that exists, with a zone' })
    .transform((value) => instantOf(value) as Instant);
}

/** A date that exists, YYYY-MM-DD. */
export function date() {
  return z
    .string({ error })
    .max(10, { error })
    .refine(isDate, { error: '须为实际存在的日期 YYYY-MM-DD / must be a date that exists, YYYY-MM-DD' })
    .transform((value) => value as PlainDate);
}

/** An instant or a date; with `partial` a month or a year too, as old records have them. */
export function moment(options: { readonly partial?: boolean } = {}) {
  const example = options.partial ? '2017、2017-03、2017-03-27' : '2026-11-22';
  return z
    .string({ error })
    .max(40, { error })
    .refine((value) => instantOf(value) !== undefined || isDate(value) || (options.partial === true && isPartialDate(value)), {
      error: `须为实际存在的时间（带时区）或日期，如 ${example} / must be an instant with a zone or a date that exists`,
    })
    .transform((value): string => instantOf(value) ?? value);
}

/** An amount of money in fen: a whole number, or its decimal text; becomes decimal text as the log stores it. */
export function fen() {
  const wrong = { error: '金额须为以分计的非负整数（不超过 15 位） / an amount is a whole number of fen, not negative, at most 15 digits' };
  return z
    .union([z.number(wrong).int(wrong).min(0, wrong).max(999_999_999_999_999, wrong), z.string(wrong).regex(/^(0|[1-9]\d{0,14})$/, wrong)], wrong)
    .transform((value) => String(value));
}

/** A whole number from `min` to `max`. */
export function whole(max: number, min = 0) {
  return z.number({ error }).int({ error }).min(min, { error }).max(max, { error }).transform((value) => value + 0);
}

/** A mobile or fixed telephone number in China, with or without +86; becomes digits. */
export function phone() {
  return z.string({ error }).max(30, { error }).refine(isPhone, { error: '电话号码有误 / no telephone number' }).transform(plainPhone);
}

/** A resident identity number: 18 characters with a true check digit, or the old 15 digits; becomes upper case. */
export function residentId() {
  return identifier(isResidentId, '居民身份证号码有误，请核对校验位 / no valid resident identity number; compare the check digit');
}

/** An organisation's unified social credit code, with its check character; becomes upper case. */
export function creditCode() {
  return identifier(isCreditCode, '统一社会信用代码有误，请核对校验位 / no valid social credit code; compare the check character');
}

/** An administrative division code (区划代码), 2 to 12 digits; a code contains those that start with it. */
export function division() {
  return z.string({ error }).regex(/^\d{2,12}$/, { error: '区划代码为 2 至 12 位数字 / a division code has 2 to 12 digits' });
}

/** One of these codes. */
export function code<const Codes extends readonly [string, ...string[]]>(codes: Codes) {
  return z.enum(codes, { error });
}

/** One of these words, stored under another name (`major` is GRADE_MAJOR). */
export function coded<const Names extends Readonly<Record<string, string>>>(names: Names) {
  return z.enum(Object.keys(names) as [keyof Names & string, ...(keyof Names & string)[]], { error }).transform((word) => names[word] as Names[keyof Names]);
}

/** A list without repetition, of `min` to `max` items. */
export function list<Item extends ZodType>(item: Item, max: number, min = 0) {
  return z
    .array(item, { error })
    .min(min, { error })
    .max(max, { error })
    .refine((items) => new Set(items.map((one) => JSON.stringify(one))).size === items.length, { error: '列表中有重复项 / the list repeats an item' });
}

function identifier(isValid: (value: string) => boolean, wrong: string) {
  return z
    .string({ error })
    .max(18, { error })
    .transform((value) => value.toUpperCase())
    .refine(isValid, { error: wrong });
}

function instantOf(value: string): Instant | undefined {
  const ms = parseInstant(value);
  if (ms === undefined) return undefined;
  const year = Number(value.slice(0, 4));
  return year >= EARLIEST_YEAR && year <= LATEST_YEAR ? toInstant(ms) : undefined;
}

function isDate(value: string): boolean {
  const year = Number(value.slice(0, 4));
  return parseDate(value) !== undefined && year >= EARLIEST_YEAR && year <= LATEST_YEAR;
}

function isPartialDate(value: string): boolean {
  if (!/^\d{4}(-\d{2})?$/.test(value)) return false;
  return isDate(`${value}-01-01`.slice(0, 10));
}
