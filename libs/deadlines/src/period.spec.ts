import { calendarYear, loadCalendarYears, workingCalendar } from '@fengqiao/calendar';
import { toInstant, type Instant, type PlainDate } from '@fengqiao/kernel';
import { recount } from '../independent/recount';
import { computePeriod, type Computed, type Extension, type Pause, type Period, type PeriodInput } from '.';

const calendar = workingCalendar(loadCalendarYears());

/** `2026-10-08 17:30` in China, or a whole day. */
function at(text: string): Instant {
  return toInstant(Date.parse(`${text.replace(' ', 'T')}:00+08:00`));
}

function compute(start: string, period: Partial<Period>, more: Partial<PeriodInput> = {}): Computed {
  const begin = start.length === 10 ? { date: start as PlainDate } : at(start);
  return computePeriod({ start: begin, period: { roll: 'none', ...period }, calendar, ...more });
}

function pause(from: string, to?: string): Pause {
  return { from: at(from), to: to === undefined ? undefined : at(to) };
}

describe('the reference examples of 2026', () => {
  it.each<[string, string, Partial<Period>, string, string]>([
    ['judicial confirmation, 30 days', '2026-09-03', { days: 30, roll: 'next' }, '2026-10-03', '2026-10-08'],
    ['judicial confirmation, 30 days', '2026-02-01', { days: 30, roll: 'next' }, '2026-03-03', '2026-03-03'],
    ['legal-aid review, 7 days', '2026-09-24', { days: 7, roll: 'next' }, '2026-10-01', '2026-10-08'],
    ['notarization, 15 working days', '2026-09-21', { workingDays: 15, roll: 'next' }, '2026-10-19', '2026-10-19'],
    ['assessment, 10 working days', '2026-09-22', { workingDays: 10, roll: 'next' }, '2026-10-13', '2026-10-13'],
    ['assessment, 5 working days', '2026-09-22', { workingDays: 5, roll: 'next' }, '2026-09-30', '2026-09-30'],
    ['correction report, 10 days', '2026-02-06', { days: 10, roll: 'next' }, '2026-02-16', '2026-02-24'],
  ])('%s from %s', (_what, start, period, raw, last) => {
    expect(compute(start, period)).toMatchObject({ rawLastDay: raw, lastDay: last, due: toInstant(Date.parse(at(`${last} 00:00`)) + 86_400_000), provisional: false });
  });
});

describe('the due', () => {
  it('is 24:00 of the last day in China, whatever the hour of the start', () => {
    for (const hour of ['00:00', '12:00', '23:59']) expect(compute(`2026-03-02 ${hour}`, { days: 3 })).toMatchObject({ lastDay: '2026-03-05', due: at('2026-03-06 00:00') });
  });

  it('of days: 0 is 24:00 of that day, of workingDays: 0 that of the first working day from it on', () => {
    expect(compute('2026-10-03 15:00', { days: 0 }).due).toBe(at('2026-10-04 00:00'));
    expect(compute('2026-10-03 15:00', { workingDays: 0 }).lastDay).toBe('2026-10-08');
    expect(compute('2026-10-10 15:00', { workingDays: 0 }).lastDay).toBe('2026-10-10');
  });

  it('is the hour that closes the last day, also after a roll', () => {
    expect(compute('2026-09-30', { days: 3, roll: 'next', ends: '17:30' }).due).toBe(at('2026-10-08 17:30'));
    expect(compute('2026-09-30', { days: 3, roll: 'previous', ends: '12:00' }).due).toBe(at('2026-10-03 12:00'));
  });

  it('of exact time is exact, and no day off moves it', () => {
    expect(compute('2026-10-03 15:20', { minutes: 120, roll: 'next' })).toMatchObject({ due: at('2026-10-03 17:20'), lastDay: '2026-10-03', calendars: {} });
    expect(compute('2026-10-03 23:00', { minutes: 60 })).toMatchObject({ due: at('2026-10-04 00:00'), lastDay: '2026-10-03' });
    expect(compute('2026-10-03 15:20', { minutes: -30 }).due).toBe(at('2026-10-03 14:50'));
    expect(compute('2026-10-03', { minutes: 60 }).due).toBe(at('2026-10-04 01:00'));
  });

  it('of months is the corresponding date or the last of the month', () => {
    expect(compute('2026-01-31', { months: 1 }).lastDay).toBe('2026-02-28');
    expect(compute('2024-02-29', { years: 1 }).lastDay).toBe('2025-02-28');
    expect(compute('2026-03-31', { months: -1, roll: 'none' }).lastDay).toBe('2026-02-28');
  });
});

