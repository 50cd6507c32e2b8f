import { encodeEvent } from '@fengqiao/contracts';
import { at, checkTotal, foldFrozen, givenWhenThen, smallDirectory } from '@fengqiao/testing';
import { NOW, OFFICERS, OFFICES, pastId, TOWNSHIP } from '../dispute/dispute.scenes';
import { analysisDecider, type AnalysisEvent, type ReportTrendAnalysis } from './analysis';
import { analyses, trainings } from './guidance.aggregate';
import { trainingDecider, type HoldTraining, type TrainingEvent } from './training';

const directory = smallDirectory(OFFICES, OFFICERS);
const setting = { now: NOW, actor: directory.actor('director'), look: directory, approvedBy: '' };

const report: ReportTrendAnalysis = { type: 'ReportTrendAnalysis', occasion: 'quarter', period: '2026-Q4', findings: '婚姻家庭类上升' };
const reportedWith = (change: Partial<AnalysisEvent['data']>): AnalysisEvent => ({
  type: 'mediation.v1.TrendAnalysisReported', data: { officeId: TOWNSHIP, division: '330681109', occasion: 'quarter', period: '2026-Q4', disputeId: '', findings: '婚姻家庭类上升', approvedBy: '', ...change },
});
const hold: HoldTraining = { type: 'HoldTraining', year: '2026', kind: 'backbone', trainer: 'court', heldOn: '2026-11-20', participants: 40 };
const held: TrainingEvent = { type: 'mediation.v1.MediatorTrainingHeld', data: { officeId: TOWNSHIP, division: '330681109', year: '2026', kind: 'backbone', trainer: 'court', heldOn: '2026-11-20', participants: 40, approvedBy: '' } };

describe('ReportTrendAnalysis', () => {
  const { given } = givenWhenThen(analysisDecider, setting);

  it('reports a quarter, a sensitive period, and what an urgent dispute tells', () => {
    given([]).when(report).then([reportedWith({})]);
    given([]).when({ ...report, occasion: 'sensitivePeriod', period: '国庆' }).then([reportedWith({ occasion: 'sensitivePeriod', period: '国庆' })]);
    given([]).when({ ...report, occasion: 'urgentDispute', period: '枫源村宅基地', disputeId: pastId(1) }).then([reportedWith({ occasion: 'urgentDispute', period: '枫源村宅基地', disputeId: pastId(1) })]);
  });

  it.each<[string, Partial<ReportTrendAnalysis>, string, string]>([
    ['a quarter by its month', { period: '2026-11' }, 'PERIOD_UNKNOWN', '/period'],
    ['a fifth quarter', { period: '2026-Q5' }, 'PERIOD_UNKNOWN', '/period'],
    ['a quarter to come', { period: '2027-Q1' }, 'PERIOD_IN_FUTURE', '/period'],
    ['an urgent dispute without naming it', { occasion: 'urgentDispute' }, 'DISPUTE_MISSING', '/disputeId'],
  ])('refuses %s', (_what, change, code, pointer) => given([]).when({ ...report, ...change }).thenRefused(code, pointer));

  it('takes a quarter from its first day in Asia/Shanghai on', () => {
    given([]).at(at('2026-12-31T23:59:59+08:00')).when({ ...report, period: '2027-Q1' }).thenRefused('PERIOD_IN_FUTURE');
    given([]).at(at('2027-01-01T00:00:00+08:00')).when({ ...report, period: '2027-Q1' }).then([reportedWith({ period: '2027-Q1' })]);
  });

  it('stays quiet where it is reported, and refuses another', () => {
    given([reportedWith({ findings: 'sealed:1:x:abc' })]).when(report).thenNothing();
    given([reportedWith({})]).when({ ...report, period: '2026-Q3' }).thenRefused('ANALYSIS_ALREADY_REPORTED');
  });

  it('speaks the published language, and folds in any order', () => {
    expect(encodeEvent(reportedWith({}).type, reportedWith({}).data as never)).toEqual(reportedWith({}).data);
    checkTotal(analysisDecider, [reportedWith({}), reportedWith({ period: '2026-Q3' })], 50);
  });
});

describe('HoldTraining', () => {
  const { given } = givenWhenThen(trainingDecider, setting);

  it('records a class, also one that makes up for the year before', () => {
    given([]).when(hold).then([held]);
    given([]).when({ ...hold, year: '2025' }).then([{ ...held, data: { ...held.data, year: '2025' } }]);
  });

  it.each<[string, Partial<HoldTraining>, string, string]>([
    ['a day ahead', { heldOn: '2026-11-23' }, 'DAY_IN_FUTURE', '/heldOn'],
    ['a year to come', { year: '2027' }, 'YEAR_OF_OTHER_TIME', '/year'],
    ['a year long past', { year: '2024' }, 'YEAR_OF_OTHER_TIME', '/year'],
  ])('refuses %s', (_what, change, code, pointer) => given([]).when({ ...hold, ...change }).thenRefused(code, pointer));

  it('stays quiet where it is recorded, and refuses other content', () => {
    given([held]).when(hold).thenNothing();
    given([held]).when({ ...hold, participants: 41 }).thenRefused('TRAINING_ALREADY_RECORDED');
  });

  it('speaks the published language, and folds in any order', () => {
    expect(encodeEvent(held.type, held.data as never)).toEqual(held.data);
    checkTotal(trainingDecider, [held, { ...held, data: { ...held.data, year: '2025' } }], 50);
  });
});

describe('who may read what was reported', () => {
  const analysis = foldFrozen(analysisDecider, [reportedWith({})]);
  const training = foldFrozen(trainingDecider, [held]);

  it('the office itself and those in whose division it lies', () => {
    for (const readers of [(account: string) => analyses.authorise(directory.actor(account), analysis, undefined), (account: string) => trainings.authorise(directory.actor(account), training, undefined)]) {
      expect(OFFICERS.map(({ account }) => account).filter(readers)).toEqual(['clerk', 'director', 'duty', 'countyDuty', 'countyHead']);
    }
    expect(analyses.authorise({ ...directory.actor('director'), officeId: '' }, analysisDecider.initial, report)).toBe(false);
  });

  it('and sees what was said', () => {
    expect([analyses.present(analysisDecider.initial), trainings.present(trainingDecider.initial)]).toEqual([undefined, undefined]);
    expect([analyses.present(analysis), trainings.present(training)]).toEqual([reportedWith({}).data, held.data]);
    expect([analyses.jurisdiction(analysis, report, setting.actor), trainings.jurisdiction(training, hold, setting.actor)]).toEqual(['330681109', '330681109']);
  });
});
