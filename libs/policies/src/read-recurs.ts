import { parseRecurrence } from './recurrence-rule';
import type { LocatedMap } from './located';
import { unitOf, type RuleContext } from './read-context';
import { daysOf } from './read-period';
import { triggersAt } from './read-trigger';
import { WINDOWS, type Amount, type RecursRule } from './rule';
import { parseAmount } from './vocabulary';
import { itemsAt, lineAt, mapOf, textAt, textOf } from './words';

const WORDS = ['every', 'at', 'from', 'until', 'between', 'roll'];

/** Reads `recurs`; undefined where the rule has no such word. `roll` is read by the rule, as of a period. */
export function recursAt(rule: LocatedMap, context: RuleContext): { readonly recurs: RecursRule; readonly map: LocatedMap } | undefined {
  const { reporter } = context;
  const entry = rule.entries.get('recurs');
  const map = entry && mapOf(entry.value, 'recurs', WORDS, [], reporter);
  if (!entry || !map) return undefined;
  if (map.entries.has('every') === map.entries.has('at')) reporter.report(entry.line, 'WRONG_TYPE', 'recurs 须且只须写明 every 或 at', 'recurs needs exactly one of every and at');
  const between = betweenOf(map, context);
  const series = map.entries.has('at') ? { at: cutOffsOf(map, between.from, context) } : everyOf(map, context);
  const recurs: RecursRule = { ...series, until: triggersAt(map, 'until', context), between };
  checkSense(recurs, map, context);
  return { recurs, map };
}

function everyOf(map: LocatedMap, context: RuleContext): Pick<RecursRule, 'every' | 'stretch'> {
  const entry = map.entries.get('every');
  if (!entry) return { every: 'year' };
  const { reporter } = context;
  if (entry.value.kind === 'map') {
    const inner = mapOf(entry.value, 'every', ['days', 'months', 'years'], [], reporter);
    return { stretch: inner ? positive(unitOf(inner, 'every', reporter), entry.line, context) : { days: 1 } };
  }
  const text = textOf(entry.value, 'every', reporter);
  const every = WINDOWS.find((each) => each === text);
  if (every) return { every };
  const amount = parseAmount(text);
  if (amount?.days !== undefined) return { stretch: positive(amount, entry.line, context) };
  reporter.report(entry.line, 'WRONG_TYPE', `“every”须为 ${WINDOWS.join('、')} 之一，或如 { months: 1 }、7 days`, `"every" must be one of ${WINDOWS.join(', ')}, or such as { months: 1 } or 7 days`);
  return { every: 'year' };
}

function positive(amount: Amount, line: number, { reporter }: RuleContext): Amount {
  if (Object.values(amount).some((n) => n === 0)) reporter.report(line, 'WRONG_TYPE', '“every”须大于 0', '"every" must be more than nothing');
  return amount;
}

/** `[2011-12-20, 2012-03-10]`, or `{ from, to }` of which one may be left out. */
function betweenOf(map: LocatedMap, { reporter }: RuleContext): RecursRule['between'] {
  const entry = map.entries.get('between');
  if (!entry) return { from: '', to: '' };
  const { value } = entry;
  if (value.kind !== 'list') {
    const window = mapOf(value, 'between', ['from', 'to'], [], reporter);
    return window ? daysOf(window, reporter) : { from: '', to: '' };
  }
  if (value.items.length !== 2) {
    reporter.report(entry.line, 'WRONG_TYPE', '“between”须为首日与末日', '"between" must be a first and a last day');
    return { from: '', to: '' };
  }
  const [from, to] = value.items.map((item) => ({ line: item.line, value: item }));
  return daysOf({ kind: 'map', line: entry.line, entries: new Map([['from', from], ['to', to]] as never) }, reporter);
}

function cutOffsOf(map: LocatedMap, from: string, { reporter }: RuleContext): readonly string[] {
  return itemsAt(map, 'at').map((item) => {
    const text = textOf(item, 'at', reporter);
    const rule = parseRecurrence(text);
    if (!rule) reporter.report(item.line, 'WRONG_TYPE', `看不懂“${text}”，例：FREQ=WEEKLY;BYDAY=TU;BYHOUR=17；可用 FREQ、INTERVAL、BYDAY、BYMONTHDAY、BYMONTH、BYHOUR、BYMINUTE`, `cannot read "${text}"; an example: FREQ=WEEKLY;BYDAY=TU;BYHOUR=17; known: FREQ, INTERVAL, BYDAY, BYMONTHDAY, BYMONTH, BYHOUR, BYMINUTE`);
    else if (rule.interval > 1 && from === '') reporter.report(item.line, 'MISSING_WORD', 'INTERVAL 自 between 的首日起计，须写明', 'INTERVAL counts from the first day of between, which is missing');
    return text;
  });
}

function checkSense({ every, at, stretch, between }: RecursRule, map: LocatedMap, { reporter }: RuleContext): void {
  if (at?.length === 0) reporter.report(lineAt(map, 'at'), 'WRONG_TYPE', '“at”须列出截止时刻', '"at" must list cut-offs');
  if (every === 'between' && (between.from === '' || between.to === '')) reporter.report(map.line, 'MISSING_WORD', 'every: between 须写明 between 的首末日', 'every: between needs the first and last day of between');
  const from = textAt(map, 'from', reporter);
  if (from !== '' && (from !== 'start' || !stretch)) reporter.report(lineAt(map, 'from'), 'WRONG_TYPE', 'recurs 的 from 只能是 start，且 every 为期间', 'from of recurs can only be start, with a length in every');
  if (stretch && !map.entries.has('until') && between.to === '') reporter.report(map.line, 'ENDLESS', '按期间重复须写 until 或 between', 'a series of stretches needs until or between');
}
