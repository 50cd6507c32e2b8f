import type { Scenario } from '../src/scenario';
import type { Obligation } from '../src/types';
import { NATIONAL } from './national.scenes';
import { known, meant, packs, placeOf, played, type RuleCase, type Told } from './rule-case.scenes';
import { GUANGXI, HEFEI, LUCHENG, TAISHAN, ZHUJI } from './seeds.scenes';

/* A case may end otherwise than a rule had in mind. Whatever happens, nothing is owed for ever, and nobody is told what he need not know. */

const ALL: readonly RuleCase[] = [...NATIONAL, ...HEFEI, ...TAISHAN, ...LUCHENG, ...GUANGXI, ...ZHUJI];
const dispute = placeOf('330102');
const committee = placeOf('330102', 'committee');
const placeIn = ({ place }: RuleCase) => place ?? dispute;
const ofDisputes = ALL.filter((of) => placeIn(of).subject.kind === 'dispute');

const all = ({ now }: Scenario, rule: string): readonly Obligation[] => now.obligations.filter(({ ruleId }) => ruleId === rule);
const states = (scene: Scenario, rule: string): readonly string[] => all(scene, rule).map(({ state, marks }) => `${state}${marks.late ? ' late' : ''}`);
const told = ({ diary }: Scenario, rule: string): readonly string[] => diary.filter((line) => line.includes(` ${rule} `));

const BEFORE = { mode: 'COURT_MODE_BEFORE_FILING' };
const received = (at: string, of = BEFORE): Told => ['CourtEntrustmentReceived', at, { ...of }];
const accepted = (at: string, of: { mode: string; procedure?: string } = BEFORE): Told => ['CourtEntrustmentAccepted', at, { ...of }];
const terminated = (at: string): Told => ['MediationTerminated', at, { reason: 'TERMINATION_REASON_FAILED', remediesTold: true }];
const returned = (at: string): Told => ['FileReturnedToCourt', at, { outcome: 'failed' }];
const graded = (at: string, flags: readonly string[]): Told => ['DisputeGraded', at, { grade: 'GRADE_LARGE', flags: [...flags] }];
const agreed = (at: string, termId: string, dueDate: string): Told => ['AgreementConcluded', at, { effectiveAt: `${at.slice(0, 10)}T02:00:00.000Z`, terms: [{ termId, dueDate }] }];

describe('a case that is archived', () => {
  it.each(ofDisputes.map((of) => [`${of.rule}${of.key ? ` (${of.key})` : ''}`, of] as const))('leaves nothing of %s open', (_name, of) => {
    const last = of.produces.at(-1) as Told;
    const open = known(placeIn(of), of.produces);
    expect(meant(of, open)?.state).toBe('running');
    expect(meant(of, known(placeIn(of), [...of.produces, ['CaseArchived', last[1].replace(/\d\d$/, '59'), { gaps: [] }]]))?.state).toBe('void');
  });
});

describe('a ladder', () => {
  it('warns of nothing at its due or later, where a warning is never given', () => {
    const rungs = packs.flatMap(({ rules }) => rules.flatMap(({ id, ladder }) => ladder.map((rung) => ({ id, ...rung }))));
    const useless = rungs.filter(({ rung, anchor, offset }) => rung === 'warn' && anchor === 'due' && Object.values(offset).every((n) => typeof n === 'number' && n >= 0));
    expect(useless.map(({ id }) => id)).toEqual([]);
  });

  it('tells of what is done at home before its last evening', () => {
    const failed = played(dispute, [['MediationTerminated', '2026-09-03 10:00', { reason: 'TERMINATION_REASON_FAILED' }]]).whenTimePasses('2026-09-04 12:00');
    expect(told(failed, 'MED-05')).toEqual(['09-03 17:30 MED-05 warn#1', '09-04 00:00 MED-05 breach#1']);
    const idle = played(committee, [['CommitteeEstablished', '2026-09-03 10:00', { changeId: 'c1', establishedOn: '2026-09-03' }]]).whenTimePasses('2026-09-14 12:00');
    expect(told(idle, 'MED-18.week')).toEqual(['09-11 09:00 MED-18.week warn#1', '09-14 00:00 MED-18.week breach#1']);
  });
});

describe('intake', () => {
  it('asks for no answer to an application that was withdrawn', () => {
    const scene = played(dispute, [['MediationApplied', '2026-09-03 10:00', { appliedOn: '2026-09-03' }], ['MediationTerminated', '2026-09-04 10:00', { reason: 'TERMINATION_REASON_WITHDRAWN' }]]);
    expect(states(scene, 'MED-01')).toEqual(['void']);
  });

  it('counts labour mediation from the application, also where the case was registered later', () => {
    const facts = (discoveredAt: string): readonly Told[] => [['DisputeRegistered', '2026-09-10 09:00', { category: 'labour', discoveredAt }], ['MediationApplied', '2026-09-10 09:30', { appliedOn: '2026-09-03' }]];
    expect(all(played(dispute, facts('2026-09-03T01:00:00.000Z')), 'MED-15').map(({ lastDay }) => lastDay)).toEqual(['2026-09-18']);
    // Where only the month of discovery is known, the registration stands in for it.
    expect(all(played(dispute, facts('2026-09')), 'MED-15').map(({ lastDay }) => lastDay)).toEqual(['2026-09-28']);
  });
});

