import { toInstant, type Instant, type Millis } from '@fengqiao/kernel';
import type { WorkingCalendar } from '@fengqiao/calendar';
import { bindableRules, rulesIn, type AdoptedPack, type BindableRule } from '@fengqiao/policies';
import { awaitedOutcomes, otherDueOf } from './awaited';
import { episodesOf, windowsAsEpisodes, type Episode } from './episodes';
import { compare, type Scene } from './facts';
import { obligationOf } from './obligation';
import type { World } from './reading';
import { gridsIn, windowsIn } from './series';
import { standingFacts } from './standing-facts';
import { startsOf, type Policy, type Start } from './start';
import type { Fact, Obligation, OfficeTree, RaisedRung, Subject } from './types';

/** Everything the engine may know. */
export interface EvaluateInput {
  readonly subject: Subject;
  /** Facts of the subject's own stream, and of others that refer to it, in any order; one that is given twice counts once. */
  readonly facts: readonly Fact[];
  /** Every version of every pack ever adopted. Pass the same list again and again: what is asked of it is remembered. */
  readonly packs: readonly AdoptedPack[];
  readonly calendar: WorkingCalendar;
  readonly offices: OfficeTree;
  /** What the escalation streams of the subject's obligations hold. */
  readonly raised: readonly RaisedRung[];
  readonly at: Millis;
  /** Rungs before it never fire; left out, it is when the registering event of an imported subject was recorded. */
  readonly importCutoff?: Millis;
  /** Roots of the rules to judge, as `rulesAffectedBy` tells them: what comes out is what a full judgement says of these. A set that is given is never changed. Left out: all. */
  readonly only?: ReadonlySet<string>;
}

export interface Evaluated {
  /** Sorted by rule, key and start. */
  readonly obligations: readonly Obligation[];
  /** The next instant at which anything can change without a new fact; undefined where nothing can. */
  readonly next?: Millis;
  /** The same of each rule that has such an instant, by root. A rule that waits for another may also change when that one does. */
  readonly nextOf: ReadonlyMap<string, Millis>;
  /** Raised rungs whose obligation the facts no longer know: each is owed its withdrawal. None where only some rules are judged. */
  readonly orphans: readonly RaisedRung[];
}

/** Computes the obligations of a subject at an instant from all that is known: the same input gives the same answer, whatever the order of facts. */
export function evaluate({ subject, facts, packs, calendar, offices, raised, at, importCutoff, only }: EvaluateInput): Evaluated {
  const standing = standingFacts(facts);
  const known = byType(standing);
  const scene: Scene = { subject: subject.stream, byType: known, now: at, importedUntil: importedUntil(standing, importCutoff), orders: new Map(), instants: new Map() };
  const policy: Policy = { subject, packs, offices, rulesAt: rulesIn(packs, subject.division) };
  const judged = new Map<string, Judged>();
  const world: World = { calendar, policy, otherDue: (rule, start) => otherDueOf(judged.get(rule)?.episodes ?? [], start) };
  // A rule whose outcome another waits for comes first, and what it came to is then a fact like any other.
  for (const rule of rulesFor(bindableRules(packs, subject.division), only)) {
    if (!mayStart(rule, known)) continue;
    const found = episodesUnder(rule, scene, world);
    judged.set(rule.root, found);
    if (rule.awaitedBy.size > 0 && found !== NOTHING) known.set(rule.root, awaitedOutcomes(found.episodes, scene));
  }
  const log = byObligation(raised);
  const obligations: Obligation[] = [];
  const nextOf = new Map<string, Millis>();
  for (const [root, { episodes, openings }] of judged) {
    if (only && !only.has(root)) continue;
    let next = earliest(openings, at, Infinity);
    for (const episode of episodes) {
      const { obligation, instants } = obligationOf(episode, log.get(episode.id), scene, world);
      next = earliest(instants, at, next);
      obligations.push(obligation);
    }
    if (next < Infinity) nextOf.set(root, next as Millis);
  }
  const next = Math.min(...nextOf.values());
  return {
    obligations: obligations.sort(inOrderOfRules),
    ...(next < Infinity && { next: next as Millis }),
    nextOf,
    orphans: only ? [] : orphansOf(raised, obligations),
  };
}

