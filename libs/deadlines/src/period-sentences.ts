import { formatDate, invariant, millisOf, toInstant, type EpochDay, type PlainDate } from '@fengqiao/kernel';
import { holidayEn, type CalendarDay } from '@fengqiao/calendar';
import { correspondingDay, type DayUnit } from './period-count';
import { unitOf, type Extension, type Plan, type RollReason, type Trigger } from './period-outcome';
import type { Stop } from './period-stops';
import { amountWords, dayWords, daysWords, dueWords, durationWords, lengthWords, momentText, rollWords, type Words } from './period-words';
import type { Length, Pause, Step } from './types';

export const CLAUSE = {
  calendarTime: '民法典第二百条',
  triggerDay: '民法典第二百零一条',
  correspondingDate: '民法典第二百零二条',
  lastDay: '民法典第二百零三条',
} as const;

const RECORD = '案件记录 case record';
const RULE = '本规则 the rule';
const WEEKEND = '周末 weekend';

/** What a run of days is, so that days that are the same thing become one step. */
export interface RunLabel {
  readonly kind: 'counted' | 'skipped';
  readonly unit: DayUnit;
  readonly why?: 'weekend' | 'holiday' | 'makeupWorkday' | 'stopped';
  readonly fact?: CalendarDay;
  /** Of a stop: the records that stopped the clock. */
  readonly source?: string;
}

/** The records that stopped the clock. */
export function stopSource({ pauses }: Stop): string {
  return [...new Set(pauses.map(({ source = RECORD }) => source))].join(', ');
}

/** A run of days, both ends included. */
export interface Run {
  readonly from: number;
  readonly to: number;
  readonly label: RunLabel;
}

/** What is counted, from which day, and how it rolls. */
export function periodStep({ period, trigger, target }: Plan, source = RULE): Step {
  const said = target?.said();
  const length = said ? { zh: `至${said.zh}`, en: `until ${said.en}` } : lengthWords(period);
  const rolls = period.minutes === undefined ? rollWords(period.roll) : { zh: '按时刻计算，不因休息日变动', en: 'exact time, which days off do not move' };
  const corresponding = correspondingWords(period, trigger.day);
  const ends = period.ends === undefined ? { zh: '', en: '' } : { zh: `，末日 ${period.ends} 截止`, en: `; the last day closes at ${period.ends}` };
  return {
    kind: 'period',
    zh: `期间：${length.zh}${corresponding.zh}；${rolls.zh}${ends.zh}`,
    en: `Period: ${length.en}${corresponding.en}; ${rolls.en}${ends.en}`,
    source,
    from: date(trigger.day),
    since: toInstant(trigger.at),
    length: bare(period),
    roll: period.roll,
    ends: period.ends,
  };
}

/** The trigger day, which no period of days counts. */
export function notCountedStep(day: number): Step {
  const { zh, en } = dayWords(day);
  return { kind: 'notCounted', zh: `${zh}为起算事由发生之日，不计入`, en: `${en} is the day of the trigger and is not counted`, source: CLAUSE.triggerDay, from: date(day), to: date(day), days: 1, why: 'triggerDay' };
}

/** A run of days, counted or passed over; `total` is what has been counted with it, `zero` a length of 0. */
export function runStep({ from, to, label }: Run, total: number, zero: boolean, calendars: string): Step {
  const days = to - from + 1;
  const range = daysWords(from, to);
  const machine = { kind: label.kind, from: date(from), to: date(to), days, why: label.why };
  if (label.kind === 'skipped') {
    const reason = offWords(label);
    return { ...machine, zh: `${range.zh}${reason.zh}，不计`, en: `${range.en}: ${reason.en}, not counted`, source: label.fact?.paper ?? label.source ?? WEEKEND };
  }
  const source = label.fact?.paper ?? (label.unit === 'workingDay' ? calendars : CLAUSE.calendarTime);
  const makeup = label.fact === undefined ? { zh: '', en: '' } : { zh: `为${label.fact.holiday}调休上班日`, en: `, worked instead for ${holidayEn(label.fact.holiday)}` };
  if (zero) return { ...machine, zh: `期间之日为${range.zh}${makeup.zh && `,${makeup.zh}`}`, en: `The day meant is ${range.en}${makeup.en}`, source };
  const unit = label.unit === 'workingDay' ? 'workingDays' : 'days';
  const [amount, sum] = [amountWords(days, unit), amountWords(total, unit)];
  const so = total === days ? { zh: '', en: '' } : { zh: `，累计 ${sum.zh}`, en: `, ${sum.en} so far` };
  return { ...machine, zh: `${range.zh}${makeup.zh}，计 ${amount.zh}${so.zh}`, en: `${range.en}${makeup.en}: ${amount.en} counted${so.en}`, source };
}

