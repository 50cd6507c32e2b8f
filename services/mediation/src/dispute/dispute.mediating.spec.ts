import { givenWhenThen, smallDirectory, testId } from '@fengqiao/testing';
import type { CommandOf, DisputeCommand } from './commands';
import type { DisputeEvent } from './dispute';
import { disputeDecider } from './dispute.decide';
import { accepted, agreed, analysed, appointed, COUNTY, mediating, NOW, OFFICERS, OFFICES, pastId, personId, planned, registered, terminated } from './dispute.scenes';

const directory = smallDirectory(OFFICES, OFFICERS);
const { given } = givenWhenThen(disputeDecider, { now: NOW, actor: directory.actor('chair'), look: directory });
const last = (history: readonly DisputeEvent[]) => history.at(-1) as DisputeEvent;

describe('AnalyseDispute', () => {
  const analyse: DisputeCommand = { type: 'AnalyseDispute', number: 1, analysis: '界址不清' };

  it('is the step after acceptance, and may be repeated later', () => {
    given(accepted).when(analyse).then([last(analysed)]);
    given(mediating).when({ ...analyse, number: 2 }).then([last(analysed)]);
  });
  it('refuses before acceptance, after the end, and a number out of turn', () => {
    given([registered]).when(analyse).thenRefused('DISPUTE_STEP_MISSING');
    given([...mediating, terminated]).when({ ...analyse, number: 2 }).thenRefused('DISPUTE_PAST_THIS_STEP');
    given(accepted).when({ ...analyse, number: 3 }).thenRefused('NUMBER_OUT_OF_TURN', '/number');
  });
  it('stays quiet where that one is recorded', () => given(analysed).when(analyse).thenNothing());
});

describe('AdoptMediationPlan', () => {
  const adopt: DisputeCommand = { type: 'AdoptMediationPlan', number: 1, plan: '现场丈量', ownerId: personId(3), dueDate: '2026-12-01' };

  it('names plan, owner and due date; a later plan replaces it', () => {
    given(analysed).when(adopt).then([last(planned)]);
    given(mediating).when({ ...adopt, number: 2 }).then([last(planned)]);
    given(analysed).when({ ...adopt, dueDate: '2026-11-22' }).then([{ ...last(planned), data: { plan: '现场丈量', ownerId: personId(3), dueDate: '2026-11-22' } } as DisputeEvent]);
  });
  it('refuses before the analysis, an owner whom nobody knows, and a due date in the past', () => {
    given(accepted).when(adopt).thenRefused('DISPUTE_STEP_MISSING');
    given(analysed).when({ ...adopt, ownerId: testId(70) }).thenRefused('OWNER_UNKNOWN', '/ownerId');
    given(analysed).when({ ...adopt, dueDate: '2026-11-21' }).thenRefused('DUE_DATE_PAST', '/dueDate');
  });
  it('stays quiet where that one is recorded', () => given(planned).when(adopt).thenNothing());
});

describe.each([['AppointMediators', 'chair'], ['ChooseMediator', 'parties']] as const)('%s', (type, chosenBy) => {
  const appoint: CommandOf<'AppointMediators' | 'ChooseMediator'> = { type, mediatorIds: [personId(2)] };
  const by = (...mediatorIds: string[]): DisputeEvent => ({ type: 'mediation.v1.MediatorsAppointed', data: { mediatorIds, chosenBy } });

  it('appoints mediators of the directory, and may replace them', () => {
    given(accepted).when(appoint).then([by(personId(2))]);
    given([...accepted, by(personId(2))]).when({ ...appoint, mediatorIds: [personId(2), personId(5)] }).then([by(personId(2), personId(5))]);
  });
  it('refuses before acceptance, who is no mediator, and a party', () => {
    given([registered]).when(appoint).thenRefused('DISPUTE_STEP_MISSING');
    given(accepted).when({ ...appoint, mediatorIds: [personId(2), personId(6)] }).thenRefused('MEDIATOR_UNKNOWN', '/mediatorIds/1');
    given(accepted).when({ ...appoint, mediatorIds: [testId(70)] }).thenRefused('MEDIATOR_UNKNOWN', '/mediatorIds/0');
    given(accepted).when({ ...appoint, mediatorIds: [pastId(1)] }).thenRefused('MEDIATOR_IS_PARTY', '/mediatorIds/0');
  });
  it('knows a mediator who was appointed elsewhere since', () => {
    const moved = OFFICERS.find((officer) => officer.personId === personId(2));
    const elsewhere = { ...directory, person: (id: string) => (id === personId(2) && moved ? { ...moved, officeId: COUNTY, roles: ['officeClerk'] } : directory.person(id)) };
    givenWhenThen(disputeDecider, { now: NOW, actor: directory.actor('chair'), look: elsewhere }).given(accepted).when(appoint).then([by(personId(2))]);
  });
  it('stays quiet where they are appointed, in whatever order', () => {
    given([...accepted, by(personId(5), personId(2))]).when({ ...appoint, mediatorIds: [personId(2), personId(5)] }).thenNothing();
  });
});

