import type { EventData } from '@fengqiao/contracts';
import type { EventStore } from '@fengqiao/event-store';
import type { Json, RecordedEvent } from '@fengqiao/kernel';
import type { QueryRoute } from '@fengqiao/platform';
import { z } from 'zod';
import type { Waiting } from './adopt';
import { POLICY_PREFIX } from './policy-stream';

const adopted = z.strictObject({
  kind: z.enum(['pack', 'calendar']), name: z.string(), version: z.string(), hash: z.string(), adoptedAt: z.string(), by: z.string(), reason: z.string(),
  /** The latest version of its name. */
  latest: z.boolean(),
  extends: z.string(), division: z.string(), boundFrom: z.string(), boundTo: z.string(), retime: z.string(),
});
const waiting = z.strictObject({ kind: z.enum(['pack', 'calendar']), name: z.string(), shipped: z.string(), adopted: z.string() });

/** What was adopted, by whom and why, and what ships and waits for somebody to adopt it (规则包与日历). */
export function policyQuery(store: Pick<EventStore, 'read' | 'streams'>, shipped: readonly Waiting[], accountOf: (personId: string) => string | undefined): QueryRoute {
  return {
    id: 'policyInForce',
    path: '/v1/operations/policy',
    label: { zh: '规则包与日历', en: 'packs and calendars: every adopted version with who adopted it and why, and what ships and waits to be adopted' },
    roles: ['operator', 'bureauHead', 'inspector'],
    parameters: [],
    produces: ['json'],
    response: z.strictObject({ adopted: z.array(adopted), waiting: z.array(waiting) }),
    handle: async () => {
      const streams = await Promise.all((await store.streams(POLICY_PREFIX)).map((stream) => store.read(stream)));
      const all = streams.flatMap((events) => adoptionsOf(events)).map((each) => ({ ...each, by: accountOf(each.by) ?? each.by }));
      const body = { adopted: all, waiting: shipped };
      return { kind: 'json', body: body as unknown as Json };
    },
  };
}

function adoptionsOf(events: readonly RecordedEvent[]): readonly z.infer<typeof adopted>[] {
  const all = events.flatMap((event) => adoptionOf(event) ?? []);
  return all.map((each, index) => ({ ...each, latest: index === all.length - 1 }));
}

function adoptionOf({ type, data, meta }: RecordedEvent): Omit<z.infer<typeof adopted>, 'latest'> | undefined {
  const said = { adoptedAt: meta.recordedAt, by: meta.actor };
  if (type === 'policy.v1.PackAdopted') {
    const { pack, version, hash, reason = '', extends: parent, division, boundFrom, boundTo, retime } = data as unknown as EventData['policy.v1.PackAdopted'];
    return { kind: 'pack', name: pack, version, hash, ...said, reason, extends: parent, division, boundFrom, boundTo, retime };
  }
  if (type !== 'policy.v1.CalendarAdopted') return undefined;
  const { year, version, hash, reason = '' } = data as unknown as EventData['policy.v1.CalendarAdopted'];
  return { kind: 'calendar', name: String(year), version, hash, ...said, reason, extends: '', division: '', boundFrom: '', boundTo: '', retime: '' };
}
