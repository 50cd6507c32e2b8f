import type { ReadPack } from './load';
import type { PeriodRule, Rule, Trigger } from './rule';

/** Reports rules that wait for each other's outcome or due, as they stand in each pack with those it builds on. */
export function checkCircles(packs: readonly ReadPack[]): void {
  for (const pack of packs) {
    const governing = new Map<string, Rule>();
    for (const { rules } of [...pack.parents].reverse()) for (const { rule } of rules) governing.set(rule.root, rule);
    for (const { rule } of pack.rules) governing.set(rule.root, rule);
    for (const { rule, line } of pack.rules) {
      const circle = circleFrom(rule.root, governing);
      if (circle) pack.head.reporter.report(line, 'CIRCULAR', `规则互相等待:${circle.join(' → ')}`, `rules wait for each other: ${circle.join(' → ')}`);
    }
  }
}

/** The roots of the rules whose outcome or due a rule waits for. */
export function waitsFor(rule: Rule): readonly string[] {
  const groups = [...rule.start, ...rule.met, ...rule.void].flatMap(({ all }) => all);
  const acts = [...rule.pause.flatMap(({ from, until }) => [from, ...until]), ...rule.extend.map(({ on }) => on), ...(rule.recurs?.until ?? [])];
  return [...new Set([...rulesOf([...groups, ...acts]), ...rulesIn(rule.period)])];
}

function rulesIn({ from, before = [], earliest = [], latest = [], cases = [] }: PeriodRule): string[] {
  const inside = [...earliest, ...latest, ...cases.map(({ period }) => period)].flatMap(rulesIn);
  return [...inside, ...rulesOf([...before, ...(from?.on ?? [])]), ...(from?.due === undefined ? [] : [from.due])];
}

function rulesOf(triggers: readonly Trigger[]): string[] {
  return triggers.flatMap(({ on, is }) => (is ? [on] : []));
}

/** A way from a rule back to itself; undefined where there is none. */
function circleFrom(root: string, governing: ReadonlyMap<string, Rule>): readonly string[] | undefined {
  const seen = new Set<string>();
  const walk = (at: string, path: readonly string[]): readonly string[] | undefined => {
    const rule = governing.get(at);
    for (const next of rule ? waitsFor(rule) : []) {
      if (next === root) return [...path, next];
      if (seen.has(next)) continue;
      seen.add(next);
      const circle = walk(next, [...path, next]);
      if (circle) return circle;
    }
    return undefined;
  };
  return walk(root, [root]);
}
