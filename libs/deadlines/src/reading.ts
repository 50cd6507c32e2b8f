import type { WorkingCalendar } from '@fengqiao/calendar';
import { formatDate, millisOf, shanghaiDay, toInstant, type Instant, type Millis } from '@fengqiao/kernel';
import type { CompiledRule } from '@fengqiao/policies';
import { actsUpTo, type Acts } from './acts';
import { compare, inOrder, startViewOf, timesOf, type Occurrence, type Reader, type Scene } from './facts';
import { firstOf, type Found } from './occurrences';
import { periodFor } from './parameters';
import { computePeriod, type PeriodInput } from './period';
import type { Start } from './start';
import type { Computed, Fact, Pause } from './types';

/** What ended an obligation. */
export interface Closing {
  readonly by: 'met' | 'void' | 'lapsed';
  /** The instant, or the due where it lapsed or where only the day is known and the strict reading takes its end. */
  readonly at: Millis;
  /** Until when the obligation may have been open: `at`, or the end of the day where only the day is known. */
  readonly openUntil: Millis;
  readonly inTime: boolean;
  /** Absent where it lapsed by itself. */
  readonly occurrence?: Occurrence;
}

/** What one start comes to in a scene. */
export interface Reading {
  readonly start: Start;
  /** Absent where nothing can be counted: no rule was effective, or the day of an imported start is unknown. */
  readonly computed?: Computed;
  readonly due?: Millis;
  readonly closing?: Closing;
  /** The clock stands still, and no fact has started it again. */
  readonly paused: boolean;
  readonly pauses: readonly Pause[];
  /** Facts that moved the due, or could have: pauses, their ends, extensions. */
  readonly acts: readonly Fact[];
  readonly unclear: readonly Fact[];
  readonly future: readonly Millis[];
}

/** What every reading needs beside the scene. */
export interface World {
  readonly calendar: WorkingCalendar;
}

/** Reads one start: its clock with every pause and extension that came before the due, and what ended it. */
export function read(start: Start, scene: Scene, { calendar }: World): Reading {
  const { compiled, parametersView } = start.governing;
  // Where the day of the start is unknown and nothing is counted, whatever ended the matter counts, however long ago.
  const from = counts(start, scene) ? start : undefined;
  const reader: Reader = { key: start.key, subject: start.subjectView, start: startViewOf(start.dayKnown ? start : undefined), param: parametersView, ...(from && { from }) };
  const ending = firstEnding(compiled, scene, reader);
  const acts = actsUpTo(ending.first?.occurrence, start, scene, reader);
  const found = [...ending.found, ...acts.found];
  const computed = from ? computePeriod(inputFor(start, acts, calendar)) : undefined;
  const due = computed?.due === undefined ? undefined : millisOf(computed.due);
  return {
    start, computed, due,
    closing: closingOf(start, ending.first, due, scene),
    paused: computed !== undefined && due === undefined,
    pauses: acts.pauses,
    acts: acts.facts,
    unclear: inOrderOfRecording(found.flatMap(({ unclear }) => unclear)),
    future: found.flatMap(({ future }) => future),
  };
}

/** An imported start of unknown day has no due; another one counts from when it was recorded, so that its ladder runs. */
function counts({ governing, dayKnown, fact }: Start, scene: Scene): boolean {
  return governing.effective && (dayKnown || fact.recordedAt > scene.importedUntil);
}

/** Each once, in an order that does not depend on that of arrival. */
function inOrderOfRecording(facts: readonly Fact[]): readonly Fact[] {
  return [...new Set(facts)].sort((a, b) => compare(a.recordedAt, b.recordedAt) || compare(a.id, b.id));
}

interface Ending {
  readonly by: 'met' | 'void';
  readonly occurrence: Occurrence;
}

function firstEnding({ met, void: voided }: CompiledRule, scene: Scene, reader: Reader): { first?: Ending; found: Found[] } {
  const found: Found[] = [];
  const endings: Ending[] = [];
  for (const [by, groups] of [['met', met], ['void', voided]] as const) {
    for (const group of groups) {
      const asked = firstOf(group, scene, reader);
      found.push(...asked.found);
      if (asked.first) endings.push({ by, occurrence: asked.first });
    }
  }
  return { first: endings.sort((a, b) => inOrder(a.occurrence, b.occurrence))[0], found };
}

function inputFor(start: Start, { pauses, extensions }: Acts, calendar: WorkingCalendar): PeriodInput {
  const { rule } = start.governing.compiled;
  const day = start.until === undefined ? undefined : formatDate(shanghaiDay(start.at));
  return {
    start: day === undefined ? (toInstant(start.at) as Instant) : { date: day },
    period: periodFor(rule.period, start.governing.parameters),
    pauses, extensions, calendar,
    source: rule.cite.map(({ document, clause }) => `${document} ${clause}`).join('; '),
  };
}

function closingOf({ governing }: Start, ending: Ending | undefined, due: Millis | undefined, { now }: Scene): Closing | undefined {
  const { nature } = governing.compiled.rule;
  const ends = nature === 'right' || nature === 'term';
  const inTime = ending !== undefined && (due === undefined || surelyBefore(ending.occurrence, due));
  if (ends && due !== undefined && !inTime) return due <= now ? { by: 'lapsed', at: due, openUntil: due, inTime: true } : undefined;
  if (!ending) return undefined;
  const { by, occurrence } = ending;
  // Of a day that may lie on either side of the due, the strict reading takes the late side.
  const at = inTime || due === undefined ? occurrence.at : (Math.max(occurrence.at, due) as Millis);
  return { by, at, openUntil: Math.max(at, lastInstantOf(occurrence)) as Millis, inTime, occurrence };
}

/** The latest it can have been: the day's end, unless it was recorded before. */
function lastInstantOf({ at, until, fact }: Occurrence): Millis {
  return until === undefined ? at : (Math.min(until - 1, timesOf(fact).recorded) as Millis);
}

/** In time means before the due; of a day, its end at the latest, and nothing happens after it was recorded. */
function surelyBefore({ at, until, fact }: Occurrence, due: Millis): boolean {
  return until === undefined ? at < due : until <= due || timesOf(fact).recorded < due;
}