describe('a roll', () => {
  it('steps on to a make-up Saturday, which is worked', () => {
    expect(compute('2026-02-12', { days: 10, roll: 'next' }).lastDay).toBe('2026-02-24');
    expect(compute('2026-02-12', { days: 2, roll: 'next' }).lastDay).toBe('2026-02-14');
    expect(compute('2011-10-04', { days: 1, roll: 'next' }).lastDay).toBe('2011-10-08');
  });

  it('back never reaches the trigger day nor a day on which the clock stood still', () => {
    expect(compute('2026-10-02', { days: 2, roll: 'previous' }).lastDay).toBe('2026-10-04');
    expect(compute('2026-09-30', { days: 2, roll: 'previous' }).lastDay).toBe('2026-10-02');
    expect(compute('2026-09-29', { days: 3, roll: 'previous' }).lastDay).toBe('2026-09-30');
    expect(compute('2026-09-28', { days: 3, roll: 'previous' }, { pauses: [pause('2026-09-30 10:00', '2026-10-01 10:00')] }).lastDay).toBe('2026-10-02');
  });

  it('of a period counted back goes away from the anchor, and towards it never reaches it', () => {
    expect(compute('2026-10-09', { days: -3, roll: 'previous' }).lastDay).toBe('2026-09-30');
    expect(compute('2026-10-05', { days: -1, roll: 'next' }).lastDay).toBe('2026-10-04');
    expect(compute('2026-10-09', { days: -3, roll: 'next' }).lastDay).toBe('2026-10-08');
  });

  it('on steps over days on which the clock stood still', () => {
    const still = { pauses: [pause('2026-10-07 09:00', '2026-10-09 08:00')] };
    expect(compute('2026-10-01', { days: 5, roll: 'next' }, still)).toMatchObject({ rawLastDay: '2026-10-06', lastDay: '2026-10-09' });
  });
});

describe('a pause', () => {
  it('takes a day from the count if and only if the clock stood still at its 24:00', () => {
    const days = (...pauses: Pause[]): unknown => compute('2026-03-02', { days: 10 }, { pauses }).lastDay;
    expect(days()).toBe('2026-03-12');
    expect(days(pause('2026-03-05 00:00', '2026-03-05 23:59'))).toBe('2026-03-12');
    expect(days(pause('2026-03-05 23:59', '2026-03-06 00:00'))).toBe('2026-03-13');
    expect(days(pause('2026-03-05 00:00', '2026-03-06 00:00'))).toBe('2026-03-13');
    expect(days(pause('2026-03-05 09:00', '2026-03-08 09:00'))).toBe('2026-03-15');
  });

  it('takes its exact time from hours', () => {
    expect(compute('2026-03-02 10:00', { minutes: 60 }, { pauses: [pause('2026-03-02 10:20', '2026-03-02 13:45')] }).due).toBe(at('2026-03-02 14:25'));
  });

  it('that has no end leaves the due open, but not one that was reached before', () => {
    expect(compute('2026-03-02', { days: 10 }, { pauses: [pause('2026-03-12 23:00')] })).toMatchObject({ due: undefined, lastDay: undefined });
    expect(compute('2026-03-02', { days: 10 }, { pauses: [pause('2026-03-13 00:00')] }).lastDay).toBe('2026-03-12');
    expect(compute('2026-10-01', { days: 5, roll: 'next' }, { pauses: [pause('2026-10-07 09:00')] })).toMatchObject({ rawLastDay: '2026-10-06', lastDay: undefined, due: undefined });
  });

  it('after the hour that closes the last day changes nothing, though the day is not over', () => {
    expect(compute('2026-03-02', { days: 1, ends: '09:00' }, { pauses: [pause('2026-03-03 09:00', '2026-03-09 09:00')] }).lastDay).toBe('2026-03-03');
    expect(compute('2026-03-02', { days: 1, ends: '09:00' }, { pauses: [pause('2026-03-03 08:59', '2026-03-09 09:00')] }).lastDay).toBe('2026-03-09');
  });

  it('holds the day itself of days: 0', () => {
    expect(compute('2026-03-02 10:00', { days: 0 }, { pauses: [pause('2026-03-02 15:00', '2026-03-04 09:00')] }).lastDay).toBe('2026-03-04');
  });

  it('ends by itself when all pauses together have lasted as long as they may', () => {
    const pauses = [pause('2026-03-03 09:00', '2026-03-05 09:00'), pause('2026-03-06 09:00')];
    expect(compute('2026-03-02', { days: 10 }, { pauses, pauseMax: { days: 5 } }).lastDay).toBe('2026-03-17');
    expect(compute('2026-03-02', { days: 10 }, { pauses, pauseMax: { minutes: 0 } }).lastDay).toBe('2026-03-12');
  });

  it('has no meaning for a period counted back', () => {
    expect(compute('2026-03-20', { days: -5 }, { pauses: [pause('2026-03-16 09:00', '2026-03-18 09:00')] }).lastDay).toBe('2026-03-15');
  });
});

