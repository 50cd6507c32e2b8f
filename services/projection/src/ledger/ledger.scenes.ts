import { encodeEvent, type EventData } from '@fengqiao/contracts';
import type { Instant, JsonObject, RecordedEvent } from '@fengqiao/kernel';
import { deepFreeze } from '@fengqiao/testing';
import { at } from '../histories.scenes';
import type { DisputeEventType, LedgerDocument } from './document';
import { ledgerProjection } from './ledger';

/* Events of one dispute for the specs of the ledger, an hour apart; what a scene does not say is empty. */

export const DISPUTE = 'mediation.dispute-00000001-0000-4000-8000-000000000000';
export const HOUR = 60;

export type Scene = { readonly [T in DisputeEventType]: readonly [type: T, data: Partial<EventData[T]>, occurredAt?: Instant] }[DisputeEventType];

export const registered: Scene = [
  'mediation.v1.DisputeRegistered',
  {
    source: 'mediator', discoveredAt: '2026-11-21T17:00:00.000Z', officeId: 'village', level: 'LEVEL_VILLAGE', division: '330681109201', category: 'neighbour',
    flags: ['escalating'], place: 'sealed:1:k:cGxhY2U', summary: 'sealed:1:k:c3Vt', people: 12, amountFen: '1250000',
    parties: [{ personId: 'p1', kind: 'person', name: 'sealed:1:p1:bmFtZQ', idNumber: 'sealed:1:p1:aWQ', phone: '', address: '', priority: [] }],
  },
];
export const accepted: Scene = ['mediation.v1.DisputeAccepted', { basis: 'application' }];
export const analysed: Scene = ['mediation.v1.DisputeAnalysed', { analysis: 'sealed:1:k:YQ' }];
export const planned: Scene = ['mediation.v1.MediationPlanAdopted', { plan: 'sealed:1:k:cGxhbg', ownerId: 'chair', dueDate: '2026-12-01' }];
export const held: Scene = ['mediation.v1.SessionHeld', { mode: 'field', mediatorIds: ['m1'] }];
export const concluded: Scene = [
  'mediation.v1.AgreementConcluded',
  { form: 'written', effectiveAt: '2026-11-22T08:00:00.000Z', terms: [{ termId: 't1', content: 'sealed:1:k:dDE', dueDate: '2026-11-30' }, { termId: 't2', content: 'sealed:1:k:dDI', dueDate: '2026-12-31' }] },
];
export const performed = (termId: string): Scene => ['mediation.v1.AgreementPerformed', { termId }];
export const visited: Scene = ['mediation.v1.ReturnVisitPaid', { result: 'satisfied', record: 'sealed:1:k:dg' }];
export const archived: Scene = ['mediation.v1.CaseArchived', { documents: ['registrationForm'], gaps: ['fileNote'] }];
export const reported = (reportId: string, from: string, to: string): Scene => ['mediation.v1.MajorDisputeReported', { reportId, fromOfficeId: from, toOfficeId: to }];

/** Scenes as the log holds them, checked against the published language. */
export function recordedScenes(scenes: readonly Scene[]): readonly RecordedEvent[] {
  return scenes.map(([type, data, occurredAt], revision) => ({
    v: 1,
    stream: DISPUTE,
    revision,
    id: `event-${revision}`,
    type,
    data: encodeEvent(type as string, data as JsonObject),
    meta: {
      occurredAt: occurredAt ?? at(revision * HOUR), recordedAt: at(revision * HOUR), actor: 'chair', office: 'village', jurisdiction: '330681109201',
      correlation: '', causation: '', command: { id: `command-${revision}`, body: '' },
    },
    position: revision + 1,
    hash: '',
  }));
}

/** The line of the ledger after these scenes; nothing that a fold is given may change under it. */
export function ledgerAfter(...scenes: readonly Scene[]): LedgerDocument {
  return recordedScenes(scenes).reduce((row, event) => deepFreeze(ledgerProjection.apply(row, deepFreeze(event))), deepFreeze(ledgerProjection.initial(DISPUTE)));
}
