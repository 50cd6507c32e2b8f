import { givenWhenThen, smallDirectory, testId } from '@fengqiao/testing';
import type { DisputeCommand } from './commands';
import type { DisputeEvent } from './dispute';
import { disputeDecider } from './dispute.decide';
import {
  accepted, agreed, archived, confirmedBy, COURT, entrusted, mediating, named, NOW, OFFICERS, OFFICES, pastId, performed, personId, registered, returnedToCourt, SECOND_TERM, TERM, terminated, turnedDown,
} from './dispute.scenes';

const directory = smallDirectory(OFFICES, OFFICERS);
const { given } = givenWhenThen(disputeDecider, { now: NOW, actor: directory.actor('mediator'), look: directory });
const [MEDIATOR, CHAIR] = [personId(2), personId(3)];
const taken = [registered, entrusted, named(MEDIATOR), confirmedBy(MEDIATOR)];
const inHand = [...mediating, entrusted, confirmedBy(MEDIATOR)];

describe('ReceiveCourtEntrustment', () => {
  const receive: DisputeCommand = { type: 'ReceiveCourtEntrustment', court: COURT, mode: 'COURT_MODE_AFTER_FILING', procedure: 'PROCEDURE_SUMMARY' };
  const before: DisputeCommand = { type: 'ReceiveCourtEntrustment', court: COURT, mode: 'COURT_MODE_BEFORE_FILING' };

  it('records court, mode, procedure and number', () => {
    given([registered]).when(receive).then([entrusted]);
    given([registered]).when({ ...before, courtNumber: '（2026）浙0681诉前调1号' }).then([
      { type: 'mediation.v1.CourtEntrustmentReceived', data: { court: COURT, mode: 'COURT_MODE_BEFORE_FILING', procedure: 'PROCEDURE_UNSPECIFIED', courtNumber: '（2026）浙0681诉前调1号', approvedBy: '' } },
    ]);
  });
  it('refuses a filed case without its procedure, and a procedure before filing', () => {
    given([registered]).when({ ...receive, procedure: undefined }).thenRefused('PROCEDURE_MISSING', '/procedure');
    given([registered]).when({ ...before, procedure: 'PROCEDURE_ORDINARY' }).thenRefused('PROCEDURE_TOO_EARLY', '/procedure');
  });
  it('stays quiet where it is recorded, and refuses another one while that stands', () => {
    given([registered, entrusted]).when(receive).thenNothing();
    given([registered, entrusted]).when({ ...receive, court: '绍兴市柯桥区人民法院' }).thenRefused('COURT_ALREADY_ENTRUSTED');
  });
  it('may follow one that was declined', () => {
    const again = { ...receive, court: '绍兴市柯桥区人民法院' };
    given([registered, entrusted, turnedDown]).when(again).then([{ ...entrusted, data: { ...entrusted.data, court: '绍兴市柯桥区人民法院' } } as DisputeEvent]);
  });
  it('refuses once the case has ended', () => given(agreed).when(receive).thenRefused('DISPUTE_PAST_THIS_STEP'));
});

describe('NameCourtMediator', () => {
  const name: DisputeCommand = { type: 'NameCourtMediator', mediatorId: MEDIATOR };

  it('records whom the court named, and another while nobody has confirmed', () => {
    given([registered, entrusted]).when(name).then([named(MEDIATOR)]);
    given([registered, entrusted, named(MEDIATOR)]).when({ ...name, mediatorId: CHAIR }).then([named(CHAIR)]);
    given([registered, entrusted, named(MEDIATOR)]).when(name).thenNothing();
  });
  it('refuses a party, who is no mediator, and where nothing was entrusted or it is answered', () => {
    given([registered, entrusted]).when({ ...name, mediatorId: pastId(0) }).thenRefused('MEDIATOR_IS_PARTY', '/mediatorId');
    given([registered, entrusted]).when({ ...name, mediatorId: testId(70) }).thenRefused('MEDIATOR_UNKNOWN', '/mediatorId');
    given([registered]).when(name).thenRefused('NOT_ENTRUSTED_BY_COURT');
    given(taken).when({ ...name, mediatorId: CHAIR }).thenRefused('ENTRUSTMENT_ALREADY_ANSWERED');
  });
});

