import { givenWhenThen, smallDirectory, testId } from '@fengqiao/testing';
import type { DisputeCommand } from './commands';
import type { DisputeEvent } from './dispute';
import { disputeDecider } from './dispute.decide';
import {
  acknowledged, archived, COUNTY, gradedAs, mediating, NOW, OFFICERS, OFFICES, personId, registered, registeredWith, REPORT, reported, reportTo, returned, takenOver, terminated, TOWNSHIP, VILLAGE,
} from './dispute.scenes';

const directory = smallDirectory(OFFICES, OFFICERS);
const { given } = givenWhenThen(disputeDecider, { now: NOW, actor: directory.actor('mediator'), look: directory });
const duty = directory.actor('duty');
const director = directory.actor('director');
const countyDuty = directory.actor('countyDuty');
const countyHead = directory.actor('countyHead');

const major = gradedAs('GRADE_MAJOR');
const ended: readonly DisputeEvent[] = [...mediating, terminated, archived];

/** A second report to the township, after the dispute was graded again while the first one stood. */
const second = reportTo(VILLAGE, TOWNSHIP, testId(70));
const twice: readonly DisputeEvent[] = [...reported, gradedAs('GRADE_MAJOR', { flags: ['escalating'] }), second];
const ofSecond = (event: DisputeEvent): DisputeEvent => ({ ...event, data: { ...event.data, reportId: testId(70) } }) as DisputeEvent;

describe('ReportMajorDispute', () => {
  const report: DisputeCommand = { type: 'ReportMajorDispute', situation: '双方持械对峙' };
  const first = reportTo(VILLAGE, TOWNSHIP, testId(1));

  it.each<[string, readonly DisputeEvent[]]>([
    ['graded major', [registered, major]],
    ['escalating', [registeredWith({ flags: ['escalating'] })]],
    ['beyond its level', [registered, gradedAs('GRADE_SMALL', { flags: ['beyondLevel'] })]],
  ])('reports a dispute that is %s to the nearest office above', (_what, history) => {
    given(history).when(report).then([first]);
  });

  it.each<[string, readonly DisputeEvent[]]>([
    ['small', [registered, gradedAs('GRADE_SMALL')]],
    ['merely large', [registered, gradedAs('GRADE_LARGE')]],
    ['not graded', [registered]],
    ['a crowd without another flag', [registeredWith({ flags: ['massIncident'] })]],
    ['major no more', [registered, major, gradedAs('GRADE_LARGE')]],
  ])('refuses where the dispute is %s', (_what, history) => {
    given(history).when(report).thenRefused('DISPUTE_NEEDS_NO_REPORT');
  });

  it('never reports to an office of its own level', () => {
    const orphans = smallDirectory(OFFICES.map((office) => (office.id === VILLAGE ? { ...office, parentId: OFFICES[5]?.id ?? '' } : office)), OFFICERS);
    const among = givenWhenThen(disputeDecider, { now: NOW, actor: directory.actor('mediator'), look: orphans });
    among.given([registered, major]).when(report).then([first]);
  });

  it('passes over a level that is missing', () => {
    const direct = smallDirectory(OFFICES.map((office) => (office.id === VILLAGE ? { ...office, parentId: COUNTY } : office)), OFFICERS);
    const among = givenWhenThen(disputeDecider, { now: NOW, actor: directory.actor('mediator'), look: direct });
    among.given([registered, major]).when(report).then([reportTo(VILLAGE, COUNTY, testId(1), 'LEVEL_VILLAGE', 'LEVEL_COUNTY')]);
  });

  it('refuses where nobody stands above', () => {
    const alone = smallDirectory(OFFICES.map((office) => (office.id === VILLAGE ? { ...office, parentId: '' } : office)), OFFICERS);
    givenWhenThen(disputeDecider, { now: NOW, actor: directory.actor('mediator'), look: alone }).given([registered, major]).when(report).thenRefused('NO_OFFICE_ABOVE');
  });

  it('stays quiet while a report stands, acknowledged or not', () => {
    given(reported).when(report).thenNothing();
    given([...reported, acknowledged]).when(report).thenNothing();
  });

  it('reports again once the dispute was graded again, or was returned', () => {
    given([...reported, gradedAs('GRADE_MAJOR', { flags: ['escalating'] })]).when(report).then([first]);
    given([...reported, returned]).when(report).then([first]);
  });

  it('goes one level further once the dispute was taken over', () => {
    given([...reported, takenOver]).by(director).when(report).then([reportTo(TOWNSHIP, COUNTY, testId(1), 'LEVEL_TOWNSHIP', 'LEVEL_COUNTY')]);
  });

  it('still reports a dispute whose mediation failed, and refuses an archived one', () => {
    given([...mediating, gradedAs('GRADE_MAJOR'), terminated]).when(report).then([first]);
    given([...ended.slice(0, -1), gradedAs('GRADE_MAJOR'), archived]).when(report).thenRefused('CASE_ALREADY_ARCHIVED');
  });
});

