import { parseDate, parseInstant, shanghaiDay, startOfShanghaiDay, type Millis } from '@fengqiao/kernel';

/** When something was, as far as it is known: an instant, or a whole day in Asia/Shanghai where only the date is known. */
export interface Moment {
  /** The instant, or the beginning of the day. */
  readonly at: Millis;
  /** The exclusive end of the day, where the moment is a day. */
  readonly until?: Millis;
}

/** Reads an instant or a date; undefined where the text is neither (`2017-03`, an empty text): the day is then unknown. */
export function momentOf(text: string): Moment | undefined {
  const day = parseDate(text);
  if (day !== undefined) return { at: startOfShanghaiDay(day), until: startOfShanghaiDay(day + 1) };
  const at = parseInstant(text);
  return at === undefined ? undefined : { at };
}

/** `15:00` in Asia/Shanghai of a moment that is an instant. */
export function timeOfDayOf({ at, until }: Moment): string | undefined {
  if (until !== undefined) return undefined;
  const minutes = Math.floor((at - startOfShanghaiDay(shanghaiDay(at))) / 60_000);
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}
