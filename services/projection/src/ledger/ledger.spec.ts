import { eventTypes, type EventType } from '@fengqiao/contracts';
import { toInstant, millisOf } from '@fengqiao/kernel';
import { valuesOf } from '@fengqiao/read-models';
import { deepFreeze } from '@fengqiao/testing';
import * as fc from 'fast-check';
import { at, happenings, toNewEvent } from '../histories.scenes';
import { accepted, analysed, archived, concluded, DISPUTE, HOUR, held, ledgerAfter, performed, planned, registered, reported, visited, type Scene } from './ledger.scenes';
import { isSuspended, ledgerProjection, STATUS_LABELS, type Status } from '.';

const graded = (grade: 'GRADE_LARGE' | 'GRADE_MAJOR', flags: readonly string[] = [], officeId = 'village'): Scene => ['mediation.v1.DisputeGraded', { grade, flags, containment: 'LEVEL_TOWNSHIP', officeId }];
const terminated = (reason: 'TERMINATION_REASON_FAILED' | 'TERMINATION_REASON_REFUSED' | 'TERMINATION_REASON_DEADLINE' | 'TERMINATION_REASON_WITHDRAWN'): Scene => ['mediation.v1.MediationTerminated', { reason }];
const imported = (outcome: string): Scene => ['mediation.v1.ImportedOutcomeRecorded', { outcome, endedOn: '2017-03' }];
const applied: Scene = ['mediation.v1.JudicialConfirmationApplied', { court: '人民法院', appliedOn: '2026-11-23' }];
const granted: Scene = ['mediation.v1.JudicialConfirmationGranted', { ruledOn: '2026-11-25' }];
const rejected: Scene = ['mediation.v1.JudicialConfirmationRejected', { ruledOn: '2026-11-25' }];
const urged = (termId: string): Scene => ['mediation.v1.PerformanceUrged', { termId }];
const defaulted = (termId: string): Scene => ['mediation.v1.PerformanceDefaulted', { termId }];

