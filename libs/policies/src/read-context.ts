import { fieldsAlong } from './fields';
import type { Located, LocatedMap } from './located';
import type { Reporter } from './problem';
import type { Amount, Bilingual, Parameters } from './rule';
import { isTimeOfDay, parseExact, parseParam } from './vocabulary';
import { mapOf, textAt } from './words';

/** What reading a rule may look at: the parameters and names in force in its pack, and the rules of the packs it builds on. */
export interface RuleContext {
  readonly reporter: Reporter;
  readonly parameters: Parameters;
  readonly names: Readonly<Record<string, Bilingual>>;
  /** Id to root, of every rule the pack inherits. */
  readonly inherited: ReadonlyMap<string, string>;
  /** Every rule that another may name, by id: those of the pack and those it inherits. */
  readonly rules?: ReadonlyMap<string, NamedRule>;
}

/** What a rule that is named by another has to be known by. */
export interface NamedRule {
  readonly root: string;
  readonly name: Bilingual;
}

/** `{ zh, en }`; both languages are needed. */
export function bilingualOf(located: Located, what: string, reporter: Reporter): Bilingual {
  const map = mapOf(located, what, ['zh', 'en'], ['zh', 'en'], reporter);
  return map ? { zh: textAt(map, 'zh', reporter), en: textAt(map, 'en', reporter) } : { zh: '', en: '' };
}

/** Reports a parameter that is unknown or of another kind than the place needs. */
export function checkParameter(name: string, kind: 'time' | 'amount' | 'period', line: number, context: RuleContext): void {
  const value = context.parameters[name];
  if (value === undefined) return reportUnknownParameter(name, line, context);
  const fits = kind === 'time' ? typeof value === 'string' && isTimeOfDay(value) : isAmount(value, kind);
  if (!fits) context.reporter.report(line, 'WRONG_TYPE', `参数“${name}”不是${KINDS[kind].zh}`, `parameter "${name}" is no ${KINDS[kind].en}`);
}

const KINDS = {
  time: { zh: '时刻（如 17:30）', en: 'time of day (such as 17:30)' },
  amount: { zh: '时长（如 PT30M 或 { days: 1 }）', en: 'length of time (such as PT30M or { days: 1 })' },
  period: { zh: '期间（如 PT2H 或 { workingDays: 3 }）', en: 'period (such as PT2H or { workingDays: 3 })' },
} as const;

/** Reports the name of a parameter that neither the pack nor one it builds on has. */
export function reportUnknownParameter(name: string, line: number, context: RuleContext): void {
  const known = Object.keys(context.parameters).join(', ') || '-';
  context.reporter.report(line, 'UNKNOWN_PARAMETER', `未知参数“${name}”，已有：${known}`, `unknown parameter "${name}"; known: ${known}`);
}

/**
 * Reports a path of an event that does not exist, that may be sealed, or that is no single text where one is needed.
 * Returns true where the path can be read. Source: only fields of data class NONE may decide.
 */
export function checkField(type: string, path: string, line: number, context: RuleContext, need: 'any' | 'text' = 'any'): boolean {
  const { reporter } = context;
  const along = fieldsAlong(type, path);
  const last = along?.at(-1);
  if (!along || !last) {
    reporter.report(line, 'UNKNOWN_FIELD', `事件 ${type} 没有字段“${path}”`, `event ${type} has no field "${path}"`);
    return false;
  }
  const sealed = along.find((field) => field.class !== 'NONE');
  if (sealed) {
    reporter.report(line, 'SEALED_FIELD', `字段“${path}”属数据类别 ${sealed.class}，规则只能读取类别 NONE`, `field "${path}" is of data class ${sealed.class}; rules read class NONE only`);
    return false;
  }
  const single = last.kind === 'scalar' && last.scalar === 'string' && along.every((field) => !field.repeated);
  if (need === 'text' && !single) {
    reporter.report(line, 'WRONG_TYPE', `字段“${path}”不是单一文字`, `field "${path}" is no single text`);
    return false;
  }
  return true;
}

/** Reports an event or rung that has no name in both languages: an explanation would show its code. `warn` and `breach` need none. */
export function checkName(word: string, line: number, context: RuleContext): void {
  if (context.names[word] || word === 'warn' || word === 'breach') return;
  context.reporter.report(line, 'NAMELESS', `names 中没有“${word}”的中英文名称`, `"${word}" has no Chinese and English name under names`);
}

/** The name of a parameter that a text such as `param.x` refers to is checked; other texts are left to the caller. */
export function checkIfParameter(text: string, kind: 'time' | 'amount', line: number, context: RuleContext): void {
  const name = parseParam(text);
  if (name) checkParameter(name, kind, line, context);
}

const UNITS = ['days', 'workingDays', 'months', 'years'] as const;

/** Reads one of days, workingDays, months, years, hours from a map; reports none, several, or a number that is none or below `least`. */
export function unitOf(map: LocatedMap, what: string, reporter: Reporter, least = 0): Amount {
  const present = [...UNITS, 'hours' as const].filter((unit) => map.entries.has(unit));
  const [unit] = present;
  const entry = unit && map.entries.get(unit);
  if (present.length !== 1 || !unit || !entry) {
    reporter.report(map.line, 'WRONG_TYPE', `${what}须且只须写明 days、workingDays、months、years、hours 之一`, `${what} needs exactly one of days, workingDays, months, years, hours`);
    return { days: 0 };
  }
  const n = entry.value.kind === 'scalar' ? entry.value.value : undefined;
  if (typeof n !== 'number' || !Number.isInteger(n) || n < least) {
    reporter.report(entry.line, 'WRONG_TYPE', `“${unit}”须为不小于 0 的整数`, `"${unit}" must be a whole number not below 0`);
    return { days: 0 };
  }
  return unit === 'hours' ? { minutes: n * 60 } : { [unit]: n };
}

function isAmount(value: unknown, kind: 'amount' | 'period'): boolean {
  if (typeof value === 'string') return parseExact(value) !== undefined;
  if (typeof value !== 'object' || value === null) return false;
  return kind === 'period' || 'days' in value || 'workingDays' in value || 'minutes' in value;
}
