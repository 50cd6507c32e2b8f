import type { TerminationReason } from '@fengqiao/contracts';
import { rankOf } from '@fengqiao/platform';
import { IMPORTED_AGREEMENT, settle } from './agreement';
import { closed } from './alongside';
import { including, type Changes, type Folds, type LedgerDocument, type Result, type Status } from './document';

/** From registration to acceptance or its refusal, and the endings without an agreement. */
export const INTAKE: Folds<
  | 'mediation.v1.DisputeRegistered'
  | 'mediation.v1.ImportedOutcomeRecorded'
  | 'mediation.v1.DisputeGraded'
  | 'mediation.v1.DisputeAccepted'
  | 'mediation.v1.DisputeDeclined'
  | 'mediation.v1.DisputeDiverted'
  | 'mediation.v1.MediationTerminated'
> = {
  'mediation.v1.DisputeRegistered': (row, data, { occurredAt, recordedAt }) => {
    if (row.status !== 'unregistered') return {};
    const { source, category, discoveredAt, officeId, level, division, priority, place, summary, people, amountFen, flags, origin, externalNumber, externalSource } = data;
    return {
      status: 'registered',
      source, category, discoveredAt, registeredAt: occurredAt, recordedAt,
      registeringOfficeId: officeId, officeId, level: rankOf(level), offices: including([], officeId), division,
      priority, place, summary, people, amountFen, flags, origin, externalNumber, externalSource,
      parties: data.parties.map(({ personId, kind, name }) => ({ personId, kind, name })),
    };
  },
  'mediation.v1.ImportedOutcomeRecorded': (row, { outcome, endedOn }, { occurredAt }) => {
    const endedAt = endedOn === '' ? occurredAt : endedOn;
    if (outcome === 'agreed') return settle(row, { ...IMPORTED_AGREEMENT, concludedAt: endedAt }, endedAt);
    const ending = outcome === 'refused' || outcome === 'withdrawn' ? outcome : 'failed';
    return ended(row, ending, ending, '', endedAt);
  },
  'mediation.v1.DisputeGraded': (row, { grade, flags, containment, officeId }, { occurredAt }) => ({
    grade, flags, containment, gradedAt: occurredAt, offices: including(row.offices, officeId),
  }),
  'mediation.v1.DisputeAccepted': (row, _data, { occurredAt }) => ({ status: 'accepted', acceptedAt: occurredAt, ...REOPENED }),
  'mediation.v1.DisputeDeclined': (row, { reason }, { occurredAt }) => ended(row, 'notAccepted', 'notAccepted', reason, occurredAt),
  'mediation.v1.DisputeDiverted': (row, { destination }, { occurredAt }) => ended(row, 'transferredOut', 'transferredOut', destination, occurredAt),
  'mediation.v1.MediationTerminated': (row, { reason, remediesTold }, { occurredAt }) => ({ ...ended(row, endingOf(reason), endingOf(reason), reason, occurredAt), remediesTold }),
};

/** What an ending said, taken back: a case that goes on has not ended. */
export const REOPENED = { agreement: null, result: '', endReason: '', remediesTold: null, endedAt: '' } as const satisfies Changes;

function ended(row: LedgerDocument, status: Status, result: Result, endReason: string, endedAt: string): Changes {
  return { status, result, endReason, remediesTold: null, endedAt, agreement: null, suspensions: closed(row.suspensions, endedAt) };
}

function endingOf(reason: TerminationReason): 'failed' | 'refused' | 'withdrawn' {
  if (reason === 'TERMINATION_REASON_REFUSED') return 'refused';
  return reason === 'TERMINATION_REASON_WITHDRAWN' ? 'withdrawn' : 'failed';
}
