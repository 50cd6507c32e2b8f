import { parseDate } from '@fengqiao/kernel';
import type { Located, LocatedMap } from './located';
import { checkIfParameter, checkParameter, unitOf, type RuleContext } from './read-context';
import type { Amount, PeriodRule, Roll } from './rule';
import { isTimeOfDay, parseAmount, parseExact, parseParam } from './vocabulary';
import { choiceAt, lineAt, mapOf, textAt, textOf } from './words';

/** First and last day of a window at `from` and `to`; reports days that do not exist or are in the wrong order. */
export function daysOf(window: LocatedMap, reporter: RuleContext['reporter']): { from: string; to: string } {
  const [from, to] = ['from', 'to'].map((word) => {
    const day = textAt(window, word, reporter);
    if (day !== '' && parseDate(day) === undefined) reporter.report(lineAt(window, word), 'WRONG_TYPE', `“${word}”须为存在的日期,如 2011-12-20`, `"${word}" must be a date that exists, such as 2011-12-20`);
    return day;
  }) as [string, string];
  if (from !== '' && to !== '' && from > to) reporter.report(window.line, 'WRONG_TYPE', 'from 晚于 to', 'from is later than to');
  return { from, to };
}

/** A period: `PT2H`, `param.x`, or a map with one unit, `roll` and `ends`; `roll` is what the rule's kind asks for where it is not said. */
export function periodOf(located: Located, roll: Roll, context: RuleContext): PeriodRule {
  const { reporter } = context;
  if (located.kind === 'scalar') {
    const amount = textAmount(textOf(located, 'period', reporter));
    if (amount?.param) checkParameter(amount.param, 'period', located.line, context);
    if (!amount) reporter.report(located.line, 'WRONG_TYPE', '“period”须如 PT2H、param.x 或 { days: 7 }', '"period" must be such as PT2H, param.x or { days: 7 }');
    return { ...(amount ?? { days: 0 }), roll: amount?.minutes === undefined ? roll : 'none', ends: '' };
  }
  const map = mapOf(located, 'period', ['days', 'workingDays', 'months', 'years', 'hours', 'param', 'roll', 'ends'], [], reporter);
  if (!map) return { days: 0, roll, ends: '' };
  const param = textAt(map, 'param', reporter);
  if (param !== '') checkParameter(param, 'period', lineAt(map, 'param'), context);
  const amount = param === '' ? unitOf(map, 'period', reporter) : { param };
  const ends = textAt(map, 'ends', reporter);
  if (ends !== '' && !isTimeOfDay(ends) && !parseParam(ends)) reporter.report(lineAt(map, 'ends'), 'WRONG_TYPE', '“ends”须如 09:00', '"ends" must be such as 09:00');
  checkIfParameter(ends, 'time', lineAt(map, 'ends'), context);
  return { ...amount, roll: choiceAt(map, 'roll', ['next', 'previous', 'none'], amount.minutes === undefined ? roll : 'none', reporter), ends };
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
