import { startingRule, type StartingRule } from './compile';
import { HANDOVERS } from './fields';
import type { AdoptedPack, Rule } from './rule';
import { hears, waitsFor } from './rule-circles';
import { goesWithSubject, parseResponsible } from './vocabulary';

/** Every wording of a rule that could ever bind a division, under its root. */
export interface BindableRule {
  readonly root: string;
  /** Event types, and rules whose outcome, that any of its wordings may start from. */
  readonly on: readonly string[];
  readonly wordings: readonly StartingRule[];
  /** True where any of its wordings is a series. */
  readonly recurs: boolean;
  /** Event types that any trigger of it waits for or that move whose duty it is, and rules whose outcome or due it waits for. */
  readonly hears: ReadonlySet<string>;
  /** Roots of the rules that wait for its outcome or its due, themselves or through others. */
  readonly awaitedBy: ReadonlySet<string>;
}

/** Every rule, of any version that could ever bind a division; one whose outcome another waits for comes before that one. */
export function bindableIn(packs: readonly AdoptedPack[], division: string): readonly BindableRule[] {
  const byRoot = byRootOf(packs, division);
  const awaiting = awaitingOf(byRoot);
  return inOrderOfWaiting(byRoot).map((root) => {
    const rules = byRoot.get(root) ?? [];
    const wordings = rules.map(startingRule);
    return { root, on: [...new Set(wordings.flatMap(({ on }) => on))], wordings, recurs: wordings.some(({ series }) => series !== undefined), hears: new Set(rules.flatMap((rule) => [...hears(rule), ...handedOverBy(rule)])), awaitedBy: reachedFrom(root, awaiting) };
  });
}

/** The roots of the rules that news of a name may change: those that hear it, the rule of that name, and all that wait for one of them. */
export function rulesThatHear(name: string, rules: readonly BindableRule[]): ReadonlySet<string> {
  return new Set(rules.flatMap((rule) => (rule.root === name || rule.hears.has(name) ? [rule.root, ...rule.awaitedBy] : [])));
}

/** Event types that move whose duty it is. */
function handedOverBy({ responsible }: Rule): Iterable<string> {
  return responsible.some((symbol) => goesWithSubject(parseResponsible(symbol))) ? HANDOVERS.keys() : [];
}

function byRootOf(packs: readonly AdoptedPack[], division: string): ReadonlyMap<string, readonly Rule[]> {
  const names = new Set<string>();
  const add = (name: string): void => {
    if (names.has(name)) return;
    names.add(name);
    for (const pack of packs) if (pack.pack === name && pack.extends !== '') add(pack.extends);
  };
  for (const pack of packs) if (division.startsWith(pack.division)) add(pack.pack);
  const byRoot = new Map<string, Rule[]>();
  // Versions may share a rule; it is one wording all the same.
  const rules = new Set(packs.filter(({ pack }) => names.has(pack)).flatMap((pack) => pack.rules).filter(({ enabled }) => enabled));
  for (const rule of rules) byRoot.set(rule.root, [...(byRoot.get(rule.root) ?? []), rule]);
  return byRoot;
}

/** Of each root that some rule waits for, the roots of the rules that do. */
function awaitingOf(byRoot: ReadonlyMap<string, readonly Rule[]>): ReadonlyMap<string, readonly string[]> {
  const awaiting = new Map<string, string[]>();
  for (const [root, rules] of byRoot) for (const other of new Set(rules.flatMap(waitsFor))) awaiting.set(other, [...(awaiting.get(other) ?? []), root]);
  return awaiting;
}

/** All that can be reached from a root along some ways, itself only where a circle leads back. */
function reachedFrom(root: string, ways: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
  const reached = new Set<string>();
  const visit = (from: string): void => {
    for (const next of ways.get(from) ?? []) {
      if (reached.has(next)) continue;
      reached.add(next);
      visit(next);
    }
  };
  visit(root);
  return reached;
}

/** Roots by name, each after those it waits for. Versions that together make a circle, which no one of them is, keep the order of names there. */
function inOrderOfWaiting(byRoot: ReadonlyMap<string, readonly Rule[]>): readonly string[] {
  const ordered = new Set<string>();
  const begun = new Set<string>();
  const visit = (root: string): void => {
    const rules = byRoot.get(root);
    if (!rules || begun.has(root)) return;
    begun.add(root);
    for (const other of rules.flatMap(waitsFor).sort()) visit(other);
    ordered.add(root);
  };
  for (const root of [...byRoot.keys()].sort()) visit(root);
  return [...ordered];
}