function orphansOf(raised: readonly RaisedRung[], obligations: readonly Obligation[]): readonly RaisedRung[] {
  if (raised.length === 0) return [];
  const alive = new Set(obligations.map(({ id }) => id));
  return raised.filter(({ obligationId, withdrawn }) => !withdrawn && !alive.has(obligationId));
}

/** The order in which obligations of one subject are told. */
export function inOrderOfRules(a: Ordered, b: Ordered): number {
  return compare(a.ruleId, b.ruleId) || compare(a.key, b.key) || compare(a.startedAt, b.startedAt) || compare(a.id, b.id);
}

type Ordered = Pick<Obligation, 'ruleId' | 'key' | 'startedAt' | 'id'>;

function mayStart({ on }: BindableRule, known: ReadonlyMap<string, readonly Fact[]>): boolean {
  for (const type of on) if ((known.get(type)?.length ?? 0) > 0) return true;
  return false;
}

/** The rules of some roots, with those whose outcome they await; remembered for who asks with the very same set. */
function rulesFor(rules: readonly BindableRule[], only: ReadonlySet<string> | undefined): readonly BindableRule[] {
  if (!only) return rules;
  const known = needed.get(only);
  if (known?.of === rules) return known.rules;
  const found = rules.filter(({ root, awaitedBy }) => only.has(root) || [...only].some((other) => awaitedBy.has(other)));
  needed.set(only, { of: rules, rules: found });
  return found;
}

const needed = new WeakMap<ReadonlySet<string>, { readonly of: readonly BindableRule[]; readonly rules: readonly BindableRule[] }>();

/** The earliest of some instants after one, and of what is known already. */
function earliest(instants: readonly Millis[], after: Millis, known: number): number {
  let first = known;
  for (const instant of instants) if (instant > after && instant < first) first = instant;
  return first;
}

/** What one rule comes to: its episodes, and when windows of a series open without a fact. */
interface Judged {
  readonly episodes: readonly Episode[];
  readonly openings: readonly Millis[];
}

function episodesUnder(rule: BindableRule, scene: Scene, world: World): Judged {
  const started = startsOf(rule, scene, world.policy);
  if (started.length === 0 && !rule.recurs) return NOTHING;
  if (!rule.recurs) return { episodes: started.length === 1 ? episodesOf(started[0] as readonly Start[], scene, world) : started.flatMap((starts) => episodesOf(starts, scene, world)), openings: NO_INSTANTS };
  const [grids, plain] = [started.filter(isSeries), started.filter((starts) => !isSeries(starts))];
  const series = [windowsIn(rule, scene, world.policy), gridsIn(grids, scene)];
  return {
    episodes: [...plain.flatMap((starts) => episodesOf(starts, scene, world)), ...series.flatMap(({ starts }) => starts.flatMap((windows) => windowsAsEpisodes(windows, scene, world)))],
    openings: series.flatMap(({ instants }) => instants),
  };
}

const NO_INSTANTS: readonly Millis[] = [];
const NOTHING: Judged = { episodes: [], openings: NO_INSTANTS };

function isSeries([first]: readonly Start[]): boolean {
  return first?.governing.compiled.series !== undefined;
}

function byObligation(raised: readonly RaisedRung[]): ReadonlyMap<string, readonly RaisedRung[]> {
  if (raised.length === 0) return NO_LOG;
  const log = new Map<string, RaisedRung[]>();
  for (const rung of raised) {
    const own = log.get(rung.obligationId);
    if (own) own.push(rung);
    else log.set(rung.obligationId, [rung]);
  }
  return log;
}

const NO_LOG: ReadonlyMap<string, readonly RaisedRung[]> = new Map();

function byType(facts: readonly Fact[]): Map<string, readonly Fact[]> {
  const found = new Map<string, Fact[]>();
  for (const fact of facts) {
    const same = found.get(fact.type);
    if (same) same.push(fact);
    else found.set(fact.type, [fact]);
  }
  return found;
}

/** When the last imported registration was recorded. */
function importedUntil(facts: readonly Fact[], cutoff: Millis | undefined): Instant | '' {
  let until: Instant | '' = cutoff === undefined ? '' : toInstant(cutoff);
  for (const { data, recordedAt } of facts) if (data['origin'] === 'import' && recordedAt > until) until = recordedAt;
  return until;
}
