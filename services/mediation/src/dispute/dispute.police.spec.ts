import { givenWhenThen, smallDirectory } from '@fengqiao/testing';
import type { DisputeCommand } from './commands';
import type { DisputeEvent } from './dispute';
import { disputeDecider } from './dispute.decide';
import { accepted, agreed, archived, byPolice, defaulted, mediating, NOW, OFFICERS, OFFICES, performed, policeDecided, recognitionRequested, registered, SECOND_TERM, TERM, terminated, turnedCriminal } from './dispute.scenes';

const directory = smallDirectory(OFFICES, OFFICERS);
const { given } = givenWhenThen(disputeDecider, { now: NOW, actor: directory.actor('mediator'), look: directory });
const kept = [...agreed, byPolice, performed(TERM), performed(SECOND_TERM)];

describe('ReceivePoliceEntrustment', () => {
  const receive: DisputeCommand = { type: 'ReceivePoliceEntrustment', station: '枫桥派出所' };

  it('records the station', () => given([registered]).when(receive).then([byPolice]));
  it('stays quiet where it is recorded, refuses another station, and after the end', () => {
    given([registered, byPolice]).when(receive).thenNothing();
    given([registered, byPolice]).when({ ...receive, station: '赵家派出所' }).thenRefused('POLICE_ALREADY_ENTRUSTED');
    given([...mediating, terminated]).when(receive).thenRefused('DISPUTE_PAST_THIS_STEP');
  });
});

describe('RequestPoliceRecognition', () => {
  const request: DisputeCommand = { type: 'RequestPoliceRecognition' };

  it('follows an agreement that is performed in full, late terms too', () => {
    given(kept).when(request).then([recognitionRequested]);
    given([...agreed, byPolice, defaulted(TERM), performed(TERM), performed(SECOND_TERM)]).when(request).then([recognitionRequested]);
  });
  it('refuses while a term is open or was not kept, and without an agreement', () => {
    given([...agreed, byPolice]).when(request).thenRefused('AGREEMENT_NOT_PERFORMED');
    given([...agreed, byPolice, performed(TERM)]).when(request).thenRefused('AGREEMENT_NOT_PERFORMED');
    given([...agreed, byPolice, performed(TERM), defaulted(SECOND_TERM)]).when(request).thenRefused('AGREEMENT_NOT_PERFORMED');
    given([...mediating, byPolice]).when(request).thenRefused('NO_AGREEMENT');
  });
  it('refuses where the police entrusted nothing, or have decided', () => {
    given([...agreed, performed(TERM), performed(SECOND_TERM)]).when(request).thenRefused('NOT_ENTRUSTED_BY_POLICE');
    given([...kept, policeDecided]).when(request).thenRefused('POLICE_ALREADY_DECIDED');
  });
  it('stays quiet where it was requested', () => given([...kept, recognitionRequested, policeDecided]).when(request).thenNothing());
});

describe('RecordPoliceDecision', () => {
  const record: DisputeCommand = { type: 'RecordPoliceDecision', outcome: 'noPenalty', decidedOn: '2026-11-22' };

  it('records what they decided and when', () => given([...kept, recognitionRequested]).when(record).then([policeDecided]));
  it('refuses a day to come, another decision, and where they entrusted nothing', () => {
    given(kept).when({ ...record, decidedOn: '2026-11-23' }).thenRefused('DATE_IN_FUTURE', '/decidedOn');
    given([...kept, policeDecided]).when({ ...record, outcome: 'penalty' }).thenRefused('POLICE_ALREADY_DECIDED');
    given(accepted).when(record).thenRefused('NOT_ENTRUSTED_BY_POLICE');
  });
  it('stays quiet where it is recorded', () => given([...kept, policeDecided]).when(record).thenNothing());
});

describe('RecordCriminalTurn', () => {
  const record: DisputeCommand = { type: 'RecordCriminalTurn', kind: 'criminal', happenedOn: '2026-11-22' };

  it('records what followed, at any time, also after the archive, and a second event of its own', () => {
    for (const history of [[registered], mediating, [...kept, archived]]) given(history).when(record).then([turnedCriminal]);
    given([registered, turnedCriminal]).when({ ...record, kind: 'publicOrder' }).then([{ ...turnedCriminal, data: { ...turnedCriminal.data, kind: 'publicOrder' } } as DisputeEvent]);
  });
  it('refuses a day to come, and stays quiet where it is recorded', () => {
    given([registered]).when({ ...record, happenedOn: '2026-11-23' }).thenRefused('DATE_IN_FUTURE', '/happenedOn');
    given([registered, turnedCriminal]).when(record).thenNothing();
  });
});
