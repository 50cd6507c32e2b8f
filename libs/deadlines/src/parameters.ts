import { invariant } from '@fengqiao/kernel';
import { parseExact, parseParam, type Amount, type Parameters, type PeriodRule } from '@fengqiao/policies';
import type { Length, Period } from './types';

/** The length that an amount of a rule means under the parameters in force. Packs are checked when loaded, so a parameter that is missing is a bug. */
export function lengthFor(amount: Amount, parameters: Parameters): Length {
  const { days, workingDays, months, years, minutes, param } = amount;
  if (param !== undefined) return namedLength(param, parameters);
  if (days !== undefined) return { days };
  if (workingDays !== undefined) return { workingDays };
  if (months !== undefined) return { months };
  return years !== undefined ? { years } : { minutes: minutes ?? 0 };
}

/** The period of a rule under the parameters in force. */
export function periodFor(rule: PeriodRule, parameters: Parameters): Period {
  const known = periods.get(rule);
  if (known?.parameters === parameters) return known.period;
  const length = lengthFor(rule, parameters);
  const period: Period = length.minutes !== undefined ? { ...length, roll: 'none' } : { ...length, roll: rule.roll, ...(rule.ends !== '' && { ends: timeFor(rule.ends, parameters) }) };
  periods.set(rule, { parameters, period });
  return period;
}

/** The period that a rule came to last: nearly always it is asked again under the same parameters. */
const periods = new WeakMap<PeriodRule, { readonly parameters: Parameters; readonly period: Period }>();

/** `17:30`, or the value of the parameter that is named in its place. */
export function timeFor(text: string, parameters: Parameters): string {
  const name = parseParam(text);
  const time = name === undefined ? text : parameters[name];
  invariant(typeof time === 'string', `${text} is no time of day`);
  return time;
}

function namedLength(name: string, parameters: Parameters): Length {
  const value = parameters[name];
  if (typeof value === 'object') return lengthFor(value, parameters);
  const minutes = typeof value === 'string' ? parseExact(value) : undefined;
  invariant(minutes !== undefined, `parameter ${name} is no length of time`);
  return { minutes };
}
