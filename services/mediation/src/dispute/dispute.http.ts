import { body, code, coded, creditCode, date, division, fen, instant, line, list, moment, name, phone, residentId, text, uuid, whole, type CommandTable } from '@fengqiao/platform';
import { z } from 'zod';
import { CATEGORIES, codesOf, DECLINE_REASONS, DESTINATIONS, FLAGS, PRIORITY_PERSONS, SOURCES, SUPPORT_TOPICS } from './codes';
import type { DisputeCommand } from './commands';
import { alongsideCommands } from './dispute.http.alongside';
import { ABOVE, CLERKS, HANDLE, HEADS, IMPORT, RECEIVE, REGISTER, REPORT } from './dispute.roles';
import { DOCUMENTS } from './documents';

/* From HTTP to commands: who may try what, and what a body may hold. */

const flags = list(code(codesOf(FLAGS)), FLAGS.length);
const people = whole(1_000_000);
const mediatorIds = list(uuid(), 20, 1);
const termId = uuid();
const reportId = uuid().optional();
const note = text(2_000);
/** Which one this is, 1 for the first: an act that repeats. */
const number = whole(1_000, 1);

const partyFields = {
  personId: uuid().optional(),
  name: name(),
  phone: phone().optional(),
  address: line(200).optional(),
  priority: list(code(codesOf(PRIORITY_PERSONS)), PRIORITY_PERSONS.length).optional(),
};
const person = body({ kind: z.literal('person'), idNumber: residentId().optional(), ...partyFields });
const organisation = body({ kind: z.literal('organisation'), idNumber: creditCode().optional(), ...partyFields });
const party = z.discriminatedUnion('kind', [person, organisation], { error: 'kind 须为 person 或 organisation / kind must be person or organisation' });
const parties = z.array(party, { error: '须为当事人列表 / must be a list of parties' }).max(200, { error: '当事人不得超过 200 名 / at most 200 parties' });

const discovery = { flags: flags.optional(), place: line(200).optional(), householdNo: line(50).optional(), summary: text(), people: people.optional(), amountFen: fen().optional() };
const term = body({ content: text(2_000), dueDate: date() });
const terms = z.array(term, { error: '须为条款列表 / must be a list of terms' }).min(1, { error: '至少一项条款 / at least one term' }).max(50, { error: '条款不得超过 50 项 / at most 50 terms' });

