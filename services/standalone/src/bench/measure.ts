/** What one side of a comparison did in one round. Both sides of a round must have done the same, or there is no ratio. */
export interface Done {
  /** Units of work: events, requests, rungs. */
  readonly units: number;
  /** What shows that the work was the same: bytes, hashes, ids. Compared between the sides of a round. */
  readonly proof: string;
  /** The measured part alone, where a round holds more than that; milliseconds. */
  readonly wallMs?: number;
  readonly cpuMs?: number;
}

export type Side = (round: number) => Promise<Done> | Done;

/** One side in one round. CPU is user and system time of this process. */
export interface Sample extends Done {
  readonly wallMs: number;
  readonly cpuMs: number;
}

/** The product's side, and what it is held against. */
export interface Pair<T> {
  readonly value: T;
  readonly limit: T;
}

/** The limit did other work than the product: a ratio would compare nothing. */
export class DifferentWork extends Error {
  constructor(job: string, value: Done, limit: Done) {
    super(`${job}：两边所做的工作不同，不给出比值 / the two sides did different work, so there is no ratio: ${value.units} units, ${value.proof} — ${limit.units} units, ${limit.proof}`);
    this.name = 'DifferentWork';
  }
}

/**
 * Runs both sides in turn: a round that does not count, unless there is only one, then as many as asked for, the first side alternating, so that neither always
 * finds the machine as the other left it; `valueFirst` where the limit repeats what the product did. Throws `DifferentWork` where a round's sides did not do the same.
 */
export async function interleaved(job: string, rounds: number, sides: Pair<Side>, say: (line: string) => void, order: 'inTurns' | 'valueFirst' = 'inTurns'): Promise<readonly Pair<Sample>[]> {
  const samples: Pair<Sample>[] = [];
  const warmUps = rounds > 1 ? 1 : 0;
  for (let nth = 0; nth < rounds + warmUps; nth += 1) {
    const round = nth + 1 - warmUps;
    const first = order === 'valueFirst' || nth % 2 === 0 ? 'value' : 'limit';
    const one = await sampled(sides[first], round);
    const other = await sampled(sides[first === 'value' ? 'limit' : 'value'], round);
    const pair = first === 'value' ? { value: one, limit: other } : { value: other, limit: one };
    const { value, limit } = pair;
    if (value.units !== limit.units || value.proof !== limit.proof) throw new DifferentWork(job, value, limit);
    say(`${round === 0 ? '预热 warm-up' : `${round}/${rounds}`}  ${perSecond(value)} : ${perSecond(limit)} /s`);
    if (round > 0) samples.push(pair);
  }
  return samples;
}

/** Measures one piece of work. */
export async function sampled(side: Side, round: number): Promise<Sample> {
  collectGarbage();
  const cpu = process.cpuUsage();
  const started = performance.now();
  const done = await side(round);
  const wallMs = performance.now() - started;
  const { user, system } = process.cpuUsage(cpu);
  return { wallMs, cpuMs: (user + system) / 1_000, ...done };
}

/** Wall and CPU time of a part of a round. */
export async function timed<T>(work: () => Promise<T>): Promise<{ readonly result: T; readonly wallMs: number; readonly cpuMs: number }> {
  const cpu = process.cpuUsage();
  const started = performance.now();
  const result = await work();
  const wallMs = performance.now() - started;
  const { user, system } = process.cpuUsage(cpu);
  return { result, wallMs, cpuMs: (user + system) / 1_000 };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[middle] as number) : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}

type Collector = (options?: { readonly type: 'minor' }) => void;

/** What one round left behind is not the next one's to clean up, where node was started with `--expose-gc`. */
function collectGarbage(): void {
  (globalThis as { gc?: Collector }).gc?.();
}

/** What was made ready is old before its part of a round is timed, as what was made ready before the round is: a collection moves the young once, and after a second one no longer. */
export function ageWhatIsReady(): void {
  for (let times = 0; times < 2; times += 1) (globalThis as { gc?: Collector }).gc?.({ type: 'minor' });
}

function perSecond({ units, wallMs }: Sample): number {
  return Math.round((units * 1_000) / wallMs);
}
