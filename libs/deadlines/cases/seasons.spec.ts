import { local, type Scenario } from '../src/scenario';
import { known, placeOf, played, type Told } from './rule-case.scenes';

/* Each local plan over its own dates: facts happen, time passes, and the diary says what was raised. */

const graded = (at: string, flags: readonly string[] = []): Told => ['DisputeGraded', at, { grade: 'GRADE_MAJOR', flags: [...flags] }];
const reported = (at: string, reportId = 'r1'): Told => ['MajorDisputeReported', at, { reportId, fromOfficeId: 'village', toOfficeId: 'township', fromLevel: 'LEVEL_VILLAGE', toLevel: 'LEVEL_TOWNSHIP' }];
const signed = (at: string, line: 'JUSTICE' | 'GOVERNMENT', reportId = 'r1'): Told => ['MajorDisputeReportAcknowledged', at, { reportId, line: `LINE_${line}` }];
const established = (at: string): Told => ['CommitteeEstablished', at, { changeId: 'c1', establishedOn: at.slice(0, 10), termEnds: '' }];
const reportedToCourt = (at: string): Told => ['CommitteeReportedToCourt', at, { changeId: 'c1' }];
const screened = (at: string, period: string, doorToDoor = false): Told => ['ScreeningCompleted', at, { period, doorToDoor, disputesFound: 0 }];
const founded = (at: string): Told => ['directory.v1.OfficeEstablished', at, { kind: 'justiceBureau', level: 'LEVEL_COUNTY', validFrom: at.slice(0, 10) }];
const analysed = (at: string, period: string): Told => ['TrendAnalysisReported', at, { occasion: 'quarter', period }];

/** What a rule had raised, without its name. */
const raised = ({ diary }: Scenario, rule: string): readonly string[] => diary.filter((line) => line.includes(` ${rule} `)).map((line) => line.replace(` ${rule}`, ''));
const ended = ({ now }: Scenario): Record<string, number> => {
  const count: Record<string, number> = {};
  for (const { ruleId, state, marks } of now.obligations) count[`${ruleId} ${state}${marks.late ? ' late' : ''}`] = (count[`${ruleId} ${state}${marks.late ? ' late' : ''}`] ?? 0) + 1;
  return count;
};

