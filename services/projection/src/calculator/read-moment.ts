import { parseDate, parseInstant, shanghaiDay, type EpochDay, type Millis } from '@fengqiao/kernel';
import { quoted, refuse } from './refusal';

/** When something was: a day in Asia/Shanghai, and the instant where a time of day was given. */
export interface GivenMoment {
  readonly day: EpochDay;
  readonly at?: Millis;
}

const FIRST = parseDate('1900-01-01') as EpochDay;
const LAST = parseDate('2199-12-31') as EpochDay;
const LOCAL = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?$/;
/** An address in which `+08:00` was not written as `%2B08:00`. */
const LOST_PLUS = /^\d{4}-\d{2}-\d{2}T[\d:.]+ \d{2}:\d{2}$/;

/** Reads a date, a local time of Asia/Shanghai, or an instant with a zone; refuses every other text. */
export function readMoment(text: string, parameter: 'from' | 'pause'): GivenMoment {
  const given = text.trim();
  if (LOST_PLUS.test(given)) return refuse(parameter, 'MOMENT_INVALID', `“${quoted(text)}”中的“+”在网址里须写成 %2B；北京时间可以不写时区`, `"${quoted(text)}" lost its "+": write it as %2B in an address, or leave the zone out for Beijing time`);
  const at = LOCAL.test(given) ? parseInstant(`${given.replace(' ', 'T')}+08:00`) : parseInstant(given);
  const day = at === undefined ? parseDate(given) : shanghaiDay(at);
  if (day === undefined) {
    return refuse(parameter, 'MOMENT_INVALID', `“${quoted(text)}”不是存在的日期或时刻；请写成 2026-09-24、2026-09-24T10:00（北京时间）或 2026-09-24T10:00+08:00`, `"${quoted(text)}" is no date or time that exists; write 2026-09-24, 2026-09-24T10:00 (Beijing time) or 2026-09-24T10:00+08:00`);
  }
  if (day < FIRST || day > LAST) return refuse(parameter, 'MOMENT_OUT_OF_RANGE', `“${quoted(text)}”不在 1900 年至 2199 年之间，请核对年份`, `"${quoted(text)}" is not between the years 1900 and 2199; check the year`);
  return at === undefined ? { day } : { day, at };
}
