import { readFileSync } from 'node:fs';
import { sharedData } from '@fengqiao/testing';

/** A known period and the line of words that asks for it. */
export interface Vector {
  readonly words: readonly (readonly [name: string, value: string])[];
  readonly lastDay: string;
}

const UNITS: Readonly<Record<string, string>> = { days: 'd', workingDays: 'wd', months: 'mo', years: 'y' };

/** The known periods, as questions to the calculator. */
export function vectors(): readonly Vector[] {
  const lines = readFileSync(sharedData('deadlines/vectors.csv'), 'utf8').trim().split(/\r?\n/).slice(1);
  return lines.map((line) => {
    const [start, unit, n, roll, pauses, lastDay] = line.split(',') as [string, string, string, string, string, string];
    const stops = pauses.split(' ').filter(Boolean).map((span) => ['pause', span] as const);
    return { words: [['from', start], ['period', `${n}${UNITS[unit]}`], ['roll', roll], ...stops], lastDay };
  });
}

/** As the command line takes them. */
export const asOptions = (words: Vector['words']): string[] => words.flatMap(([name, value]) => [`--${name}`, value]);

/** As an address takes them: each name once. */
export function asQuery(words: Vector['words']): string {
  const names = [...new Set(words.map(([name]) => name))];
  return new URLSearchParams(names.map((name): [string, string] => [name, words.filter((word) => word[0] === name).map(([, value]) => value).join(',')])).toString();
}
