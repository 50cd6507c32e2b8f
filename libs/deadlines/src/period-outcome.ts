import { invariant, InvariantViolation, MS_PER_DAY, MS_PER_MINUTE, millisOf, parseDate, shanghaiDay, startOfShanghaiDay, type Instant, type PlainDate } from '@fengqiao/kernel';
import {
  correspondingDay,
  countDays,
  countDaysBack,
  countTime,
  countWorkingDays,
  countWorkingDaysBack,
  type Counting,
  type Tally,
} from './period-count';
import { standsStill } from './period-stops';
import type { Length, Period } from './types';

/** What an extension leads to: a date (its 24:00, or `ends`), an exact instant, or a longer period counted from the start. */
export type ExtendTo = { readonly date: PlainDate; readonly ends?: string } | { readonly instant: Instant } | (Length & { readonly ends?: string });

export interface Extension {
  /** When it was given: valid only before the due as it then stood. Left out: the caller knows that it is valid. */
  readonly at?: Instant;
  /** Counted from the last day before rolling. */
  readonly by?: Length;
  readonly to?: ExtendTo;
  readonly reason?: string;
  readonly actor?: string;
  readonly source?: string;
}

/** Everything a count needs, once it is settled which pauses and extensions came before the due. */
export interface Plan extends Counting {
  readonly trigger: Trigger;
  readonly period: Period;
  readonly extensions: readonly Extension[];
  /** Then the period says only how the last day rolls. */
  readonly target?: Target;
}

/** An end that is told and not counted: a day, and where in it the limit ends, milliseconds from its beginning. */
export interface Target {
  readonly day: number;
  readonly offset: number;
  /** What tells it, written when the explanation is. */
  readonly said: () => { readonly zh: string; readonly en: string };
}

/** The day that is not counted, and the instant from which exact time runs. */
export interface Trigger {
  readonly day: number;
  readonly at: number;
}

/** Epoch days and milliseconds; a part is undefined where the clock stands still and no end is known. */
export interface Outcome {
  readonly rawLastDay?: number;
  readonly lastDay?: number;
  readonly due?: number;
}

/** Hears, beyond the count, what becomes of the last day. */
export interface Listener extends Tally {
  /** An extension takes effect; what it counts follows, from that day and instant on. */
  extended(extension: Extension, from: Trigger): void;
  /** An extension leads to no later end than the one reached so far. */
  notLater(extension: Extension): void;
  last(day: number): void;
  /** Where the limit ends whose last day is `raw`, and why; `never`: the calendar was not asked. */
  rolled(raw: number, day: number, why: RollReason): void;
}

export type RollReason = 'worked' | 'moved' | 'never' | 'triggerDay' | 'stopped';

/** An end: 24:00 of a day, or an earlier time of that day. `offset` is in (0, 24 h]. */
interface End {
  readonly day: number;
  readonly offset: number;
}

/** Counts a period to its end. */
export function outcome(plan: Plan, listener: Listener): Outcome {
  let end = plan.target ? endAtTarget(plan.target, plan, listener) : endOfLength(plan.period, plan.trigger, plan.period.ends, plan, listener);
  for (const extension of plan.extensions) {
    if (end !== undefined) end = extend(end, extension, plan, listener);
  }
  if (end === undefined) return {};
  listener.last(end.day);
  const lastDay = roll(end.day, plan, listener);
  if (lastDay === undefined) return { rawLastDay: end.day };
  return { rawLastDay: end.day, lastDay, due: startOfShanghaiDay(lastDay) + end.offset };
}

/** The one number of a length and the field that holds it. */
export function unitOf(length: Length): { unit: keyof Length; n: number } {
  const { days, workingDays, months, years, minutes } = length;
  const n = days ?? workingDays ?? months ?? years ?? minutes;
  invariant(n !== undefined, 'a length has days, workingDays, months, years or minutes');
  const unit = days !== undefined ? 'days' : workingDays !== undefined ? 'workingDays' : months !== undefined ? 'months' : years !== undefined ? 'years' : 'minutes';
  const given = Number(days !== undefined) + Number(workingDays !== undefined) + Number(months !== undefined) + Number(years !== undefined) + Number(minutes !== undefined);
  if (given > 1 || !Number.isSafeInteger(n)) throw new InvariantViolation(`a length has one whole number, this one is ${JSON.stringify(length)}`);
  return { unit, n };
}

/** Milliseconds from the beginning of a day to `HH:mm`. */
export function timeOfDay(text: string): number {
  const known = timesOfDay.get(text);
  if (known !== undefined) return known;
  invariant(/^([01]\d|2[0-3]):[0-5]\d$/.test(text) && text !== '00:00', `${text} is no time of day that can close a day`);
  const time = (Number(text.slice(0, 2)) * 60 + Number(text.slice(3))) * MS_PER_MINUTE;
  timesOfDay.set(text, time);
  return time;
}

/** There are less than 1,440 of them. */
const timesOfDay = new Map<string, number>();

