import type { WorkingCalendar } from '@fengqiao/calendar';
import { millisOf, type Millis } from '@fengqiao/kernel';
import type { CompiledRule } from '@fengqiao/policies';
import { actsUpTo } from './acts';
import { dueOf, type OtherDue } from './due';
import { compare, inOrder, learntAt, Reader, type Occurrence, type Scene } from './facts';
import { firstOf, type Found } from './occurrences';
import type { Policy, Start } from './start';
import type { Counted } from './period';
import type { Fact } from './types';

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
  readonly computed?: Counted;
  readonly due?: Millis;
  readonly closing?: Closing;
  /** The clock stands still now. */
  readonly paused: boolean;
  /** When it stood still, as the rule bounds it. */
  readonly stops: Counted['stops'];
  /** Facts that moved the due, or could have: pauses, their ends, extensions. */
  readonly acts: readonly Fact[];
  readonly unclear: readonly Fact[];
  readonly future: readonly Millis[];
}

/** What every reading needs beside the scene. */
export interface World {
  readonly calendar: WorkingCalendar;
  readonly policy: Policy;
  /** The due of another rule's obligation, for a period that counts from it. */
  otherDue(rule: string, start: Start): OtherDue | undefined;
}

/** Reads one start: its clock with every pause and extension that came before the due, and what ended it. */
export function read(start: Start, scene: Scene, world: World): Reading {
  const { compiled, parametersView } = start.governing;
  // Where the day of the start is unknown and nothing is counted, whatever ended the matter counts, however long ago.
  const from = counts(start, scene) ? start : undefined;
  // A fact of a window may come before the window opens, if it names it.
  const reader = new Reader(start.key, start.subjectView, parametersView, start.dayKnown ? start : undefined, start.window ? undefined : from);
  const ending = firstEnding(compiled, start, scene, reader);
  const acts = actsUpTo(ending.first?.occurrence, start, scene, reader);
  const counted = from ? dueOf(start, acts, scene, reader, world) : undefined;
  const computed = counted?.computed;
  const due = computed?.due;
  const stops = computed?.stops ?? NO_STOPS;
  const unclear: Fact[] = [];
  const future: Millis[] = [];
  for (const found of [ending.found, acts.found, counted?.found ?? NO_FOUND]) gather(found, unclear, future);
  if (counted) unclear.push(...counted.unclear);
  for (const { to } of stops) if (to !== undefined) future.push(to);
  return {
    start, computed, due, stops,
    closing: closingOf(start, ending.first, due, scene),
    paused: stops.some(({ from: since, to }) => since <= scene.now && (to === undefined || scene.now < to)),
    acts: counted && counted.facts.length > 0 ? [...acts.facts, ...counted.facts] : acts.facts,
    unclear: unclear.length > 0 ? inOrderOfRecording(unclear) : unclear,
    future,
  };
}

const NO_STOPS: Counted['stops'] = [];
const NO_FOUND: readonly Found[] = [];

function gather(found: readonly Found[], unclear: Fact[], future: Millis[]): void {
  for (const each of found) {
    if (each.unclear.length > 0) unclear.push(...each.unclear);
    if (each.future.length > 0) future.push(...each.future);
  }
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

function firstEnding({ met, void: voided }: CompiledRule, start: Start, scene: Scene, reader: Reader): { first?: Ending; found: Found[] } {
  const found: Found[] = [];
  let first = seriesEnding(start, scene);
  const look = (by: Ending['by'], groups: CompiledRule['met']): void => {
    for (const group of groups) {
      const occurrence = firstOf(group, scene, reader, found);
      if (occurrence && (!first || inOrder(occurrence, first.occurrence) < 0)) first = { by, occurrence };
    }
  };
  look('met', met);
  look('void', voided);
  return { first, found };
}

/** What ends a series also ends what is open of it, and nothing that ended before. */
function seriesEnding({ seriesEnd, window }: Start, { trueAt = Infinity as Millis, recordedBefore }: Scene): Ending | undefined {
  if (!seriesEnd || !window || seriesEnd.at > trueAt || (recordedBefore !== undefined && learntAt(seriesEnd.fact) >= recordedBefore)) return undefined;
  return { by: 'void', occurrence: seriesEnd };
}

function closingOf(start: Start, ending: Ending | undefined, due: Millis | undefined, { now }: Scene): Closing | undefined {
  const { nature } = start.governing.compiled.rule;
  const ends = nature === 'right' || nature === 'term';
  const inTime = ending !== undefined && (due === undefined || surelyBefore(ending.occurrence, due));
  if (ends && due !== undefined && !inTime) return due <= now ? { by: 'lapsed', at: due, openUntil: due, inTime: true } : undefined;
  if (!ending) return undefined;
  const { by, occurrence } = ending;
  // Of a day that may lie on either side of the due, the strict reading takes the late side.
  const happened = inTime || due === undefined ? occurrence.at : Math.max(occurrence.at, due);
  // What met a window before it opened meets it at its opening.
  const at = (start.window ? Math.max(happened, start.at) : happened) as Millis;
  return { by, at, openUntil: Math.max(at, lastInstantOf(occurrence)) as Millis, inTime, occurrence };
}

/** The latest it can have been: the day's end, unless it was recorded before. */
function lastInstantOf({ at, until, fact }: Occurrence): Millis {
  return until === undefined ? at : (Math.min(until - 1, millisOf(fact.recordedAt)) as Millis);
}

/** In time means before the due; of a day, its end at the latest, and nothing happens after it was recorded. */
function surelyBefore({ at, until, fact }: Occurrence, due: Millis): boolean {
  return until === undefined ? at < due : until <= due || millisOf(fact.recordedAt) < due;
}
