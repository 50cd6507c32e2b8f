import type { Obligation, Rung } from '@fengqiao/deadlines';
import { at, smallDirectory } from '@fengqiao/testing';
import type { Standing } from '../deadlines/standing';
import type { KnownFact } from '../deadlines/fact';
import type { HistoricRung } from '../deadlines/rung-history';
import { lackingAfter, ownerOf, type Setting } from './judged';
import { OFFICERS, OFFICES } from './world.scenes';

const directory = smallDirectory(OFFICES, OFFICERS);
const NOW = at('2026-11-24T09:00:00+08:00');
const STREAM = 'mediation.dispute-1';

const fact = (id: string, type: string, actor: string, data: KnownFact['data'] = {}): KnownFact => ({
  id, type: `mediation.v1.${type}`, stream: STREAM, revision: 0, occurredAt: NOW, recordedAt: NOW, actor, office: 'village', data, jurisdiction: '330681001001', correlation: `correlation of ${id}`, references: [],
});

const owed = (name: string, ...to: string[]): Rung => ({ id: `rung ${name}`, name, n: 1, at: at('2026-11-24T00:00:00+08:00'), to, state: 'owed' });

function obligation(rungs: readonly Rung[]): Obligation {
  return {
    id: 'obligation-1', ruleId: 'R', rootRule: 'R', ruleName: { zh: '规则', en: 'rule' }, cite: [], nature: 'duty', subject: STREAM, key: '', startFact: 'graded', startedAt: at('2026-11-23T15:00:00+08:00'),
    state: 'running', marks: { late: true, undetermined: false, provisional: false, imported: false }, responsible: 'office', responsibleOfficeId: 'township', startOfficeId: 'village', officeId: 'village', level: 2,
    rungs, pack: 'p', packVersion: '1', packHash: 'h', calendars: {}, explanation: [],
  };
}

const raised = (name: string, personId: string): HistoricRung => ({
  obligationId: 'obligation-1', rungId: `rung ${name}`, ruleId: 'R', name, n: 1, at: NOW, raisedAt: NOW, due: NOW, withdrawn: false, eventId: '', lateMs: 0, told: [{ symbol: 's', officeId: 'township', personId, fallback: false }],
});

const judgement = (change: Partial<Standing>): Standing => ({ obligations: change.judged ?? [], judged: [], facts: [fact('registered', 'DisputeRegistered', 'mediator'), fact('graded', 'DisputeGraded', 'chair')], raised: [], ...change });
const setting: Setting = { now: NOW, sources: [{ stream: STREAM, revision: 4 }, { stream: 'mediation.empty-1', revision: -1 }], escalation: () => ({ stream: 'deadlines.escalation-obligation-1', revision: 2 }) };

const told = (given: Standing) => lackingAfter(given, setting, directory).flatMap(({ events }) => events.map(({ type, data }) => [type.slice('deadlines.v1.Escalation'.length), data['rungId'], (data['addressees'] as { personId: string }[]).map(({ personId }) => personId)]));

describe('what the log lacks after a judgement', () => {
  it('calls another person for each rung that wants the next on the roster', () => {
    expect(told(judgement({ judged: [obligation([owed('first', 'nextOnRoster'), owed('second', 'nextOnRoster')])] }))).toEqual([
      ['Raised', 'rung first', ['townshipDuty2']],
      ['Raised', 'rung second', ['countyDuty']],
    ]);
  });

  it('does not call who was told by an earlier rung', () => {
    expect(told(judgement({ judged: [obligation([owed('second', 'nextOnRoster')])], raised: [raised('first', 'townshipDuty2')] }))).toEqual([['Raised', 'rung second', ['countyDuty']]]);
  });

  it('withdraws before it raises anew, each from those who were told', () => {
    const taken: Rung = { ...owed('old'), state: 'raised', unfounded: true, because: { id: 'late news', type: 'mediation.v1.OralReportLogged' } };
    const [lacking] = lackingAfter(judgement({ judged: [obligation([taken, owed('new', 'owner')])], raised: [raised('old', 'townshipDuty1')] }), setting, directory);
    expect(lacking?.events.map(({ type, data }) => [type, data['because'] ?? ''])).toEqual([['deadlines.v1.EscalationWithdrawn', 'late news'], ['deadlines.v1.EscalationRaised', '']]);
  });

  it('withdraws what stands for an obligation that is no more, but nothing while the case is parked', () => {
    const gone = { raised: [raised('old', 'townshipDuty1')] };
    expect(told(judgement(gone))).toEqual([['Withdrawn', 'rung old', ['townshipDuty1']]]);
    expect(told(judgement({ ...gone, parked: { reason: 'poison', isFailure: true } }))).toEqual([]);
    expect(told(judgement({ raised: [{ ...raised('old', 'townshipDuty1'), withdrawn: true }] }))).toEqual([]);
  });

  it('carries where it comes from: the start as its cause, the revisions that were known', () => {
    const [lacking] = lackingAfter(judgement({ judged: [obligation([owed('breach', 'owner')])] }), setting, directory);
    expect(lacking?.events[0]).toMatchObject({
      data: { judgedAt: [{ stream: STREAM, revision: 4 }, { stream: 'deadlines.escalation-obligation-1', revision: 2 }] },
      meta: { actor: 'system', causation: 'graded', correlation: 'correlation of graded', jurisdiction: '330681001001' },
    });
  });
});

describe('the owner of a case', () => {
  it('is who registered it, then whom the plan names, then who took it over', () => {
    const facts = [fact('1', 'DisputeRegistered', 'mediator'), fact('2', 'MediationPlanAdopted', 'chair', { ownerId: 'planned' }), fact('3', 'SessionHeld', 'somebody'), fact('4', 'DisputeTakenOver', 'townshipHead')];
    expect([1, 2, 3, 4].map((length) => ownerOf(facts.slice(0, length)))).toEqual(['mediator', 'planned', 'planned', 'townshipHead']);
    expect(ownerOf([])).toBe('');
  });

  it('stays who it was where a plan names nobody', () => {
    expect(ownerOf([fact('1', 'DisputeRegistered', 'mediator'), fact('2', 'MediationPlanAdopted', 'chair', { ownerId: '' })])).toBe('mediator');
  });
});
