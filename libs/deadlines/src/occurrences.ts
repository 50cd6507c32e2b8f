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
  const occurrences: Occurrence[] = [];
  const unclear: Fact[] = [];
  const future: Millis[] = [];
  for (const fact of factsFor(trigger, scene, reader.key)) {
    const moment = momentFor(trigger, fact, scene);
    if (moment && !mayCount(moment.at, scene)) {
      if (moment.at > scene.now) future.push(moment.at);
      continue;
    }
    if (moment && reader.from && !isFrom(moment, reader.from)) continue;
    const verdict = holds(trigger, fact, scene, reader);
    if (verdict === 'no') continue;
    if (verdict === 'unclear' || !moment) unclear.push(fact);
    if (moment && (verdict === 'yes' || whereUnclear === 'counts')) occurrences.push({ ...moment, fact, name: trigger.name });
  }
  return { occurrences: occurrences.sort(inOrder), unclear, future };
}

/** The first occurrence of a group: of each of its triggers the first, at the last one's moment. */
export function firstOf(group: readonly CompiledTrigger[], scene: Scene, reader: Reader): { readonly first?: Occurrence; readonly found: readonly Found[] } {
  const found = group.map((trigger) => find(trigger, scene, reader));
  const firsts = found.flatMap(({ occurrences }) => occurrences.find(({ fact }) => !scene.spent?.has(fact.id)) ?? []);
  return { first: firsts.length === group.length ? firsts.sort(inOrder).at(-1) : undefined, found };
}

function mayCount(at: Millis, { now, trueAt }: Scene): boolean {
  return at <= now && (trueAt === undefined || at <= trueAt);
}
