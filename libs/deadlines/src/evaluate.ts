import { formatDate, toInstant, type Instant, type Millis } from '@fengqiao/kernel';
import type { WorkingCalendar } from '@fengqiao/calendar';
import { bindableRules, parseResponsible, textAtPath, type AdoptedPack, type BindableRule } from '@fengqiao/policies';
import { awaitedOutcomes, otherDueOf } from './awaited';
import { episodesOf, knownSince, windowsAsEpisodes, type Episode } from './episodes';
import { explain } from './explain';
import { compare, type Scene } from './facts';
import { ladderOf } from './ladder';
import type { Reading, World } from './reading';
import { instantsOf, rungsOf, type Raised } from './rungs';
import { gridsIn, windowsIn } from './series';
import { standingFacts } from './standing-facts';
import { startsOf, type Policy, type Start } from './start';
import type { Fact, Marks, Obligation, OfficeTree, RaisedRung, State, Subject } from './types';

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
  /** Roots of the rules to judge, as `rulesAffectedBy` tells them: what comes out is what a full judgement says of these. Left out: all. */
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
  const scene: Scene = { subject: subject.stream, byType: known, now: at, importedUntil: importedUntil(standing, importCutoff), orders: new Map() };
  const policy: Policy = { subject, packs, offices };
  const judged = new Map<string, Judged>();
  const world: World = { calendar, policy, otherDue: (rule, start) => otherDueOf(judged.get(rule)?.episodes ?? [], start) };
  // A rule whose outcome another waits for comes first, and what it came to is then a fact like any other.
  for (const rule of bindableRules(packs, subject.division)) {
    if (!rule.on.some((type) => known.get(type)?.length) || (only && !isNeeded(rule, only))) continue;
    const found = episodesUnder(rule, scene, world);
    judged.set(rule.root, found);
    if (rule.awaitedBy.size > 0) known.set(rule.root, awaitedOutcomes(found.episodes, scene));
  }
  const log = byObligation(raised);
  const obligations: Obligation[] = [];
  const nextOf = new Map<string, Millis>();
  const alive = new Set<string>();
  for (const [root, { episodes, openings }] of judged) {
    if (only && !only.has(root)) continue;
    let next = earliest(openings, at, Infinity);
    for (const episode of episodes) {
      const { obligation, instants } = obligationOf(episode, log.get(episode.id) ?? [], scene, policy, world);
      next = earliest(instants, at, next);
      obligations.push(obligation);
      alive.add(episode.id);
    }
    if (next < Infinity) nextOf.set(root, next as Millis);
  }
  const next = Math.min(...nextOf.values());
  return {
    obligations: obligations.sort((a, b) => compare(a.ruleId, b.ruleId) || compare(a.key, b.key) || compare(a.startedAt, b.startedAt) || compare(a.id, b.id)),
    ...(next < Infinity && { next: next as Millis }),
    nextOf,
    orphans: only ? [] : raised.filter(({ obligationId, withdrawn }) => !withdrawn && !alive.has(obligationId)),
  };
}

/** Asked for, or awaited by one that is. */
function isNeeded({ root, awaitedBy }: BindableRule, only: ReadonlySet<string>): boolean {
  if (only.has(root)) return true;
  for (const other of only) if (awaitedBy.has(other)) return true;
  return false;
}

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
  const [grids, plain] = [started.filter(isSeries), started.filter((starts) => !isSeries(starts))];
  const series = [windowsIn(rule, scene, world.policy), gridsIn(grids, scene)];
  return {
    episodes: [...plain.flatMap((starts) => episodesOf(starts, scene, world)), ...series.flatMap(({ starts }) => starts.flatMap((windows) => windowsAsEpisodes(windows, scene, world)))],
    openings: series.flatMap(({ instants }) => instants),
  };
}

function isSeries([first]: readonly Start[]): boolean {
  return first?.governing.compiled.series !== undefined;
}

function byObligation(raised: readonly RaisedRung[]): ReadonlyMap<string, readonly RaisedRung[]> {
  const log = new Map<string, RaisedRung[]>();
  for (const rung of raised) {
    const own = log.get(rung.obligationId);
    if (own) own.push(rung);
    else log.set(rung.obligationId, [rung]);
  }
  return log;
}

