import { eventType } from '@fengqiao/contracts';
import type { Located, LocatedMap } from './located';
import { bilingualOf, checkField, type RuleContext } from './read-context';
import { ladderAt } from './read-ladder';
import { byOf, daysOf, periodOf } from './read-period';
import { groupsAt, triggerOf, triggersAt } from './read-trigger';
import { AGAINS, MARKS, NATURES, type Bilingual, type Citation, type ExtendRule, type Group, type PauseRule, type Roll, type Rule } from './rule';
import { parseResponsible } from './vocabulary';
import { choiceAt, integerAt, itemsAt, lineAt, mapOf, textAt, textOf } from './words';

const WORDS = [
  'id', 'overrides', 'enabled', 'name', 'note', 'cite', 'effective', 'nature', 'start', 'again', 'period', 'pause', 'extend', 'met', 'void', 'responsible', 'ladder',
];
const NOTHING: Bilingual = { zh: '', en: '' };

/** A rule and the line it stands on. */
export interface ReadRule {
  readonly rule: Rule;
  readonly line: number;
}

/** Reads one rule with every default filled in; undefined where it is no map or has no id. */
export function readRule(located: Located, context: RuleContext): ReadRule | undefined {
  const { reporter } = context;
  const off = located.kind === 'map' && located.entries.get('enabled')?.value.kind === 'scalar' && isFalse(located.entries.get('enabled')?.value);
  const map = mapOf(located, 'rule', WORDS, off ? ['id', 'overrides'] : ['id', 'name', 'cite', 'start', 'period', 'met'], reporter);
  const id = map && textAt(map, 'id', reporter);
  if (!map || !id) return undefined;
  if (!/^[A-Z][A-Za-z0-9]*(?:[-.][A-Za-z0-9]+)*$/.test(id)) reporter.report(lineAt(map, 'id'), 'WRONG_TYPE', `规则编号“${id}”须如 R000-25.report`, `rule id "${id}" must be such as R000-25.report`);
  const chain = chainOf(map, id, context);
  const rule = off ? switchedOff(map, id, chain, context) : statedRule(map, id, chain, context);
  return { rule, line: lineAt(map, 'id') };
}

interface Chain {
  readonly root: string;
  readonly overrides: string;
}

function chainOf(map: LocatedMap, id: string, { inherited, reporter }: RuleContext): Chain {
  const overrides = textAt(map, 'overrides', reporter);
  const root = overrides === '' ? id : inherited.get(overrides);
  if (root === undefined) {
    reporter.report(lineAt(map, 'overrides'), 'UNKNOWN_RULE', `所依据的规则包中没有规则“${overrides}”`, `no pack that this one extends has a rule "${overrides}"`);
  }
  if (overrides !== id && inherited.has(id)) {
    reporter.report(lineAt(map, 'id'), 'DUPLICATE', `规则“${id}”已在所依据的规则包中:须写 overrides: ${id}`, `rule "${id}" stands in a pack that this one extends: write overrides: ${id}`);
  }
  return { root: root ?? id, overrides };
}

function isFalse(located: Located | undefined): boolean {
  return located?.kind === 'scalar' && located.value === false;
}

function switchedOff(map: LocatedMap, id: string, { root, overrides }: Chain, context: RuleContext): Rule {
  for (const [word, { line }] of map.entries) {
    if (['id', 'overrides', 'enabled', 'name', 'note', 'cite'].includes(word)) continue;
    context.reporter.report(line, 'WRONG_TYPE', `停用的规则不写“${word}”`, `a rule that is switched off does not say "${word}"`);
  }
  return {
    id, root, overrides, enabled: false, name: nameAt(map, 'name', context), note: nameAt(map, 'note', context), cite: citationsAt(map, context),
    effective: { from: '', to: '' }, nature: 'duty', start: [], again: 'keep', period: { days: 0, roll: 'none', ends: '' },
    pause: [], extend: [], met: [], void: [], responsible: [], ladder: [], names: {},
  };
}

function statedRule(map: LocatedMap, id: string, { root, overrides }: Chain, context: RuleContext): Rule {
  if (map.entries.has('enabled')) choiceAt(map, 'enabled', ['true', 'false'], 'true', context.reporter);
  const cite = citationsAt(map, context);
  const nature = choiceAt(map, 'nature', NATURES, 'duty', context.reporter);
  // A statutory period rolls over days of rest, a cut-off that a plan or the product set does not.
  const roll: Roll = cite.some(({ verified }) => verified !== 'SEED') ? 'next' : 'none';
  const start = groupsAt(map, 'start', context);
  const pause = itemsAt(map, 'pause').flatMap((item) => pauseOf(item, context));
  const extend = itemsAt(map, 'extend').flatMap((item) => extendOf(item, roll, context));
  const [met, voided] = [groupsAt(map, 'met', context), groupsAt(map, 'void', context)];
  const ladder = ladderAt(map, nature, context);
  const period = map.entries.get('period');
  return {
    id, root, overrides, enabled: true, name: nameAt(map, 'name', context), note: nameAt(map, 'note', context), cite, effective: effectiveOf(map, context), nature,
    start, again: choiceAt(map, 'again', AGAINS, 'keep', context.reporter),
    period: period ? periodOf(period.value, roll, context) : { days: 0, roll, ends: '' },
    pause, extend, met, void: voided, responsible: responsibleAt(map, start, context), ladder,
    names: namesOf([...wordsOf(start, met, voided, pause, extend), ...ladder.map(({ rung }) => rung)], context),
  };
}

