import { millisOf, type Json, type Millis } from '@fengqiao/kernel';
import {
  eventView, memberText, subjectView,
  type AdoptedPack, type BindableRule, type CompiledEach, type CompiledTrigger, type EffectiveRules, type GoverningRule, type StartingRule,
} from '@fengqiao/policies';
import { belongs, compare, factsFor, holds, inOrder, inputOf, judged, keyOf, momentFor, Reader, type Occurrence, type Scene, type Verdict } from './facts';
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
  /** Which rules govern a start at an instant that was recorded at another: `effectiveRules` of these packs and the subject's division. */
  rulesAt(at: number, recordedAt: string): EffectiveRules;
}

/** Every start of a rule in a scene, in order, by key. Series of calendar windows have none: their windows start by themselves. */
export function startsOf({ wordings }: BindableRule, scene: Scene, policy: Policy): readonly (readonly Start[])[] {
  const starts: Start[] = [];
  for (const wording of wordings) if (!wording.series || wording.series.stretch) addStartsUnder(wording, scene, policy, undefined, starts);
  return byKey(starts);
}

/** Starts in order, by key; one fact starts an obligation once, also where the rule names two reasons. */
export function byKey(starts: readonly Start[]): readonly (readonly Start[])[] {
  if (starts.length < 2) return starts.length === 0 ? [] : [starts];
  const groups = new Map<string, Map<string, Start>>();
  for (const start of starts) {
    const group = groups.get(start.key) ?? new Map<string, Start>();
    groups.set(start.key, group);
    if (!group.has(start.fact.id)) group.set(start.fact.id, start);
  }
  return [...groups].sort(([a], [b]) => compare(a, b)).map(([, group]) => [...group.values()].sort(inOrder));
}

/** The starts under one wording of a rule, in no order; `fixed`: as if it were that version that governs, whenever they were. */
export function startsUnder(wording: StartingRule, scene: Scene, policy: Policy, fixed: GoverningRule): readonly Start[] {
  const starts: Start[] = [];
  addStartsUnder(wording, scene, policy, fixed, starts);
  return starts;
}

function addStartsUnder(wording: StartingRule, scene: Scene, policy: Policy, fixed: GoverningRule | undefined, starts: Start[]): void {
  for (const type of wording.on) for (const fact of scene.byType.get(type) ?? NO_FACTS) addStartsFrom(wording, fact, scene, policy, fixed, starts);
}

const NO_FACTS: readonly Fact[] = [];

/** Adds what a fact starts under one wording of a rule: nothing where another wording governs it, one obligation, or one for each member. */
function addStartsFrom({ rule, start: groups }: StartingRule, fact: Fact, scene: Scene, policy: Policy, fixed: GoverningRule | undefined, starts: Start[]): void {
  const before = starts.length;
  for (let index = 0; index < groups.length; index += 1) {
    const group = groups[index] as StartingRule['start'][number];
    const shape = group.find((trigger) => trigger.on === fact.type && belongs(trigger, fact, scene));
    if (!shape) continue;
    const told = momentFor(shape, fact, scene);
    const moment: Moment = told ?? { at: millisOf(fact.recordedAt) };
    const governing = fixed ?? policy.rulesAt(moment.at, fact.recordedAt).get(rule.root);
    if (!governing || (!fixed && governing.compiled.rule !== rule)) continue;
    addStartsOfGroup({ index, group, shape, told, moment, governing }, fact, scene, policy, starts);
    if (starts.length > before) return;
  }
}

/** A group of a rule's start with a fact that fits one of its triggers. */
interface Fitting {
  readonly index: number;
  readonly group: readonly CompiledTrigger[];
  readonly shape: CompiledTrigger;
  /** Its moment, where that can be told. */
  readonly told: Moment | undefined;
  readonly moment: Moment;
  readonly governing: GoverningRule;
}

function addStartsOfGroup({ index, group, shape, told, moment, governing }: Fitting, fact: Fact, scene: Scene, policy: Policy, starts: Start[]): void {
  const { compiled, parametersView } = governing;
  const [officeId, level] = officeOf(fact, policy, compiled.each);
  const { kind, division } = policy.subject;
  const view = subjectView({ kind, division, officeId, level });
  const asked = compiled.start[index] ?? [];
  for (const key of keysOf(group, shape, fact, scene)) {
    const reader = new Reader(key, view, parametersView, told, undefined);
    const verdict = startsNow(asked, fact, scene, reader);
    if (verdict === 'no') continue;
    // Named one by one: a spread of the moment costs more here than all the rest.
    const start: Start = { at: moment.at, until: moment.until, fact, name: shape.name, governing, dayKnown: told !== undefined, subjectView: view, officeId, level, key, unclear: verdict === 'unclear' };
    if (compiled.each) starts.push(...membersOf(compiled.each, start, reader, policy.subject));
    else starts.push(start);
  }
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
function membersOf(each: CompiledEach, start: Start, reader: Reader, { kind }: Subject): Start[] {
  const { fact } = start;
  const member = (one: Start, view: unknown): Start[] => {
    const { where } = each;
    const said = where ? judged(() => where(fact.type)(inputOf(fact, new Reader(one.key, reader.subject, reader.param, reader.started, reader.from), view))) : 'yes';
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
  const officeId = named(data['officeId']) ?? named(data['fromOfficeId']) ?? named(office) ?? subject.officeId;
  return [officeId, offices.level(officeId) ?? (officeId === subject.officeId ? subject.level : 0)];
}

function named(id: Json | undefined): string | undefined {
  return typeof id === 'string' && id !== '' ? id : undefined;
}
