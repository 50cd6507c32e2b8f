import type { EventData } from '@fengqiao/contracts';
import type { Instant, JsonObject, RecordedEvent } from '@fengqiao/kernel';
import type { PaperSource } from '@fengqiao/platform';
import type { Directory } from '@fengqiao/security';
import { agreementOf, type DisputeState, type Known } from '../dispute/dispute';

/** All that papers tell of one dispute: what is known of it, when it happened, and the names behind ids. As the log holds it, sealed. */
export interface CaseFile {
  /** Empty where it has none yet. */
  readonly caseNumber: string;
  readonly printedAt: Instant;
  readonly state: Known;
  /** When events of a type happened, by its name without context and version, in their order. */
  readonly moments: Readonly<Record<string, readonly string[]>>;
  /** On application or initiative; null before acceptance. */
  readonly accepted: { readonly basis: string; readonly at: string } | null;
  /** How it was declined or terminated; null where it was not. Kept beside the state, which forgets it in the archive. */
  readonly declined: { readonly reason: string; readonly guidance: string; readonly at: string } | null;
  readonly terminated: { readonly reason: string; readonly note: string; readonly at: string } | null;
  /** Names of offices and people by their ids. */
  readonly names: Readonly<Record<string, string>>;
}

/** The file of a dispute; undefined before it is registered. */
export function caseFile(state: DisputeState, { events, caseNumber, now, look }: PaperSource<Directory>): JsonObject | undefined {
  if (state.status === 'unregistered') return undefined;
  const accepted = last(events, 'mediation.v1.DisputeAccepted');
  const declined = last(events, 'mediation.v1.DisputeDeclined');
  const terminated = last(events, 'mediation.v1.MediationTerminated');
  const file: CaseFile = {
    caseNumber, printedAt: now, state,
    moments: momentsOf(events),
    accepted: accepted ? { basis: accepted.data.basis, at: accepted.at } : null,
    declined: declined ? { reason: declined.data.reason, guidance: declined.data.guidance, at: declined.at } : null,
    terminated: terminated ? { reason: terminated.data.reason, note: terminated.data.note, at: terminated.at } : null,
    names: namesOf(state, look),
  };
  return file as unknown as JsonObject;
}

/** When the n-th event of a type happened; empty where it did not. */
export function momentOf({ moments }: CaseFile, type: string, n = 0): string {
  return moments[type]?.[n] ?? '';
}

/** The name behind an id; a dash where the directory has none. */
export function nameOf({ names }: CaseFile, id: string): string {
  return names[id] ?? '—';
}

/** Names of the mediators of the case, or of those who held one session. */
export function mediatorsOf(file: CaseFile, ids: readonly string[] = file.state.facts.mediatorIds): readonly string[] {
  return ids.map((id) => nameOf(file, id));
}

/** The office that holds the case, whose name stands over its papers. */
export function issuerOf(file: CaseFile): string {
  return nameOf(file, file.state.facts.holder.officeId);
}

/** An agreement that can be written out; undefined where there is none, or only the mention of one. */
export function writtenOut({ state }: CaseFile) {
  const agreement = agreementOf(state);
  return agreement && agreement.terms.length > 0 ? agreement : undefined;
}

function momentsOf(events: readonly RecordedEvent[]): Readonly<Record<string, readonly string[]>> {
  const moments: Record<string, string[]> = {};
  for (const { type, meta } of events) (moments[type.split('.').at(-1) as string] ??= []).push(meta.occurredAt);
  return moments;
}

function last<T extends 'mediation.v1.DisputeAccepted' | 'mediation.v1.DisputeDeclined' | 'mediation.v1.MediationTerminated'>(events: readonly RecordedEvent[], type: T) {
  const event = events.filter((candidate) => candidate.type === type).at(-1);
  return event && { data: event.data as unknown as EventData[T], at: event.meta.occurredAt };
}

function namesOf({ facts }: Known, look: Directory): Readonly<Record<string, string>> {
  const offices = [...facts.offices, facts.holder.officeId].map((id) => [id, look.office(id)?.name]);
  const people = [...facts.mediatorIds, ...facts.sessions.flatMap((session) => session.mediatorIds), ...facts.plans.map((plan) => plan.ownerId), facts.court?.mediatorId ?? ''].map((id) => [id, look.person(id)?.name]);
  return Object.fromEntries([...offices, ...people].filter(([id, name]) => id !== '' && name !== undefined)) as Record<string, string>;
}
