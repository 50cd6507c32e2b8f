import fc from 'fast-check';
import { encodeEvent, eventTypes } from '@fengqiao/contracts';
import type { Actor } from '@fengqiao/kernel';
import { at, checkHistories, checkTotal, foldFrozen, smallDirectory, testId } from '@fengqiao/testing';
import type { DisputeCommand } from './commands';
import type { DisputeEvent, DisputeState, Known, Status } from './dispute';
import { mayActOn } from './dispute.authorise';
import { disputeDecider } from './dispute.decide';
import { presentDispute } from './dispute.present';
import {
  accepted, acknowledged, agreed, analysed, applied, archived, concluded, COUNTY, defaulted, everythingAlongside, gradedAs, mediating, NOW, OFFICERS, OFFICES, performed, personId, planned, registered, registeredWith, registration,
  REPORT, reported, reportTo, returned, SECOND_TERM, takenOver, TERM, terminated, TOWNSHIP, VILLAGE, visited,
} from './dispute.scenes';
import { STATUS_WORDS } from './steps';

const directory = smallDirectory(OFFICES, OFFICERS);
const fold = (events: readonly DisputeEvent[]) => foldFrozen(disputeDecider, events);
const known = (events: readonly DisputeEvent[]) => fold(events) as Known;
const statusAfter = (...events: readonly (DisputeEvent | readonly DisputeEvent[])[]): Status => fold(events.flat() as DisputeEvent[]).status;

const granted: DisputeEvent = { type: 'mediation.v1.JudicialConfirmationGranted', data: { court: '诸暨市人民法院', ruledOn: '2026-11-22', approvedBy: '' } };
const rejected: DisputeEvent = { type: 'mediation.v1.JudicialConfirmationRejected', data: { court: '诸暨市人民法院', ruledOn: '2026-11-22', reason: '内容不明', approvedBy: '' } };
const urged: DisputeEvent = { type: 'mediation.v1.PerformanceUrged', data: { termId: TERM, approvedBy: '' } };
const declined: DisputeEvent = { type: 'mediation.v1.DisputeDeclined', data: { reason: 'notCivil', guidance: '向信访反映' } };
const diverted: DisputeEvent = { type: 'mediation.v1.DisputeDiverted', data: { destination: 'court', reason: '已起诉' } };
const logged: DisputeEvent = { type: 'mediation.v1.OralReportLogged', data: { toOfficeId: TOWNSHIP, takenBy: personId(6), approvedBy: '' } };
const asked: DisputeEvent = { type: 'mediation.v1.LawyerSupportRequested', data: { supportId: testId(60), topic: 'damages' } };
const assigned: DisputeEvent = { type: 'mediation.v1.LawyerSupportAssigned', data: { supportId: testId(60), reportId: REPORT, lawyerId: testId(61), firm: '某律师事务所', officeId: COUNTY } };
const risk: DisputeEvent = { type: 'mediation.v1.EscalationRiskReported', data: { risk: 'publicOrder', told: 'police', note: '已报' } };
const reviewed: DisputeEvent = { type: 'mediation.v1.CaseQualityReviewed', data: { result: 'qualified', score: 92, note: '' } };
const invited: DisputeEvent = { type: 'mediation.v1.ParticipantInvited', data: { personId: testId(70), name: '王某', role: 'kin' } };
const endedWith = (reason: 'REFUSED' | 'DEADLINE' | 'WITHDRAWN'): DisputeEvent => ({ type: 'mediation.v1.MediationTerminated', data: { reason: `TERMINATION_REASON_${reason}`, remediesTold: true, note: '' } });
const importedAs = (outcome: string): DisputeEvent => ({ type: 'mediation.v1.ImportedOutcomeRecorded', data: { outcome, endedOn: '2017' } });

