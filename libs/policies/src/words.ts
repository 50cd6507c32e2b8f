import type { Entry, Located, LocatedMap } from './located';
import type { Reporter } from './problem';

/** The map at a place; reports another kind of value, every word that is not allowed, and every needed one that is missing. */
export function mapOf(located: Located, what: string, allowed: readonly string[], needed: readonly string[], reporter: Reporter): LocatedMap | undefined {
  if (located.kind !== 'map') {
    reporter.report(located.line, 'WRONG_TYPE', `${what}须为映射`, `${what} must be a map`);
    return undefined;
  }
  for (const [word, { line }] of located.entries) {
    if (allowed.includes(word)) continue;
    reporter.report(line, 'UNKNOWN_WORD', `${what}中有未知词语“${word}”，可用：${allowed.join('、')}`, `unknown word "${word}" in ${what}; known: ${allowed.join(', ')}`);
  }
  for (const word of needed) {
    if (!located.entries.has(word)) reporter.report(located.line, 'MISSING_WORD', `${what}缺少“${word}”`, `${what} lacks "${word}"`);
  }
  return located;
}

/** A text, as written; empty where the word is absent. */
export function textAt(map: LocatedMap, word: string, reporter: Reporter): string {
  const entry = map.entries.get(word);
  return entry ? textOf(entry.value, word, reporter) : '';
}

/** A scalar as text; a map or a list is reported. */
export function textOf(located: Located, what: string, reporter: Reporter): string {
  if (located.kind === 'scalar' && located.value !== null) return located.source.trim();
  reporter.report(located.line, 'WRONG_TYPE', `“${what}”须为文字`, `"${what}" must be a text`);
  return '';
}

/** A whole number not below `least`; `otherwise` where the word is absent. */
export function integerAt(map: LocatedMap, word: string, least: number, otherwise: number, reporter: Reporter): number {
  const entry = map.entries.get(word);
  if (!entry) return otherwise;
  const value = entry.value.kind === 'scalar' ? entry.value.value : undefined;
  if (typeof value === 'number' && Number.isInteger(value) && value >= least) return value;
  reporter.report(entry.line, 'WRONG_TYPE', `“${word}”须为不小于 ${least} 的整数`, `"${word}" must be a whole number not below ${least}`);
  return otherwise;
}

/** One of a closed set; `otherwise` where the word is absent. */
export function choiceAt<T extends string>(map: LocatedMap, word: string, choices: readonly T[], otherwise: T, reporter: Reporter): T {
  const entry = map.entries.get(word);
  if (!entry) return otherwise;
  const text = textOf(entry.value, word, reporter);
  const choice = choices.find((candidate) => candidate === text);
  if (choice === undefined) reporter.report(entry.line, 'WRONG_TYPE', `“${word}”须为 ${choices.join('、')} 之一`, `"${word}" must be one of ${choices.join(', ')}`);
  return choice ?? otherwise;
}

/** The items of a list; a single value stands for a list of one, an absent word for an empty one. */
export function itemsAt(map: LocatedMap, word: string): readonly Located[] {
  const entry: Entry | undefined = map.entries.get(word);
  if (!entry) return [];
  return entry.value.kind === 'list' ? entry.value.items : [entry.value];
}

/** The line of a word, or of the map that lacks it. */
export function lineAt(map: LocatedMap, word: string): number {
  return map.entries.get(word)?.line ?? map.line;
}
