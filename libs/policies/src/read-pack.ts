import { readYaml, type Located, type LocatedMap } from './located';
import { noDeadlinesOf, type NoDeadline } from './no-deadline';
import { reporterFor, type PackProblem, type Reporter } from './problem';
import { bilingualOf, unitOf } from './read-context';
import { daysOf } from './read-period';
import type { Bilingual, Parameter } from './rule';
import { lineAt, mapOf, textAt } from './words';

const WORDS = ['pack', 'version', 'extends', 'binds', 'parameters', 'names', 'rules', 'noDeadline'];

/** A pack file's text with the name it is known by in messages. */
export interface PackText {
  readonly file: string;
  readonly text: string;
}

/** Everything of a pack but its rules, which are read once the packs it builds on are known. */
export interface PackHead {
  readonly file: string;
  readonly reporter: Reporter;
  readonly pack: string;
  readonly version: string;
  readonly extends: string;
  readonly division: string;
  readonly boundFrom: string;
  readonly boundTo: string;
  readonly parameters: Readonly<Record<string, Parameter>>;
  readonly names: Readonly<Record<string, Bilingual>>;
  readonly rules: readonly Located[];
  readonly noDeadlines: readonly NoDeadline[];
  readonly line: (word: string) => number;
}

/** Reads the heads of every pack in a file; a file may hold several documents. */
export function readHeads({ file, text }: PackText, problems: PackProblem[]): PackHead[] {
  const reporter = reporterFor(file, problems);
  return readYaml(text, reporter).flatMap((document) => {
    const map = mapOf(document, 'pack', WORDS, ['pack', 'version', 'rules'], reporter);
    const pack = map && textAt(map, 'pack', reporter);
    return map && pack ? [headOf(map, pack, file, reporter)] : [];
  });
}

function headOf(map: LocatedMap, pack: string, file: string, reporter: Reporter): PackHead {
  if (!/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(pack)) reporter.report(lineAt(map, 'pack'), 'WRONG_TYPE', `规则包名“${pack}”须如 cn-national`, `pack "${pack}" must be such as cn-national`);
  const rules = map.entries.get('rules')?.value;
  if (rules && rules.kind !== 'list') reporter.report(lineAt(map, 'rules'), 'WRONG_TYPE', '“rules”须为列表', '"rules" must be a list');
  return {
    file, reporter, pack,
    version: textAt(map, 'version', reporter),
    extends: textAt(map, 'extends', reporter),
    ...bindsOf(map, reporter),
    parameters: parametersOf(map, reporter),
    names: namesOf(map, reporter),
    rules: rules?.kind === 'list' ? rules.items : [],
    noDeadlines: noDeadlinesOf(map, reporter),
    line: (word) => lineAt(map, word),
  };
}

function bindsOf(map: LocatedMap, reporter: Reporter): Pick<PackHead, 'division' | 'boundFrom' | 'boundTo'> {
  const entry = map.entries.get('binds');
  const binds = entry && mapOf(entry.value, 'binds', ['division', 'from', 'to'], [], reporter);
  if (!binds) return { division: '', boundFrom: '', boundTo: '' };
  const division = textAt(binds, 'division', reporter);
  if (division !== '' && !/^\d{2,12}$/.test(division)) reporter.report(lineAt(binds, 'division'), 'WRONG_TYPE', '“division”须为 2 至 12 位区划代码', '"division" must be a division code of 2 to 12 digits');
  const { from, to } = daysOf(binds, reporter);
  return { division, boundFrom: from, boundTo: to };
}

function parametersOf(map: LocatedMap, reporter: Reporter): Record<string, Parameter> {
  const entry = map.entries.get('parameters');
  if (!entry) return {};
  if (entry.value.kind !== 'map') {
    reporter.report(entry.line, 'WRONG_TYPE', '“parameters”须为映射', '"parameters" must be a map');
    return {};
  }
  return Object.fromEntries([...entry.value.entries].map(([name, { value }]) => [name, parameterOf(name, value, reporter)]));
}

function parameterOf(name: string, located: Located, reporter: Reporter): Parameter {
  if (located.kind === 'map') {
    mapOf(located, name, ['days', 'workingDays', 'months', 'years', 'hours'], [], reporter);
    return unitOf(located, name, reporter);
  }
  const value = located.kind === 'scalar' ? located.value : undefined;
  if (typeof value === 'boolean' || typeof value === 'string') return value;
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
  reporter.report(located.line, 'WRONG_TYPE', `参数“${name}”须为整数、真假、文字或期间`, `parameter "${name}" must be a whole number, a truth value, a text or a period`);
  return '';
}

function namesOf(map: LocatedMap, reporter: Reporter): Record<string, Bilingual> {
  const entry = map.entries.get('names');
  if (!entry) return {};
  if (entry.value.kind !== 'map') {
    reporter.report(entry.line, 'WRONG_TYPE', '“names”须为映射', '"names" must be a map');
    return {};
  }
  return Object.fromEntries([...entry.value.entries].map(([word, { value }]) => [word, bilingualOf(value, word, reporter)]));
}
