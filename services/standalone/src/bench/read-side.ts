import type { EventStore } from '@fengqiao/event-store';
import { systemPace } from '@fengqiao/platform';
import type { Clock } from '@fengqiao/kernel';
import { ReadSide } from '@fengqiao/projection';
import { MemoryViewStore } from '@fengqiao/read-models/memory';

/** All views of a process over a log, empty. A document that stands still ends the measurement: it would have done less work. */
export function openReadSide(store: EventStore, clock: Clock): ReadSide {
  return new ReadSide({
    store, clock, pace: systemPace(),
    viewStore: (projection) => new MemoryViewStore(projection),
    onAlarm: ({ view, stream, reason }) => {
      throw new Error(`${view} stands still at ${stream}: ${reason}`);
    },
  });
}