describe('where a dispute stands', () => {
  it.each<[Status, Status]>([
    ['unregistered', statusAfter([])],
    ['registered', statusAfter([registered])],
    ['accepted', statusAfter(accepted)],
    ['underAnalysis', statusAfter(analysed)],
    ['planned', statusAfter(planned)],
    ['mediating', statusAfter(mediating)],
    ['mediating', statusAfter(mediating, analysed[2] as DisputeEvent, planned[3] as DisputeEvent)],
    ['agreed', statusAfter(agreed)],
    ['performing', statusAfter(agreed, performed(TERM))],
    ['performing', statusAfter(agreed, urged)],
    ['performed', statusAfter(agreed, performed(TERM), performed(SECOND_TERM))],
    ['disputedAgreement', statusAfter(agreed, defaulted(TERM))],
    ['performing', statusAfter(agreed, defaulted(TERM), performed(TERM))],
    ['confirmationPending', statusAfter(agreed, applied)],
    ['confirmed', statusAfter(agreed, applied, granted)],
    ['confirmationRejected', statusAfter(agreed, applied, rejected)],
    ['performed', statusAfter(agreed, applied, granted, performed(TERM), performed(SECOND_TERM))],
    ['followedUp', statusAfter(agreed, visited)],
    ['confirmationPending', statusAfter(agreed, visited, applied)],
    ['disputedAgreement', statusAfter(agreed, visited, defaulted(TERM))],
    ['followedUp', statusAfter(mediating, terminated, visited)],
    ['failed', statusAfter(mediating, terminated)],
    ['failed', statusAfter(mediating, endedWith('DEADLINE'))],
    ['refused', statusAfter(mediating, endedWith('REFUSED'))],
    ['withdrawn', statusAfter(mediating, endedWith('WITHDRAWN'))],
    ['notAccepted', statusAfter([registered], declined)],
    ['transferredOut', statusAfter([registered], diverted)],
    ['archived', statusAfter(mediating, terminated, archived)],
    ['agreed', statusAfter([registered], importedAs('agreed'))],
    ['failed', statusAfter([registered], importedAs('failed'))],
    ['refused', statusAfter([registered], importedAs('refused'))],
    ['withdrawn', statusAfter([registered], importedAs('withdrawn'))],
  ])('%s', (expected, actual) => {
    expect(actual).toBe(expected);
  });

  it('has a Chinese word for each', () => {
    for (const word of Object.values(STATUS_WORDS)) expect(word).toMatch(/^[\p{Script=Han}]+$/u);
  });

  it('is not moved by a second registration, by reporting, or by what comes after the archive', () => {
    expect(fold([...accepted, registeredWith({ category: 'traffic' })])).toEqual(fold(accepted));
    expect(statusAfter(reported, acknowledged, takenOver, returned)).toBe('registered');
    const closed = [...agreed, performed(TERM), performed(SECOND_TERM), archived];
    expect(statusAfter(closed, granted, defaulted(TERM), visited, reviewed)).toBe('archived');
  });
});

describe('what is known of a dispute', () => {
  it('who holds it, and who ever had to do with it', () => {
    const { facts } = known([...reported, takenOver, reportTo(TOWNSHIP, COUNTY, testId(70), 'LEVEL_TOWNSHIP', 'LEVEL_COUNTY')]);
    expect(facts.holder).toEqual({ officeId: TOWNSHIP, level: 'LEVEL_TOWNSHIP' });
    expect(facts.offices).toEqual([VILLAGE, TOWNSHIP, COUNTY]);
  });

  it('an answer belongs to its report, and later ones do not replace it', () => {
    const twice = [...reported, reportTo(VILLAGE, TOWNSHIP, testId(70))];
    expect(known([...twice, returned]).facts.reports.map((report) => report.answer)).toEqual(['returned', 'none']);
    expect(known([...twice, takenOver, returned]).facts.reports.map((report) => report.answer)).toEqual(['takenOver', 'none']);
  });

  it('support by a lawyer answers its report, and a later taking over replaces that answer', () => {
    expect(known([...reported, asked, assigned]).facts).toMatchObject({ supports: [{ topic: 'damages', lawyerId: testId(61) }], reports: [{ answer: 'supported' }] });
    expect(known([...reported, assigned, takenOver]).facts.reports[0]?.answer).toBe('takenOver');
    expect(known([...reported, takenOver, assigned]).facts.reports[0]?.answer).toBe('takenOver');
  });

  it('a telephone report waits until it is written, graded anew, or taken over', () => {
    const told = [registered, gradedAs('GRADE_MAJOR'), logged];
    expect(known(told).facts.toldOffice).toBe(TOWNSHIP);
    for (const next of [reportTo(VILLAGE, TOWNSHIP, REPORT), gradedAs('GRADE_MAJOR', { flags: ['escalating'] })]) expect(known([...told, next]).facts.toldOffice).toBe('');
  });
});

