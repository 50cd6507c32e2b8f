import { eventType } from '@fengqiao/contracts';
import type { Located, LocatedMap } from './located';
import type { Reporter } from './problem';
import { triggersIn } from './rule-circles';
import { bilingualOf, checkField, type NamedRule, type RuleContext } from './read-context';
import { eachAt, startTypes, type ReadEach } from './read-each';
import { ladderAt } from './read-ladder';
import { byOf, daysOf, periodOf, rulePeriodOf, type PeriodPlace } from './read-period';
import { recursAt } from './read-recurs';
import { groupsAt, triggerOf, triggersAt } from './read-trigger';
import { AGAINS, MARKS, NATURES, type Again, type Amount, type Bilingual, type Citation, type ExtendRule, type Group, type PauseRule, type PeriodRule, type RecursRule, type Roll, type Rule, type Trigger } from './rule';
import { parseResponsible } from './vocabulary';
import { choiceAt, integerAt, itemsAt, lineAt, mapOf, textAt, textOf } from './words';

const WORDS = [
  'id', 'overrides', 'enabled', 'name', 'note', 'cite', 'effective', 'nature', 'for', 'start', 'recurs', 'again', 'period', 'pause', 'extend', 'met', 'void', 'responsible', 'ladder',
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
  const map = mapOf(located, 'rule', WORDS, off ? ['id', 'overrides'] : neededIn(located), reporter);
  const id = map && textAt(map, 'id', reporter);
  if (!map || !id) return undefined;
  if (!/^[A-Z][A-Za-z0-9]*(?:[-.][A-Za-z0-9]+)*$/.test(id)) reporter.report(lineAt(map, 'id'), 'WRONG_TYPE', `规则编号“${id}”须如 R000-25.report`, `rule id "${id}" must be such as R000-25.report`);
  const chain = chainOf(map, id, context);
  const rule = off ? switchedOff(map, id, chain, context) : statedRule(map, id, chain, context);
  return { rule, line: lineAt(map, 'id') };
}

/** Members of a kind need no start, and a series no period: both have a default. */
function neededIn(located: Located): string[] {
  const has = (word: string): boolean => located.kind === 'map' && located.entries.has(word);
  return ['id', 'name', 'cite', ...(has('for') ? [] : ['start']), ...(has('recurs') ? [] : ['period']), 'met'];
}

/** Ids, roots and names of rules that are not read yet, so that one may name another that stands below it. */
export function namesOfRules(rules: readonly Located[], inherited: ReadonlyMap<string, string>): readonly (readonly [string, NamedRule])[] {
  const silent: Reporter = { report: () => undefined };
  return rules.flatMap((located) => {
    if (located.kind !== 'map') return [];
    const id = textAt(located, 'id', silent);
    const overrides = textAt(located, 'overrides', silent);
    const name = located.entries.get('name');
    return [[id, { root: inherited.get(overrides) ?? id, name: name ? bilingualOf(name.value, 'name', silent) : { zh: id, en: id } }] as const];
  });
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
    reporter.report(lineAt(map, 'id'), 'DUPLICATE', `规则“${id}”已在所依据的规则包中：须写 overrides: ${id}`, `rule "${id}" stands in a pack that this one extends: write overrides: ${id}`);
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
  const stated = groupsAt(map, 'start', context);
  const each = eachAt(map, stated, context);
  const start = each?.start ?? stated;
  const series = recursAt(map, context);
  const place: PeriodPlace = { roll, starts: startTypes(start), ...(each?.list && { list: each.list }) };
  const pause = itemsAt(map, 'pause').flatMap((item) => pauseOf(item, context));
  const extend = itemsAt(map, 'extend').flatMap((item) => extendOf(item, roll, context));
  const [met, voided] = [groupsAt(map, 'met', context), groupsAt(map, 'void', context)];
  const ladder = ladderAt(map, nature, context);
  const again = choiceAt(map, 'again', AGAINS, 'keep', context.reporter);
  checkSeries(map, each, series !== undefined, again, context);
  checkPauses(map, pause, context);
  const ends = each?.until ?? [];
  const period = periodAt(map, series?.map, place, context);
  const recurs = series && { ...series.recurs, until: [...series.recurs.until, ...ends] };
  return {
    id, root, overrides, enabled: true, name: nameAt(map, 'name', context), note: nameAt(map, 'note', context), cite, effective: effectiveOf(map, context), nature,
    ...(each && { for: each.rule }), start, ...(recurs && { recurs }), again,
    period,
    pause, extend, met, void: recurs ? voided : [...voided, ...ends.map((one) => ({ all: [one] }))], responsible: responsibleAt(map, start, context), ladder,
    names: namesOf([...triggersIn(period).map(({ on }) => on), ...wordsOf(start, met, voided, pause, extend, recurs, ends), ...ladder.map(({ rung }) => rung)], context),
  };
}

