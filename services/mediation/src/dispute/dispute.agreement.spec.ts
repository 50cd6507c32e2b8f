import { at, givenWhenThen, smallDirectory, testId } from '@fengqiao/testing';
import type { DisputeCommand } from './commands';
import type { DisputeEvent } from './dispute';
import { disputeDecider } from './dispute.decide';
import {
  accepted, acknowledged, agreed, applied, archived, defaulted, gradedAs, mediating, NOW, OFFICERS, OFFICES, performed, registered, REPORT, reportTo, SECOND_TERM, TERM, terminated, TOWNSHIP, VILLAGE, visited,
} from './dispute.scenes';

const directory = smallDirectory(OFFICES, OFFICERS);
const { given } = givenWhenThen(disputeDecider, { now: NOW, actor: directory.actor('mediator'), look: directory });
const kept = [...agreed, performed(TERM), performed(SECOND_TERM)];
const importedAgreement: readonly DisputeEvent[] = [registered, { type: 'mediation.v1.ImportedOutcomeRecorded', data: { outcome: 'agreed', endedOn: '' } }];

describe('ConcludeAgreement', () => {
  const conclude: DisputeCommand = { type: 'ConcludeAgreement', form: 'written', effectiveAt: NOW, terms: [{ content: '退让一尺', dueDate: '2026-11-30' }, { content: '修复围墙', dueDate: '2026-12-31' }] };
  const concluded: DisputeEvent = {
    type: 'mediation.v1.AgreementConcluded',
    data: { form: 'written', effectiveAt: NOW, approvedBy: '', terms: [{ termId: testId(1, 0), content: '退让一尺', dueDate: '2026-11-30' }, { termId: testId(1, 1), content: '修复围墙', dueDate: '2026-12-31' }] },
  };

  it('numbers its terms', () => given(mediating).when(conclude).then([concluded]));
  it('may be due on the very day in Asia/Shanghai', () => {
    const late = at('2026-11-22T00:30:00+08:00');
    given(mediating).when({ ...conclude, effectiveAt: late, terms: [{ content: '当场赔付', dueDate: '2026-11-22' }] }).then([
      { ...concluded, data: { form: 'written', effectiveAt: late, approvedBy: '', terms: [{ termId: testId(1, 0), content: '当场赔付', dueDate: '2026-11-22' }] } } as DisputeEvent,
    ]);
  });
  it('refuses a term due the day before in Asia/Shanghai, though it is the same day in UTC', () => {
    const late = at('2026-11-22T00:30:00+08:00');
    given(mediating).when({ ...conclude, effectiveAt: late, terms: [{ content: '当场赔付', dueDate: '2026-11-21' }] }).thenRefused('TERM_DUE_BEFORE_EFFECT', '/terms/0/dueDate');
  });
  it('refuses without a session, in the future, and a term due before it binds', () => {
    given(accepted).when(conclude).thenRefused('DISPUTE_STEP_MISSING');
    given([...mediating, terminated]).when(conclude).thenRefused('DISPUTE_PAST_THIS_STEP');
    given(mediating).when({ ...conclude, effectiveAt: at('2026-11-22T15:05:00+08:00') }).thenRefused('EFFECTIVE_IN_FUTURE', '/effectiveAt');
    given(mediating).when({ ...conclude, terms: [{ content: '退让', dueDate: '2026-11-30' }, { content: '赔付', dueDate: '2026-11-21' }] }).thenRefused('TERM_DUE_BEFORE_EFFECT', '/terms/1/dueDate');
  });
  it('stays quiet where the same is concluded, and refuses another one', () => {
    given(agreed).when(conclude).thenNothing();
    given(agreed).when({ ...conclude, form: 'oral' }).thenRefused('AGREEMENT_ALREADY_CONCLUDED');
  });
});

