import { median, type Pair, type Sample } from './measure';

/** What a job is to reach: a share of its limit, or a time. */
export type Reach = { readonly ratio: number } | { readonly atMost: number };

/** One job's figures: medians over the rounds. */
export interface JobResult {
  readonly job: string;
  /** The product's figure and the limit's, both in `unit`. */
  readonly value: number;
  readonly limit: number;
  /** How much of the limit the product reaches, 1 = as fast; the median of the rounds' own ratios. */
  readonly ratio: number;
  readonly unit: string;
  /** What the product is to reach, and whether it did; left out where no figure was set. */
  readonly reach?: Reach;
  readonly reached?: boolean;
  /** CPU time of a unit of work, microseconds, user and system, and the ratio by it. */
  readonly cpu: { readonly value: number; readonly limit: number; readonly ratio: number };
  /** Smallest and largest ratio of a round. */
  readonly spread: readonly [number, number];
  readonly rounds: number;
  /** What a unit of work was, and what the limit did. */
  readonly work: string;
  readonly against: string;
  /** Further figures of the same run, by name with their unit. */
  readonly also?: Readonly<Record<string, number>>;
}

export interface Described {
  readonly job: string;
  readonly unit: string;
  readonly work: string;
  readonly against: string;
  readonly reach?: Reach;
  readonly also?: Readonly<Record<string, number>>;
}

/** Figures of a job whose more is better: units a second. */
export function rate(described: Described, samples: readonly Pair<Sample>[]): JobResult {
  return figures(described, samples, ({ units, wallMs }) => (units * 1_000) / wallMs, (value, limit) => value / limit);
}

/** Figures of a job whose less is better: milliseconds, or with 1000 microseconds, a unit. */
export function time(described: Described, samples: readonly Pair<Sample>[], times = 1): JobResult {
  return figures(described, samples, ({ units, wallMs }) => (wallMs * times) / units, (value, limit) => limit / value);
}

function figures(described: Described, samples: readonly Pair<Sample>[], of: (sample: Sample) => number, shareOf: (value: number, limit: number) => number): JobResult {
  const cpuOf = ({ units, cpuMs }: Sample) => (cpuMs * 1_000) / units;
  const sides = (measure: (sample: Sample) => number) => ({ value: median(samples.map(({ value }) => measure(value))), limit: median(samples.map(({ limit }) => measure(limit))) });
  const ratios = samples.map(({ value, limit }) => shareOf(of(value), of(limit)));
  const { reach, also, ...words } = described;
  const { value, limit } = sides(of);
  const ratio = median(ratios);
  const cpu = sides(cpuOf);
  return {
    job: words.job,
    value: rounded(value), limit: rounded(limit), ratio: rounded(ratio), unit: words.unit,
    ...(reach && { reach, reached: 'ratio' in reach ? ratio >= reach.ratio : value <= reach.atMost }),
    cpu: { value: rounded(cpu.value), limit: rounded(cpu.limit), ratio: rounded(median(samples.map((each) => cpuOf(each.limit) / cpuOf(each.value)))) },
    spread: [rounded(Math.min(...ratios)), rounded(Math.max(...ratios))],
    rounds: samples.length,
    work: words.work, against: words.against,
    ...(also && { also: Object.fromEntries(Object.entries(also).map(([name, figure]) => [name, rounded(figure)])) }),
  };
}

/** Three digits that mean something, and every digit of a large number. */
function rounded(figure: number): number {
  return Math.abs(figure) >= 1_000 ? Math.round(figure) : Number(figure.toPrecision(3));
}
