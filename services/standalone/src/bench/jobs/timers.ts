import { join } from 'node:path';
import { openSqliteEventStore } from '@fengqiao/event-store/sqlite';
import type { EventStore } from '@fengqiao/event-store';
import { toInstant, type Instant, type RecordedEvent } from '@fengqiao/kernel';
import { steppedClock, systemPace } from '@fengqiao/platform';
import { Escalator, type ReadSide } from '@fengqiao/projection';
import { replay } from '@fengqiao/read-models';
import type { Timer } from '@fengqiao/timers';
import { CALLERS, callersAppend, digestOf } from '../callers';
import { Histories, streamOfCase, type Place, type Placed } from '../histories';
import { interleaved, timed } from '../measure';
import { openReadSide } from '../read-side';
import { rate, type JobResult } from '../result';
import { bytesBehind, fill, inScratch } from '../scratch';
import { openBenchHost } from '../server';
import type { JobContext } from './job';

/** A Monday morning. */
const START = toInstant(Date.parse('2026-11-02T09:00:00+08:00'));
/** Instants at which nothing is owed to all, before the next round. */
const MOST_STEPS = 100;

/** Nobody wakes it: the job moves the clock by hand. */
const NO_TIMER: Timer = { wakeAt: async () => undefined, onWake: () => undefined, close: async () => undefined };

/** 100,000 subjects whose next rung is due at one instant, raised durably, beside appending the very same events by 64 callers. */
export async function timers({ rounds, quick, scale, say }: JobContext): Promise<JobResult> {
  const subjects = quick ? 100 : Math.round(100_000 * scale);
  return inScratch(async (folder) => {
    const places = await foundedPlaces(folder, quick);
    const store = await openSqliteEventStore({ folder });
    const limitFolder = join(folder, 'limit');
    const limitStore = await openSqliteEventStore({ folder: limitFolder });
    await fill(store, reports(await Histories.unanswered(), subjects, places));
    const world = await begin(store);
    say(`${subjects} subjects; ${await store.head()} events`);
    await copyRungs(store, 0, limitStore);

    let raised: { readonly after: number; readonly events: readonly RecordedEvent[] } = { after: 0, events: [] };
    let eventBytes = 0;
    const samples = await interleaved('timers', rounds, {
      value: async () => {
        for (let step = 0; step < MOST_STEPS; step += 1) {
          const after = await store.head();
          const { wallMs, cpuMs } = await timed(() => world.ring());
          raised = { after, events: await store.readAll({ after, limit: 10 * subjects + 1 }) };
          if (raised.events.length >= subjects) {
            const bytes = bytesBehind(folder, after);
            eventBytes = bytes / raised.events.length;
            return { units: raised.events.length, wallMs, cpuMs, proof: `${bytes} bytes, chains ${digestOf(headsOf(raised.events))}` };
          }
          await copyRungs(store, after, limitStore);
        }
        throw new Error('the ladder has no further rung that is due to all');
      },
      limit: async () => {
        const before = await limitStore.head();
        const { wallMs, cpuMs, heads } = await callersAppend(limitStore, shares(raised.events));
        return { units: raised.events.length, wallMs, cpuMs, proof: `${bytesBehind(limitFolder, before)} bytes, chains ${digestOf(heads)}` };
      },
    }, say, 'valueFirst');
    await store.close();
    await limitStore.close();
    return rate({
      job: 'timers', unit: 'rungs/s', reach: { ratio: 0.5 },
      work: `${subjects} reports that nobody answers: the clock moves to the next instant, each subject is judged on the log as it is, and every rung is appended with its addressees and its explanation`,
      against: `${CALLERS} callers appending the very same events to a store of the same kind`,
      also: { subjects, bytesOfARung: eventBytes },
    }, samples);
  });
}

/** The demonstration's offices, people and rosters in a folder. */
async function foundedPlaces(folder: string, quick: boolean): Promise<readonly Place[]> {
  const { host, places } = await openBenchHost(folder, quick, steppedClock(START));
  await host.close();
  return places;
}

function* reports(histories: Histories, subjects: number, places: readonly Place[]): Generator<Placed> {
  for (let step = 0; step < histories.length; step += 1) {
    for (let caseNumber = 0; caseNumber < subjects; caseNumber += 1) {
      const event = histories.event(caseNumber, step, places[caseNumber % places.length] as Place, () => Date.parse(START));
      yield { stream: streamOfCase(caseNumber), revision: step, event, now: START };
    }
  }
}

/** Views and escalator over the log; `ring` moves the clock to the next instant and lets everything owed be raised. */
async function begin(store: EventStore): Promise<{ readonly readSide: ReadSide; ring(): Promise<void> }> {
  let now: Instant = START;
  const clock = { now: () => now };
  const readSide = openReadSide(store, clock);
  const { position } = await replay(store, readSide.projectors);
  const { deadlines } = readSide.opened;
  const escalator = new Escalator({
    store, clock, timer: NO_TIMER, directory: readSide.directory, deadlines, pace: systemPace(), reached: () => position,
    onAlarm: ({ code, en }) => {
      if (code === 'ESCALATION_FAILED') throw new Error(en);
    },
  });
  await escalator.sweep();
  return {
    readSide,
    ring: async () => {
      now = deadlines.view.nextInstant() ?? now;
      await escalator.sweep();
    },
  };
}

/** The limit's store holds every rung that the other holds, so that the next ones continue the same chains. */
async function copyRungs(from: EventStore, after: number, to: EventStore): Promise<void> {
  const events = await from.readAll({ after, limit: 10_000_000, prefixes: ['deadlines.'] });
  await fill(to, events.map(placed));
}

/** Whole streams for each caller. */
function shares(events: readonly RecordedEvent[]): readonly (readonly Placed[])[] {
  const work = Array.from({ length: CALLERS }, (): Placed[] => []);
  const callerOf = new Map<string, number>();
  for (const event of events) {
    const caller = callerOf.get(event.stream) ?? callerOf.size % CALLERS;
    callerOf.set(event.stream, caller);
    (work[caller] as Placed[]).push(placed(event));
  }
  return work;
}

function placed({ stream, revision, id, type, data, meta: { recordedAt, ...meta } }: RecordedEvent): Placed {
  return { stream, revision, now: recordedAt, event: { id, type, data, meta } };
}

function headsOf(events: readonly RecordedEvent[]): ReadonlyMap<string, string> {
  return new Map(events.map(({ stream, hash }) => [stream, hash]));
}
