/**
 * An independent count: one civil day after the other, with the platform's own Date in UTC and the announced days read from a CSV.
 * It imports nothing of the engine nor of the calendar library, so that agreement is worth something.
 */

export interface WalkedPeriod {
  /** A date, or an instant as RFC 3339. */
  readonly start: string;
  readonly unit: 'days' | 'workingDays' | 'months' | 'years' | 'minutes';
  readonly n: number;
  readonly roll: 'next' | 'previous' | 'none';
  readonly ends?: string;
  readonly pauses: readonly { readonly from: string; readonly to?: string }[];
}

export interface WalkedEnd {
  readonly lastDay?: string;
  readonly due?: string;
}

export type Worked = (date: string) => boolean;

interface Stretch {
  readonly from: number;
  readonly to: number;
}

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
/** Longer than any period that is walked here: a clock that has not run by then never will. */
const LONGEST_WALK = 1_500;

/** Every day that a walk may reach, with its neighbours: looked up, because a walk asks a thousand times. */
const DAY_AFTER = new Map<string, string>();
const DAY_BEFORE = new Map<string, string>();
for (let ms = Date.UTC(2000, 0, 1); ms < Date.UTC(2036, 0, 1); ms += DAY_MS) {
  const [date, next] = [new Date(ms), new Date(ms + DAY_MS)].map((day) => day.toISOString().slice(0, 10)) as [string, string];
  DAY_AFTER.set(date, next);
  DAY_BEFORE.set(next, date);
}

/** The working days by a CSV of `date,name,kind,paper`, of 2007 and later; a day it does not name is worked from Monday to Friday. */
export function workedBy(csv: string): Worked {
  const kinds = new Map<string, string>();
  for (const line of csv.trim().split(/\r?\n/).slice(1)) {
    const [date, , kind] = line.split(',') as [string, string, string];
    // The paper of 2007 names two days of December 2006, a year that is not announced otherwise.
    if (date >= '2007-01-01') kinds.set(date, kind);
  }
  const worked = new Set<string>();
  for (const date of DAY_AFTER.keys()) {
    const weekday = new Date(`${date}T00:00:00Z`).getUTCDay();
    const kind = kinds.get(date);
    if (kind === 'makeup-workday' || (kind === undefined && weekday !== 0 && weekday !== 6)) worked.add(date);
  }
  return (date) => worked.has(date);
}

/** Last day and due of a period; both undefined where the clock never runs again. */
export function walk(period: WalkedPeriod, worked: Worked): WalkedEnd {
  const pauses = period.n < 0 ? [] : period.pauses.map(({ from, to }) => ({ from: Date.parse(from), to: to === undefined ? Infinity : Date.parse(to) }));
  const known: Stretch[] = [];
  let end = walkWith(period, known, worked);
  for (const pause of pauses.sort((a, b) => a.from - b.from)) {
    // A clock that is stopped at or after the due changes nothing any more.
    if (end.due !== undefined && pause.from >= Date.parse(end.due)) break;
    known.push(pause);
    end = walkWith(period, known, worked);
  }
  return end;
}

function walkWith(period: WalkedPeriod, stopped: readonly Stretch[], worked: Worked): WalkedEnd {
  if (period.unit === 'minutes') return walkMinutes(period, stopped);
  const runs = (date: string): boolean => {
    const end = endOf(date);
    return !stopped.some(({ from, to }) => from < end && end <= to);
  };
  const trigger = period.start.length === 10 ? period.start : dateAt(Date.parse(period.start));
  const raw = rawLastDay(period, trigger, runs, worked);
  const lastDay = raw === undefined ? undefined : rolled(raw, trigger, period, runs, worked);
  if (lastDay === undefined) return {};
  const due = period.ends === undefined ? endOf(lastDay) : Date.parse(`${lastDay}T${period.ends}:00+08:00`);
  return { lastDay, due: new Date(due).toISOString() };
}

function rawLastDay({ unit, n }: WalkedPeriod, trigger: string, runs: Worked, worked: Worked): string | undefined {
  const counts = (date: string): boolean => runs(date) && (unit !== 'workingDays' || worked(date));
  if (n === 0) return firstFrom(trigger, counts);
  if (unit === 'months' || unit === 'years') {
    const target = corresponding(trigger, unit === 'years' ? n * 12 : n);
    if (n < 0) return target;
    let missed = 0;
    for (let date = moved(trigger, 1); date <= target; date = moved(date, 1)) if (!runs(date)) missed += 1;
    return counted(target, missed, 1, runs);
  }
  return n < 0 ? counted(trigger, -n, -1, (date) => unit === 'days' || worked(date)) : counted(trigger, n, 1, counts);
}

function firstFrom(date: string, counts: Worked): string | undefined {
  return counts(date) ? date : counted(date, 1, 1, counts);
}

function counted(from: string, n: number, step: 1 | -1, counts: Worked): string | undefined {
  let date = from;
  let left = n;
  for (let walked = 0; left > 0; walked += 1) {
    if (walked > LONGEST_WALK) return undefined;
    date = moved(date, step);
    if (counts(date)) left -= 1;
  }
  return date;
}

function rolled(raw: string, trigger: string, { n, roll }: WalkedPeriod, runs: Worked, worked: Worked): string | undefined {
  if (roll === 'none' || worked(raw)) return raw;
  let date = raw;
  for (let walked = 0; walked <= LONGEST_WALK; walked += 1) {
    date = moved(date, roll === 'next' ? 1 : -1);
    if (roll === 'next' && n < 0 && date >= trigger) return raw;
    if (roll === 'previous' && n >= 0 && date <= trigger) return raw;
    if (roll === 'previous' && n >= 0 && !runs(date)) return raw;
    if (worked(date) && (n < 0 || runs(date))) return date;
  }
  return undefined;
}

function walkMinutes(period: WalkedPeriod, stopped: readonly Stretch[]): WalkedEnd {
  let at = period.start.length === 10 ? endOf(period.start) : Date.parse(period.start);
  for (let left = Math.abs(period.n); left > 0; ) {
    const stop = stopped.find(({ from, to }) => from <= at && at < to);
    if (stop?.to === Infinity) return {};
    if (stop === undefined) left -= 1;
    at += period.n < 0 ? -MINUTE_MS : MINUTE_MS;
  }
  return { lastDay: dateAt(at - 1), due: new Date(at).toISOString() };
}

function corresponding(date: string, months: number): string {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number];
  const lastOfMonth = new Date(Date.UTC(year, month - 1 + months + 1, 0));
  lastOfMonth.setUTCDate(Math.min(day, lastOfMonth.getUTCDate()));
  return lastOfMonth.toISOString().slice(0, 10);
}

/** 24:00 of a day in China. */
function endOf(date: string): number {
  return Date.parse(`${date}T00:00:00+08:00`) + DAY_MS;
}

function dateAt(ms: number): string {
  return new Date(ms + 8 * 60 * MINUTE_MS).toISOString().slice(0, 10);
}

function moved(date: string, step: 1 | -1): string {
  return (step === 1 ? DAY_AFTER : DAY_BEFORE).get(date) as string;
}
