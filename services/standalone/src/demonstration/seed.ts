import { millisOf, shanghaiDay, startOfShanghaiDay, toInstant, type Instant } from '@fengqiao/kernel';
import type { SteppedClock } from '@fengqiao/platform';
import { committeeSteps } from './committees';
import { county } from './county';
import { foundCounty, setRosters } from './found-county';
import type { PublicInterface } from './public-commands';
import { timeline, type Step } from './timeline';

/** How far back the demonstration begins. */
export const DEMONSTRATION_DAYS = 30;

const OPERATOR = 'city.operator';

/** The instant at which the demonstration's clock starts: the morning of the day 30 days before. */
export function demonstrationStart(now: Instant): Instant {
  return toInstant(startOfShanghaiDay(shanghaiDay(millisOf(now)) - DEMONSTRATION_DAYS) + 7 * 3_600_000);
}

/**
 * Fills an empty folder with the demonstration county: public commands only, under a stepped clock that starts 30 days ago and lets
 * rungs fire as it moves. `settle` resolves when views and escalations have come to rest.
 */
export async function seedDemonstration(options: {
  readonly public: PublicInterface;
  readonly clock: SteppedClock;
  readonly setupAccount: string;
  readonly until: Instant;
  /** What happens beside the usual stories. */
  readonly beside?: (county: PublicInterface) => readonly Step[];
  settle(): Promise<void>;
  onProgress(done: number, total: number): void;
}): Promise<{ readonly offices: number; readonly commands: number }> {
  const { clock, settle } = options;
  let commands = 0;
  const counted: PublicInterface = {
    read: options.public.read,
    send: (command) => {
      commands += 1;
      return options.public.send(command);
    },
  };
  const offices = county();
  const startMs = millisOf(clock.now());
  const founded = await foundCounty(offices, startMs, counted, options.setupAccount, OPERATOR);
  await setRosters(offices, founded, startMs, DEMONSTRATION_DAYS, counted, OPERATOR);
  await settle();

  const endMs = millisOf(options.until);
  const usual = [...committeeSteps(offices, founded, startMs, endMs, counted), ...timeline(offices, founded, startMs, endMs, counted)];
  const steps = [...usual, ...(options.beside?.(counted) ?? [])].sort((a, b) => a.at - b.at);
  for (const [index, step] of steps.entries()) {
    await clock.walkTo(toInstant(Math.max(step.at, millisOf(clock.now()))), settle);
    await step.run();
    await settle();
    options.onProgress(index + 1, steps.length);
  }
  await clock.walkTo(toInstant(Math.max(millisOf(options.until), millisOf(clock.now()))), settle);
  return { offices: offices.length, commands };
}

