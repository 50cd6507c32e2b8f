import fc from 'fast-check';
import { z } from 'zod';
import { eventType } from '@fengqiao/contracts';
import { ROLES } from '@fengqiao/security';
import { disputes } from './dispute.aggregate';
import { disputeCommands } from './dispute.http';
import type { DisputeCommand } from './commands';

const ID = '00000000-0000-4000-8000-00000000000a';
type Type = DisputeCommand['type'];

/** A body of every command, with every field it may have; and the event it leads to. */
const SAMPLES: Readonly<Record<Type, { readonly event: string; readonly body: Readonly<Record<string, unknown>> }>> = {
  RegisterDispute: {
    event: 'DisputeRegistered',
    body: {
      source: 'window', category: 'family', discoveredAt: '2026-11-22T15:00:00+08:00', division: '330681109201', flags: ['escalating'], place: '枫源村村口', householdNo: '12', summary: '因宅基地界址争执',
      parties: [{ kind: 'person', name: '张某', idNumber: '11010519491231002x', phone: '+8613800138000', address: '枫源村', priority: ['migrant'] }, { kind: 'organisation', name: '某公司', idNumber: '91350100M000100Y43' }],
      people: 5, amountFen: 1_000_000,
    },
  },
  ImportDispute: {
    event: 'DisputeRegistered',
    body: { externalNumber: 'pmc-001', externalSource: '旧台账', discoveredAt: '2017-03', category: '劳资劳动纠纷', summary: '手指压伤', parties: [], outcome: 'agreed', endedOn: '2017', flags: [], place: '枫桥镇', householdNo: '1', people: 2, amountFen: '5' },
  },
  GradeDispute: { event: 'DisputeGraded', body: { grade: 'major', flags: ['massIncident'], observed: ['violence'], people: 12, amountFen: '100', reason: '核实' } },
  AcceptDispute: { event: 'DisputeAccepted', body: { basis: 'initiative' } },
  DeclineDispute: { event: 'DisputeDeclined', body: { reason: 'notCivil', guidance: '向信访反映' } },
  DivertDispute: { event: 'DisputeDiverted', body: { destination: 'court', reason: '已起诉' } },
  ReportMajorDispute: { event: 'MajorDisputeReported', body: { situation: '双方对峙' } },
  LogOralReport: { event: 'OralReportLogged', body: { takenBy: ID } },
  AcknowledgeMajorReport: { event: 'MajorDisputeReportAcknowledged', body: { reportId: ID, line: 'justice' } },
  TakeOverDispute: { event: 'DisputeTakenOver', body: { reportId: ID } },
  ReturnDispute: { event: 'DisputeReturned', body: { reportId: ID, guidance: '先稳控' } },
  RequestLawyerSupport: { event: 'LawyerSupportRequested', body: { topic: 'damages' } },
  AssignLawyerSupport: { event: 'LawyerSupportAssigned', body: { supportId: ID, reportId: ID, lawyerId: ID, firm: '某律师事务所' } },
  ReportEscalationRisk: { event: 'EscalationRiskReported', body: { number: 1, risk: 'criminal', told: 'police', note: '已报派出所' } },
  AnalyseDispute: { event: 'DisputeAnalysed', body: { number: 1, analysis: '界址不清' } },
  AdoptMediationPlan: { event: 'MediationPlanAdopted', body: { number: 1, plan: '丈量', ownerId: ID, dueDate: '2026-12-01' } },
  AppointMediators: { event: 'MediatorsAppointed', body: { mediatorIds: [ID] } },
  ChooseMediator: { event: 'MediatorsAppointed', body: { mediatorIds: [ID] } },
  InviteParticipant: { event: 'ParticipantInvited', body: { personId: ID, name: '王某', role: 'kin' } },
  HoldSession: { event: 'SessionHeld', body: { number: 1, mode: 'field', mediatorIds: [ID], record: '双方同意' } },
  TerminateMediation: { event: 'MediationTerminated', body: { reason: 'failed', remediesTold: true, note: '已告知' } },
  ConcludeAgreement: { event: 'AgreementConcluded', body: { form: 'written', effectiveAt: '2026-11-22T15:00:00+08:00', terms: [{ content: '退让', dueDate: '2026-12-01' }] } },
  ApplyJudicialConfirmation: { event: 'JudicialConfirmationApplied', body: { court: '诸暨市人民法院', appliedOn: '2026-11-22' } },
  RecordConfirmationFiling: { event: 'JudicialConfirmationFiled', body: { filedOn: '2026-11-23' } },
  RecordConfirmationExtension: { event: 'JudicialConfirmationExtended', body: { until: '2027-01-23' } },
  SuggestMediation: { event: 'MediationSuggested', body: { by: 'police' } },
  ApplyForMediation: { event: 'MediationApplied', body: { appliedOn: '2026-11-22', form: 'oral' } },
  ExtendMediation: { event: 'MediationExtended', body: { until: '2026-12-31', agreedBy: [ID], note: '等待鉴定' } },
  SuspendMediation: { event: 'MediationSuspended', body: { reason: 'appraisal', note: '伤残鉴定' } },
  ResumeMediation: { event: 'MediationResumed', body: {} },
  InformParties: { event: 'PartiesInformed', body: { topic: 'paymentOrder', termId: ID } },
  ReceiveCourtEntrustment: { event: 'CourtEntrustmentReceived', body: { court: '诸暨市人民法院', mode: 'afterFiling', procedure: 'summary', courtNumber: '（2026）浙0681民初1号' } },
  NameCourtMediator: { event: 'CourtMediatorNamed', body: { mediatorId: ID } },
  AcceptCourtEntrustment: { event: 'CourtEntrustmentAccepted', body: { mediatorId: ID } },
  DeclineCourtEntrustment: { event: 'CourtEntrustmentDeclined', body: { reason: 'workload' } },
  RecordOtherParty: { event: 'OtherPartyReached', body: { outcome: 'agrees' } },
  ReturnFileToCourt: { event: 'FileReturnedToCourt', body: {} },
  ReceivePoliceEntrustment: { event: 'PoliceEntrustmentReceived', body: { station: '枫桥派出所' } },
  RequestPoliceRecognition: { event: 'PoliceRecognitionRequested', body: {} },
  RecordPoliceDecision: { event: 'PoliceDecisionRecorded', body: { outcome: 'noPenalty', decidedOn: '2026-11-22' } },
  RecordCriminalTurn: { event: 'DisputeTurnedCriminal', body: { kind: 'criminal', happenedOn: '2026-11-22', note: '已立案' } },
  RecordConfirmationRuling: { event: 'JudicialConfirmationGranted', body: { ruling: 'rejected', ruledOn: '2026-11-22', reason: '内容不明' } },
  RecordPerformance: { event: 'AgreementPerformed', body: { termId: ID } },
  UrgePerformance: { event: 'PerformanceUrged', body: { termId: ID, number: 1 } },
  RecordDefault: { event: 'PerformanceDefaulted', body: { termId: ID, note: '外出' } },
  PayReturnVisit: { event: 'ReturnVisitPaid', body: { number: 1, result: 'content', record: '和好' } },
  ReviewCaseQuality: { event: 'CaseQualityReviewed', body: { number: 1, result: 'qualified', score: 90, note: '规范' } },
  ArchiveCase: { event: 'CaseArchived', body: { documents: ['registrationForm', 'backCover'] } },
};

