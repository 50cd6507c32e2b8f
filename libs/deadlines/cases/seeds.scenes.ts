import { placeOf, type RuleCase, type Told } from './rule-case.scenes';

/* The rules of each local plan, in a division and at a time that the plan binds. */

const hefei = placeOf('340111101201');
const hefeiCommittee = placeOf('340111101201', 'committee');
const hefeiMediator = placeOf('340111101201', 'mediator');
const taishan = placeOf('440781101201');
const taishanBureau = placeOf('440781', 'office', 4);
const lucheng = placeOf('330302101201', 'committee');
const luchengStreet = placeOf('330302101', 'committee', 3);
const guangxi = placeOf('450100101201', 'committee');
const guangxiTown = placeOf('450100101', 'committee', 3);
const zhuji = placeOf('330681101201');

const graded = (at: string, flags: readonly string[] = [], grade = 'GRADE_MAJOR'): Told => ['DisputeGraded', at, { grade, flags: [...flags] }];
const reported = (at: string): Told => ['MajorDisputeReported', at, { reportId: 'r1', fromOfficeId: 'village', toOfficeId: 'township', fromLevel: 'LEVEL_VILLAGE', toLevel: 'LEVEL_TOWNSHIP' }];
const signed = (at: string, line: 'JUSTICE' | 'GOVERNMENT'): Told => ['MajorDisputeReportAcknowledged', at, { reportId: 'r1', line: `LINE_${line}` }];
const imported = (at: string): Told => ['ImportedOutcomeRecorded', at, { outcome: 'agreed' }];
const diverted = (at: string): Told => ['DisputeDiverted', at, { destination: 'court' }];
const established = (at: string): Told => ['CommitteeEstablished', at, { changeId: 'c1', establishedOn: at.slice(0, 10), termEnds: '' }];
const dissolved = (at: string): Told => ['CommitteeDissolved', at, { dissolvedFrom: at.slice(0, 10) }];
const screened = (at: string, period: string, doorToDoor = false): Told => ['ScreeningCompleted', at, { period, doorToDoor, disputesFound: 0 }];
const founded: Told = ['directory.v1.OfficeEstablished', '2012-08-01 09:00', { kind: 'justiceBureau', level: 'LEVEL_COUNTY', validFrom: '2012-08-01' }];
const closed: Told = ['directory.v1.OfficeClosed', '2013-05-02 09:00', { closedFrom: '2013-05-02' }];
const analysis = (at: string, period: string): Told => ['TrendAnalysisReported', at, { occasion: 'quarter', period }];
const training = (at: string, kind: string, trainer: string): Told => ['MediatorTrainingHeld', at, { year: '2013', kind, trainer }];
const engaged = (source: string): Told => ['MediatorEngaged', '2011-12-01 09:00', { source, engagedOn: '2011-12-01' }];
const appointed = (at: string): Told => ['MediatorsAppointed', at, { chosenBy: 'chair' }];
/** Time passes to an instant at which nothing that matters happens. */
const until = (at: string): Told => ['MediatorTrained', at];

