import { millisOf, shanghaiDay, type Millis } from '@fengqiao/kernel';
import { textAtPath, type CompiledTrigger } from '@fengqiao/policies';
import { belongs, learntAt, momentFor, type Scene } from './facts';
import { momentOf } from './moment';
import { ownKey } from './series';
import type { Start } from './start';
import type { Fact } from './types';

/** The facts of one window, by the trigger they may answer. */
export type WindowFacts = ReadonlyMap<CompiledTrigger, readonly Fact[]>;

/**
 * Deals the facts of a subject out to the windows of a series, in one walk for each trigger. A fact that names a window belongs to that one, early or late;
 * one that names none to the window in which it lies. `windows` are those of one key, in order of opening.
 */
export function dealtOut(windows: readonly Start[], scene: Scene): readonly WindowFacts[] {
  const dealt = windows.map((): Map<CompiledTrigger, Fact[]> => new Map());
  const names = namesOf(windows);
  const triggers = new Map<CompiledTrigger, number[]>();
  windows.forEach(({ governing: { compiled } }, index) => {
    for (const trigger of [...compiled.met.flat(), ...compiled.void.flat(), ...compiled.extend]) {
      dealt[index]?.set(trigger, []);
      const asked = triggers.get(trigger);
      if (asked) asked.push(index);
      else triggers.set(trigger, [index]);
    }
  });
  for (const trigger of triggers.keys()) {
    for (const fact of scene.byType.get(trigger.on) ?? []) {
      const index = belongs(trigger, fact, scene) ? windowOf(trigger, fact, windows, names, scene) : undefined;
      if (index !== undefined) dealt[index]?.get(trigger)?.push(fact);
    }
  }
  return dealt;
}

/** Which window a fact belongs to; undefined where it names another thing, another key, or lies in none. */
function windowOf(trigger: CompiledTrigger, fact: Fact, windows: readonly Start[], names: ReadonlyMap<string, number>, scene: Scene): number | undefined {
  const [first] = windows;
  const own = first ? ownKey(first) : '';
  const named = trigger.is ? String(fact.data['key']) : trigger.key === undefined ? '' : (textAtPath(fact.data, trigger.key) ?? '');
  if (named !== '' && named !== own) {
    // An outcome of a rule without windows touches by its instant alone.
    if (own === '' || trigger.is) return names.get(named) ?? names.get(canonical(named)) ?? (trigger.is && own === '' ? lyingIn(fact, trigger, windows, scene) : undefined);
    return undefined;
  }
  if (named === '' && own !== '' && trigger.key !== undefined) return undefined;
  return lyingIn(fact, trigger, windows, scene);
}

function lyingIn(fact: Fact, trigger: CompiledTrigger, windows: readonly Start[], scene: Scene): number | undefined {
  const at = momentFor(trigger, fact, scene)?.at ?? millisOf(learntAt(fact));
  let [low, high] = [0, windows.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((windows[middle]?.at ?? Infinity) <= at) low = middle + 1;
    else high = middle;
  }
  const index = low - 1;
  const closes = windows[index]?.window?.closes;
  return closes !== undefined && at < closes ? index : undefined;
}

/** What a fact may call a window: its name and, of a cut-off, its instant, or its day where no other cut-off lies on it. */
function namesOf(windows: readonly Start[]): ReadonlyMap<string, number> {
  const names = new Map<string, number>();
  const days = new Map<string, number[]>();
  windows.forEach(({ window }, index) => {
    if (!window) return;
    names.set(window.name, index);
    names.set(String(window.closes), index);
    const day = `day ${window.lastDay}`;
    days.set(day, [...(days.get(day) ?? []), index]);
  });
  for (const [day, [index, ...others]] of days) if (index !== undefined && others.length === 0) names.set(day, index);
  return names;
}

/** An instant as its milliseconds, a date as its day. */
function canonical(text: string): string {
  const local = /^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(text) ? `${text}:00+08:00` : text;
  const moment = momentOf(local);
  if (!moment) return '';
  return moment.until === undefined ? String(moment.at) : `day ${shanghaiDay(moment.at as Millis)}`;
}
