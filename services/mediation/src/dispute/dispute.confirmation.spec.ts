import { at, givenWhenThen, smallDirectory } from '@fengqiao/testing';
import type { DisputeCommand } from './commands';
import type { DisputeEvent } from './dispute';
import { disputeDecider } from './dispute.decide';
import { agreed, applied, archived, filed, mediating, NOW, OFFICERS, OFFICES, performed, registered, SECOND_TERM, TERM } from './dispute.scenes';

const directory = smallDirectory(OFFICES, OFFICERS);
const { given } = givenWhenThen(disputeDecider, { now: NOW, actor: directory.actor('mediator'), look: directory });
const kept = [...agreed, performed(TERM), performed(SECOND_TERM)];
const importedAgreement: readonly DisputeEvent[] = [registered, { type: 'mediation.v1.ImportedOutcomeRecorded', data: { outcome: 'agreed', endedOn: '' } }];
const granted: DisputeEvent = { type: 'mediation.v1.JudicialConfirmationGranted', data: { court: '诸暨市人民法院', ruledOn: '2026-11-22', approvedBy: '' } };

describe('ApplyJudicialConfirmation', () => {
  const apply: DisputeCommand = { type: 'ApplyJudicialConfirmation', court: '诸暨市人民法院', appliedOn: '2026-11-22' };

  it('records where and when', () => given(agreed).when(apply).then([applied]));
  it('refuses without an agreement of its own, before it binds, in the future, elsewhere, and in an archive', () => {
    given(mediating).when(apply).thenRefused('NO_AGREEMENT');
    given(importedAgreement).when(apply).thenRefused('NO_AGREEMENT');
    given(agreed).when({ ...apply, appliedOn: '2026-11-21' }).thenRefused('DATE_TOO_EARLY', '/appliedOn');
    given(agreed).when({ ...apply, appliedOn: '2026-11-23' }).thenRefused('DATE_IN_FUTURE', '/appliedOn');
    given([...agreed, applied]).when({ ...apply, court: '绍兴市中级人民法院' }).thenRefused('CONFIRMATION_ALREADY_APPLIED');
    given([...kept, archived]).when(apply).thenRefused('CASE_ALREADY_ARCHIVED');
  });
  it('stays quiet where it was applied for', () => given([...agreed, applied]).when(apply).thenNothing());
});

describe('RecordConfirmationFiling', () => {
  const file: DisputeCommand = { type: 'RecordConfirmationFiling', filedOn: '2026-11-22' };

  it('records the day from which the court’s own time runs', () => given([...agreed, applied]).when(file).then([filed]));
  it('refuses a day before the application or to come, another day, and where nothing lies with the court', () => {
    given([...agreed, applied]).when({ ...file, filedOn: '2026-11-21' }).thenRefused('DATE_TOO_EARLY', '/filedOn');
    given([...agreed, applied]).when({ ...file, filedOn: '2026-11-23' }).thenRefused('DATE_IN_FUTURE', '/filedOn');
    given([...agreed, applied, filed]).at(at('2026-11-25T09:00:00+08:00')).when({ ...file, filedOn: '2026-11-24' }).thenRefused('CONFIRMATION_ALREADY_FILED');
    given(agreed).when(file).thenRefused('CONFIRMATION_NOT_APPLIED');
    given([...agreed, applied, granted]).when(file).thenRefused('CONFIRMATION_ALREADY_RULED');
  });
  it('stays quiet where it is recorded', () => given([...agreed, applied, filed]).when(file).thenNothing());
});

describe('RecordConfirmationExtension', () => {
  const extend: DisputeCommand = { type: 'RecordConfirmationExtension', until: '2027-01-21' };
  const extendedTo = (until: string): DisputeEvent => ({ type: 'mediation.v1.JudicialConfirmationExtended', data: { until, approvedBy: '' } });

  it('records until when, always later than before', () => {
    given([...agreed, applied, filed]).when(extend).then([extendedTo('2027-01-21')]);
    given([...agreed, applied, filed, extendedTo('2027-01-10')]).when(extend).then([extendedTo('2027-01-21')]);
    given([...agreed, applied, filed, extendedTo('2027-01-30')]).when(extend).thenRefused('EXTENSION_SHORTENS', '/until');
    given([...agreed, applied, filed]).when({ ...extend, until: '2026-11-22' }).thenRefused('EXTENSION_SHORTENS', '/until');
  });
  it('refuses before the court has filed it, and once it has ruled', () => {
    given([...agreed, applied]).when(extend).thenRefused('CONFIRMATION_NOT_FILED');
    given([...agreed, applied, filed, granted]).when(extend).thenRefused('CONFIRMATION_ALREADY_RULED');
  });
  it('stays quiet where it is recorded', () => given([...agreed, applied, filed, extendedTo('2027-01-21')]).when(extend).thenNothing());
});

describe('RecordConfirmationRuling', () => {
  const rule: DisputeCommand = { type: 'RecordConfirmationRuling', ruling: 'granted', ruledOn: '2026-11-22' };
  const rejected: DisputeEvent = { type: 'mediation.v1.JudicialConfirmationRejected', data: { court: '诸暨市人民法院', ruledOn: '2026-11-22', reason: '内容不明', approvedBy: '' } };

  it('records what the court ruled', () => {
    given([...agreed, applied]).when(rule).then([granted]);
    given([...agreed, applied]).when({ ...rule, ruling: 'rejected', reason: '内容不明' }).then([rejected]);
  });
  it('refuses without an application, a day before it, and a second ruling', () => {
    given(mediating).when(rule).thenRefused('NO_AGREEMENT');
    given(agreed).when(rule).thenRefused('CONFIRMATION_NOT_APPLIED');
    given([...agreed, applied]).when({ ...rule, ruledOn: '2026-11-21' }).thenRefused('DATE_TOO_EARLY', '/ruledOn');
    given([...agreed, applied, rejected]).when(rule).thenRefused('CONFIRMATION_ALREADY_RULED');
  });
  it('refuses a ruling before the court filed the application', () => {
    const later = { ...filed, data: { ...filed.data, filedOn: '2026-11-24' } } as DisputeEvent;
    given([...agreed, applied, later]).at(at('2026-11-25T09:00:00+08:00')).when({ ...rule, ruledOn: '2026-11-23' }).thenRefused('DATE_TOO_EARLY', '/ruledOn');
  });
  it('stays quiet where it is recorded', () => given([...agreed, applied, granted]).when(rule).thenNothing());
});
