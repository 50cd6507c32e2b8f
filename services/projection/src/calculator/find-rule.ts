import type { Bilingual } from '@fengqiao/policies';
import { countedRules, type CountedRule } from './counted-rules';
import { nearest } from './nearest';
import { quoted, refuse } from './refusal';
import type { Sources } from './sources';

export interface FoundRule {
  readonly rule: CountedRule;
  /** Rules of the same id in other packs, which are in force on that day too. */
  readonly others: readonly CountedRule[];
}

/** The rule that a start on that day (YYYY-MM-DD) falls under: `LA-05`, or `pack/LA-05` where several packs word it. */
export function findRule(asked: string, day: string, sources: Sources): FoundRule {
  const rules = countedRules(sources);
  const [id, pack] = nameOf(asked.trim());
  const named = rules.filter((rule) => rule.id.toUpperCase() === id.toUpperCase() && (pack === '' || rule.pack?.pack === pack));
  if (named.length === 0) return unknown(asked, rules);
  const [rule, ...others] = named.filter((each) => each.inForce(day));
  return rule ? { rule, others } : notInForce(named, day);
}

function nameOf(asked: string): readonly [id: string, pack: string] {
  const cut = asked.lastIndexOf('/');
  return cut < 0 ? [asked, ''] : [asked.slice(cut + 1), asked.slice(0, cut)];
}

function unknown(asked: string, rules: readonly CountedRule[]): never {
  const near = nearest(nameOf(asked)[0], rules.filter(({ why }) => why === undefined).map(({ id }) => id));
  return refuse('rule', 'RULE_UNKNOWN', `没有规则“${quoted(asked)}”；相近的有 ${near.join('、')}；全部规则见 fengqiao deadlines rules`, `there is no rule "${quoted(asked)}"; near it are ${near.join(', ')}; fengqiao deadlines rules lists them all`);
}

function notInForce(named: readonly CountedRule[], day: string): never {
  const rule = named[0] as CountedRule;
  const windows = named.map(windowOf);
  return refuse(
    'rule',
    'RULE_NOT_IN_FORCE',
    `${rule.id}“${rule.name.zh}”在 ${day} 不适用（${windows.map(({ zh }) => zh).join('；')}）；请核对起算日，或改用 period 写明当时的期间`,
    `${rule.id}, ${rule.name.en}, does not apply on ${day} (${windows.map(({ en }) => en).join('; ')}); check the date, or say with period how long it was then`,
  );
}

function windowOf({ effective: { from, to }, pack }: CountedRule): Bilingual {
  const where = pack ? { zh: `规则包 ${pack.pack}`, en: `pack ${pack.pack}` } : { zh: '', en: '' };
  const zh = from === '' && to === '' ? '不在该规则包的效力期间内' : `效力期间 ${from || '…'} 至 ${to || '今'}`;
  const en = from === '' && to === '' ? 'outside the days on which that pack binds' : `in force ${from || '…'} to ${to || 'now'}`;
  return { zh: [where.zh, zh].filter(Boolean).join(' '), en: [where.en, en].filter(Boolean).join(' ') };
}
