import { loadCalendarYears, workingCalendar } from '@fengqiao/calendar';
import { mustLoadPacks } from '@fengqiao/policies';
import { packTexts } from '@fengqiao/policies/shipped';
import { renderExplanation } from '.';
import { disputesOf } from './major-dispute.scenes';
import { local, onlyRules, SAME_DAY, scenario, smallCounty } from './scenario';

const setting = smallCounty(onlyRules(mustLoadPacks(packTexts()), SAME_DAY), workingCalendar(loadCalendarYears()));
const { happened, registered, graded, reported, oral } = disputesOf(setting.subject);
const NAMES: Readonly<Record<string, string>> = { village: '店口镇某村调委会', township: '店口镇司法所' };
const nameOf = (id: string) => NAMES[id] ?? id;
/** The text with what differs from version to version left out: hashes and ids. */
const readable = (text: string) => text.replaceAll(/[0-9a-f]{64}/g, '…').replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '…');

const breached = scenario(setting, '2026-11-22 14:00').given(graded('2026-11-22 15:00')).whenTimePasses('2026-11-23 09:30');

it('an explanation tells a lawyer the clause, the count, the state, every rung and what would end it', () => {
  expect(readable(renderExplanation(breached.obligation('R000-25.report'), 'zh', nameOf))).toBe(`重大纠纷当日上报（R000-25.report）
截止：2026年11月22日 24:00（周日）
责任方：店口镇某村调委会
对象：mediation.dispute-…
编号：…

依据
  1. 规则 R000-25.report“重大纠纷当日上报”，依据《司法局进村服务活动方案》三(三)第3项之二（地方方案或本系统默认，非法律规定）
  2. 规则包 hefei-2011-village-entry 2011.2（SHA-256 …），经规则包 zhuji-demonstration 2026.2（SHA-256 …）适用于本地
  3. 性质：义务；责任方：本机构
  4. 说明：方案要求对重大、易激化、本级无法解决的纠纷当日上报，自三者之一最早成立时起算。当日至 24:00 止，不因节假日顺延。22:00 以后发现并以电话口头报告的，书面报告可于次日 09:00 前补交（本系统默认）。

起算
  1. 自 2026-11-22 15:00 纠纷评定为重大、易激化或本级无法解决起算〔…〕

计算
  1. 期间：当日；末日为休息日的，不变〔司法局进村服务活动方案 三(三)第3项之二〕
  2. 期间之日为2026年11月22日（周日）〔民法典第二百条〕
  3. 末日为2026年11月22日（周日）〔民法典第二百条〕
  4. 末日2026年11月22日（周日）为周末，本期间不因休息日变动〔司法局进村服务活动方案 三(三)第3项之二〕
  5. 截止时间 2026年11月22日 24:00（周日），即须早于 2026-11-23 00:00〔民法典第二百零三条〕

状态
  1. 2026-11-23 09:30 的状态：进行中，逾期 9 小时 30 分

提醒与升级
  1. 预警：2026-11-22 17:30（末日 17:30），致承办人，已发出
  2. 逾期通报：2026-11-23 00:00（截止时），致上 1 级机构值班员、县级机构值班员，已发出

如何了结
  1. 履行方式：重大纠纷已上报；或 上级已接管
  2. 终止原因：导入结果已记录；或 案件已归档
`);
});

it('an explanation in English says the same', () => {
  const english = readable(renderExplanation(breached.obligation('R000-25.report'), 'en', nameOf));
  for (const said of [
    'report a major dispute the same day (R000-25.report)\nDue: 2026-11-22 24:00 (Sun)\n',
    'Pack hefei-2011-village-entry 2011.2 (SHA-256 …), binding here through pack zhuji-demonstration 2026.2 (SHA-256 …)',
    'Runs from 2026-11-22 15:00, dispute graded major, easily inflamed or beyond the level',
    'State at 2026-11-23 09:30: running, late by 9 h 30 min',
    'breach: 2026-11-23 00:00 (the due), to the duty officer of the office 1 level above, the duty officer of the county; raised',
    'Met by: major dispute reported; or dispute taken over',
  ]) expect(english).toContain(said);
});

