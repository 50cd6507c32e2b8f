import { eventType, type FieldInfo } from '@fengqiao/contracts';
import { fieldsAlong } from './fields';
import type { LocatedMap } from './located';
import { memberships } from './membership';
import { checkField, type RuleContext } from './read-context';
import { checkWhen, groupsAt, triggersAt } from './read-trigger';
import type { EachRule, Group, Trigger } from './rule';
import { parseEach, parseField } from './vocabulary';
import { lineAt, mapOf, textAt } from './words';

/** The members of a rule: what the pack says of them, the list they are read from, or what makes a subject one of them. */
export interface ReadEach {
  readonly rule: EachRule;
  readonly line: number;
  readonly list?: FieldInfo;
  /** The starts of the rule; where members are subjects, what makes them members. */
  readonly start: readonly Group[];
  /** What ends a membership, and with it the obligations of the member. */
  readonly until: readonly Trigger[];
}

/** Reads `for: { each, where, key, from, until }` of a rule with these starts; undefined where the rule has no such word. */
export function eachAt(rule: LocatedMap, stated: readonly Group[], context: RuleContext): ReadEach | undefined {
  const entry = rule.entries.get('for');
  const map = entry && mapOf(entry.value, 'for', ['each', 'where', 'key', 'from', 'until'], ['each'], context.reporter);
  if (!entry || !map) return undefined;
  const [each, where, key] = ['each', 'where', 'key'].map((word) => textAt(map, word, context.reporter)) as [string, string, string];
  const path = parseField(each);
  return path === undefined ? kindOf(map, { each, where, key }, stated, context) : listOf(map, { each, where, key }, path, stated, context);
}

/** What makes a subject a member, and what ends that: as the rule says, or as is known of the kind. */
function membershipAt(map: LocatedMap, rule: EachRule, stated: readonly Group[], context: RuleContext): Pick<ReadEach, 'start' | 'until'> {
  const { reporter } = context;
  const [from, until] = [groupsAt(map, 'from', context), triggersAt(map, 'until', context)];
  if (from.length > 0 && stated.length > 0) reporter.report(lineAt(map, 'from'), 'WRONG_TYPE', 'for 的 from 与 start 只写其一', 'write either from of for, or start');
  const known = memberships().get(rule.each);
  const start = [...from, ...stated];
  if (start.length === 0 && !known) {
    reporter.report(lineAt(map, 'each'), 'MISSING_WORD', `不知何事使对象成为“${rule.each}”：for 须写 from；已知：${[...memberships().keys()].join('、')}`, `what makes a subject one of kind "${rule.each}" is not known: say from; known: ${[...memberships().keys()].join(', ')}`);
  }
  // A rule that says when a member begins also says when it ends, or it does not end.
  if (start.length > 0 || !known) return { start, until };
  return { start: [{ all: [known.from] }], until: until.length > 0 ? until : [known.until] };
}

function kindOf(map: LocatedMap, rule: EachRule, stated: readonly Group[], context: RuleContext): ReadEach {
  const { reporter } = context;
  const line = lineAt(map, 'each');
  if (!/^[a-z][A-Za-z]*$/.test(rule.each)) reporter.report(line, 'WRONG_TYPE', '“each”须为对象种类（如 office）或 event.<列表>', '"each" must be a kind of subject (such as office) or event.<list>');
  if (rule.key !== '') reporter.report(lineAt(map, 'key'), 'WRONG_TYPE', '成员自成对象时不写“key”', 'members that are subjects of their own take no "key"');
  const { start, until } = membershipAt(map, rule, stated, context);
  if (rule.where !== '') for (const type of startTypes(start)) checkWhen({ on: type, when: rule.where }, lineAt(map, 'where'), context);
  return { rule, line, start, until };
}

function listOf(map: LocatedMap, rule: EachRule, path: string, starts: readonly Group[], context: RuleContext): ReadEach {
  const { reporter } = context;
  const line = lineAt(map, 'each');
  const types = startTypes(starts);
  for (const word of ['from', 'until']) if (map.entries.has(word)) reporter.report(lineAt(map, word), 'WRONG_TYPE', `列表成员不带“${word}”`, `members of a list take no "${word}"`);
  let list: FieldInfo | undefined;
  for (const type of types) {
    if (!checkField(type, path, line, context)) return { rule, line, start: starts, until: [] };
    const field = fieldsAlong(type, path)?.at(-1);
    if (!field?.repeated || path.includes('.') || (field.kind === 'scalar' && field.scalar !== 'string') || field.kind === 'enum') {
      reporter.report(line, 'WRONG_TYPE', `字段“${path}”不是事件的列表`, `field "${path}" is no list of the event`);
      return { rule, line, start: starts, until: [] };
    }
    if (list && list.kind === 'message' && (field.kind !== 'message' || field.of !== list.of)) reporter.report(line, 'WRONG_TYPE', '各起算事件的列表种类不同', 'the starts hold lists of different kinds');
    list = field;
  }
  if (!list) return { rule, line, start: starts, until: [] };
  checkMemberText(rule.key, 'key', map, list, context);
  if (rule.where !== '') for (const type of types) checkWhen({ on: type, when: rule.where }, lineAt(map, 'where'), context, list);
  if (starts.some(({ all }) => all.some(({ key }) => key !== ''))) reporter.report(line, 'WRONG_TYPE', '按列表成员立义务时，起算条件不写“key”', 'where members are a list, the start takes no "key"');
  return { rule, line, list, start: starts, until: [] };
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
  reporter.report(line, inside && inside.class !== 'NONE' ? 'SEALED_FIELD' : 'UNKNOWN_FIELD', `“${text}”不是成员的单一可读文字，须如 ${example}`, `"${text}" is no single readable text of the member; write ${example}`);
}

/** The event types that may start a rule. */
export function startTypes(starts: readonly Group[]): readonly string[] {
  const types = starts.flatMap(({ all }) => all.flatMap(({ on, is }) => (is || !eventType(on) ? [] : [on])));
  return [...new Set(types)];
}