describe('the village-entry campaign of Hefei, from 20 December 2011 to 10 March 2012', () => {
  const dispute = placeOf('340111101201');
  const committee = placeOf('340111101201', 'committee');

  it('asks for the report and both receipts the same day, on the eve of the Spring Festival too', () => {
    const season = played(dispute, [graded('2012-01-22 16:00'), reported('2012-01-22 16:30'), signed('2012-01-22 17:00', 'JUSTICE')]).whenTimePasses('2012-03-12 00:00');
    expect(raised(season, 'R000-25.report')).toEqual([]);
    // The township signed for the justice line alone: the second line is missing at midnight, and from then on every half hour of the day.
    expect(raised(season, 'R000-25.acknowledge').slice(0, 4)).toEqual(['01-22 17:00 unanswered#1', '01-23 00:00 breach#1', '01-23 00:30 breach#2', '01-23 08:00 breach#3']);
    expect(raised(season, 'R000-25.acknowledge')).toHaveLength(22);
  });

  it('binds from its first day to its last, and the national rule before and after', () => {
    const ruleOn = (day: string) => played(dispute, [graded(`${day} 10:00`)]).now.obligations.map(({ ruleId }) => ruleId).filter((id) => id.includes('25') || id === 'MED-19');
    expect(['2011-12-19', '2011-12-20', '2012-03-10', '2012-03-11'].flatMap(ruleOn)).toEqual(['MED-19', 'R000-25.report', 'R000-25.report', 'MED-19']);
  });

  it('has every committee screen from door to door once, and tells the township of the one that did not', () => {
    const before = [established('2011-12-01 09:00'), reportedToCourt('2011-12-02 09:00')];
    const idle = played(committee, before).whenTimePasses('2012-03-12 00:00');
    expect(raised(idle, 'R000-23')).toEqual(['03-03 09:00 warn#1', '03-11 00:00 breach#1']);
    const diligent = played(committee, [...before, screened('2012-02-20 15:00', '2012-02', true)]).whenTimePasses('2012-03-12 00:00');
    expect(raised(diligent, 'R000-23')).toEqual([]);
    expect(ended(diligent)).toMatchObject({ 'R000-23 met': 1 });
  });

  it('keeps the national weekly screening beside it: twelve weeks lie in the campaign whole or in part', () => {
    const idle = played(committee, [established('2011-12-01 09:00')]).whenTimePasses('2012-03-12 00:00');
    // From Monday 5 December, the first week that began after it was established, to Sunday 11 March.
    expect(raised(idle, 'MED-18.week').filter((line) => line.includes('breach'))).toHaveLength(14);
  });

  it('leaves an office alone that does each thing in its time, from the village to the file', () => {
    const told: readonly Told[] = [
      ['DisputeRegistered', '2012-01-05 09:00', { category: 'damages', discoveredAt: '2012-01-05T00:30:00.000Z', flags: ['escalating', 'massIncident'] }],
      ['EscalationRiskReported', '2012-01-05 09:20', { risk: 'publicOrder', told: 'police' }],
      reported('2012-01-05 10:00'), signed('2012-01-05 10:10', 'JUSTICE'), signed('2012-01-05 10:20', 'GOVERNMENT'),
      ['DisputeReturned', '2012-01-05 15:00', { reportId: 'r1' }],
      ['DisputeAccepted', '2012-01-06 09:00'], ['DisputeAnalysed', '2012-01-06 10:00'], ['MediationPlanAdopted', '2012-01-06 11:00'],
      ['LawyerSupportRequested', '2012-01-06 11:30', { supportId: 's1' }], ['LawyerSupportAssigned', '2012-01-09 09:00', { supportId: 's1' }],
      ['AgreementConcluded', '2012-01-12 10:00', { effectiveAt: '2012-01-12T02:00:00.000Z', terms: [{ termId: 't1', dueDate: '2012-01-31' }] }],
      ['AgreementPerformed', '2012-01-20 10:00', { termId: 't1' }], ['CaseArchived', '2012-02-01 10:00', { gaps: [] }],
    ];
    const season = played(dispute, told).whenTimePasses('2012-03-12 00:00');
    expect(season.diary).toEqual([]);
    expect(season.now.obligations.filter(({ state }) => state === 'running')).toEqual([]);
    expect(ended(season)).toMatchObject({ 'R000-25.report met': 1, 'R000-25.acknowledge met': 1, 'R000-25.answer met': 1, 'R000-22 met': 1, 'R000-24 met': 1, 'R000-53 met': 1 });
  });

  it('reminds an office of what it left undone, once each', () => {
    const season = played(dispute, [['DisputeRegistered', '2012-01-05 09:00', { flags: ['massIncident'] }], ['LawyerSupportRequested', '2012-01-06 11:30', { supportId: 's1' }]]).whenTimePasses('2012-03-12 00:00');
    expect(season.diary).toEqual(['01-05 10:30 MED-04 warn#1', '01-05 17:30 R000-22 warn#1', '01-10 09:00 R000-24 warn#1', '01-11 09:00 R000-53 warn#1']);
  });

  it('reminds of a lawyer who mediates nothing, and blames nobody', () => {
    const lawyer: Told = ['MediatorEngaged', '2011-12-01 09:00', { source: 'lawyer', engagedOn: '2011-12-01' }];
    expect(played(placeOf('340111101201', 'mediator'), [lawyer]).whenTimePasses('2012-03-12 00:00').diary).toEqual(['03-03 09:00 R000-51 warn#1']);
    expect(played(placeOf('340111101201', 'mediator'), [lawyer, ['MediatorsAppointed', '2012-02-01 10:00', { chosenBy: 'chair' }]]).whenTimePasses('2012-03-12 00:00').diary).toEqual([]);
  });
});

