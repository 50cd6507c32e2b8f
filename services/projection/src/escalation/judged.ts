import type { Addressee } from '@fengqiao/contracts';
import type { Obligation } from '@fengqiao/deadlines';
import type { Instant, NewEvent } from '@fengqiao/kernel';
import type { Directory } from '@fengqiao/security';
import type { FullJudgement } from '../deadlines/deadline-view';
import type { KnownFact } from '../deadlines/fact';
import { owedRungs, unfounded, type Unfounded } from '../deadlines/urgency';
import { resolveAddressees } from './addressees';
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

/** What the log lacks after a judgement: withdrawals before what is raised anew. */
export function lackingAfter(judgement: FullJudgement, setting: Setting, directory: Directory): readonly Lacking[] {
  const { obligations, raised, parked } = judgement;
  // What is not all read may owe a rung, but proves none unfounded.
  const news = newsOf(judgement.facts);
  const withdrawals = parked ? [] : unfounded(obligations, raised).map((rung): Unfounded => ({ because: news, ...rung }));
  const ids = new Set([...obligations.map(({ id }) => id), ...withdrawals.map(({ obligationId }) => obligationId)]);
  return [...ids].flatMap((obligationId) => {
    const obligation = obligations.find(({ id }) => id === obligationId);
    const occurrence = occurrenceOf(obligationId, obligation, judgement, setting);
    const withdrawn = withdrawals.filter((rung) => rung.obligationId === obligationId).map((rung: Unfounded) => withdrawnEvent(rung, occurrence));
    const raises = obligation ? raisesOf(obligation, judgement, occurrence, directory) : { events: [], fallbacks: [] };
    const events = [...withdrawn, ...raises.events];
    return events.length > 0 ? [{ obligationId, events, fallbacks: raises.fallbacks }] : [];
  });
}

/** What took an obligation away altogether, as far as anybody can tell: the last word that annulled or corrected something, else the last fact. */
function newsOf(facts: readonly KnownFact[]): Unfounded['because'] {
  const last = facts.findLast(({ type }) => type === 'platform.v1.FactAnnulled' || type === 'platform.v1.FactCorrected') ?? facts.at(-1);
  return last && { id: last.id, type: last.type };
}

function raisesOf(obligation: Obligation, { facts, raised }: FullJudgement, occurrence: Occurrence, directory: Directory): Pick<Lacking, 'events' | 'fallbacks'> {
  const told = new Set(raised.filter(({ obligationId }) => obligationId === obligation.id).flatMap((rung) => rung.told.map(({ personId }) => personId)));
  const addressed: Addressee[] = [];
  const ownerId = ownerOf(facts);
  const events = owedRungs(obligation).map((rung) => {
    const addressees = resolveAddressees(rung.to, { ...obligation, now: occurrence.now, ownerId, told }, directory);
    addressed.push(...addressees);
    for (const { personId } of addressees) told.add(personId);
    return raisedEvent(obligation, rung, addressees, occurrence);
  });
  return { events, fallbacks: addressed.filter(({ fallback }) => fallback).map(({ symbol }) => symbol) };
}

function occurrenceOf(obligationId: string, obligation: Obligation | undefined, { facts }: FullJudgement, { now, sources, escalation }: Setting): Occurrence {
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