function nameAt(map: LocatedMap, word: string, { reporter }: RuleContext): Bilingual {
  const entry = map.entries.get(word);
  return entry ? bilingualOf(entry.value, word, reporter) : NOTHING;
}

/** The citations of a rule, each with its mark. */
export function citationsAt(map: LocatedMap, { reporter }: Pick<RuleContext, 'reporter'>): Citation[] {
  const citations = itemsAt(map, 'cite').flatMap((item): Citation[] => {
    const cite = mapOf(item, 'cite', ['document', 'clause', 'verified'], ['document', 'clause'], reporter);
    if (!cite) return [];
    const mark = MARKS.find((candidate) => cite.entries.has('verified') && candidate === textAt(cite, 'verified', reporter));
    if (!mark) reporter.report(lineAt(cite, 'verified'), 'UNMARKED', `引用须有核实标记 verified:${MARKS.join('、')}`, `a citation needs its mark, verified: ${MARKS.join(', ')}`);
    return [{ document: textAt(cite, 'document', reporter), clause: textAt(cite, 'clause', reporter), verified: mark ?? 'U' }];
  });
  if (map.entries.has('cite') && citations.length === 0 && itemsAt(map, 'cite').length === 0) reporter.report(lineAt(map, 'cite'), 'MISSING_WORD', '规则须有引用', 'a rule needs a citation');
  return citations;
}

/** First and last day on which a start falls under a rule. */
export function effectiveOf(map: LocatedMap, { reporter }: Pick<RuleContext, 'reporter'>): Rule['effective'] {
  const entry = map.entries.get('effective');
  const window = entry && mapOf(entry.value, 'effective', ['from', 'to'], [], reporter);
  return window ? daysOf(window, reporter) : { from: '', to: '' };
}

function pauseOf(item: Located, context: RuleContext): PauseRule[] {
  const { trigger, map } = triggerOf(item, 'pause', context, ['until']);
  if (!map?.entries.has('until')) {
    context.reporter.report(item.line, 'MISSING_WORD', 'pause 须写明 until', 'a pause needs until');
    return [];
  }
  return [{ from: trigger, until: triggersAt(map, 'until', context) }];
}

function extendOf(item: Located, roll: Roll, context: RuleContext): ExtendRule[] {
  const { reporter } = context;
  const { trigger, map } = triggerOf(item, 'extend', context, ['to', 'by', 'max']);
  const [to, by] = [map?.entries.get('to'), map?.entries.get('by')];
  if (!map || (to === undefined) === (by === undefined)) {
    reporter.report(item.line, 'MISSING_WORD', 'extend 须写明 to 或 by 之一', 'an extension needs either to or by');
    return [];
  }
  const max = integerAt(map, 'max', 1, 0, reporter);
  if (to) return [{ on: trigger, to: periodOf(to.value, roll, context), max }];
  return [{ on: trigger, by: byOf((by as NonNullable<typeof by>).value, context), max }];
}

function responsibleAt(map: LocatedMap, start: readonly Group[], context: RuleContext): string[] {
  const symbols = itemsAt(map, 'responsible').map((item) => {
    const symbol = textOf(item, 'responsible', context.reporter);
    const parsed = parseResponsible(symbol);
    if (symbol !== '' && !parsed) context.reporter.report(item.line, 'UNKNOWN_RESPONSIBLE', `未知责任方“${symbol}”`, `unknown responsible "${symbol}"`);
    if (parsed?.kind === 'field') for (const { all } of start) all.forEach(({ on }) => eventType(on) && checkField(on, parsed.path, item.line, context, 'text'));
    return symbol;
  });
  return symbols.length === 0 ? ['office'] : symbols;
}

function wordsOf(start: readonly Group[], met: readonly Group[], voided: readonly Group[], pause: readonly PauseRule[], extend: readonly ExtendRule[]): string[] {
  const groups = [...start, ...met, ...voided].flatMap(({ all }) => all);
  const others = [...pause.flatMap(({ from, until }) => [from, ...until]), ...extend.map(({ on }) => on)];
  return [...groups, ...others].map(({ on }) => on);
}

function namesOf(words: readonly string[], { names }: RuleContext): Record<string, Bilingual> {
  return Object.fromEntries([...new Set(words)].sort().flatMap((word) => (names[word] ? [[word, names[word]]] : [])));
}
