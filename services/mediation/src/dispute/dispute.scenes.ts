import type { DisputeRegistered } from '@fengqiao/contracts';
import { millisOf, toInstant } from '@fengqiao/kernel';
import type { Office, Officer } from '@fengqiao/security';
import type { DisputeEvent } from './dispute';

/* The people and the past events that the specs of disputes play with. All invented. */

const officeId = (n: number) => `0000000${n}-0000-4000-8000-00000000000f`;
export const personId = (n: number) => `0000000${n}-0000-4000-8000-0000000000aa`;

const office = (n: number, name: string, level: number, parent: number | undefined, division: string, kind = 'mediationCommittee') => ({
  id: officeId(n), name, kind, level, parentId: parent === undefined ? '' : officeId(parent), division,
});
const officer = (n: number, account: string, at: number, ...roles: string[]) => ({ personId: personId(n), account, name: account, officeId: officeId(at), roles });

export const [CITY, COUNTY, TOWNSHIP, VILLAGE, GROUP, NEXT_VILLAGE, NEXT_TOWNSHIP] = [1, 2, 3, 4, 5, 6, 7].map(officeId) as [string, string, string, string, string, string, string];

export const OFFICES: readonly Office[] = [
  office(1, '绍兴市司法局', 5, undefined, '3306', 'justiceBureau'),
  office(2, '诸暨市司法局', 4, 1, '330681', 'justiceBureau'),
  office(3, '枫桥司法所', 3, 2, '330681109', 'justiceOffice'),
  office(4, '枫源村调委会', 2, 3, '330681109201'),
  office(5, '枫源村第一调解小组', 1, 4, '330681109201', 'mediationGroup'),
  office(6, '枫溪村调委会', 2, 3, '330681109202'),
  office(7, '赵家司法所', 3, 2, '330681110', 'justiceOffice'),
];

export const OFFICERS: readonly Officer[] = [
  officer(1, 'informant', 5, 'informant'),
  officer(2, 'mediator', 4, 'mediator'),
  officer(3, 'chair', 4, 'committeeChair', 'mediator'),
  officer(4, 'clerk', 3, 'officeClerk'),
  officer(5, 'director', 3, 'officeDirector', 'mediator'),
  officer(6, 'duty', 3, 'dutyOfficer'),
  officer(7, 'countyDuty', 2, 'dutyOfficer'),
  officer(8, 'countyHead', 2, 'bureauHead'),
  officer(9, 'neighbourChair', 6, 'committeeChair', 'mediator'),
];

/** Sunday afternoon, 22 November 2026, 15:00 in Asia/Shanghai. */
export const NOW = toInstant(millisOf('2026-11-22T15:00:00+08:00'));
/** An id that stands in past events; the ids that commands under test create differ from it. */
export const pastId = (n: number) => `0000000${n}-0000-4000-8000-0000000000ee`;

const party = (n: number, name: string) => ({ personId: pastId(n), kind: 'person', name, idNumber: '', phone: '', address: '', priority: [] });

export const registration: DisputeRegistered = {
  source: 'mediator', discoveredAt: '2026-11-22T06:00:00.000Z', officeId: VILLAGE, level: 'LEVEL_VILLAGE', division: '330681109201', category: 'neighbour',
  flags: [], priority: [], place: '', householdNo: '', summary: '因宅基地界址争执', parties: [party(0, '张某'), party(1, '李某')], people: 0, amountFen: '0',
  origin: '', externalNumber: '', externalSource: '', approvedBy: '',
};

export const registeredWith = (change: Partial<DisputeRegistered>): DisputeEvent => ({ type: 'mediation.v1.DisputeRegistered', data: { ...registration, ...change } });
export const registered = registeredWith({});

