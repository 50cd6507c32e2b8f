/**
 * Reads an explanation as a sceptical reader does: lays its runs of days end to end, adds them up, and works out the last day and the due
 * from them alone. It throws where a step is missing, overlaps another or does not add up. It imports nothing of the engine.
 */

type Unit = 'days' | 'workingDays' | 'months' | 'years' | 'minutes';
type Length = Partial<Record<Unit, number>>;

export interface ReadStep {
  readonly kind: string;
  readonly from?: string;
  readonly to?: string;
  readonly days?: number;
  readonly since?: string;
  readonly until?: string;
  readonly millis?: number;
  readonly length?: Length;
  readonly roll?: string;
  readonly ends?: string;
  /** Read only for whether there is one. */
  readonly due?: string;
}

export interface Recounted {
  readonly lastDay?: string;
  readonly due?: string;
}

const DAY_MS = 86_400_000;
const SHANGHAI_MS = 8 * 3_600_000;

/** What is being added up: days laid end to end from `next` on, or time from `at` on. */
interface Sum {
  readonly goal: number;
  readonly direction: 1 | -1;
  readonly timed: boolean;
  /** Time of day that closes the last day, in milliseconds after its 00:00. */
  readonly offset: number;
  next: number;
  at: number;
  got: number;
}

/** An end, as 24:00 of a day or a time of it. */
interface End {
  readonly day: number;
  readonly offset: number;
}

/** Last day and due by the steps alone; both undefined where the steps say that the clock stands still. */
export function recount(steps: readonly ReadStep[]): Recounted {
  const [period, ...rest] = steps;
  if (period?.kind !== 'period') throw new Error('the first step says what the period is');
  const trigger = { day: dayOf(period.from), at: instantOf(period.since) };
  let sum: Sum | undefined = summing(period.length, trigger, DAY_MS, period.ends);
  let end: End | undefined;
  let rolled: number | undefined;
  for (const step of rest) {
    switch (step.kind) {
      case 'counted':
      case 'skipped':
        if (sum !== undefined) lay(step, sum);
        else if (end !== undefined) rolled = steppedOver(step, rolled ?? end.day, period.roll === 'previous' ? -1 : 1);
        else throw new Error('a run of days after nothing');
        break;
      case 'extend':
        if (step.length === undefined && step.to === undefined && step.until === undefined) break;
        end = sum === undefined ? end : endOf(sum);
        [sum, end] = extended(step, end, trigger);
        break;
      case 'last':
        end = sum === undefined ? end : endOf(sum);
        sum = undefined;
        if (end?.day !== dayOf(step.from)) throw new Error(`the runs end on ${dateOf(end?.day ?? NaN)}, the last day is said to be ${step.from}`);
        break;
      case 'roll':
        if (dayOf(step.to) !== (rolled ?? end?.day)) throw new Error(`the roll ends on ${step.to}, the days it steps over do not`);
        break;
    }
  }
  if (sum !== undefined) {
    if (sum.got >= sum.goal) throw new Error('the sum is reached but no last day is named');
    return {};
  }
  if (end === undefined) throw new Error('no last day');
  const landed = rest.some(({ kind }) => kind === 'roll') || rolled === undefined ? (rolled ?? end.day) : undefined;
  if (landed === undefined) throw new Error('days are stepped over but nothing is said to roll');
  // The clock stopped for good while the last day was being rolled: the steps name no due.
  if (rest.some((step) => step.kind === 'due' && step.due === undefined)) return {};
  return { lastDay: dateOf(landed), due: new Date(landed * DAY_MS - SHANGHAI_MS + end.offset).toISOString() };
}