const types = Object.keys(SAMPLES) as Type[];
const schemaOf = (type: Type) => disputeCommands[type].body as z.ZodObject;
const UNFIT = /[\u0000-\u0008\u202a-\u202e\u2066-\u2069]|\p{Surrogate}|^\s*sealed:/u;

/** What no field of any command takes, whatever its kind. */
const NEVER = [null, Number.NaN, Number.POSITIVE_INFINITY, 1.5, -1, '', '   ', 'a\u0000b', 'a\ud800', '\u202eabc', 'sealed:1:key:bm9uY2U', { $ne: 1 }, [null], [['x']], '字'.repeat(10_001)];

describe('the routes of disputes', () => {
  it('have a path of their own each, and roles that exist', () => {
    const specs = Object.values(disputeCommands);
    expect(new Set(specs.map(({ path }) => path)).size).toBe(specs.length);
    for (const { path, roles, label } of specs) {
      expect(path).toMatch(/^[a-z-]*$/);
      expect(roles.length).toBeGreaterThan(0);
      expect(roles.filter((role) => !(role in ROLES))).toEqual([]);
      expect(label.zh).toMatch(/^[\p{Script=Han}]+$/u);
    }
  });

  it.each(types)('%s takes a claimed time exactly where its event is a fact about the world', (type) => {
    // An imported record brings its own times instead.
    const isFact = type !== 'ImportDispute' && eventType(`mediation.v1.${SAMPLES[type].event}`)?.claimable === true;
    expect(disputeCommands[type].claimable === true).toBe(isFact);
  });

  it('decisions about the case are not for who only answers the telephone', () => {
    const forDuty = types.filter((type) => disputeCommands[type].roles.includes('dutyOfficer')).sort();
    expect(forDuty).toEqual(['AcknowledgeMajorReport', 'LogOralReport', 'RegisterDispute', 'ReportEscalationRisk', 'ReportMajorDispute']);
  });

  it('the operator of the machine decides no case', () => {
    expect(types.filter((type) => disputeCommands[type].roles.includes('operator'))).toEqual(['ImportDispute']);
  });

  it('are numbered at the office that registered', () => {
    expect(disputes.numbered?.kind).toBe('人调');
  });
});

