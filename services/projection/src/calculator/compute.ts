import { CITATION_MARKS, computePeriod, dayWords, dueWords, type Computed, type Length, type Pause, type Period, type Step } from '@fengqiao/deadlines';
import { millisOf, parseDate, shanghaiText, type Instant, type PlainDate } from '@fengqiao/kernel';
import type { Bilingual, Citation } from '@fengqiao/policies';
import type { CountedRule } from './counted-rules';
import { readQuestion, type Asked, type Question } from './question';
import { AS_ASKED } from './read-pauses';
import { Refused, type CalculatorRefusal } from './refusal';
import type { Sources } from './sources';

/** What was computed, with everything that it was computed from. */
export interface CalculatorAnswer {
  /** Null where the clock stands still and no end is known. */
  readonly lastDay: PlainDate | null;
  /** Exclusive: in time is what happens before it. Null as `lastDay`. */
  readonly due: Instant | null;
  readonly dueText: Bilingual | null;
  /** A day was counted in a year whose holidays are not known: it may still move. */
  readonly provisional: boolean;
  /** The last day before it moved for days off. */
  readonly rawLastDay: PlainDate | null;
  readonly from: { readonly date: PlainDate; readonly at: Instant | null };
  readonly period: Length & { readonly roll: Period['roll']; readonly ends?: string };
  readonly pauses: readonly { readonly from: Instant; readonly to: Instant | null }[];
  readonly rule: CalculatorRule | null;
  /** Version of the calendar of each year that was counted in. */
  readonly calendars: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
  readonly notes: readonly Bilingual[];
}

/** The rule that was asked for, and what it rests on. */
export interface CalculatorRule {
  readonly id: string;
  readonly name: Bilingual;
  /** What happened on the date from which it counts. */
  readonly start: Bilingual;
  readonly cite: readonly Citation[];
  /** Something it rests on was not verified: a jurist must confirm it before anybody relies on it. */
  readonly unverified: boolean;
  readonly pack: { readonly pack: string; readonly version: string } | null;
}

export type Calculated = { readonly ok: true; readonly answer: CalculatorAnswer } | { readonly ok: false; readonly refusal: CalculatorRefusal };

/** Computes one period with its explanation, by the engine's own arithmetic; the same question gives the same answer wherever it is asked. Writes nothing. */
export function calculate(asked: Asked, sources: Sources): Calculated {
  try {
    const question = readQuestion(asked, sources);
    const { start, period, pauses, rule } = question;
    const computed = computePeriod({ start, period, pauses, calendar: sources.calendar, source: rule ? clausesOf(rule.cite) : AS_ASKED });
    return { ok: true, answer: answerOf(question, computed) };
  } catch (error) {
    if (error instanceof Refused) return { ok: false, refusal: error.refusal };
    throw error;
  }
}

function answerOf(question: Question, computed: Computed): CalculatorAnswer {
  const { date, start, period, pauses, rule } = question;
  const { due, lastDay, rawLastDay, provisional, calendars } = computed;
  const day = lastDay === undefined ? undefined : parseDate(lastDay);
  return {
    lastDay: lastDay ?? null,
    due: due ?? null,
    dueText: due === undefined || day === undefined ? null : dueWords(day, millisOf(due)),
    provisional,
    rawLastDay: rawLastDay ?? null,
    from: { date, at: typeof start === 'string' ? start : null },
    period: { ...period },
    pauses: pauses.map(({ from, to }: Pause) => ({ from, to: to ?? null })),
    rule: rule ? ruleOf(rule) : null,
    calendars,
    steps: [...(rule ? ruleSteps(rule) : []), startStep(question), ...computed.steps.map(toldByAsker)],
    notes: notesOf(question),
  };
}

function ruleOf(rule: CountedRule): CalculatorRule {
  const { id, name, start, cite, pack } = rule;
  return { id, name, start, cite, unverified: isUnverified(rule), pack: pack ? { ...pack } : null };
}

/** Whether something that a rule rests on was not verified. */
export function isUnverified({ cite }: Pick<CountedRule, 'cite'>): boolean {
  return cite.some(({ verified }) => verified === 'U');
}

function ruleSteps({ id, name, cite, pack, note }: CountedRule): Step[] {
  const source = clausesOf(cite);
  const [zh, en] = (['zh', 'en'] as const).map((language) => cite.map((each) => citationText(each, language)).join(language === 'zh' ? '、' : ', '));
  const where = pack ? { zh: `规则包 ${pack.pack} ${pack.version}`, en: `pack ${pack.pack} ${pack.version}` } : { zh: '法定期间表', en: 'list of statutory periods' };
  const steps: Step[] = [{ kind: 'rule', zh: `规则 ${id}“${name.zh}”，依据${zh}；${where.zh}`, en: `Rule ${id}, ${name.en}; source: ${en}; ${where.en}`, source }];
  return note.zh === '' ? steps : [...steps, { kind: 'rule', zh: `说明：${note.zh}`, en: `Note: ${note.en}`, source }];
}

/** `《法律援助法》第四十三条(已核对法条原文)`. */
export function citationText({ document, clause, verified }: Citation, language: 'zh' | 'en'): string {
  const mark = CITATION_MARKS[verified]?.[language] ?? verified;
  return language === 'zh' ? `《${document}》${clause}（${mark}）` : `${document} ${clause} (${mark})`;
}

function clausesOf(cite: readonly Citation[]): string {
  return cite.map(({ document, clause, verified }) => `${document} ${clause} [${verified}]`).join('; ');
}

function startStep({ start, date, rule }: Question): Step {
  const what = rule && rule.start.zh !== '' ? { zh: `（${rule.start.zh}）`, en: ` (${rule.start.en})` } : { zh: '', en: '' };
  if (typeof start === 'string') {
    const at = shanghaiText(millisOf(start));
    return { kind: 'start', zh: `自 ${at} 起算${what.zh}，北京时间`, en: `Runs from ${at}${what.en}, Beijing time`, source: AS_ASKED, since: start };
  }
  const { zh, en } = dayWords(parseDate(date) as number);
  return { kind: 'start', zh: `自${zh}起算${what.zh}，没有时刻，按整日计`, en: `Runs from ${en}${what.en}; no time of day is given, so it stands for the whole day`, source: AS_ASKED, from: date };
}

/** Where the engine names the record of a case, there is only what was asked. */
function toldByAsker(step: Step): Step {
  return step.source.includes('case record') ? { ...step, source: AS_ASKED } : step;
}

function notesOf({ rule, notes, idle }: Question): readonly Bilingual[] {
  const unverified = rule && isUnverified(rule) ? [{ zh: `${rule.id} 的依据有未核实的：使用前请由法律人员核对条文`, en: `Something that ${rule.id} rests on was not verified: have a jurist check the clause before you rely on it` }] : [];
  const stops = (rule?.stops ?? []).map(({ zh, en }) => ({ zh: `“${zh}”时停止计算：如有发生，请以 pause 写明停止与恢复的日期`, en: `The clock stops at: ${en}. If that happened, say with pause when it stopped and ran again` }));
  const prolongs = (rule?.prolongs ?? []).map(({ zh, en }) => ({ zh: `“${zh}”时可以延长，此处未计入`, en: `May be prolonged at: ${en}. That is not counted here` }));
  const same = idle.map((span) => ({ zh: `停止与恢复在同一日（${span}），不影响计算`, en: `Stopped and resumed on one day (${span}), which shifts nothing` }));
  return [...unverified, ...notes, ...same, ...stops, ...prolongs];
}
