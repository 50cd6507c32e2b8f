import { civilOf, formatDate, MS_PER_DAY, MS_PER_HOUR, MS_PER_MINUTE, shanghaiText, startOfShanghaiDay, type EpochDay } from '@fengqiao/kernel';
import { weekdayEn, weekdayZh } from '@fengqiao/calendar';
import { unitOf } from './period-outcome';
import type { Length, Period } from './types';

/** A text in both languages. */
export interface Words {
  readonly zh: string;
  readonly en: string;
}

/** `2026年10月8日（周四）`. */
export function dayWords(day: number): Words {
  return { zh: `${dateZh(day)}（${weekdayZh(day)}）`, en: `${formatDate(day as EpochDay)} (${weekdayEn(day)})` };
}

/** One day, or its first and last. */
export function daysWords(from: number, to: number): Words {
  const [first, last] = [dayWords(from), dayWords(to)];
  return from === to ? first : { zh: `${first.zh}至${last.zh}`, en: `${first.en} to ${last.en}` };
}

/** `2026年10月8日 24:00（周四）`: the end of a last day, which is how an exclusive due is shown. */
export function dueWords(lastDay: number, due: number): Words {
  const time = clockText(due - startOfShanghaiDay(lastDay));
  return { zh: `${dateZh(lastDay)} ${time}（${weekdayZh(lastDay)}）`, en: `${formatDate(lastDay as EpochDay)} ${time} (${weekdayEn(lastDay)})` };
}

/** An instant in Asia/Shanghai, to the second where it has one. */
export function momentText(ms: number): string {
  return shanghaiText(ms, ms % MS_PER_MINUTE !== 0);
}

/** `1 小时 30 分`, exact to the millisecond. */
export function durationWords(millis: number): Words {
  return partsWords([
    { n: Math.floor(millis / MS_PER_HOUR), zh: '小时', en: 'h' },
    { n: Math.floor((millis % MS_PER_HOUR) / MS_PER_MINUTE), zh: '分', en: 'min' },
    { n: (millis % MS_PER_MINUTE) / 1_000, zh: '秒', en: 's' },
  ]);
}

/** `25 天 18 小时 37 分`: how late something is, in whole minutes; a day is 24 hours. */
export function latenessWords(millis: number): Words {
  if (millis < MS_PER_MINUTE) return { zh: '不足 1 分', en: 'less than 1 min' };
  return partsWords([
    { n: Math.floor(millis / MS_PER_DAY), zh: '天', en: 'd' },
    { n: Math.floor((millis % MS_PER_DAY) / MS_PER_HOUR), zh: '小时', en: 'h' },
    { n: Math.floor((millis % MS_PER_HOUR) / MS_PER_MINUTE), zh: '分', en: 'min' },
  ]);
}

/** Whatever is not nothing; where all is, no minutes. */
function partsWords(all: readonly { readonly n: number; readonly zh: string; readonly en: string }[]): Words {
  const parts = all.filter(({ n }) => n > 0);
  if (parts.length === 0) return { zh: '0 分', en: '0 min' };
  return { zh: parts.map(({ n, zh }) => `${n} ${zh}`).join(' '), en: parts.map(({ n, en }) => `${n} ${en}`).join(' ') };
}

const UNITS = {
  days: { zh: '日', en: 'day' },
  workingDays: { zh: '个工作日', en: 'working day' },
  months: { zh: '个月', en: 'month' },
  years: { zh: '年', en: 'year' },
} as const;

/** `15 个工作日`; counting back says so, and nothing is that same day. */
export function lengthWords(length: Length): Words {
  const { unit, n } = unitOf(length);
  if (unit === 'minutes') {
    const time = durationWords(Math.abs(n) * MS_PER_MINUTE);
    return n < 0 ? { zh: `之前 ${time.zh}`, en: `${time.en} before` } : time;
  }
  if (n === 0) {
    return unit === 'workingDays'
      ? { zh: '当日，当日非工作日的为其后首个工作日', en: 'that day, or the first working day after it' }
      : { zh: '当日', en: 'that day' };
  }
  const amount = amountWords(Math.abs(n), unit);
  return n < 0 ? { zh: `之前 ${amount.zh}`, en: `${amount.en} before` } : amount;
}

/** `3 个工作日`, `1 day`. */
export function amountWords(n: number, unit: keyof typeof UNITS): Words {
  const { zh, en } = UNITS[unit];
  return { zh: `${n} ${zh}`, en: `${n} ${en}${n === 1 ? '' : 's'}` };
}

/** What a roll does with a last day off. */
export function rollWords(roll: Period['roll']): Words {
  switch (roll) {
    case 'next':
      return { zh: '末日为休息日的，顺延至其后首个工作日', en: 'a last day off moves to the next working day' };
    case 'previous':
      return { zh: '末日为休息日的，提前至其前最近的工作日', en: 'a last day off moves to the working day before' };
    case 'none':
      return { zh: '末日为休息日的，不变', en: 'a last day off stays' };
  }
}

function dateZh(day: number): string {
  const civil = civilOf(day as EpochDay);
  return `${civil.year}年${civil.month}月${civil.day}日`;
}

function clockText(offset: number): string {
  if (offset === MS_PER_DAY) return '24:00';
  return momentText(startOfShanghaiDay(0) + offset).slice(11);
}
