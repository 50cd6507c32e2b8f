import { civilOf, formatDate, toInstant, type EpochDay, type PlainDate } from '@fengqiao/kernel';
import type { WorkingCalendar } from '@fengqiao/calendar';
import { settle, type PeriodInput, type Settled } from './period-settle';
import { explainPeriod } from './period-steps';
import type { Computed } from './types';

export type { Extension, ExtendTo, Target } from './period-outcome';
export type { PeriodInput } from './period-settle';
export type { PauseMax } from './period-stops';

/**
 * Computes the last day and the due of a period in Asia/Shanghai; the due is exclusive (24:00 of the last day, or `ends`).
 * The steps are written when they are first read, by counting once more with a listener. Source: 民法典 200 to 203.
 */
export function computePeriod(input: PeriodInput): Computed {
  const settled = settle(input);
  const { rawLastDay, lastDay, due } = settled.outcome;
  const { calendars, unannounced } = yearsOf(settled, input.calendar);
  let steps: Computed['steps'] | undefined;
  return {
    due: due === undefined ? undefined : toInstant(due),
    lastDay: dateOf(lastDay),
    rawLastDay: dateOf(rawLastDay),
    provisional: unannounced.length > 0,
    calendars,
    stops: settled.plan.stops.map(({ from, to }) => ({ from: toInstant(from), ...(to !== Infinity && { to: toInstant(to) }) })),
    get steps() {
      return (steps ??= explainPeriod(settled, input.source, unannounced));
    },
  };
}

function yearsOf({ span }: Settled, calendar: WorkingCalendar): { calendars: Record<string, string>; unannounced: number[] } {
  const calendars: Record<string, string> = {};
  const unannounced: number[] = [];
  if (span.first <= span.last) {
    const last = civilOf(span.last as EpochDay).year;
    for (let { year } = civilOf(span.first as EpochDay); year <= last; year += 1) {
      const version = calendar.version(year);
      if (version === undefined) unannounced.push(year);
      else calendars[year] = version;
    }
  }
  return { calendars, unannounced };
}

function dateOf(day: number | undefined): PlainDate | undefined {
  return day === undefined ? undefined : formatDate(day as EpochDay);
}
