import type { AheadEvent } from '@fengqiao/event-store';
import type { Log } from './fold';
import type { Gathered } from './gathered';
import type { Projector } from './projector';

/** How far a replay has come. `position` and `head` are positions of the log; `perSecond` and `remainingMs` are estimates from the start on. */
export interface ReplayProgress {
  readonly events: number;
  readonly position: number;
  readonly head: number;
  readonly perSecond: number;
  readonly remainingMs: number;
}

export interface ReplayOptions {
  /** Events of one page; 1,000 keep the event loop free within some 10 ms. */
  readonly pageSize?: number;
  readonly onProgress?: (progress: ReplayProgress) => void;
  /** Milliseconds of a clock that only goes forward; the process's own where omitted. Rates come from it, nothing else. */
  readonly elapsed?: () => number;
}

/** `position`: everything up to it is folded. */
export interface Replayed {
  readonly events: number;
  readonly position: number;
}

/** More projectors than these fold nearly everything: comparing each row's stream with all prefixes then costs more than reading the rest. */
const FEW = 4;

/** Folds the log from its beginning to its head into projectors, reading it once for all of them; what they show, they show at the end. */
export async function replay(log: Log, projectors: readonly Feedable[], options: ReplayOptions = {}): Promise<Replayed> {
  const { pageSize = 1_000, onProgress, elapsed = () => performance.now() } = options;
  const prefixes = projectors.length > FEW ? [] : withoutNarrower(projectors.flatMap(({ projection }) => projection.prefixes));
  const gatheredBy = gatheredByOf(projectors);
  const started = elapsed();
  let [events, after] = [0, 0];
  const fold = async (read: readonly AheadEvent[]): Promise<void> => {
    for (const event of read) {
      const folding = gatheredBy(event);
      if (folding.length > 0) events += 1;
      for (const gathered of folding) {
        const pending = gathered.take(event);
        if (pending) await pending;
      }
      after = event.position;
    }
  };
  const say = (position: number, head: number): void => onProgress?.(progressOf(events, position, Math.max(head, position), elapsed() - started));
  if (prefixes.length === 0 && log.ahead) {
    const head = await log.head();
    let turn = 0;
    for await (const read of log.ahead(after)) {
      await fold(read);
      if (after < turn + pageSize) continue;
      turn = after;
      say(after, head);
      await freeLoop();
    }
  }
  for (;;) {
    // Noted before the page is read: an empty page proves that everything up to this head was read.
    const head = await log.head();
    const page = await log.readAll({ after, limit: pageSize, prefixes });
    await fold(page);
    const position = page.length > 0 ? after : Math.max(after, head);
    say(position, head);
    if (page.length === 0) {
      for (const projector of projectors) await projector.show();
      return { events, position };
    }
    await freeLoop();
  }
}

/** What a replay needs of a projector. */
export type Feedable = Pick<Projector<unknown>, 'concerns' | 'gather' | 'show'> & { readonly projection: { readonly prefixes: readonly string[] } };

/** Prefixes that cover the same streams: each that is compared costs time a row. */
function withoutNarrower(prefixes: readonly string[]): readonly string[] {
  return [...new Set(prefixes)].filter((prefix) => !prefixes.some((other) => other !== prefix && prefix.startsWith(other)));
}

type Taking = Pick<Gathered<unknown>, 'take'>;

const NOBODY: readonly Taking[] = [];

/** What folds a stream, in the order of the projectors. */
function gatheredByOf(projectors: readonly Feedable[]): (event: AheadEvent) => readonly Taking[] {
  const byName = new Map<string, readonly Taking[]>();
  // Events of one page are of as many streams, so each look-up by name is slow.
  const byNumber: (readonly Taking[])[] = [];
  const open = (stream: string): readonly Taking[] => {
    const own = projectors.filter((projector) => projector.concerns(stream)).map((projector) => projector.gather(stream));
    const all = own.length > 0 ? own : NOBODY;
    byName.set(stream, all);
    return all;
  };
  const named = (stream: string): readonly Taking[] => byName.get(stream) ?? open(stream);
  return ({ stream, streamNumber }) => (streamNumber === undefined ? named(stream) : (byNumber[streamNumber] ??= named(stream)));
}

function progressOf(events: number, position: number, head: number, ms: number): ReplayProgress {
  const perSecond = ms > 0 ? Math.round((events * 1_000) / ms) : 0;
  const remainingMs = position > 0 ? Math.round((ms * (head - position)) / position) : 0;
  return { events, position, head, perSecond, remainingMs };
}

/** Lets whatever else waits in the process run between two pages. */
export function freeLoop(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
