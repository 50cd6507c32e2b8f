import { readFileSync } from 'node:fs';
import { loadCalendarYears, workingCalendar } from '@fengqiao/calendar';
import { toInstant, type Instant, type PlainDate } from '@fengqiao/kernel';
import { sharedData } from '@fengqiao/testing';
import { recount } from '../independent/recount';
import { walk, workedBy, type WalkedPeriod } from '../independent/walk';
import { computePeriod } from '.';

const calendar = workingCalendar(loadCalendarYears());
const worked = workedBy(readFileSync(sharedData('calendar/cn_calendar_2007_2026.csv'), 'utf8'));

interface Vector extends WalkedPeriod {
  readonly lastDay: string;
}

function vectors(): Vector[] {
  const lines = readFileSync(sharedData('deadlines/vectors.csv'), 'utf8').trim().split(/\r?\n/).slice(1);
  return lines.map((line) => {
    const [start, unit, n, roll, pauses, lastDay] = line.split(',') as [string, Vector['unit'], string, Vector['roll'], string, string];
    return { start, unit, n: Number(n), roll, pauses: pauses.split(' ').filter(Boolean).map(pauseOf), lastDay };
  });
}

/** `stopped/resumed` dates: some hour of each day, the same for none of them. */
function pauseOf(text: string): { from: Instant; to: Instant } {
  const [from, to] = text.split('/') as [string, string];
  return { from: toInstant(Date.parse(`${from}T08:30:00+08:00`)), to: toInstant(Date.parse(`${to}T16:45:00+08:00`)) };
}

function computed({ start, unit, n, roll, pauses }: Vector): ReturnType<typeof computePeriod> {
  return computePeriod({ start: { date: start as PlainDate }, period: { [unit]: n, roll }, pauses: pauses as { from: Instant; to: Instant }[], calendar });
}

describe('the 160 known periods', () => {
  const all = vectors();

  it('are all there', () => {
    expect(all).toHaveLength(160);
  });

  it.each(all)('$unit $n from $start, roll $roll, ends on $lastDay', (vector) => {
    const { lastDay, due, steps, provisional } = computed(vector);
    expect(lastDay).toBe(vector.lastDay);
    expect(walk(vector, worked)).toEqual({ lastDay, due });
    expect(recount(steps)).toEqual({ lastDay, due });
    expect(provisional).toBe(false);
  });

  it('end on the same day when clocks stop and run again at 00:00', () => {
    const midnight = (instant: string): Instant => toInstant(Date.parse(`${toInstant(Date.parse(instant) + 8 * 3_600_000).slice(0, 10)}T00:00:00+08:00`));
    const shifted = all.map((vector) => ({ ...vector, pauses: vector.pauses.map(({ from, to }) => ({ from: midnight(from), to: midnight(to as string) })) }));
    expect(shifted.map((vector) => computed(vector).lastDay)).toEqual(all.map(({ lastDay }) => lastDay));
  });
});