describe('what reading a dispute shows', () => {
  it('nothing before it is registered', () => expect(presentDispute(fold([]))).toBeUndefined());

  it('the same values that the log holds, sealed ones too', () => {
    const sealed = registeredWith({ summary: 'sealed:1:k:abc', parties: [{ personId: testId(1), kind: 'person', name: 'sealed:1:p:def', idNumber: '', phone: '', address: '', priority: ['sealed:1:p:ghi'] }] });
    expect(presentDispute(fold([sealed]))).toMatchObject({ status: 'registered', statusZh: '已登记', summary: 'sealed:1:k:abc', parties: [{ name: 'sealed:1:p:def', priority: ['sealed:1:p:ghi'] }] });
  });

  it('that it lies above, until it is answered', () => {
    expect(presentDispute(fold(reported))).toMatchObject({ escalated: true, mustBeReported: true, reports: [{ reportId: REPORT, to: { officeId: TOWNSHIP } }] });
    expect(presentDispute(fold([...reported, returned]))).toMatchObject({ escalated: false, reports: [{ guidance: '先稳控' }] });
  });

  it.each<[string, readonly DisputeEvent[], object]>([
    ['declined', [registered, declined], { reason: 'notCivil', guidance: '向信访反映' }],
    ['diverted', [registered, diverted], { destination: 'court', reason: '已起诉' }],
    ['terminated', [...mediating, terminated], { reason: 'TERMINATION_REASON_FAILED', remediesTold: true }],
    ['archived', [...mediating, terminated, archived], { endedAs: 'failed', documents: ['registrationForm'], gaps: ['fileNote'] }],
  ])('how a dispute ended that was %s', (_what, history, ending) => {
    expect(presentDispute(fold(history))).toMatchObject({ ending });
  });

  it('an agreement with its terms, also from the archive', () => {
    const terms = [{ termId: TERM, outcome: 'performed' }, { termId: SECOND_TERM, outcome: 'defaulted' }];
    const history = [...agreed, performed(TERM), defaulted(SECOND_TERM)];
    expect(presentDispute(fold(history))).toMatchObject({ status: 'disputedAgreement', agreement: { form: 'written', terms }, ending: null });
    expect(presentDispute(fold([...history, archived]))).toMatchObject({ status: 'archived', agreement: { terms } });
  });

  it('is plain JSON', () => {
    for (const history of [reported, agreed, [...agreed, visited, reviewed, risk, asked, invited]]) {
      const shown = presentDispute(fold(history));
      expect(JSON.parse(JSON.stringify(shown))).toEqual(shown);
    }
  });
});

/** Everything one may say about a dispute, in a small world so that commands meet each other's results. */
const texts = fc.constantFrom('略', '另一说法');
const flags = fc.option(fc.subarray(['escalating', 'beyondLevel', 'massIncident', 'homicideRisk']), { nil: undefined });
const numbers = fc.integer({ min: 1, max: 3 });
const days = fc.constantFrom('2026-11-21', '2026-11-22', '2026-11-30', '2026-12-31', '2027-01-15');
const mediators = fc.uniqueArray(fc.constantFrom(personId(2), personId(3), personId(5), personId(9), testId(99)), { minLength: 1, maxLength: 2 });
const reports = fc.option(fc.constantFrom(...Array.from({ length: 12 }, (_, n) => testId(n + 1))), { nil: undefined });
/** Which command of the opening concludes the agreement: its terms have ids of that number. */
const CONCLUDING = 18;
const termIds = fc.constantFrom(...[0, 1, 2, 3].flatMap((n) => [testId(CONCLUDING + n, 0), testId(CONCLUDING + n, 1)]));

