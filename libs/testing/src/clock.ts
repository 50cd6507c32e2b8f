import { invariant, millisOf, MS_PER_DAY, MS_PER_HOUR, MS_PER_MINUTE, MS_PER_SECOND, parseInstant, toInstant, type Clock, type Instant } from '@fengqiao/kernel';

/** A span of exact time; the parts add up. */
export interface Span {
  readonly days?: number;
  readonly hours?: number;
  readonly minutes?: number;
  readonly seconds?: number;
  readonly ms?: number;
}

/** A domain clock that stands still until a test moves it. */
export interface HandMovedClock extends Clock {
  /** To an instant with a zone (`2026-11-22T15:00:00+08:00`), forward or back. */
  moveTo(instant: string): Instant;
  /** By a span; a negative one goes back. */
  advance(span: Span): Instant;
}

/** A clock that reads `start` until it is moved. */
export function handMovedClock(start: string): HandMovedClock {
  let ms = millisOf(start);
  return {
    now: () => toInstant(ms),
    moveTo: (instant) => {
      ms = millisOf(instant);
      return toInstant(ms);
    },
    advance: (span) => {
      ms = (ms + lengthOf(span)) as typeof ms;
      return toInstant(ms);
    },
  };
}

/** The canonical form of an instant with a zone; throws where the text is none. */
export function at(text: string): Instant {
  const ms = parseInstant(text);
  invariant(ms !== undefined, `${text} is no instant`);
  return toInstant(ms);
}

function lengthOf({ days = 0, hours = 0, minutes = 0, seconds = 0, ms = 0 }: Span): number {
  return days * MS_PER_DAY + hours * MS_PER_HOUR + minutes * MS_PER_MINUTE + seconds * MS_PER_SECOND + ms;
}
