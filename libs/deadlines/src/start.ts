import { millisOf, type Json, type Millis } from '@fengqiao/kernel';
import {
  effectiveRules, eventView, memberText, subjectView,
  type AdoptedPack, type BindableRule, type CompiledEach, type CompiledTrigger, type GoverningRule, type StartingRule,
} from '@fengqiao/policies';
import { belongs, compare, factsFor, holds, inOrder, inputOf, judged, keyOf, momentFor, type Occurrence, type Reader, type Scene, type Verdict } from './facts';
import type { Moment } from './moment';
import { find } from './occurrences';
import type { Fact, OfficeTree, Subject } from './types';
import type { Window } from './windows';

/** A fact that starts an obligation, under the rule that governed when it was recorded. */
export interface Start extends Occurrence {
  readonly key: string;
  readonly governing: GoverningRule;
  /** False: the day on which it happened is unknown, and `at` is only when it was recorded. */
  readonly dayKnown: boolean;
  /** The condition erred; the strict reading lets it count. */
  readonly unclear: boolean;
  /** The subject as conditions see it, as of this start. */
  readonly subjectView: object;
  /** The office that held the subject then, and its level; 0 where unknown. */
  readonly officeId: string;
  readonly level: number;
  /** The member of a list that the obligation is for. */
  readonly member?: Member;
  /** The window of a series; the start is then what made the subject a member, at the window's opening. */
  readonly window?: Window;
  /** What ends the series. */
  readonly seriesEnd?: Occurrence;
  /** When another version of the rule took over, which counts from the same start. */
  readonly retimedAt?: Millis;
}

/** A member of a list, as it was told and as conditions see it. */
export interface Member {
  readonly value: Json;
  readonly view: unknown;
}

/** What is asked to find starts: whose, under which packs, and the offices above. */
export interface Policy {
  readonly subject: Subject;
  readonly packs: readonly AdoptedPack[];
  readonly offices: OfficeTree;
}

/** Every start of a rule in a scene, in order, by key. Series of calendar windows have none: their windows start by themselves. */
export function startsOf({ wordings }: BindableRule, scene: Scene, policy: Policy): readonly (readonly Start[])[] {
  return byKey(wordings.flatMap((wording) => (wording.series && !wording.series.stretch ? [] : startsUnder(wording, scene, policy))));
}

/** Starts in order, by key; one fact starts an obligation once, also where the rule names two reasons. */
export function byKey(starts: readonly Start[]): readonly (readonly Start[])[] {
  const groups = new Map<string, Map<string, Start>>();
  for (const start of starts) {
    const group = groups.get(start.key) ?? new Map<string, Start>();
    groups.set(start.key, group);
    if (!group.has(start.fact.id)) group.set(start.fact.id, start);
  }
  return [...groups].sort(([a], [b]) => compare(a, b)).map(([, group]) => [...group.values()].sort(inOrder));
}

/** The starts under one wording of a rule, in no order; `fixed`: as if it were that version that governs, whenever they were. */
export function startsUnder(wording: StartingRule, scene: Scene, policy: Policy, fixed?: GoverningRule): Start[] {
  return wording.on.flatMap((type) => (scene.byType.get(type) ?? []).flatMap((fact) => startsFrom(wording, fact, scene, policy, fixed)));
}