const alongsideCommands: readonly fc.Arbitrary<DisputeCommand>[] = [
  fc.record({ type: fc.constant('SuggestMediation' as const), by: fc.constantFrom('court' as const, 'police' as const) }),
  fc.record({ type: fc.constant('ApplyForMediation' as const), appliedOn: days, form: fc.constantFrom('written' as const, 'oral' as const) }),
  fc.record({ type: fc.constant('ExtendMediation' as const), until: days, agreedBy: fc.constantFrom([testId(1, 0), testId(1, 1)], [testId(1, 0)]) }),
  fc.record({ type: fc.constant('SuspendMediation' as const), reason: fc.constantFrom('appraisal', 'illness'), note: texts }),
  fc.record({ type: fc.constant('ResumeMediation' as const) }),
  fc.record({ type: fc.constant('InformParties' as const), topic: fc.constantFrom('remedies', 'confirmationRight', 'paymentOrder'), termId: fc.option(termIds, { nil: undefined }) }),
  fc.record({ type: fc.constant('ReceiveCourtEntrustment' as const), court: texts, mode: fc.constantFrom('COURT_MODE_BEFORE_FILING' as const, 'COURT_MODE_AFTER_FILING' as const), procedure: fc.option(fc.constant('PROCEDURE_SUMMARY' as const), { nil: undefined }) }),
  fc.record({ type: fc.constant('NameCourtMediator' as const), mediatorId: fc.constantFrom(personId(2), personId(5), testId(99)) }),
  fc.record({ type: fc.constant('AcceptCourtEntrustment' as const), mediatorId: fc.option(fc.constantFrom(personId(2), personId(5)), { nil: undefined }) }),
  fc.record({ type: fc.constant('DeclineCourtEntrustment' as const), reason: fc.constantFrom('conflict', 'workload') }),
  fc.record({ type: fc.constant('RecordOtherParty' as const), outcome: fc.constantFrom('agrees' as const, 'unreachable' as const) }),
  fc.record({ type: fc.constant('ReturnFileToCourt' as const) }),
  fc.record({ type: fc.constant('ReceivePoliceEntrustment' as const), station: texts }),
  fc.record({ type: fc.constant('RequestPoliceRecognition' as const) }),
  fc.record({ type: fc.constant('RecordPoliceDecision' as const), outcome: fc.constantFrom('noPenalty' as const, 'penalty' as const), decidedOn: days }),
  fc.record({ type: fc.constant('RecordCriminalTurn' as const), kind: fc.constantFrom('criminal' as const, 'publicOrder' as const), happenedOn: days }),
];