describe('the three entries of Taishan, from July 2012 on', () => {
  const bureau = placeOf('440781', 'office', 4);

  it('asks the bureau for an analysis every quarter and for two classes a year', () => {
    const facts = [founded('2012-06-01 09:00'), analysed('2012-09-28 10:00', '2012-Q3'), analysed('2013-01-04 10:00', '2012-Q4')];
    const season = played(bureau, facts).whenTimePasses('2013-07-02 00:00');
    expect(ended(season)).toMatchObject({ 'R001-12.quarter met': 1, 'R001-12.quarter met late': 1, 'R001-12.quarter running late': 2, 'R001-12.quarter running': 1, 'R001-16 running': 1, 'R001-45 running': 1 });
    expect(raised(season, 'R001-12.quarter').filter((line) => line.includes('breach'))).toEqual(['01-01 00:00 breach#1', '04-01 00:00 breach#1', '07-01 00:00 breach#1']);
  });

  it('asks for nothing of the year that had begun before it, and for both classes of the next', () => {
    const trained = (at: string, kind: string, trainer: string): Told => ['MediatorTrainingHeld', at, { year: '2013', kind, trainer }];
    const season = known(bureau, [founded('2012-06-01 09:00'), trained('2013-10-10 10:00', 'backbone', 'bureau'), trained('2014-01-10 10:00', 'local', 'lawyer')]);
    expect(season.now.obligations.filter(({ key }) => key === '2012' || key === '2012-Q2')).toEqual([]);
    expect(ended(season)).toMatchObject({ 'R001-16 met': 1, 'R001-45 met late': 1 });
  });

  it('has a major dispute analysed in three working days', () => {
    const dispute = placeOf('440781101201');
    expect(raised(played(dispute, [graded('2012-09-28 10:00')]).whenTimePasses('2012-10-20 00:00'), 'R001-12.urgent')).toEqual(['10-09 09:00 warn#1']);
    expect(raised(played(dispute, [graded('2012-09-28 10:00'), ['DisputeAnalysed', '2012-10-08 10:00']]).whenTimePasses('2012-10-20 00:00'), 'R001-12.urgent')).toEqual([]);
  });
});

describe('the five-year plan of Lucheng, 2008 to 2012', () => {
  const committee = placeOf('330302101201', 'committee');

  it('asks for sixty screenings, one a month, and for no weekly one', () => {
    const months = Array.from({ length: 60 }, (_, index) => `${2008 + Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`);
    const kept = months.filter((_, index) => index % 10 !== 0);
    const facts = [established('2007-12-31 09:00'), reportedToCourt('2007-12-31 10:00'), ...kept.map((month) => screened(`${month}-20 10:00`, month))];
    const plan = known(committee, [...facts, ['MediatorTrained', '2013-01-02 00:00']]);
    expect(ended(plan)).toMatchObject({ 'R002-13 met': 54, 'R002-13 running late': 6 });
    expect(Object.keys(ended(plan)).some((line) => line.startsWith('MED-18.week'))).toBe(false);
    // Of its first year the first and the eleventh month were left out.
    const year = played(committee, facts.filter(([, at]) => at < '2009')).whenTimePasses('2009-01-02 00:00');
    expect(raised(year, 'R002-13')).toEqual(['01-28 09:00 warn#1', '02-01 00:00 breach#1', '11-26 09:00 warn#1', '12-01 00:00 breach#1']);
  });

  it('asks a temporary committee for the months of its validity alone', () => {
    const facts: readonly Told[] = [['CommitteeProposed', '2009-02-25 09:00', { kind: 'market', validTo: '2009-05-31' }], established('2009-02-25 10:00'), ...['2009-03', '2009-04', '2009-05'].map((month) => screened(`${month}-20 10:00`, month)), ['MediatorTrained', '2010-01-10 10:00']];
    const season = known(committee, facts);
    expect(season.now.obligations.filter(({ ruleId }) => ruleId === 'R002-13').map(({ key, state }) => `${key} ${state}`)).toEqual(['2009-03 met', '2009-04 met', '2009-05 met']);
  });

  it('gives way to the national weeks when its last year is over', () => {
    const season = known(committee, [established('2012-11-20 09:00'), screened('2013-01-14 09:00', '2013-W01')]);
    expect(season.now.obligations.filter(({ ruleId }) => ruleId === 'R002-13' || ruleId === 'MED-18.week').map(({ ruleId, key }) => `${ruleId} ${key}`).sort()).toEqual(['MED-18.week 2013-W02', 'MED-18.week 2013-W03', 'R002-13 2012-12']);
  });
});

