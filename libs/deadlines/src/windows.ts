import { civilOf, epochDayOf, formatDate, MS_PER_DAY, startOfShanghaiDay, toInstant, type EpochDay, type Millis } from '@fengqiao/kernel';
import type { CompiledSeries, WindowName } from '@fengqiao/policies';
import { cutOffAfter, cutOffAtOrBefore, cutOffText, type CutOff } from './cut-offs';
import type { Words } from './period-words';

/** One window of a series, from its opening up to, but not including, its close. Nominal: rolling moves only the due. */
export interface Window {
  /** `2026-W47`, `2026-11`, `2026-Q4`, `2026-H2`, `2026`, `2026-11-24T17:00`: what a fact may name it by, and part of the obligation's key. */
  readonly name: string;
  readonly words: Words;
  /** Names the obligation together with rule, subject and key: nothing that bounds the series changes it. */
  readonly nominal: string;
  readonly opens: Millis;
  readonly closes: Millis;
  /** The last day, and where in it the window closes, milliseconds from its beginning: more than none, a day at most. */
  readonly lastDay: EpochDay;
  readonly offset: number;
}

/** The windows of a series that open from one instant to another, both included, in order. */
export function windowsOf(series: CompiledSeries, from: Millis, to: Millis): Window[] {
  const windows: Window[] = [];
  for (let window = firstFrom(series, from); window && window.opens <= to; window = windowAfter(series, window)) windows.push(window);
  return windows;
}

/** The first window that opens at an instant or after it; undefined where the series has ended by then. */
export function firstFrom(series: CompiledSeries, from: Millis): Window | undefined {
  if (series.at) return firstCutOff(series, from);
  let window = calendarWindow(series, Math.max(dayOf(from), series.from ?? -Infinity));
  while (window && window.opens < from) window = windowAfter(series, window);
  return window;
}

function windowAfter(series: CompiledSeries, { closes, lastDay }: Window): Window | undefined {
  return series.at ? cutOffWindow(series, closes) : calendarWindow(series, lastDay + 1);
}

function dayOf(at: number): number {
  return Math.floor((at - startOfShanghaiDay(0)) / MS_PER_DAY);
}

/** The calendar window that a day lies in, cut to the bounds of the series. */
function calendarWindow(series: CompiledSeries, day: number): Window | undefined {
  const { every = 'year' } = series;
  const [from, to] = [series.from ?? -Infinity, series.to ?? Infinity];
  if (day < from || day > to) return undefined;
  const { first, last, name, words } = every === 'between' ? between(from, to) : SPANS[every](day as EpochDay);
  const opensOn = Math.max(first, from);
  const lastDay = Math.min(last, to) as EpochDay;
  return { name, words, nominal: formatDate(first as EpochDay), opens: startOfShanghaiDay(opensOn), closes: startOfShanghaiDay(lastDay + 1), lastDay, offset: MS_PER_DAY };
}

interface Span {
  readonly first: number;
  readonly last: number;
  readonly name: string;
  readonly words: Words;
}

const SPANS: Readonly<Record<Exclude<WindowName, 'between'>, (day: EpochDay) => Span>> = {
  week: (day) => {
    // Day 0 was a Thursday; the year of a week is that of its Thursday (ISO 8601).
    const monday = day - (((day + 3) % 7) + 7) % 7;
    const { year } = civilOf((monday + 3) as EpochDay);
    const week = Math.floor((monday + 3 - epochDayOf(year, 1, 1)) / 7) + 1;
    return { first: monday, last: monday + 6, name: `${year}-W${String(week).padStart(2, '0')}`, words: { zh: `${year}年第${week}周`, en: `week ${week} of ${year}` } };
  },
  month: (day) => months(day, 1, (year, month) => [`${year}-${String(month).padStart(2, '0')}`, `${year}年${month}月`, `month ${month} of ${year}`]),
  quarter: (day) => months(day, 3, (year, quarter) => [`${year}-Q${quarter}`, `${year}年第${quarter}季度`, `quarter ${quarter} of ${year}`]),
  semester: (day) => months(day, 6, (year, half) => [`${year}-H${half}`, `${year}年${half === 1 ? '上' : '下'}半年`, `half-year ${half} of ${year}`]),
  year: (day) => months(day, 12, (year) => [`${year}`, `${year}年`, `the year ${year}`]),
};

function months(day: EpochDay, length: number, say: (year: number, n: number) => [name: string, zh: string, en: string]): Span {
  const { year, month } = civilOf(day);
  const n = Math.floor((month - 1) / length) + 1;
  const first = epochDayOf(year, (n - 1) * length + 1, 1);
  const last = (n * length === 12 ? epochDayOf(year + 1, 1, 1) : epochDayOf(year, n * length + 1, 1)) - 1;
  const [name, zh, en] = say(year, n);
  return { first, last, name, words: { zh, en } };
}

function between(from: number, to: number): Span {
  const [first, last] = [formatDate(from as EpochDay), formatDate(to as EpochDay)];
  return { first: from, last: to, name: `${first}/${last}`, words: { zh: `${first} 至 ${last}`, en: `${first} to ${last}` } };
}

/** Its window reaches back to the cut-off before it, or to the first day of the series. */
function firstCutOff(series: CompiledSeries, from: Millis): Window | undefined {
  const bound = series.from === undefined ? -Infinity : startOfShanghaiDay(series.from);
  if (from <= bound) return cutOffWindow(series, bound as Millis);
  const before = cutOffAtOrBefore(series, from);
  // A cut-off at the very instant opens the next window; one before it opened a window that is too early.
  const opens = before?.at === from ? from : cutOffAfter(series, from)?.at;
  return opens === undefined ? undefined : cutOffWindow(series, opens);
}

function cutOffWindow(series: CompiledSeries, opens: Millis): Window | undefined {
  const cutOff = cutOffAfter(series, opens);
  return cutOff && windowTo(cutOff, opens);
}

function windowTo(cutOff: CutOff, opens: Millis): Window {
  const { at, lastDay, offset } = cutOff;
  const name = cutOffText(cutOff);
  return { name, words: { zh: `截至 ${name.replace('T', ' ')}`, en: `up to ${name.replace('T', ' ')}` }, nominal: toInstant(at), opens, closes: at, lastDay, offset };
}
