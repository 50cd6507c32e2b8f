import { accept, conflict, millisOf, parseDate, refuse, shanghaiDay, type Decision } from '@fengqiao/kernel';
import { openTerms, type Term } from './agreement';
import type { CommandOf } from './commands';
import { agreementOf, type DisputeEvent, type Known } from './dispute';
import { awaitsFile } from './dispute.court';
import { ifSuspended } from './dispute.periods';
import { missingDocuments } from './documents';
import { isUnanswered } from './report';
import { ifArchived, OPEN, outOfStep, outOfTurn, today, type Context } from './steps';
import { isInFuture } from './times';

type D = Decision<DisputeEvent>;

/** ConcludeAgreement (达成协议): it binds from `effectiveAt` (People's Mediation Law articles 29 and 30). */
export function concludeAgreement({ form, effectiveAt, terms }: CommandOf<'ConcludeAgreement'>, state: Known, context: Context): D {
  const known = agreementOf(state);
  if (known) {
    const isSame = known.form === form && known.effectiveAt === effectiveAt && known.terms.length === terms.length && known.terms.every((term, index) => term.dueDate === terms[index]?.dueDate);
    return isSame ? accept() : conflict('AGREEMENT_ALREADY_CONCLUDED', '已有调解协议，内容不同', 'there is an agreement already, with other content');
  }
  const wrong = outOfStep(state, ['mediating'], '达成协议', 'conclude an agreement') ?? ifSuspended(state);
  if (wrong) return wrong;
  if (isInFuture(effectiveAt, context)) return refuse('EFFECTIVE_IN_FUTURE', '协议生效时间晚于当前时间', 'the agreement would take effect in the future', '/effectiveAt');
  const firstDay = shanghaiDay(millisOf(effectiveAt));
  const early = terms.findIndex((term) => (parseDate(term.dueDate) ?? 0) < firstDay);
  if (early >= 0) return refuse('TERM_DUE_BEFORE_EFFECT', '履行期限早于协议生效日', 'a term would be due before the agreement takes effect', `/terms/${early}/dueDate`);
  const numbered = terms.map(({ content, dueDate }, index) => ({ termId: context.id(index), content, dueDate }));
  return accept({ type: 'mediation.v1.AgreementConcluded', data: { form, effectiveAt, terms: numbered, approvedBy: context.approvedBy } });
}

/** RecordPerformance (履行): one term was kept, late ones too. */
export function recordPerformance({ termId }: CommandOf<'RecordPerformance'>, state: Known, context: Context): D {
  const term = termOf(state, termId);
  if ('ok' in term) return term;
  if (term.outcome === 'performed') return accept();
  return ifArchived(state) ?? accept({ type: 'mediation.v1.AgreementPerformed', data: { termId, approvedBy: context.approvedBy } });
}

/** UrgePerformance (催促履行): the committee urges (People's Mediation Law article 31). */
export function urgePerformance({ termId, number }: CommandOf<'UrgePerformance'>, state: Known, context: Context): D {
  const term = termOf(state, termId);
  if ('ok' in term) return term;
  const wrong = outOfTurn(number, term.urged) ?? ifPerformed(term) ?? ifArchived(state);
  return wrong ?? accept({ type: 'mediation.v1.PerformanceUrged', data: { termId, approvedBy: context.approvedBy } });
}

/** RecordDefault (未履行): a term was not kept; its day must have passed. */
export function recordDefault({ termId, note = '' }: CommandOf<'RecordDefault'>, state: Known, context: Context): D {
  const term = termOf(state, termId);
  if ('ok' in term) return term;
  if (term.outcome === 'defaulted') return accept();
  const wrong = ifPerformed(term) ?? ifArchived(state);
  if (wrong) return wrong;
  if ((parseDate(term.dueDate) ?? 0) >= today(context)) return refuse('TERM_NOT_DUE', `履行期限为 ${term.dueDate}，尚未届满`, `the term may be kept until the end of ${term.dueDate}`, '/termId');
  return accept({ type: 'mediation.v1.PerformanceDefaulted', data: { termId, note } });
}

/** PayReturnVisit (回访): after an agreement or a termination. */
export function payReturnVisit({ number, result, record }: CommandOf<'PayReturnVisit'>, state: Known, context: Context): D {
  const wrong = outOfTurn(number, state.facts.visits.length) ?? ifOpen(state, '回访', 'pay a return visit') ?? ifArchived(state) ?? ifNeverMediated(state);
  return wrong ?? accept({ type: 'mediation.v1.ReturnVisitPaid', data: { result, record, approvedBy: context.approvedBy } });
}

/** ReviewCaseQuality (质量评查): by a level above, once the case has ended; an archived one too. */
export function reviewCaseQuality({ number, result, score, note = '' }: CommandOf<'ReviewCaseQuality'>, state: Known): D {
  const wrong = outOfTurn(number, state.facts.reviews.length) ?? ifOpen(state, '质量评查', 'review it');
  return wrong ?? accept({ type: 'mediation.v1.CaseQualityReviewed', data: { result, score, note } });
}

/** ArchiveCase (归档): what the file holds, and which of the documents it should have are missing. */
export function archiveCase({ documents }: CommandOf<'ArchiveCase'>, state: Known): D {
  const held = [...documents].sort();
  if (state.status === 'archived' && state.documents.join() === held.join()) return accept();
  const wrong = ifArchived(state) ?? ifOpen(state, '归档', 'archive it');
  if (wrong) return wrong;
  const agreement = agreementOf(state);
  if (agreement?.confirmation === 'pending') return refuse('CONFIRMATION_PENDING', '司法确认尚未裁定，不能归档', 'the court has not ruled on the confirmation yet');
  if (agreement && openTerms(agreement).length > 0) return refuse('TERMS_OPEN', '协议尚有未了结的条款，先记录履行或未履行', 'terms of the agreement are open: record performance or default first');
  if (state.facts.reports.some((report) => isUnanswered(report) && report.acknowledged.length === 0)) return refuse('REPORT_OPEN', '上报尚未签收或答复，不能归档', 'a report upward is neither acknowledged nor answered');
  if (state.facts.court && awaitsFile(state.facts.court)) return refuse('FILE_NOT_RETURNED', '法院委派委托的材料尚未退回法院，不能归档', 'the court still waits for its file: return it first');
  return accept({ type: 'mediation.v1.CaseArchived', data: { documents: held, gaps: missingDocuments(state, held) } });
}

function termOf(state: Known, termId: string): Term | Decision<never> {
  const term = agreementOf(state)?.terms.find((candidate) => candidate.termId === termId);
  return term ?? refuse('TERM_UNKNOWN', '协议中没有这一条款', 'there is no such term in the agreement', '/termId');
}

function ifPerformed(term: Term): Decision<never> | undefined {
  return term.outcome === 'performed' ? conflict('TERM_ALREADY_PERFORMED', '该条款已履行', 'this term is performed already') : undefined;
}

function ifOpen(state: Known, zh: string, en: string): Decision<never> | undefined {
  const isOpen = OPEN.some((step) => step === state.status);
  return isOpen ? refuse('DISPUTE_NOT_ENDED', `案件尚未办结，不能${zh}`, `the case has not ended: you cannot ${en} yet`) : undefined;
}

function ifNeverMediated({ status }: Known): Decision<never> | undefined {
  const isMediated = status !== 'notAccepted' && status !== 'transferredOut';
  return isMediated ? undefined : refuse('NEVER_MEDIATED', '案件未经调解，无须回访', 'the case was never mediated: there is nothing to visit about');
}
