import { eventType } from '@fengqiao/contracts';
import { checkCondition, readsOf } from './conditions';
import { fieldsAlong } from './fields';
import type { Located, LocatedMap } from './located';
import { bilingualOf, checkField, checkName, reportUnknownParameter, type RuleContext } from './read-context';
import type { Bilingual, Group, Trigger } from './rule';
import { parseField } from './vocabulary';
import { itemsAt, lineAt, mapOf, textAt, textOf } from './words';

const WORDS = ['on', 'when', 'at', 'key', 'of'];
const NAMELESS: Bilingual = { zh: '', en: '' };
const NOTHING: Trigger = { on: '', when: '', at: 'occurred', key: '', of: '', name: NAMELESS };

/** A trigger, with the map it was read from where it was no bare type: `extend` and `pause` read more words there. */
export interface ReadTrigger {
  readonly trigger: Trigger;
  readonly map?: LocatedMap;
}

/** The groups at a word: a list means any of them, `{ all: [...] }` each of them. */
export function groupsAt(map: LocatedMap, word: string, context: RuleContext): Group[] {
  return itemsAt(map, word).map((item) => groupOf(item, word, context));
}

/** The triggers at a word, where a group would mean nothing. */
export function triggersAt(map: LocatedMap, word: string, context: RuleContext): Trigger[] {
  return itemsAt(map, word).map((item) => triggerOf(item, word, context).trigger);
}

/** A trigger, or the type of an event alone. */
export function triggerOf(located: Located, what: string, context: RuleContext, more: readonly string[] = []): ReadTrigger {
  if (located.kind === 'scalar') return { trigger: checked({ ...NOTHING, on: textOf(located, what, context.reporter) }, located, context) };
  const map = mapOf(located, what, [...WORDS, 'name', ...more], ['on'], context.reporter);
  if (!map) return { trigger: NOTHING };
  const [on, when, at, key, of] = WORDS.map((word) => textAt(map, word, context.reporter)) as [string, string, string, string, string];
  const named = map.entries.get('name');
  const name = named ? bilingualOf(named.value, 'name', context.reporter) : NAMELESS;
  return { trigger: checked({ on, when, at: at || 'occurred', key, of, name }, map, context), map };
}

function groupOf(located: Located, what: string, context: RuleContext): Group {
  if (located.kind !== 'map' || !located.entries.has('all')) return { all: [triggerOf(located, what, context).trigger] };
  mapOf(located, what, ['all'], ['all'], context.reporter);
  const all = triggersAt(located, 'all', context);
  if (all.length === 0) context.reporter.report(lineAt(located, 'all'), 'WRONG_TYPE', '“all”须列出触发条件', '"all" must list triggers');
  return { all };
}

function checked(trigger: Trigger, located: Located, context: RuleContext): Trigger {
  const line = (word: string): number => (located.kind === 'map' ? lineAt(located, word) : located.line);
  if (trigger.on === '') return trigger;
  if (!eventType(trigger.on)) {
    context.reporter.report(line('on'), 'UNKNOWN_EVENT', `未知事件类型“${trigger.on}”`, `unknown event type "${trigger.on}"`);
    return trigger;
  }
  checkName(trigger.on, line('on'), context);
  if (trigger.when !== '') checkWhen(trigger, line('when'), context);
  if (trigger.at !== 'occurred' && trigger.at !== 'recorded') checkReference(trigger, 'at', line('at'), context);
  if (trigger.key !== '') checkReference(trigger, 'key', line('key'), context);
  if (trigger.of !== '') checkReference(trigger, 'of', line('of'), context);
  return trigger;
}

function checkWhen({ on, when }: Trigger, line: number, context: RuleContext): void {
  const { fields, parameters } = readsOf(when, on);
  const readable = fields.filter((path) => path !== '').every((path) => checkField(on, path, line, context));
  const unknown = parameters.find((name) => context.parameters[name] === undefined);
  if (unknown !== undefined) return reportUnknownParameter(unknown, line, context);
  const wrong = readable ? checkCondition(when, on, context.parameters) : undefined;
  if (wrong !== undefined) context.reporter.report(line, 'WRONG_CONDITION', `条件“${when}”不成立:${wrong}`, `condition "${when}": ${wrong}`);
}

function checkReference(trigger: Trigger, word: 'at' | 'key' | 'of', line: number, context: RuleContext): void {
  const path = parseField(trigger[word]);
  if (!path) {
    const may = word === 'at' ? 'occurred, recorded, event.<field>' : 'event.<field>';
    return context.reporter.report(line, 'WRONG_TYPE', `“${word}”须为 ${may}`, `"${word}" must be ${may}`);
  }
  if (!checkField(trigger.on, path, line, context, 'text') || word !== 'of') return;
  if (!fieldsAlong(trigger.on, path)?.at(-1)?.reference) {
    context.reporter.report(line, 'NO_REFERENCE', `字段“${path}”不是对另一对象的引用`, `field "${path}" is no reference to another subject`);
  }
}
