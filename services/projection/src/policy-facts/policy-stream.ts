import type { EventOf } from '@fengqiao/contracts';
import type { CalendarDay, CalendarYear } from '@fengqiao/calendar';
import type { Instant, FoldedEvent } from '@fengqiao/kernel';
import { packFromEvents, type AdoptedPack } from '@fengqiao/policies';
import type { Projection } from '@fengqiao/read-models';

/** A calendar year as it was adopted. */
export interface AdoptedYear extends CalendarYear {
  readonly adoptedAt: Instant;
}

type Stated = Pick<FoldedEvent, 'type' | 'data' | 'meta'>;

/** What one policy stream has adopted: versions of one pack, or of one calendar year, the latest last. */
export interface PolicyStream {
  /** Adoptions of packs as they came: a version counts from the event that completes it. */
  readonly stated: readonly Stated[];
  readonly packs: readonly AdoptedPack[];
  readonly years: readonly AdoptedYear[];
}

type PolicyEvent = EventOf<'policy.v1.'>;

export const POLICY_PREFIX = 'policy.';

/** Folds the adoptions of one pack or one calendar year; a pack whose rules do not give its hash is parked. */
export const policyStreams: Projection<PolicyStream> = {
  name: 'policy',
  prefixes: [POLICY_PREFIX],
  types: ['policy.v1.PackAdopted', 'policy.v1.RuleAdopted', 'policy.v1.CalendarAdopted'] satisfies PolicyEvent['type'][],
  fields: {},
  initial: () => ({ stated: [], packs: [], years: [] }),
  apply: (stream, event) => applied(stream, event, { type: event.type, data: event.data } as unknown as PolicyEvent),
  scopeOf: () => undefined,
};

function applied(stream: PolicyStream, { type, data, meta }: FoldedEvent, event: PolicyEvent): PolicyStream {
  switch (event.type) {
    case 'policy.v1.PackAdopted':
    case 'policy.v1.RuleAdopted': {
      const stated = [...stream.stated, { type, data, meta }];
      return { ...stream, stated, packs: isWhole(stated, event.data) ? packFromEvents(stated) : stream.packs };
    }
    case 'policy.v1.CalendarAdopted': {
      const { year, version, hash, days } = event.data;
      return { ...stream, years: [...stream.years, { year, version, hash, days: days as readonly CalendarDay[], adoptedAt: meta.recordedAt }] };
    }
  }
}

/** Whether all rules of a version are there. Before that it counts for nothing, and nothing has to be read and hashed again. */
function isWhole(stated: readonly Stated[], { pack, version }: { readonly pack: string; readonly version: string }): boolean {
  const own = stated.map(({ type, data }) => ({ type, data: data as unknown as Version })).filter(({ data }) => data.pack === pack && data.version === version);
  const rules = new Set(own.map(({ data }) => data.ruleId));
  return own.some(({ type, data }) => type === 'policy.v1.PackAdopted' && (data.rules ?? []).every((id) => rules.has(id)));
}

/** What a head and a rule of a version have between them. */
interface Version {
  readonly pack: string;
  readonly version: string;
  readonly ruleId?: string;
  readonly rules?: readonly string[];
}