export const gradedAs = (grade: 'GRADE_SMALL' | 'GRADE_LARGE' | 'GRADE_MAJOR', change: Partial<Extract<DisputeEvent, { type: 'mediation.v1.DisputeGraded' }>['data']> = {}): DisputeEvent => ({
  type: 'mediation.v1.DisputeGraded',
  data: { grade, flags: [], containment: 'LEVEL_TOWNSHIP', officeId: VILLAGE, level: 'LEVEL_VILLAGE', proposed: 'GRADE_SMALL', criteria: [], reason: '', ...change },
});

export const reportTo = (from: string, to: string, reportId: string, fromLevel: 'LEVEL_VILLAGE' | 'LEVEL_TOWNSHIP' = 'LEVEL_VILLAGE', toLevel: 'LEVEL_TOWNSHIP' | 'LEVEL_COUNTY' = 'LEVEL_TOWNSHIP'): DisputeEvent => ({
  type: 'mediation.v1.MajorDisputeReported',
  data: { reportId, fromOfficeId: from, toOfficeId: to, fromLevel, toLevel, situation: '双方持械对峙' },
});

export const REPORT = pastId(7);
export const TERM = pastId(8);
export const SECOND_TERM = pastId(9);

/** Registered, graded major and reported to the township: it waits there. */
export const reported: readonly DisputeEvent[] = [registered, gradedAs('GRADE_MAJOR'), reportTo(VILLAGE, TOWNSHIP, REPORT)];
export const acknowledged: DisputeEvent = { type: 'mediation.v1.MajorDisputeReportAcknowledged', data: { reportId: REPORT, line: 'LINE_JUSTICE', officeId: TOWNSHIP } };
export const takenOver: DisputeEvent = { type: 'mediation.v1.DisputeTakenOver', data: { reportId: REPORT, officeId: TOWNSHIP, level: 'LEVEL_TOWNSHIP' } };
export const returned: DisputeEvent = { type: 'mediation.v1.DisputeReturned', data: { reportId: REPORT, officeId: TOWNSHIP, guidance: '先稳控' } };

const steps: readonly DisputeEvent[] = [
  registered,
  { type: 'mediation.v1.DisputeAccepted', data: { basis: 'application' } },
  { type: 'mediation.v1.DisputeAnalysed', data: { analysis: '界址不清' } },
  { type: 'mediation.v1.MediationPlanAdopted', data: { plan: '现场丈量', ownerId: personId(3), dueDate: '2026-12-01' } },
  { type: 'mediation.v1.MediatorsAppointed', data: { mediatorIds: [personId(2)], chosenBy: 'chair' } },
  { type: 'mediation.v1.SessionHeld', data: { mode: 'field', mediatorIds: [personId(2)], record: '双方同意丈量', approvedBy: '' } },
];
export const accepted = steps.slice(0, 2);
export const analysed = steps.slice(0, 3);
export const planned = steps.slice(0, 4);
export const appointed = steps.slice(0, 5);
export const mediating = steps;

export const concluded: DisputeEvent = {
  type: 'mediation.v1.AgreementConcluded',
  data: {
    form: 'written', effectiveAt: NOW, approvedBy: '',
    terms: [{ termId: TERM, content: '退让一尺', dueDate: '2026-11-30' }, { termId: SECOND_TERM, content: '修复围墙', dueDate: '2026-12-31' }],
  },
};
export const agreed: readonly DisputeEvent[] = [...steps, concluded];
export const applied: DisputeEvent = { type: 'mediation.v1.JudicialConfirmationApplied', data: { court: '诸暨市人民法院', appliedOn: '2026-11-22', approvedBy: '' } };
export const performed = (termId: string): DisputeEvent => ({ type: 'mediation.v1.AgreementPerformed', data: { termId, approvedBy: '' } });
export const defaulted = (termId: string): DisputeEvent => ({ type: 'mediation.v1.PerformanceDefaulted', data: { termId, note: '' } });
export const terminated: DisputeEvent = { type: 'mediation.v1.MediationTerminated', data: { reason: 'TERMINATION_REASON_FAILED', remediesTold: true, note: '' } };
export const visited: DisputeEvent = { type: 'mediation.v1.ReturnVisitPaid', data: { result: 'satisfied', record: '和好', approvedBy: '' } };
export const archived: DisputeEvent = { type: 'mediation.v1.CaseArchived', data: { documents: ['registrationForm'], gaps: ['fileNote'] } };

