import { invariant, MS_PER_DAY, MS_PER_MINUTE, shanghaiDay, startOfShanghaiDay, type EpochDay, type Millis } from '@fengqiao/kernel';
import type { WorkingCalendar } from '@fengqiao/calendar';
import type { Amount, Parameters, RepeatRule } from '@fengqiao/policies';
import { lengthFor, timeFor } from './parameters';
import { outcome, SILENT, timeOfDay } from './period-outcome';
import { instantTrigger } from './period-settle';
import type { Length } from './types';

/** Where rungs count from: an exact instant, and the day it belongs to (the due's is its last day). A day has no instant of its own. */
export interface Anchor {
  readonly at: Millis;
  readonly day: EpochDay;
  /** `raw` and `last day`: only a time of day makes an instant of it. */
  readonly isDay: boolean;
}

/** A day of the calendar as an anchor. */
export function dayAnchor(day: EpochDay): Anchor {
  return { at: startOfShanghaiDay(day), day, isDay: true };
}

/** An instant as an anchor, on its own day or on another one. */
export function instantAnchor(at: Millis, day: EpochDay = shanghaiDay(at)): Anchor {
  return { at, day, isDay: false };
}

/** The instant of a rung: exact time from an instant, or days from a day at a time of day, 09:00 where none is said. */
export function placed(anchor: Anchor, offset: Amount, time: string, parameters: Parameters, calendar: WorkingCalendar): Millis {
  const length = lengthFor(offset, parameters);
  const exact = length.minutes !== undefined;
  if (exact && !anchor.isDay && time === '') return (anchor.at + (length.minutes ?? 0) * MS_PER_MINUTE) as Millis;
  const day = exact ? anchor.day : dayFrom(anchor.day, length, calendar);
  const at = startOfShanghaiDay(day) + (time === '' ? NINE : timeOfDay(timeFor(time, parameters)));
  return (at + (exact ? (length.minutes ?? 0) * MS_PER_MINUTE : 0)) as Millis;
}

const NINE = 9 * 60 * MS_PER_MINUTE;

/** One repeat of a rung. */
export interface Repeat {
  readonly n: number;
  readonly at: Millis;
  readonly to: readonly string[];
}

/**
 * The repeats of a rung raised at an instant, in order and bounded. Outside the rule's hours only `otherwise` is told, once for each night,
 * and the day's repeats begin when the hours open.
 */
export function repeatsOf(rule: RepeatRule, base: Millis, to: readonly string[], parameters: Parameters, calendar: WorkingCalendar): Repeat[] {
  const every = lengthFor(rule.every, parameters);
  const hours = rule.hours && { opens: clock(rule.hours.from), closes: clock(rule.hours.to) };
  const repeats: Repeat[] = [];
  let [at, nightTold] = [base, false];
  while (repeats.length < rule.max) {
    const next = after(at, every, calendar);
    const n = repeats.length + 2;
    const opening = hours && openingAfter(next, hours);
    if (opening === undefined) [at, nightTold] = [next, false];
    else if (rule.otherwise.length > 0 && !nightTold) [at, nightTold] = [next, true];
    else [at, nightTold] = [opening, false];
    repeats.push({ n, at, to: nightTold ? rule.otherwise : to });
  }
  return repeats;
}

function after(at: Millis, every: Length, calendar: WorkingCalendar): Millis {
  if (every.minutes !== undefined) return (at + every.minutes * MS_PER_MINUTE) as Millis;
  const day = shanghaiDay(at);
  return (at + (dayFrom(day, every, calendar) - day) * MS_PER_DAY) as Millis;
}

/** When the hours next open, for an instant outside them; undefined inside. */
function openingAfter(at: Millis, { opens, closes }: { readonly opens: number; readonly closes: number }): Millis | undefined {
  const today = startOfShanghaiDay(shanghaiDay(at));
  if (at < today + opens) return (today + opens) as Millis;
  return at < today + closes ? undefined : ((today + MS_PER_DAY + opens) as Millis);
}

function clock(time: string): number {
  return (Number(time.slice(0, 2)) * 60 + Number(time.slice(3))) * MS_PER_MINUTE;
}

function dayFrom(day: EpochDay, length: Length, calendar: WorkingCalendar): EpochDay {
  if (length.days !== undefined) return (day + length.days) as EpochDay;
  const { lastDay } = outcome({ trigger: instantTrigger(startOfShanghaiDay(day)), period: { ...length, roll: 'none' }, calendar, stops: [], extensions: [] }, SILENT);
  invariant(lastDay !== undefined, 'a length without a pause ends on some day');
  return lastDay as EpochDay;
}