describe('an extension', () => {
  const extended = (period: Partial<Period>, extension: Extension, start = '2026-09-24 10:00'): Computed => compute(start, period, { extensions: [extension] });

  it('counts on from the last day before rolling', () => {
    expect(extended({ days: 7, roll: 'next' }, { by: { days: 10 } })).toMatchObject({ rawLastDay: '2026-10-11', lastDay: '2026-10-12' });
    expect(extended({ days: 7, roll: 'next' }, { by: { workingDays: 2 } }).lastDay).toBe('2026-10-09');
    expect(extended({ days: 7, ends: '17:30' }, { by: { months: 1 } }).due).toBe(at('2026-11-01 17:30'));
    expect(extended({ minutes: 60 }, { by: { minutes: 30 } }).due).toBe(at('2026-09-24 11:30'));
  });

  it('leads to a date, an instant, or a longer period from the start', () => {
    expect(extended({ days: 7 }, { to: { date: '2026-10-20' as PlainDate } }).due).toBe(at('2026-10-21 00:00'));
    expect(extended({ days: 7 }, { to: { instant: at('2026-10-20 14:00') } }).due).toBe(at('2026-10-20 14:00'));
    expect(extended({ days: 0 }, { to: { days: 1, ends: '09:00' } }, '2026-09-24 23:50').due).toBe(at('2026-09-25 09:00'));
  });

  it('is valid only before the due as it then stood', () => {
    expect(extended({ days: 0 }, { at: at('2026-09-24 23:59'), to: { days: 1, ends: '09:00' } }).due).toBe(at('2026-09-25 09:00'));
    expect(extended({ days: 0 }, { at: at('2026-09-25 00:00'), to: { days: 1, ends: '09:00' } }).due).toBe(at('2026-09-25 00:00'));
    const second = { extensions: [{ at: at('2026-09-24 23:00'), by: { days: 1 } }, { at: at('2026-09-25 12:00'), by: { days: 1 } }] };
    expect(compute('2026-09-24 10:00', { days: 0 }, second).lastDay).toBe('2026-09-26');
  });

  it('never shortens', () => {
    expect(extended({ days: 7 }, { to: { date: '2026-09-26' as PlainDate } }).lastDay).toBe('2026-10-01');
    expect(extended({ days: 2, roll: 'next' }, { to: { days: 3, ends: '09:00' } }).due).toBe(compute('2026-09-24', { days: 2, roll: 'next' }).due);
  });
});