it('every step speaks both languages and names its source', () => {
  const then = scenario(setting, '2026-11-20 08:00')
    .given(registered('2026-11-20 23:00', local('2026-11-20 22:30'), ['escalating']), oral('2026-11-20 23:30'), graded('2026-11-20 23:40'), reported('2026-11-21 08:00'))
    .whenTimePasses('2026-11-23 00:00');
  const steps = then.now.obligations.flatMap(({ explanation }) => explanation);
  expect(steps.filter(({ zh, en, source }) => zh === '' || en === '' || source === '' || /undefined|NaN|\[object/.test(zh + en + source))).toEqual([]);
  expect(steps.filter(({ zh }) => /[a-z]+\.v1\./.test(zh))).toEqual([]);
});

it('an explanation shows the due and the rungs that the obligation has', () => {
  for (const { explanation, due, rungs } of breached.given(reported('2026-11-23 09:40')).whenTimePasses('2026-11-24 12:00').now.obligations) {
    expect(explanation.filter(({ kind }) => kind === 'due').map((step) => step.due)).toEqual([due]);
    expect(explanation.filter(({ kind }) => kind === 'rung').map(({ source }) => source)).toEqual(rungs.map(({ id }) => id));
  }
});

it('an explanation tells how a late discovery was extended, and by which call', () => {
  const call = oral('2026-11-22 23:30');
  const then = scenario(setting, '2026-11-22 14:00').given(registered('2026-11-22 22:40', local('2026-11-22 22:30'), ['escalating']), call);
  const text = renderExplanation(then.obligation('R000-25.report'), 'zh');
  expect(text).toContain(`截止：2026年11月23日 09:00（周一）`);
  expect(text).toMatch(new RegExp(`口头报告已登记.*${call.id}`));
  expect(text).toContain('2026-11-22 22:30 发现易激化或本级无法解决的纠纷起算（2026-11-22 22:40 登记）');
});

it('an explanation says why a rung was skipped and what was withdrawn', () => {
  const late = scenario(setting, '2026-11-22 08:00').given(registered('2026-11-22 16:00', local('2026-11-21 10:00'), ['beyondLevel']));
  expect(renderExplanation(late.obligation('R000-25.report'), 'zh')).toContain('事实登记时已过，不再预警');
  const withdrawn = scenario(setting, '2026-11-22 08:00')
    .given(registered('2026-11-22 22:40', local('2026-11-22 22:30'), ['escalating']), oral('2026-11-22 23:30', '2026-11-23 08:00'));
  expect(renderExplanation(withdrawn.obligation('R000-25.report'), 'zh')).toContain('已发出，后证明无依据，应撤回');
  expect(renderExplanation(withdrawn.whenTimePasses('2026-11-23 08:30').obligation('R000-25.report'), 'zh')).toContain('已撤回');
});

it('an explanation of what nobody can count says so and guesses nothing', () => {
  const then = scenario(setting, '2026-11-22 08:00').given(registered('2026-11-22 10:00', '2017-03', ['escalating'], { origin: 'import' }));
  const text = renderExplanation(then.obligation('R000-25.report'), 'zh');
  expect(text).toContain('截止：未定');
  expect(text).toContain('其发生之日不明');
  expect(text).toContain('不推定截止时间');
});

describe('the right to apply for judicial confirmation', () => {
  const agreed = (effectiveAt: string, at: string) => happened('AgreementConcluded', at, { form: 'written', effectiveAt });
  const applied = (appliedOn: string, at: string) => happened('JudicialConfirmationApplied', at, { appliedOn });

  it.each([
    ['2026-09-03', '2026-10-08'],
    ['2026-02-01', '2026-03-03'],
  ])('of an agreement effective on %s lasts to the end of %s', (effective, lastDay) => {
    const then = scenario(setting, `${effective} 08:00`).given(agreed(local(`${effective} 10:00`), `${effective} 10:00`));
    expect(then.obligation('MED-09')).toMatchObject({ lastDay, nature: 'right', responsible: 'party', responsibleOfficeId: '' });
  });

  it('rolls over a holiday and names the State Council paper', () => {
    const then = scenario(setting, '2026-09-03 08:00').given(agreed(local('2026-09-03 10:00'), '2026-09-03 10:00'));
    const { explanation } = then.obligation('MED-09');
    expect(explanation.filter(({ why }) => why === 'holiday').map(({ source }) => source)).toEqual([expect.stringMatching(/^https?:/)]);
    expect(renderExplanation(then.obligation('MED-09'), 'zh')).toContain('《人民调解法》第三十三条（已核对法条原文）');
  });

  it('exercised on a day of unknown hour takes back no warning of that day', () => {
    const begun = scenario(setting, '2026-09-03 08:00').given(agreed(local('2026-09-03 10:00'), '2026-09-03 10:00'));
    const then = begun.given(applied('2026-10-03', '2026-10-03 15:00')).whenTimePasses('2026-10-20 00:00');
    expect(then.diary).toEqual(['10-03 09:00 MED-09 warn#1']);
    expect(then.obligation('MED-09').state).toBe('met');
  });

  it('is exercised on its last day and lapses after it, late for nobody', () => {
    const begun = scenario(setting, '2026-09-03 08:00').given(agreed(local('2026-09-03 10:00'), '2026-09-03 10:00'));
    expect(begun.given(applied('2026-10-08', '2026-10-09 10:00')).obligation('MED-09')).toMatchObject({ state: 'met', marks: { late: false } });
    expect(begun.given(applied('2026-10-09', '2026-10-09 10:00')).obligation('MED-09')).toMatchObject({ state: 'lapsed', marks: { late: false } });
    expect(begun.whenTimePasses('2026-11-01 00:00').diary).toEqual(['10-03 09:00 MED-09 warn#1']);
  });
});