describe('a line of the dispute ledger', () => {
  it('tells the registration, personal values sealed as the log holds them', () => {
    expect(ledgerAfter([registered[0], registered[1], toInstant(millisOf('2026-11-22T06:30:00Z'))] as Scene)).toEqual({
      ...ledgerProjection.initial(DISPUTE),
      id: DISPUTE.slice('mediation.dispute-'.length),
      status: 'registered', source: 'mediator', category: 'neighbour', discoveredAt: '2026-11-21T17:00:00.000Z', registeredAt: '2026-11-22T06:30:00.000Z', recordedAt: at(0),
      registeringOfficeId: 'village', officeId: 'village', level: 2, offices: ['village'], division: '330681109201', place: 'sealed:1:k:cGxhY2U', summary: 'sealed:1:k:c3Vt',
      parties: [{ personId: 'p1', kind: 'person', name: 'sealed:1:p1:bmFtZQ' }], people: 12, amountFen: '1250000', flags: ['escalating'], lastEventAt: at(0),
    });
  });

  it('keeps number and source of an imported record beside its own', () => {
    const [, data] = registered as Extract<Scene, readonly ['mediation.v1.DisputeRegistered', ...unknown[]]>;
    const row = ledgerAfter(['mediation.v1.DisputeRegistered', { ...data, origin: 'import', externalNumber: '2017-4', externalSource: 'register', discoveredAt: '2017-03' }], imported('agreed'));
    expect(row).toMatchObject({ origin: 'import', externalNumber: '2017-4', externalSource: 'register', discoveredAt: '2017-03', status: 'agreed', result: 'agreed', endedAt: '2017-03' });
  });

  it('shows the last grading, with its flags in place of the earlier ones', () => {
    expect(ledgerAfter(registered, graded('GRADE_MAJOR', ['beyondLevel']), graded('GRADE_LARGE', [], 'township'))).toMatchObject({
      status: 'registered', grade: 'GRADE_LARGE', flags: [], containment: 'LEVEL_TOWNSHIP', gradedAt: at(2 * HOUR), offices: ['village', 'township'],
    });
  });

  it('names owner, plan and due date of the last plan, and the mediators', () => {
    const row = ledgerAfter(registered, accepted, analysed, planned, ['mediation.v1.MediatorsAppointed', { mediatorIds: ['m1', 'm2'], chosenBy: 'chair' }], held, [planned[0], { plan: 'sealed:1:k:bmV3', ownerId: 'director', dueDate: '2026-12-24' }] as Scene);
    expect(row).toMatchObject({ status: 'mediating', plan: 'sealed:1:k:bmV3', ownerId: 'director', dueDate: '2026-12-24', mediatorIds: ['m1', 'm2'], sessions: 1, lastSessionAt: at(5 * HOUR) });
  });

  it('follows a report upward: signed for by line, each answered by name, and the new holder', () => {
    const sent = [registered, reported('r1', 'village', 'township'), reported('r2', 'village', 'township'), reported('r3', 'township', 'county')] as const;
    const signed: Scene = ['mediation.v1.MajorDisputeReportAcknowledged', { reportId: 'r1', line: 'LINE_JUSTICE', officeId: 'township' }];
    const support: Scene = ['mediation.v1.LawyerSupportAssigned', { supportId: 's1', reportId: 'r1', lawyerId: 'l1', firm: '律所', officeId: 'county' }];
    const taken: Scene = ['mediation.v1.DisputeTakenOver', { reportId: 'r1', officeId: 'township', level: 'LEVEL_TOWNSHIP' }];
    const row = ledgerAfter(...sent, signed, ['mediation.v1.LawyerSupportRequested', { supportId: 's1', topic: 'land' }], support, taken);
    expect(row.reports.map(({ reportId, answer, answeredAt }) => [reportId, answer, answeredAt])).toEqual([
      ['r1', 'takenOver', at(7 * HOUR)],
      ['r2', 'none', ''],
      ['r3', 'none', ''],
    ]);
    expect(row.reports[0]).toMatchObject({ fromOfficeId: 'village', toOfficeId: 'township', reportedAt: at(HOUR), acknowledged: [{ line: 'LINE_JUSTICE', officeId: 'township', at: at(4 * HOUR) }] });
    expect(row).toMatchObject({ officeId: 'township', level: 3, registeringOfficeId: 'village', offices: ['village', 'township', 'county'] });
    expect(row.supports).toEqual([{ supportId: 's1', topic: 'land', requestedAt: at(5 * HOUR), lawyerId: 'l1', firm: '律所', assignedAt: at(6 * HOUR) }]);
    expect(ledgerProjection.scopeOf(row)).toEqual({ division: '330681109201', offices: ['village', 'township', 'county'] });
  });

  it('is escalated while a report stands: sent or supported, neither returned nor taken over', () => {
    const isEscalated = (...scenes: readonly Scene[]): unknown => ledgerProjection.fields.escalated!.of(ledgerAfter(registered, ...scenes));
    const support: Scene = ['mediation.v1.LawyerSupportAssigned', { supportId: 's', reportId: 'r', officeId: 'township' }];
    const returned: Scene = ['mediation.v1.DisputeReturned', { reportId: 'r', officeId: 'township' }];
    expect([isEscalated(), isEscalated(reported('r', 'village', 'township')), isEscalated(reported('r', 'village', 'township'), support)]).toEqual([false, true, true]);
    expect(isEscalated(reported('r', 'village', 'township'), support, returned)).toBe(false);
  });

  it('lets an office see what it was told by telephone', () => {
    expect(ledgerAfter(registered, ['mediation.v1.OralReportLogged', { toOfficeId: 'county' }]).offices).toEqual(['village', 'county']);
  });

  it('tells the agreement, its performance, confirmation and return visit', () => {
    const row = ledgerAfter(registered, concluded, urged('t1'), performed('t1'), applied, ['mediation.v1.JudicialConfirmationFiled', { filedOn: '2026-11-24' }], ['mediation.v1.JudicialConfirmationExtended', { until: '2027-01-10' }], granted, performed('t2'), visited, ['mediation.v1.CaseQualityReviewed', { result: 'qualified', score: 95 }], archived);
    expect(row).toMatchObject({ status: 'archived', result: 'agreed', endedAt: at(HOUR), visits: [{ result: 'satisfied', at: at(9 * HOUR) }], quality: { result: 'qualified', score: 95 }, archivedAt: at(11 * HOUR), gaps: ['fileNote'] });
    expect(row.agreement).toEqual({
      form: 'written', concludedAt: at(HOUR), effectiveAt: '2026-11-22T08:00:00.000Z', confirmation: 'granted', court: '人民法院', appliedOn: '2026-11-23', ruledOn: '2026-11-25', filedOn: '2026-11-24', extendedUntil: '2027-01-10',
      terms: [
        { termId: 't1', content: 'sealed:1:k:dDE', dueDate: '2026-11-30', outcome: 'performed', settledAt: at(3 * HOUR), urged: 1 },
        { termId: 't2', content: 'sealed:1:k:dDI', dueDate: '2026-12-31', outcome: 'performed', settledAt: at(8 * HOUR), urged: 0 },
      ],
    });
  });

  it('says that the clock stands still until it goes on or the mediation ends, and for how long it did', () => {
    const suspended: Scene = ['mediation.v1.MediationSuspended', { reason: 'appraisal' }];
    const resumed: Scene = ['mediation.v1.MediationResumed', {}];
    const stands = ledgerAfter(registered, accepted, suspended);
    expect([isSuspended(stands), stands.status, stands.suspensions]).toEqual([true, 'accepted', [{ reason: 'appraisal', from: at(2 * HOUR), to: '' }]]);
    const twice = ledgerAfter(registered, accepted, suspended, resumed, ['mediation.v1.MediationSuspended', { reason: 'illness' }]);
    expect(twice.suspensions).toEqual([{ reason: 'appraisal', from: at(2 * HOUR), to: at(3 * HOUR) }, { reason: 'illness', from: at(4 * HOUR), to: '' }]);
    for (const end of [terminated('TERMINATION_REASON_WITHDRAWN'), concluded, resumed]) {
      const row = ledgerAfter(registered, accepted, suspended, end);
      expect([isSuspended(row), row.suspensions]).toEqual([false, [{ reason: 'appraisal', from: at(2 * HOUR), to: at(3 * HOUR) }]]);
    }
  });

  it('follows what a court entrusted, from receipt to the file that goes back', () => {
    const received: Scene = ['mediation.v1.CourtEntrustmentReceived', { court: '人民法院', mode: 'COURT_MODE_AFTER_FILING', procedure: 'PROCEDURE_SUMMARY', courtNumber: '1号' }];
    const row = ledgerAfter(registered, received, ['mediation.v1.CourtMediatorNamed', { mediatorId: 'm1' }], ['mediation.v1.CourtEntrustmentAccepted', { mediatorId: 'm1' }], ['mediation.v1.OtherPartyReached', { outcome: 'agrees' }], ['mediation.v1.FileReturnedToCourt', { outcome: 'agreed' }]);
    expect(row.court).toEqual({
      court: '人民法院', mode: 'COURT_MODE_AFTER_FILING', procedure: 'PROCEDURE_SUMMARY', courtNumber: '1号', mediatorId: 'm1', answer: 'accepted', otherParty: 'agrees', returnedAs: 'agreed',
      receivedAt: at(HOUR), answeredAt: at(3 * HOUR), returnedAt: at(5 * HOUR),
    });
    expect(ledgerAfter(registered, received, ['mediation.v1.CourtEntrustmentDeclined', { reason: 'workload' }]).court).toMatchObject({ answer: 'declined', answeredAt: at(2 * HOUR) });
    expect(ledgerAfter(registered, ['mediation.v1.FileReturnedToCourt', { outcome: 'agreed' }]).court).toBeNull();
  });

  it('follows what the police entrusted to their decision, and says that it turned criminal', () => {
    const stage = (...scenes: readonly Scene[]): unknown => ledgerProjection.fields.police!.of(ledgerAfter(registered, ...scenes));
    const received: Scene = ['mediation.v1.PoliceEntrustmentReceived', { station: '派出所' }];
    const requested: Scene = ['mediation.v1.PoliceRecognitionRequested', {}];
    const decided: Scene = ['mediation.v1.PoliceDecisionRecorded', { outcome: 'noPenalty', decidedOn: '2026-11-25' }];
    expect([stage(), stage(requested), stage(received), stage(received, requested), stage(received, requested, decided)]).toEqual([null, null, 'entrusted', 'recognitionRequested', 'noPenalty']);
    const criminal = ledgerAfter(registered, archived, ['mediation.v1.DisputeTurnedCriminal', { kind: 'criminal', happenedOn: '2026-11-24' }]);
    expect([criminal.criminalTurns, ledgerProjection.fields.turnedCriminal!.of(criminal)]).toEqual([[{ kind: 'criminal', happenedOn: '2026-11-24' }], true]);
  });

  it('says who is to be cared for without saying who it is, what was asked for and extended, and what the parties were told', () => {
    const [, data] = registered as Extract<Scene, readonly ['mediation.v1.DisputeRegistered', ...unknown[]]>;
    const row = ledgerAfter(['mediation.v1.DisputeRegistered', { ...data, priority: ['migrant'] }], ['mediation.v1.MediationSuggested', { by: 'court' }], ['mediation.v1.MediationSuggested', { by: 'court' }], ['mediation.v1.MediationApplied', { appliedOn: '2026-11-22', form: 'oral' }], ['mediation.v1.MediationExtended', { until: '2026-12-31' }], ['mediation.v1.PartiesInformed', { topic: 'remedies' }]);
    expect(row).toMatchObject({ priority: ['migrant'], suggestedBy: ['court'], application: { appliedOn: '2026-11-22', form: 'oral' }, extendedUntil: '2026-12-31', informed: [{ topic: 'remedies', termId: '', at: at(5 * HOUR) }] });
  });

  it('says whether the parties were told where else to turn when mediation ended without an agreement', () => {
    const told = (...scenes: readonly Scene[]): unknown => ledgerAfter(registered, ...scenes).remediesTold;
    const end = (remediesTold: boolean): Scene => ['mediation.v1.MediationTerminated', { reason: 'TERMINATION_REASON_FAILED', remediesTold }];
    expect([told(), told(end(true)), told(end(false)), told(end(false), ['mediation.v1.PartiesInformed', { topic: 'remedies' }]), told(end(false), ['mediation.v1.PartiesInformed', { topic: 'paymentOrder' }]), told(end(true), held)]).toEqual([null, true, false, true, false, null]);
  });

  it('takes an ending back when the case goes on', () => {
    expect(ledgerAfter(registered, concluded, held)).toMatchObject({ status: 'mediating', agreement: null, result: '', endedAt: '' });
  });

  it('reads and remembers the hour of the last event, whatever it says', () => {
    expect(ledgerAfter(registered, ['mediation.v1.ParticipantInvited', { personId: 'p9' }])).toMatchObject({ status: 'registered', lastEventAt: at(HOUR) });
  });

  it.each<[Status, readonly Scene[]]>([
    ['unregistered', [accepted]],
    ['registered', [registered]],
    ['accepted', [registered, accepted, registered]],
    ['registered', [registered, analysed, planned]],
    ['accepted', [registered, accepted]],
    ['underAnalysis', [registered, accepted, analysed]],
    ['underAnalysis', [registered, accepted, analysed, analysed]],
    ['planned', [registered, accepted, analysed, planned]],
    ['mediating', [registered, accepted, analysed, planned, held]],
    ['mediating', [registered, accepted, analysed, planned, held, analysed, planned]],
    ['notAccepted', [registered, ['mediation.v1.DisputeDeclined', { reason: 'notCivil' }]]],
    ['transferredOut', [registered, accepted, ['mediation.v1.DisputeDiverted', { destination: 'court' }]]],
    ['failed', [registered, terminated('TERMINATION_REASON_FAILED')]],
    ['failed', [registered, terminated('TERMINATION_REASON_DEADLINE')]],
    ['refused', [registered, terminated('TERMINATION_REASON_REFUSED')]],
    ['withdrawn', [registered, terminated('TERMINATION_REASON_WITHDRAWN')]],
    ['failed', [registered, imported('failed')]],
    ['refused', [registered, imported('refused')]],
    ['withdrawn', [registered, imported('withdrawn')]],
    ['agreed', [registered, concluded]],
    ['performing', [registered, concluded, urged('t2')]],
    ['performing', [registered, concluded, performed('t1')]],
    ['agreed', [registered, concluded, performed('no such term')]],
    ['performed', [registered, concluded, performed('t1'), performed('t2')]],
    ['disputedAgreement', [registered, concluded, performed('t1'), defaulted('t2')]],
    ['confirmationPending', [registered, concluded, defaulted('t2'), applied]],
    ['confirmed', [registered, concluded, applied, granted]],
    ['confirmationRejected', [registered, concluded, applied, rejected]],
    ['performed', [registered, concluded, applied, granted, performed('t1'), performed('t2')]],
    ['followedUp', [registered, concluded, performed('t1'), visited]],
    ['confirmationPending', [registered, concluded, visited, applied]],
    ['followedUp', [registered, terminated('TERMINATION_REASON_FAILED'), visited]],
    ['archived', [registered, concluded, archived]],
    ['archived', [registered, terminated('TERMINATION_REASON_FAILED'), archived, visited]],
    ['archived', [registered, concluded, archived, visited, performed('t1'), applied]],
  ])('is %s', (status, scenes) => {
    expect(ledgerAfter(...scenes).status).toBe(status);
  });
});

