import type { Actor } from '@fengqiao/kernel';
import { foldFrozen, smallDirectory } from '@fengqiao/testing';
import type { DisputeCommand } from './commands';
import { UNREGISTERED, type DisputeEvent } from './dispute';
import { mayActOn } from './dispute.authorise';
import { disputeDecider } from './dispute.decide';
import { GROUP, NOW, OFFICERS, OFFICES, registered, registeredWith, registration, reported, reportTo, takenOver, TOWNSHIP, VILLAGE } from './dispute.scenes';

const directory = smallDirectory(OFFICES, OFFICERS);
const stranger: Actor = { personId: 'p', account: 'foreign', officeId: OFFICES[6]?.id ?? '', division: '330681110', level: 3, roles: ['officeDirector'] };
const city: Actor = { personId: 'p', account: 'city', officeId: OFFICES[0]?.id ?? '', division: '3306', level: 5, roles: ['bureauHead'] };
const actors: Readonly<Record<string, Actor>> = {
  group: directory.actor('informant'),
  village: directory.actor('chair'),
  sibling: directory.actor('neighbourChair'),
  township: directory.actor('director'),
  foreign: stranger,
  county: directory.actor('countyHead'),
  city,
};

const state = (events: readonly DisputeEvent[]) => foldFrozen(disputeDecider, events);
const allowed = (events: readonly DisputeEvent[], command?: DisputeCommand) => Object.keys(actors).filter((name) => mayActOn(actors[name] as Actor, state(events), command));

const accept: DisputeCommand = { type: 'AcceptDispute', basis: 'application' };
const grade: DisputeCommand = { type: 'GradeDispute', grade: 'GRADE_SMALL' };
const acknowledge: DisputeCommand = { type: 'AcknowledgeMajorReport', line: 'LINE_JUSTICE' };

/** Every command that only the office that holds the case may try. */
const HOLDERS: readonly DisputeCommand[] = [
  accept,
  { type: 'DeclineDispute', reason: 'notCivil', guidance: '略' },
  { type: 'DivertDispute', destination: 'court', reason: '略' },
  { type: 'ReportMajorDispute', situation: '略' },
  { type: 'RequestLawyerSupport', topic: 'damages' },
  { type: 'ReportEscalationRisk', number: 1, risk: 'criminal', told: 'police', note: '略' },
  { type: 'AnalyseDispute', number: 1, analysis: '略' },
  { type: 'AdoptMediationPlan', number: 1, plan: '略', ownerId: VILLAGE, dueDate: '2026-12-01' },
  { type: 'AppointMediators', mediatorIds: [] },
  { type: 'ChooseMediator', mediatorIds: [] },
  { type: 'InviteParticipant', name: '某', role: 'kin' },
  { type: 'HoldSession', number: 1, mode: 'bed', record: '略' },
  { type: 'TerminateMediation', reason: 'TERMINATION_REASON_FAILED', remediesTold: true },
  { type: 'ConcludeAgreement', form: 'oral', effectiveAt: NOW, terms: [] },
  { type: 'ApplyJudicialConfirmation', court: '略', appliedOn: '2026-11-22' },
  { type: 'RecordConfirmationRuling', ruling: 'granted', ruledOn: '2026-11-22' },
  { type: 'RecordPerformance', termId: VILLAGE },
  { type: 'UrgePerformance', termId: VILLAGE, number: 1 },
  { type: 'RecordDefault', termId: VILLAGE },
  { type: 'PayReturnVisit', number: 1, result: 'content', record: '略' },
  { type: 'ArchiveCase', documents: [] },
  { type: 'RecordConfirmationFiling', filedOn: '2026-11-22' },
  { type: 'RecordConfirmationExtension', until: '2026-12-31' },
  { type: 'SuggestMediation', by: 'court' },
  { type: 'ApplyForMediation', appliedOn: '2026-11-22', form: 'oral' },
  { type: 'ExtendMediation', until: '2026-12-31', agreedBy: [] },
  { type: 'SuspendMediation', reason: 'appraisal' },
  { type: 'ResumeMediation' },
  { type: 'InformParties', topic: 'remedies' },
  { type: 'ReceiveCourtEntrustment', court: '略', mode: 'COURT_MODE_BEFORE_FILING' },
  { type: 'NameCourtMediator', mediatorId: VILLAGE },
  { type: 'AcceptCourtEntrustment' },
  { type: 'DeclineCourtEntrustment', reason: 'workload' },
  { type: 'RecordOtherParty', outcome: 'agrees' },
  { type: 'ReturnFileToCourt' },
  { type: 'ReceivePoliceEntrustment', station: '略' },
  { type: 'RequestPoliceRecognition' },
  { type: 'RecordPoliceDecision', outcome: 'penalty', decidedOn: '2026-11-22' },
];

