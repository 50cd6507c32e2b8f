import fc from 'fast-check';
import { civilOf, formatDate, millisOf, MS_PER_DAY, parseDate, parseInstant, toInstant, type EpochDay } from './time';

const FIRST = parseDate('0000-01-01') as EpochDay;
const LAST = parseDate('9999-12-31') as EpochDay;
const days = fc.integer({ min: FIRST, max: LAST }).map((day) => day as EpochDay);

it('an instant is written and read to the millisecond, and is written as the date and the time of it', () => {
  fc.assert(
    fc.property(days, fc.integer({ min: 0, max: MS_PER_DAY - 1 }), (day, rest) => {
      const text = toInstant(day * MS_PER_DAY + rest);
      const [hour, minute, second, ms] = [rest / 3_600_000, (rest / 60_000) % 60, (rest / 1_000) % 60, rest % 1_000].map((n) => String(Math.floor(n)));
      expect(text).toBe(`${dateOf(day)}T${hour?.padStart(2, '0')}:${minute?.padStart(2, '0')}:${second?.padStart(2, '0')}.${ms?.padStart(3, '0')}Z`);
      expect(millisOf(text)).toBe(day * MS_PER_DAY + rest);
    }),
  );
});

it('days far apart are written one after the other as if each were alone', () => {
  fc.assert(
    fc.property(days, fc.integer({ min: -3, max: 3 }), (day, steps) => {
      const other = Math.min(Math.max(day + steps * 2_048, FIRST), LAST) as EpochDay;
      expect([formatDate(day), formatDate(other), formatDate(day)]).toEqual([dateOf(day), dateOf(other), dateOf(day)]);
    }),
  );
});

it('a text that is an instant but for one character is read as what it then says, or as nothing', () => {
  const spoilt = fc.tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom('-', ':', '.', 'T', 'Z', '0', '9', 'x', ' '));
  fc.assert(
    fc.property(days, fc.integer({ min: 0, max: MS_PER_DAY - 1 }), spoilt, (day, rest, [place, character]) => {
      const text = toInstant(day * MS_PER_DAY + rest);
      const other = text.slice(0, place) + character + text.slice(place + 1);
      const read = parseInstant(other);
      if (read !== undefined) expect(toInstant(read)).toBe(other);
    }),
  );
});

function dateOf(day: EpochDay): string {
  const { year, month, day: dayOfMonth } = civilOf(day);
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(dayOfMonth).padStart(2, '0')}`;
}
