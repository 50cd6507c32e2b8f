import type { Millis } from '@fengqiao/kernel';
import { effectiveRules, startingRules, subjectView, type AdoptedPack, type CompiledTrigger, type GoverningRule, type StartingRule } from '@fengqiao/policies';
import { compare, factsFor, holds, inOrder, keyOf, momentFor, startViewOf, timesOf, type Occurrence, type Reader, type Scene, type Verdict } from './facts';
import type { Moment } from './moment';
import { find } from './occurrences';
import type { Fact, OfficeTree, Subject } from './types';

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
}

/** What is asked to find starts: whose, under which packs, and the offices above. */
export interface Policy {
  readonly subject: Subject;
  readonly packs: readonly AdoptedPack[];
  readonly offices: OfficeTree;
}

/** Every start in a scene, in order, by root rule and key. */
export function startsIn(scene: Scene, policy: Policy): readonly (readonly Start[])[] {
  const groups = new Map<string, Start[]>();
  for (const [type, facts] of scene.byType) {
    for (const rule of startingRules(policy.packs, policy.subject.division, type)) {
      for (const fact of facts) {
        const start = startOf(rule, fact, scene, policy);
        if (start) add(groups, JSON.stringify([rule.rule.root, start.key]), start);
      }
    }
  }
  return [...groups].sort(([a], [b]) => compare(a, b)).map(([, starts]) => starts.sort(inOrder));
}

/** The start that a fact is under one wording of a rule; undefined where another wording governs it, or where it starts nothing. */
function startOf({ rule, start }: StartingRule, fact: Fact, scene: Scene, policy: Policy): Start | undefined {
  for (const [index, group] of start.entries()) {
    const shape = group.find(({ on }) => on === fact.type);
    if (!shape || !factsFor(shape, scene, undefined).includes(fact)) continue;
    const told = momentFor(shape, fact, scene);
    const moment: Moment = told ?? { at: timesOf(fact).recorded };
    const governing = effectiveRules(policy.packs, policy.subject.division, moment.at, fact.recordedAt).get(rule.root);
    if (governing?.compiled.rule !== rule) continue;
    const [officeId, level] = officeOf(fact, policy);
    const view = subjectView({ ...policy.subject, officeId, level });
    const reader: Reader = { key: keyOf(shape, fact), subject: view, start: startViewOf(told), param: governing.parametersView };
    const verdict = startsNow(governing.compiled.start[index] ?? [], fact, scene, reader);
    if (verdict !== 'no') {
      return { ...moment, fact, name: shape.name, key: reader.key, governing, dayKnown: told !== undefined, unclear: verdict === 'unclear', subjectView: view, officeId, level };
    }
  }
  return undefined;
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

/** The office that held the subject: the one the fact names, else the one it was recorded for. */
function officeOf({ data, office }: Fact, { subject, offices }: Policy): [officeId: string, level: number] {
  const named = [data['officeId'], data['fromOfficeId'], office].find((id): id is string => typeof id === 'string' && id !== '');
  const officeId = named ?? subject.officeId;
  return [officeId, offices.level(officeId) ?? (officeId === subject.officeId ? subject.level : 0)];
}

function add(groups: Map<string, Start[]>, id: string, start: Start): void {
  const group = groups.get(id);
  if (!group) groups.set(id, [start]);
  // One fact starts an obligation once, also where the rule names two reasons.
  else if (!group.some(({ fact }) => fact.id === start.fact.id)) group.push(start);
}
