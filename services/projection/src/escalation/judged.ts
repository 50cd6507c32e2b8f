import type { Addressee } from '@fengqiao/contracts';
import type { Obligation, Rung } from '@fengqiao/deadlines';
import type { Instant, NewEvent } from '@fengqiao/kernel';
import { AMENDMENTS } from '@fengqiao/read-models';
import type { Directory } from '@fengqiao/security';
import type { Standing } from '../deadlines/deadline-view';
import type { KnownFact } from '../deadlines/fact';
import { owedRungs, unfounded, type Unfounded } from '../deadlines/urgency';
import { resolveAddressees, type Occasion } from './addressees';
import { raisedEvent, withdrawnEvent, type Occurrence } from './receipt';

/** What one obligation's escalation stream lacks, in the order in which it has to be told. */
export interface Lacking {
  readonly obligationId: string;
  readonly events: readonly NewEvent[];
  /** Symbols that led nowhere, so that the county duty officer stands in. */
  readonly fallbacks: readonly string[];
}

/** Where the judgement was made: when, and the revisions that were known of each stream it read. */
export interface Setting {
  readonly now: Instant;
  readonly sources: readonly { readonly stream: string; readonly revision: number }[];
  /** The escalation stream of an obligation as it was known; undefined where it does not exist. */
  escalation(obligationId: string): { readonly stream: string; readonly revision: number } | undefined;
}

/** What the log lacks after a judgement: withdrawals before what is raised anew. What was not judged again lacks nothing. */
export function lackingAfter(standing: Standing, setting: Setting, directory: Directory): readonly Lacking[] {
  const withdrawals = withdrawalsAfter(standing);
  const judged = new Map(standing.judged.map((obligation) => [obligation.id, obligation]));
  const ids = new Set([...judged.keys(), ...withdrawals.map(({ obligationId }) => obligationId)]);
  return [...ids].flatMap((obligationId) => {
    const obligation = judged.get(obligationId);
    const owed = obligation ? owedRungs(obligation) : [];
    const unfoundedRungs = withdrawals.filter((rung) => rung.obligationId === obligationId);
    if (owed.length + unfoundedRungs.length === 0) return [];
    const occurrence = occurrenceOf(obligationId, obligation, standing, setting);
    const withdrawn = unfoundedRungs.map((rung) => withdrawnEvent(rung, occurrence));
    const raises = obligation ? raisesOf(obligation, owed, standing, occurrence, directory) : { events: [], fallbacks: [] };
    return [{ obligationId, events: [...withdrawn, ...raises.events], fallbacks: raises.fallbacks }];
  });
}

/** What is not all read may owe a rung, but proves none unfounded. */
function withdrawalsAfter({ obligations, raised, facts, parked }: Standing): readonly Unfounded[] {
  const rungs = parked ? [] : unfounded(obligations, raised);
  return rungs.length === 0 ? [] : rungs.map((rung) => ({ because: newsOf(facts), ...rung }));
}

/** What took an obligation away altogether, as far as anybody can tell: the last word that annulled or corrected something, else the last fact. */
function newsOf(facts: readonly KnownFact[]): Unfounded['because'] {
  const last = facts.findLast(({ type }) => AMENDMENTS.has(type)) ?? facts.at(-1);
  return last && { id: last.id, type: last.type };
}

function raisesOf(obligation: Obligation, owed: readonly Rung[], { facts, raised }: Standing, occurrence: Occurrence, directory: Directory): Pick<Lacking, 'events' | 'fallbacks'> {
  const told = new Set(raised.filter(({ obligationId }) => obligationId === obligation.id).flatMap((rung) => rung.told.map(({ personId }) => personId)));
  const addressed: Addressee[] = [];
  const { startedAt, startOfficeId, startLevel, responsibleOfficeId } = obligation;
  const occasion: Occasion = { now: occurrence.now, startedAt, startOfficeId, startLevel, responsibleOfficeId, ownerId: ownerOf(facts), told };
  const events = owed.map((rung) => {
    const addressees = resolveAddressees(rung.to, occasion, directory);
    addressed.push(...addressees);
    for (const { personId } of addressees) told.add(personId);
    return raisedEvent(obligation, rung, addressees, occurrence);
  });
  return { events, fallbacks: addressed.filter(({ fallback }) => fallback).map(({ symbol }) => symbol) };
}

function occurrenceOf(obligationId: string, obligation: Obligation | undefined, { facts }: Standing, { now, sources, escalation }: Setting): Occurrence {
  const start = facts.find(({ id }) => id === obligation?.startFact);
  const known = escalation(obligationId);
  const judgedAt = [...sources, ...(known ? [known] : [])].filter(({ revision }) => revision >= 0).map(({ stream, revision }) => ({ stream, revision }));
  return { now, start, jurisdiction: (start ?? facts[0])?.jurisdiction ?? '', judgedAt };
}

/** Who holds a case by its facts: whom the plan names, who took it over, who registered it; the last word counts. */
export function ownerOf(facts: readonly KnownFact[]): string {
  return facts.reduce((owner, { type, actor, data }) => {
    switch (type) {
      case 'mediation.v1.DisputeRegistered':
      case 'mediation.v1.DisputeTakenOver':
        return actor;
      case 'mediation.v1.MediationPlanAdopted':
        return (data['ownerId'] as string) || owner;
      default:
        return owner;
    }
  }, '');
}
