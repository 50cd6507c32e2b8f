import { civilOf, formatDate, toInstant, type EpochDay, type Millis } from '@fengqiao/kernel';
import type { WorkingCalendar } from '@fengqiao/calendar';
import { settle, type PeriodInput, type Settled } from './period-settle';
import { stepsOf } from './period-shared';
import type { Computed, Step } from './types';

export type { Extension, ExtendTo, Target } from './period-outcome';
export type { PeriodInput } from './period-settle';
export type { PauseMax } from './period-stops';

/** A period counted, in milliseconds and epoch days; texts are made of them where somebody reads them. */
export interface Counted {
  /** Undefined where the clock stands still and no end is known. */
  readonly due?: Millis;
  readonly lastDay?: EpochDay;
  /** The last day before rolling. */
  readonly rawLastDay?: EpochDay;
  readonly provisional: boolean;
  readonly calendars: Computed['calendars'];
  /** A stop without `to` has not ended. */
  readonly stops: readonly { readonly from: Millis; readonly to?: Millis }[];
  /** Written by counting once more with a listener, so that it cannot disagree. */
  steps(): readonly Step[];
}

/**
 * Computes the last day and the due of a period in Asia/Shanghai; the due is exclusive (24:00 of the last day, or `ends`).
 * The steps are written when they are first read. Source: 民法典 200 to 203.
 */
export function computePeriod(input: PeriodInput): Computed {
  const counted = countPeriod(input);
  const { due, lastDay, rawLastDay, provisional, calendars } = counted;
  let steps: Computed['steps'] | undefined;
  return {
    due: due === undefined ? undefined : toInstant(due),
    lastDay: lastDay === undefined ? undefined : formatDate(lastDay),
    rawLastDay: rawLastDay === undefined ? undefined : formatDate(rawLastDay),
    provisional,
    calendars,
    stops: counted.stops.map(({ from, to }) => ({ from: toInstant(from), ...(to !== undefined && { to: toInstant(to) }) })),
    get steps() {
      return (steps ??= counted.steps());
    },
  };
}

/** Counts a period; `source` names the clause that sets it, where its steps are read. */
export function countPeriod(input: PeriodInput, source: () => string | undefined = () => input.source): Counted {
  const settled = settle(input);
  const { rawLastDay, lastDay, due } = settled.outcome as { rawLastDay?: EpochDay; lastDay?: EpochDay; due?: Millis };
  const { calendars, unannounced } = yearsOf(settled, input.calendar);
  const { stops } = settled.plan;
  return {
    due,
    lastDay,
    rawLastDay,
    provisional: unannounced.length > 0,
    calendars,
    stops: stops.length === 0 ? NO_STOPS : stops.map(({ from, to }) => ({ from: from as Millis, ...(to !== Infinity && { to: to as Millis }) })),
    steps: () => stepsOf(settled, source(), unannounced),
  };
}

const NO_STOPS: Counted['stops'] = [];

interface Years {
  readonly calendars: Readonly<Record<string, string>>;
  readonly unannounced: readonly number[];
}

const NO_YEARS: Years = { calendars: {}, unannounced: [] };
const spans = new WeakMap<WorkingCalendar, Map<number, Years>>();

/** The versions of the years counted with; the same object for the same years, because every obligation holds it. */
function yearsOf({ span }: Settled, calendar: WorkingCalendar): Years {
  if (span.firstDay > span.lastDay) return NO_YEARS;
  const first = civilOf(span.firstDay as EpochDay).year;
  const last = civilOf(span.lastDay as EpochDay).year;
  let known = spans.get(calendar);
  if (!known) spans.set(calendar, (known = new Map()));
  let years = known.get(first * 10_000 + last);
  if (!years) known.set(first * 10_000 + last, (years = versionsFrom(first, last, calendar)));
  return years;
}

function versionsFrom(first: number, last: number, calendar: WorkingCalendar): Years {
  const calendars: Record<string, string> = {};
  const unannounced: number[] = [];
  for (let year = first; year <= last; year += 1) {
    const version = calendar.version(year);
    if (version === undefined) unannounced.push(year);
    else calendars[year] = version;
  }
  return { calendars, unannounced };
}
