import { accept, conflict, millisOf, parseDate, refuse, shanghaiDay, type Decision } from '@fengqiao/kernel';
import type { Agreement } from './agreement';
import type { CommandOf } from './commands';
import { agreementOf, type DisputeEvent, type Known } from './dispute';
import { ifArchived, today, type Context } from './steps';

type D = Decision<DisputeEvent>;

/** ApplyJudicialConfirmation (申请司法确认): by both parties together, to the competent court (People's Mediation Law article 33). */
export function applyJudicialConfirmation({ court, appliedOn }: CommandOf<'ApplyJudicialConfirmation'>, state: Known, context: Context): D {
  const agreement = concluded(state);
  if ('ok' in agreement) return agreement;
  if (agreement.confirmation !== 'none') {
    const isSame = agreement.court === court && agreement.appliedOn === appliedOn;
    return isSame ? accept() : conflict('CONFIRMATION_ALREADY_APPLIED', '已申请司法确认', 'judicial confirmation was applied for already');
  }
  const wrong = ifArchived(state) ?? outsideDays(appliedOn, shanghaiDay(millisOf(agreement.effectiveAt)), '/appliedOn', context);
  return wrong ?? accept({ type: 'mediation.v1.JudicialConfirmationApplied', data: { court, appliedOn, approvedBy: context.approvedBy } });
}

/** RecordConfirmationFiling (法院受理司法确认): the court's own time runs from here. */
export function recordConfirmationFiling({ filedOn }: CommandOf<'RecordConfirmationFiling'>, state: Known, context: Context): D {
  const agreement = pending(state);
  if ('ok' in agreement) return agreement;
  if (agreement.filedOn !== '') return agreement.filedOn === filedOn ? accept() : conflict('CONFIRMATION_ALREADY_FILED', '法院受理日期已记录，日期不同', 'the day of filing is on record already, and it is another');
  const wrong = outsideDays(filedOn, parseDate(agreement.appliedOn) ?? 0, '/filedOn', context);
  return wrong ?? accept({ type: 'mediation.v1.JudicialConfirmationFiled', data: { court: agreement.court, filedOn, approvedBy: context.approvedBy } });
}

/** RecordConfirmationExtension (司法确认期限延长): granted by the president of the court, always to a later day. */
export function recordConfirmationExtension({ until }: CommandOf<'RecordConfirmationExtension'>, state: Known, context: Context): D {
  const agreement = pending(state);
  if ('ok' in agreement) return agreement;
  if (agreement.extendedUntil === until) return accept();
  if (agreement.filedOn === '') return refuse('CONFIRMATION_NOT_FILED', '尚未记录法院受理日期', 'the day on which the court filed the application is not on record yet');
  const standing = agreement.extendedUntil || agreement.filedOn;
  if ((parseDate(until) ?? 0) <= (parseDate(standing) ?? 0)) return refuse('EXTENSION_SHORTENS', `延长至的日期须晚于 ${standing}`, `the extended day must lie after ${standing}`, '/until');
  return accept({ type: 'mediation.v1.JudicialConfirmationExtended', data: { until, approvedBy: context.approvedBy } });
}

/** RecordConfirmationRuling (司法确认裁定): what the court decided. */
export function recordConfirmationRuling({ ruling, ruledOn, reason = '' }: CommandOf<'RecordConfirmationRuling'>, state: Known, context: Context): D {
  const agreement = concluded(state);
  if ('ok' in agreement) return agreement;
  if (agreement.confirmation === ruling) return accept();
  if (agreement.confirmation === 'none') return refuse('CONFIRMATION_NOT_APPLIED', '尚未申请司法确认', 'judicial confirmation was not applied for');
  if (agreement.confirmation !== 'pending') return conflict('CONFIRMATION_ALREADY_RULED', '法院已作出另一裁定', 'the court has ruled otherwise already');
  const wrong = outsideDays(ruledOn, parseDate(agreement.filedOn || agreement.appliedOn) ?? 0, '/ruledOn', context);
  if (wrong) return wrong;
  const data = { court: agreement.court, ruledOn, approvedBy: context.approvedBy };
  return ruling === 'granted' ? accept({ type: 'mediation.v1.JudicialConfirmationGranted', data }) : accept({ type: 'mediation.v1.JudicialConfirmationRejected', data: { ...data, reason } });
}

/** The agreement with its own date; an imported record only knows that there was one. */
function concluded(state: Known): Agreement | Decision<never> {
  const agreement = agreementOf(state);
  return agreement && agreement.effectiveAt !== '' ? agreement : refuse('NO_AGREEMENT', '本案没有调解协议记录', 'there is no agreement on record');
}

/** The agreement whose confirmation lies with the court. */
function pending(state: Known): Agreement | Decision<never> {
  const agreement = concluded(state);
  if ('ok' in agreement || agreement.confirmation === 'pending') return agreement;
  if (agreement.confirmation === 'none') return refuse('CONFIRMATION_NOT_APPLIED', '尚未申请司法确认', 'judicial confirmation was not applied for');
  return conflict('CONFIRMATION_ALREADY_RULED', '法院已作出裁定', 'the court has ruled already');
}

function outsideDays(date: string, first: number, pointer: string, context: Context): Decision<never> | undefined {
  const day = parseDate(date) ?? 0;
  if (day < first) return refuse('DATE_TOO_EARLY', '日期早于前一事项', 'the date lies before what it follows', pointer);
  return day > today(context) ? refuse('DATE_IN_FUTURE', '日期晚于今天', 'the date lies in the future', pointer) : undefined;
}
