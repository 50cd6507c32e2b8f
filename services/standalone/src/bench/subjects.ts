import { loadCalendarYears } from '@fengqiao/calendar';
import type { EventStore } from '@fengqiao/event-store';
import { MemoryEventStore } from '@fengqiao/event-store/memory';
import { toInstant, type Instant } from '@fengqiao/kernel';
import { mustLoadPacks } from '@fengqiao/policies';
import { packTexts } from '@fengqiao/policies/shipped';
import { adoptShipped, type ReadSide } from '@fengqiao/projection';
import { replay } from '@fengqiao/read-models';
import type { Placed } from './histories';
import { openReadSide } from './read-side';
import { fill } from './scratch';

const ADOPTED_AT = toInstant(Date.parse('2026-01-01T01:00:00Z'));

/** Subjects under the shipped rules, in memory: what the engine costs without a disk. */
export interface Judged {
  readonly readSide: ReadSide;
  readonly store: EventStore;
  readonly now: Instant;
}

/** Adopts what ships, takes the events and judges everything as of an instant. */
export async function judged(log: Iterable<Placed>, now: Instant): Promise<Judged> {
  const store = new MemoryEventStore();
  await adoptShipped(store, { packs: mustLoadPacks(packTexts()), years: loadCalendarYears() }, ADOPTED_AT);
  await fill(store, log);
  const readSide = openReadSide(store, { now: () => now });
  await replay(store, readSide.projectors);
  await readSide.opened.deadlines.settled(now);
  return { readSide, store, now };
}
