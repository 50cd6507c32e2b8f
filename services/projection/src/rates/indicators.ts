import type { Bilingual } from '@fengqiao/policies';

/*
 * The indicators of mediation work (调解工作指标). A period is from one day to another, both inclusive, in Asia/Shanghai.
 * What a plan names as its target stands beside; nothing here decides whether an office did well.
 */

export interface Target {
  /** Per cent, or a number of cases where the indicator counts. */
  readonly value: number;
  readonly source: string;
}

export interface IndicatorWords {
  readonly id: string;
  readonly name: Bilingual;
  readonly formula: Bilingual;
  /** `ratio` of two counts, or a `count` alone. */
  readonly kind: 'ratio' | 'count';
  readonly target: Target | null;
  /** Other readings of the same indicator, and parts that are counted apart, by their names. */
  readonly readings: Readonly<Record<string, Bilingual>>;
}

const NO_READINGS = {};

export const INDICATORS: readonly IndicatorWords[] = [
  {
    id: 'I-01', kind: 'ratio', name: { zh: '调解率', en: 'mediation rate' }, target: { value: 100, source: 'R002-18' },
    formula: { zh: '已调解 ÷ 期内受理（举行过调解、达成协议或终止即为已调解）', en: 'mediated ÷ accepted in the period (a session, an agreement or a termination)' },
    readings: { withoutRefusals: { zh: '不计当事人拒绝和已分流', en: 'without refusals and diversions' } },
  },
  {
    id: 'I-02', kind: 'ratio', name: { zh: '调解成功率', en: 'success rate' }, target: { value: 97, source: 'R002-18' },
    formula: { zh: '达成协议 ÷（达成协议 + 调解不成），期内办结；不计拒绝和撤回', en: 'agreed ÷ (agreed + failed), ended in the period; refused and withdrawn excluded' },
    readings: { ofAccepted: { zh: '达成协议 ÷ 期内受理', en: 'agreed ÷ accepted in the period' } },
  },
  {
    id: 'I-03', kind: 'ratio', name: { zh: '履行率', en: 'performance rate' }, target: { value: 95, source: 'policy' },
    formula: { zh: '按期履行 ÷ 期内履行期满的协议', en: 'performed on time ÷ agreements whose last term fell due in the period' },
    readings: { performed: { zh: '含逾期履行', en: 'performed late counts too' } },
  },
  {
    id: 'I-04', kind: 'ratio', name: { zh: '当日上报率', en: 'same-day report rate' }, target: { value: 100, source: 'R000-25' },
    formula: { zh: '当日上报并当日签收 ÷ 期内应当上报', en: 'reported and acknowledged on the day ÷ reports that fell due in the period' },
    readings: { reported: { zh: '当日上报（不论签收）', en: 'reported on the day, acknowledged or not' } },
  },
  {
    id: 'I-05', kind: 'ratio', name: { zh: '化解层级率', en: 'containment rate' }, target: null,
    formula: { zh: '在应当化解的层级或以下达成协议 ÷ 期内办结（不计分流和不予受理）', en: 'agreed at or below the level that should contain it ÷ ended in the period (without diversions and declined ones)' },
    readings: { GRADE_SMALL: { zh: '小', en: 'small' }, GRADE_LARGE: { zh: '大', en: 'large' }, GRADE_MAJOR: { zh: '重大', en: 'major' } },
  },
  {
    id: 'I-06', kind: 'ratio', name: { zh: '排查完成率', en: 'screening completion' }, target: { value: 100, source: 'R004-32' },
    formula: { zh: '按期完成 ÷ 期内到期的排查', en: 'done in time ÷ screenings that fell due in the period' },
    readings: { week: { zh: '每周排查', en: 'weekly' }, month: { zh: '每月排查', en: 'monthly' }, done: { zh: '含逾期完成', en: 'done late counts too' } },
  },
  {
    id: 'I-07', kind: 'ratio', name: { zh: '司法确认率', en: 'confirmation use' }, target: null,
    formula: { zh: '申请司法确认 ÷ 期内书面协议', en: 'confirmations applied for ÷ written agreements of the period' }, readings: NO_READINGS,
  },
  {
    id: 'I-08', kind: 'count', name: { zh: '民转刑', en: 'civil to criminal' }, target: { value: 0, source: 'R002-15' },
    formula: { zh: '期内发生刑事案件的纠纷件数', en: 'disputes with a criminal event in the period' }, readings: NO_READINGS,
  },
  {
    id: 'I-09', kind: 'ratio', name: { zh: '回访率', en: 'return-visit rate' }, target: null,
    formula: { zh: '已回访 ÷ 期内达成协议办结', en: 'visited ÷ ended with an agreement in the period' }, readings: NO_READINGS,
  },
  {
    id: 'I-13', kind: 'ratio', name: { zh: '满意率', en: 'satisfaction' }, target: null,
    formula: { zh: '满意或基本满意 ÷ 期内回访', en: 'satisfied or content ÷ return visits of the period' },
    readings: { satisfied: { zh: '仅满意', en: 'satisfied only' } },
  },
];

/** Indicators of the same list that other work feeds; they are named so that nobody takes their absence for a zero. */
export const FED_ELSEWHERE: readonly { readonly id: string; readonly name: Bilingual; readonly by: Bilingual }[] = [
  { id: 'I-10', name: { zh: '法援时限率', en: 'aid on time' }, by: { zh: '法律援助', en: 'legal aid' } },
  { id: 'I-11', name: { zh: '法援覆盖增长', en: 'aid coverage and growth' }, by: { zh: '法律援助', en: 'legal aid' } },
  { id: 'I-12', name: { zh: '律师办案覆盖', en: 'duty per lawyer' }, by: { zh: '法律援助', en: 'legal aid' } },
  { id: 'I-14', name: { zh: '免经济审查比例', en: 'means-exempt share' }, by: { zh: '法律援助', en: 'legal aid' } },
];
