import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CalendarFileError, parseCalendarYear, type CalendarYear } from './calendar-year';

const SHIPPED = join(__dirname, '..', 'years');
const FILE = /^(\d{4})\.json$/;

/**
 * Reads the calendar files (`<year>.json`) of a folder, by default those that ship, oldest year first.
 * Throws `CalendarFileError` that names the file. The only function of this library that touches the disk: for hosts and tests.
 */
export function loadCalendarYears(folder: string = SHIPPED): readonly CalendarYear[] {
  return readdirSync(folder)
    .filter((file) => FILE.test(file))
    .sort()
    .map((file) => yearOf(file, parseCalendarYear(readFileSync(join(folder, file), 'utf8'), file)));
}

function yearOf(file: string, year: CalendarYear): CalendarYear {
  const named = Number(FILE.exec(file)?.[1]);
  if (year.year !== named) {
    throw new CalendarFileError(file, `文件名为 ${named} 年，内容为 ${year.year} 年`, `the name says ${named}, the content ${year.year}`);
  }
  return year;
}
