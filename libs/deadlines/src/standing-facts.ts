import type { JsonObject, Json } from '@fengqiao/kernel';
import { compare } from './facts';
import type { Fact } from './types';

const ANNULLED = 'platform.v1.FactAnnulled';
const CORRECTED = 'platform.v1.FactCorrected';

/**
 * The facts that stand: each once, annulled ones left out, corrected ones as they were corrected last.
 * What annuls or corrects counts only in the stream of the fact that it names, and can itself be annulled.
 */
export function standingFacts(facts: readonly Fact[]): readonly Fact[] {
  const own = unique(facts);
  const amendments = own.filter(({ type }) => type === ANNULLED || type === CORRECTED);
  if (amendments.length === 0) return own;
  const byId = new Map(own.map((fact) => [fact.id, fact]));
  const gone = new Set<string>();
  const corrections = new Map<string, Fact[]>();
  // The last word counts, so the newest is heard first: what it annuls says nothing any more.
  for (const each of [...amendments].sort((a, b) => compare(b.recordedAt, a.recordedAt) || b.revision - a.revision || compare(b.id, a.id))) {
    const target = byId.get(String(each.data['factId']));
    if (gone.has(each.id) || target?.stream !== each.stream) continue;
    if (each.type === ANNULLED) gone.add(target.id);
    else corrections.set(target.id, [each, ...(corrections.get(target.id) ?? [])]);
  }
  return own.flatMap((fact) => (gone.has(fact.id) || fact.type === ANNULLED || fact.type === CORRECTED ? [] : [corrected(fact, corrections.get(fact.id) ?? [])]));
}

function corrected(fact: Fact, corrections: readonly Fact[]): Fact {
  return corrections.reduce((before, { data, recordedAt }): Fact => {
    const occurredAt = typeof data['occurredAt'] === 'string' && data['occurredAt'] !== '' ? (data['occurredAt'] as Fact['occurredAt']) : before.occurredAt;
    return { ...before, occurredAt, correctedAt: recordedAt, data: { ...before.data, ...fieldsOf(data['fields']) } };
  }, fact);
}

/** Fields are told as name and JSON; one that cannot be read leaves the field without a value, so that who reads it errs. */
function fieldsOf(fields: Json | undefined): JsonObject {
  const told: Record<string, Json> = {};
  for (const field of Array.isArray(fields) ? (fields as Json[]) : []) {
    const { name, json } = field as { name: string; json: string };
    told[name] = readJson(json);
  }
  return told;
}

function readJson(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return null;
  }
}

function unique(facts: readonly Fact[]): readonly Fact[] {
  const seen = new Set<string>();
  for (const { id } of facts) seen.add(id);
  if (seen.size === facts.length) return facts;
  return facts.filter(({ id }) => seen.delete(id));
}
