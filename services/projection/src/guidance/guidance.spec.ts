import { encodeEvent, type EventData } from '@fengqiao/contracts';
import type { RecordedEvent } from '@fengqiao/kernel';
import { recorded } from '@fengqiao/read-models/conformance';
import { at, deepFreeze } from '@fengqiao/testing';
import { analysisProjection, trainingProjection } from '.';

const timed = (event: RecordedEvent): RecordedEvent => deepFreeze({ ...event, meta: { ...event.meta, occurredAt: at('2026-10-08T09:00:00+08:00'), recordedAt: at('2026-10-08T10:30:00+08:00') } });

const analysis: EventData['mediation.v1.TrendAnalysisReported'] = {
  officeId: 'township', division: '330681109', occasion: 'quarter', period: '2026-Q3', disputeId: '', findings: 'sealed:1:a1:x', approvedBy: '',
};
const training: EventData['mediation.v1.MediatorTrainingHeld'] = {
  officeId: 'county', division: '330681', year: '2026', kind: 'backbone', trainer: 'court', heldOn: '2026-09-20', participants: 40, approvedBy: '',
};

it('lists a trend analysis with what gave rise to it, its findings sealed, for its office and those above', () => {
  const blank = analysisProjection.initial('mediation.analysis-a1');
  expect(analysisProjection.scopeOf(blank)).toBeUndefined();
  const shown = analysisProjection.apply(deepFreeze(blank), timed(recorded('mediation.analysis-a1', 0, 'mediation.v1.TrendAnalysisReported', encodeEvent('mediation.v1.TrendAnalysisReported', analysis as never))));
  expect(shown).toEqual({
    id: 'a1', officeId: 'township', division: '330681109', occasion: 'quarter', period: '2026-Q3', disputeId: '', findings: 'sealed:1:a1:x',
    reportedAt: '2026-10-08T01:00:00.000Z', recordedAt: '2026-10-08T02:30:00.000Z',
  });
  expect(analysisProjection.scopeOf(shown)).toEqual({ division: '330681109', offices: ['township'] });
  expect(analysisProjection.fields.disputeId?.of(shown)).toBeNull();
  expect(Object.keys(analysisProjection.fields)).not.toContain('findings');
});

it('lists a training class by the year it counts for', () => {
  const blank = trainingProjection.initial('mediation.training-t1');
  expect(trainingProjection.scopeOf(blank)).toBeUndefined();
  const shown = trainingProjection.apply(deepFreeze(blank), timed(recorded('mediation.training-t1', 0, 'mediation.v1.MediatorTrainingHeld', encodeEvent('mediation.v1.MediatorTrainingHeld', training as never))));
  expect(shown).toEqual({ id: 't1', officeId: 'county', division: '330681', year: '2026', kind: 'backbone', trainer: 'court', heldOn: '2026-09-20', participants: 40, recordedAt: '2026-10-08T02:30:00.000Z' });
  expect(trainingProjection.scopeOf(shown)).toEqual({ division: '330681', offices: ['county'] });
});
