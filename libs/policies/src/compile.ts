import { eventType, type FieldInfo } from '@fengqiao/contracts';
import { invariant, parseDate, type EpochDay, type JsonObject } from '@fengqiao/kernel';
import { parameterKinds } from './cel-environment';
import { compileCondition, type Condition } from './conditions';
import { fieldsAlong } from './fields';
import { parseRecurrence, type RecurrenceRule } from './recurrence-rule';
import { startTypes } from './read-each';
import type { Amount, Bilingual, Group, OutcomeName, Parameters, PeriodRule, RecursRule, Rule, Trigger, WindowName } from './rule';
import { parseEach, parseField, parseResponsible, type Responsible } from './vocabulary';

/** A trigger ready to be asked of facts: its condition compiled, its paths split. */
export interface CompiledTrigger {
  /** Event type, or the root of the rule whose outcome it waits for. */
  readonly on: string;
  /** Outcomes of the rule that `on` names; absent where `on` is an event. */
  readonly is?: readonly OutcomeName[];
  readonly when?: Condition;
  /** True of facts about the world, whose time of occurrence is a claim. */
  readonly claimable: boolean;
  /** True where the condition asks for `count` or `last`, which take the facts before this one. */
  readonly asksHistory: boolean;
  /** `occurred`, `recorded`, or the path of a field that holds an instant or a date. */
  readonly at: 'occurred' | 'recorded' | readonly string[];
  readonly key?: readonly string[];
  /** The path of a reference, and the kind of subject that it names. */
  readonly of?: { readonly path: readonly string[]; readonly kind: string };
  /** What people call it. */
  readonly name: Bilingual;
}

export interface CompiledPause {
  readonly from: CompiledTrigger;
  readonly until: readonly CompiledTrigger[];
}

/** A condition on the start, by the type of the event that starts. */
export type StartCondition = (type: string) => Condition;

/** Whom a rule is for: every subject of a kind, or the members of a list of the start. */
export type CompiledEach =
  | { readonly kind: string; readonly where?: StartCondition }
  | { readonly list: string; readonly key: readonly string[]; readonly where?: StartCondition };

/** When a period ends; exactly one of a length (with or without `from`), `until`, `before`, `earliest`, `latest` and `cases`. */
export interface CompiledPeriod {
  readonly rule: PeriodRule;
  readonly from?: { readonly known: true } | { readonly due: string } | { readonly on: readonly CompiledTrigger[] };
  readonly until?: { readonly event: readonly string[] } | { readonly each: readonly string[] } | { readonly date: string };
  readonly before?: readonly CompiledTrigger[];
  readonly earliest?: readonly CompiledPeriod[];
  readonly latest?: readonly CompiledPeriod[];
  readonly cases?: readonly { readonly when?: StartCondition; readonly period: CompiledPeriod }[];
}

/** A series; exactly one of `every`, `at` and `stretch`. */
export interface CompiledSeries {
  readonly every?: WindowName;
  readonly at?: readonly RecurrenceRule[];
  readonly stretch?: Amount;
  readonly until: readonly CompiledTrigger[];
  /** First and last day. */
  readonly from?: EpochDay;
  readonly to?: EpochDay;
}

/** A rule with its conditions compiled. Compiling is dear and happens once for each rule and kinds of parameters. */
export interface CompiledRule {
  readonly rule: Rule;
  readonly each?: CompiledEach;
  readonly series?: CompiledSeries;
  readonly period: CompiledPeriod;
  readonly start: readonly (readonly CompiledTrigger[])[];
  readonly met: readonly (readonly CompiledTrigger[])[];
  readonly void: readonly (readonly CompiledTrigger[])[];
  readonly pause: readonly CompiledPause[];
  /** One for each of the rule's extensions, in their order. */
  readonly extend: readonly CompiledTrigger[];
  /** The rule's symbols of who is responsible, with what they mean. */
  readonly responsible: readonly { readonly symbol: string; readonly parsed: Responsible | undefined }[];
}

/** A rule whose starts are known but for their conditions: enough to tell when a fact would start it, and so which rule governs there. */
export interface StartingRule {
  readonly rule: Rule;
  /** What its starts wait for, each once. */
  readonly on: readonly string[];
  /** As the rule's own start, without conditions. */
  readonly start: readonly (readonly CompiledTrigger[])[];
  readonly series?: CompiledSeries;
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
  const each = rule.for && compileEach(rule, parameters);
  const made: CompiledRule = {
    rule,
    ...(each && { each }),
    ...(rule.recurs && { series: compileSeries(rule.recurs, trigger) }),
    period: compilePeriod(rule.period, { rule, parameters, trigger }),
    start: groups(rule.start),
    met: groups(rule.met),
    void: groups(rule.void),
    pause: rule.pause.map(({ from, until }) => ({ from: trigger(from), until: until.map(trigger) })),
    extend: rule.extend.map(({ on }) => trigger(on)),
    responsible: rule.responsible.map((symbol) => ({ symbol, parsed: parseResponsible(symbol) })),
  };
  compiled.set(id, made);
  return made;
}