describe('a risk of escalation', () => {
  const risk = graded('2026-09-03 10:00', ['homicideRisk']);
  const reported: Told = ['EscalationRiskReported', '2026-09-03 10:30', { told: 'police' }];

  it('is asked about half an hour before two hours have passed', () => {
    expect(told(played(dispute, [risk]).whenTimePasses('2026-09-03 13:00'), 'MED-04')).toEqual(['09-03 11:30 MED-04 warn#1']);
  });

  it('is not asked about again by a grading that adds no risk, and is by one that does', () => {
    expect(states(played(dispute, [risk, reported, graded('2026-09-05 10:00', ['homicideRisk', 'beyondLevel'])]), 'MED-04')).toEqual(['met']);
    expect(states(played(dispute, [risk, reported, graded('2026-09-05 10:00', ['homicideRisk', 'massIncident'])]), 'MED-04')).toEqual(['met', 'running']);
  });

  it('does not go away because mediation failed, and is reported by handing the case to the police', () => {
    expect(states(played(dispute, [risk, terminated('2026-09-03 10:30')]), 'MED-04')).toEqual(['running']);
    expect(states(played(dispute, [risk, ['DisputeDiverted', '2026-09-03 10:30', { destination: 'police' }]]), 'MED-04')).toEqual(['met']);
    expect(states(played(dispute, [risk, ['DisputeDiverted', '2026-09-03 10:30', { destination: 'court' }]]), 'MED-04')).toEqual(['void']);
  });
});

describe('what a court entrusts', () => {
  const chosen = ['MED-12.choose', 'MED-12.name'];

  it('has its mediator once one accepts: nobody is to choose or to name one any more', () => {
    const scene = played(dispute, [received('2026-09-03 10:00'), accepted('2026-09-03 11:00')]).whenTimePasses('2026-09-20 00:00');
    expect(chosen.flatMap((rule) => states(scene, rule))).toEqual(['void', 'void']);
    expect(chosen.flatMap((rule) => told(scene, rule))).toEqual([]);
  });

  it('is named by the court within three working days of the receipt, and not after the parties had their two', () => {
    expect(all(played(dispute, [received('2026-09-23 14:00')]), 'MED-12.name').map(({ lastDay }) => lastDay)).toEqual(['2026-09-29']);
  });

  it('leaves the choice to nobody, and nobody to be reached, once the case is filed', () => {
    const filed = { mode: 'COURT_MODE_AFTER_FILING', procedure: 'PROCEDURE_ORDINARY' };
    const scene = played(dispute, [received('2026-09-03 10:00', filed), accepted('2026-09-03 11:00', filed)]);
    expect([...chosen, 'MED-12.reach'].flatMap((rule) => states(scene, rule))).toEqual([]);
  });

  it('may be helped along by reaching the other party, which is nobody’s breach', () => {
    const scene = played(dispute, [accepted('2026-09-03 10:00')]).whenTimePasses('2026-09-20 00:00');
    expect(told(scene, 'MED-12.reach')).toEqual(['09-08 09:00 MED-12.reach warn#1']);
  });

  it('asks for no answer once the file went back unanswered', () => {
    expect(states(played(dispute, [received('2026-09-03 10:00'), returned('2026-09-04 10:00')]), 'MED-12.confirm')).toEqual(['void']);
  });

  it('goes back to the court each time, whether the mediation ended or the case was diverted', () => {
    const first = [accepted('2026-09-03 10:00'), terminated('2026-09-04 10:00'), returned('2026-09-04 11:00')];
    const second = [accepted('2026-09-07 10:00'), terminated('2026-09-08 10:00')];
    expect(states(played(dispute, [...first, ...second]), 'MED-13.return')).toEqual(['met', 'running']);
    const diverted = played(dispute, [accepted('2026-09-03 10:00'), ['DisputeDiverted', '2026-09-04 10:00', { destination: 'court' }]]);
    expect([states(diverted, 'MED-13'), states(diverted, 'MED-13.return')]).toEqual([['void'], ['running']]);
  });

  it('is not prolonged by an appraisal once the case is filed', () => {
    const scene = played(dispute, [accepted('2026-09-03 10:00', { mode: 'COURT_MODE_AFTER_FILING', procedure: 'PROCEDURE_ORDINARY' }), ['MediationSuspended', '2026-09-04 10:00', { reason: 'appraisal' }]]);
    expect(all(scene, 'MED-14').map(({ state, lastDay }) => [state, lastDay])).toEqual([['running', '2026-09-18']]);
  });
});