export const disputeCommands: CommandTable<DisputeCommand> = {
  RegisterDispute: {
    label: { zh: '登记纠纷', en: 'register a dispute' },
    path: '', creates: true, roles: REGISTER, claimable: true,
    body: body({
      ...discovery,
      parties: parties.min(1, { error: '至少一名当事人 / at least one party' }),
      source: code(codesOf(SOURCES)),
      category: code(codesOf(CATEGORIES)),
      discoveredAt: moment(),
      division: division().optional(),
    }),
  },
  ImportDispute: {
    label: { zh: '导入历史案件', en: 'import a record of another register' },
    path: 'import', creates: true, once: true, roles: IMPORT,
    body: body({
      ...discovery,
      parties,
      externalNumber: line(100),
      externalSource: line(100),
      discoveredAt: moment({ partial: true }).optional(),
      category: line(50),
      outcome: code(['agreed', 'failed', 'refused', 'withdrawn']).optional(),
      endedOn: moment({ partial: true }).optional(),
    }),
  },
  GradeDispute: {
    label: { zh: '分级', en: 'grade' },
    path: 'grade', roles: HANDLE,
    body: body({
      grade: coded({ small: 'GRADE_SMALL', large: 'GRADE_LARGE', major: 'GRADE_MAJOR' }),
      flags: flags.optional(),
      observed: list(code(['violence', 'injury', 'crossTownship']), 3).optional(),
      people: people.optional(),
      amountFen: fen().optional(),
      reason: note.optional(),
    }),
  },
  AcceptDispute: {
    label: { zh: '受理', en: 'accept' },
    path: 'accept', roles: HEADS,
    body: body({ basis: code(['application', 'initiative']) }),
  },
  DeclineDispute: {
    label: { zh: '不予受理', en: 'decline' },
    path: 'decline', roles: HEADS,
    body: body({ reason: code(codesOf(DECLINE_REASONS)), guidance: note }),
  },
  DivertDispute: {
    label: { zh: '分流', en: 'divert' },
    path: 'divert', roles: ABOVE,
    body: body({ destination: code(codesOf(DESTINATIONS)), reason: note }),
  },
  ReportMajorDispute: {
    label: { zh: '上报重大纠纷', en: 'report to the level above' },
    path: 'report', roles: REPORT,
    body: body({ situation: text() }),
  },
  LogOralReport: {
    label: { zh: '登记口头报告', en: 'log a report by telephone' },
    path: 'log-oral-report', roles: RECEIVE, claimable: true,
    body: body({ takenBy: uuid().optional() }),
  },
  AcknowledgeMajorReport: {
    label: { zh: '签收上报', en: 'acknowledge a report' },
    path: 'acknowledge', roles: RECEIVE,
    body: body({ reportId, line: coded({ justice: 'LINE_JUSTICE', government: 'LINE_GOVERNMENT' }) }),
  },
  TakeOverDispute: {
    label: { zh: '接管', en: 'take over' },
    path: 'take-over', roles: HEADS,
    body: body({ reportId }),
  },
  ReturnDispute: {
    label: { zh: '退回', en: 'return with guidance' },
    path: 'return', roles: HEADS,
    body: body({ reportId, guidance: text() }),
  },
  RequestLawyerSupport: {
    label: { zh: '申请律师介入', en: 'ask for a lawyer' },
    path: 'request-lawyer', roles: HANDLE,
    body: body({ topic: code(codesOf(SUPPORT_TOPICS)) }),
  },
  AssignLawyerSupport: {
    label: { zh: '指派律师', en: 'assign a lawyer' },
    path: 'assign-lawyer', roles: ABOVE,
    body: body({ supportId: uuid().optional(), reportId, lawyerId: uuid(), firm: line(100) }),
  },
  ReportEscalationRisk: {
    label: { zh: '报告激化风险', en: 'tell police or others of a risk' },
    path: 'report-risk', roles: REPORT,
    body: body({ number, risk: code(['publicOrder', 'criminal']), told: code(['police', 'government', 'school', 'employer', 'other']), note }),
  },
  AnalyseDispute: {
    label: { zh: '分析研究', en: 'analyse' },
    path: 'analyse', roles: HANDLE,
    body: body({ number, analysis: text() }),
  },
  AdoptMediationPlan: {
    label: { zh: '定方案', en: 'adopt a plan' },
    path: 'plan', roles: HEADS,
    body: body({ number, plan: text(), ownerId: uuid(), dueDate: date() }),
  },
  AppointMediators: {
    label: { zh: '指定调解员', en: 'appoint mediators' },
    path: 'appoint-mediators', roles: HEADS,
    body: body({ mediatorIds }),
  },
  ChooseMediator: {
    label: { zh: '当事人选择调解员', en: 'record whom the parties chose as mediator' },
    path: 'choose-mediator', roles: HANDLE,
    body: body({ mediatorIds }),
  },
  InviteParticipant: {
    label: { zh: '邀请参与', en: 'invite a participant' },
    path: 'invite', roles: HANDLE,
    body: body({ personId: uuid().optional(), name: name(), role: code(['kin', 'neighbour', 'expert', 'lawyer']) }),
  },
  HoldSession: {
    label: { zh: '记录调解', en: 'record a session' },
    path: 'session', roles: HANDLE, claimable: true,
    body: body({ number, mode: code(['bed', 'field', 'centre', 'video']), mediatorIds: mediatorIds.optional(), record: text() }),
  },
  TerminateMediation: {
    label: { zh: '终止调解', en: 'terminate mediation' },
    path: 'terminate', roles: HANDLE,
    body: body({
      reason: coded({
        failed: 'TERMINATION_REASON_FAILED',
        refused: 'TERMINATION_REASON_REFUSED',
        deadline: 'TERMINATION_REASON_DEADLINE',
        withdrawn: 'TERMINATION_REASON_WITHDRAWN',
      }),
      remediesTold: z.boolean({ error: '须写明是否已告知其他救济途径 / say whether the other remedies were told' }),
      note: note.optional(),
    }),
  },
  ConcludeAgreement: {
    label: { zh: '达成协议', en: 'conclude an agreement' },
    path: 'conclude', roles: HANDLE, claimable: true,
    body: body({ form: code(['written', 'oral']), effectiveAt: instant(), terms }),
  },
  ApplyJudicialConfirmation: {
    label: { zh: '申请司法确认', en: 'apply for judicial confirmation' },
    path: 'apply-confirmation', roles: HANDLE, claimable: true,
    body: body({ court: line(100), appliedOn: date() }),
  },
  RecordConfirmationFiling: {
    label: { zh: '记录法院受理司法确认', en: 'record that the court filed the application' },
    path: 'confirmation-filing', roles: HANDLE, claimable: true,
    body: body({ filedOn: date() }),
  },
  RecordConfirmationExtension: {
    label: { zh: '记录司法确认延期', en: 'record that the court took longer' },
    path: 'confirmation-extension', roles: HANDLE, claimable: true,
    body: body({ until: date() }),
  },
  RecordConfirmationRuling: {
    label: { zh: '记录司法确认裁定', en: 'record what the court ruled' },
    path: 'confirmation-ruling', roles: HANDLE, claimable: true,
    body: body({ ruling: code(['granted', 'rejected']), ruledOn: date(), reason: note.optional() }),
  },
  RecordPerformance: {
    label: { zh: '记录履行', en: 'record performance' },
    path: 'performance', roles: HANDLE, claimable: true,
    body: body({ termId }),
  },
  UrgePerformance: {
    label: { zh: '催促履行', en: 'urge performance' },
    path: 'urge', roles: HANDLE, claimable: true,
    body: body({ termId, number }),
  },
  RecordDefault: {
    label: { zh: '记录未履行', en: 'record default' },
    path: 'default', roles: HANDLE,
    body: body({ termId, note: note.optional() }),
  },
  PayReturnVisit: {
    label: { zh: '回访', en: 'pay a return visit' },
    path: 'return-visit', roles: HANDLE, claimable: true,
    body: body({ number, result: code(['satisfied', 'content', 'dissatisfied']), record: text() }),
  },
  ReviewCaseQuality: {
    label: { zh: '质量评查', en: 'review quality' },
    path: 'review', roles: [...ABOVE, 'inspector'],
    body: body({ number, result: code(['qualified', 'defective', 'unqualified']), score: whole(100), note: note.optional() }),
  },
  ArchiveCase: {
    label: { zh: '归档', en: 'archive' },
    path: 'archive', roles: CLERKS,
    body: body({ documents: list(code(codesOf(DOCUMENTS)), DOCUMENTS.length) }),
  },
  ...alongsideCommands,
};
