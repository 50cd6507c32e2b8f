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
import { ageWhatIsReady, interleaved, timed } from '../measure';
import { openReadSide } from '../read-side';
import { rate, type JobResult } from '../result';
import { bytesBehind, fill, inScratch } from '../scratch';
import { openBenchHost } from '../server';
import type { JobContext } from './job';

/** A Monday morning. */
const START = toInstant(Date.parse('2026-11-02T09:00:00+08:00'));
/** Instants at which nothing is owed to all, before the next round. */
const MOST_STEPS = 100;
/** Rungs that the limit is given at a time, read before they are timed. */
const PART = 5_000;

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

    let raisedAfter = 0;
    let eventBytes = 0;
    const samples = await interleaved('timers', rounds, {
      value: async () => {
        for (let step = 0; step < MOST_STEPS; step += 1) {
          raisedAfter = await store.head();
          const { wallMs, cpuMs } = await timed(() => world.ring());
          const units = (await store.head()) - raisedAfter;
          if (units >= subjects) {
            const bytes = bytesBehind(folder, raisedAfter);
            eventBytes = bytes / units;
            return { units, wallMs, cpuMs, proof: proofOf(bytes, await headsBehind(store, raisedAfter)) };
          }
          await copyRungs(store, raisedAfter, limitStore);
        }
        throw new Error('the ladder has no further rung that is due to all');
      },
      limit: async () => {
        const before = await limitStore.head();
        const heads = new Map<string, string>();
        let [units, wallMs, cpuMs] = [0, 0, 0];
        for await (const events of rungsBehind(store, raisedAfter)) {
          const work = shares(events);
          ageWhatIsReady();
          const called = await callersAppend(limitStore, work);
          units += events.length;
          wallMs += called.wallMs;
          cpuMs += called.cpuMs;
          for (const [stream, head] of called.heads) heads.set(stream, head);
        }
        return { units, wallMs, cpuMs, proof: proofOf(bytesBehind(limitFolder, before), heads) };
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
  for await (const events of rungsBehind(from, after)) await fill(to, events.map(placed));
}

/** The rungs behind a position, read back from the log a part at a time: all that 100,000 subjects are told at once would not fit beside the product. */
async function* rungsBehind(store: EventStore, after: number): AsyncGenerator<readonly RecordedEvent[]> {
  for (let from = after; ; ) {
    const events = await store.readAll({ after: from, limit: PART, prefixes: ['deadlines.'] });
    const last = events.at(-1);
    if (!last) return;
    yield events;
    from = last.position;
  }
}

async function headsBehind(store: EventStore, after: number): Promise<ReadonlyMap<string, string>> {
  const heads = new Map<string, string>();
  for await (const events of rungsBehind(store, after)) for (const { stream, hash } of events) heads.set(stream, hash);
  return heads;
}

function proofOf(bytes: number, heads: ReadonlyMap<string, string>): string {
  return `${bytes} bytes, chains ${digestOf(heads)}`;
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