export const HEFEI: readonly RuleCase[] = [
  { rule: 'R000-25.report', place: hefei, produces: [graded('2012-01-05 22:30')], due: '2012-01-05', quiet: [graded('2012-01-05 22:30', [], 'GRADE_LARGE')], meets: [reported('2012-01-05 23:59')], late: [reported('2012-01-06 00:00')], voids: [imported('2012-01-05 23:00')], pauses: 'nothing', extends: { facts: [['OralReportLogged', '2012-01-05 22:50']], due: '2012-01-06 09:00' } },
  { rule: 'R000-25.acknowledge', place: hefei, key: 'r1', produces: [reported('2012-01-05 11:00')], due: '2012-01-05', meets: [signed('2012-01-05 12:00', 'JUSTICE'), signed('2012-01-05 13:00', 'GOVERNMENT')], late: [signed('2012-01-05 12:00', 'JUSTICE'), signed('2012-01-06 00:00', 'GOVERNMENT')], voids: [['DisputeReturned', '2012-01-05 12:00', { reportId: 'r1' }]], pauses: 'nothing' },
  { rule: 'R000-25.answer', place: hefei, key: 'r1', produces: [reported('2012-01-05 11:00')], due: '2012-01-10', meets: [['DisputeTakenOver', '2012-01-10 10:00', { reportId: 'r1' }]], late: [['DisputeTakenOver', '2012-01-11 10:00', { reportId: 'r1' }]], voids: [imported('2012-01-06 12:00')], pauses: 'nothing' },
  { rule: 'R000-22', place: hefei, produces: [graded('2012-01-05 10:00', ['massIncident'], 'GRADE_LARGE')], due: '2012-01-05', quiet: [graded('2012-01-05 10:00')], meets: [signed('2012-01-05 13:00', 'GOVERNMENT')], late: [signed('2012-01-06 13:00', 'GOVERNMENT')], voids: [imported('2012-01-05 12:00')], pauses: 'nothing' },
  { rule: 'R000-23', missed: true, place: hefeiCommittee, produces: [established('2011-12-01 09:00'), screened('2012-01-05 09:00', '2012-01')], due: '2012-03-10', meets: [screened('2012-03-10 12:00', '2012-03', true)], late: [screened('2012-03-11 12:00', '2012-03', true)], voids: [dissolved('2012-01-10 10:00')], pauses: 'nothing' },
  { rule: 'R000-24', place: hefei, produces: [['DisputeRegistered', '2012-01-05 10:00', { discoveredAt: '2012-01-05', flags: [] }]], due: '2012-01-10', meets: [['MediationPlanAdopted', '2012-01-06 10:00'], ['DisputeAnalysed', '2012-01-10 12:00']], late: [['MediationPlanAdopted', '2012-01-06 10:00'], ['DisputeAnalysed', '2012-01-11 12:00']], voids: [diverted('2012-01-06 10:00')], pauses: 'nothing' },
  { rule: 'R000-51', missed: true, place: hefeiMediator, produces: [engaged('lawyer'), until('2012-01-05 09:00')], due: '2012-03-10', quiet: [engaged('villager'), until('2012-01-05 09:00')], meets: [appointed('2012-03-10 12:00')], late: [appointed('2012-03-11 12:00')], voids: [['MediatorRemoved', '2012-01-06 10:00', { removedFrom: '2012-01-10' }], until('2012-01-10 09:00')], pauses: 'nothing' },
  { rule: 'R000-53', place: hefei, key: 's1', produces: [['LawyerSupportRequested', '2012-01-05 10:00', { supportId: 's1' }]], due: '2012-01-10', meets: [['LawyerSupportAssigned', '2012-01-10 10:00', { supportId: 's1' }]], late: [['LawyerSupportAssigned', '2012-01-11 10:00', { supportId: 's1' }]], voids: [['MediationTerminated', '2012-01-06 10:00']], pauses: 'nothing' },
];

export const TAISHAN: readonly RuleCase[] = [
  { rule: 'R001-12.quarter', place: taishanBureau, key: '2013-Q2', produces: [founded, analysis('2013-04-09 10:00', '2013-Q1')], due: '2013-06-30', meets: [analysis('2013-06-30 20:00', '2013-Q2')], late: [analysis('2013-07-01 10:00', '2013-Q2')], voids: [closed], pauses: 'nothing' },
  { rule: 'R001-12.urgent', place: taishan, produces: [graded('2013-04-09 10:00')], due: '2013-04-12', quiet: [graded('2013-04-09 10:00', [], 'GRADE_LARGE')], meets: [['DisputeAnalysed', '2013-04-12 10:00']], late: [['TrendAnalysisReported', '2013-04-13 10:00', { occasion: 'urgentDispute' }]], voids: [diverted('2013-04-10 10:00')], pauses: 'nothing' },
  { rule: 'R001-16', place: taishanBureau, key: '2013', produces: [founded, analysis('2013-04-09 10:00', '2013-Q1')], due: '2013-12-31', meets: [training('2013-12-31 20:00', 'backbone', 'bureau')], late: [training('2014-01-01 10:00', 'backbone', 'bureau')], voids: [closed], pauses: 'nothing' },
  { rule: 'R001-45', place: taishanBureau, key: '2013', produces: [founded, analysis('2013-04-09 10:00', '2013-Q1')], due: '2013-12-31', meets: [training('2013-12-31 20:00', 'local', 'lawyer')], late: [training('2014-01-01 10:00', 'local', 'lawyer')], voids: [closed], pauses: 'nothing' },
];