/* What runs beside the procedure. */
export const COURT = '诸暨市人民法院';
export const extended: DisputeEvent = { type: 'mediation.v1.MediationExtended', data: { until: '2026-12-31', allAgreed: true, note: '' } };
export const suspended: DisputeEvent = { type: 'mediation.v1.MediationSuspended', data: { reason: 'appraisal', note: '', approvedBy: '' } };
export const resumed: DisputeEvent = { type: 'mediation.v1.MediationResumed', data: { approvedBy: '' } };
export const entrusted: DisputeEvent = {
  type: 'mediation.v1.CourtEntrustmentReceived',
  data: { court: COURT, mode: 'COURT_MODE_AFTER_FILING', procedure: 'PROCEDURE_SUMMARY', courtNumber: '', approvedBy: '' },
};
export const named = (mediatorId: string): DisputeEvent => ({ type: 'mediation.v1.CourtMediatorNamed', data: { mediatorId, approvedBy: '' } });
export const confirmedBy = (mediatorId: string): DisputeEvent => ({
  type: 'mediation.v1.CourtEntrustmentAccepted',
  data: { mediatorId, mode: 'COURT_MODE_AFTER_FILING', procedure: 'PROCEDURE_SUMMARY' },
});
export const turnedDown: DisputeEvent = { type: 'mediation.v1.CourtEntrustmentDeclined', data: { reason: 'workload' } };
export const returnedToCourt = (outcome: string): DisputeEvent => ({ type: 'mediation.v1.FileReturnedToCourt', data: { outcome } });
export const byPolice: DisputeEvent = { type: 'mediation.v1.PoliceEntrustmentReceived', data: { station: '枫桥派出所', approvedBy: '' } };
export const recognitionRequested: DisputeEvent = { type: 'mediation.v1.PoliceRecognitionRequested', data: { approvedBy: '' } };
export const policeDecided: DisputeEvent = { type: 'mediation.v1.PoliceDecisionRecorded', data: { outcome: 'noPenalty', decidedOn: '2026-11-22', approvedBy: '' } };
export const filed: DisputeEvent = { type: 'mediation.v1.JudicialConfirmationFiled', data: { court: COURT, filedOn: '2026-11-22', approvedBy: '' } };
export const turnedCriminal: DisputeEvent = { type: 'mediation.v1.DisputeTurnedCriminal', data: { kind: 'criminal', happenedOn: '2026-11-22', note: '', approvedBy: '' } };
export const informedOf = (topic: string, termId = ''): DisputeEvent => ({ type: 'mediation.v1.PartiesInformed', data: { topic, termId, approvedBy: '' } });

/** One of each event that runs beside the procedure. */
export const everythingAlongside: readonly DisputeEvent[] = [
  { type: 'mediation.v1.MediationSuggested', data: { by: 'court', approvedBy: '' } },
  { type: 'mediation.v1.MediationApplied', data: { appliedOn: '2026-11-22', form: 'oral', approvedBy: '' } },
  extended, suspended, resumed, informedOf('remedies'), entrusted, named(personId(2)), confirmedBy(personId(2)), turnedDown, returnedToCourt('agreed'),
  { type: 'mediation.v1.OtherPartyReached', data: { outcome: 'agrees', approvedBy: '' } },
  byPolice, recognitionRequested, policeDecided, filed,
  { type: 'mediation.v1.JudicialConfirmationExtended', data: { until: '2027-01-31', approvedBy: '' } },
  turnedCriminal,
];
