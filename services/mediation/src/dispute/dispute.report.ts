import { accept, conflict, refuse, type Decision } from '@fengqiao/kernel';
import { levelOf, rankOf } from '@fengqiao/platform';
import type { Office } from '@fengqiao/security';
import { SUPPORT_TOPICS } from './codes';
import type { AssignLawyerSupport, CommandOf, ReportMajorDispute } from './commands';
import type { DisputeEvent, Known } from './dispute';
import { mustBeReported } from './facts';
import { isStanding, type Report } from './report';
import { ifArchived, notInForce, outOfTurn, type Context } from './steps';

type D = Decision<DisputeEvent>;
const COUNTY = 4;

/** ReportMajorDispute (重大纠纷上报): from the office that holds it to the nearest one above; quiet while such a report stands and nothing was graded since. */
export function reportMajorDispute(command: ReportMajorDispute, state: Known, context: Context): D {
  const above = reportable(state, context);
  if ('ok' in above) return above;
  const { holder } = state.facts;
  if (isReportedTo(above.id, state)) return accept();
  const [fromOfficeId, fromLevel, toOfficeId, toLevel] = [holder.officeId, holder.level, above.id, levelOf(above.level)];
  return accept({ type: 'mediation.v1.MajorDisputeReported', data: { reportId: context.id(0), fromOfficeId, toOfficeId, fromLevel, toLevel, situation: command.situation } });
}

/** LogOralReport (口头报告登记): the office above notes that it was told by telephone; the written report follows. */
export function logOralReport(command: CommandOf<'LogOralReport'>, state: Known, context: Context): D {
  const above = reportable(state, context);
  if ('ok' in above) return above;
  if (above.id !== context.actor.officeId) return refuse('NOT_THE_RECEIVING_OFFICE', `口头报告由上一级“${above.name}”登记`, `an oral report is logged by the office above, ${above.name}`);
  if (state.facts.toldOffice === above.id) return accept();
  if (isReportedTo(above.id, state)) return conflict('REPORTED_IN_WRITING', '已有书面上报，无须登记口头报告', 'it is reported in writing already');
  const takenBy = command.takenBy ?? context.actor.personId;
  const isOnDuty = takenBy === context.actor.personId || context.look.holding(above.id, 'dutyOfficer').some((officer) => officer.personId === takenBy);
  if (!isOnDuty) return refuse('TAKER_UNKNOWN', '接听人须为本机构值班员', 'who took the call must be a duty officer of this office', '/takenBy');
  return accept({ type: 'mediation.v1.OralReportLogged', data: { toOfficeId: above.id, takenBy, approvedBy: context.approvedBy } });
}

/** AcknowledgeMajorReport (签收): by the receiving office, for the report named or for all it has not signed for; the duty officer also signs for the local government's line. */
export function acknowledgeMajorReport({ reportId, line }: CommandOf<'AcknowledgeMajorReport'>, state: Known, context: Context): D {
  const reports = received(state, context, reportId);
  if ('ok' in reports) return reports;
  if (line === 'LINE_GOVERNMENT' && !context.actor.roles.includes('dutyOfficer')) {
    return refuse('LINE_NEEDS_DUTY_OFFICER', '政府线的签收由值班员登记', 'the receipt of the government line is recorded by the duty officer', '/line');
  }
  const unsigned = reports.filter((report) => !report.acknowledged.includes(line));
  return accept(...unsigned.map((report): DisputeEvent => ({ type: 'mediation.v1.MajorDisputeReportAcknowledged', data: { reportId: report.reportId, line, officeId: context.actor.officeId } })));
}

/** TakeOverDispute (接管): answers every report that stands at the office, which holds the case from now on. It signs for nothing: that is a fact of its own. */
export function takeOverDispute(command: CommandOf<'TakeOverDispute'>, state: Known, context: Context): D {
  const standing = toAnswer(state, context, command.reportId, 'takenOver');
  if ('ok' in standing) return standing;
  const taken = standing.map(({ reportId, to }): DisputeEvent => ({ type: 'mediation.v1.DisputeTakenOver', data: { reportId, officeId: to.officeId, level: to.level } }));
  return ifArchived(state) ?? accept(...taken);
}

/** ReturnDispute (退回): answers every report that stands at the office; the office below goes on with the guidance given. */
export function returnDispute({ reportId, guidance }: CommandOf<'ReturnDispute'>, state: Known, context: Context): D {
  const standing = toAnswer(state, context, reportId, 'returned');
  if ('ok' in standing) return standing;
  return accept(...standing.map((report): DisputeEvent => ({ type: 'mediation.v1.DisputeReturned', data: { reportId: report.reportId, officeId: report.to.officeId, guidance } })));
}