const ABOVE: readonly DisputeCommand[] = [
  { type: 'LogOralReport' },
  { type: 'AssignLawyerSupport', supportId: VILLAGE, lawyerId: VILLAGE, firm: '略' },
  { type: 'ReviewCaseQuality', number: 1, result: 'qualified', score: 90 },
];

const RECEIVERS: readonly DisputeCommand[] = [acknowledge, { type: 'TakeOverDispute' }, { type: 'ReturnDispute', guidance: '略' }];

describe('who may read a dispute', () => {
  it('offices whose division contains it, and no sibling or stranger', () => {
    expect(allowed([registered])).toEqual(['group', 'village', 'township', 'county', 'city']);
  });

  it('an office outside that had to do with it', () => {
    expect(allowed([registered, reportTo(VILLAGE, stranger.officeId, VILLAGE)])).toContain('foreign');
  });

  it('nobody before it is registered, and nobody without an office or a division', () => {
    expect(allowed([])).toEqual([]);
    expect(mayActOn({ ...city, division: '' }, state([registered]), undefined)).toBe(false);
    expect(mayActOn({ ...city, officeId: '' }, state([registered]), undefined)).toBe(false);
    expect(mayActOn({ ...city, level: 0 }, state([registered]), undefined)).toBe(false);
  });

  it('no office whose code is merely longer or alike', () => {
    expect(mayActOn({ ...stranger, division: '33068110920' }, state([registered]), undefined)).toBe(true);
    expect(mayActOn({ ...stranger, division: '3306811092011' }, state([registered]), undefined)).toBe(false);
    expect(mayActOn({ ...stranger, division: '330681209' }, state([registered]), undefined)).toBe(false);
  });
});

describe('who may write', () => {
  it.each(HOLDERS.map((command) => [command.type, command] as const))('%s: the office that holds the case, alone', (_type, command) => {
    expect(allowed([registered], command)).toEqual(['village']);
    expect(allowed([...reported, takenOver], command)).toEqual(['township']);
  });

  it.each(ABOVE.map((command) => [command.type, command] as const))('%s: a level above the holder, in its line', (_type, command) => {
    expect(allowed([registered], command)).toEqual(['township', 'county', 'city']);
    expect(allowed([...reported, takenOver], command)).toEqual(['county', 'city']);
  });

  it.each(RECEIVERS.map((command) => [command.type, command] as const))('%s: the office that received a report', (_type, command) => {
    expect(allowed(reported, command)).toEqual(['township']);
    expect(allowed([registered], command)).toEqual([]);
  });

  it('GradeDispute: the holder and every level above it in its line', () => {
    expect(allowed([registered], grade)).toEqual(['village', 'township', 'county', 'city']);
    expect(allowed([...reported, takenOver], grade)).toEqual(['township', 'county', 'city']);
  });

  it('RecordCriminalTurn: the holder and every level above it in its line', () => {
    const turn: DisputeCommand = { type: 'RecordCriminalTurn', kind: 'criminal', happenedOn: '2026-11-22' };
    expect(allowed([registered], turn)).toEqual(['village', 'township', 'county', 'city']);
    expect(allowed([...reported, takenOver], turn)).toEqual(['township', 'county', 'city']);
  });

  it('the village committee acts for its groups, the township does not', () => {
    const byGroup = registeredWith({ officeId: GROUP, level: 'LEVEL_GROUP' });
    expect(allowed([byGroup], accept)).toEqual(['group', 'village']);
    expect(allowed([registeredWith({ officeId: GROUP, level: 'LEVEL_GROUP', division: '330681109202' })], accept)).not.toContain('village');
  });

  it('anybody with an office may register or import; whoever registered may repeat it', () => {
    const register: DisputeCommand = { type: 'RegisterDispute', source: 'window', category: 'family', discoveredAt: registration.discoveredAt, summary: '略', parties: [] };
    expect(Object.values(actors).every((actor) => mayActOn(actor, UNREGISTERED, register))).toBe(true);
    expect(Object.values(actors).some((actor) => mayActOn(actor, UNREGISTERED, accept))).toBe(false);
    expect(allowed([registered], register)).toEqual(['village']);
    expect(allowed([registeredWith({ officeId: TOWNSHIP, level: 'LEVEL_TOWNSHIP' })], register)).toEqual(['township']);
  });
});
