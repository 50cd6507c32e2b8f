import { periodFor, type Period, type Words } from '@fengqiao/deadlines';
import type { Bilingual, Citation, NormalisedPack, Parameters, PeriodRule, Rule, StatutoryPeriod, Trigger } from '@fengqiao/policies';
import { covers, packTree, type PackTree } from './bindings';
import type { Sources } from './sources';

/** One way in which a rule counts; `when` is the pack's own condition where the rule has several. */
export interface Way {
  readonly period: Period;
  readonly when: string;
}

/** A rule as a calculator sees it: how long it is, from what it counts, and on what it rests. */
export interface CountedRule {
  readonly id: string;
  readonly name: Bilingual;
  /** What happened on the date from which it counts; empty where its triggers say it in words of the log only. */
  readonly start: Bilingual;
  readonly note: Bilingual;
  readonly cite: readonly Citation[];
  readonly effective: { readonly from: string; readonly to: string };
  /** The pack that words it; undefined for a period of the list of statutes. */
  readonly pack?: Pick<NormalisedPack, 'pack' | 'version'>;
  /** What may stop its clock, and what may prolong it, in words. */
  readonly stops: readonly Bilingual[];
  readonly prolongs: readonly Bilingual[];
  /** Why it is no count from one date; undefined where it is one. */
  readonly why?: Words;
  /** One way where it is a plain count, several where the pack tells cases apart, none where it is no count; with the parameters in force on that day. */
  ways(day: string): readonly Way[];
  /** Whether a start on that day falls under it. */
  inForce(day: string): boolean;
}

/** Every rule of the packs and every period of the list of statutes: rules of packs first, the less local before the more local. */
export function countedRules({ packs, statutes }: Sources): readonly CountedRule[] {
  const tree = packTree(packs);
  const words = tree.packs.flatMap((pack) => pack.rules.filter(({ enabled }) => enabled).map((rule) => ruleOfPack(rule, pack, tree)));
  return [...words, ...statutes.map(statute)];
}

function statute({ id, name, start, note, cite, effective, period }: StatutoryPeriod): CountedRule {
  return { id, name, start, note, cite, effective, stops: [], prolongs: [], ways: () => [{ period: periodFor(period, {}), when: '' }], inForce: (day) => covers(effective, day) };
}

function ruleOfPack(rule: Rule, pack: NormalisedPack, tree: PackTree): CountedRule {
  const { id, name, note, cite, effective } = rule;
  const why = whyNoCount(rule);
  return {
    id, name: inOrder(name), note, cite: cite.map(({ document, clause, verified }) => ({ document, clause, verified })), effective: { from: effective.from, to: effective.to }, pack: { pack: pack.pack, version: pack.version }, start: startOf(rule), why,
    stops: rule.pause.map(({ from }) => nameOf(from, rule)),
    prolongs: rule.extend.map(({ on }) => nameOf(on, rule)),
    ways: (day) => (why ? [] : waysOf(rule.period, tree.parameters(tree.through(pack, day) ?? pack))),
    inForce: (day) => covers(effective, day) && tree.through(pack, day) !== undefined,
  };
}

/** What went through the log has its fields in another order; the answer has them in one. */
function inOrder({ zh, en }: Bilingual): Bilingual {
  return { zh, en };
}

function waysOf(period: PeriodRule, parameters: Parameters): readonly Way[] {
  if (period.cases === undefined) return [{ period: periodFor(period, parameters), when: '' }];
  return period.cases.map(({ when, period: own }) => ({ when, period: periodFor(own, parameters) }));
}

/** A count from one date has a length, or cases that each have one. */
function whyNoCount({ recurs, period }: Rule): Words | undefined {
  if (recurs) return { zh: '按周、月等周期或定点反复产生，不是自一个日期起算的期间', en: 'it comes again and again by the calendar, and is no count from one date' };
  const all = period.cases?.map((each) => each.period) ?? [period];
  if (all.some(({ until }) => until !== undefined)) return { zh: '以约定或指定的日期为准，不是自一个日期起算的期间', en: 'it ends on a date that was agreed or named, and is no count from one date' };
  if (all.some(({ before }) => before !== undefined)) return { zh: '须在某事发生之前完成，不是自一个日期起算的期间', en: 'it ends when something happens, and is no count from one date' };
  if (all.some(({ earliest, latest, cases }) => earliest ?? latest ?? cases)) return { zh: '由几个期间合成，不是自一个日期起算的期间', en: 'it is made of several periods, and is no count from one date' };
  return undefined;
}

function startOf(rule: Rule): Bilingual {
  const named = (rule.period.from?.on ?? rule.start.flatMap(({ all }) => all)).map((trigger) => nameOf(trigger, rule));
  const said = (language: 'zh' | 'en', or: string): string => [...new Set(named.map((name) => name[language]).filter((name) => name !== ''))].join(or);
  return { zh: said('zh', '；或 '), en: said('en', '; or ') };
}

function nameOf({ on, name }: Trigger, { names }: Rule): Bilingual {
  return inOrder(name.zh !== '' ? name : (names[on] ?? { zh: on, en: on }));
}
