import type { Pause } from '@fengqiao/deadlines';
import { startOfShanghaiDay, toInstant } from '@fengqiao/kernel';
import { readMoment, type GivenMoment } from './read-moment';
import { quoted, refuse } from './refusal';

const MOST = 50;

/** Where an answer says that something was told by who asked. */
export const AS_ASKED = '所问 as asked';

export interface GivenPauses {
  readonly pauses: readonly Pause[];
  /** Pauses that stop and run again on one day, which shift nothing. */
  readonly idle: readonly string[];
}

/**
 * Reads pauses written as `stopped/resumed`, days or times; `stopped/` has not been resumed yet. Several may stand in one text, separated by commas or spaces.
 * The clock stands still at the 24:00 of each day from the first up to, but not including, the second: the day on which it runs again is counted.
 * `exact`: the period counts exact time, so that a day alone says too little.
 */
export function readPauses(texts: readonly string[], exact: boolean): GivenPauses {
  const spans = texts.flatMap((text) => text.split(/[,,\s]+/)).filter((span) => span !== '');
  if (spans.length > MOST) refuse('pause', 'PAUSES_TOO_MANY', `停止计算超过 ${MOST} 段，请把相接的并为一段`, `there are more than ${MOST} pauses; join those that touch`);
  const read = spans.map((span) => ({ span, ...ends(span, exact) }));
  return {
    pauses: read.map(({ from, to }) => ({ from: toInstant(beginOf(from)), ...(to && { to: toInstant(beginOf(to)) }), source: AS_ASKED })),
    idle: read.filter(({ from, to }) => to !== undefined && from.day === to.day && !exact).map(({ span }) => span),
  };
}

function ends(span: string, exact: boolean): { readonly from: GivenMoment; readonly to?: GivenMoment } {
  const [first = '', second, ...rest] = span.split('/');
  if (first === '' || second === undefined || rest.length > 0) {
    return refuse('pause', 'PAUSE_INVALID', `“${quoted(span)}”须写成 停止日/恢复日，如 2026-09-25/2026-09-28；尚未恢复写 2026-09-25/`, `"${quoted(span)}" must be STOPPED/RESUMED, such as 2026-09-25/2026-09-28; if it has not been resumed, 2026-09-25/`);
  }
  const from = readMoment(first, 'pause');
  const to = second === '' ? undefined : readMoment(second, 'pause');
  if (exact && (from.at === undefined || (to && to.at === undefined))) {
    return refuse('pause', 'PAUSE_NEEDS_TIME', `按时刻计算的期间，停止与恢复须写明时刻，如 2026-09-25T10:00/2026-09-25T14:30，而不是“${quoted(span)}”`, `a period of exact time needs the times at which it stopped and ran again, such as 2026-09-25T10:00/2026-09-25T14:30, not "${quoted(span)}"`);
  }
  if (to && isBefore(to, from)) return refuse('pause', 'PAUSE_REVERSED', `“${quoted(span)}”的恢复早于停止，请对调`, `"${quoted(span)}" is resumed before it stopped; swap the two`);
  return { from, to };
}

function isBefore(a: GivenMoment, b: GivenMoment): boolean {
  return a.at === undefined || b.at === undefined ? a.day < b.day : a.at < b.at;
}

function beginOf({ day, at }: GivenMoment): number {
  return at ?? startOfShanghaiDay(day);
}