/** Exact time that ran or stood still; milliseconds. */
export function timeStep(kind: 'counted' | 'skipped', from: number, to: number, source: string): Step {
  const time = durationWords(to - from);
  const span = { zh: `${momentText(from)} 至 ${momentText(to)}`, en: `${momentText(from)} to ${momentText(to)}` };
  const said = kind === 'counted' ? { zh: `，计 ${time.zh}`, en: `: ${time.en} counted` } : { zh: `停止计算 ${time.zh}，不计`, en: `: stood still ${time.en}, not counted` };
  return { kind, zh: span.zh + said.zh, en: span.en + said.en, source, since: toInstant(from), until: toInstant(to), millis: to - from, why: kind === 'skipped' ? 'stopped' : undefined };
}

/** A pause with who, why and since when, and the days at whose 24:00 it held the clock. */
export function pauseStep(pause: Pause, stop: Stop): Step {
  const since = millisOf(pause.from);
  const until = Math.min(pause.to === undefined ? Infinity : millisOf(pause.to), stop.to);
  const capped = until === stop.to && (pause.to === undefined || millisOf(pause.to) > stop.to);
  const by = byWords(pause.reason, pause.actor);
  const resumed =
    until === Infinity
      ? { zh: '尚未恢复', en: 'not resumed yet' }
      : capped
        ? { zh: `停止时间已达上限，${momentText(until)} 起自动恢复`, en: `the longest stop allowed was reached, running again by itself at ${momentText(until)}` }
        : { zh: `${momentText(until)} 恢复`, en: `resumed at ${momentText(until)}` };
  return {
    kind: 'pause',
    zh: `${momentText(since)} 起停止计算${by.zh}，${resumed.zh}`,
    en: `Stopped at ${momentText(since)}${by.en}, ${resumed.en}`,
    source: pause.source ?? RECORD,
    since: toInstant(since),
    until: until === Infinity ? undefined : toInstant(until),
  };
}

/** An act that came at or after the due as it then stood. */
export function tooLateStep(kind: 'pause' | 'extend', at: number, due: number, source = RECORD): Step {
  const what = kind === 'pause' ? { zh: '停止计算', en: 'stop' } : { zh: '延长', en: 'extension' };
  return { kind, zh: `${momentText(at)} 的${what.zh}不早于当时的截止时间 ${momentText(due)}，不影响本期间`, en: `The ${what.en} of ${momentText(at)} did not come before the due as it then stood, ${momentText(due)}, and changes nothing`, source, since: toInstant(at), why: 'afterDue' };
}

/** An extension that takes effect; `from` is what it counts from. */
export function extendStep({ by, to, reason, actor, source = RECORD }: Extension, from: Trigger): Step {
  const given = byWords(reason, actor);
  const say = (words: Words, machine: Partial<Step>): Step => ({ kind: 'extend', zh: `延长${words.zh}${given.zh}`, en: `Extended ${words.en}${given.en}`, source, ...machine });
  if (by !== undefined) {
    const [length, day] = [lengthWords(by), dayWords(from.day)];
    return say({ zh: ` ${length.zh}，自${day.zh}起续计`, en: `by ${length.en}, counted on from ${day.en}` }, { from: date(from.day), since: toInstant(from.at), length: bare(by) });
  }
  invariant(to !== undefined, 'an extension has either `by` or `to`');
  if ('instant' in to) return say({ zh: `至 ${momentText(millisOf(to.instant))}`, en: `to ${momentText(millisOf(to.instant))}` }, { until: to.instant });
  const closes = to.ends === undefined ? { zh: '', en: '' } : { zh: `，${to.ends} 截止`, en: `, closing at ${to.ends}` };
  if ('date' in to) return say({ zh: `至 ${to.date}${closes.zh}`, en: `to ${to.date}${closes.en}` }, { to: to.date, ends: to.ends });
  const length = lengthWords(to);
  return say({ zh: `为自起算日起 ${length.zh}${closes.zh}`, en: `to ${length.en} from the start${closes.en}` }, { length: bare(to), ends: to.ends });
}

/** An extension that leads to no later end. */
export function notLaterStep({ reason, actor, source = RECORD }: Extension): Step {
  const given = byWords(reason, actor);
  return { kind: 'extend', zh: `所作延长不晚于原截止时间，期间不变${given.zh}`, en: `An extension to no later end changes nothing${given.en}`, source };
}