describe('an agreement that stands in place of another', () => {
  const first = agreed('2026-09-03 10:00', 't1', '2026-09-10');
  const applied: Told = ['JudicialConfirmationApplied', '2026-09-05 10:00', { appliedOn: '2026-09-05' }];
  const second = agreed('2026-10-12 10:00', 't9', '2026-11-10');

  it('ends the terms of the first, and gives thirty days of its own', () => {
    const scene = played(dispute, [first, applied, ['JudicialConfirmationRejected', '2026-10-09 10:00', { ruledOn: '2026-10-09' }], second]);
    expect(all(scene, 'MED-08').map(({ key, state, marks }) => [key, state, marks.late])).toEqual([['t1', 'void', true], ['t9', 'running', false]]);
    expect(all(scene, 'MED-09').map(({ state, lastDay }) => [state, lastDay])).toEqual([['met', '2026-10-08'], ['running', '2026-11-11']]);
  });

  it('needs no word of a lapsed right once the case is archived, or the court was asked after all', () => {
    expect(all(played(dispute, [first, ['CaseArchived', '2026-09-12 10:00', { gaps: [] }]]).whenTimePasses('2026-10-20 00:00'), 'MED-09.inform')).toEqual([]);
    const late = played(dispute, [first, ['JudicialConfirmationApplied', '2026-10-10 10:00', { appliedOn: '2026-10-10' }]]);
    expect(states(late, 'MED-09.inform')).toEqual(['void']);
  });
});

describe('a mass incident', () => {
  it('that is not to be reported upward is told to the government by itself', () => {
    const scene = played(placeOf('340111101201'), [graded('2012-01-05 10:00', ['massIncident']), ['EscalationRiskReported', '2012-01-05 11:00', { told: 'government' }]]);
    expect(states(scene, 'R000-22')).toEqual(['met']);
  });
});

describe('a temporary committee', () => {
  const proposed = (validTo: string): Told => ['CommitteeProposed', '2026-08-28 10:00', { kind: 'market', validTo }];
  const established = (termEnds: string): Told => ['CommitteeEstablished', '2026-08-28 11:00', { changeId: 'c1', establishedOn: '2026-08-28', termEnds }];
  const weeks = (scene: Scenario) => all(scene, 'MED-18.week').map(({ key, state, marks }) => `${key} ${state}${marks.late ? ' late' : ''}`);

  it('owes its weeks to the last day of its validity, and none after it although nobody dissolved it', () => {
    const scene = played(committee, [proposed('2026-09-13'), established('2026-09-13')]).whenTimePasses('2026-10-12 00:00');
    expect(weeks(scene)).toEqual(['2026-W36 void late', '2026-W37 void late']);
    const midweek = played(committee, [proposed('2026-09-10'), established('2026-09-10')]).whenTimePasses('2026-10-12 00:00');
    expect(weeks(midweek)).toEqual(['2026-W36 void late', '2026-W37 void']);
  });

  it('goes on owing them where it is prolonged', () => {
    const scene = played(committee, [proposed('2026-09-10'), established('2026-09-10'), ['CommitteeProlonged', '2026-09-08 10:00', { validTo: '2026-09-20' }]]).whenTimePasses('2026-10-12 00:00');
    expect(weeks(scene)).toEqual(['2026-W36 void late', '2026-W37 void late', '2026-W38 void late']);
    expect(all(scene, 'MED-11.term').map(({ lastDay, state }) => [lastDay, state])).toEqual([['2026-09-20', 'lapsed']]);
  });

  it('is not what any committee becomes whose term has passed without an election', () => {
    const scene = played(committee, [proposed(''), established('2026-09-10')]).whenTimePasses('2026-09-30 00:00');
    expect(weeks(scene)).toEqual(['2026-W36 running late', '2026-W37 running late', '2026-W38 running late', '2026-W39 running late', '2026-W40 running']);
  });

  it('elected in time is not past its term because the election was recorded later', () => {
    const scene = played(committee, [['CommitteeElected', '2020-09-03 10:00', { changeId: 'c1', electedOn: '2020-09-03', termEnds: '2023-09-03' }], ['CommitteeElected', '2023-09-05 10:00', { changeId: 'c2', electedOn: '2023-09-01', termEnds: '2026-09-01' }]]);
    expect(all(scene, 'MED-11.term').map(({ key, state }) => `${key} ${state}`)).toEqual(['c1 met', 'c2 running']);
  });
});

describe('offices of the county', () => {
  it('other than the bureau owe no analysis and hold no class', () => {
    const founded = (kind: string): Told => ['directory.v1.OfficeEstablished', '2012-08-01 09:00', { kind, level: 'LEVEL_COUNTY', validFrom: '2012-08-01' }];
    const owed = (kind: string) => played(placeOf('440781', 'office', 4), [founded(kind), ['directory.v1.OfficeRenamed', '2013-02-01 10:00']]).now.obligations.map(({ ruleId }) => ruleId);
    expect([...new Set(owed('justiceBureau'))].sort()).toEqual(['R001-12.quarter', 'R001-16', 'R001-45']);
    expect(owed('notaryOffice')).toEqual([]);
  });
});
