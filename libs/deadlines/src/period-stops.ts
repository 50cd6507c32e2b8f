import { MS_PER_DAY, MS_PER_MINUTE, millisOf, shanghaiDay } from '@fengqiao/kernel';
import type { Pause } from './types';

/** A stretch of time in which the clock stood still; several pauses that touch are one. */
export interface Stop {
  /** Milliseconds; the clock stands still from `from` up to `to`, which is infinite while it has not been resumed. */
  readonly from: number;
  readonly to: number;
  /** The clock stood still at the 24:00 of each epoch day from `firstDay` up to, but not including, `endDay`. */
  readonly firstDay: number;
  readonly endDay: number;
  readonly pauses: readonly Pause[];
}

/** How much standing still a rule allows, all its pauses together; a day is 24 hours. Then the clock runs again by itself. */
export interface PauseMax {
  readonly days?: number;
  readonly minutes?: number;
}

/** Unites pauses: overlapping and touching ones become one stop, in order of time; a pause that ends before it begins is none. */
export function unitePauses(pauses: readonly Pause[], max?: PauseMax): readonly Stop[] {
  const spans = pauses
    .map((pause) => ({ pause, from: millisOf(pause.from), to: pause.to === undefined ? Infinity : millisOf(pause.to) }))
    .filter(({ from, to }) => to > from)
    .sort((a, b) => a.from - b.from || a.to - b.to);
  const united: { from: number; to: number; pauses: Pause[] }[] = [];
  for (const { pause, from, to } of spans) {
    const last = united.at(-1);
    if (last !== undefined && from <= last.to) {
      last.to = Math.max(last.to, to);
      last.pauses.push(pause);
    } else {
      united.push({ from, to, pauses: [pause] });
    }
  }
  let left = max === undefined ? Infinity : (max.days ?? 0) * MS_PER_DAY + (max.minutes ?? 0) * MS_PER_MINUTE;
  return united.map((span) => {
    const to = Math.min(span.to, span.from + left);
    left -= to - span.from;
    return stopOf(span.from, to, span.pauses);
  });
}

/** Whether the clock stood still at the 24:00 of that day. */
export function standsStill(day: number, stops: readonly Stop[]): boolean {
  return stops.some(({ firstDay, endDay }) => day >= firstDay && day < endDay);
}

// An instant at 00:00 belongs to the day that begins: at the 24:00 before it, nothing had happened yet.
function stopOf(from: number, to: number, pauses: readonly Pause[]): Stop {
  return { from, to, firstDay: shanghaiDay(from), endDay: to === Infinity ? Infinity : shanghaiDay(to), pauses };
}
