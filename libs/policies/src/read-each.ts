import { eventType, type FieldInfo } from '@fengqiao/contracts';
import { NO_EVENT } from './cel-environment';
import { fieldsAlong } from './fields';
import type { LocatedMap } from './located';
import { memberships, type Membership } from './membership';
import { checkField, type RuleContext } from './read-context';
import { checkWhen } from './read-trigger';
import type { EachRule, Group } from './rule';
import { parseEach, parseField } from './vocabulary';
import { lineAt, mapOf, textAt } from './words';

/** The members of a rule: what the pack says of them, the list they are read from, or what makes a subject one of them. */
export interface ReadEach {
  readonly rule: EachRule;
  readonly line: number;
  readonly list?: FieldInfo;
  readonly membership?: Membership;
}

/** Reads `for: { each, where, key }`; undefined where the rule has no such word. */
export function eachAt(rule: LocatedMap, starts: readonly Group[], context: RuleContext): ReadEach | undefined {
  const entry = rule.entries.get('for');
  const map = entry && mapOf(entry.value, 'for', ['each', 'where', 'key'], ['each'], context.reporter);
  if (!entry || !map) return undefined;
  const [each, where, key] = ['each', 'where', 'key'].map((word) => textAt(map, word, context.reporter)) as [string, string, string];
  const path = parseField(each);
  return path === undefined ? kindOf(map, { each, where, key }, rule, context) : listOf(map, { each, where, key }, path, starts, context);
}

function kindOf(map: LocatedMap, rule: EachRule, whole: LocatedMap, context: RuleContext): ReadEach {
  const { reporter } = context;
  const line = lineAt(map, 'each');
  if (!/^[a-z][A-Za-z]*$/.test(rule.each)) reporter.report(line, 'WRONG_TYPE', '“each”须为对象种类(如 office)或 event.<列表>', '"each" must be a kind of subject (such as office) or event.<list>');
  if (rule.key !== '') reporter.report(lineAt(map, 'key'), 'WRONG_TYPE', '成员自成对象时不写“key”', 'members that are subjects of their own take no "key"');
  if (rule.where !== '') checkWhen({ on: NO_EVENT, when: rule.where }, lineAt(map, 'where'), context);
  const membership = memberships().get(rule.each);
  if (!membership && !whole.entries.has('start')) {
    const known = [...memberships().keys()].join(', ');
    reporter.report(line, 'MISSING_WORD', `不知何事使对象成为“${rule.each}”:须写 start;已知:${known}`, `what makes a subject one of kind "${rule.each}" is not known: say start; known: ${known}`);
  }
  return { rule, line, ...(membership && { membership }) };
}

function listOf(map: LocatedMap, rule: EachRule, path: string, starts: readonly Group[], context: RuleContext): ReadEach {
  const { reporter } = context;
  const line = lineAt(map, 'each');
  const types = startTypes(starts);
  let list: FieldInfo | undefined;
  for (const type of types) {
    if (!checkField(type, path, line, context)) return { rule, line };
    const field = fieldsAlong(type, path)?.at(-1);
    if (!field?.repeated || path.includes('.') || (field.kind === 'scalar' && field.scalar !== 'string') || field.kind === 'enum') {
      reporter.report(line, 'WRONG_TYPE', `字段“${path}”不是事件的列表`, `field "${path}" is no list of the event`);
      return { rule, line };
    }
    if (list && list.kind === 'message' && (field.kind !== 'message' || field.of !== list.of)) reporter.report(line, 'WRONG_TYPE', '各起算事件的列表种类不同', 'the starts hold lists of different kinds');
    list = field;
  }
  if (!list) return { rule, line };
  checkMemberText(rule.key, 'key', map, list, context);
  if (rule.where !== '') for (const type of types) checkWhen({ on: type, when: rule.where }, lineAt(map, 'where'), context, list);
  if (starts.some(({ all }) => all.some(({ key }) => key !== ''))) reporter.report(line, 'WRONG_TYPE', '按列表成员立义务时,起算条件不写“key”', 'where members are a list, the start takes no "key"');
  return { rule, line, list };
}

/** Reports a text of a member that does not exist, may be sealed, or is not said where it is needed. */
function checkMemberText(text: string, word: string, map: LocatedMap, list: FieldInfo, context: RuleContext): void {
  if (text === '') {
    context.reporter.report(lineAt(map, 'each'), 'MISSING_WORD', `按列表成员立义务须写“${word}”`, `members of a list need "${word}"`);
    return;
  }
  checkMember(text, list, lineAt(map, word), context);
}

/** Reports `each.<field>` that names no single text of the member. */
export function checkMember(text: string, list: FieldInfo, line: number, { reporter }: RuleContext): void {
  const path = parseEach(text);
  const inside = path === undefined || path === '' || list.kind !== 'message' ? undefined : list.fields.find(({ jsonName }) => jsonName === path);
  const fits = list.kind === 'message' ? inside?.kind === 'scalar' && inside.scalar === 'string' && !inside.repeated && inside.class === 'NONE' : path === '';
  if (fits) return;
  const example = list.kind === 'message' ? 'each.<field>' : 'each';
  reporter.report(line, inside && inside.class !== 'NONE' ? 'SEALED_FIELD' : 'UNKNOWN_FIELD', `“${text}”不是成员的单一可读文字,须如 ${example}`, `"${text}" is no single readable text of the member; write ${example}`);
}

/** The event types that may start a rule. */
export function startTypes(starts: readonly Group[]): readonly string[] {
  const types = starts.flatMap(({ all }) => all.flatMap(({ on, is }) => (is || !eventType(on) ? [] : [on])));
  return [...new Set(types)];
}