describe('InviteParticipant', () => {
  const invite: DisputeCommand = { type: 'InviteParticipant', name: '王某', role: 'neighbour' };
  const invited = (personId: string): DisputeEvent => ({ type: 'mediation.v1.ParticipantInvited', data: { personId, name: '王某', role: 'neighbour' } });

  it('gives an id to somebody who has none', () => {
    given(accepted).when(invite).then([invited(testId(1))]);
    given(mediating).when({ ...invite, personId: testId(70) }).then([invited(testId(70))]);
  });
  it('refuses before acceptance and after the end', () => {
    given([registered]).when(invite).thenRefused('DISPUTE_STEP_MISSING');
    given(agreed).when(invite).thenRefused('DISPUTE_PAST_THIS_STEP');
  });
  it('stays quiet where that person is invited', () => given([...accepted, invited(testId(70))]).when({ ...invite, personId: testId(70) }).thenNothing());
});

describe('HoldSession', () => {
  const hold: DisputeCommand = { type: 'HoldSession', number: 1, mode: 'field', record: '双方同意丈量' };

  it('is held by the appointed mediators, as often as needed', () => {
    given(appointed).when(hold).then([last(mediating)]);
    given(mediating).when({ ...hold, number: 2, mediatorIds: [personId(2)] }).then([last(mediating)]);
  });
  it('refuses without a plan, without mediators, by another mediator, and a number out of turn', () => {
    given(analysed).when(hold).thenRefused('DISPUTE_STEP_MISSING');
    given(planned).when(hold).thenRefused('MEDIATORS_NOT_APPOINTED');
    given(appointed).when({ ...hold, mediatorIds: [personId(2), personId(3)] }).thenRefused('MEDIATOR_NOT_APPOINTED', '/mediatorIds/1');
    given(mediating).when({ ...hold, number: 3 }).thenRefused('NUMBER_OUT_OF_TURN', '/number');
  });
  it('stays quiet where that session is recorded', () => given(mediating).when(hold).thenNothing());
});

describe('TerminateMediation', () => {
  const terminate: DisputeCommand = { type: 'TerminateMediation', reason: 'TERMINATION_REASON_FAILED', remediesTold: true };
  const refused: DisputeEvent = { type: 'mediation.v1.MediationTerminated', data: { reason: 'TERMINATION_REASON_REFUSED', remediesTold: true, note: '' } };

  it('ends what is being mediated', () => given(mediating).when(terminate).then([terminated]));
  it('lets a party refuse before acceptance', () => given([registered]).when({ ...terminate, reason: 'TERMINATION_REASON_REFUSED' }).then([refused]));
  it('refuses to fail before acceptance, after an agreement, and for a second reason', () => {
    given([registered]).when(terminate).thenRefused('DISPUTE_STEP_MISSING');
    given(agreed).when(terminate).thenRefused('DISPUTE_PAST_THIS_STEP');
    given([...mediating, terminated]).when({ ...terminate, reason: 'TERMINATION_REASON_DEADLINE' }).thenRefused('MEDIATION_ALREADY_TERMINATED');
  });
  it('stays quiet where it ended so', () => given([...mediating, terminated]).when(terminate).thenNothing());
});
