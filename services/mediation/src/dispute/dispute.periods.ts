import { accept, conflict, formatDate, parseDate, refuse, type Decision } from '@fengqiao/kernel';
import { isSuspended } from './alongside';
import type { CommandOf } from './commands';
import { agreementOf, type DisputeEvent, type Known } from './dispute';
import { ifArchived, OPEN, outOfStep, today, WORKING, type Context } from './steps';

type D = Decision<DisputeEvent>;

/** SuggestMediation (建议调解): a court or the police suggests it before taking the matter up itself (People's Mediation Law article 18). */
export function suggestMediation({ by }: CommandOf<'SuggestMediation'>, state: Known, context: Context): D {
  if (state.facts.suggestedBy.includes(by)) return accept();
  return outOfStep(state, OPEN, '记录调解建议', 'record who suggested mediation') ?? accept({ type: 'mediation.v1.MediationSuggested', data: { by, approvedBy: context.approvedBy } });
}

/** ApplyForMediation (申请调解): a party asks for it, in writing or by word of mouth (People's Mediation Law article 17). */
export function applyForMediation({ appliedOn, form }: CommandOf<'ApplyForMediation'>, state: Known, context: Context): D {
  const { application } = state.facts;
  if (application) {
    const isSame = application.appliedOn === appliedOn && application.form === form;
    return isSame ? accept() : conflict('MEDIATION_ALREADY_APPLIED', '已有调解申请，日期或方式不同', 'mediation was applied for already, on another day or in another form');
  }
  const wrong = outOfStep(state, OPEN, '记录调解申请', 'record an application');
  if (wrong) return wrong;
  if ((parseDate(appliedOn) ?? 0) > today(context)) return refuse('DATE_IN_FUTURE', '申请日期晚于今天', 'the application lies in the future', '/appliedOn');
  return accept({ type: 'mediation.v1.MediationApplied', data: { appliedOn, form, approvedBy: context.approvedBy } });
}

/** ExtendMediation (延长调解期限): to a later day, where every party agrees. */
export function extendMediation({ until, agreedBy, note = '' }: CommandOf<'ExtendMediation'>, state: Known, context: Context): D {
  const { facts } = state;
  if (facts.extendedUntil === until) return accept();
  const wrong = outOfStep(state, WORKING, '延长调解期限', 'extend its period');
  if (wrong) return wrong;
  const parties = facts.registered.parties.map(({ personId }) => personId);
  const stranger = agreedBy.findIndex((id) => !parties.includes(id));
  if (stranger >= 0) return refuse('NOT_A_PARTY', '此人不是本案当事人', 'this person is no party of the case', `/agreedBy/${stranger}`);
  if (parties.length === 0 || parties.some((id) => !agreedBy.includes(id))) {
    return refuse('EXTENSION_NEEDS_ALL_PARTIES', '延长调解期限须全体当事人同意，请逐一写明', 'all parties must agree to the extension: name every one of them', '/agreedBy');
  }
  const day = parseDate(until) ?? 0;
  const now = today(context);
  if (day <= now) return refuse('EXTENSION_NOT_AHEAD', `延长至的日期须晚于今天（${formatDate(now)}）`, `the new last day must lie after today (${formatDate(now)})`, '/until');
  if (facts.extendedUntil !== '' && day < (parseDate(facts.extendedUntil) ?? 0)) {
    return refuse('EXTENSION_SHORTENS', `期限已延长至 ${facts.extendedUntil}，不得缩短`, `the period runs until ${facts.extendedUntil} already; an extension does not shorten it`, '/until');
  }
  return accept({ type: 'mediation.v1.MediationExtended', data: { until, allAgreed: true, note } });
}

/** SuspendMediation (中止调解): for an appraisal, illness and the like its clock stands still. */
export function suspendMediation({ reason, note = '' }: CommandOf<'SuspendMediation'>, state: Known, context: Context): D {
  const standing = state.facts.suspensions.find(({ resumed }) => !resumed);
  if (standing) return standing.reason === reason ? accept() : conflict('MEDIATION_ALREADY_SUSPENDED', '调解已中止，原因不同；先恢复调解', 'mediation is suspended already, for another reason: resume it first');
  const wrong = outOfStep(state, WORKING, '中止调解', 'suspend mediation');
  return wrong ?? accept({ type: 'mediation.v1.MediationSuspended', data: { reason, note, approvedBy: context.approvedBy } });
}

/** ResumeMediation (恢复调解): what suspended it has passed. */
export function resumeMediation(_command: CommandOf<'ResumeMediation'>, state: Known, context: Context): D {
  const { facts } = state;
  if (!isSuspended(facts)) return facts.suspensions.length > 0 ? accept() : refuse('MEDIATION_NOT_SUSPENDED', '调解没有中止，无须恢复', 'mediation is not suspended: there is nothing to resume');
  return outOfStep(state, WORKING, '恢复调解', 'resume mediation') ?? accept({ type: 'mediation.v1.MediationResumed', data: { approvedBy: context.approvedBy } });
}

/** InformParties (告知当事人): once for each topic, and for a term of the agreement where the topic concerns one. */
export function informParties({ topic, termId = '' }: CommandOf<'InformParties'>, state: Known, context: Context): D {
  if (state.facts.informed.some((told) => told.topic === topic && told.termId === termId)) return accept();
  const wrong = ifArchived(state) ?? ifBesideThePoint(topic, termId, state);
  return wrong ?? accept({ type: 'mediation.v1.PartiesInformed', data: { topic, termId, approvedBy: context.approvedBy } });
}

/** A refusal of work that a suspended mediation has to wait with. */
export function ifSuspended({ facts }: Known): Decision<never> | undefined {
  return isSuspended(facts) ? refuse('MEDIATION_SUSPENDED', '调解已中止，先恢复调解', 'mediation is suspended: resume it first') : undefined;
}

function ifBesideThePoint(topic: string, termId: string, state: Known): Decision<never> | undefined {
  const agreement = agreementOf(state);
  const term = agreement?.terms.find((candidate) => candidate.termId === termId);
  if (termId !== '' && !term) return refuse('TERM_UNKNOWN', '协议中没有这一条款', 'there is no such term in the agreement', '/termId');
  switch (topic) {
    case 'confirmationRight':
    case 'confirmationLapsed':
      if (!agreement) return refuse('NO_AGREEMENT', '本案没有调解协议记录', 'there is no agreement on record');
      return agreement.confirmation === 'none' ? undefined : conflict('CONFIRMATION_ALREADY_APPLIED', '已申请司法确认', 'judicial confirmation was applied for already');
    case 'paymentOrder':
      if (!term) return refuse('TERM_MISSING', '须写明涉及协议的哪一条款', 'name the term of the agreement that it concerns', '/termId');
      return term.outcome === 'performed' ? conflict('TERM_ALREADY_PERFORMED', '该条款已履行', 'this term is performed already') : undefined;
    default:
      return undefined;
  }
}