describe('RecordPerformance', () => {
  const perform: DisputeCommand = { type: 'RecordPerformance', termId: TERM };

  it('records that a term was kept, even late', () => {
    given(agreed).when(perform).then([performed(TERM)]);
    given([...agreed, defaulted(TERM)]).when(perform).then([performed(TERM)]);
  });
  it('refuses a term that is none, and an archived case', () => {
    given(agreed).when({ ...perform, termId: testId(70) }).thenRefused('TERM_UNKNOWN', '/termId');
    given(mediating).when(perform).thenRefused('TERM_UNKNOWN', '/termId');
    given([...agreed, defaulted(TERM), performed(SECOND_TERM), archived]).when(perform).thenRefused('CASE_ALREADY_ARCHIVED');
  });
  it('stays quiet where it is recorded', () => given([...agreed, performed(TERM)]).when(perform).thenNothing());
});

describe('UrgePerformance', () => {
  const urge: DisputeCommand = { type: 'UrgePerformance', termId: TERM, number: 1 };
  const urged: DisputeEvent = { type: 'mediation.v1.PerformanceUrged', data: { termId: TERM, approvedBy: '' } };

  it('counts for each term', () => {
    given(agreed).when(urge).then([urged]);
    given([...agreed, urged]).when({ ...urge, number: 2 }).then([urged]);
    given([...agreed, urged]).when({ ...urge, termId: SECOND_TERM }).then([{ ...urged, data: { termId: SECOND_TERM, approvedBy: '' } } as DisputeEvent]);
  });
  it('refuses a term that is kept or none, a number out of turn, and an archived case', () => {
    given([...agreed, performed(TERM)]).when(urge).thenRefused('TERM_ALREADY_PERFORMED');
    given(agreed).when({ ...urge, termId: testId(70) }).thenRefused('TERM_UNKNOWN', '/termId');
    given(agreed).when({ ...urge, number: 2 }).thenRefused('NUMBER_OUT_OF_TURN', '/number');
    given([...agreed, defaulted(TERM), performed(SECOND_TERM), archived]).when(urge).thenRefused('CASE_ALREADY_ARCHIVED');
  });
  it('stays quiet where that one is recorded', () => given([...agreed, urged]).when(urge).thenNothing());
});

describe('RecordDefault', () => {
  const record: DisputeCommand = { type: 'RecordDefault', termId: TERM };
  const lastMoment = at('2026-11-30T23:59:59+08:00');
  const nextDay = at('2026-12-01T00:00:00+08:00');

  it('records a term that was not kept once its day has passed', () => given(agreed).at(nextDay).when(record).then([defaulted(TERM)]));
  it('refuses on the last day, a kept term, an unknown one, and an archived case', () => {
    given(agreed).at(lastMoment).when(record).thenRefused('TERM_NOT_DUE', '/termId');
    given([...agreed, performed(TERM)]).at(nextDay).when(record).thenRefused('TERM_ALREADY_PERFORMED');
    given(agreed).at(nextDay).when({ ...record, termId: testId(70) }).thenRefused('TERM_UNKNOWN', '/termId');
    given([...agreed, performed(SECOND_TERM), archived]).at(nextDay).when(record).thenRefused('CASE_ALREADY_ARCHIVED');
  });
  it('stays quiet where it is recorded', () => given([...agreed, defaulted(TERM)]).at(nextDay).when(record).thenNothing());
});

describe('PayReturnVisit', () => {
  const visit: DisputeCommand = { type: 'PayReturnVisit', number: 1, result: 'satisfied', record: '和好' };

  it('follows an agreement or a termination, as often as wanted', () => {
    given(agreed).when(visit).then([visited]);
    given([...mediating, terminated]).when(visit).then([visited]);
    given([...agreed, visited]).when({ ...visit, number: 2 }).then([visited]);
  });
  it('refuses before the end, where nothing was mediated, out of turn, and in an archive', () => {
    given(mediating).when(visit).thenRefused('DISPUTE_NOT_ENDED');
    given([registered, { type: 'mediation.v1.DisputeDiverted', data: { destination: 'court', reason: '已起诉' } }]).when(visit).thenRefused('NEVER_MEDIATED');
    given(agreed).when({ ...visit, number: 2 }).thenRefused('NUMBER_OUT_OF_TURN', '/number');
    given([...kept, archived]).when(visit).thenRefused('CASE_ALREADY_ARCHIVED');
  });
  it('stays quiet where that one is recorded', () => given([...agreed, visited]).when(visit).thenNothing());
});