describe('the service year, whose place and year are not in the text', () => {
  it('adds no mediation deadline of its own from May to March: the national rules hold', () => {
    const dispute = placeOf('110101001001');
    const season = played(dispute, [graded('2011-05-04 10:00')]).whenTimePasses('2012-03-31 00:00');
    expect(season.now.obligations.map(({ pack }) => pack)).toEqual(season.now.obligations.map(() => 'cn-national'));
    expect(raised(season, 'MED-19')).toEqual(['05-04 17:30 warn#1', '05-05 00:00 breach#1']);
  });

  it('asks a village committee for every week from May to March, and a street committee for every month', () => {
    const facts = [established('2011-04-29 09:00'), screened('2012-04-02 09:00', '2012-03')];
    const owed = (place: Parameters<typeof known>[0], rule: string) => known(place, facts).now.obligations.filter(({ ruleId, due }) => ruleId === rule && (due ?? '') <= local('2012-04-01 00:00'));
    // Weeks from Monday 2 May 2011 to Sunday 25 March 2012; months from May to March.
    expect(owed(placeOf('110101001001', 'committee'), 'MED-18.week')).toHaveLength(47);
    expect(owed(placeOf('110101001', 'committee', 3), 'MED-18.month')).toHaveLength(11);
  });
});

describe('the rule-of-law drive of Guangxi, to May 2023', () => {
  const committee = placeOf('450100101201', 'committee');
  const township = placeOf('450100101', 'committee', 3);
  const begun = [established('2022-05-20 09:00'), reportedToCourt('2022-05-20 10:00')];

  it('asks a village committee for every week', () => {
    const season = known(committee, [...begun, ['MediatorTrained', '2023-06-05 00:00']]);
    // Weeks from Monday 23 May 2022 to the one that began on Monday 29 May 2023, each governed by the pack in force when it opened.
    expect(ended(season)).toMatchObject({ 'R004-32.week running late': 54, 'MED-18.week running': 1 });
  });

  it('asks for five drives, and reminds of them before the holidays, while somebody is there', () => {
    const season = played(township, [...begun, screened('2022-10-05 09:00', '2022-nationalDay'), screened('2023-03-20 09:00', '2023-ploughing')]).whenTimePasses('2023-06-02 00:00');
    expect(ended(season)).toMatchObject({ 'R004-35.nationalDay met': 1, 'R004-35.ploughing met': 1, 'R004-35.harvest running late': 1, 'R004-35.springFestival running late': 1, 'R004-35.mayDay running late': 1 });
    expect(season.now.obligations.find(({ ruleId }) => ruleId === 'R004-35.mayDay')?.due).toBe(local('2023-05-04 00:00'));
    expect(raised(season, 'R004-35.springFestival')).toEqual(['01-18 09:00 warn#1', '01-28 00:00 breach#1']);
    expect(raised(season, 'R004-35.mayDay')).toEqual(['04-26 09:00 warn#1', '05-04 00:00 breach#1']);
    expect(raised(season, 'R004-35.nationalDay')).toEqual(['09-28 09:00 warn#1']);
  });

  it('asks a township committee for every month, and gives way to the national rule when it ends', () => {
    const season = known(township, [established('2022-05-20 09:00'), screened('2023-07-03 09:00', '2023-06')]);
    const months = season.now.obligations.filter(({ ruleId }) => ruleId === 'R004-32.month' || ruleId === 'MED-18.month').map(({ ruleId, key }) => `${key} ${ruleId}`).sort();
    expect([months.length, months[0], months[11], months[12], months[13]]).toEqual([14, '2022-06 R004-32.month', '2023-05 R004-32.month', '2023-06 MED-18.month', '2023-07 MED-18.month']);
  });
});
