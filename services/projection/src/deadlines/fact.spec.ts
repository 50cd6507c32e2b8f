import type { JsonObject, RecordedEvent } from '@fengqiao/kernel';
import { factOf } from './fact';

const event = (type: string, data: JsonObject): RecordedEvent => ({
  v: 1, position: 1, stream: 'mediation.dispute-1', revision: 0, id: 'e', type, data, hash: '',
  meta: { occurredAt: 'o', recordedAt: 'r', actor: 'a', office: 'f', jurisdiction: 'j', correlation: 'c', causation: '', command: { id: 'm', body: '' } },
} as unknown as RecordedEvent);

describe('the fact that an event states', () => {
  it('keeps nothing that says something of a person, at whatever depth, and nothing that no contract names', () => {
    const parties: JsonObject[] = [{ personId: 'p1', kind: 'person', name: '某', phone: '1' }, { personId: 'p2', kind: 'person', name: '某' }];
    const { data } = factOf(event('mediation.v1.DisputeRegistered', { source: 'informant', place: '某处', parties, people: 2, unknown: 1 }));
    expect(data).toEqual({ source: 'informant', parties: [{ personId: 'p1', kind: 'person' }, { personId: 'p2', kind: 'person' }], people: 2 });
    expect(parties[0]?.['name']).toBe('某');
  });

  it('is the data itself where all of it may be kept', () => {
    const data = { grade: 'GRADE_SMALL', flags: ['mass'], officeId: 'o' };
    expect(factOf(event('mediation.v1.DisputeGraded', data)).data).toBe(data);
  });

  it('names every other subject that it is a fact of, each once', () => {
    expect(factOf(event('mediation.v1.MediatorsAppointed', { mediatorIds: ['m1', '', 'm2', 'm1'] })).references).toEqual(['mediation.mediator-m1', 'mediation.mediator-m2']);
    expect(factOf(event('mediation.v1.TrendAnalysisReported', { officeId: 'o', disputeId: '' })).references).toEqual(['directory.office-o']);
  });

  it('knows nothing of a type that no contract names', () => {
    expect(factOf(event('mediation.v9.Unheard', { any: 1 }))).toMatchObject({ data: {}, references: [] });
  });
});
