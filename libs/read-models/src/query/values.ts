import { MS_PER_DAY, parseDate, parseInstant, startOfShanghaiDay, toInstant } from '@fengqiao/kernel';
import type { FieldSpec, Scalar } from '../port';
import { Refused } from './refusal';

const MOST_CHARACTERS = 200;
// From 1970 to the year 9999: what has a canonical form and can have been recorded.
const LAST_MS = 253_402_214_400_000;
const WHOLE_NUMBER = /^-?\d{1,15}$/;
const PARTIAL_DATE = /^\d{4}(-(0[1-9]|1[0-2]))?$/;
// Control characters and half of a surrogate pair never stand in a stored value.
const NO_TEXT = /[\p{Cc}\p{Surrogate}]/u;

/** Reads one value of a query as its field declares; refuses what no document could hold. */
export function readValue(parameter: string, text: string, { type = 'text', values }: Pick<FieldSpec<never>, 'type' | 'values'>): Scalar {
  if (text === '') throw refused(parameter, '缺少值', 'has no value');
  if (text.length > MOST_CHARACTERS) throw refused(parameter, `超过${MOST_CHARACTERS}个字符`, `is longer than ${MOST_CHARACTERS} characters`);
  switch (type) {
    case 'text':
      return readText(parameter, text, values);
    case 'number':
      if (!WHOLE_NUMBER.test(text)) throw refused(parameter, '须为整数', 'must be a whole number');
      return Number(text) + 0;
    case 'boolean':
      if (text !== 'true' && text !== 'false') throw refused(parameter, '须为 true 或 false', 'must be true or false');
      return text === 'true';
    case 'date':
      if (!PARTIAL_DATE.test(text) && parseDate(text) === undefined) {
        throw refused(parameter, '须为存在的日期，如 2026-11-22、2026-11 或 2026', 'must be a date that exists, such as 2026-11-22, 2026-11 or 2026');
      }
      return text;
    case 'instant':
      return readInstant(parameter, text);
  }
}

/** The instants of a whole day in Asia/Shanghai, where the text is a day and not an instant. */
export function dayOf(text: string): { readonly from: string; readonly to: string } | undefined {
  const day = parseDate(text);
  if (day === undefined) return undefined;
  const start = startOfShanghaiDay(day);
  if (start < 0 || start > LAST_MS) return undefined;
  return { from: toInstant(start), to: toInstant(start + MS_PER_DAY) };
}

function readText(parameter: string, text: string, values: readonly string[] | undefined): string {
  if (NO_TEXT.test(text)) throw refused(parameter, '含有不可用的字符', 'holds characters that no text may hold');
  if (values && !values.includes(text)) throw refused(parameter, `须为以下之一：${values.join('、')}`, `must be one of ${values.join(', ')}`);
  return text;
}

function readInstant(parameter: string, text: string): string {
  const day = dayOf(text);
  if (day) return day.from;
  const ms = parseInstant(text);
  if (ms === undefined || ms < 0 || ms > LAST_MS) {
    throw refused(parameter, '须为带时区的时刻（2026-11-22T15:00:00+08:00）或日期（2026-11-22）', 'must be an instant with its zone (2026-11-22T15:00:00+08:00) or a date (2026-11-22)');
  }
  return toInstant(ms);
}

function refused(parameter: string, zh: string, en: string): Refused {
  return new Refused('QUERY_VALUE_INVALID', parameter, `查询参数 ${parameter} ${zh}。`, `The parameter ${parameter} ${en}.`);
}
