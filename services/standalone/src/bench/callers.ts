import { hash } from 'node:crypto';
import type { EventStore } from '@fengqiao/event-store';
import type { Placed } from './histories';
import { timed } from './measure';

export const CALLERS = 64;

/** What callers of a store did: how long it took, in how many commits, and the last hash of each stream. */
export interface Called {
  readonly wallMs: number;
  readonly cpuMs: number;
  readonly commits: number;
  readonly heads: ReadonlyMap<string, string>;
}

/** Each caller appends its own events one at a time and waits for each answer, as 64 people at work would. */
export async function callersAppend(store: EventStore, work: readonly (readonly Placed[])[]): Promise<Called> {
  const heads = new Map<string, string>();
  let commits = 0;
  const stop = store.onCommitted(() => (commits += 1));
  const { wallMs, cpuMs } = await timed(() => Promise.all(work.map(async (events) => {
    for (const { stream, revision, event, now } of events) {
      const appended = await store.append(stream, revision === 0 ? 'none' : revision - 1, [event], now);
      heads.set(stream, (appended.events[0] as { hash: string }).hash);
    }
  })));
  stop();
  return { wallMs, cpuMs, commits, heads };
}

/** One short text that differs where any head does. */
export function digestOf(heads: ReadonlyMap<string, string>): string {
  return hash('sha256', [...heads].map(([stream, head]) => `${stream} ${head}`).sort().join('\n'), 'hex').slice(0, 16);
}