describe('a year that is not announced', () => {
  it('makes provisional what is counted or rolled in it, and nothing else', () => {
    expect(compute('2026-12-20', { days: 11, roll: 'next' })).toMatchObject({ provisional: false, calendars: { 2026: '2026.1' } });
    expect(compute('2026-12-20', { days: 12, roll: 'next' })).toMatchObject({ lastDay: '2027-01-01', provisional: true, calendars: { 2026: '2026.1' } });
    expect(compute('2026-12-25', { workingDays: 3 })).toMatchObject({ lastDay: '2026-12-30', provisional: false });
    expect(compute('2027-03-01 10:00', { minutes: 60 })).toMatchObject({ provisional: false, calendars: {} });
  });

  it('makes provisional what rolls into it', () => {
    const before = workingCalendar(loadCalendarYears().filter(({ year }) => year < 2023));
    expect(compute('2022-12-20', { days: 11, roll: 'none' }, { calendar: before })).toMatchObject({ lastDay: '2022-12-31', provisional: false });
    expect(compute('2022-12-20', { days: 11, roll: 'next' }, { calendar: before })).toMatchObject({ rawLastDay: '2022-12-31', lastDay: '2023-01-02', provisional: true });
    expect(compute('2022-12-20', { days: 11, roll: 'next' })).toMatchObject({ lastDay: '2023-01-03', provisional: false });
  });

  it('moves the due once it is announced', () => {
    const holiday = { kind: 'off' as const, holiday: '元旦', paper: 'paper of 2027' };
    const announced = workingCalendar([...loadCalendarYears(), calendarYear(2027, '2027.1', [{ ...holiday, day: '2027-01-01' as PlainDate }])]);
    expect(compute('2026-12-20', { days: 12, roll: 'next' }, { calendar: announced })).toMatchObject({ lastDay: '2027-01-04', provisional: false, calendars: { 2026: '2026.1', 2027: '2027.1' } });
  });
});

describe('the steps', () => {
  const texts = ({ steps }: Computed): string[] => steps.map(({ zh }) => zh);

  it('say what is counted, skipped and rolled, each with its source', () => {
    const { steps } = compute('2026-09-03', { days: 30, roll: 'next' }, { source: '民事诉讼法第二百零五条' });
    expect(steps.map(({ zh, source }) => `${zh} ⟵ ${source}`)).toEqual([
      '期间：30 日；末日为休息日的，顺延至其后首个工作日 ⟵ 民事诉讼法第二百零五条',
      '2026年9月3日（周四）为起算事由发生之日，不计入 ⟵ 民法典第二百零一条',
      '2026年9月4日（周五）至2026年10月3日（周六），计 30 日 ⟵ 民法典第二百条',
      '末日为2026年10月3日（周六） ⟵ 民法典第二百条',
      '2026年10月3日（周六）至2026年10月7日（周三）国庆节放假，不计 ⟵ https://www.gov.cn/zhengce/zhengceku/202511/content_7047091.htm',
      '末日2026年10月3日（周六）国庆节放假，顺延至2026年10月8日（周四） ⟵ 民法典第二百零三条',
      '截止时间 2026年10月8日 24:00（周四），即须早于 2026-10-09 00:00 ⟵ 民法典第二百零三条',
    ]);
  });

  it('name the weekend as a weekend and a worked Saturday by its paper', () => {
    const { steps } = compute('2026-10-09', { workingDays: 2 });
    expect(steps.map(({ en }) => en)).toEqual([
      'Period: 2 working days; a last day off stays',
      '2026-10-09 (Fri) is the day of the trigger and is not counted',
      '2026-10-10 (Sat), worked instead for National Day: 1 working day counted',
      '2026-10-11 (Sun): weekend, not counted',
      '2026-10-12 (Mon): 1 working day counted, 2 working days so far',
      'The last day is 2026-10-12 (Mon)',
      'Due 2026-10-12 24:00 (Mon), that is before 2026-10-13 00:00',
    ]);
  });

  it('name who stopped the clock, why, and since when', () => {
    const stopped = { ...pause('2026-03-05 15:00', '2026-03-09 10:00'), reason: '补正材料', actor: 'clerk-7', source: 'event-1' };
    const computed = compute('2026-03-02', { days: 10 }, { pauses: [stopped, pause('2026-03-20 09:00')] });
    expect(texts(computed)).toEqual(
      expect.arrayContaining([
        '2026-03-05 15:00 起停止计算（事由：补正材料；经办：clerk-7），2026-03-09 10:00 恢复',
        '2026年3月5日（周四）至2026年3月8日（周日）期间停止计算，不计',
        '2026-03-20 09:00 的停止计算不早于当时的截止时间 2026-03-17 00:00，不影响本期间',
      ]),
    );
    expect(computed.steps.filter(({ why }) => why === 'stopped').map(({ source }) => source)).toEqual(['event-1']);
  });

  it('say that the clock has not been resumed and that there is no due yet', () => {
    const computed = compute('2026-03-02', { days: 10 }, { pauses: [pause('2026-03-05 15:00')] });
    expect(texts(computed).at(-1)).toBe('停止计算尚未恢复，暂无截止时间');
    expect(recount(computed.steps)).toEqual({});
    expect(recount(compute('2027-10-17', { days: 13, roll: 'next' }, { pauses: [pause('2027-10-31 00:00')] }).steps)).toEqual({});
  });

  it('say that the longest stop was reached', () => {
    const computed = compute('2026-03-02', { days: 10 }, { pauses: [pause('2026-03-05 15:00')], pauseMax: { days: 2 } });
    expect(texts(computed)[2]).toBe('2026-03-05 15:00 起停止计算，停止时间已达上限，2026-03-07 15:00 起自动恢复');
    expect(recount(computed.steps).lastDay).toBe('2026-03-14');
  });

  it('say who extended, and what an extension that came too late or ends no later changed', () => {
    const extensions = [
      { at: at('2026-03-03 10:00'), by: { days: 5 }, reason: '案情复杂', actor: 'head-1', source: 'event-2' },
      { at: at('2026-03-04 10:00'), to: { date: '2026-03-05' as PlainDate } },
      { at: at('2026-03-30 10:00'), by: { days: 5 } },
    ];
    const computed = compute('2026-03-02', { days: 10 }, { extensions });
    expect(computed.lastDay).toBe('2026-03-17');
    expect(texts(computed).filter((text) => text.includes('延长'))).toEqual([
      '2026-03-30 10:00 的延长不早于当时的截止时间 2026-03-18 00:00，不影响本期间',
      '所作延长不晚于原截止时间，期间不变',
      '延长 5 日，自2026年3月12日（周四）起续计（事由：案情复杂；经办：head-1）',
    ]);
  });

  it('say why a roll stays where it is', () => {
    expect(texts(compute('2026-10-02', { days: 2, roll: 'previous' }))).toContain('末日2026年10月4日（周日）国庆节放假，调整将及于起算日，故不变');
    expect(texts(compute('2026-10-02', { days: 2 }))).toContain('末日2026年10月4日（周日）国庆节放假，本期间不因休息日变动');
  });

  it('say that the due is provisional, and which year makes it so', () => {
    expect(texts(compute('2026-12-20', { days: 30 })).at(-1)).toBe('2027 年放假安排尚未公布，按周一至周五为工作日推定，截止时间为暂定');
  });

  it('are written when they are read, once', () => {
    const computed = compute('2026-09-03', { days: 30 });
    expect(computed.steps).toBe(computed.steps);
    expect(JSON.parse(JSON.stringify(computed)).steps).toHaveLength(6);
  });
});

