import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { epochDayOf, formatDate, parseDate } from '@fengqiao/kernel';
import { sharedData } from '@fengqiao/testing';
import { calendarYear, loadCalendarYears, weekdayZh, workingCalendar, type CalendarDay } from '.';

const years = loadCalendarYears();
const calendar = workingCalendar(years);

/** Every civil day of 2007 to 2026, by UTC Date arithmetic: this test does not count with the code it tests. */
function* everyDay(): Generator<{ date: string; weekday: number }> {
  for (const day = new Date(Date.UTC(2007, 0, 1)); day.getUTCFullYear() < 2027; day.setUTCDate(day.getUTCDate() + 1)) {
    yield { date: day.toISOString().slice(0, 10), weekday: day.getUTCDay() };
  }
}

interface Announced {
  readonly name: string;
  readonly kind: string;
  readonly paper: string;
}

function announcedDays(): Map<string, Announced> {
  const lines = readFileSync(sharedData('calendar/cn_calendar_2007_2026.csv'), 'utf8').trim().split(/\r?\n/).slice(1);
  return new Map(lines.map((line) => line.split(',') as [string, string, string, string]).map(([date, name, kind, paper]) => [date, { name, kind, paper }]));
}

/**
 * The working days by the chinese-days package, asked in a process of its own under TZ=UTC: it builds its tables when loaded by mixing
 * UTC midnights with local fields, so that west of Greenwich its days are wrong whatever it is asked with.
 */
function witness(): Set<string> {
  const script = `
    const { isWorkday } = require(${JSON.stringify(require.resolve('chinese-days'))});
    for (const day = new Date(Date.UTC(2007, 0, 1)); day.getUTCFullYear() < 2027; day.setUTCDate(day.getUTCDate() + 1)) {
      const date = day.toISOString().slice(0, 10);
      if (isWorkday(date)) console.log(date);
    }`;
  return new Set(execFileSync(process.execPath, ['-e', script], { env: { ...process.env, TZ: 'UTC' }, encoding: 'utf8' }).trim().split('\n'));
}

function dayOf(date: string): number {
  return parseDate(date) as number;
}

describe('the working calendar of 2007 to 2026', () => {
  const announced = announcedDays();

  it('agrees with the announced days on each of its 7,305 days', () => {
    const disagreeing: string[] = [];
    let days = 0;
    for (const { date, weekday } of everyDay()) {
      days += 1;
      const fact = announced.get(date);
      const works = fact ? fact.kind === 'makeup-workday' : weekday !== 0 && weekday !== 6;
      if (calendar.isWorkingDay(dayOf(date)) !== works) disagreeing.push(date);
      if (calendar.holidayOf(dayOf(date))?.holiday !== fact?.name || calendar.holidayOf(dayOf(date))?.kind !== fact?.kind) disagreeing.push(`${date} by name`);
    }
    expect(disagreeing).toEqual([]);
    expect(days).toBe(7_305);
  });

  it('names the same paper for each day, but for three arrangements that a later paper amended', () => {
    const amended: Record<string, number> = {};
    for (const { date } of everyDay()) {
      const paper = calendar.holidayOf(dayOf(date))?.paper;
      if (paper !== announced.get(date)?.paper) amended[paper ?? ''] = (amended[paper ?? ''] ?? 0) + 1;
    }
    expect(amended).toEqual({
      'http://www.gov.cn/zhengce/zhengceku/2015-05/13/content_9742.htm': 4,
      'http://www.gov.cn/zhengce/zhengceku/2019-03/22/content_5375877.htm': 6,
      'http://www.gov.cn/zhengce/zhengceku/2020-01/27/content_5472352.htm': 4,
    });
  });

  it('agrees with the chinese-days package on each day', () => {
    const worked = witness();
    expect(worked.size).toBeGreaterThan(4_900);
    const disagreeing = [...everyDay()].filter(({ date }) => worked.has(date) !== calendar.isWorkingDay(dayOf(date)));
    expect(disagreeing).toEqual([]);
  });

  it('holds a day in the year it lies in, also where the next year’s paper names it', () => {
    for (const { year, days } of years) expect(days.filter(({ day }) => !day.startsWith(String(year)))).toEqual([]);
    expect(calendar.holidayOf(dayOf('2018-12-29'))).toMatchObject({ kind: 'makeup-workday', holiday: '元旦' });
    expect(calendar.version(2018)).toBe('2018.2');
  });

  it('takes Monday to Friday for worked in a year that is not announced, and says that it is not', () => {
    expect([2006, 2027].map((year) => [calendar.announced(year), calendar.version(year)])).toEqual([[false, undefined], [false, undefined]]);
    expect(calendar.isWorkingDay(dayOf('2027-01-01'))).toBe(true);
    expect(calendar.isWorkingDay(dayOf('2027-01-02'))).toBe(false);
    expect(calendar.isWorkingDay(dayOf('2006-12-30'))).toBe(false);
    expect(calendar.holidayOf(dayOf('2027-01-01'))).toBeUndefined();
  });

  it('speaks of weekdays in Chinese, before 1970 too', () => {
    expect(['2026-10-08', '2026-10-10', '1969-12-31'].map((date) => weekdayZh(dayOf(date)))).toEqual(['周四', '周六', '周三']);
  });
});

describe('a calendar built from few years', () => {
  const off = (day: string): CalendarDay => ({ day: day as CalendarDay['day'], kind: 'off', holiday: '元旦', paper: 'p' });

  it('takes a year between two known ones for not announced', () => {
    const gap = workingCalendar(years.filter(({ year }) => year !== 2025));
    expect(gap.announced(2025)).toBe(false);
    expect(gap.isWorkingDay(dayOf('2025-10-01'))).toBe(true);
    expect(gap.isWorkingDay(dayOf('2026-10-01'))).toBe(false);
  });

  it('without any year is the plain week', () => {
    const plain = workingCalendar([]);
    expect([1, 2, 3, 4, 5, 6, 7].map((day) => plain.isWorkingDay(epochDayOf(2024, 1, day)))).toEqual([true, true, true, true, true, false, false]);
  });

  it('refuses a year given twice and a day of another year', () => {
    expect(() => workingCalendar([calendarYear(2030, '2030.1', []), calendarYear(2030, '2030.2', [])])).toThrow('given twice');
    expect(() => workingCalendar([calendarYear(2030, '2030.1', [off('2031-01-01')])])).toThrow('no day of 2030');
  });

  it('prints every day it was given back', () => {
    const one = workingCalendar([calendarYear(2030, '2030.1', [off('2030-01-01')])]);
    expect(one.holidayOf(epochDayOf(2030, 1, 1))?.day).toBe(formatDate(epochDayOf(2030, 1, 1)));
  });
});