function summing(length: Length | undefined, from: { day: number; at: number }, offset: number, ends?: string): Sum {
  const [unit, n] = Object.entries(length ?? {})[0] as [Unit, number];
  const closes = ends === undefined ? offset : Date.parse(`1970-01-01T${ends}:00Z`);
  const sum = { direction: n < 0 ? -1 : 1, timed: unit === 'minutes', offset: closes, at: from.at, got: 0 } as const;
  if (unit === 'minutes') return { ...sum, goal: Math.abs(n) * 60_000, next: NaN };
  if (n === 0) return { ...sum, goal: 1, next: from.day };
  const goal = unit === 'months' || unit === 'years' ? Math.abs(corresponding(from.day, unit === 'years' ? n * 12 : n) - from.day) : Math.abs(n);
  return { ...sum, goal, next: from.day + sum.direction };
}

function lay(step: ReadStep, sum: Sum): void {
  if (sum.got >= sum.goal && sum.goal > 0) throw new Error('a run after the sum was reached');
  if (sum.timed) {
    const [near, far] = sum.direction === 1 ? [step.since, step.until] : [step.until, step.since];
    if (instantOf(near) !== sum.at) throw new Error(`time is counted from ${near}, which does not follow`);
    if (Math.abs(instantOf(far) - instantOf(near)) !== step.millis) throw new Error('a stretch of time does not add up');
    if (step.kind === 'counted') sum.got += step.millis;
    sum.at = instantOf(far);
    return;
  }
  const [near, far] = sum.direction === 1 ? [step.from, step.to] : [step.to, step.from];
  if (dayOf(near) !== sum.next) throw new Error(`a run begins on ${near}, ${dateOf(sum.next)} was next`);
  if (Math.abs(dayOf(far) - dayOf(near)) + 1 !== step.days) throw new Error(`${step.from} to ${step.to} are not ${step.days} days`);
  if (step.kind === 'counted') sum.got += step.days;
  sum.next = dayOf(far) + sum.direction;
}

function endOf(sum: Sum): End {
  if (sum.got !== sum.goal) throw new Error(`${sum.got} were counted, the period has ${sum.goal}`);
  return sum.timed ? endAt(sum.at) : { day: sum.next - sum.direction, offset: sum.offset };
}

function endAt(at: number): End {
  const day = Math.floor((at - 1 + SHANGHAI_MS) / DAY_MS);
  return { day, offset: at + SHANGHAI_MS - day * DAY_MS };
}

function extended(step: ReadStep, end: End | undefined, trigger: { day: number; at: number }): [Sum | undefined, End | undefined] {
  if (step.until !== undefined) return [undefined, endAt(instantOf(step.until))];
  if (step.to !== undefined) return [summing({ days: 0 }, { day: dayOf(step.to), at: NaN }, DAY_MS, step.ends), end];
  if (step.from === undefined) return [summing(step.length, trigger, DAY_MS, step.ends), end];
  return [summing(step.length, { day: dayOf(step.from), at: instantOf(step.since) }, end?.offset ?? DAY_MS, step.ends), end];
}

/** Rolling steps over the last day first, then over its neighbours one after the other. */
function steppedOver(step: ReadStep, at: number, direction: 1 | -1): number {
  const [near, far] = direction === 1 ? [dayOf(step.from), dayOf(step.to)] : [dayOf(step.to), dayOf(step.from)];
  if (step.kind !== 'skipped' || Math.abs(far - near) + 1 !== step.days) throw new Error('rolling steps over whole days');
  if (near !== at) throw new Error(`rolling steps over ${dateOf(near)}, ${dateOf(at)} was next`);
  return far + direction;
}

function corresponding(day: number, months: number): number {
  const from = new Date(day * DAY_MS);
  const last = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + months + 1, 0));
  last.setUTCDate(Math.min(from.getUTCDate(), last.getUTCDate()));
  return last.getTime() / DAY_MS;
}

function dayOf(date: string | undefined): number {
  const ms = Date.parse(`${date}T00:00:00Z`);
  if (Number.isNaN(ms)) throw new Error(`a step lacks its day: ${date}`);
  return ms / DAY_MS;
}

function instantOf(instant: string | undefined): number {
  const ms = Date.parse(instant ?? '');
  if (Number.isNaN(ms)) throw new Error(`a step lacks its instant: ${instant}`);
  return ms;
}

function dateOf(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}