describe('AcceptCourtEntrustment', () => {
  const confirm: DisputeCommand = { type: 'AcceptCourtEntrustment' };

  it('is by the mediator whom the court named, by the one given, or by the actor himself', () => {
    given([registered, entrusted, named(CHAIR)]).when(confirm).then([confirmedBy(CHAIR)]);
    given([registered, entrusted]).when({ ...confirm, mediatorId: CHAIR }).then([confirmedBy(CHAIR)]);
    given([registered, entrusted]).when(confirm).then([confirmedBy(MEDIATOR)]);
  });
  it('refuses another than the one named, and an actor who is no mediator', () => {
    given([registered, entrusted, named(MEDIATOR)]).when({ ...confirm, mediatorId: CHAIR }).thenRefused('COURT_NAMED_ANOTHER', '/mediatorId');
    given([registered, entrusted]).by(directory.actor('clerk')).when(confirm).thenRefused('MEDIATOR_UNKNOWN', '/mediatorId');
  });
  it('stays quiet where he has, and refuses where it was declined, was never entrusted, or has ended', () => {
    given(taken).when(confirm).thenNothing();
    given([registered, entrusted, turnedDown]).when(confirm).thenRefused('ENTRUSTMENT_ALREADY_ANSWERED');
    given([registered]).when(confirm).thenRefused('NOT_ENTRUSTED_BY_COURT');
    given([...mediating, entrusted, terminated]).when(confirm).thenRefused('DISPUTE_PAST_THIS_STEP');
  });
});

describe('DeclineCourtEntrustment', () => {
  const decline: DisputeCommand = { type: 'DeclineCourtEntrustment', reason: 'workload' };

  it('records why', () => given([registered, entrusted]).when(decline).then([turnedDown]));
  it('stays quiet where it is declined, and refuses once it is confirmed', () => {
    given([registered, entrusted, turnedDown]).when(decline).thenNothing();
    given(taken).when(decline).thenRefused('ENTRUSTMENT_ALREADY_ANSWERED');
  });
});

describe('RecordOtherParty', () => {
  const record: DisputeCommand = { type: 'RecordOtherParty', outcome: 'agrees' };
  const reached = (outcome: string): DisputeEvent => ({ type: 'mediation.v1.OtherPartyReached', data: { outcome, approvedBy: '' } });

  it('records what the other party says, and a later word in its place', () => {
    given(taken).when({ ...record, outcome: 'unreachable' }).then([reached('unreachable')]);
    given([...taken, reached('unreachable')]).when(record).then([reached('agrees')]);
    given([...taken, reached('agrees')]).when(record).thenNothing();
  });
  it('refuses where no court has entrusted it', () => given(accepted).when(record).thenRefused('NOT_ENTRUSTED_BY_COURT'));
});

describe('ReturnFileToCourt', () => {
  const send: DisputeCommand = { type: 'ReturnFileToCourt' };
  const kept = [...agreed.slice(0, -1), entrusted, confirmedBy(MEDIATOR), agreed.at(-1) as DisputeEvent, performed(TERM), performed(SECOND_TERM)];

  it('says with which outcome', () => {
    given([...inHand, terminated]).when(send).then([returnedToCourt('failed')]);
    given(kept).when(send).then([returnedToCourt('agreed')]);
    given([registered, entrusted, turnedDown]).when(send).then([returnedToCourt('declined')]);
  });
  it('refuses while the case goes on, and stays quiet where it went', () => {
    given(inHand).when(send).thenRefused('DISPUTE_NOT_ENDED');
    given(accepted).when(send).thenRefused('NOT_ENTRUSTED_BY_COURT');
    given([...inHand, terminated, returnedToCourt('failed')]).when(send).thenNothing();
  });
  it('comes before the archive', () => {
    const archive: DisputeCommand = { type: 'ArchiveCase', documents: ['registrationForm'] };
    given(kept).when(archive).thenRefused('FILE_NOT_RETURNED');
    const filed = { ...archived, data: { documents: ['registrationForm'], gaps: ['investigationRecord', 'evidence', 'mediationRecord', 'agreement', 'returnVisitRecord', 'fileNote', 'backCover'] } } as DisputeEvent;
    given([...kept, returnedToCourt('agreed')]).when(archive).then([filed]);
    given([...kept, returnedToCourt('agreed')]).when({ type: 'NameCourtMediator', mediatorId: CHAIR }).thenRefused('FILE_ALREADY_RETURNED');
  });
});
