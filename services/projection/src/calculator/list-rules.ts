import { lengthWords } from '@fengqiao/deadlines';
import type { Bilingual, Citation } from '@fengqiao/policies';
import { isUnverified } from './compute';
import { countedRules, type CountedRule } from './counted-rules';
import type { Sources } from './sources';

/** A rule that can be computed, as the list shows it. */
export interface ListedRule {
  readonly id: string;
  readonly name: Bilingual;
  /** What happened on the date from which it counts. */
  readonly start: Bilingual;
  /** `7 日`; of a rule with cases each length in the order of the cases. */
  readonly period: readonly (Bilingual & { readonly roll: string; readonly when: string })[];
  readonly cite: readonly Citation[];
  readonly unverified: boolean;
  readonly effective: { readonly from: string; readonly to: string };
  readonly pack: string | null;
}

/** The rules that are a count from one date, all or those whose id or name holds a word. */
export function listRules(word: string, sources: Sources): readonly ListedRule[] {
  const wanted = word.trim().toLowerCase();
  return countedRules(sources).filter(({ why }) => why === undefined).map(listed).filter((rule) => holds(rule, wanted)).sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
}

function listed(rule: CountedRule): ListedRule {
  const { id, name, start, cite, effective, pack } = rule;
  const period = rule.ways('').map(({ period: each, when }) => ({ ...lengthWords(each), roll: each.roll, when }));
  return { id, name, start, period, cite, unverified: isUnverified(rule), effective, pack: pack?.pack ?? null };
}

function holds({ id, name, start, cite, pack }: ListedRule, word: string): boolean {
  const texts = [id, name.zh, name.en, start.zh, start.en, pack ?? '', ...cite.map(({ document }) => document)];
  return word === '' || texts.some((text) => text.toLowerCase().includes(word));
}
