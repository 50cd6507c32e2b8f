import fc from 'fast-check';
import { parseDate, startOfShanghaiDay, type EpochDay, type Millis } from '@fengqiao/kernel';
import { parseRecurrence, type CompiledSeries, type RecurrenceRule, type WindowName } from '@fengqiao/policies';
import { RUNS } from './histories.scenes';
import { windowsOf } from './windows';

const FIRST = parseDate('2007-01-01') as number;
const days = fc.tuple(fc.integer({ min: FIRST, max: FIRST + 20 * 365 }), fc.integer({ min: 0, max: 900 }));
const every = fc.constantFrom<WindowName>('week', 'month', 'quarter', 'semester', 'year', 'between');
const ALWAYS = [-1e15, 1e15] as [Millis, Millis];

function seriesOf([from, length]: [number, number], more: Pick<CompiledSeries, 'every' | 'at'>): CompiledSeries & { from: EpochDay; to: EpochDay } {
  return { ...more, until: [], from: from as EpochDay, to: (from + length) as EpochDay };
}

it('calendar windows cover every instant between the first day and the last, each once', () => {
  fc.assert(
    fc.property(days, every, (between, name) => {
      const series = seriesOf(between, { every: name });
      const windows = windowsOf(series, startOfShanghaiDay(series.from), ALWAYS[1]);
      expect(windows[0]?.opens).toBe(startOfShanghaiDay(series.from));
      expect(windows.at(-1)?.closes).toBe(startOfShanghaiDay(series.to + 1));
      expect(windows.slice(1).map(({ opens }) => opens)).toEqual(windows.slice(0, -1).map(({ closes }) => closes));
      expect(new Set(windows.map((window) => window.name)).size).toBe(windows.length);
      expect(new Set(windows.map((window) => window.nominal)).size).toBe(windows.length);
    }),
    { numRuns: RUNS },
  );
});

const RECURRENCES = ['FREQ=DAILY', 'FREQ=DAILY;INTERVAL=3;BYHOUR=9', 'FREQ=WEEKLY;BYDAY=TU,FR;BYHOUR=17', 'FREQ=WEEKLY;INTERVAL=2;BYDAY=SU', 'FREQ=MONTHLY;BYMONTHDAY=-1', 'FREQ=MONTHLY;BYMONTHDAY=31;BYHOUR=0', 'FREQ=MONTHLY;BYDAY=2MO,-1FR;BYHOUR=12;BYMINUTE=30', 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29'];

it('windows up to cut-offs follow each other from the first day to the last cut-off, and each ends at one', () => {
  fc.assert(
    fc.property(fc.tuple(fc.integer({ min: FIRST, max: FIRST + 20 * 365 }), fc.integer({ min: 0, max: 200 })), fc.subarray(RECURRENCES, { minLength: 1 }), (between, texts) => {
      const at = texts.map((text) => parseRecurrence(text) as RecurrenceRule);
      const series = seriesOf(between, { at });
      const windows = windowsOf(series, startOfShanghaiDay(series.from), ALWAYS[1]);
      expect(windows.map(({ opens }) => opens)).toEqual([startOfShanghaiDay(series.from), ...windows.map(({ closes }) => closes)].slice(0, windows.length));
      expect(windows.filter(({ opens, closes }) => closes <= opens || closes > startOfShanghaiDay(series.to + 1))).toEqual([]);
    }),
    { numRuns: RUNS },
  );
});

it('a window is the same from wherever the series is read', () => {
  fc.assert(
    fc.property(days, every, fc.nat(900), (between, name, skip) => {
      const series = seriesOf(between, { every: name });
      const from = startOfShanghaiDay(series.from + skip);
      const whole = windowsOf(series, startOfShanghaiDay(series.from), ALWAYS[1]);
      expect(windowsOf(series, from, ALWAYS[1])).toEqual(whole.filter(({ opens }) => opens >= from));
    }),
    { numRuns: RUNS },
  );
});