function obligationOf(episode: Episode, raised: readonly RaisedRung[], scene: Scene, policy: Policy, world: World): { obligation: Obligation; instants: Millis[] } {
  const { reading } = episode;
  const { start, computed, closing, due } = reading;
  const { compiled, pack } = start.governing;
  const { rule } = compiled;
  const ladder = rule.ladder.length === 0 ? [] : ladderOf(reading, { known: knownSince(episode, world), importedUntil: scene.importedUntil, calendar: world.calendar });
  const own: Raised = raised.length === 0 ? NONE_RAISED : new Map(raised.map((each) => [each.rungId, each]));
  const state = stateOf(reading, scene);
  const obligation: Omit<Obligation, 'explanation'> = {
    id: episode.id,
    ruleId: rule.id, rootRule: rule.root, ruleName: rule.name, cite: rule.cite, nature: rule.nature,
    subject: scene.subject, key: start.key,
    startFact: start.fact.id, startedAt: toInstant(start.at),
    state, marks: marksOf(episode, scene),
    ...(closing && closedOf(closing)),
    ...(due !== undefined && { due: toInstant(due) }),
    ...(computed?.lastDay !== undefined && due !== undefined && { lastDay: formatDate(computed.lastDay), rawLastDay: computed.rawLastDay === undefined ? undefined : formatDate(computed.rawLastDay) }),
    ...responsibleOf(start, policy),
    startOfficeId: start.officeId, startLevel: start.level,
    rungs: rungsOf(episode, ladder, own, scene, world),
    pack: pack.pack, packVersion: pack.version, packHash: pack.hash,
    calendars: computed?.calendars ?? {},
  };
  const instants = [...episode.starts.map((each) => each.at), ...(due !== undefined && !closing ? [due] : []), ...reading.future, ...instantsOf(ladder, episode)];
  return { obligation: withExplanation(obligation, () => explain(obligation, episode, ladder, scene)), instants };
}

const NONE_RAISED: Raised = new Map();

function closedOf({ at, occurrence }: NonNullable<Reading['closing']>): Pick<Obligation, 'closedAt' | 'closedBy'> {
  const closedAt = toInstant(at);
  return occurrence ? { closedAt, closedBy: occurrence.fact.id } : { closedAt };
}

/** The explanation is written when it is first read. */
function withExplanation(obligation: Omit<Obligation, 'explanation'>, write: () => Obligation['explanation']): Obligation {
  let written: Obligation['explanation'] | undefined;
  return {
    ...obligation,
    get explanation() {
      return (written ??= write());
    },
  };
}

function stateOf({ start, closing, paused }: Reading, { now }: Scene): State {
  if (closing) return closing.by;
  if (start.at > now) return 'scheduled';
  return paused ? 'paused' : 'running';
}

function marksOf({ starts, reading }: Episode, { now, importedUntil }: Scene): Marks {
  const { start, computed, closing, due, unclear } = reading;
  const { nature } = start.governing.compiled.rule;
  const overdue = closing ? !closing.inTime : due !== undefined && due <= now && (nature === 'duty' || nature === 'aim');
  const eitherSide = closing?.occurrence?.until !== undefined && !closing.inTime && due !== undefined && closing.occurrence.at < due;
  return {
    late: overdue,
    // A start of unknown day may have been before the one that stands.
    undetermined: !start.governing.effective || starts.some(({ dayKnown }) => !dayKnown) || start.unclear || unclear.length > 0 || eitherSide,
    provisional: computed?.provisional ?? false,
    imported: start.fact.recordedAt <= importedUntil,
  };
}

/** The first of the rule's symbols that leads somewhere; a partner has no office. */
function responsibleOf(start: Start, { offices }: Policy): Pick<Obligation, 'responsible' | 'responsibleOfficeId'> {
  const { responsible } = start.governing.compiled.rule;
  for (const symbol of responsible) {
    const parsed = parseResponsible(symbol);
    switch (parsed?.kind) {
      case 'partner':
        return { responsible: symbol, responsibleOfficeId: '' };
      case 'owner':
        return { responsible: symbol, responsibleOfficeId: start.officeId };
      case 'field': {
        const named = textAtPath(start.fact.data, parsed.path.split('.'));
        if (named) return { responsible: symbol, responsibleOfficeId: named };
        break;
      }
      case 'office': {
        const level = parsed.of.kind === 'above' ? start.level + parsed.of.levels : parsed.of.kind === 'level' ? parsed.of.level : start.level;
        const id = level <= start.level ? start.officeId : offices.ancestor(start.officeId, level)?.id;
        if (id) return { responsible: symbol, responsibleOfficeId: id };
      }
    }
  }
  return { responsible: responsible[0] ?? 'office', responsibleOfficeId: '' };
}

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
  const recorded = facts.filter(({ data }) => data['origin'] === 'import').map(({ recordedAt }) => recordedAt);
  if (cutoff !== undefined) recorded.push(toInstant(cutoff));
  return recorded.sort().at(-1) ?? '';
}
