import { formatDate, parseDate, shanghaiDay, type EpochDay } from '@fengqiao/kernel';
import { parametersView } from './cel-values';
import { bindableIn, rulesThatHear, type BindableRule } from './bindable';
import { compileRule, type CompiledRule } from './compile';
import type { AdoptedPack, Parameters, Rule } from './rule';

/** A rule in force for a division at an instant, as one pack words it and another, more local one, may bind it. */
export interface GoverningRule {
  readonly compiled: CompiledRule;
  /** The pack that words the rule. */
  readonly pack: AdoptedPack;
  /** The pack through which it binds: the same, or one that extends it. */
  readonly through: AdoptedPack;
  /** Parameters in force: those of the binding pack over those it builds on. */
  readonly parameters: Parameters;
  /** The parameters as conditions see them. */
  readonly parametersView: object;
  /** False: versions were in force, but none of them covers the day of the start. The obligation is undetermined. */
  readonly effective: boolean;
}

/** Which rule governs, by root rule. */
export type EffectiveRules = ReadonlyMap<string, GoverningRule>;

/** All that is asked again and again of one list of adopted versions. */
interface Index {
  /** In order, like the days on which the answer may change. */
  readonly adoptions: readonly string[];
  readonly boundaries: readonly EpochDay[];
  /** Divisions that packs name, the longest first. */
  readonly divisions: readonly string[];
  readonly scopes: Map<string, Scope>;
  readonly governing: Map<Rule, Governed[]>;
}

/** What is remembered for all divisions that the same packs bind: a county's villages have one answer. */
interface Scope {
  readonly answers: Map<number, EffectiveRules>;
  bindable?: readonly BindableRule[];
  /** By what rules hear, as it was asked. */
  readonly affected: Map<string, ReadonlySet<string>>;
}

/** A rule as it governs, with all that this was made from. */
interface Governed extends Pick<GoverningRule, 'pack' | 'effective'> {
  /** The binding version, and those it builds on. */
  readonly through: readonly AdoptedPack[];
  readonly made: GoverningRule;
}

const indexes = new WeakMap<readonly AdoptedPack[], Index>();

/**
 * The rules that govern a start at an instant (milliseconds) that was recorded at another (canonical text): the most specific pack wins rule by rule
 * among those that bind the division on the start's day; of a pack, the version adopted last before the start was recorded, or an earlier one
 * where only that covers the day. `packs` are all versions ever adopted; answers are remembered for that very list.
 */
export function effectiveRules(packs: readonly AdoptedPack[], division: string, at: number, recordedAt: string): EffectiveRules {
  return rulesIn(packs, division)(at, recordedAt);
}

/** The same for who asks again and again of one list and division. */
export function rulesIn(packs: readonly AdoptedPack[], division: string): (at: number, recordedAt: string) => EffectiveRules {
  const index = indexOf(packs);
  const { answers } = scopeOf(index, division);
  return (at, recordedAt) => {
    const day = shanghaiDay(at);
    const question = notAfter(index.adoptions, recordedAt) * (index.boundaries.length + 1) + notAfter(index.boundaries, day);
    const remembered = answers.get(question);
    if (remembered) return remembered;
    const answer = choose(packs.filter(({ adoptedAt }) => adoptedAt <= recordedAt), division, formatDate(day), index);
    answers.set(question, answer);
    return answer;
  };
}

/** Every rule, of any version that could ever bind a division; one whose outcome another waits for comes before that one. */
export function bindableRules(packs: readonly AdoptedPack[], division: string): readonly BindableRule[] {
  const scope = scopeOf(indexOf(packs), division);
  return (scope.bindable ??= bindableIn(packs, division));
}

/**
 * The roots of the rules whose obligations may change where there is news of one name: of an event type, a fact; of a rule's root, that its instant has come.
 * Facts that annul, correct or come with an import are news to every rule.
 */
export function rulesAffectedBy(packs: readonly AdoptedPack[], division: string, name: string): ReadonlySet<string> {
  const { affected } = scopeOf(indexOf(packs), division);
  const known = affected.get(name);
  if (known) return known;
  const made = rulesThatHear(name, bindableRules(packs, division));
  // A name that nobody hears is not remembered: there is no end of those.
  if (made.size > 0) affected.set(name, made);
  return made;
}

/** When the first pack was adopted (canonical text); undefined where there is none. */
export function firstAdoption(packs: readonly AdoptedPack[]): string | undefined {
  return indexOf(packs).adoptions[0];
}

function indexOf(packs: readonly AdoptedPack[]): Index {
  const known = indexes.get(packs);
  if (known) return known;
  const windows = packs.flatMap(({ boundFrom, boundTo, rules }) => [{ from: boundFrom, to: boundTo }, ...rules.map(({ effective }) => effective)]);
  const boundaries = windows.flatMap(({ from, to }) => [parseDate(from), dayAfter(to)]).filter((day) => day !== undefined);
  const divisions = [...new Set(packs.map(({ division }) => division))].sort((a, b) => b.length - a.length);
  const made: Index = { adoptions: packs.map(({ adoptedAt }) => adoptedAt).sort(), boundaries: [...new Set(boundaries)].sort((a, b) => a - b), divisions, scopes: new Map(), governing: new Map() };
  indexes.set(packs, made);
  return made;
}

