import { accept, conflict, parseDate, refuse, type Decision } from '@fengqiao/kernel';
import type { PoliceEntrustment } from './alongside';
import type { CommandOf } from './commands';
import { agreementOf, type DisputeEvent, type Known } from './dispute';
import { OPEN, outOfStep, today, type Context } from './steps';

/* What the police entrust (治安纠纷委托调解), and disputes that turned criminal (民转刑). */

type D = Decision<DisputeEvent>;

/** ReceivePoliceEntrustment (收到公安委托): a public-order case of civil origin. */
export function receivePoliceEntrustment({ station }: CommandOf<'ReceivePoliceEntrustment'>, state: Known, context: Context): D {
  const { police } = state.facts;
  if (police) return police.station === station ? accept() : conflict('POLICE_ALREADY_ENTRUSTED', '已有另一公安机关委托', 'another police station has entrusted this dispute already');
  const wrong = outOfStep(state, OPEN, '接收公安委托', 'take it from the police');
  return wrong ?? accept({ type: 'mediation.v1.PoliceEntrustmentReceived', data: { station, approvedBy: context.approvedBy } });
}

/** RequestPoliceRecognition (书面申请公安认可): once the agreement is performed in full, and before the police decide. */
export function requestPoliceRecognition(_command: CommandOf<'RequestPoliceRecognition'>, state: Known, context: Context): D {
  const police = entrusted(state);
  if ('ok' in police) return police;
  if (police.recognitionRequested) return accept();
  if (police.decision !== '') return conflict('POLICE_ALREADY_DECIDED', '公安机关已作出决定', 'the police have decided already');
  const terms = agreementOf(state)?.terms ?? [];
  if (terms.length === 0) return refuse('NO_AGREEMENT', '本案没有调解协议记录', 'there is no agreement on record');
  const open = terms.filter(({ outcome }) => outcome !== 'performed').length;
  if (open > 0) return refuse('AGREEMENT_NOT_PERFORMED', `协议尚有 ${open} 项条款未履行；全部履行后才能申请认可`, `${open} of the terms are not performed: recognition may be asked for once all are`);
  return accept({ type: 'mediation.v1.PoliceRecognitionRequested', data: { approvedBy: context.approvedBy } });
}

/** RecordPoliceDecision (记录公安决定): a penalty or none. */
export function recordPoliceDecision({ outcome, decidedOn }: CommandOf<'RecordPoliceDecision'>, state: Known, context: Context): D {
  const police = entrusted(state);
  if ('ok' in police) return police;
  if (police.decision !== '') {
    const isSame = police.decision === outcome && police.decidedOn === decidedOn;
    return isSame ? accept() : conflict('POLICE_ALREADY_DECIDED', '公安机关已作出另一决定', 'the police have decided otherwise already');
  }
  return ifFuture(decidedOn, '/decidedOn', context) ?? accept({ type: 'mediation.v1.PoliceDecisionRecorded', data: { outcome, decidedOn, approvedBy: context.approvedBy } });
}

/** RecordCriminalTurn (民转刑): what followed from the dispute, at any time, also after the archive. */
export function recordCriminalTurn({ kind, happenedOn, note = '' }: CommandOf<'RecordCriminalTurn'>, state: Known, context: Context): D {
  if (state.facts.criminalTurns.some((turn) => turn.kind === kind && turn.happenedOn === happenedOn)) return accept();
  return ifFuture(happenedOn, '/happenedOn', context) ?? accept({ type: 'mediation.v1.DisputeTurnedCriminal', data: { kind, happenedOn, note, approvedBy: context.approvedBy } });
}

function entrusted({ facts: { police } }: Known): PoliceEntrustment | Decision<never> {
  return police ?? refuse('NOT_ENTRUSTED_BY_POLICE', '本案没有公安委托记录', 'no police station has entrusted this dispute');
}

function ifFuture(date: string, pointer: string, context: Context): Decision<never> | undefined {
  return (parseDate(date) ?? 0) > today(context) ? refuse('DATE_IN_FUTURE', '日期晚于今天', 'the date lies in the future', pointer) : undefined;
}
