import type { Bilingual } from '@fengqiao/policies';
import type { Contribution } from './contributions';
import { INDICATORS, type IndicatorWords, type Target } from './indicators';

/** Two counts and their quotient, as people write it; null where nothing was counted. */
export interface Rate {
  readonly numerator: number;
  readonly denominator: number;
  /** `97.4%`, rounded down, so that nothing short of all is called 100 %. */
  readonly percent: string | null;
}

export interface Indicator extends Rate {
  readonly id: string;
  readonly name: Bilingual;
  readonly formula: Bilingual;
  readonly kind: 'ratio' | 'count';
  readonly target: Target | null;
  readonly readings: readonly (Rate & { readonly id: string; readonly name: Bilingual })[];
  /** Cases that were counted and did not reach the numerator (of a count: those it counts), at most twenty. */
  readonly cases: readonly string[];
}

/** A contribution with the case it comes from; empty where it is no case's. */
export interface Counted extends Contribution {
  readonly caseId: string;
}

const MOST_CASES = 20;

/** Every indicator from what was counted, in the order of the list. */
export function indicatorsFrom(counted: readonly Counted[]): readonly Indicator[] {
  return INDICATORS.map((words) => indicatorFrom(words, counted.filter(({ indicator }) => indicator === words.id)));
}

function indicatorFrom(words: IndicatorWords, counted: readonly Counted[]): Indicator {
  const of = (reading: string): readonly Counted[] => counted.filter((each) => each.reading === reading);
  const { id, name, formula, kind, target } = words;
  const shown = of('').filter(({ hit }) => hit === (kind === 'count'));
  return {
    id, name, formula, kind, target,
    ...rateOf(of(''), kind),
    readings: Object.entries(words.readings).map(([reading, label]) => ({ id: reading, name: label, ...rateOf(of(reading), kind) })),
    cases: [...new Set(shown.map(({ caseId }) => caseId))].filter((caseId) => caseId !== '').sort().slice(0, MOST_CASES),
  };
}

function rateOf(counted: readonly Counted[], kind: 'ratio' | 'count'): Rate {
  const numerator = counted.filter(({ hit }) => hit).length;
  const denominator = counted.length;
  if (kind === 'count' || denominator === 0) return { numerator, denominator, percent: null };
  const tenths = Math.floor((numerator * 1_000) / denominator);
  return { numerator, denominator, percent: `${Math.floor(tenths / 10)}.${tenths % 10}%` };
}