/** RequestLawyerSupport (申请律师介入): the office that holds the case asks the county; one open request for each topic. */
export function requestLawyerSupport({ topic }: CommandOf<'RequestLawyerSupport'>, state: Known, context: Context): D {
  const wrong = ifArchived(state) ?? notInForce(SUPPORT_TOPICS, topic, context, '/topic');
  if (wrong) return wrong;
  const supportId = context.id(0);
  const isAsked = state.facts.supports.some((support) => support.supportId === supportId || (support.topic === topic && support.lawyerId === ''));
  return isAsked ? accept() : accept({ type: 'mediation.v1.LawyerSupportRequested', data: { supportId, topic } });
}

/** AssignLawyerSupport (指派律师): the county serves a request, or a receiving office answers a report. */
export function assignLawyerSupport(command: AssignLawyerSupport, state: Known, context: Context): D {
  const { actor } = context;
  if (command.supportId === undefined && command.reportId === undefined) return refuse('SUPPORT_FOR_WHAT', '须写明申请编号或上报编号', 'name the request (supportId) or the report (reportId) it serves', '/supportId');
  const reports = command.reportId === undefined ? [] : received(state, context, command.reportId);
  if ('ok' in reports) return reports;
  if (command.reportId === undefined && actor.level < COUNTY) return refuse('COUNTY_ASSIGNS_LAWYERS', '律师由县级及以上司法行政机关指派', 'lawyers are assigned by the county or above');

  const supportId = command.supportId ?? context.id(0);
  const asked = state.facts.supports.find((support) => support.supportId === supportId);
  if (command.supportId !== undefined && !asked) return refuse('SUPPORT_UNKNOWN', '没有这项律师介入申请', 'there is no such request for a lawyer', '/supportId');
  if (asked?.lawyerId === command.lawyerId) return accept();
  if (asked && asked.lawyerId !== '') return conflict('SUPPORT_ALREADY_ASSIGNED', '该申请已指派其他律师', 'another lawyer is assigned to this request already');
  const { lawyerId, firm } = command;
  return ifArchived(state) ?? accept({ type: 'mediation.v1.LawyerSupportAssigned', data: { supportId, reportId: command.reportId ?? '', lawyerId, firm, officeId: actor.officeId } });
}

/** ReportEscalationRisk (报告激化风险): police or another body was told (People's Mediation Law article 25). */
export function reportEscalationRisk({ number, risk, told, note }: CommandOf<'ReportEscalationRisk'>, state: Known): D {
  return outOfTurn(number, state.facts.risks.length) ?? ifArchived(state) ?? accept({ type: 'mediation.v1.EscalationRiskReported', data: { risk, told, note } });
}

/** The office to which this dispute must be reported now, or why there is nothing to report. */
function reportable(state: Known, { look }: Context): Office | Decision<never> {
  const { facts } = state;
  const archived = ifArchived(state);
  if (archived) return archived;
  if (!mustBeReported(facts)) return refuse('DISPUTE_NEEDS_NO_REPORT', '未定为重大，也无“易激化”或“本级无法解决”标识，无须上报', 'it is neither major nor escalating nor beyond its level: there is nothing to report');
  const above = look.ancestor(facts.holder.officeId, rankOf(facts.holder.level) + 1);
  return above ?? refuse('NO_OFFICE_ABOVE', '没有上级机构可以上报', 'there is no office above to report to');
}

/** Does a report from the present holder stand at that office, with nothing graded since? */
function isReportedTo(officeId: string, { facts }: Known): boolean {
  return !facts.gradedSinceReport && facts.reports.some((report) => report.from.officeId === facts.holder.officeId && report.to.officeId === officeId && isStanding(report));
}

/** The reports meant: the one named, or all to the actor's office; at least one. */
function received({ facts }: Known, { actor }: Context, reportId?: string): readonly [Report, ...Report[]] | Decision<never> {
  const meant = facts.reports.filter((report) => (reportId === undefined ? report.to.officeId === actor.officeId : report.reportId === reportId));
  const [first, ...others] = meant;
  if (!first) return refuse('REPORT_UNKNOWN', '没有这项上报', 'there is no such report', '/reportId');
  if (first.to.officeId !== actor.officeId) return refuse('NOT_THE_RECEIVING_OFFICE', '该项上报的接收机构不是本机构', 'this report was sent to another office', '/reportId');
  return [first, ...others];
}

/** The reports that an answer settles: all that stand at the office; quiet where the latest one meant was answered so. */
function toAnswer(state: Known, context: Context, reportId: string | undefined, answer: Report['answer']): readonly Report[] | Decision<never> {
  const reports = received(state, context, reportId);
  if ('ok' in reports) return reports;
  const latest = reports.at(-1);
  if (latest?.answer === answer) return accept();
  if (!latest || !isStanding(latest)) return conflict('REPORT_ALREADY_ANSWERED', '该项上报已答复', 'this report is answered already');
  return state.facts.reports.filter((report) => report.to.officeId === context.actor.officeId && isStanding(report));
}