/** The period of a rule; a series ends its windows on their last day where it says nothing else. */
function periodAt(map: LocatedMap, series: LocatedMap | undefined, place: PeriodPlace, context: RuleContext): PeriodRule {
  const { reporter } = context;
  const period = map.entries.get('period');
  const rolls = series?.entries.has('roll');
  if (rolls && period) reporter.report(lineAt(map, 'period'), 'WRONG_TYPE', 'roll 写在 period 内，不写在 recurs 内', 'roll stands in the period, not in recurs, where the rule has a period');
  if (period) return rulePeriodOf(period.value, place, context);
  return { days: 0, roll: series && rolls ? choiceAt(series, 'roll', ['next', 'previous', 'none'], place.roll, reporter) : place.roll, ends: '' };
}

/** What would mean nothing in a series, and a series that has nothing to begin with. */
function checkSeries(map: LocatedMap, each: ReadEach | undefined, isSeries: boolean, again: Again, { reporter }: RuleContext): void {
  if (each?.list && !map.entries.has('start')) reporter.report(each.line, 'MISSING_WORD', '按事件列表立义务须写 start', 'members of a list need a start');
  if (!isSeries) return;
  if (map.entries.has('pause')) reporter.report(lineAt(map, 'pause'), 'PAUSED_SERIES', '重复义务不能暂停', 'a recurrence cannot be paused');
  if (again === 'restart') reporter.report(lineAt(map, 'again'), 'WRONG_TYPE', '重复义务不能 restart', 'a recurrence cannot restart');
}

/** One bound holds for all stops of a rule together. */
function checkPauses(map: LocatedMap, pauses: readonly PauseRule[], { reporter }: RuleContext): void {
  const bounds = new Set(pauses.flatMap(({ max }) => (max ? [JSON.stringify(max)] : [])));
  if (bounds.size > 1) reporter.report(lineAt(map, 'pause'), 'WRONG_TYPE', '各 pause 的 max 须相同：它合并限制全部停止时间', 'max must be the same for every pause: it bounds all of them together');
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
  const { trigger, map } = triggerOf(item, 'pause', context, ['until', 'max']);
  if (!map?.entries.has('until')) {
    context.reporter.report(item.line, 'MISSING_WORD', 'pause 须写明 until', 'a pause needs until');
    return [];
  }
  const max = map.entries.get('max');
  return [{ from: trigger, until: triggersAt(map, 'until', context), ...(max && { max: maxOf(max.value, context) }) }];
}

/** How long a clock may be stopped: days of 24 hours, hours, or exact time. */
function maxOf(located: Located, context: RuleContext): Amount {
  const amount = byOf(located, context);
  if (amount.param === undefined && amount.days === undefined && amount.minutes === undefined) {
    context.reporter.report(located.line, 'WRONG_TYPE', 'pause 的 max 须为 days 或 hours', 'max of a pause must be days or hours');
  }
  return amount;
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
  if (to) return [{ on: trigger, to: extendedTo(to.value, trigger, roll, context), max }];
  return [{ on: trigger, by: byOf((by as NonNullable<typeof by>).value, context), max }];
}

/** A length counted from the start, or a date that the extending fact names. */
function extendedTo(located: Located, { on }: Trigger, roll: Roll, context: RuleContext): PeriodRule {
  const dated = located.kind === 'map' && located.entries.has('until');
  return dated ? rulePeriodOf(located, { roll, starts: eventType(on) ? [on] : [] }, context) : periodOf(located, roll, context);
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

function wordsOf(start: readonly Group[], met: readonly Group[], voided: readonly Group[], pause: readonly PauseRule[], extend: readonly ExtendRule[], recurs: RecursRule | undefined, ends: readonly Trigger[]): string[] {
  const groups = [...start, ...met, ...voided].flatMap(({ all }) => all);
  const others = [...pause.flatMap(({ from, until }) => [from, ...until]), ...extend.map(({ on }) => on), ...(recurs?.until ?? []), ...ends];
  return [...groups, ...others].map(({ on }) => on);
}

function namesOf(words: readonly string[], { names }: RuleContext): Record<string, Bilingual> {
  return Object.fromEntries([...new Set(words)].sort().flatMap((word) => (names[word] ? [[word, names[word]]] : [])));
}
