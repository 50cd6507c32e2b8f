import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { invariant } from '@fengqiao/kernel';
import { checkSpecificity } from './specificity';
import { formatProblem, type PackProblem } from './problem';
import type { NoDeadline } from './no-deadline';
import type { RuleContext } from './read-context';
import { readHeads, type PackHead, type PackText } from './read-pack';
import { namesOfRules, readRule, type ReadRule } from './read-rule';
import { checkCircles } from './rule-circles';
import type { NormalisedPack, PackContent, Parameter, Parameters } from './rule';
import { isTimeOfDay, parseExact } from './vocabulary';

/** A pack as read, with what later checks need: the lines of its rules and the packs it builds on, nearest first. */
export interface ReadPack {
  readonly head: PackHead;
  readonly rules: readonly ReadRule[];
  readonly parents: readonly ReadPack[];
}

export interface LoadedPacks {
  /** Every pack, those that others build on first; usable only where there are no problems. */
  readonly packs: readonly NormalisedPack[];
  /** What each pack says sets no time, by the pack's name. */
  readonly noDeadlines: ReadonlyMap<string, readonly NoDeadline[]>;
  /** In order of file and line. */
  readonly problems: readonly PackProblem[];
}

/** What stands in the log's way when pack files cannot be used: one line for each problem. */
export class PackFileError extends Error {
  constructor(readonly problems: readonly PackProblem[]) {
    super(['规则包有误，请改正后重新装载。 Packs have errors; correct them and load again.', ...problems.map(formatProblem)].join('\n'));
    this.name = 'PackFileError';
  }
}

/** Reads, checks and normalises packs that are given together with every pack they build on. Never throws for what a file says. */
export function loadPacks(texts: readonly PackText[]): LoadedPacks {
  const problems: PackProblem[] = [];
  const heads = texts.flatMap((text) => readHeads(text, problems));
  const read = readAll(heads);
  checkSpecificity(read);
  checkCircles(read);
  const packs = read.map(({ head, rules }) => normalised(head, rules));
  const noDeadlines = new Map(read.map(({ head }) => [head.pack, head.noDeadlines] as const));
  const order = texts.map(({ file }) => file);
  return { packs, noDeadlines, problems: problems.sort((a, b) => order.indexOf(a.file) - order.indexOf(b.file) || a.line - b.line) };
}

/** As `loadPacks`, but throws `PackFileError` where a file has errors. */
export function mustLoadPacks(texts: readonly PackText[]): readonly NormalisedPack[] {
  const { packs, problems } = loadPacks(texts);
  if (problems.length > 0) throw new PackFileError(problems);
  return packs;
}

/** SHA-256 (hex) over the RFC 8785 bytes of a pack's content. */
export function hashOf(content: PackContent): string {
  const { pack, version, extends: parent, division, boundFrom, boundTo, parameters, rules } = content;
  const bytes = canonicalize({ pack, version, extends: parent, division, boundFrom, boundTo, parameters, rules });
  invariant(bytes !== undefined, 'a pack has canonical bytes');
  return createHash('sha256').update(bytes).digest('hex');
}

function normalised(head: PackHead, rules: readonly ReadRule[]): NormalisedPack {
  const { pack, version, extends: parent, division, boundFrom, boundTo, parameters } = head;
  const content: PackContent = { pack, version, extends: parent, division, boundFrom, boundTo, parameters, rules: rules.map(({ rule }) => rule) };
  return { ...content, hash: hashOf(content) };
}

function readAll(heads: readonly PackHead[]): ReadPack[] {
  const byName = new Map<string, PackHead>();
  for (const head of heads) {
    if (byName.has(head.pack)) head.reporter.report(head.line('pack'), 'DUPLICATE', `规则包“${head.pack}”出现两次`, `pack "${head.pack}" stands there twice`);
    else byName.set(head.pack, head);
  }
  const read = new Map<string, ReadPack>();
  for (const head of byName.values()) readWithParents(head, byName, read, []);
  return [...read.values()];
}

function readWithParents(head: PackHead, byName: ReadonlyMap<string, PackHead>, read: Map<string, ReadPack>, below: readonly string[]): ReadPack {
  const known = read.get(head.pack);
  if (known) return known;
  const parents = parentsOf(head, byName, read, [...below, head.pack]);
  const pack = { head, parents, rules: readRules(head, parents) };
  read.set(head.pack, pack);
  return pack;
}

function parentsOf(head: PackHead, byName: ReadonlyMap<string, PackHead>, read: Map<string, ReadPack>, path: readonly string[]): ReadPack[] {
  if (head.extends === '') return [];
  const { reporter } = head;
  if (path.includes(head.extends)) {
    const circle = [...path, head.extends].join(' → ');
    reporter.report(head.line('extends'), 'CIRCULAR', `规则包互相依据：${circle}`, `packs extend each other: ${circle}`);
    return [];
  }
  const parent = byName.get(head.extends);
  if (!parent) {
    reporter.report(head.line('extends'), 'UNKNOWN_PACK', `没有规则包“${head.extends}”`, `there is no pack "${head.extends}"`);
    return [];
  }
  const above = readWithParents(parent, byName, read, path);
  return [above, ...above.parents];
}

function readRules(head: PackHead, parents: readonly ReadPack[]): ReadRule[] {
  const chain = [...parents].reverse();
  checkKinds(head, Object.assign({}, ...chain.map((pack) => pack.head.parameters)));
  const inherited = new Map(chain.flatMap(({ rules }) => rules.map(({ rule }) => [rule.id, rule.root] as const)));
  const context: RuleContext = {
    reporter: head.reporter,
    parameters: Object.assign({}, ...chain.map((pack) => pack.head.parameters), head.parameters),
    names: Object.assign({}, ...chain.map((pack) => pack.head.names), head.names),
    inherited,
    rules: new Map([...chain.flatMap(({ rules }) => rules.map(({ rule: { id, root, name } }) => [id, { root, name }] as const)), ...namesOfRules(head.rules, inherited)]),
  };
  return head.rules.flatMap((located) => readRule(located, context) ?? []);
}

/** A pack may set a parameter of the pack it builds on to another value, never to another kind: the rules above still read it. */
function checkKinds(head: PackHead, above: Parameters): void {
  for (const [name, value] of Object.entries(head.parameters)) {
    const before = above[name];
    if (before === undefined || kindOf(before) === kindOf(value)) continue;
    head.reporter.report(head.line('parameters'), 'WRONG_TYPE', `参数“${name}”与所依据规则包中的种类不同`, `parameter "${name}" is of another kind than in the pack this one extends`);
  }
}

function kindOf(value: Parameter): string {
  if (typeof value !== 'string') return typeof value;
  if (isTimeOfDay(value)) return 'time';
  return parseExact(value) === undefined ? 'text' : 'exact';
}