/** Packs bind whatever begins with their division, so the longest that fits says which ones do. */
function scopeOf({ divisions, scopes }: Index, division: string): Scope {
  const widest = divisions.find((each) => division.startsWith(each)) ?? 'none';
  const known = scopes.get(widest);
  if (known) return known;
  const made: Scope = { answers: new Map(), affected: new Map() };
  scopes.set(widest, made);
  return made;
}

/** How many of a sorted list are not after a value. */
function notAfter<T extends string | number>(sorted: readonly T[], value: T): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as T) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** One pack as of a moment: its versions, newest first, and the packs it builds on, nearest first. */
interface Lineage {
  readonly newest: AdoptedPack;
  readonly versions: readonly AdoptedPack[];
  readonly above: readonly Lineage[];
}

interface Candidate {
  readonly rule: Rule;
  readonly pack: AdoptedPack;
  readonly through: Lineage;
  readonly effective: boolean;
  /** How many packs the wording pack builds on: the more, the more local. */
  readonly depth: number;
}

function choose(adopted: readonly AdoptedPack[], division: string, day: string, index: Index): EffectiveRules {
  const lineages = lineagesOf(adopted);
  const binding = lineages.filter(({ newest }) => division.startsWith(newest.division) && covers({ from: newest.boundFrom, to: newest.boundTo }, day));
  const roots = new Set(binding.flatMap((lineage) => [lineage, ...lineage.above].flatMap(({ versions }) => versions.flatMap(({ rules }) => rules.map(({ root }) => root)))));
  const chosen = new Map<string, GoverningRule>();
  for (const root of roots) {
    const [best] = binding.flatMap((lineage) => candidateOf(lineage, root, day) ?? []).sort(byPrecedence);
    if (best?.rule.enabled) chosen.set(root, governing(best, index));
  }
  return chosen;
}

/** Made once for each rule, its binding and the versions that set its parameters: most days govern as the day before. */
function governing({ rule, pack, through: { newest, above }, effective }: Candidate, index: Index): GoverningRule {
  const through = [newest, ...above.map((lineage) => lineage.newest)];
  const known = index.governing.get(rule) ?? [];
  const same = known.find((each) => each.pack === pack && each.effective === effective && each.through.length === through.length && each.through.every((version, place) => version === through[place]));
  if (same) return same.made;
  const parameters: Parameters = Object.assign({}, ...[...through].reverse().map((version) => version.parameters));
  const made: GoverningRule = { compiled: compileRule(pack.hash, rule, parameters), pack, through: newest, parameters, parametersView: parametersView(parameters), effective };
  index.governing.set(rule, [...known, { pack, effective, through, made }]);
  return made;
}

function candidateOf(through: Lineage, root: string, day: string): Candidate | undefined {
  let outside: Candidate | undefined;
  for (const { versions, above } of [through, ...through.above]) {
    for (const pack of versions) {
      const rule = pack.rules.find((candidate) => candidate.root === root);
      // A newer version that no longer has the rule has taken it back.
      if (!rule) break;
      const candidate = { rule, pack, through, depth: above.length, effective: covers(rule.effective, day) };
      if (candidate.effective) return candidate;
      outside ??= candidate;
    }
  }
  return outside;
}

/** Effective before not effective, the longer division first, then the more local wording, then the more local binding, then the name. */
function byPrecedence(a: Candidate, b: Candidate): number {
  return (
    Number(b.effective) - Number(a.effective) ||
    b.through.newest.division.length - a.through.newest.division.length ||
    b.depth - a.depth ||
    b.through.above.length - a.through.above.length ||
    (a.through.newest.pack < b.through.newest.pack ? -1 : 1)
  );
}

function lineagesOf(adopted: readonly AdoptedPack[]): Lineage[] {
  const versions = new Map<string, AdoptedPack[]>();
  // Of two adoptions at one instant the later in the log is the newer.
  for (const pack of [...adopted].sort((a, b) => (a.adoptedAt < b.adoptedAt ? -1 : a.adoptedAt > b.adoptedAt ? 1 : 0))) {
    versions.set(pack.pack, [pack, ...(versions.get(pack.pack) ?? [])]);
  }
  const made = new Map<string, Lineage>();
  const make = (name: string): Lineage | undefined => {
    const own = versions.get(name);
    const newest = own?.[0];
    if (!own || !newest) return undefined;
    const known = made.get(name);
    if (known) return known;
    const parent = newest.extends === '' ? undefined : make(newest.extends);
    const lineage = { newest, versions: own, above: parent ? [parent, ...parent.above] : [] };
    made.set(name, lineage);
    return lineage;
  };
  return [...versions.keys()].flatMap((name) => make(name) ?? []);
}

function covers({ from, to }: { from: string; to: string }, day: string): boolean {
  return (from === '' || from <= day) && (to === '' || day <= to);
}

function dayAfter(day: string): EpochDay | undefined {
  const epochDay = parseDate(day);
  return epochDay === undefined ? undefined : ((epochDay + 1) as EpochDay);
}
