import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CalendarFileError, calendarYear, holidayEn, loadCalendarYears, parseCalendarYear, type CalendarDay } from '.';

const FILE = {
  year: 2030,
  version: '2030.1',
  papers: [{ address: 'https://example.org/2030', holidays: [{ holiday: '元旦', off: ['2030-01-01'], makeupWorkdays: ['2030-01-05'] }] }],
};

function withHoliday(change: object): string {
  return JSON.stringify({ ...FILE, papers: [{ ...FILE.papers[0], holidays: [{ ...FILE.papers[0]?.holidays[0], ...change }] }] });
}

describe('a calendar file', () => {
  it('becomes the days of its year, each with holiday and paper', () => {
    expect(parseCalendarYear(JSON.stringify(FILE), '2030.json').days).toEqual([
      { day: '2030-01-01', kind: 'off', holiday: '元旦', paper: 'https://example.org/2030' },
      { day: '2030-01-05', kind: 'makeup-workday', holiday: '元旦', paper: 'https://example.org/2030' },
    ]);
  });

  it.each([
    ['a day that does not exist', withHoliday({ off: ['2030-02-30'] }), '2030-02-30 is no date that exists'],
    ['a day of another year', withHoliday({ off: ['2029-12-31'] }), '2029-12-31 does not lie in 2030'],
    ['a day that stands there twice', withHoliday({ makeupWorkdays: ['2030-01-01'] }), '2030-01-01 stands there twice'],
    ['a missing list', withHoliday({ off: undefined }), 'are needed'],
    ['a year that is a text', JSON.stringify({ ...FILE, year: '2030' }), 'are needed'],
    ['a text that is no JSON', '{', 'not JSON'],
  ])('with %s is refused, naming the file', (_what, text, reason) => {
    expect(() => parseCalendarYear(text, 'x.json')).toThrow(CalendarFileError);
    expect(() => parseCalendarYear(text, 'x.json')).toThrow(reason);
    expect(() => parseCalendarYear(text, 'x.json')).toThrow('x.json');
  });

  it('whose name and content differ in the year is refused', () => {
    const folder = mkdtempSync(join(tmpdir(), 'calendar-'));
    try {
      writeFileSync(join(folder, '2031.json'), JSON.stringify(FILE));
      expect(() => loadCalendarYears(folder)).toThrow('the name says 2031, the content 2030');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('the hash of a calendar year', () => {
  const day: CalendarDay = { day: '2030-01-01' as CalendarDay['day'], kind: 'off', holiday: '元旦', paper: 'p' };
  const other: CalendarDay = { ...day, day: '2030-01-02' as CalendarDay['day'] };

  it('does not depend on the order of days', () => {
    expect(calendarYear(2030, '2030.1', [other, day])).toEqual(calendarYear(2030, '2030.1', [day, other]));
  });

  it('changes with each fact of a day and with the version', () => {
    const hashes = [
      calendarYear(2030, '2030.1', [day]),
      calendarYear(2030, '2030.2', [day]),
      calendarYear(2030, '2030.1', []),
      calendarYear(2030, '2030.1', [{ ...day, kind: 'makeup-workday' }]),
      calendarYear(2030, '2030.1', [{ ...day, holiday: '春节' }]),
      calendarYear(2030, '2030.1', [{ ...day, paper: 'q' }]),
    ].map(({ hash }) => hash);
    expect(new Set(hashes).size).toBe(hashes.length);
  });

  it('of a shipped year stays as it was adopted: a new content needs a new version', () => {
    expect(Object.fromEntries(loadCalendarYears().map(({ version, hash }) => [version, hash.slice(0, 12)]))).toEqual({
      '2007.2': 'e6503f35e601',
      '2008.1': 'adc7949f8a52',
      '2009.1': 'e873bc3f09c2',
      '2010.1': 'c82ede555b9f',
      '2011.2': 'e0060b7cf451',
      '2012.1': 'e25b39e51971',
      '2013.1': 'bd7d8e271b85',
      '2014.1': 'cd8c09958dfc',
      '2015.2': 'c4d94e6bcb4e',
      '2016.1': '58b8460ea15f',
      '2017.1': '9bdeb1ceb482',
      '2018.2': 'c40af77b4d88',
      '2019.2': '744e9ddd0008',
      '2020.2': 'ec946f80c2c4',
      '2021.1': 'de088ca93771',
      '2022.2': 'f258d986f850',
      '2023.1': '21d7de3dc9c3',
      '2024.1': 'c310ef155518',
      '2025.1': '5b441db9872b',
      '2026.1': '9802e6e209b1',
    });
  });
});

it('a holiday of the shipped years has an English name', () => {
  const names = loadCalendarYears().flatMap(({ days }) => days.map(({ holiday }) => holidayEn(holiday)));
  expect(names.filter((name) => /[^ -~]/.test(name))).toEqual([]);
});
