import type { JudgedAt } from '@fengqiao/contracts';
import type { Obligation, Rung } from '@fengqiao/deadlines';
import type { Instant, NewEvent } from '@fengqiao/kernel';
import { AMENDMENTS } from '@fengqiao/read-models';
import type { Directory } from '@fengqiao/security';
import type { Standing } from '../deadlines/standing';
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
  const lacking: Lacking[] = [];
  for (const obligation of standing.judged) {
    const owed = owedRungs(obligation);
    const unfoundedRungs = withdrawals.filter(({ obligationId }) => obligationId === obligation.id);
    if (owed.length + unfoundedRungs.length === 0) continue;
    const occurrence = occurrenceOf(obligation.id, obligation.startFact, standing, setting);
    const { events, fallbacks } = raisesOf(obligation, owed, standing, occurrence, directory);
    lacking.push({ obligationId: obligation.id, events: [...unfoundedRungs.map((rung) => withdrawnEvent(rung, occurrence)), ...events], fallbacks });
  }
  if (withdrawals.length === 0) return lacking;
  const judged = new Set(standing.judged.map(({ id }) => id));
  const others = new Set(withdrawals.flatMap(({ obligationId }) => (judged.has(obligationId) ? [] : [obligationId])));
  for (const id of others) {
    const occurrence = occurrenceOf(id, undefined, standing, setting);
    lacking.push({ obligationId: id, events: withdrawals.filter(({ obligationId }) => obligationId === id).map((rung) => withdrawnEvent(rung, occurrence)), fallbacks: [] });
  }
  return lacking;
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
  const told = new Set<string>();
  for (const rung of raised) if (rung.obligationId === obligation.id) for (const { personId } of rung.told) told.add(personId);
  const { startedAt, officeId, level, responsibleOfficeId } = obligation;
  const occasion: Occasion = { now: occurrence.now, startedAt, officeId, level, responsibleOfficeId, ownerId: ownerOf(facts), told };
  const fallbacks: string[] = [];
  const events = owed.map((rung) => {
    const addressees = resolveAddressees(rung.to, occasion, directory);
    for (const { personId, symbol, fallback } of addressees) {
      told.add(personId);
      if (fallback) fallbacks.push(symbol);
    }
    return raisedEvent(obligation, rung, addressees, occurrence);
  });
  return { events, fallbacks };
}

function occurrenceOf(obligationId: string, startFact: string | undefined, { facts }: Standing, { now, sources, escalation }: Setting): Occurrence {
  const start = facts.find(({ id }) => id === startFact);
  const known = escalation(obligationId);
  const judgedAt: JudgedAt[] = [];
  for (const { stream, revision } of sources) if (revision >= 0) judgedAt.push({ revision, stream });
  if (known && known.revision >= 0) judgedAt.push({ revision: known.revision, stream: known.stream });
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
