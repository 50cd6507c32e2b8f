import type { EventData } from '@fengqiao/contracts';
import { idOf, type Json, type RecordedEvent } from '@fengqiao/kernel';
import type { QueryContext, QueryRoute, ServerEvent } from '@fengqiao/platform';
import { positionOf, positionToken } from '../duty/position-token';
import { EVERYBODY, sees } from './asking';
import { caseNumber, officeItem } from './deadline-item';
import { rungLabel } from './labels';
import type { ReadParts } from './read-parts';

/**
 * Escalations as they come into the log (server-sent events): `raised` and `withdrawn`, each with an id that `after` takes up again.
 * No personal data: whom a rung is for is an id, and whether it is the listener's own is said.
 */
export function escalationStreamQuery(parts: ReadParts): QueryRoute {
  return {
    id: 'escalationStream',
    path: '/v1/views/escalations/stream',
    label: { zh: '升级提醒实时流', en: 'escalations as they are recorded, as server-sent events' },
    roles: EVERYBODY,
    parameters: [{ name: 'after', label: { zh: '从此编号之后继续（上次收到的 id）', en: 'go on after this id, the last one received' } }],
    produces: ['events'],
    handle: async (context) => {
      const given = context.query['after'];
      const after = typeof given === 'string' ? positionOf(given) : undefined;
      if (given !== undefined && after === undefined) {
        return { kind: 'problem', status: 400, code: 'QUERY_VALUE_INVALID', parameter: 'after', zh: 'after 须为此前收到的事件编号。', en: 'after must be the id of an event that was received before.' };
      }
      return { kind: 'events', events: (closed) => told(closed, after, context, parts) };
    },
  };
}

async function* told(closed: Promise<void>, after: number | undefined, context: QueryContext, parts: ReadParts): AsyncGenerator<ServerEvent> {
  const concerns = (event: RecordedEvent): boolean => sees(context.scope, placeOf(event));
  for await (const event of parts.live.follow({ after, concerns, closed })) {
    yield { id: positionToken(event.position), event: event.type === 'deadlines.v1.EscalationRaised' ? 'raised' : 'withdrawn', data: dataOf(event, context, parts) };
  }
}

type Raised = EventData['deadlines.v1.EscalationRaised'];
type Withdrawn = EventData['deadlines.v1.EscalationWithdrawn'];

function placeOf({ data, meta }: RecordedEvent): { readonly division: string; readonly offices: readonly string[] } {
  const { addressees, responsibleOfficeId = '' } = data as unknown as Pick<Raised, 'addressees'> & Partial<Raised>;
  return { division: meta.jurisdiction, offices: [responsibleOfficeId, ...addressees.map(({ officeId }) => officeId)] };
}

/** A withdrawal names its rung only: the case is that of the rung. */
function subjectOf({ subject }: Partial<Raised>, obligationId: string, { readSide }: ReadParts): string {
  return subject ?? readSide.opened.deadlines.view.history(obligationId)?.document.subject ?? '';
}

function dataOf({ type, data, meta }: RecordedEvent, { actor }: QueryContext, parts: ReadParts): Json {
  const { addressees, obligationId, rungId } = data as unknown as Withdrawn;
  const subject = subjectOf(data as unknown as Partial<Raised>, obligationId, parts);
  const common = {
    obligationId,
    rungId,
    caseId: idOf(subject),
    caseNumber: caseNumber(subject, parts),
    recordedAt: meta.recordedAt,
    division: meta.jurisdiction,
    toMe: addressees.some(({ personId }) => personId === actor.personId),
    toMyOffice: addressees.some(({ officeId }) => officeId === actor.officeId),
    addressees: addressees.map(({ symbol, officeId, personId, fallback }) => ({ symbol, office: officeItem(officeId, parts), personId, fallback })),
  };
  if (type !== 'deadlines.v1.EscalationRaised') {
    const { because, becauseType } = data as unknown as Withdrawn;
    return { ...common, because, becauseType };
  }
  const { ruleId, rung, n, at, due, lateMs, responsibleOfficeId, provisional } = data as unknown as Raised;
  return { ...common, ruleId, rung, label: { ...rungLabel(rung) }, n, at, due, lateMs: Number(lateMs), provisional, responsibleOffice: officeItem(responsibleOfficeId, parts) };
}
