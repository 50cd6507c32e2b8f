import canonicalize from 'canonicalize';
import { invariant, type JsonObject, type FoldedEvent } from '@fengqiao/kernel';
import { hashOf } from './load';
import type { AdoptedPack, NormalisedPack, Parameters, Rule } from './rule';

/** An adoption as it goes into the log: the pack, then one event for each of its rules. */
export type AdoptionEvent =
  | { readonly type: 'policy.v1.PackAdopted'; readonly data: PackAdoptedData }
  | { readonly type: 'policy.v1.RuleAdopted'; readonly data: RuleAdoptedData };

export interface PackAdoptedData extends JsonObject {
  readonly pack: string;
  readonly version: string;
  readonly hash: string;
  readonly extends: string;
  readonly division: string;
  readonly boundFrom: string;
  readonly boundTo: string;
  readonly parameters: string;
  readonly rules: readonly string[];
  readonly retime: string;
  /** The decision or paper behind it; empty at the first start. */
  readonly reason: string;
}

export interface RuleAdoptedData extends JsonObject {
  readonly pack: string;
  readonly version: string;
  readonly ruleId: string;
  readonly rule: string;
}

/** What a bureau appends to adopt a pack; open obligations keep the rules they started under, unless it says `open`. */
export function adoptionEvents(pack: NormalisedPack, retime: 'none' | 'open' = 'none', reason = ''): readonly AdoptionEvent[] {
  const { version, hash, division, boundFrom, boundTo } = pack;
  const head: PackAdoptedData = {
    pack: pack.pack, version, hash, extends: pack.extends, division, boundFrom, boundTo,
    parameters: canonical(pack.parameters), rules: pack.rules.map(({ id }) => id), retime, reason,
  };
  const rules = pack.rules.map((rule): AdoptionEvent => ({ type: 'policy.v1.RuleAdopted', data: { pack: pack.pack, version, ruleId: rule.id, rule: canonical(rule) } }));
  return [{ type: 'policy.v1.PackAdopted', data: head }, ...rules];
}

/** The versions that events of pack streams say were adopted, in order of adoption. A version whose rules are not all there yet is left out; one whose content does not give its hash is a broken log. */
export function packFromEvents(events: readonly Pick<FoldedEvent, 'type' | 'data' | 'meta'>[]): readonly AdoptedPack[] {
  const rules = new Map<string, Rule>();
  for (const { type, data } of events) {
    if (type !== 'policy.v1.RuleAdopted') continue;
    const adopted = data as RuleAdoptedData;
    rules.set(`${adopted.pack} ${adopted.version} ${adopted.ruleId}`, JSON.parse(adopted.rule) as Rule);
  }
  const packs = events.flatMap(({ type, data, meta }) => (type === 'policy.v1.PackAdopted' ? (packOf(data as PackAdoptedData, rules, meta.recordedAt) ?? []) : []));
  return packs.sort((a, b) => (a.adoptedAt < b.adoptedAt ? -1 : a.adoptedAt > b.adoptedAt ? 1 : 0));
}

function packOf(data: PackAdoptedData, rules: ReadonlyMap<string, Rule>, adoptedAt: string): AdoptedPack | undefined {
  const { pack, version, hash, division, boundFrom, boundTo } = data;
  const own = data.rules.flatMap((id) => rules.get(`${pack} ${version} ${id}`) ?? []);
  if (own.length < data.rules.length) return undefined;
  const content = { pack, version, extends: data.extends, division, boundFrom, boundTo, parameters: JSON.parse(data.parameters) as Parameters, rules: own };
  invariant(hashOf(content) === hash, `the rules adopted as ${pack} ${version} have the hash ${hashOf(content)}, not ${hash}`);
  return { ...content, hash, adoptedAt, ...(data.retime === 'open' && { retime: 'open' }) };
}

function canonical(value: unknown): string {
  const text = canonicalize(value);
  invariant(text !== undefined, 'a rule has canonical bytes');
  return text;
}
