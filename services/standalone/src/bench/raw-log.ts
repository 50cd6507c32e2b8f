import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { chainHash, NO_STREAM } from '@fengqiao/event-store';
import type { Placed } from './histories';

/** A log without a database: what any log must do that chains its events and keeps them, and nothing else. */
export interface RawLog {
  /** Stringifies, hashes and writes the events in groups, each durable before the next; returns the bytes written and the heads. */
  write(events: readonly Placed[], groupSize: number): { readonly bytes: number; readonly heads: ReadonlyMap<string, string> };
  close(): void;
}

/** Opens a raw log on a file. */
export function openRawLog(file: string): RawLog {
  const descriptor = openSync(file, 'a', 0o600);
  let room = Buffer.allocUnsafe(4 * 1024 * 1024);
  return {
    write(events, groupSize) {
      const chain = new Map<string, Buffer>();
      let bytes = 0;
      for (let from = 0; from < events.length; from += groupSize) {
        let end = 0;
        for (let index = from; index < Math.min(events.length, from + groupSize); index += 1) {
          const { stream, revision, event, now } = events[index] as Placed;
          const text = JSON.stringify({ data: event.data, id: event.id, meta: { ...event.meta, recordedAt: now }, revision, stream, type: event.type, v: 1 });
          const hash = chainHash(chain.get(stream) ?? NO_STREAM.hash, text);
          chain.set(stream, hash);
          if (end + text.length * 3 + hash.length > room.length) room = Buffer.concat([room], room.length * 2);
          end += room.write(text, end);
          end += hash.copy(room, end);
        }
        writeSync(descriptor, room, 0, end);
        fdatasyncSync(descriptor);
        bytes += end;
      }
      return { bytes, heads: new Map([...chain].map(([stream, hash]) => [stream, hash.toString('hex')])) };
    },
    close: () => closeSync(descriptor),
  };
}
