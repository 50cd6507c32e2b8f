import type { Obligation, Rung } from '@fengqiao/deadlines';
import type { Instant } from '@fengqiao/kernel';
import type { HistoricRung } from './rung-history';

/** What urgency is read from. */
type Laddered = Pick<Obligation, 'id' | 'nature' | 'rungs'>;

/** How pressing it is that the log learns of a rung: by the instant it fell due, then by weight, where the smaller is the weightier. */
export interface Urgency {
  readonly at: Instant;
  readonly weight: number;
}

/** Warnings can wait for breaches, aims for duties; a withdrawal goes out with what fell due when its rung did. */
const WEIGHT = { breachOfDuty: 0, warningOfDuty: 1, other: 2 } as const;

/**
 * The most pressing rung that is owed, or the oldest that has to be withdrawn; undefined where the log lacks nothing.
 * Without the rungs that the log holds, none is asked to be withdrawn.
 */
export function urgencyOf(obligations: readonly Laddered[], raised: readonly HistoricRung[] | undefined): Urgency | undefined {
  let first: Urgency | undefined;
  const take = (at: Instant, weight: number): void => {
    if (!first || mostUrgent({ at, weight }, first) < 0) first = { at, weight };
  };
  for (const { nature, rungs } of obligations) for (const { state, at, name } of rungs) if (state === 'owed') take(at, weightOf(nature, name));
  if (raised) for (const { at } of unfounded(obligations, raised)) take(at, WEIGHT.warningOfDuty);
  return first;
}

/** How pressing an instant to come will be, as far as is known before: by the weightiest rung that waits for it. */
export function foreseenUrgency(obligations: readonly Laddered[], at: Instant): Urgency {
  let weight: number = WEIGHT.other;
  for (const { nature, rungs } of obligations) for (const rung of rungs) if (rung.at === at && rung.state === 'pending') weight = Math.min(weight, weightOf(nature, rung.name));
  return { at, weight };
}

function weightOf(nature: Obligation['nature'], rung: string): number {
  if (nature !== 'duty') return WEIGHT.other;
  return rung === 'warn' ? WEIGHT.warningOfDuty : WEIGHT.breachOfDuty;
}

/** Orders the more pressing first. */
export function mostUrgent(a: Urgency, b: Urgency): number {
  if (a.at !== b.at) return a.at < b.at ? -1 : 1;
  return a.weight - b.weight;
}

/** Names in order of their urgency, ties by name: the first so many, without those in `except`. */
export function mostPressing(urgencies: ReadonlyMap<string, Urgency>, limit: number, except: ReadonlySet<string>): readonly string[] {
  type Entry = readonly [name: string, urgency: Urgency];
  const isBefore = ([a, x]: Entry, [b, y]: Entry): boolean => (mostUrgent(x, y) || (a < b ? -1 : 1)) < 0;
  const first: Entry[] = [];
  for (const entry of urgencies) {
    if (except.has(entry[0])) continue;
    const last = first[first.length - 1];
    if (first.length >= limit && last && !isBefore(entry, last)) continue;
    let [low, high] = [0, first.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (isBefore(first[middle] as Entry, entry)) low = middle + 1;
      else high = middle;
    }
    first.splice(low, 0, entry);
    if (first.length > limit) first.pop();
  }
  return first.map(([name]) => name);
}

/** The rungs of an obligation whose time has come and which the log lacks. */
export function owedRungs({ rungs }: Pick<Obligation, 'rungs'>): readonly Rung[] {
  return rungs.filter(({ state }) => state === 'owed');
}

/** A rung that has to be withdrawn, with the fact that made it so; a rung of an obligation that no longer exists names none. */
export interface Unfounded extends HistoricRung {
  readonly because?: Rung['because'];
}

const NONE: readonly Unfounded[] = [];

/** Rungs in the log, not withdrawn, that the facts no longer support, oldest first. */
export function unfounded(obligations: readonly Laddered[], raised: readonly HistoricRung[]): readonly Unfounded[] {
  if (raised.length === 0) return NONE;
  const ladders = new Map<string, readonly Rung[]>();
  for (const { id, rungs } of obligations) ladders.set(id, rungs);
  let found: Unfounded[] | undefined;
  for (const historic of raised) {
    if (historic.withdrawn) continue;
    const ladder = ladders.get(historic.obligationId);
    const rung = ladder?.find(({ id, state, unfounded: isUnfounded }) => isUnfounded && state === 'raised' && id === historic.rungId);
    if (!ladder) (found ??= []).push(historic);
    else if (rung) (found ??= []).push({ ...historic, because: rung.because });
  }
  return found ?? NONE;
}
