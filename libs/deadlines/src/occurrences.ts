import type { Millis } from '@fengqiao/kernel';
import type { CompiledTrigger } from '@fengqiao/policies';
import { factsFor, holds, inOrder, isFrom, momentFor, type Occurrence, type Reader, type Scene } from './facts';
import type { Fact } from './types';

/** What triggers found in a scene. */
export interface Found {
  /** In order. */
  readonly occurrences: readonly Occurrence[];
  /** Facts whose condition erred or whose moment is unknown. */
  readonly unclear: readonly Fact[];
  /** Moments that have not come yet. */
  readonly future: readonly Millis[];
}

/** The facts for which a trigger holds from the start of an obligation on, in order. A condition that errs counts for starts alone. */
export function find(trigger: CompiledTrigger, scene: Scene, reader: Reader, whereUnclear: 'counts' | 'isLeftOut' = 'isLeftOut'): Found {
  const facts = factsFor(trigger, scene, reader.key);
  if (facts.length === 0) return NOTHING;
  // Most triggers find nothing, and nearly all of them nothing that is unclear or lies ahead.
  let occurrences: Occurrence[] | undefined;
  let unclear: Fact[] | undefined;
  let future: Millis[] | undefined;
  for (const fact of facts) {
    const moment = momentFor(trigger, fact, scene);
    if (moment && !mayCount(moment.at, scene)) {
      if (moment.at > scene.now) (future ??= []).push(moment.at);
      continue;
    }
    if (moment && reader.from && !isFrom(moment, reader.from)) continue;
    const verdict = holds(trigger, fact, scene, reader);
    if (verdict === 'no') continue;
    if (verdict === 'unclear' || !moment) (unclear ??= []).push(fact);
    if (moment && (verdict === 'yes' || whereUnclear === 'counts')) (occurrences ??= []).push({ at: moment.at, until: moment.until, fact, name: trigger.name });
  }
  if (occurrences && occurrences.length > 1) occurrences.sort(inOrder);
  return { occurrences: occurrences ?? NO_OCCURRENCES, unclear: unclear ?? NO_FACTS, future: future ?? NO_INSTANTS };
}

const NO_OCCURRENCES: readonly Occurrence[] = [];
const NO_FACTS: readonly Fact[] = [];
const NO_INSTANTS: readonly Millis[] = [];
const NOTHING: Found = { occurrences: NO_OCCURRENCES, unclear: NO_FACTS, future: NO_INSTANTS };

/** The first occurrence of a group: of each of its triggers the first, at the last one's moment. What the triggers found is added to `found`. */
export function firstOf(group: readonly CompiledTrigger[], scene: Scene, reader: Reader, found: Found[]): Occurrence | undefined {
  let last: Occurrence | undefined;
  let complete = true;
  for (const trigger of group) {
    const each = find(trigger, scene, reader);
    const first = scene.spent ? each.occurrences.find(({ fact }) => !scene.spent?.has(fact.id)) : each.occurrences[0];
    if (each !== NOTHING) found.push(each);
    if (!first) complete = false;
    else if (!last || inOrder(last, first) <= 0) last = first;
  }
  return complete ? last : undefined;
}

function mayCount(at: Millis, { now, trueAt }: Scene): boolean {
  return at <= now && (trueAt === undefined || at <= trueAt);
}
