import { eventType, type FieldInfo } from '@fengqiao/contracts';
import { checkCondition, readsOf } from './conditions';
import { fieldsAlong } from './fields';
import type { Located, LocatedMap } from './located';
import { bilingualOf, checkField, checkName, reportUnknownParameter, type RuleContext } from './read-context';
import { OUTCOMES, type Bilingual, type Group, type OutcomeName, type Trigger } from './rule';
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
  const map = mapOf(located, what, [...WORDS, 'is', 'name', ...more], ['on'], context.reporter);
  if (!map) return { trigger: NOTHING };
  if (map.entries.has('is')) return { trigger: outcomeOf(map, context), map };
  const [on, when, at, key, of] = WORDS.map((word) => textAt(map, word, context.reporter)) as [string, string, string, string, string];
  const named = map.entries.get('name');
  const name = named ? bilingualOf(named.value, 'name', context.reporter) : NAMELESS;
  return { trigger: checked({ on, when, at: at || 'occurred', key, of, name }, map, context), map };
}

/** A trigger that waits for what another rule's obligation comes to. It carries that obligation's key. */
function outcomeOf(map: LocatedMap, context: RuleContext): Trigger {
  const { reporter, rules } = context;
  for (const word of ['when', 'at', 'key', 'of']) {
    if (map.entries.has(word)) reporter.report(lineAt(map, word), 'WRONG_TYPE', `以规则结果为条件时不写“${word}”`, `a trigger on the outcome of a rule does not say "${word}"`);
  }
  const is = itemsAt(map, 'is').flatMap((item): OutcomeName[] => {
    const text = textOf(item, 'is', reporter);
    const outcome = OUTCOMES.find((each) => each === text);
    if (!outcome) reporter.report(item.line, 'WRONG_TYPE', `“is”须为 ${OUTCOMES.join('、')} 之一`, `"is" must be one of ${OUTCOMES.join(', ')}`);
    return outcome ? [outcome] : [];
  });
  const id = textAt(map, 'on', reporter);
  const rule = rules?.get(id);
  if (!rule) reporter.report(lineAt(map, 'on'), 'UNKNOWN_RULE', `没有规则“${id}”`, `there is no rule "${id}"`);
  const named = map.entries.get('name');
  return { ...NOTHING, on: rule?.root ?? id, is, name: named ? bilingualOf(named.value, 'name', reporter) : outcomeName(rule?.name ?? { zh: id, en: id }, is) };
}

function outcomeName({ zh, en }: Bilingual, is: readonly OutcomeName[]): Bilingual {
  return { zh: `“${zh}”${is.map((each) => OUTCOME_WORDS[each].zh).join('或')}`, en: `${en}: ${is.map((each) => OUTCOME_WORDS[each].en).join(' or ')}` };
}

const OUTCOME_WORDS: Readonly<Record<OutcomeName, Bilingual>> = {
  overdue: { zh: '逾期', en: 'overdue' },
  lapsed: { zh: '期满', en: 'lapsed' },
  met: { zh: '已履行', en: 'met' },
  void: { zh: '已终止', en: 'void' },
};

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
  if (!eventType(trigger.on) && context.rules?.has(trigger.on)) {
    context.reporter.report(line('on'), 'MISSING_WORD', `“${trigger.on}”是规则：须写 is: [${OUTCOMES.join(', ')}] 之一`, `"${trigger.on}" is a rule: say is: with some of ${OUTCOMES.join(', ')}`);
    return trigger;
  }
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

/** Reports what a condition on an event type reads that it may not, and what is wrong with it. */
export function checkWhen({ on, when }: Pick<Trigger, 'on' | 'when'>, line: number, context: RuleContext, each?: FieldInfo): void {
  const { fields, parameters } = readsOf(when, on);
  const readable = fields.filter((path) => path !== '').every((path) => checkField(on, path, line, context));
  const unknown = parameters.find((name) => context.parameters[name] === undefined);
  if (unknown !== undefined) return reportUnknownParameter(unknown, line, context);
  const wrong = readable ? checkCondition(when, on, context.parameters, each) : undefined;
  if (wrong !== undefined) context.reporter.report(line, 'WRONG_CONDITION', `条件“${when}”不成立：${wrong}`, `condition "${when}": ${wrong}`);
}

function checkReference(trigger: Trigger, word: 'at' | 'key' | 'of', line: number, context: RuleContext): void {
  const path = parseField(trigger[word]);
  if (!path) {
    const may = word === 'at' ? 'occurred, recorded, event.<field>' : 'event.<field>';
    return context.reporter.report(line, 'WRONG_TYPE', `“${word}”须为 ${may}`, `"${word}" must be ${may}`);
  }
  if (!checkField(trigger.on, path, line, context, word === 'of' ? 'any' : 'text') || word !== 'of') return;
  if (!fieldsAlong(trigger.on, path)?.at(-1)?.reference) {
    context.reporter.report(line, 'NO_REFERENCE', `字段“${path}”不是对另一对象的引用`, `field "${path}" is no reference to another subject`);
  }
}
