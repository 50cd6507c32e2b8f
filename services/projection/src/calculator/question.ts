import { lengthWords, type Period } from '@fengqiao/deadlines';
import { formatDate, toInstant, type Instant, type PlainDate } from '@fengqiao/kernel';
import type { Bilingual } from '@fengqiao/policies';
import type { CountedRule, Way } from './counted-rules';
import { findRule } from './find-rule';
import { readLength } from './read-length';
import { readMoment } from './read-moment';
import { readPauses, type GivenPauses } from './read-pauses';
import { quoted, refuse } from './refusal';
import type { Sources } from './sources';

/** A question as it is typed, in the words of the command line and of HTTP. */
export interface Asked {
  readonly from?: string;
  readonly rule?: string;
  readonly case?: string;
  readonly period?: string;
  readonly roll?: string;
  readonly pause?: readonly string[];
}

/** A question that can be computed. */
export interface Question extends GivenPauses {
  readonly start: Instant | { readonly date: PlainDate };
  readonly date: PlainDate;
  readonly period: Period;
  readonly rule?: CountedRule;
  readonly notes: readonly Bilingual[];
}

const ROLLS = ['next', 'previous', 'none'] as const;

/** Reads a question, or refuses it at the word that is wrong. */
export function readQuestion(asked: Asked, sources: Sources): Question {
  const from = asked.from?.trim() ? readMoment(asked.from, 'from') : missingFrom();
  const date = formatDate(from.day);
  const roll = asked.roll === undefined ? undefined : rollOf(asked.roll);
  const { period, rule, notes } = asked.rule === undefined ? ofLength(asked, roll) : ofRule(asked, asked.rule, roll, date, sources);
  const exact = period.minutes !== undefined;
  if (exact && from.at === undefined) return needsTime(date);
  const given = asked.pause ?? [];
  if (given.length > 0 && amountOf(period) < 0) refuse('pause', 'PAUSE_COUNTING_BACK', '往回数的期间没有停止计算，请去掉 pause', 'a period that counts back has no pause; leave it out');
  return { start: from.at === undefined ? { date } : toInstant(from.at), date, period, rule, notes: exact && roll !== undefined ? [...notes, EXACT] : notes, ...readPauses(given, exact) };
}

type Counted = Pick<Question, 'period' | 'rule' | 'notes'>;

function ofLength({ period: text, case: which }: Asked, roll: Period['roll'] | undefined): Counted {
  if (text === undefined) return refuse('period', 'PERIOD_MISSING', '请写明期间，如 7d、15wd、1mo、24h，或写明规则，如 LA-05', 'say how long with period, such as 7d, 15wd, 1mo or 24h, or name a rule, such as LA-05');
  if (which !== undefined) refuse('case', 'CASE_WITHOUT_RULE', '情形只与规则同用，请去掉 case', 'a case goes with a rule; leave it out');
  const length = readLength(text);
  const period: Period = { ...length, roll: 'none' };
  if (length.minutes !== undefined) return { period, notes: [] };
  if (roll !== undefined) return { period: { ...length, roll }, notes: [] };
  return amountOf(period) < 0 ? { period: { ...length, roll: 'previous' }, notes: [BACK] } : { period: { ...length, roll: 'next' }, notes: [ONWARDS] };
}

function ofRule({ period: text, case: which }: Asked, id: string, roll: Period['roll'] | undefined, date: PlainDate, sources: Sources): Counted {
  if (text !== undefined) refuse('period', 'RULE_AND_PERIOD', 'rule 与 period 只能写其一：规则自带期间', 'give either rule or period: a rule has its own');
  const { rule, others } = findRule(id, date, sources);
  if (rule.why) return refuse('rule', 'RULE_NO_COUNT', `${rule.id}“${rule.name.zh}”${rule.why.zh}；请改用 period 写明期间`, `${rule.id}, ${rule.name.en}: ${rule.why.en}; say with period how long it is`);
  const own = wayOf(rule, rule.ways(date), which).period;
  const elsewhere = others.filter(({ pack }) => pack !== undefined).map(({ pack, id: other }) => `${pack?.pack}/${other}`);
  const notes = [
    ...(elsewhere.length === 0 ? [] : [{ zh: `同一编号另见 ${elsewhere.join('、')}，可照此写明`, en: `the same id stands in ${elsewhere.join(', ')} too; write it so to take that one` }]),
    ...(roll === undefined || roll === own.roll || own.minutes !== undefined ? [] : [{ zh: `休息日的处理按所问（${roll}），规则本身为 ${own.roll}`, en: `days off are treated as asked (${roll}); the rule itself says ${own.roll}` }]),
  ];
  return { rule, period: roll === undefined || own.minutes !== undefined ? own : { ...own, roll }, notes };
}

function wayOf(rule: CountedRule, ways: readonly Way[], which: string | undefined): Way {
  const [only] = ways;
  if (which === undefined && ways.length === 1 && only) return only;
  const chosen = which !== undefined && /^\d{1,2}$/.test(which) ? ways[Number(which) - 1] : undefined;
  if (chosen) return chosen;
  return refuse('case', 'CASE_NEEDED', `${rule.id}“${rule.name.zh}”分情形，请以 case 写明第几种：${caseList(ways, 'zh')}`, `${rule.id}, ${rule.name.en}, tells cases apart; say with case which one: ${caseList(ways, 'en')}`);
}

function caseList(ways: readonly Way[], language: 'zh' | 'en'): string {
  const said = ways.map(({ period, when }, index) => ({ length: `${index + 1} = ${lengthWords(period)[language]}`, when }));
  return language === 'zh' ? said.map(({ length, when }) => `${length}（${when || '其他情形'}）`).join('；') : said.map(({ length, when }) => `${length} (${when || 'otherwise'})`).join('; ');
}

function amountOf({ days, workingDays, months, years, minutes }: Period): number {
  return days ?? workingDays ?? months ?? years ?? minutes ?? 0;
}

function rollOf(text: string): Period['roll'] {
  const roll = ROLLS.find((each) => each === text.trim());
  return roll ?? refuse('roll', 'ROLL_INVALID', `“${quoted(text)}”须为 next（顺延至其后首个工作日）、previous（提前至其前最近的工作日）、none（不变）之一`, `"${quoted(text)}" must be next (the first working day after), previous (the working day before) or none (it stays)`);
}

function missingFrom(): never {
  return refuse('from', 'FROM_MISSING', '请写明自何时起算，如 2026-09-24 或 2026-09-24T10:00（北京时间）', "say from when it counts, such as 2026-09-24 or 2026-09-24T10:00 (Beijing time)");
}

function needsTime(date: PlainDate): never {
  return refuse('from', 'FROM_NEEDS_TIME', `按小时、分钟计算须从时刻起算，请写明几时几分，如 ${date}T10:00`, `hours and minutes are counted from a time of day; say at what time it began, such as ${date}T10:00`);
}

const ONWARDS: Bilingual = {
  zh: '没有写明 roll，按民法典第二百零三条：末日为休息日的，顺延至其后首个工作日；内部时限不顺延的，请写 roll 为 none',
  en: 'roll was not given, so Civil Code 203 holds: a last day off moves to the next working day; for an internal limit that does not move, give none as the roll',
};
const BACK: Bilingual = {
  zh: '没有写明 roll，往回数的期间：末日为休息日的，提前至其前最近的工作日',
  en: 'roll was not given, and the period counts back: a last day off moves to the working day before',
};
const EXACT: Bilingual = { zh: '按时刻计算，不因休息日变动，roll 不起作用', en: 'exact time is not moved by days off; roll has no effect' };