describe('LogOralReport', () => {
  const log: DisputeCommand = { type: 'LogOralReport' };
  const logged: DisputeEvent = { type: 'mediation.v1.OralReportLogged', data: { toOfficeId: TOWNSHIP, takenBy: personId(6), approvedBy: '' } };

  it('is logged by the office above, in the name of who took the call', () => {
    given([registered, major]).by(duty).when(log).then([logged]);
    given([registered, major]).by(director).when({ ...log, takenBy: personId(6) }).then([logged]);
  });

  it('refuses another office, a stranger on the telephone, and what needs no report', () => {
    given([registered, major]).by(countyDuty).when(log).thenRefused('NOT_THE_RECEIVING_OFFICE');
    given([registered, major]).by(duty).when({ ...log, takenBy: personId(7) }).thenRefused('TAKER_UNKNOWN', '/takenBy');
    given([registered, major]).by(duty).when({ ...log, takenBy: personId(4) }).thenRefused('TAKER_UNKNOWN', '/takenBy');
    given([registered]).by(duty).when(log).thenRefused('DISPUTE_NEEDS_NO_REPORT');
    given(reported).by(duty).when(log).thenRefused('REPORTED_IN_WRITING');
  });

  it('stays quiet where it is logged, and speaks again after a new grading', () => {
    given([registered, major, logged]).by(duty).when(log).thenNothing();
    given([registered, major, logged, gradedAs('GRADE_MAJOR', { flags: ['escalating'] })]).by(duty).when(log).then([logged]);
  });
});

describe('AcknowledgeMajorReport', () => {
  const acknowledge: DisputeCommand = { type: 'AcknowledgeMajorReport', line: 'LINE_JUSTICE' };

  it('signs for the report named, or for all that are not signed for', () => {
    given(reported).by(duty).when(acknowledge).then([acknowledged]);
    given(reported).by(duty).when({ ...acknowledge, reportId: REPORT }).then([acknowledged]);
    given(twice).by(duty).when({ ...acknowledge, reportId: REPORT }).then([acknowledged]);
    given(twice).by(duty).when(acknowledge).then([acknowledged, ofSecond(acknowledged)]);
    given([...twice, acknowledged]).by(duty).when(acknowledge).then([ofSecond(acknowledged)]);
  });

  it('leaves the line of the government to the duty officer', () => {
    given(reported).by(director).when({ ...acknowledge, line: 'LINE_GOVERNMENT' }).thenRefused('LINE_NEEDS_DUTY_OFFICER', '/line');
    given([...reported, acknowledged]).by(duty).when({ ...acknowledge, line: 'LINE_GOVERNMENT' }).then([{ ...acknowledged, data: { ...acknowledged.data, line: 'LINE_GOVERNMENT' } } as DisputeEvent]);
  });

  it('refuses an office that the report was not sent to, and a report that is none', () => {
    given(reported).by(countyDuty).when(acknowledge).thenRefused('REPORT_UNKNOWN');
    given(reported).by(countyDuty).when({ ...acknowledge, reportId: REPORT }).thenRefused('NOT_THE_RECEIVING_OFFICE', '/reportId');
    given(reported).by(duty).when({ ...acknowledge, reportId: testId(70) }).thenRefused('REPORT_UNKNOWN', '/reportId');
  });

  it('stays quiet where that line has signed', () => given([...reported, acknowledged]).by(duty).when(acknowledge).thenNothing());
});

describe('TakeOverDispute', () => {
  const takeOver: DisputeCommand = { type: 'TakeOverDispute' };

  it('moves the case to the receiving office and signs for nothing', () => given(reported).by(director).when(takeOver).then([takenOver]));
  it('answers every report that stands there, so that none is left waiting', () => {
    given(twice).by(director).when(takeOver).then([takenOver, ofSecond(takenOver)]);
    given(twice).by(director).when({ ...takeOver, reportId: REPORT }).then([takenOver, ofSecond(takenOver)]);
  });
  it('may follow the support of a lawyer', () => {
    const supported: DisputeEvent = { type: 'mediation.v1.LawyerSupportAssigned', data: { supportId: testId(60), reportId: REPORT, lawyerId: testId(61), firm: '某律师事务所', officeId: TOWNSHIP } };
    given([...reported, supported]).by(director).when(takeOver).then([takenOver]);
  });
  it('refuses what was returned, another office’s report, and what was never reported', () => {
    given([...reported, returned]).by(director).when(takeOver).thenRefused('REPORT_ALREADY_ANSWERED');
    given(reported).by(countyHead).when({ ...takeOver, reportId: REPORT }).thenRefused('NOT_THE_RECEIVING_OFFICE', '/reportId');
    given([registered, major]).by(director).when(takeOver).thenRefused('REPORT_UNKNOWN');
  });
  it('stays quiet where it was taken over', () => given([...reported, takenOver]).by(director).when(takeOver).thenNothing());
});

