import { civilOf, invariant, type EpochDay } from '@fengqiao/kernel';
import { isWeekend } from '@fengqiao/calendar';
import { outcome, unitOf, type Listener, type Plan } from './period-outcome';
import {
  CLAUSE,
  dueStep,
  extendStep,
  lastStep,
  noDueStep,
  notCountedStep,
  notLaterStep,
  pauseStep,
  periodStep,
  provisionalStep,
  rollStep,
  runStep,
  stopSource,
  timeStep,
  tooLateStep,
  type Run,
  type RunLabel,
} from './period-sentences';
import type { Act, Settled } from './period-settle';
import { standsStill } from './period-stops';
import type { Step } from './types';

/** The steps of a settled period, written by counting it once more with a listener; `source` is the clause that sets the period. */
export function explainPeriod({ plan, tooLate, idle, outcome: expected }: Settled, source: string | undefined, unannounced: readonly number[]): readonly Step[] {
  const steps: Step[] = [periodStep(plan, source)];
  const { unit, n } = unitOf(plan.period);
  if (unit !== 'minutes' && n !== 0 && !plan.target) steps.push(notCountedStep(plan.trigger.day));
  for (const stop of plan.stops) steps.push(...stop.pauses.map((pause) => pauseStep(pause, stop)));
  for (const { act, due } of tooLate) steps.push(lateStep(act, due));
  steps.push(...idle.map(notLaterStep));
  const writer = stepWriter(plan, steps, source);
  const { lastDay, due } = outcome(plan, writer);
  writer.finish();
  invariant(due === expected.due, 'counting twice ends at the same due');
  steps.push(lastDay === undefined || due === undefined ? noDueStep() : dueStep(lastDay, due));
  if (unannounced.length > 0) steps.push(provisionalStep(unannounced));
  return steps;
}

function stepWriter(plan: Plan, steps: Step[], source: string | undefined): Listener & { finish(): void } {
  let run: Run | undefined;
  let total = 0;
  let zero = unitOf(plan.period).n === 0 && !plan.target;

  function finish(): void {
    if (run === undefined) return;
    if (run.label.kind === 'counted') total += run.to - run.from + 1;
    steps.push(runStep(run, total, zero, calendarSource(run, plan)));
    run = undefined;
  }

  function add(from: number, to: number, label: RunLabel): void {
    const joined = run === undefined ? undefined : joinedRun(run, { from, to, label });
    if (joined === undefined) finish();
    run = joined ?? { from, to, label };
  }

  return {
    finish,
    counted: (from, to, unit) => add(from, to, unit === 'day' ? { kind: 'counted', unit } : workedLabel(from, plan)),
    skipped: (from, to, why) => add(from, to, why === 'stopped' ? stoppedLabel(from, plan) : offLabel(from, plan)),
    ran: (from, to) => void steps.push(timeStep('counted', from, to, CLAUSE.triggerDay)),
    stood: (from, to) => void steps.push(timeStep('skipped', from, to, plan.stops.filter((stop) => stop.to === to).map(stopSource).join(', '))),
    extended: (extension, from) => {
      finish();
      total = 0;
      const length = extension.by ?? extension.to;
      zero = length !== undefined && ('date' in length || (!('instant' in length) && unitOf(length).n === 0));
      steps.push(extendStep(extension, from));
    },
    notLater: (extension) => {
      finish();
      steps.push(notLaterStep(extension));
    },
    last: (day) => {
      finish();
      steps.push(lastStep(day, plan.period));
    },
    rolled: (raw, day, why) => {
      if (plan.period.minutes !== undefined || plan.calendar.isWorkingDay(raw)) return;
      const step = day < raw ? -1 : 1;
      for (let off = raw; off !== day; off += step) {
        add(off, off, standsStill(off, plan.stops) ? stoppedLabel(off, plan) : offLabel(off, plan));
      }
      finish();
      steps.push(rollStep(raw, day, why, offLabel(raw, plan), source));
    },
  };
}

function lateStep(act: Act, due: number): Step {
  return 'pause' in act
    ? tooLateStep('pause', act.at, due, act.pause.source)
    : tooLateStep('extend', act.at, due, act.extension.source);
}

function workedLabel(day: number, { calendar }: Plan): RunLabel {
  const fact = calendar.holidayOf(day);
  return fact?.kind === 'makeup-workday' && isWeekend(day) ? { kind: 'counted', unit: 'workingDay', why: 'makeupWorkday', fact } : { kind: 'counted', unit: 'workingDay' };
}

function offLabel(day: number, { calendar }: Plan): RunLabel {
  const fact = calendar.holidayOf(day);
  return fact?.kind === 'off' ? { kind: 'skipped', unit: 'day', why: 'holiday', fact } : { kind: 'skipped', unit: 'day', why: 'weekend' };
}

function stoppedLabel(day: number, { stops }: Plan): RunLabel {
  const source = stops.filter((stop) => standsStill(day, [stop])).map(stopSource).join(', ');
  return { kind: 'skipped', unit: 'day', why: 'stopped', source };
}

/** Two runs of the same thing that lie side by side, counted forwards or back, as one. */
function joinedRun(a: Run, b: Run): Run | undefined {
  const same = a.label.kind === b.label.kind && a.label.unit === b.label.unit && a.label.why === b.label.why && a.label.source === b.label.source;
  if (!same || a.label.fact?.holiday !== b.label.fact?.holiday || a.label.fact?.paper !== b.label.fact?.paper) return undefined;
  if (b.from === a.to + 1) return { ...a, to: b.to };
  return b.to === a.from - 1 ? { ...a, from: b.from } : undefined;
}

function calendarSource({ from, to }: Run, { calendar }: Plan): string {
  const years = [...new Set([from, to].map((day) => civilOf(day as EpochDay).year))];
  return `工作日历 working calendar ${years.map((year) => calendar.version(year) ?? `${year} （未公布 not announced）`).join(', ')}`;
}
