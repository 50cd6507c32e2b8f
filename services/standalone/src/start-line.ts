import { parseArgs } from 'node:util';
import { loadCalendarYears } from '@fengqiao/calendar';
import { epochDayOf, formatDate, parseInstant, startOfShanghaiDay, toInstant, type Instant } from '@fengqiao/kernel';
import { ConfigError, MOST_SPEED } from '@fengqiao/platform';
import { DEMONSTRATION_DAYS } from './demonstration/seed';

/** Where a training is kept unless FENGQIAO_DATA names another folder. */
export const TRAINING_FOLDER = './training';

/** What the line of a start asks for. */
export interface StartLine {
  /** Opens a folder without the demonstration. */
  readonly empty: boolean;
  /** A training: from an instant on in a folder of its own, or, without one, where an earlier training stopped. */
  readonly training: { readonly from: Instant | undefined; readonly speed: number } | undefined;
}

const OPTIONS = { empty: { type: 'boolean' }, clock: { type: 'string' }, speed: { type: 'string' } } as const;

/** Reads the arguments of `npm start --`; throws `ConfigError` with what is wrong and what is right. */
export function readStartLine(argv: readonly string[]): StartLine {
  const { empty = false, clock, speed } = valuesOf(argv);
  if (clock === undefined && speed === undefined) return { empty, training: undefined };
  return { empty, training: { from: clock === undefined ? undefined : beginningOf(clock), speed: speed === undefined ? 1 : speedOf(speed) } };
}

function valuesOf(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: OPTIONS, strict: true, allowPositionals: false }).values;
  } catch (error) {
    throw new ConfigError(
      `启动参数有误：${(error as Error).message}；可用：--empty、--clock 2026-11-02T14:30、--speed 600`
        + ` / the line is wrong: ${(error as Error).message}; there are --empty, --clock 2026-11-02T14:30 and --speed 600`,
    );
  }
}

/** In Asia/Shanghai where the text names no zone; within the years whose holidays are known, the demonstration's own days before included. */
function beginningOf(text: string): Instant {
  const ms = parseInstant(text) ?? parseInstant(`${text}+08:00`);
  if (ms === undefined) throw new ConfigError(`--clock ${text} 不是时间；请写成 2026-11-02T14:30（北京时间） / --clock ${text} is no time; write 2026-11-02T14:30, in Asia/Shanghai unless it names a zone`);
  const years = loadCalendarYears().map(({ year }) => year);
  const first = epochDayOf(Math.min(...years), 1, 1) + DEMONSTRATION_DAYS;
  const end = epochDayOf(Math.max(...years) + 1, 1, 1);
  if (ms < startOfShanghaiDay(first) || ms >= startOfShanghaiDay(end)) {
    const known = [first, end - 1].map((day) => formatDate(day as ReturnType<typeof epochDayOf>));
    throw new ConfigError(`--clock ${text} 不在节假日已知的 ${known.join(' 至 ')} 之间 / --clock ${text} lies outside the days whose holidays are known, ${known.join(' to ')}`);
  }
  return toInstant(ms);
}

function speedOf(text: string): number {
  const speed = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (speed >= 1 && speed <= MOST_SPEED) return speed;
  throw new ConfigError(`--speed ${text} 须为 1 至 ${MOST_SPEED} 的整数 / --speed ${text} must be a whole number, 1 to ${MOST_SPEED}`);
}
