import { at } from '@fengqiao/testing';
import type { KeptObligation } from './kept-obligation';
import { rowOf } from './obligation-row';

const STREAM = 'mediation.dispute-1';

const row = (held: Pick<KeptObligation, 'responsibleOfficeId' | 'startOfficeId' | 'officeId'>) => {
  const obligation: KeptObligation = {
    id: 'obligation-1', ruleId: 'R', rootRule: 'R', ruleName: { zh: '规则', en: 'rule' }, cite: [], nature: 'duty', subject: STREAM, key: '', startFact: 'accepted', startedAt: at('2026-11-23T15:00:00+08:00'),
    state: 'running', marks: { late: false, undetermined: false, provisional: false, imported: false }, responsible: 'office', level: 3, rungs: [], pack: 'p', packVersion: '1', packHash: 'h', calendars: {}, ...held,
  };
  return rowOf(obligation, { stream: STREAM, division: '330681', obligations: [obligation], judgedAt: at('2026-11-23T15:00:00+08:00'), nextOf: new Map() }, []);
};

it('an obligation is seen by the office that held the case at the start, by the one that holds it, and by the one whose duty it is', () => {
  expect(row({ responsibleOfficeId: 'village', startOfficeId: 'village', officeId: 'village' }).officeIds).toEqual(['village']);
  expect(row({ responsibleOfficeId: 'county', startOfficeId: 'village', officeId: 'township' }).officeIds).toEqual(['county', 'township', 'village']);
  expect(row({ responsibleOfficeId: '', startOfficeId: 'village', officeId: 'township' }).officeIds).toEqual(['township', 'village']);
});