describe('ReturnDispute', () => {
  const back: DisputeCommand = { type: 'ReturnDispute', guidance: '先稳控' };

  it('answers with guidance and leaves the case where it is', () => given([...reported, acknowledged]).by(director).when(back).then([returned]));
  it('answers every report that stands there, and no earlier one again', () => {
    given(twice).by(director).when(back).then([returned, ofSecond(returned)]);
    given([...reported, returned, second]).by(director).when(back).then([ofSecond(returned)]);
  });
  it('refuses what was taken over, and another office’s report', () => {
    given([...reported, takenOver]).by(director).when(back).thenRefused('REPORT_ALREADY_ANSWERED');
    given(reported).by(countyHead).when({ ...back, reportId: REPORT }).thenRefused('NOT_THE_RECEIVING_OFFICE', '/reportId');
  });
  it('stays quiet where it was returned', () => given([...reported, returned]).by(director).when(back).thenNothing());
});

describe('RequestLawyerSupport', () => {
  const ask: DisputeCommand = { type: 'RequestLawyerSupport', topic: 'damages' };
  const asked: DisputeEvent = { type: 'mediation.v1.LawyerSupportRequested', data: { supportId: testId(1), topic: 'damages' } };
  const earlier: DisputeEvent = { type: 'mediation.v1.LawyerSupportRequested', data: { supportId: testId(60), topic: 'damages' } };

  it('asks once for each topic', () => {
    given([registered]).when(ask).then([asked]);
    given([registered, earlier]).when({ ...ask, topic: 'labour' }).then([{ ...asked, data: { supportId: testId(1), topic: 'labour' } } as DisputeEvent]);
  });
  it('refuses a topic that is none, and an archived case', () => {
    given([registered]).when({ ...ask, topic: 'weather' }).thenRefused('CODE_NOT_IN_FORCE', '/topic');
    given(ended).when(ask).thenRefused('CASE_ALREADY_ARCHIVED');
  });
  it('stays quiet while such a request is open', () => given([registered, earlier]).when(ask).thenNothing());
});

describe('AssignLawyerSupport', () => {
  const asked: DisputeEvent = { type: 'mediation.v1.LawyerSupportRequested', data: { supportId: testId(60), topic: 'damages' } };
  const assign: DisputeCommand = { type: 'AssignLawyerSupport', supportId: testId(60), lawyerId: testId(61), firm: '某律师事务所' };
  const assigned: DisputeEvent = { type: 'mediation.v1.LawyerSupportAssigned', data: { supportId: testId(60), reportId: '', lawyerId: testId(61), firm: '某律师事务所', officeId: COUNTY } };

  it('serves a request at the county', () => given([registered, asked]).by(countyHead).when(assign).then([assigned]));
  it('answers a report at the receiving office, without a request', () => {
    given(reported).by(director).when({ ...assign, supportId: undefined, reportId: REPORT }).then([
      { ...assigned, data: { supportId: testId(1), reportId: REPORT, lawyerId: testId(61), firm: '某律师事务所', officeId: TOWNSHIP } } as DisputeEvent,
    ]);
  });
  it('refuses below the county, a request that is none, a second lawyer, an archived case, and what names nothing', () => {
    given([registered, asked]).by(director).when(assign).thenRefused('COUNTY_ASSIGNS_LAWYERS');
    given([registered]).by(countyHead).when(assign).thenRefused('SUPPORT_UNKNOWN', '/supportId');
    given([registered, asked, assigned]).by(countyHead).when({ ...assign, lawyerId: testId(62) }).thenRefused('SUPPORT_ALREADY_ASSIGNED');
    given([...ended.slice(0, -1), asked, archived]).by(countyHead).when(assign).thenRefused('CASE_ALREADY_ARCHIVED');
    given([registered, asked]).by(countyHead).when({ ...assign, supportId: undefined }).thenRefused('SUPPORT_FOR_WHAT', '/supportId');
    given(reported).by(countyHead).when({ ...assign, supportId: undefined, reportId: REPORT }).thenRefused('NOT_THE_RECEIVING_OFFICE', '/reportId');
  });
  it('stays quiet where that lawyer is assigned', () => given([registered, asked, assigned]).by(countyHead).when(assign).thenNothing());
});

describe('ReportEscalationRisk', () => {
  const tell: DisputeCommand = { type: 'ReportEscalationRisk', number: 1, risk: 'publicOrder', told: 'police', note: '已报派出所' };
  const told: DisputeEvent = { type: 'mediation.v1.EscalationRiskReported', data: { risk: 'publicOrder', told: 'police', note: '已报派出所' } };

  it('tells the police, and again when it happens again', () => {
    given([registered]).when(tell).then([told]);
    given([registered, told]).when({ ...tell, number: 2 }).then([told]);
  });
  it('refuses a number out of turn, and an archived case', () => {
    given([registered]).when({ ...tell, number: 2 }).thenRefused('NUMBER_OUT_OF_TURN', '/number');
    given(ended).when(tell).thenRefused('CASE_ALREADY_ARCHIVED');
  });
  it('stays quiet where that one is recorded', () => given([registered, told]).when(tell).thenNothing());
});
