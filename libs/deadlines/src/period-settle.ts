import { invariant, millisOf, parseDate, shanghaiDay, startOfShanghaiDay, type Instant, type PlainDate } from '@fengqiao/kernel';
import type { WorkingCalendar } from '@fengqiao/calendar';
import { outcome, unitOf, type Extension, type Listener, type Outcome, type Plan, type RollReason, type Target, type Trigger } from './period-outcome';
import { unitePauses, type PauseMax } from './period-stops';
import type { Pause, Period } from './types';

/** A period, the fact it counts from, and what happened to its clock. */
export interface PeriodInput {
  /** A date stands for its whole day: exact time then runs from its 24:00. */
  readonly start: Instant | { readonly date: PlainDate } | Trigger;
  readonly period: Period;
  /** Without meaning for a period that counts back. Which came before the due is found here: later ones change nothing. */
  readonly pauses?: readonly Pause[];
  readonly pauseMax?: PauseMax;
  readonly extensions?: readonly Extension[];
  /** An end that is told and not counted; the period then says only how it rolls. */
  readonly target?: Target;
  readonly calendar: WorkingCalendar;
  /** Clause that sets the period, as the source of its step. */
  readonly source?: string;
}

/** Something that may move the due; `at` in milliseconds. */
export type Act = { readonly at: number; readonly pause: Pause } | { readonly at: number; readonly extension: Extension };

/** A plan with everything that came before its due. */
export interface Settled {
  readonly plan: Plan;
  readonly outcome: Outcome;
  /** First and last epoch day for which the calendar mattered; empty where `firstDay > lastDay`. */
  readonly span: Pick<Span, 'firstDay' | 'lastDay'>;
  /** What came at or after the due as it then stood, in milliseconds. */
  readonly tooLate: readonly { readonly act: Act; readonly due: number }[];
  /** Extensions that would have ended sooner. */
  readonly idle: readonly Extension[];
}

/** Finds which pauses and extensions count: what happens at or after the due changes nothing, so each is weighed against the due as it stood when it came. */
export function settle(input: PeriodInput): Settled {
  const { start, period, calendar, pauseMax } = input;
  const pauses: Pause[] = [];
  const tooLate: { act: Act; due: number }[] = [];
  const idle: Extension[] = [];
  let plan: Plan = { trigger: triggerOf(start), period, calendar, stops: [], extensions: [], target: input.target };
  let counted = count(plan);
  for (const act of isUndisturbed(input) ? [] : actsOf(input)) {
    const { due } = counted.outcome;
    if (due !== undefined && act.at >= due) {
      tooLate.push({ act, due });
    } else if ('pause' in act) {
      pauses.push(act.pause);
      plan = { ...plan, stops: unitePauses(pauses, pauseMax) };
      counted = count(plan);
    } else {
      const longer: Plan = { ...plan, extensions: [...plan.extensions, act.extension] };
      const extended = count(longer);
      if (due !== undefined && extended.outcome.due !== undefined && extended.outcome.due <= due) idle.push(act.extension);
      else [plan, counted] = [longer, extended];
    }
  }
  return { plan, outcome: counted.outcome, span: counted.span, tooLate, idle };
}

function isUndisturbed({ pauses, extensions }: PeriodInput): boolean {
  return !pauses?.length && !extensions?.length;
}

function actsOf({ period, pauses = [], extensions = [] }: PeriodInput): readonly Act[] {
  const acts: Act[] = unitOf(period).n < 0 ? [] : pauses.map((pause) => ({ at: millisOf(pause.from), pause }));
  for (const extension of extensions) {
    acts.push({ at: extension.at === undefined ? -Infinity : millisOf(extension.at), extension });
  }
  return acts.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

function count(plan: Plan): Pick<Settled, 'outcome' | 'span'> {
  const span = new Span();
  return { outcome: outcome(plan, span), span };
}

/** Hears for which days the calendar mattered. */
class Span implements Listener {
  firstDay = Infinity;
  lastDay = -Infinity;

  counted(from: number, to: number): void {
    if (from < this.firstDay) this.firstDay = from;
    if (to > this.lastDay) this.lastDay = to;
  }

  skipped(from: number, to: number, why: 'off' | 'stopped'): void {
    if (why === 'off') this.counted(from, to);
  }

  rolled(raw: number, day: number, why: RollReason): void {
    if (why !== 'never') this.counted(Math.min(raw, day), Math.max(raw, day));
  }

  ran(): void {}
  stood(): void {}
  extended(): void {}
  notLater(): void {}
  last(): void {}
}

function triggerOf(start: PeriodInput['start']): Trigger {
  if (typeof start === 'string') {
    return instantTrigger(millisOf(start));
  }
  if ('day' in start) return start;
  const day = parseDate(start.date);
  invariant(day !== undefined, `${start.date} is no date`);
  return wholeDay(day);
}

/** A day that starts a period as a whole: exact time runs from its 24:00. */
export function wholeDay(day: number): Trigger {
  return { day, at: startOfShanghaiDay(day + 1) };
}

/** An instant that starts a period. */
export function instantTrigger(at: number): Trigger {
  return { day: shanghaiDay(at), at };
}
