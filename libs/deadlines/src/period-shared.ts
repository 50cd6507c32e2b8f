import type { WorkingCalendar } from '@fengqiao/calendar';
import { toInstant } from '@fengqiao/kernel';
import { frozen } from './once-for';
import type { Settled } from './period-settle';
import { explainPeriod } from './period-steps';
import type { Period, Step } from './types';

/** What is said of one period, under one calendar and clause. */
interface Said {
  readonly calendar: WorkingCalendar;
  readonly source: string | undefined;
  /** By the day of the trigger. */
  readonly ofDay: Map<number, readonly Step[]>;
}

/** Days of triggers of which a period keeps what is said. */
const MOST_DAYS = 100;

const known = new WeakMap<Period, Said>();

/**
 * The steps of a settled period. Of days that nothing disturbed they are the same for whatever began on that day, but for the instant,
 * which the first step alone tells: then they are frozen and shared.
 */
export function stepsOf(settled: Settled, source: string | undefined, unannounced: readonly number[]): readonly Step[] {
  const { plan, tooLate, idle } = settled;
  const { period, trigger, calendar } = plan;
  const isDisturbed = plan.stops.length + plan.extensions.length + tooLate.length + idle.length > 0;
  if (isDisturbed || plan.target || period.minutes !== undefined) return explainPeriod(settled, source, unannounced);
  let said = known.get(period);
  if (said?.calendar !== calendar || said.source !== source) known.set(period, (said = { calendar, source, ofDay: new Map() }));
  const before = said.ofDay.get(trigger.day);
  const since = toInstant(trigger.at);
  if (before) return before[0]?.since === since ? before : before.map((step) => (step.since === undefined ? step : { ...step, since }));
  const steps = frozen(explainPeriod(settled, source, unannounced));
  if (said.ofDay.size >= MOST_DAYS) said.ofDay.clear();
  said.ofDay.set(trigger.day, steps);
  return steps;
}
