import { body, code, coded, date, line, list, text, uuid, type CommandTable } from '@fengqiao/platform';
import { codesOf, COURT_DECLINE_REASONS, INFORM_TOPICS, SUSPENSION_REASONS } from './codes';
import type { AlongsideCommand } from './commands';
import { ABOVE, HANDLE } from './dispute.roles';

const note = text(2_000).optional();

/** Routes of what runs beside the procedure: periods, what the parties are told, courts and police. */
export const alongsideCommands: CommandTable<AlongsideCommand> = {
  SuggestMediation: {
    label: { zh: '记录调解建议', en: 'record that a court or the police suggested mediation' },
    path: 'suggest', roles: HANDLE, claimable: true,
    body: body({ by: code(['court', 'police']) }),
  },
  ApplyForMediation: {
    label: { zh: '登记调解申请', en: 'record that a party applied for mediation' },
    path: 'apply', roles: HANDLE, claimable: true,
    body: body({ appliedOn: date(), form: code(['written', 'oral']) }),
  },
  ExtendMediation: {
    label: { zh: '延长调解期限', en: 'extend the period of mediation' },
    path: 'extend', roles: HANDLE,
    body: body({ until: date(), agreedBy: list(uuid(), 200, 1), note }),
  },
  SuspendMediation: {
    label: { zh: '中止调解', en: 'suspend mediation' },
    path: 'suspend', roles: HANDLE, claimable: true,
    body: body({ reason: code(codesOf(SUSPENSION_REASONS)), note }),
  },
  ResumeMediation: {
    label: { zh: '恢复调解', en: 'resume mediation' },
    path: 'resume', roles: HANDLE, claimable: true,
    body: body({}),
  },
  InformParties: {
    label: { zh: '告知当事人', en: 'record what the parties were told' },
    path: 'inform', roles: HANDLE, claimable: true,
    body: body({ topic: code(codesOf(INFORM_TOPICS)), termId: uuid().optional() }),
  },
  ReceiveCourtEntrustment: {
    label: { zh: '接收法院委派委托', en: 'receive a matter that a court entrusts' },
    path: 'court-entrustment', roles: HANDLE, claimable: true,
    body: body({
      court: line(100),
      mode: coded({ beforeFiling: 'COURT_MODE_BEFORE_FILING', afterFiling: 'COURT_MODE_AFTER_FILING' }),
      procedure: coded({ ordinary: 'PROCEDURE_ORDINARY', summary: 'PROCEDURE_SUMMARY' }).optional(),
      courtNumber: line(100).optional(),
    }),
  },
  NameCourtMediator: {
    label: { zh: '记录法院指定的调解员', en: 'record whom the court named as mediator' },
    path: 'court-mediator', roles: HANDLE, claimable: true,
    body: body({ mediatorId: uuid() }),
  },
  AcceptCourtEntrustment: {
    label: { zh: '确认接受委派委托', en: 'accept what the court entrusted' },
    path: 'accept-entrustment', roles: HANDLE,
    body: body({ mediatorId: uuid().optional() }),
  },
  DeclineCourtEntrustment: {
    label: { zh: '不接受委派委托', en: 'decline what the court entrusted' },
    path: 'decline-entrustment', roles: HANDLE,
    body: body({ reason: code(codesOf(COURT_DECLINE_REASONS)) }),
  },
  RecordOtherParty: {
    label: { zh: '记录联系对方当事人', en: 'record what the other party says' },
    path: 'other-party', roles: HANDLE, claimable: true,
    body: body({ outcome: code(['agrees', 'refuses', 'unreachable']) }),
  },
  ReturnFileToCourt: {
    label: { zh: '材料退回法院', en: 'return the file to the court' },
    path: 'return-to-court', roles: HANDLE,
    body: body({}),
  },
  ReceivePoliceEntrustment: {
    label: { zh: '接收公安委托', en: 'receive a matter that the police entrust' },
    path: 'police-entrustment', roles: HANDLE, claimable: true,
    body: body({ station: line(100) }),
  },
  RequestPoliceRecognition: {
    label: { zh: '申请公安认可', en: 'ask the police to recognise the performed agreement' },
    path: 'police-recognition', roles: HANDLE, claimable: true,
    body: body({}),
  },
  RecordPoliceDecision: {
    label: { zh: '记录公安决定', en: 'record what the police decided' },
    path: 'police-decision', roles: HANDLE, claimable: true,
    body: body({ outcome: code(['noPenalty', 'penalty']), decidedOn: date() }),
  },
  RecordCriminalTurn: {
    label: { zh: '记录民转刑', en: 'record that the dispute turned criminal' },
    path: 'criminal-turn', roles: ABOVE, claimable: true,
    body: body({ kind: code(['criminal', 'publicOrder']), happenedOn: date(), note }),
  },
};
