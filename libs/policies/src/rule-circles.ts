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
      if (circle) pack.head.reporter.report(line, 'CIRCULAR', `规则互相等待：${circle.join(' → ')}`, `rules wait for each other: ${circle.join(' → ')}`);
    }
  }
}

/** The roots of the rules whose outcome or due a rule waits for. */
export function waitsFor(rule: Rule): readonly string[] {
  return [...new Set([...rulesOf(triggersOf(rule)), ...rulesIn(rule.period)])];
}

/** The event types that any trigger of a rule waits for, and the roots of the rules that it waits for. */
export function hears(rule: Rule): readonly string[] {
  return [...new Set([...[...triggersOf(rule), ...triggersIn(rule.period)].map(({ on }) => on), ...waitsFor(rule)])];
}

/** Every trigger of a rule but those of its period. */
function triggersOf({ start, met, void: voided, pause, extend, recurs }: Rule): readonly Trigger[] {
  const groups = [...start, ...met, ...voided].flatMap(({ all }) => all);
  return [...groups, ...pause.flatMap(({ from, until }) => [from, ...until]), ...extend.map(({ on }) => on), ...(recurs?.until ?? [])];
}

/** Every trigger that a period waits for. */
export function triggersIn(period: PeriodRule): readonly Trigger[] {
  return periodsIn(period).flatMap(({ before = [], from }) => [...before, ...(from?.on ?? [])]);
}

function rulesIn(period: PeriodRule): string[] {
  return [...rulesOf(triggersIn(period)), ...periodsIn(period).flatMap(({ from }) => from?.due ?? [])];
}

/** A period and those inside it. */
function periodsIn(period: PeriodRule): PeriodRule[] {
  const { earliest = [], latest = [], cases = [] } = period;
  return [period, ...[...earliest, ...latest, ...cases.map((each) => each.period)].flatMap(periodsIn)];
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
