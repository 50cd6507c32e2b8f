import { formatDate, millisOf, MS_PER_MINUTE, parseDate, parseInstant, shanghaiDay, startOfShanghaiDay, toInstant, type Instant } from '@fengqiao/kernel';
import type { Context } from './steps';

/* Times as people give them: an instant, a date, of old records a month or a year. A date stands for its day in Asia/Shanghai. */

// Clocks of devices differ by so much; what lies further ahead has not happened.
const TOLERANCE_MS = MS_PER_MINUTE;

/** Does it lie ahead of now: a later day, month or year, or an instant more than a minute ahead? Empty text does not. */
export function isInFuture(text: string, { now }: Context): boolean {
  const ms = parseInstant(text);
  if (ms !== undefined) return ms > millisOf(now) + TOLERANCE_MS;
  return text > formatDate(shanghaiDay(millisOf(now))).slice(0, text.length);
}

/** Does one time lie before another, as far as both are known? */
export function precedes(one: string, other: string): boolean {
  const [a, b] = [civil(one), civil(other)];
  const known = Math.min(a.length, b.length);
  return a.slice(0, known) < b.slice(0, known);
}

/** When an event of that day happened, as far as it is known to the day. */
export function instantOfDay(text: string): { readonly occurredAt?: Instant } {
  if (parseInstant(text) !== undefined) return { occurredAt: text as Instant };
  const day = parseDate(text);
  return day === undefined ? {} : { occurredAt: toInstant(startOfShanghaiDay(day)) };
}

/** The date, month or year of a time in Asia/Shanghai. */
function civil(text: string): string {
  const ms = parseInstant(text);
  return ms === undefined ? text : formatDate(shanghaiDay(ms));
}
