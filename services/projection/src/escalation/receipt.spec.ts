import type { Obligation, Rung, Step } from '@fengqiao/deadlines';
import { InvariantViolation, type JsonObject, type PlainDate } from '@fengqiao/kernel';
import { at } from '@fengqiao/testing';
import { raisedEvent, withdrawnEvent, type Occurrence } from './receipt';

const rung: Rung = { id: 'rung-1', name: 'breach', n: 1, at: at('2026-11-24T00:00:00+08:00'), to: ['duty(COUNTY)'], state: 'owed' };
const obligation: Obligation = {
  id: 'obligation-1', ruleId: 'R', rootRule: 'R', ruleName: { zh: '规则', en: 'rule' }, cite: [], nature: 'duty', subject: 'mediation.dispute-1', key: '',
  startFact: 'fact-1', startedAt: at('2026-11-23T15:00:00+08:00'), state: 'running', marks: { late: true, undetermined: false, provisional: false, imported: false },
  responsible: 'office', responsibleOfficeId: 'village', startOfficeId: 'village', officeId: 'village', level: 2, rungs: [rung],
  pack: 'p', packVersion: '1', packHash: 'h', calendars: { 2027: '2027.1', 2026: '2026.1' }, explanation: [],
};
const addressees = [{ symbol: 'duty(COUNTY)', officeId: 'county', personId: 'countyDuty', fallback: false }];
const when = (now: string): Occurrence => ({ now: at(now), start: undefined, jurisdiction: '330681', judgedAt: [] });

describe('the event of a rung', () => {
  it('is refused a millisecond before the time of the rung', () => {
    expect(() => raisedEvent(obligation, rung, addressees, when('2026-11-23T23:59:59.999+08:00'))).toThrow(InvariantViolation);
    expect(raisedEvent(obligation, rung, addressees, when('2026-11-24T00:00:00+08:00')).data).toMatchObject({ lateMs: '0', due: '', calendars: ['2026=2026.1', '2027=2027.1'] });
  });

  it('is refused where it would be told to nobody', () => {
    expect(() => raisedEvent(obligation, rung, [], when('2026-11-24T00:00:00+08:00'))).toThrow(InvariantViolation);
  });

  it('has an id that follows from the rung alone, another one for its withdrawal', () => {
    const ids = ['2026-11-24T00:00:00+08:00', '2026-11-24T09:00:00+08:00'].map((now) => raisedEvent(obligation, rung, addressees, when(now)).id);
    const withdrawn = withdrawnEvent(
      { obligationId: 'obligation-1', rungId: 'rung-1', ruleId: 'R', name: 'breach', n: 1, at: rung.at, due: rung.at, raisedAt: rung.at, withdrawn: false, eventId: '', lateMs: 0, told: addressees },
      when('2026-11-24T09:00:00+08:00'),
    );
    expect(ids[0]).toBe(ids[1]);
    expect(withdrawn.id).not.toBe(ids[0]);
    expect(withdrawn.data).toMatchObject({ addressees, because: '', becauseType: '' });
  });

  it('holds the very same sentence as others where the engine shares it', () => {
    const shared: Step = Object.freeze({ kind: 'rule', zh: '规则', en: 'rule', source: 's', from: '2026-11-23' as PlainDate });
    const own: Step = { ...shared };
    const [first, second] = ['1', '2'].map((id) => raisedEvent({ ...obligation, id, explanation: [shared, own] }, rung, addressees, when('2026-11-24T00:00:00+08:00')).data['explanation'] as JsonObject[]);
    expect(first).toEqual([1, 2].map(() => ({ kind: 'rule', zh: '规则', en: 'rule', source: 's', from: '2026-11-23', to: '' })));
    expect(second?.[0]).toBe(first?.[0]);
    expect(second?.[1]).not.toBe(first?.[1]);
  });

  it('says how late it is', () => {
    expect(raisedEvent(obligation, rung, addressees, when('2026-11-24T00:00:01.500+08:00')).data['lateMs']).toBe('1500');
  });
});
