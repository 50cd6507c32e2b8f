import { ConfigError } from '@fengqiao/platform';
import { JOB_NAMES, type JobName } from './job-names';

/** What a run of the benchmarks is asked for. */
export interface BenchOptions {
  readonly json: boolean;
  /** Jobs to run, in the order of `JOB_NAMES`. */
  readonly jobs: readonly JobName[];
  readonly rounds: number;
  /** Tiny sizes and one round: shows that every job works, and says nothing about speed. */
  readonly quick: boolean;
  /** Share of the full size of `restart` and `timers`, whose full size takes a quiet machine many minutes. */
  readonly scale: number;
}

const FEWEST_ROUNDS = 5;
/** A ladder has so many rungs and no more. */
const MOST_ROUNDS = 15;
const USAGE = `npm run bench -- [--json] [--job ${JOB_NAMES.join('|')}]… [--rounds ${FEWEST_ROUNDS}–${MOST_ROUNDS}] [--scale 0.01–1] [--quick]`;

/** Reads the command line; throws `ConfigError` with one bilingual sentence where it asks for something that there is not. */
export function readBenchOptions(argv: readonly string[]): BenchOptions {
  const jobs = new Set<string>();
  let [json, quick] = [false, false];
  let rounds: number | undefined;
  let scale = 1;
  const left = argv.flatMap((argument) => (/^--(job|rounds|scale)=/.test(argument) ? [argument.slice(0, argument.indexOf('=')), argument.slice(argument.indexOf('=') + 1)] : [argument]));
  for (let argument = left.shift(); argument !== undefined; argument = left.shift()) {
    switch (argument) {
      case '--json':
        json = true;
        break;
      case '--quick':
        quick = true;
        break;
      case '--job':
        jobs.add(jobNamed(left.shift()));
        break;
      case '--rounds':
        rounds = roundsIn(left.shift());
        break;
      case '--scale':
        scale = scaleIn(left.shift());
        break;
      default:
        throw new ConfigError(`不认识的参数 ${argument}；用法：${USAGE} / unknown argument ${argument}; usage: ${USAGE}`);
    }
  }
  return { json, quick, scale, rounds: quick ? 1 : (rounds ?? FEWEST_ROUNDS), jobs: JOB_NAMES.filter((name) => jobs.size === 0 || jobs.has(name)) };
}

function jobNamed(name: string | undefined): JobName {
  const found = JOB_NAMES.find((each) => each === name);
  if (!found) throw new ConfigError(`没有这项测试 ${name ?? ''}；可选：${JOB_NAMES.join('、')} / there is no job ${name ?? ''}; there are ${JOB_NAMES.join(', ')}`);
  return found;
}

function roundsIn(text: string | undefined): number {
  const rounds = /^\d{1,2}$/.test(text ?? '') ? Number(text) : 0;
  if (rounds < FEWEST_ROUNDS || rounds > MOST_ROUNDS) throw new ConfigError(`--rounds 须为 ${FEWEST_ROUNDS} 至 ${MOST_ROUNDS} 的整数：轮数太少，中位数不可信 / --rounds is a whole number from ${FEWEST_ROUNDS} to ${MOST_ROUNDS}: a median of fewer says little`);
  return rounds;
}

function scaleIn(text: string | undefined): number {
  const scale = /^(1|0\.\d{1,3})$/.test(text ?? '') ? Number(text) : 0;
  if (scale < 0.01) throw new ConfigError('--scale 须为 0.01 至 1 的小数 / --scale is a number from 0.01 to 1');
  return scale;
}