export const LUCHENG: readonly RuleCase[] = [
  { rule: 'R002-13', place: lucheng, key: '2010-03', produces: [established('2010-02-01 09:00'), screened('2010-03-02 09:00', '2010-02')], due: '2010-03-31', quiet: [established('2010-03-02 09:00')], meets: [screened('2010-03-31 20:00', '2010-03')], late: [screened('2010-04-01 09:00', '2010-03')], voids: [dissolved('2010-03-10 10:00')], pauses: 'nothing' },
  { rule: 'R002-13', place: luchengStreet, key: '2010-03', produces: [established('2010-02-01 09:00'), screened('2010-03-02 09:00', '2010-02')], due: '2010-03-31', meets: [screened('2010-03-31 20:00', '2010-03')], late: [screened('2010-04-01 09:00', '2010-03')], voids: [dissolved('2010-03-10 10:00')], pauses: 'nothing' },
];

const drive = (code: string, opens: string, ends: string, day: string, after: string): RuleCase => ({
  rule: `R004-35.${code}`, missed: true, place: guangxi, produces: [established('2022-06-01 09:00'), screened(`${opens} 09:00`, '2022-06')], due: ends,
  meets: [screened(`${day} 12:00`, `${day.slice(0, 4)}-${code}`)], late: [screened(`${after} 12:00`, `${after.slice(0, 4)}-${code}`)], voids: [dissolved(`${day} 10:00`)], pauses: 'nothing',
});

export const GUANGXI: readonly RuleCase[] = [
  { rule: 'R004-32.week', place: guangxi, key: '2022-W23', produces: [established('2022-06-01 09:00'), screened('2022-06-07 09:00', '2022-W22')], due: '2022-06-12', meets: [screened('2022-06-12 20:00', '2022-W23')], late: [screened('2022-06-13 09:00', '2022-W23')], voids: [dissolved('2022-06-08 10:00')], pauses: 'nothing' },
  { rule: 'R004-32.month', place: guangxiTown, key: '2022-07', produces: [established('2022-06-01 09:00'), screened('2022-07-07 09:00', '2022-06')], due: '2022-07-31', meets: [screened('2022-07-31 20:00', '2022-07')], late: [screened('2022-08-01 09:00', '2022-07')], voids: [dissolved('2022-07-08 10:00')], pauses: 'nothing' },
  drive('harvest', '2022-09-10', '2022-11-10', '2022-11-10', '2022-11-11'),
  drive('nationalDay', '2022-09-24', '2022-10-07', '2022-10-07', '2022-10-08'),
  drive('springFestival', '2023-01-14', '2023-01-27', '2023-01-27', '2023-01-28'),
  drive('ploughing', '2023-03-01', '2023-04-15', '2023-04-15', '2023-04-16'),
  drive('mayDay', '2023-04-24', '2023-05-03', '2023-05-03', '2023-05-04'),
];

export const ZHUJI: readonly RuleCase[] = [
  { rule: 'ZHUJI-25.acknowledge', place: zhuji, key: 'r1', produces: [reported('2026-09-03 11:00')], due: '2026-09-03', meets: [signed('2026-09-03 12:00', 'JUSTICE')], late: [signed('2026-09-04 00:00', 'JUSTICE')], voids: [['DisputeReturned', '2026-09-03 12:00', { reportId: 'r1' }]], pauses: 'nothing' },
];
