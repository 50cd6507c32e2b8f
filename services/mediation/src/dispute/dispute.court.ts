import { accept, conflict, refuse, type Decision } from '@fengqiao/kernel';
import type { CourtEntrustment } from './alongside';
import type { CommandOf } from './commands';
import { agreementOf, type DisputeEvent, type Known } from './dispute';
import { unfitMediator } from './dispute.mediating';
import { ifArchived, OPEN, outOfStep, type Context } from './steps';

/* What a court entrusts (法院委派、委托调解): it comes in, is confirmed or declined, and its file goes back with the outcome. */

type D = Decision<DisputeEvent>;

/** ReceiveCourtEntrustment (收到法院委派委托): before filing, or of a filed case with its procedure. Another one may follow one that was declined or returned. */
export function receiveCourtEntrustment(command: CommandOf<'ReceiveCourtEntrustment'>, state: Known, context: Context): D {
  const { court, mode, procedure = 'PROCEDURE_UNSPECIFIED', courtNumber = '' } = command;
  const { court: known } = state.facts;
  if (known && isSame(known, { court, mode, procedure, courtNumber })) return accept();
  if (known && awaitsFile(known)) return conflict('COURT_ALREADY_ENTRUSTED', '已有法院委派委托，尚未办结', 'a court has entrusted this dispute already, and its file has not gone back');
  const wrong = outOfStep(state, OPEN, '接收法院委派委托', 'take it from a court');
  if (wrong) return wrong;
  if (mode === 'COURT_MODE_AFTER_FILING' && procedure === 'PROCEDURE_UNSPECIFIED') {
    return refuse('PROCEDURE_MISSING', '立案后委托须写明适用普通程序还是简易程序', 'of a filed case say whether its procedure is ordinary or summary', '/procedure');
  }
  if (mode === 'COURT_MODE_BEFORE_FILING' && procedure !== 'PROCEDURE_UNSPECIFIED') {
    return refuse('PROCEDURE_TOO_EARLY', '立案前委派尚无审理程序', 'before filing there is no procedure yet', '/procedure');
  }
  return accept({ type: 'mediation.v1.CourtEntrustmentReceived', data: { court, mode, procedure, courtNumber, approvedBy: context.approvedBy } });
}

/** NameCourtMediator (法院指定调解员): while nobody has confirmed; naming another replaces the first. */
export function nameCourtMediator({ mediatorId }: CommandOf<'NameCourtMediator'>, state: Known, context: Context): D {
  const court = entrusted(state);
  if ('ok' in court) return court;
  if (court.mediatorId === mediatorId) return accept();
  const wrong = ifAnswered(court) ?? unfitMediator(mediatorId, '/mediatorId', state, context);
  return wrong ?? accept({ type: 'mediation.v1.CourtMediatorNamed', data: { mediatorId, approvedBy: context.approvedBy } });
}

/** AcceptCourtEntrustment (确认接受): by the mediator whom the court named, or else the one given or the actor himself. */
export function acceptCourtEntrustment(command: CommandOf<'AcceptCourtEntrustment'>, state: Known, context: Context): D {
  const court = entrusted(state);
  if ('ok' in court) return court;
  const mediatorId = command.mediatorId ?? (court.mediatorId || context.actor.personId);
  if (court.answer === 'accepted' && court.mediatorId === mediatorId) return accept();
  const wrong = ifAnswered(court) ?? outOfStep(state, OPEN, '确认接受委派委托', 'accept what the court entrusted');
  if (wrong) return wrong;
  if (court.mediatorId !== '' && court.mediatorId !== mediatorId) return refuse('COURT_NAMED_ANOTHER', '法院指定的是另一名调解员', 'the court has named another mediator', '/mediatorId');
  const { mode, procedure } = court;
  return unfitMediator(mediatorId, '/mediatorId', state, context) ?? accept({ type: 'mediation.v1.CourtEntrustmentAccepted', data: { mediatorId, mode, procedure } });
}

/** DeclineCourtEntrustment (不接受): the court may name another. */
export function declineCourtEntrustment({ reason }: CommandOf<'DeclineCourtEntrustment'>, state: Known): D {
  const court = entrusted(state);
  if ('ok' in court) return court;
  if (court.answer === 'declined' && court.declineReason === reason) return accept();
  return ifAnswered(court) ?? accept({ type: 'mediation.v1.CourtEntrustmentDeclined', data: { reason } });
}

/** RecordOtherParty (联系对方当事人): whether the other party agrees; another result may follow. */
export function recordOtherParty({ outcome }: CommandOf<'RecordOtherParty'>, state: Known, context: Context): D {
  const court = entrusted(state);
  if ('ok' in court) return court;
  if (court.otherParty === outcome) return accept();
  const wrong = outOfStep(state, OPEN, '联系对方当事人', 'reach the other party');
  return wrong ?? accept({ type: 'mediation.v1.OtherPartyReached', data: { outcome, approvedBy: context.approvedBy } });
}

/** ReturnFileToCourt (材料退回法院): with the outcome, once the case has ended or the entrustment was declined. */
export function returnFileToCourt(_command: CommandOf<'ReturnFileToCourt'>, state: Known): D {
  const { court } = state.facts;
  if (!court) return notEntrusted();
  if (court.returnedAs !== '') return accept();
  const outcome = court.answer === 'declined' ? 'declined' : outcomeOf(state);
  if (outcome === undefined) return refuse('DISPUTE_NOT_ENDED', '案件尚未办结，材料不能退回法院', 'the case has not ended: its file cannot go back to the court yet');
  return ifArchived(state) ?? accept({ type: 'mediation.v1.FileReturnedToCourt', data: { outcome } });
}

/** Does the court still wait for its file? */
export function awaitsFile(court: CourtEntrustment): boolean {
  return court.answer !== 'declined' && court.returnedAs === '';
}

function outcomeOf(state: Known): string | undefined {
  if (agreementOf(state)) return 'agreed';
  return OPEN.some((step) => step === state.status) ? undefined : state.status === 'archived' ? state.endedAs : state.status;
}

function entrusted({ facts: { court } }: Known): CourtEntrustment | Decision<never> {
  if (!court) return notEntrusted();
  return court.returnedAs === '' ? court : conflict('FILE_ALREADY_RETURNED', '材料已退回法院', 'the file has gone back to the court already');
}

function notEntrusted(): Decision<never> {
  return refuse('NOT_ENTRUSTED_BY_COURT', '本案没有法院委派委托记录', 'no court has entrusted this dispute');
}

function ifAnswered(court: CourtEntrustment): Decision<never> | undefined {
  return court.answer === 'none' ? undefined : conflict('ENTRUSTMENT_ALREADY_ANSWERED', '该委派委托已答复', 'this entrustment is answered already');
}

function isSame(known: CourtEntrustment, next: Pick<CourtEntrustment, 'court' | 'mode' | 'procedure' | 'courtNumber'>): boolean {
  return known.court === next.court && known.mode === next.mode && known.procedure === next.procedure && known.courtNumber === next.courtNumber;
}