/** The starts of a rule without their conditions, which need parameters. */
export function startingRule(rule: Rule): StartingRule {
  const bare = (one: Trigger): CompiledTrigger => compileTrigger({ ...one, when: '' }, rule, {});
  const on = [...new Set(rule.start.flatMap(({ all }) => all.map((trigger) => trigger.on)))];
  return { rule, on, start: rule.start.map(({ all }) => all.map(bare)), ...(rule.recurs && { series: compileSeries(rule.recurs, bare) }) };
}

/** The text of a member of a list at a path, empty for the member itself; undefined where there is none. */
export function memberText(member: unknown, path: readonly string[]): string | undefined {
  if (path.length === 0) return typeof member === 'string' ? member : undefined;
  return typeof member === 'object' && member !== null ? textAtPath(member as JsonObject, path) : undefined;
}

/** The text at a path of an event's data; undefined where there is none. */
export function textAtPath(data: JsonObject, path: readonly string[]): string | undefined {
  let value: unknown = data;
  for (const name of path) value = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
  return typeof value === 'string' ? value : undefined;
}

function compileEach(rule: Rule, parameters: Parameters): CompiledEach {
  const { each, where, key } = rule.for as NonNullable<Rule['for']>;
  const list = parseField(each);
  if (list === undefined) return { kind: each, ...(where !== '' && { where: startCondition(where, rule, parameters) }) };
  return { list, key: inside(key), ...(where !== '' && { where: startCondition(where, rule, parameters) }) };
}

/** Compiled once for each event type that may start the rule. */
function startCondition(text: string, rule: Rule, parameters: Parameters): StartCondition {
  const list = rule.for && parseField(rule.for.each);
  const each = (type: string): FieldInfo | undefined => (list === undefined ? undefined : fieldsAlong(type, list)?.at(-1));
  const conditions = new Map(startTypes(rule.start).map((type) => [type, compileCondition(text, type, parameters, each(type))]));
  return (type) => {
    const condition = conditions.get(type);
    invariant(condition, `${rule.id} does not start from ${type}`);
    return condition;
  };
}

function compileSeries({ every, at, stretch, until, between }: RecursRule, trigger: (one: Trigger) => CompiledTrigger): CompiledSeries {
  const [from, to] = [parseDate(between.from), parseDate(between.to)];
  const cutOffs = at?.flatMap((text) => parseRecurrence(text) ?? []);
  return { ...(every && { every }), ...(cutOffs && { at: cutOffs }), ...(stretch && { stretch }), until: until.map(trigger), ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
}

interface PeriodParts {
  readonly rule: Rule;
  readonly parameters: Parameters;
  readonly trigger: (one: Trigger) => CompiledTrigger;
}

function compilePeriod(rule: PeriodRule, parts: PeriodParts): CompiledPeriod {
  const { from, until, before, earliest, latest, cases } = rule;
  const inner = (one: PeriodRule): CompiledPeriod => compilePeriod(one, parts);
  return {
    rule,
    ...(from && { from: from.due !== undefined ? { due: from.due } : from.on ? { on: from.on.map(parts.trigger) } : { known: true as const } }),
    ...(until !== undefined && { until: untilOf(until) }),
    ...(before && { before: before.map(parts.trigger) }),
    ...(earliest && { earliest: earliest.map(inner) }),
    ...(latest && { latest: latest.map(inner) }),
    ...(cases && { cases: cases.map(({ when, period }) => ({ period: inner(period), ...(when !== '' && { when: startCondition(when, parts.rule, parts.parameters) }) })) }),
  };
}

function untilOf(text: string): NonNullable<CompiledPeriod['until']> {
  if (parseField(text) !== undefined) return { event: pathOf(text) };
  return parseEach(text) === undefined ? { date: text } : { each: inside(text) };
}

/** `['dueDate']` of `each.dueDate`, nothing of `each`. */
function inside(text: string): readonly string[] {
  return (parseEach(text) ?? '').split('.').filter((name) => name !== '');
}

function compileTrigger({ on, is, when, at, key, of, name }: Trigger, { names }: Rule, parameters: Parameters): CompiledTrigger {
  return {
    on,
    ...(is && { is }),
    claimable: eventType(on)?.claimable ?? false,
    asksHistory: /\b(?:count|last)\b/.test(when),
    at: at === 'occurred' || at === 'recorded' ? at : pathOf(at),
    ...(when !== '' && { when: compileCondition(when, on, parameters) }),
    ...(key !== '' && { key: pathOf(key) }),
    ...(of !== '' && { of: { path: pathOf(of), kind: String(fieldsAlong(on, parseField(of) ?? '')?.at(-1)?.reference ?? '') } }),
    name: name.zh === '' ? (names[on] ?? { zh: on, en: on }) : name,
  };
}

function pathOf(text: string): readonly string[] {
  return (parseField(text) ?? '').split('.');
}