/** The last day before rolling. */
export function lastStep(day: number, period: Length): Step {
  const { unit } = unitOf(period);
  const { zh, en } = dayWords(day);
  const source = unit === 'months' || unit === 'years' ? CLAUSE.correspondingDate : CLAUSE.calendarTime;
  return { kind: 'last', zh: `末日为${zh}`, en: `The last day is ${en}`, source, from: date(day), to: date(day) };
}

/** What became of a last day off. */
export function rollStep(raw: number, day: number, why: RollReason, label: RunLabel, source = RULE): Step {
  const [was, is, off] = [dayWords(raw), dayWords(day), offWords(label)];
  const said = rolledWords(why, is, day > raw);
  return { kind: 'roll', zh: `末日${was.zh}${off.zh}，${said.zh}`, en: `The last day ${was.en} is off (${off.en}): ${said.en}`, source: why === 'moved' && day > raw ? CLAUSE.lastDay : source, from: date(raw), to: date(day) };
}

/** The due, shown as an hour of the last day. */
export function dueStep(lastDay: number, due: number): Step {
  const { zh, en } = dueWords(lastDay, due);
  const next = momentText(due);
  const exclusive = next.endsWith(' 00:00') ? { zh: `，即须早于 ${next}`, en: `, that is before ${next}` } : { zh: '', en: '' };
  return { kind: 'due', zh: `截止时间 ${zh}${exclusive.zh}`, en: `Due ${en}${exclusive.en}`, source: CLAUSE.lastDay, from: date(lastDay), to: date(lastDay), due: toInstant(due) };
}

/** While the clock stands still for an unknown time there is no due. */
export function noDueStep(): Step {
  return { kind: 'due', zh: '停止计算尚未恢复，暂无截止时间', en: 'The clock stands still and has not been resumed: no due yet', source: RECORD };
}

/** Years whose holidays are not announced. */
export function provisionalStep(years: readonly number[]): Step {
  const listed = years.join('、');
  return { kind: 'provisional', zh: `${listed} 年放假安排尚未公布，按周一至周五为工作日推定，截止时间为暂定`, en: `Holidays of ${years.join(', ')} are not announced: Monday to Friday are assumed to be worked, the due is provisional`, source: `国务院办公厅 ${listed} 年放假安排（未公布） State Council arrangement (not announced)` };
}

function rolledWords(why: RollReason, to: Words, later: boolean): Words {
  switch (why) {
    case 'moved':
      return later ? { zh: `顺延至${to.zh}`, en: `moved on to ${to.en}` } : { zh: `提前至${to.zh}`, en: `moved back to ${to.en}` };
    case 'triggerDay':
      return { zh: '调整将及于起算日，故不变', en: 'moving it would reach the day of the trigger, so it stays' };
    case 'stopped':
      return { zh: '提前将及于停止计算之日，故不变', en: 'moving it back would reach a day on which the clock stood still, so it stays' };
    case 'never':
    case 'worked':
      return { zh: '本期间不因休息日变动', en: 'this limit does not move for a day off' };
  }
}

function offWords({ why, fact }: RunLabel): Words {
  if (fact !== undefined) return { zh: `${fact.holiday}放假`, en: holidayEn(fact.holiday) };
  return why === 'stopped' ? { zh: '期间停止计算', en: 'the clock stood still' } : { zh: '为周末', en: 'weekend' };
}

function byWords(reason: string | undefined, actor: string | undefined): Words {
  const zh = [reason === undefined ? '' : `事由：${reason}`, actor === undefined ? '' : `经办：${actor}`].filter((part) => part !== '');
  const en = [reason === undefined ? '' : `reason: ${reason}`, actor === undefined ? '' : `by: ${actor}`].filter((part) => part !== '');
  return zh.length === 0 ? { zh: '', en: '' } : { zh: `（${zh.join('；')}）`, en: ` (${en.join('; ')})` };
}

function correspondingWords(length: Length, from: number): Words {
  const { unit, n } = unitOf(length);
  if ((unit !== 'months' && unit !== 'years') || n === 0) return { zh: '', en: '' };
  const day = dayWords(correspondingDay(from, unit === 'years' ? n * 12 : n));
  return { zh: `，对应日为${day.zh}`, en: `, corresponding date ${day.en}` };
}

function bare(length: Length): Length {
  const { unit, n } = unitOf(length);
  return { [unit]: n };
}

function date(day: number): PlainDate {
  return formatDate(day as EpochDay);
}