const register = { type: 'RegisterDispute', source: 'window', category: 'neighbour', discoveredAt: registration.discoveredAt, summary: '略', parties: [{ kind: 'person', name: '张某' }, { kind: 'person', name: '李某' }] } as const;
const commands: fc.Arbitrary<DisputeCommand> = fc.oneof(
  fc.record({ type: fc.constant('RegisterDispute' as const), source: fc.constantFrom('window', 'nowhere'), category: fc.constantFrom('family', 'land'), discoveredAt: fc.constantFrom('2026-11-22', '2027-01-01'), flags, summary: texts, parties: fc.constant(register.parties) }),
  fc.record({ type: fc.constant('ImportDispute' as const), externalNumber: fc.constantFrom('1', '2'), externalSource: texts, category: texts, summary: texts, parties: fc.constant([]), outcome: fc.option(fc.constantFrom('agreed' as const, 'failed' as const), { nil: undefined }) }),
  fc.record({ type: fc.constant('GradeDispute' as const), grade: fc.constantFrom('GRADE_SMALL' as const, 'GRADE_LARGE' as const, 'GRADE_MAJOR' as const), flags, people: fc.option(fc.nat(20), { nil: undefined }), reason: fc.option(texts, { nil: undefined }) }),
  fc.record({ type: fc.constant('AcceptDispute' as const), basis: fc.constantFrom('application' as const, 'initiative' as const) }),
  fc.record({ type: fc.constant('DeclineDispute' as const), reason: fc.constantFrom('notCivil', 'bored'), guidance: texts }),
  fc.record({ type: fc.constant('DivertDispute' as const), destination: fc.constantFrom('court', 'police'), reason: texts }),
  fc.record({ type: fc.constant('ReportMajorDispute' as const), situation: texts }),
  fc.record({ type: fc.constant('LogOralReport' as const), takenBy: fc.option(fc.constantFrom(personId(6), personId(7)), { nil: undefined }) }),
  fc.record({ type: fc.constant('AcknowledgeMajorReport' as const), reportId: reports, line: fc.constantFrom('LINE_JUSTICE' as const, 'LINE_GOVERNMENT' as const) }),
  fc.record({ type: fc.constant('TakeOverDispute' as const), reportId: reports }),
  fc.record({ type: fc.constant('ReturnDispute' as const), reportId: reports, guidance: texts }),
  fc.record({ type: fc.constant('RequestLawyerSupport' as const), topic: fc.constantFrom('damages', 'labour', 'weather') }),
  fc.record({ type: fc.constant('AssignLawyerSupport' as const), supportId: reports, reportId: reports, lawyerId: fc.constantFrom(testId(90), testId(91)), firm: texts }),
  fc.record({ type: fc.constant('ReportEscalationRisk' as const), number: numbers, risk: fc.constantFrom('publicOrder' as const, 'criminal' as const), told: fc.constant('police'), note: texts }),
  fc.record({ type: fc.constant('AnalyseDispute' as const), number: numbers, analysis: texts }),
  fc.record({ type: fc.constant('AdoptMediationPlan' as const), number: numbers, plan: texts, ownerId: fc.constantFrom(personId(2), testId(99)), dueDate: days }),
  fc.record({ type: fc.constantFrom('AppointMediators' as const, 'ChooseMediator' as const), mediatorIds: mediators }),
  fc.record({ type: fc.constant('InviteParticipant' as const), personId: fc.option(fc.constantFrom(testId(80), testId(81)), { nil: undefined }), name: texts, role: fc.constant('kin') }),
  fc.record({ type: fc.constant('HoldSession' as const), number: numbers, mode: fc.constant('field'), mediatorIds: fc.option(mediators, { nil: undefined }), record: texts }),
  fc.record({ type: fc.constant('TerminateMediation' as const), reason: fc.constantFrom('TERMINATION_REASON_FAILED' as const, 'TERMINATION_REASON_REFUSED' as const, 'TERMINATION_REASON_DEADLINE' as const), remediesTold: fc.boolean() }),
  fc.record({ type: fc.constant('ConcludeAgreement' as const), form: fc.constantFrom('written' as const, 'oral' as const), effectiveAt: fc.constantFrom(NOW, at('2026-12-01T00:00:00Z')), terms: fc.array(fc.record({ content: texts, dueDate: days }), { minLength: 1, maxLength: 2 }) }),
  fc.record({ type: fc.constant('ApplyJudicialConfirmation' as const), court: texts, appliedOn: days }),
  fc.record({ type: fc.constant('RecordConfirmationRuling' as const), ruling: fc.constantFrom('granted' as const, 'rejected' as const), ruledOn: days }),
  fc.record({ type: fc.constant('RecordPerformance' as const), termId: termIds }),
  fc.record({ type: fc.constant('UrgePerformance' as const), termId: termIds, number: numbers }),
  fc.record({ type: fc.constant('RecordDefault' as const), termId: termIds }),
  fc.record({ type: fc.constant('PayReturnVisit' as const), number: numbers, result: fc.constant('content' as const), record: texts }),
  fc.record({ type: fc.constant('ReviewCaseQuality' as const), number: numbers, result: fc.constant('qualified' as const), score: fc.constantFrom(80, 90) }),
  fc.record({ type: fc.constant('RecordConfirmationFiling' as const), filedOn: days }),
  fc.record({ type: fc.constant('RecordConfirmationExtension' as const), until: days }),
  ...alongsideCommands,
  fc.record({ type: fc.constant('ArchiveCase' as const), documents: fc.uniqueArray(fc.constantFrom('registrationForm', 'agreement'), { maxLength: 2 }) }),
);

