import type { ReadPack } from './load';
import type { ReadRule } from './read-rule';

/** Reports what would leave it open which rule governs: two in one pack for one root, or two packs equally specific for one rule or parameter. */
export function checkSpecificity(packs: readonly ReadPack[]): void {
  for (const pack of packs) checkWithin(pack);
  packs.forEach((pack, index) => packs.slice(0, index).forEach((other) => checkBetween(pack, other)));
}

function checkWithin({ head, rules }: ReadPack): void {
  const seen = new Map<string, ReadRule>();
  for (const read of rules) {
    const other = seen.get(read.rule.root) ?? rules.find((candidate) => candidate !== read && candidate.rule.id === read.rule.id && candidate.line < read.line);
    if (other) head.reporter.report(read.line, 'OVERLAP', `规则“${read.rule.id}”与“${other.rule.id}”（第 ${other.line} 行）重叠`, `rule "${read.rule.id}" overlaps with "${other.rule.id}" (line ${other.line})`);
    seen.set(read.rule.root, read);
  }
}

function checkBetween(pack: ReadPack, other: ReadPack): void {
  if (pack.head.division !== other.head.division || !overlap(pack, other) || related(pack, other)) return;
  const own = ownLineage(pack, other);
  const others = ownLineage(other, pack);
  const rivals = new Map(others.flatMap((member) => member.rules.map(({ rule }) => [rule.root, member.head.pack] as const)));
  for (const member of own) for (const { rule, line } of member.rules) {
    const rival = rivals.get(rule.root);
    const where = member === pack ? line : pack.head.line('extends');
    if (rival) pack.head.reporter.report(where, 'EQUALLY_SPECIFIC', `规则“${rule.id}”在“${member.head.pack}”与“${rival}”中同样具体`, `rule "${rule.id}" is equally specific in "${member.head.pack}" and "${rival}"`);
  }
  const names = own.flatMap((member) => Object.keys(member.head.parameters));
  const twice = names.find((name) => others.some((member) => name in member.head.parameters));
  if (twice) pack.head.reporter.report(pack.head.line('parameters'), 'EQUALLY_SPECIFIC', `参数“${twice}”在“${pack.head.pack}”与“${other.head.pack}”中同样具体`, `parameter "${twice}" is equally specific in "${pack.head.pack}" and "${other.head.pack}"`);
}

/** The pack and those it builds on, without what both build on. */
function ownLineage(pack: ReadPack, other: ReadPack): ReadPack[] {
  return [pack, ...pack.parents].filter((member) => !other.parents.includes(member));
}

function related(a: ReadPack, b: ReadPack): boolean {
  return a.parents.includes(b) || b.parents.includes(a);
}

function overlap({ head: a }: ReadPack, { head: b }: ReadPack): boolean {
  const startsInTime = (from: string, to: string): boolean => from === '' || to === '' || from <= to;
  return startsInTime(a.boundFrom, b.boundTo) && startsInTime(b.boundFrom, a.boundTo);
}