describe('the dispute ledger', () => {
  it('knows every event of a dispute', () => {
    const ofDisputes = eventTypes().filter(({ file }) => file === 'mediation/v1/dispute').map(({ type }) => type);
    expect([...ledgerProjection.types].sort()).toEqual([...ofDisputes].sort());
  });

  it('shows nobody a dispute that is not registered', () => {
    expect(ledgerProjection.scopeOf(ledgerAfter(accepted))).toBeUndefined();
  });

  it('says a day of Shanghai where an instant was discovered, and no more than was known where it was not', () => {
    const discoveredOn = (discoveredAt: string): unknown => {
      const [, data] = registered as Extract<Scene, readonly ['mediation.v1.DisputeRegistered', ...unknown[]]>;
      return ledgerProjection.fields.discoveredOn!.of(ledgerAfter(['mediation.v1.DisputeRegistered', { ...data, discoveredAt }]));
    };
    expect([discoveredOn('2026-11-21T17:00:00.000Z'), discoveredOn('2026-11-21'), discoveredOn('2017-03'), discoveredOn('')]).toEqual(['2026-11-22', '2026-11-21', '2017-03', null]);
  });

  it('has words for each status in both languages', () => {
    for (const { zh, en } of Object.values(STATUS_LABELS)) expect([zh, en]).toEqual([expect.stringMatching(/^\p{Script=Han}+$/u), expect.stringMatching(/^[a-z ]+$/)]);
    expect(ledgerProjection.fields.status!.values).toEqual(Object.keys(STATUS_LABELS));
  });

  it('folds any history without a throw, leaving nothing it was given changed, and only into what its fields declare', () => {
    const types = ledgerProjection.types as readonly EventType[];
    fc.assert(
      fc.property(fc.array(happenings(types), { maxLength: 30 }), (history) => {
        let row = ledgerProjection.initial(DISPUTE);
        history.forEach((each, index) => {
          const event = toNewEvent(each, index, at(index), index);
          row = deepFreeze(ledgerProjection.apply(row, deepFreeze({ ...event, v: 1, stream: DISPUTE, revision: index, position: index + 1, hash: '', meta: { ...event.meta, recordedAt: at(index) } })));
        });
        for (const { of, values } of Object.values(ledgerProjection.fields)) {
          for (const value of valuesOf(of(row))) if (values && value !== null) expect(values).toContain(value);
        }
      }),
    );
  });
});
