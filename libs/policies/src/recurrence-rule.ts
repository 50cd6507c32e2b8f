/** A recurrence rule of RFC 5545 in the words that packs may use. */
export interface RecurrenceRule {
  readonly freq: 'DAILY' | 'WEEKLY' | 'MONTHLY' | 'YEARLY';
  readonly interval: number;
  /** 1 for Monday to 7 for Sunday; `nth` counts within the month, from its end where it is negative, and is 0 where every such day is meant. */
  readonly byDay: readonly { readonly nth: number; readonly weekday: number }[];
  /** 1 to 31, or -1 to -31 from the month's end. */
  readonly byMonthDay: readonly number[];
  readonly byMonth: readonly number[];
  /** Hours and minutes of the cut-off; without hours it lies at the 24:00 of its day. */
  readonly byHour: readonly number[];
  readonly byMinute: readonly number[];
}

const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
const FREQUENCIES = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'] as const;

/** Reads `FREQ=WEEKLY;BYDAY=TU,FR;BYHOUR=17`; undefined where it is none, or says what packs cannot say. */
export function parseRecurrence(text: string): RecurrenceRule | undefined {
  const parts = new Map<string, string>();
  for (const part of text.split(';')) {
    const [word = '', value] = part.split('=');
    if (value === undefined || parts.has(word) || !WORDS.has(word)) return undefined;
    parts.set(word, value);
  }
  const freq = FREQUENCIES.find((each) => each === parts.get('FREQ'));
  const interval = numbersOf(parts.get('INTERVAL') ?? '1', 1, 1000);
  const byDay = daysOf(parts.get('BYDAY'));
  const byMonthDay = numbersOf(parts.get('BYMONTHDAY'), -31, 31);
  const byMonth = numbersOf(parts.get('BYMONTH'), 1, 12);
  const byHour = numbersOf(parts.get('BYHOUR'), 0, 23);
  const byMinute = numbersOf(parts.get('BYMINUTE'), 0, 59);
  if (!freq || interval?.length !== 1 || !byDay || !byMonthDay || !byMonth || !byHour || !byMinute) return undefined;
  const rule: RecurrenceRule = { freq, interval: interval[0] ?? 1, byDay, byMonthDay, byMonth, byHour, byMinute };
  return isWhole(rule) ? rule : undefined;
}

const WORDS: ReadonlySet<string> = new Set(['FREQ', 'INTERVAL', 'BYDAY', 'BYMONTHDAY', 'BYMONTH', 'BYHOUR', 'BYMINUTE']);

/** Every day the rule means can be told without a first occurrence to start from, and no part contradicts another. */
function isWhole({ freq, byDay, byMonthDay, byMonth, byHour, byMinute }: RecurrenceRule): boolean {
  if (byMonthDay.includes(0) || (byMinute.length > 0 && byHour.length === 0)) return false;
  const counted = byDay.some(({ nth }) => nth !== 0);
  switch (freq) {
    case 'DAILY':
      return !counted;
    case 'WEEKLY':
      return byDay.length > 0 && !counted && byMonthDay.length === 0;
    case 'MONTHLY':
      return byDay.length > 0 || byMonthDay.length > 0;
    case 'YEARLY':
      return byMonth.length > 0 && (byDay.length > 0 || byMonthDay.length > 0);
  }
}

function daysOf(text: string | undefined): RecurrenceRule['byDay'] | undefined {
  if (text === undefined) return [];
  const days = text.split(',').map((day) => {
    const match = /^(-?[1-5])?(MO|TU|WE|TH|FR|SA|SU)$/.exec(day);
    return match && { nth: Number(match[1] ?? 0), weekday: WEEKDAYS.indexOf(match[2] as string) + 1 };
  });
  return days.every((day) => day !== null) ? (days as { nth: number; weekday: number }[]) : undefined;
}

function numbersOf(text: string | undefined, least: number, most: number): readonly number[] | undefined {
  if (text === undefined) return [];
  const numbers = text.split(',').map((each) => (/^-?\d{1,4}$/.test(each) ? Number(each) : NaN));
  return numbers.every((n) => n >= least && n <= most) ? numbers : undefined;
}