/** What a fact starts under one wording of a rule: nothing where another wording governs it, one obligation, or one for each member. */
function startsFrom({ rule, start }: StartingRule, fact: Fact, scene: Scene, policy: Policy, fixed?: GoverningRule): Start[] {
  for (const [index, group] of start.entries()) {
    const shape = group.find((trigger) => trigger.on === fact.type && belongs(trigger, fact, scene));
    if (!shape) continue;
    const told = momentFor(shape, fact, scene);
    const moment: Moment = told ?? { at: millisOf(fact.recordedAt) };
    const governing = fixed ?? effectiveRules(policy.packs, policy.subject.division, moment.at, fact.recordedAt).get(rule.root);
    if (!governing || (!fixed && governing.compiled.rule !== rule)) continue;
    const [officeId, level] = officeOf(fact, policy, governing.compiled.each);
    const view = subjectView({ ...policy.subject, officeId, level });
    const from = { ...moment, fact, name: shape.name, governing, dayKnown: told !== undefined, subjectView: view, officeId, level };
    const reader = (key: string): Reader => ({ key, subject: view, ...(told && { started: told }), param: governing.parametersView });
    const starts = keysOf(group, shape, fact, scene).flatMap((key): Start[] => {
      const verdict = startsNow(governing.compiled.start[index] ?? [], fact, scene, reader(key));
      return verdict === 'no' ? [] : membersOf(governing.compiled.each, { ...from, key, unclear: verdict === 'unclear' }, reader(key), policy.subject);
    });
    if (starts.length > 0) return starts;
  }
  return [];
}

/** The keys under which a fact may start: its own or, where its trigger has none, those of the others that it starts together with. */
function keysOf(group: readonly CompiledTrigger[], shape: CompiledTrigger, fact: Fact, scene: Scene): readonly string[] {
  const own = keyOf(shape, fact);
  if (group.length === 1 || own !== '') return [own];
  const others = group.filter((trigger) => trigger !== shape && (trigger.key ?? trigger.is) !== undefined);
  const keys = new Set(others.flatMap((trigger) => factsFor(trigger, scene, undefined).map((other) => keyOf(trigger, other))));
  return keys.size === 0 ? [own] : [...keys];
}

/** A group starts with the fact that completes it. A condition that errs lets a start count. */
function startsNow(group: readonly CompiledTrigger[], fact: Fact, scene: Scene, reader: Reader): Verdict {
  const [only] = group;
  if (only && group.length === 1) return holds(only, fact, scene, reader);
  // A start may lie ahead; then it is scheduled, whatever now is.
  const found = group.map((trigger) => find(trigger, { ...scene, now: Infinity as Millis }, reader, 'counts'));
  const firsts = found.flatMap(({ occurrences }) => occurrences.slice(0, 1)).sort(inOrder);
  if (firsts.length < group.length || firsts.at(-1)?.fact.id !== fact.id) return 'no';
  return found.some(({ unclear }) => unclear.some(({ id }) => firsts.some((first) => first.fact.id === id))) ? 'unclear' : 'yes';
}

/** One start, or one for each member of a list; nothing for a subject of another kind, or for whom the rule is not. */
function membersOf(each: CompiledEach | undefined, start: Start, reader: Reader, { kind }: Subject): Start[] {
  if (!each) return [start];
  const { fact } = start;
  const member = (one: Start, view: unknown): Start[] => {
    const { where } = each;
    const said = where ? judged(() => where(fact.type)({ ...inputOf(fact, reader), key: one.key, each: view })) : 'yes';
    return said === 'no' ? [] : [said === 'unclear' ? { ...one, unclear: true } : one];
  };
  if ('kind' in each) return each.kind === kind ? member(start, undefined) : [];
  const values = fact.data[each.list];
  if (!Array.isArray(values)) return [];
  const views = (eventView(fact.type, fact.data) as Record<string, unknown>)[each.list];
  return (values as Json[]).flatMap((value, index) => {
    const view: unknown = Array.isArray(views) ? views[index] : undefined;
    return member({ ...start, key: memberText(value, each.key) ?? '', member: { value, view } }, view);
  });
}

/** The office that held the subject: the one the fact names, else the one it was recorded for. */
function officeOf({ data, office }: Fact, { subject, offices }: Policy, each: CompiledEach | undefined): [officeId: string, level: number] {
  // A member that is a subject has the office and the level that made it one, also after it was closed.
  if (each && 'kind' in each && subject.officeId !== '') return [subject.officeId, subject.level || (offices.level(subject.officeId) ?? 0)];
  const named = [data['officeId'], data['fromOfficeId'], office].find((id): id is string => typeof id === 'string' && id !== '');
  const officeId = named ?? subject.officeId;
  return [officeId, offices.level(officeId) ?? (officeId === subject.officeId ? subject.level : 0)];
}