describe('a reader who adds up the steps', () => {
  const { steps } = compute('2026-09-21', { workingDays: 15, roll: 'next' }, { pauses: [pause('2026-09-23 15:00', '2026-09-24 10:00')] });

  it('notices each run that is left out, and each that is a day too long', () => {
    for (const [index, step] of steps.entries()) {
      if (step.kind !== 'counted' && step.kind !== 'skipped') continue;
      expect(() => recount(steps.filter((other) => other !== step))).toThrow();
      const longer = { ...step, days: (step.days as number) + 1, to: toInstant(Date.parse(`${step.to}T00:00:00Z`) + 86_400_000).slice(0, 10) as PlainDate };
      expect(() => recount(steps.with(index, longer))).toThrow();
    }
  });
});

describe('a period that no pack can mean', () => {
  it.each<[string, Partial<Period>, string]>([
    ['without a length', {}, 'a length has days'],
    ['with two lengths', { days: 1, months: 1 }, 'one whole number'],
    ['with half a day', { days: 0.5 }, 'one whole number'],
    ['in minutes that closes at an hour', { minutes: 60, ends: '09:00' }, 'takes no `ends`'],
    ['that closes at 24:00', { days: 1, ends: '24:00' }, 'no time of day'],
  ])('%s is refused', (_what, period, reason) => {
    expect(() => compute('2026-03-02', period)).toThrow(reason);
  });
});
