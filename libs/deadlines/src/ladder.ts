import { millisOf, type Millis } from '@fengqiao/kernel';
import type { WorkingCalendar } from '@fengqiao/calendar';
import type { RungRule } from '@fengqiao/policies';
import type { Reading } from './reading';
import { dayAnchor, instantAnchor, placed, repeatsOf, type Anchor, type Repeat } from './rung-time';

/** Why a rung is never raised although its time came or will come. */
export type SkipReason = 'imported' | 'passedBeforeKnown' | 'notBeforeDue' | 'beforeAdoption';

/** A rung of the ladder as the facts have it, before the log is asked what was raised. */
export interface LadderRung {
  readonly name: string;
  readonly at: Millis;
  readonly to: readonly string[];
  /** Names the rung together with the obligation and `n`. */
  readonly countsFrom: Millis;
  /** What rungs after it, and its repeats, count from: its instant, or the recording of the news where that came later. */
  readonly base: Millis;
  readonly skipped?: SkipReason;
  readonly repeats: readonly Repeat[];
  readonly rule: RungRule;
}

/** What a ladder is built from beside the reading. */
export interface LadderInput {
  readonly known: Millis;
  /** Rungs before it never fire; empty where nothing was imported. */
  readonly importedUntil: string;
  readonly calendar: WorkingCalendar;
}

/** The ladder of an obligation: every rung whose instant can be told, in the order of the rule. Rungs after one that an import skipped never start. */
export function ladderOf(reading: Reading, input: LadderInput): LadderRung[] {
  const { rule } = reading.start.governing.compiled;
  const after = new Map<string, Anchor>();
  const rungs: LadderRung[] = [];
  for (const each of rule.ladder) {
    const anchor = after.get(each.anchor) ?? anchorNamed(each.anchor, reading, input);
    const rung = anchor && rungOf(each, anchor, reading, input);
    if (!rung) continue;
    rungs.push(rung);
    if (rung.skipped !== 'imported') after.set(each.rung, anchorAfter(each, rung, anchor));
  }
  return rungs;
}

/** What a ladder counts from beside its own rungs. */
function anchorNamed(name: string, { start, computed, due }: Reading, { known }: LadderInput): Anchor | undefined {
  if (!computed) return undefined;
  if (name === 'start') return instantAnchor(start.at);
  if (name === 'known') return instantAnchor(known);
  const { lastDay, rawLastDay } = computed;
  if (due === undefined || lastDay === undefined || rawLastDay === undefined) return undefined;
  if (name === 'due') return instantAnchor(due, lastDay);
  if (name === 'last day') return dayAnchor(lastDay);
  return name === 'raw' ? dayAnchor(rawLastDay) : undefined;
}

function rungOf(rule: RungRule, anchor: Anchor, reading: Reading, input: LadderInput): LadderRung | undefined {
  const { start, due } = reading;
  const { parameters } = start.governing;
  const nominal = Math.max(placed(anchor, rule.offset, rule.time, parameters, input.calendar), start.at) as Millis;
  const waited = afterPauses(nominal, reading);
  if (waited === undefined) return undefined;
  // A breach that a new version of the rule finds is told when that version is adopted, never as of before.
  const at = rule.rung === 'breach' && start.retimedAt !== undefined ? (Math.max(waited, start.retimedAt) as Millis) : waited;
  const skipped = skipReason(rule, at, due, start.retimedAt, input);
  const base = Math.max(at, input.known) as Millis;
  const repeats = rule.repeat && !skipped ? repeatsOf(rule.repeat, base, rule.to, parameters, input.calendar) : [];
  return { name: rule.rung, at, to: rule.to, countsFrom: anchor.at, base, skipped, repeats, rule };
}

/** The ladder stands still while the clock does: a rung whose time falls into a pause waits for its end. */
function afterPauses(at: Millis, { stops }: Reading): Millis | undefined {
  let waits = at;
  for (const { from, to } of stops) {
    if (waits < from) continue;
    if (to === undefined) return undefined;
    if (waits < to) waits = to;
  }
  return waits;
}

function skipReason({ rung }: RungRule, at: Millis, due: Millis | undefined, retimedAt: Millis | undefined, { known, importedUntil }: LadderInput): SkipReason | undefined {
  if (importedUntil !== '' && at < millisOf(importedUntil)) return 'imported';
  if (retimedAt !== undefined && at < retimedAt) return 'beforeAdoption';
  if (rung !== 'warn') return undefined;
  if (due !== undefined && at >= due) return 'notBeforeDue';
  return at < known ? 'passedBeforeKnown' : undefined;
}

/** The day of a breach is that of its due, unless the news came later. */
function anchorAfter(rule: RungRule, { base, at }: LadderRung, anchor: Anchor): Anchor {
  const sameInstant = rule.offset.minutes === 0 && rule.time === '' && !anchor.isDay && base === at && at === anchor.at;
  return sameInstant ? instantAnchor(base, anchor.day) : instantAnchor(base);
}