describe('bodies', () => {
  it.each(types)('%s takes its sample and describes every field of it', (type) => {
    const schema = schemaOf(type);
    expect(schema.safeParse(SAMPLES[type].body).error?.issues ?? []).toEqual([]);
    const described = z.toJSONSchema(schema, { io: 'input' });
    expect(Object.keys(described.properties ?? {}).sort()).toEqual(Object.keys(SAMPLES[type].body).sort());
    expect(described.additionalProperties).toBe(false);
  });

  it('become canonical', () => {
    expect(schemaOf('RegisterDispute').parse(SAMPLES.RegisterDispute.body)).toMatchObject({
      discoveredAt: '2026-11-22T07:00:00.000Z', amountFen: '1000000', parties: [{ idNumber: '11010519491231002X', phone: '13800138000' }, {}],
    });
    expect(schemaOf('GradeDispute').parse(SAMPLES.GradeDispute.body)).toMatchObject({ grade: 'GRADE_MAJOR' });
    expect(schemaOf('AcknowledgeMajorReport').parse({ line: 'government' })).toEqual({ line: 'LINE_GOVERNMENT' });
    expect(schemaOf('TerminateMediation').parse(SAMPLES.TerminateMediation.body)).toMatchObject({ reason: 'TERMINATION_REASON_FAILED' });
  });

  it.each(types)('%s refuses a field it does not know, and says so in both languages', (type) => {
    for (const key of ['occurredat', '__proto__', 'constructor', 'type', '$where', 'a.b']) {
      const issues = schemaOf(type).safeParse(JSON.parse(JSON.stringify(SAMPLES[type].body).replace(/^\{/, `{"${key}":1,`).replace(/,}$/, '}'))).error?.issues;
      expect(issues).toMatchObject([{ code: 'unrecognized_keys', keys: [key], message: expect.stringContaining(' / ') }]);
    }
  });

  const fields = types.flatMap((type) => Object.keys(SAMPLES[type].body).map((field) => [type, field] as const));

  it.each(fields)('%s refuses what %s can never be, pointing at it', (type, field) => {
    for (const value of NEVER) {
      const issues = schemaOf(type).safeParse({ ...SAMPLES[type].body, [field]: value }).error?.issues ?? [];
      expect({ value, at: [...new Set(issues.map((issue) => issue.path[0]))] }).toEqual({ value, at: [field] });
      for (const issue of issues) expect(issue.message).toMatch(/\p{Script=Han}.* \/ /u);
    }
  });

  it.each(types)('%s refuses a body that is no object, in both languages', (type) => {
    for (const value of [null, [], 'text', 5, true]) expect(schemaOf(type).safeParse(value).error?.issues[0]?.message).toMatch(/ \/ /);
  });

  it('never let unfit text through, whatever is thrown at them', () => {
    const any = fc.anything({ withNullPrototype: false, maxDepth: 2 });
    fc.assert(
      fc.property(fc.constantFrom(...fields), fc.oneof(any, fc.string({ unit: 'binary' }), fc.string()), ([type, field], value) => {
        const result = schemaOf(type).safeParse({ ...SAMPLES[type].body, [field]: value });
        if (result.success) expect(textsOf(result.data).filter((text) => UNFIT.test(text))).toEqual([]);
      }),
      { numRuns: 3_000 },
    );
  });

  it('bound their lists', () => {
    const party = { kind: 'person', name: '某' };
    expect(schemaOf('RegisterDispute').safeParse({ ...SAMPLES.RegisterDispute.body, parties: Array(201).fill(party) }).error?.issues[0]?.path).toEqual(['parties']);
    expect(schemaOf('RegisterDispute').safeParse({ ...SAMPLES.RegisterDispute.body, parties: [] }).error?.issues[0]?.path).toEqual(['parties']);
    const term = { content: '退让', dueDate: '2026-12-01' };
    expect(schemaOf('ConcludeAgreement').safeParse({ ...SAMPLES.ConcludeAgreement.body, terms: Array(51).fill(term) }).error?.issues[0]?.path).toEqual(['terms']);
    expect(schemaOf('ConcludeAgreement').safeParse({ ...SAMPLES.ConcludeAgreement.body, terms: [] }).error?.issues[0]?.path).toEqual(['terms']);
  });

  it('point into lists', () => {
    const parties = [{ kind: 'person', name: '张某' }, { kind: 'person', name: '李某', idNumber: '110105194912310021' }];
    expect(schemaOf('RegisterDispute').safeParse({ ...SAMPLES.RegisterDispute.body, parties }).error?.issues).toMatchObject([{ path: ['parties', 1, 'idNumber'], message: expect.stringContaining('校验位') }]);
    expect(schemaOf('RegisterDispute').safeParse({ ...SAMPLES.RegisterDispute.body, parties: [{ kind: 'ghost', name: '某' }] }).error?.issues).toMatchObject([{ path: ['parties', 0, 'kind'] }]);
  });
});

function textsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [];
}