const setting = (account: string, now = NOW) => ({ now, actor: directory.actor(account), look: directory });
const opening: readonly { readonly command: DisputeCommand; readonly setting: ReturnType<typeof setting> }[] = [
  { command: register, setting: setting('mediator') },
  { command: { type: 'GradeDispute', grade: 'GRADE_MAJOR', flags: ['escalating'] }, setting: setting('mediator') },
  { command: { type: 'ReportMajorDispute', situation: '略' }, setting: setting('mediator') },
  { command: { type: 'AcceptDispute', basis: 'application' }, setting: setting('chair') },
  { command: { type: 'ReceiveCourtEntrustment', court: '略', mode: 'COURT_MODE_BEFORE_FILING' }, setting: setting('mediator') },
  { command: { type: 'NameCourtMediator', mediatorId: personId(2) }, setting: setting('mediator') },
  { command: { type: 'RecordOtherParty', outcome: 'agrees' }, setting: setting('mediator') },
  { command: { type: 'AcceptCourtEntrustment' }, setting: setting('mediator') },
  { command: { type: 'ReceivePoliceEntrustment', station: '略' }, setting: setting('mediator') },
  { command: { type: 'ExtendMediation', until: '2026-12-31', agreedBy: [testId(1, 0), testId(1, 1)] }, setting: setting('mediator') },
  { command: { type: 'SuspendMediation', reason: 'appraisal' }, setting: setting('mediator') },
  { command: { type: 'ResumeMediation' }, setting: setting('mediator') },
  { command: { type: 'InformParties', topic: 'remedies' }, setting: setting('mediator') },
  { command: { type: 'AnalyseDispute', number: 1, analysis: '略' }, setting: setting('mediator') },
  { command: { type: 'AdoptMediationPlan', number: 1, plan: '略', ownerId: personId(2), dueDate: '2026-12-31' }, setting: setting('chair') },
  { command: { type: 'AppointMediators', mediatorIds: [personId(2)] }, setting: setting('chair') },
  { command: { type: 'HoldSession', number: 1, mode: 'field', record: '略' }, setting: setting('mediator') },
  { command: { type: 'ConcludeAgreement', form: 'written', effectiveAt: NOW, terms: [{ content: '略', dueDate: '2026-11-30' }, { content: '略', dueDate: '2026-12-31' }] }, setting: setting('mediator') },
  { command: { type: 'RecordDefault', termId: testId(CONCLUDING, 0) }, setting: setting('mediator', at('2026-12-01T00:30:00+08:00')) },
  { command: { type: 'RecordPerformance', termId: testId(CONCLUDING, 0) }, setting: setting('mediator') },
  { command: { type: 'ApplyJudicialConfirmation', court: '略', appliedOn: '2026-11-22' }, setting: setting('mediator') },
  { command: { type: 'RecordConfirmationFiling', filedOn: '2026-11-22' }, setting: setting('mediator') },
  { command: { type: 'RecordConfirmationExtension', until: '2027-01-15' }, setting: setting('mediator') },
  { command: { type: 'RecordConfirmationRuling', ruling: 'granted', ruledOn: '2026-11-22' }, setting: setting('mediator') },
  { command: { type: 'RecordPerformance', termId: testId(CONCLUDING, 1) }, setting: setting('mediator') },
  { command: { type: 'RequestPoliceRecognition' }, setting: setting('mediator') },
  { command: { type: 'RequestLawyerSupport', topic: 'damages' }, setting: setting('mediator') },
  { command: { type: 'AssignLawyerSupport', supportId: testId(CONCLUDING + 9), lawyerId: testId(90), firm: '略' }, setting: setting('countyHead') },
];
const settings = fc.record({ account: fc.constantFrom(...OFFICERS.map((officer) => officer.account)), now: fc.constantFrom(NOW, at('2026-12-01T00:30:00+08:00'), at('2027-02-01T00:00:00+08:00')) }).map(({ account, now }) => setting(account, now));

const DISPUTE_EVENTS = eventTypes().filter(({ file }) => file === 'mediation/v1/dispute').map(({ type }) => type).sort();

describe('any history of a dispute', () => {
  const see = (event: DisputeEvent, state: DisputeState) => {
    expect(encodeEvent(event.type, event.data as never)).toEqual(event.data);
    expect(presentDispute(state)).toBeDefined();
    const holder: Actor = { ...directory.actor('chair'), officeId: (state as Known).facts.holder.officeId };
    expect(mayActOn(holder, state, undefined)).toBe(true);
  };

  it('is decided without a duplicate, folded without a throw, and speaks the published language only', () => {
    checkHistories(disputeDecider, { opening, commands, settings, runs: 200, length: 40, see });
  });

  it('meets every status and every event there is, played from one seed', () => {
    const events = new Set<string>();
    const statuses = new Set<Status>();
    const note = (event: DisputeEvent, state: DisputeState) => {
      events.add(event.type);
      statuses.add(state.status);
    };
    checkHistories(disputeDecider, { opening, commands, settings, runs: 1_500, length: 40, see: note, seed: 20_261_122 });
    const ever = Object.keys(STATUS_WORDS).filter((status) => status !== 'unregistered' && status !== 'withdrawn');
    expect([...statuses].sort()).toEqual(ever.sort());
    expect([...events].sort()).toEqual(DISPUTE_EVENTS);
  });

  it('may be in any order, even one that nobody decided', () => {
    const all: readonly DisputeEvent[] = [
      ...agreed, ...reported, acknowledged, takenOver, returned, granted, rejected, urged, declined, diverted, logged, asked, assigned, risk, reviewed, invited, applied, visited, archived, terminated, concluded,
      performed(TERM), defaulted(TERM), ...everythingAlongside, importedAs('agreed'), importedAs('failed'), endedWith('REFUSED'),
    ];
    expect([...new Set(all.map((event) => event.type))].sort()).toEqual(DISPUTE_EVENTS);
    checkTotal(disputeDecider, all, 1_000);
  });
});
