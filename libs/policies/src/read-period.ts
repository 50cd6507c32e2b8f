import { parseDate } from '@fengqiao/kernel';
import type { FieldInfo } from '@fengqiao/contracts';
import type { Located, LocatedMap } from './located';
import { checkField, checkIfParameter, checkParameter, unitOf, type RuleContext } from './read-context';
import { checkMember } from './read-each';
import { checkWhen, triggersAt } from './read-trigger';
import type { Amount, CaseRule, PeriodFrom, PeriodRule, Roll } from './rule';
import { isTimeOfDay, parseAmount, parseEach, parseExact, parseField, parseParam } from './vocabulary';
import { choiceAt, itemsAt, lineAt, mapOf, textAt, textOf } from './words';

/** First and last day of a window at `from` and `to`; reports days that do not exist or are in the wrong order. */
export function daysOf(window: LocatedMap, reporter: RuleContext['reporter']): { from: string; to: string } {
  const [from, to] = ['from', 'to'].map((word) => {
    const day = textAt(window, word, reporter);
    if (day !== '' && parseDate(day) === undefined) reporter.report(lineAt(window, word), 'WRONG_TYPE', `“${word}”须为存在的日期，如 2011-12-20`, `"${word}" must be a date that exists, such as 2011-12-20`);
    return day;
  }) as [string, string];
  if (from !== '' && to !== '' && from > to) reporter.report(window.line, 'WRONG_TYPE', 'from 晚于 to', 'from is later than to');
  return { from, to };
}

/** What a period may refer to beside its own words: the starts whose fields it reads, and the member it is for. */
export interface PeriodPlace {
  readonly roll: Roll;
  /** Types of the events that start the rule. */
  readonly starts: readonly string[];
  readonly list?: FieldInfo;
}

const UNITS = ['days', 'workingDays', 'months', 'years', 'hours', 'param'];
const OTHERS = ['until', 'before', 'earliest', 'latest', 'cases'];
const WORDS = [...UNITS, 'roll', 'ends', 'from', ...OTHERS];

/**
 * A period: `PT2H`, `param.x`, or a map with one unit, `roll`, `ends` and what it counts from; or with `until`, `before`, `earliest`, `latest` or `cases`.
 * `roll` is what the rule's kind asks for where it is not said.
 */
export function rulePeriodOf(located: Located, place: PeriodPlace, context: RuleContext, more: readonly string[] = []): PeriodRule {
  const { reporter } = context;
  if (located.kind === 'scalar') return writtenPeriod(located, place.roll, context);
  const map = mapOf(located, 'period', [...WORDS, ...more], [], reporter);
  if (!map) return { days: 0, roll: place.roll, ends: '' };
  const [other, ...rest] = OTHERS.filter((word) => map.entries.has(word));
  const unit = UNITS.find((word) => map.entries.has(word));
  const second = rest[0] ?? (other === undefined ? undefined : unit);
  if (second !== undefined) reporter.report(lineAt(map, second), 'WRONG_TYPE', `“${second}”不能与“${other}”并列`, `"${second}" cannot stand beside "${other}"`);
  return other === undefined ? lengthOf(map, place, context) : otherOf(other, map, place, context);
}

/** A length of time alone: `PT2H`, `param.x`, or a map with one unit, `roll` and `ends`. */
export function periodOf(located: Located, roll: Roll, context: RuleContext): PeriodRule {
  if (located.kind === 'scalar') return writtenPeriod(located, roll, context);
  const map = mapOf(located, 'period', [...UNITS, 'roll', 'ends'], [], context.reporter);
  return map ? lengthOf(map, { roll, starts: [] }, context) : { days: 0, roll, ends: '' };
}

function writtenPeriod(located: Located, roll: Roll, context: RuleContext): PeriodRule {
  const amount = textAmount(textOf(located, 'period', context.reporter));
  if (amount?.param) checkParameter(amount.param, 'period', located.line, context);
  if (!amount) context.reporter.report(located.line, 'WRONG_TYPE', '“period”须如 PT2H、param.x 或 { days: 7 }', '"period" must be such as PT2H, param.x or { days: 7 }');
  return { ...(amount ?? { days: 0 }), roll: amount?.minutes === undefined ? roll : 'none', ends: '' };
}

function lengthOf(map: LocatedMap, { roll }: PeriodPlace, context: RuleContext): PeriodRule {
  const { reporter } = context;
  const param = textAt(map, 'param', reporter);
  if (param !== '') checkParameter(param, 'period', lineAt(map, 'param'), context);
  const from = fromAt(map, context);
  // Counting back from the start would end before anybody knows of it.
  const amount = param === '' ? unitOf(map, 'period', reporter, from ? -Infinity : 0) : { param };
  const back = Object.values(amount).some((n) => n < 0);
  const otherwise = amount.minutes !== undefined ? 'none' : back && roll === 'next' ? 'previous' : roll;
  return { ...amount, roll: choiceAt(map, 'roll', ROLLS, otherwise, reporter), ends: endsAt(map, context), ...(from && { from }) };
}

const ROLLS = ['next', 'previous', 'none'] as const;

