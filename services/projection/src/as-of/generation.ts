import { invariant, type Instant } from '@fengqiao/kernel';
import type { Pace, QueryAnswer } from '@fengqiao/platform';
import type { Log, Projection, ViewStore } from '@fengqiao/read-models';
import { LiveStream } from '../duty/live-stream';
import { viewRoutes } from '../queries/view-routes';
import { ReadSide } from '../read-side';
import { LogAsOf } from './log-as-of';
import type { PastQuestion } from './past';
import { PullingBus } from './pulling-bus';

export interface GenerationParts {
  readonly log: Log;
  readonly at: Instant;
  readonly viewStore: <D>(projection: Projection<D>) => ViewStore<D>;
  readonly pace: Pace;
  readonly cursorSecret: string | Uint8Array;
  /** How much of the log is read, in whole percent. */
  readonly onProgress?: (percent: number) => void;
}

/** All views as they stood at one instant, thrown away when nobody asks for it any more. */
export interface Generation {
  ask(question: PastQuestion): Promise<QueryAnswer>;
}

/**
 * Folds the log up to an instant into views of its own, under a clock that stands at that instant: obligations are judged as of then,
 * by packs, calendars and offices as they were adopted by then. Nothing in it can append or wake. Each question first reads on,
 * because what is appended now may have been recorded then.
 */
export async function openGeneration({ log, at, viewStore, pace, cursorSecret, onProgress = () => undefined }: GenerationParts): Promise<Generation> {
  const head = await log.head();
  let farthest = 0;
  const known = new LogAsOf(log, at, (position) => {
    farthest = Math.max(farthest, position);
    onProgress(Math.min(100, Math.floor((100 * farthest) / head)));
  });
  const clock = { now: () => at };
  // The live views have raised the alarm already where a stream cannot be read on.
  const readSide = new ReadSide({ store: known, clock, pace, viewStore, onAlarm: () => undefined });
  await readSide.start(new PullingBus(known));
  await readSide.opened.deadlines.settled(at);
  const live = new LiveStream({ readAll: (request) => known.readAll(request), head: () => known.head(), onCommitted: () => () => undefined });
  const routes = new Map(viewRoutes({ readSide, log: known, live, clock, pace, cursorSecret }).map((route) => [route.id, route]));
  return {
    ask: async ({ route: id, ...question }) => {
      const route = routes.get(id);
      invariant(route, `there is no question ${id} to ask of the past`);
      await readSide.caughtUp();
      return route.handle({ ...question, reveal: (value) => value });
    },
  };
}
