import type { Obligation } from '@fengqiao/deadlines';
import type { HistoricRung } from './rung-history';

/** An obligation as the view keeps it: the explanation is made again when somebody asks, because it is the bulk of it. */
export type KeptObligation = Omit<Obligation, 'explanation'> & {
  /** Why its clock stands still, where it does. */
  readonly stopped?: { readonly zh: string; readonly en: string };
};

/**
 * The explanation is written when it is first read: it is not read here but where a clock stands still. Each field is named, so that all
 * that is kept has one compact shape: copied key by key, an obligation is a dictionary of five times the size.
 */
export function withoutExplanation(obligation: Obligation): KeptObligation {
  const { id, ruleId, rootRule, ruleName, cite, nature, subject, key, startFact, startedAt, state, marks, closedAt, closedBy, due, lastDay, rawLastDay } = obligation;
  const { responsible, responsibleOfficeId, startOfficeId, officeId, level, rungs, pack, packVersion, packHash, calendars } = obligation;
  const pause = state === 'paused' ? obligation.explanation.filter(({ kind }) => kind === 'pause').at(-1) : undefined;
  return {
    id, ruleId, rootRule, ruleName, cite, nature, subject, key, startFact, startedAt, state, marks, closedAt, closedBy, due, lastDay, rawLastDay,
    responsible, responsibleOfficeId, startOfficeId, officeId, level, rungs, pack, packVersion, packHash, calendars,
    stopped: pause && { zh: pause.zh, en: pause.en },
  } satisfies Record<keyof KeptObligation, unknown>;
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