function endsAt(map: LocatedMap, context: RuleContext): string {
  const ends = textAt(map, 'ends', context.reporter);
  if (ends !== '' && !isTimeOfDay(ends) && !parseParam(ends)) context.reporter.report(lineAt(map, 'ends'), 'WRONG_TYPE', '“ends”须如 09:00', '"ends" must be such as 09:00');
  checkIfParameter(ends, 'time', lineAt(map, 'ends'), context);
  return ends;
}

function otherOf(word: string, map: LocatedMap, place: PeriodPlace, context: RuleContext): PeriodRule {
  const { reporter } = context;
  const bare = (allowed: readonly string[]): void => {
    for (const each of ['roll', 'ends', 'from']) if (map.entries.has(each) && !allowed.includes(each)) reporter.report(lineAt(map, each), 'WRONG_TYPE', `“${word}”不带“${each}”`, `"${word}" takes no "${each}"`);
  };
  const nothing = { roll: 'none', ends: '' } as const;
  switch (word) {
    case 'until':
      bare(['roll', 'ends']);
      // An agreed or announced date is a date: it rolls only where the rule says so.
      return { roll: choiceAt(map, 'roll', ROLLS, 'none', reporter), ends: endsAt(map, context), until: untilAt(map, place, context) };
    case 'before':
      bare([]);
      return { ...nothing, before: triggersAt(map, 'before', context) };
    case 'cases':
      bare([]);
      return { ...nothing, cases: casesAt(map, place, context) };
    default:
      bare([]);
      return { ...nothing, [word]: severalAt(map, word, place, context) };
  }
}

function untilAt(map: LocatedMap, { starts, list }: PeriodPlace, context: RuleContext): string {
  const text = textAt(map, 'until', context.reporter);
  const line = lineAt(map, 'until');
  if (parseDate(text) !== undefined) return text;
  const path = parseField(text);
  if (path !== undefined) for (const type of starts) checkField(type, path, line, context, 'text');
  else if (list && parseEach(text) !== undefined) checkMember(text, list, line, context);
  else context.reporter.report(line, 'WRONG_TYPE', '“until”须为 event.<field>、each.<field> 或日期', '"until" must be event.<field>, each.<field> or a date');
  return text;
}

function severalAt(map: LocatedMap, word: string, place: PeriodPlace, context: RuleContext): PeriodRule[] {
  const items = itemsAt(map, word);
  if (items.length < 2) context.reporter.report(lineAt(map, word), 'WRONG_TYPE', `“${word}”须列出至少两项`, `"${word}" must list at least two`);
  return items.map((item) => rulePeriodOf(item, place, context));
}

function casesAt(map: LocatedMap, place: PeriodPlace, context: RuleContext): CaseRule[] {
  const items = itemsAt(map, 'cases');
  const cases = items.map((item): CaseRule => {
    const when = item.kind === 'map' ? textAt(item, 'when', context.reporter) : '';
    if (when !== '') for (const type of place.starts) checkWhen({ on: type, when }, item.kind === 'map' ? lineAt(item, 'when') : item.line, context, place.list);
    return { when, period: rulePeriodOf(item, place, context, ['when']) };
  });
  const open = cases.findIndex(({ when }) => when === '');
  if (open !== cases.length - 1) context.reporter.report(lineAt(map, 'cases'), 'WRONG_TYPE', 'cases 的最后一项且仅最后一项不写 when', 'the last of cases, and only the last, has no when');
  return cases;
}

/** `known`, `MED-13.due`, or triggers. */
function fromAt(map: LocatedMap, context: RuleContext): PeriodFrom | undefined {
  const entry = map.entries.get('from');
  if (!entry) return undefined;
  const text = entry.value.kind === 'scalar' ? textOf(entry.value, 'from', context.reporter) : '';
  if (text === 'start') return undefined;
  if (text === 'known') return { known: true };
  if (!text.endsWith('.due')) return { on: triggersAt(map, 'from', context) };
  const id = text.slice(0, -'.due'.length);
  const rule = context.rules?.get(id);
  if (!rule) context.reporter.report(entry.line, 'UNKNOWN_RULE', `没有规则“${id}”`, `there is no rule "${id}"`);
  return { due: rule?.root ?? id };
}

function textAmount(text: string): Amount | undefined {
  const minutes = parseExact(text);
  const param = parseParam(text);
  return minutes !== undefined ? { minutes } : param ? { param } : undefined;
}

/** How much longer an extension makes a period. */
export function byOf(located: Located, context: RuleContext): Amount {
  if (located.kind === 'map') {
    const map = mapOf(located, 'by', ['days', 'workingDays', 'months', 'years', 'hours'], [], context.reporter);
    return map ? unitOf(map, 'by', context.reporter) : { days: 0 };
  }
  const amount = parseAmount(textOf(located, 'by', context.reporter));
  if (amount?.param) checkParameter(amount.param, 'period', located.line, context);
  if (!amount) context.reporter.report(located.line, 'WRONG_TYPE', '“by”须如 { days: 30 } 或 PT2H', '"by" must be such as { days: 30 } or PT2H');
  return amount ?? { days: 0 };
}
