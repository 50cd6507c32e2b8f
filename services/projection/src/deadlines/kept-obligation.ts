import { inOrderOfRules, type Obligation } from '@fengqiao/deadlines';
import type { HistoricRung } from './rung-history';

/** An obligation as the view keeps it: the explanation is made again when somebody asks, because it is the bulk of it. */
export type KeptObligation = Omit<Obligation, 'explanation'> & {
  /** Why its clock stands still, where it does. */
  readonly stopped?: { readonly zh: string; readonly en: string };
};

/** The explanation is written when it is first read: it is not read here but where a clock stands still. */
export function withoutExplanation(obligation: Obligation): KeptObligation {
  const copied: Record<string, unknown> = {};
  // Every obligation of every judgement passes here; to read the explanation would write it.
  for (const key of Object.keys(obligation)) if (key !== 'explanation') copied[key] = obligation[key as keyof Obligation];
  const kept = copied as unknown as KeptObligation;
  const pause = obligation.state === 'paused' ? obligation.explanation.filter(({ kind }) => kind === 'pause').at(-1) : undefined;
  return pause ? { ...kept, stopped: { zh: pause.zh, en: pause.en } } : kept;
}

/** The obligations of a subject after those of some rules were judged again, in the order in which the engine tells them. */
export function withJudged(kept: readonly KeptObligation[], judged: readonly Obligation[], rules: ReadonlySet<string>): readonly KeptObligation[] {
  const others = kept.filter(({ rootRule }) => !rules.has(rootRule));
  return [...others, ...judged.map(withoutExplanation)].sort(inOrderOfRules);
}

/** An obligation of which these rungs are raised; undefined where it did not owe just these, or where one may turn out unfounded. */
export function withRaised(obligation: KeptObligation, raised: readonly HistoricRung[]): KeptObligation | undefined {
  const rungs = [...obligation.rungs];
  for (const { rungId, at } of raised) {
    const index = rungs.findIndex(({ id }) => id === rungId);
    const owed = rungs[index];
    if (owed?.state !== 'owed' || owed.at !== at || owed.doubtful) return undefined;
    rungs[index] = { ...owed, state: 'raised' };
  }
  return { ...obligation, rungs };
}
