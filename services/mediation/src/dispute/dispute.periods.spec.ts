import { at, givenWhenThen, smallDirectory, testId } from '@fengqiao/testing';
import type { DisputeCommand } from './commands';
import type { DisputeEvent, Known } from './dispute';
import { disputeDecider } from './dispute.decide';
import { presentDispute } from './dispute.present';
import { accepted, agreed, applied, archived, extended, informedOf, mediating, NOW, OFFICERS, OFFICES, pastId, performed, registered, resumed, SECOND_TERM, suspended, TERM, terminated } from './dispute.scenes';

const directory = smallDirectory(OFFICES, OFFICERS);
const { given } = givenWhenThen(disputeDecider, { now: NOW, actor: directory.actor('mediator'), look: directory });
const shown = (...events: readonly DisputeEvent[]) => presentDispute(events.reduce((state, event) => disputeDecider.evolve(state, event), disputeDecider.initial));
const kept = [...agreed, performed(TERM), performed(SECOND_TERM)];

describe('SuggestMediation', () => {
  const suggest: DisputeCommand = { type: 'SuggestMediation', by: 'court' };
  const suggested: DisputeEvent = { type: 'mediation.v1.MediationSuggested', data: { by: 'court', approvedBy: '' } };

  it('records who suggested it, each once', () => {
    given([registered]).when(suggest).then([suggested]);
    given([registered, suggested]).when({ ...suggest, by: 'police' }).then([{ ...suggested, data: { by: 'police', approvedBy: '' } } as DisputeEvent]);
    given([registered, suggested]).when(suggest).thenNothing();
  });
  it('refuses once the case has ended', () => given([...mediating, terminated]).when(suggest).thenRefused('DISPUTE_PAST_THIS_STEP'));
});

describe('ApplyForMediation', () => {
  const apply: DisputeCommand = { type: 'ApplyForMediation', appliedOn: '2026-11-22', form: 'oral' };
  const wanted: DisputeEvent = { type: 'mediation.v1.MediationApplied', data: { appliedOn: '2026-11-22', form: 'oral', approvedBy: '' } };

  it('records the day and the form', () => given([registered]).when(apply).then([wanted]));
  it('refuses a day to come, counted in Asia/Shanghai', () => {
    given([registered]).when({ ...apply, appliedOn: '2026-11-23' }).thenRefused('DATE_IN_FUTURE', '/appliedOn');
    given([registered]).at(at('2026-11-23T00:10:00+08:00')).when({ ...apply, appliedOn: '2026-11-23' }).then([{ ...wanted, data: { ...wanted.data, appliedOn: '2026-11-23' } } as DisputeEvent]);
  });
  it('stays quiet where the same is recorded, refuses another one, and one after the end', () => {
    given([registered, wanted]).when(apply).thenNothing();
    given([registered, wanted]).when({ ...apply, form: 'written' }).thenRefused('MEDIATION_ALREADY_APPLIED');
    given(agreed).when(apply).thenRefused('DISPUTE_PAST_THIS_STEP');
  });
});

describe('ExtendMediation', () => {
  const [one, other] = [pastId(0), pastId(1)];
  const extend: DisputeCommand = { type: 'ExtendMediation', until: '2026-12-31', agreedBy: [one, other] };

  it('records the later day where every party agrees', () => {
    given(accepted).when(extend).then([extended]);
    given(mediating).when({ ...extend, agreedBy: [other, one] }).then([extended]);
  });
  it('refuses where one of the parties has not agreed, or a stranger has', () => {
    given(mediating).when({ ...extend, agreedBy: [one] }).thenRefused('EXTENSION_NEEDS_ALL_PARTIES', '/agreedBy');
    given(mediating).when({ ...extend, agreedBy: [one, one] }).thenRefused('EXTENSION_NEEDS_ALL_PARTIES', '/agreedBy');
    given(mediating).when({ ...extend, agreedBy: [one, other, testId(70)] }).thenRefused('NOT_A_PARTY', '/agreedBy/2');
  });
  it('refuses where no party is known at all', () => {
    const nobody = { ...registered, data: { ...registered.data, parties: [] } } as DisputeEvent;
    given([nobody, accepted[1] as DisputeEvent]).when({ ...extend, agreedBy: [] }).thenRefused('EXTENSION_NEEDS_ALL_PARTIES', '/agreedBy');
  });
  it('refuses today, and the day that is today in Asia/Shanghai though tomorrow in UTC', () => {
    given(mediating).when({ ...extend, until: '2026-11-22' }).thenRefused('EXTENSION_NOT_AHEAD', '/until');
    given(mediating).at(at('2026-11-23T00:10:00+08:00')).when({ ...extend, until: '2026-11-23' }).thenRefused('EXTENSION_NOT_AHEAD', '/until');
    given(mediating).when({ ...extend, until: '2026-11-23' }).then([{ ...extended, data: { until: '2026-11-23', allAgreed: true, note: '' } } as DisputeEvent]);
  });
  it('never shortens what was agreed before', () => {
    given([...mediating, extended]).when({ ...extend, until: '2026-12-30' }).thenRefused('EXTENSION_SHORTENS', '/until');
    given([...mediating, extended]).when(extend).thenNothing();
  });
  it('refuses before acceptance and after the end', () => {
    given([registered]).when(extend).thenRefused('DISPUTE_STEP_MISSING');
    given(agreed).when(extend).thenRefused('DISPUTE_PAST_THIS_STEP');
  });
});

