import { readYaml, type Located, type LocatedMap } from './located';
import { formatProblem, reporterFor, type PackProblem, type Reporter } from './problem';
import { bilingualOf, unitOf, type RuleContext } from './read-context';
import type { PackText } from './read-pack';
import { periodOf } from './read-period';
import { citationsAt, effectiveOf } from './read-rule';
import type { Bilingual, Citation, PeriodRule } from './rule';
import { choiceAt, itemsAt, lineAt, mapOf, textAt } from './words';

/** A period that a statute sets and that is a plain count from one date: for who counts, not for what the engine obliges. */
export interface StatutoryPeriod {
  readonly id: string;
  readonly name: Bilingual;
  /** What happened on the date from which it counts. */
  readonly start: Bilingual;
  readonly cite: readonly Citation[];
  /** First and last day on which a start falls under it; empty: no bound. */
  readonly effective: { readonly from: string; readonly to: string };
  readonly period: PeriodRule;
  /** What a reader has to know beside the clause; both empty where there is nothing. */
  readonly note: Bilingual;
}

export interface LoadedPeriods {
  /** In the order of the files; usable only where there are no problems. */
  readonly periods: readonly StatutoryPeriod[];
  readonly problems: readonly PackProblem[];
}

/** A list of statutory periods that cannot be used: one line for each problem. */
export class PeriodFileError extends Error {
  constructor(readonly problems: readonly PackProblem[]) {
    super(['法定期间表有误，请改正后重新装载。 The list of statutory periods has errors; correct them and load again.', ...problems.map(formatProblem)].join('\n'));
    this.name = 'PeriodFileError';
  }
}

const WORDS = ['id', 'name', 'start', 'cite', 'effective', 'period', 'note'];
const NEEDED = ['id', 'name', 'start', 'cite', 'period'];
const NOTHING: Bilingual = { zh: '', en: '' };

/** Reads and checks lists of statutory periods with the readers of packs. Never throws for what a file says. */
export function loadPeriods(texts: readonly PackText[]): LoadedPeriods {
  const problems: PackProblem[] = [];
  const read = texts.flatMap(({ file, text }) => {
    const reporter = reporterFor(file, problems);
    return readYaml(text, reporter).flatMap((document) => listOf(document, reporter));
  });
  checkTwice(read);
  return { periods: read.map(({ period }) => period), problems };
}

/** As `loadPeriods`, but throws `PeriodFileError` where a file has errors. */
export function mustLoadPeriods(texts: readonly PackText[]): readonly StatutoryPeriod[] {
  const { periods, problems } = loadPeriods(texts);
  if (problems.length > 0) throw new PeriodFileError(problems);
  return periods;
}

interface Read {
  readonly period: StatutoryPeriod;
  readonly line: number;
  readonly reporter: Reporter;
}

function listOf(document: Located, reporter: Reporter): Read[] {
  const map = mapOf(document, 'periods', ['periods'], ['periods'], reporter);
  return map ? itemsAt(map, 'periods').flatMap((item) => entryOf(item, reporter)) : [];
}

function entryOf(item: Located, reporter: Reporter): Read[] {
  const map = mapOf(item, 'period', WORDS, NEEDED, reporter);
  const id = map && textAt(map, 'id', reporter);
  const length = map?.entries.get('period');
  if (!map || !id || !length) return [];
  if (!/^[A-Z][A-Za-z0-9]*(?:[-.][A-Za-z0-9]+)*$/.test(id)) reporter.report(lineAt(map, 'id'), 'WRONG_TYPE', `编号“${id}”须如 CC-01.papers`, `id "${id}" must be such as CC-01.papers`);
  const cite = citationsAt(map, { reporter });
  // A plan's wish is no statute: it belongs into a pack, where it binds a bureau and no other.
  if (cite.some(({ verified }) => verified === 'SEED')) reporter.report(lineAt(map, 'cite'), 'WRONG_TYPE', '法定期间的引用须标记 V、V2 或 U', 'a statutory period is marked V, V2 or U');
  const context: RuleContext = { reporter, parameters: {}, names: {}, inherited: new Map(), rules: new Map() };
  const said = (word: 'name' | 'start' | 'note'): Bilingual => {
    const entry = map.entries.get(word);
    return entry ? bilingualOf(entry.value, word, reporter) : NOTHING;
  };
  const period: StatutoryPeriod = { id, name: said('name'), start: said('start'), cite, effective: effectiveOf(map, { reporter }), period: lengthOf(length.value, context), note: said('note') };
  return [{ period, line: lineAt(map, 'id'), reporter }];
}

/** As packs read a period; a count back from the date, which packs write with `from`, needs no more than its minus here. */
function lengthOf(located: Located, context: RuleContext): PeriodRule {
  if (located.kind !== 'map' || !countsBack(located)) return periodOf(located, 'next', context);
  const { reporter } = context;
  const map = mapOf(located, 'period', ['days', 'workingDays', 'months', 'years', 'roll'], [], reporter) ?? located;
  return { ...unitOf(map, 'period', reporter, -Infinity), roll: choiceAt(map, 'roll', ['next', 'previous', 'none'], 'previous', reporter), ends: '' };
}

function countsBack({ entries }: LocatedMap): boolean {
  return [...entries.values()].some(({ value }) => value.kind === 'scalar' && typeof value.value === 'number' && value.value < 0);
}

/** An id may stand there again for other days: which version governs must never be open. */
function checkTwice(read: readonly Read[]): void {
  read.forEach(({ period, line, reporter }, index) => {
    const other = read.slice(0, index).find((before) => before.period.id === period.id && meet(before.period.effective, period.effective));
    if (other) reporter.report(line, 'OVERLAP', `“${period.id}”的效力期间与第 ${other.line} 行重叠`, `"${period.id}" is in force at the same time as on line ${other.line}`);
  });
}

function meet(a: StatutoryPeriod['effective'], b: StatutoryPeriod['effective']): boolean {
  const startsInTime = (from: string, to: string): boolean => from === '' || to === '' || from <= to;
  return startsInTime(a.from, b.to) && startsInTime(b.from, a.to);
}