describe('ReviewCaseQuality', () => {
  const review: DisputeCommand = { type: 'ReviewCaseQuality', number: 1, result: 'qualified', score: 92 };
  const reviewed: DisputeEvent = { type: 'mediation.v1.CaseQualityReviewed', data: { result: 'qualified', score: 92, note: '' } };

  it('looks at what has ended, archived or not', () => {
    given(agreed).when(review).then([reviewed]);
    given([...kept, archived]).when(review).then([reviewed]);
  });
  it('refuses before the end, and out of turn', () => {
    given(mediating).when(review).thenRefused('DISPUTE_NOT_ENDED');
    given(agreed).when({ ...review, number: 2 }).thenRefused('NUMBER_OUT_OF_TURN', '/number');
  });
  it('stays quiet where that one is recorded', () => given([...agreed, reviewed]).when(review).thenNothing());
});

describe('ArchiveCase', () => {
  const archive: DisputeCommand = { type: 'ArchiveCase', documents: ['registrationForm', 'fileNote', 'backCover'] };
  const filed = (...gaps: string[]): DisputeEvent => ({ type: 'mediation.v1.CaseArchived', data: { documents: ['backCover', 'fileNote', 'registrationForm'], gaps } });

  it('names the documents that the file should have and lacks', () => {
    given([...mediating, terminated]).when(archive).then([filed('investigationRecord', 'evidence', 'mediationRecord')]);
    given(kept).when(archive).then([filed('investigationRecord', 'evidence', 'mediationRecord', 'agreement', 'returnVisitRecord')]);
    const granted: DisputeEvent = { type: 'mediation.v1.JudicialConfirmationGranted', data: { court: '诸暨市人民法院', ruledOn: '2026-11-22', approvedBy: '' } };
    given([...kept, applied, granted]).when(archive).then([filed('investigationRecord', 'evidence', 'mediationRecord', 'agreement', 'returnVisitRecord', 'confirmationPapers')]);
  });
  it('expects little of a case that was never mediated, or only imported', () => {
    given([registered, { type: 'mediation.v1.DisputeDeclined', data: { reason: 'notCivil', guidance: '向信访反映' } }]).when(archive).then([filed()]);
    given(importedAgreement).when(archive).then([filed('returnVisitRecord')]);
  });
  it('refuses what is open: the case, a term, the court’s ruling, a report upward', () => {
    given(mediating).when(archive).thenRefused('DISPUTE_NOT_ENDED');
    given([...agreed, performed(TERM)]).when(archive).thenRefused('TERMS_OPEN');
    given([...kept, applied]).when(archive).thenRefused('CONFIRMATION_PENDING');
    const reportedUp = [...mediating, gradedAs('GRADE_MAJOR'), reportTo(VILLAGE, TOWNSHIP, REPORT), terminated];
    given(reportedUp).when(archive).thenRefused('REPORT_OPEN');
    given([...reportedUp, acknowledged]).when(archive).then([filed('investigationRecord', 'evidence', 'mediationRecord')]);
  });
  it('stays quiet where the same is archived, and refuses to change the file', () => {
    given([...kept, filed()]).when(archive).thenNothing();
    given([...kept, filed()]).when({ ...archive, documents: ['registrationForm'] }).thenRefused('CASE_ALREADY_ARCHIVED');
  });
});
