import type { Length } from '@fengqiao/deadlines';
import { parseExact } from '@fengqiao/policies';
import { quoted, refuse } from './refusal';

const WORDS: Readonly<Record<string, { readonly unit: keyof Length; readonly times: number }>> = {
  d: { unit: 'days', times: 1 },
  日: { unit: 'days', times: 1 },
  天: { unit: 'days', times: 1 },
  wd: { unit: 'workingDays', times: 1 },
  工作日: { unit: 'workingDays', times: 1 },
  mo: { unit: 'months', times: 1 },
  月: { unit: 'months', times: 1 },
  y: { unit: 'years', times: 1 },
  年: { unit: 'years', times: 1 },
  h: { unit: 'minutes', times: 60 },
  小时: { unit: 'minutes', times: 60 },
  min: { unit: 'minutes', times: 1 },
  分钟: { unit: 'minutes', times: 1 },
};

/** A century, and for working days as many as make an explanation that can still be read: 20 years. */
const LONGEST: Readonly<Record<keyof Length, number>> = { days: 36_525, workingDays: 5_000, months: 1_200, years: 100, minutes: 36_525 * 1_440 };

const PATTERN = /^(-?)(\d{1,12})\s*个?\s*([a-z]+|[日天年月]|工作日|小时|分钟)$/;

/** Reads `7d`, `15wd`, `1mo`, `1y`, `24h`, `30min`, `PT2H`, `15个工作日`; a minus counts back. */
export function readLength(text: string): Length {
  const given = text.trim();
  const exact = parseExact(given.replace(/^-/, ''));
  if (exact !== undefined) return bounded('minutes', given.startsWith('-') ? -exact : exact, text);
  const [, minus, digits, word = ''] = PATTERN.exec(given) ?? [];
  const found = Object.hasOwn(WORDS, word) ? WORDS[word] : undefined;
  if (!found) {
    return refuse(
      'period',
      'PERIOD_INVALID',
      `“${quoted(text)}”不是期间；可写 7d（日）、15wd（工作日）、1mo（月）、1y（年）、24h（小时）、30min（分钟），从起算日往回数加负号，如 -30d`,
      `"${quoted(text)}" is no period; write 7d (days), 15wd (working days), 1mo (months), 1y (years), 24h (hours) or 30min, with a minus to count back, such as -30d`,
    );
  }
  return bounded(found.unit, (minus === '-' ? -1 : 1) * Number(digits) * found.times || 0, text);
}

function bounded(unit: keyof Length, n: number, text: string): Length {
  const most = LONGEST[unit];
  if (Math.abs(n) <= most) return { [unit]: n };
  const shown = unit === 'minutes' ? `${most / 60}h` : `${most}${{ days: 'd', workingDays: 'wd', months: 'mo', years: 'y' }[unit]}`;
  return refuse('period', 'PERIOD_TOO_LONG', `“${quoted(text)}”太长，最长为 ${shown}；更长的期间请用年（如 20y）`, `"${quoted(text)}" is too long, ${shown} is the most; for longer periods count in years, such as 20y`);
}
