import type { Instant } from '@fengqiao/kernel';
import type { Line } from './callers.scenes';
import type { Serving, Succession } from './succession.scenes';

/** How a run goes. */
export interface Plan {
  /** Callers, each working until it is told to stop. */
  readonly callers: number;
  call(goOn: () => boolean): Promise<void>;
  /** Asked when a host has come to work, with the time at which it opened the folder: how long it is left alone still; undefined where there were kills enough. */
  lifeMs(kills: number, now: Instant): number | undefined;
  /** One host in so many is killed while it opens the folder; none where it is left out. */
  readonly openingKilled?: number;
}

/** What was seen of a run. */
export interface Killed {
  /** How many commands waited for an answer at each kill. */
  readonly waiting: readonly number[];
  /** Cases without a number that the hosts found when they opened the folder. */
  readonly swept: number;
}

/** A host that has answered so many has come to work: on a machine that is busy with other things a clock alone would kill it before. */
const FIRST_ANSWERS = 8;
/** How long opening takes, roughly. */
const OPENING_MS = 250;

/** Kills the host again and again while callers wait for it; in the end lets every command be answered, and kills once more. */
export async function killWhileWorking(succession: Succession, line: Line, plan: Plan): Promise<Killed> {
  const waiting: number[] = [];
  const failures: unknown[] = [];
  let [over, swept] = [false, 0];
  let fail = (): void => undefined;
  const failed = new Promise<void>((resolve) => (fail = resolve));
  const goOn = () => !over && failures.length === 0;
  const call = () => plan.call(goOn).catch((error: unknown) => {
    failures.push(error);
    fail();
  });
  const nextAtWork = async (): Promise<Serving> => {
    const next = await succession.next();
    swept += next.swept;
    const atWork = line.answered(FIRST_ANSWERS);
    line.connect(next.url);
    await Promise.race([atWork, failed]);
    return next;
  };

  const calling = Promise.all(Array.from({ length: plan.callers }, call));
  let serving = await nextAtWork();
  for (let lifeMs = plan.lifeMs(0, serving.now); lifeMs !== undefined && goOn(); lifeMs = plan.lifeMs(waiting.length, serving.now)) {
    await passing(lifeMs);
    waiting.push(line.waiting);
    line.disconnect();
    await serving.kill();
    if (plan.openingKilled && waiting.length % plan.openingKilled === 0) {
      await succession.killOpening(Math.random() * OPENING_MS);
      waiting.push(line.waiting);
    }
    serving = await nextAtWork();
  }
  over = true;
  await calling;
  await serving.kill();
  await succession.end();
  if (failures.length > 0) throw failures[0];
  return { waiting, swept };
}

function passing(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
