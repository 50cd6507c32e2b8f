import { namedPeriod } from '@fengqiao/calendar';
import type { EventIn, TrendAnalysisReported } from '@fengqiao/contracts';
import { accept, conflict, formatDate, refuse, type DecideContext, type Decider, type Decision } from '@fengqiao/kernel';
import type { Directory } from '@fengqiao/security';
import { notInForce, today } from '../dispute/steps';
import { OCCASIONS } from './codes';

/* A trend analysis (研判分析): what disputes an area sees and what is to be expected; by quarter, and whenever something is up. */

export interface ReportTrendAnalysis {
  readonly type: 'ReportTrendAnalysis';
  readonly occasion: string;
  /** `2026-Q4` for a quarter; else the name of the period or event. */
  readonly period: string;
  /** What gave rise to it; of an urgent dispute always. */
  readonly disputeId?: string;
  readonly findings: string;
}

export type AnalysisEvent = Extract<EventIn<'mediation/v1/guidance'>, { type: 'mediation.v1.TrendAnalysisReported' }>;
export type AnalysisState = { readonly status: 'none' } | { readonly status: 'reported'; readonly analysis: TrendAnalysisReported };

export const analysisDecider: Decider<AnalysisState, ReportTrendAnalysis, AnalysisEvent, Directory> = {
  initial: { status: 'none' },
  decide: reportAnalysis,
  evolve: (_state, event) => ({ status: 'reported', analysis: event.data }),
};

function reportAnalysis({ occasion, period, disputeId = '', findings }: ReportTrendAnalysis, state: AnalysisState, context: DecideContext<Directory>): Decision<AnalysisEvent> {
  if (state.status === 'reported') {
    // The findings are sealed: that they are the same cannot be seen.
    const { analysis } = state;
    const isSame = analysis.occasion === occasion && analysis.period === period && analysis.disputeId === disputeId;
    return isSame ? accept() : conflict('ANALYSIS_ALREADY_REPORTED', '该份研判已上报，内容不同', 'this analysis is reported already, with other content');
  }
  const wrong = notInForce(OCCASIONS, occasion, context, '/occasion') ?? (occasion === 'quarter' ? wrongQuarter(period, context) : undefined);
  if (wrong) return wrong;
  if (occasion === 'urgentDispute' && disputeId === '') return refuse('DISPUTE_MISSING', '因纠纷而作的研判须写明是哪一件', 'say which dispute gave rise to it', '/disputeId');
  const { officeId, division } = context.actor;
  return accept({ type: 'mediation.v1.TrendAnalysisReported', data: { officeId, division, occasion, period, disputeId, findings, approvedBy: context.approvedBy } });
}

function wrongQuarter(name: string, context: DecideContext<Directory>): Decision<never> | undefined {
  const period = namedPeriod(name);
  if (period?.kind !== 'quarter') return refuse('PERIOD_UNKNOWN', '须为季度，如 2026-Q4', 'must be a quarter, such as 2026-Q4', '/period');
  return period.first > today(context) ? refuse('PERIOD_IN_FUTURE', `该季度从 ${formatDate(period.first)} 开始，尚未到来`, `this quarter begins on ${formatDate(period.first)}`, '/period') : undefined;
}
