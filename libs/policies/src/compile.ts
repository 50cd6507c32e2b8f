import { eventType } from '@fengqiao/contracts';
import type { JsonObject } from '@fengqiao/kernel';
import { parameterKinds } from './cel-environment';
import { compileCondition, type Condition } from './conditions';
import type { Bilingual, Group, Parameters, Rule, Trigger } from './rule';
import { parseField } from './vocabulary';

/** A trigger ready to be asked of facts: its condition compiled, its paths split. */
export interface CompiledTrigger {
  readonly on: string;
  readonly when?: Condition;
  /** True of facts about the world, whose time of occurrence is a claim. */
  readonly claimable: boolean;
  /** True where the condition asks for `count` or `last`, which take the facts before this one. */
  readonly asksHistory: boolean;
  /** `occurred`, `recorded`, or the path of a field that holds an instant or a date. */
  readonly at: 'occurred' | 'recorded' | readonly string[];
  readonly key?: readonly string[];
  readonly of?: readonly string[];
  /** What people call it. */
  readonly name: Bilingual;
}

export interface CompiledPause {
  readonly from: CompiledTrigger;
  readonly until: readonly CompiledTrigger[];
}

/** A rule with its conditions compiled. Compiling is dear and happens once for each rule and kinds of parameters. */
export interface CompiledRule {
  readonly rule: Rule;
  readonly start: readonly (readonly CompiledTrigger[])[];
  readonly met: readonly (readonly CompiledTrigger[])[];
  readonly void: readonly (readonly CompiledTrigger[])[];
  readonly pause: readonly CompiledPause[];
  /** One for each of the rule's extensions, in their order. */
  readonly extend: readonly CompiledTrigger[];
}

/** A rule whose starts are known but for their conditions: enough to tell when a fact would start it, and so which rule governs there. */
export interface StartingRule {
  readonly rule: Rule;
  /** As the rule's own start, without conditions. */
  readonly start: readonly (readonly CompiledTrigger[])[];
}

const compiled = new Map<string, CompiledRule>();

/** The compiled form of a rule of the pack with this hash, under these parameters. */
export function compileRule(packHash: string, rule: Rule, parameters: Parameters): CompiledRule {
  const id = `${packHash} ${rule.id} ${JSON.stringify(parameterKinds(parameters))}`;
  const known = compiled.get(id);
  // A pack that was read again is made of other objects with the same content; who compares rules compares those he was given.
  if (known) return known.rule === rule ? known : { ...known, rule };
  const trigger = (one: Trigger): CompiledTrigger => compileTrigger(one, rule, parameters);
  const groups = (all: readonly Group[]): CompiledTrigger[][] => all.map((group) => group.all.map(trigger));
  const made: CompiledRule = {
    rule,
    start: groups(rule.start),
    met: groups(rule.met),
    void: groups(rule.void),
    pause: rule.pause.map(({ from, until }) => ({ from: trigger(from), until: until.map(trigger) })),
    extend: rule.extend.map(({ on }) => trigger(on)),
  };
  compiled.set(id, made);
  return made;
}

/** The starts of a rule without their conditions, which need parameters. */
export function startingRule(rule: Rule): StartingRule {
  return { rule, start: rule.start.map(({ all }) => all.map((trigger) => compileTrigger({ ...trigger, when: '' }, rule, {}))) };
}

/** The text at a path of an event's data; undefined where there is none. */
export function textAtPath(data: JsonObject, path: readonly string[]): string | undefined {
  let value: unknown = data;
  for (const name of path) value = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
  return typeof value === 'string' ? value : undefined;
}

function compileTrigger({ on, when, at, key, of, name }: Trigger, { names }: Rule, parameters: Parameters): CompiledTrigger {
  return {
    on,
    claimable: eventType(on)?.claimable ?? false,
    asksHistory: /\b(?:count|last)\b/.test(when),
    at: at === 'occurred' || at === 'recorded' ? at : pathOf(at),
    ...(when !== '' && { when: compileCondition(when, on, parameters) }),
    ...(key !== '' && { key: pathOf(key) }),
    ...(of !== '' && { of: pathOf(of) }),
    name: name.zh === '' ? (names[on] ?? { zh: on, en: on }) : name,
  };
}

function pathOf(text: string): readonly string[] {
  return (parseField(text) ?? '').split('.');
}