describe('SuspendMediation and ResumeMediation', () => {
  const suspend: DisputeCommand = { type: 'SuspendMediation', reason: 'appraisal' };
  const resume: DisputeCommand = { type: 'ResumeMediation' };

  it('stop the clock and let it go on, again and again, and the status stays', () => {
    given(accepted).when(suspend).then([suspended]);
    given([...accepted, suspended]).when(resume).then([resumed]);
    given([...accepted, suspended, resumed]).when(suspend).then([suspended]);
    expect(shown(...accepted, suspended)).toMatchObject({ status: 'accepted', suspended: true, suspensions: [{ reason: 'appraisal', resumed: false }] });
    expect(shown(...accepted, suspended, resumed)).toMatchObject({ suspended: false, suspensions: [{ resumed: true }] });
  });
  it('not twice', () => {
    given([...mediating, suspended]).when(suspend).thenNothing();
    given([...mediating, suspended]).when({ ...suspend, reason: 'illness' }).thenRefused('MEDIATION_ALREADY_SUSPENDED');
    given([...mediating, suspended, resumed]).when(resume).thenNothing();
    given(mediating).when(resume).thenRefused('MEDIATION_NOT_SUSPENDED');
  });
  it('only while the case is being worked on', () => {
    given([registered]).when(suspend).thenRefused('DISPUTE_STEP_MISSING');
    given([...mediating, terminated]).when(suspend).thenRefused('DISPUTE_PAST_THIS_STEP');
  });
  it('let nobody hold a session or conclude an agreement meanwhile', () => {
    const session: DisputeCommand = { type: 'HoldSession', number: 2, mode: 'centre', record: '略' };
    const conclude: DisputeCommand = { type: 'ConcludeAgreement', form: 'oral', effectiveAt: NOW, terms: [{ content: '道歉', dueDate: '2026-11-22' }] };
    for (const command of [session, conclude]) given([...mediating, suspended]).when(command).thenRefused('MEDIATION_SUSPENDED');
    given([...mediating, suspended, resumed]).when(session).then([{ type: 'mediation.v1.SessionHeld', data: { mode: 'centre', mediatorIds: [directory.actor('mediator').personId], record: '略', approvedBy: '' } }]);
  });
  it('end with the mediation, which may be given up meanwhile', () => {
    given([...mediating, suspended]).when({ type: 'TerminateMediation', reason: 'TERMINATION_REASON_FAILED', remediesTold: true }).then([terminated]);
    expect(shown(...mediating, suspended, terminated)).toMatchObject({ status: 'failed', suspended: false });
  });
});

describe('InformParties', () => {
  const told = (topic: string, termId?: string): DisputeCommand => ({ type: 'InformParties', topic, ...(termId === undefined ? {} : { termId }) });

  it('records each topic once for the case, or for each term', () => {
    given(mediating).when(told('labourArbitration')).then([informedOf('labourArbitration')]);
    given([...mediating, informedOf('labourArbitration')]).when(told('labourArbitration')).thenNothing();
    given([...agreed, informedOf('paymentOrder', TERM)]).when(told('paymentOrder', SECOND_TERM)).then([informedOf('paymentOrder', SECOND_TERM)]);
  });
  it('mends what was not told when mediation ended', () => {
    const silent = { ...terminated, data: { ...terminated.data, remediesTold: false } } as DisputeEvent;
    expect(shown(...mediating, silent)).toMatchObject({ ending: { remediesTold: false } });
    given([...mediating, silent]).when(told('remedies')).then([informedOf('remedies')]);
    expect(shown(...mediating, silent, informedOf('remedies'))).toMatchObject({ ending: { remediesTold: true } });
  });
  it('refuses what is beside the point: no agreement, applied for already, no term, a term that is kept', () => {
    given(mediating).when(told('confirmationRight')).thenRefused('NO_AGREEMENT');
    given([...agreed, applied]).when(told('confirmationLapsed')).thenRefused('CONFIRMATION_ALREADY_APPLIED');
    given(agreed).when(told('confirmationRight')).then([informedOf('confirmationRight')]);
    given(agreed).when(told('paymentOrder')).thenRefused('TERM_MISSING', '/termId');
    given([...agreed, performed(TERM)]).when(told('paymentOrder', TERM)).thenRefused('TERM_ALREADY_PERFORMED');
    given(agreed).when(told('remedies', testId(70))).thenRefused('TERM_UNKNOWN', '/termId');
  });
  it('refuses in an archive', () => given([...kept, archived]).when(told('remedies')).thenRefused('CASE_ALREADY_ARCHIVED'));
});

describe('what anybody may suppose of a suspension', () => {
  it('it stands in no state that has ended', () => {
    for (const end of [terminated, agreed.at(-1) as DisputeEvent]) {
      const state = [...mediating, suspended, end].reduce((known, event) => disputeDecider.evolve(known, event), disputeDecider.initial) as Known;
      expect(state.facts.suspensions).toEqual([{ reason: 'appraisal', note: '', resumed: true }]);
    }
  });
});