function endOfLength(length: Length, from: Trigger, ends: string | undefined, plan: Plan, tally: Tally): End | undefined {
  const { unit, n } = unitOf(length);
  if (unit === 'minutes') {
    invariant(ends === undefined, 'a length in minutes ends at its minute and takes no `ends`');
    return endAt(timeAfter(from.at, n * MS_PER_MINUTE, plan, tally));
  }
  const day = dayAfter(from.day, unit, n, plan, tally);
  return day === undefined ? undefined : { day, offset: ends === undefined ? MS_PER_DAY : timeOfDay(ends) };
}

/** A day that is told moves on by as many days as were not counted before it. */
function endAtTarget({ day, offset }: Target, plan: Plan, tally: Tally): End | undefined {
  const { trigger, stops } = plan;
  if (stops.length === 0 || day <= trigger.day) return { day, offset };
  const moved = countDays(trigger.day, day - trigger.day, plan, tally);
  return moved === undefined ? undefined : { day: moved, offset };
}

function timeAfter(from: number, millis: number, plan: Counting, tally: Tally): number | undefined {
  if (millis >= 0) return countTime(from, millis, plan, tally);
  tally.ran(from + millis, from);
  return from + millis;
}

function dayAfter(from: number, unit: Exclude<keyof Length, 'minutes'>, n: number, plan: Counting, tally: Tally): number | undefined {
  // Length 0 is the day itself, or the first after it that can be counted.
  const [after, count] = n === 0 ? [from - 1, 1] : [from, n];
  if (unit === 'workingDays') {
    return count > 0 ? countWorkingDays(after, count, plan, tally) : countWorkingDaysBack(from, -count, plan, tally);
  }
  const days = unit === 'days' || n === 0 ? count : correspondingDay(from, unit === 'years' ? n * 12 : n) - from;
  return days > 0 ? countDays(after, days, plan, tally) : countDaysBack(from, -days, tally);
}

function extend(end: End, extension: Extension, plan: Plan, listener: Listener): End | undefined {
  const { by, to } = extension;
  invariant((by === undefined) !== (to === undefined), 'an extension has either `by` or `to`');
  if (by !== undefined) {
    const { unit, n } = unitOf(by);
    invariant(n > 0, 'an extension adds time');
    listener.extended(extension, { day: end.day, at: instantOf(end) });
    if (unit === 'minutes') return endAt(timeAfter(instantOf(end), n * MS_PER_MINUTE, plan, listener));
    const day = dayAfter(end.day, unit, n, plan, listener);
    return day === undefined ? undefined : { day, offset: end.offset };
  }
  const target = endOfExtension(to as ExtendTo, plan, SILENT);
  if (target !== undefined && instantOf(target) <= instantOf(end)) {
    listener.notLater(extension);
    return end;
  }
  listener.extended(extension, plan.trigger);
  return endOfExtension(to as ExtendTo, plan, listener);
}

function endOfExtension(to: ExtendTo, plan: Plan, tally: Tally): End | undefined {
  if ('instant' in to) return endAt(millisOf(to.instant));
  if (!('date' in to)) return endOfLength(to, plan.trigger, to.ends, plan, tally);
  const day = parseDate(to.date);
  invariant(day !== undefined, `${to.date} is no date`);
  return endOfLength({ days: 0 }, { day, at: NaN }, to.ends, plan, tally);
}

/** The day on which a limit ends whose last day is `raw`. Rolling never leaves the side of the trigger day on which `raw` lies. */
function roll(raw: number, plan: Plan, listener: Listener): number | undefined {
  const { period, calendar, stops, trigger, target } = plan;
  // Exact time has no last day that could be a day off: it is due to the minute.
  if (period.roll === 'none' || period.minutes !== undefined) return stay('never');
  if (calendar.isWorkingDay(raw)) return stay('worked');
  const backwards = target ? target.day < trigger.day : unitOf(period).n < 0;
  const step = period.roll === 'next' ? 1 : -1;
  const towardsTrigger = backwards === (step === 1);
  const forGood = stops.at(-1)?.endDay === Infinity ? (stops.at(-1)?.firstDay as number) : Infinity;
  for (let day = raw + step; day < forGood; day += step) {
    if (towardsTrigger && (backwards ? day >= trigger.day : day <= trigger.day)) return stay('triggerDay');
    const still = standsStill(day, stops);
    if (still && step === -1) return stay('stopped');
    if (!still && calendar.isWorkingDay(day)) {
      listener.rolled(raw, day, 'moved');
      return day;
    }
  }
  return undefined;

  function stay(why: RollReason): number {
    listener.rolled(raw, raw, why);
    return raw;
  }
}

function endAt(instant: number | undefined): End | undefined {
  if (instant === undefined) return undefined;
  const day = shanghaiDay(instant - 1);
  return { day, offset: instant - startOfShanghaiDay(day) };
}

function instantOf({ day, offset }: End): number {
  return startOfShanghaiDay(day) + offset;
}

const nothing = (): void => undefined;

/** Hears nothing. */
export const SILENT: Listener = { counted: nothing, skipped: nothing, ran: nothing, stood: nothing, extended: nothing, notLater: nothing, last: nothing, rolled: nothing };
