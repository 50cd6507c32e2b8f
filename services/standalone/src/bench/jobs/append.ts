import { join } from 'node:path';
import { openSqliteEventStore } from '@fengqiao/event-store/sqlite';
import { toInstant } from '@fengqiao/kernel';
import { CALLERS, callersAppend, digestOf } from '../callers';
import { Histories, streamOfCase, villages, type Place, type Placed } from '../histories';
import { interleaved } from '../measure';
import { openRawLog } from '../raw-log';
import { rate, type JobResult } from '../result';
import { bytesBehind, inScratch } from '../scratch';
import type { JobContext } from './job';

const START_MS = Date.parse('2026-01-05T01:00:00Z');
const DAY_MS = 86_400_000;

/** Appends by 64 callers, durable and chained, beside a raw log that stringifies, hashes and syncs the same bytes in groups of the same size. */
export async function append({ rounds, quick, say }: JobContext): Promise<JobResult> {
  const histories = await Histories.ordinary();
  const casesOfCaller = quick ? 1 : 24;
  const places = villages(200);
  let prepared: { round: number; work: readonly (readonly Placed[])[] } | undefined;
  const workOf = (round: number) => (prepared?.round === round ? prepared : (prepared = { round, work: callersWork(histories, places, casesOfCaller, round) })).work;
  let [groupSize, bytesOfEvent] = [1, 0];

  return inScratch(async (folder) => {
    const store = await openSqliteEventStore({ folder });
    const raw = openRawLog(join(folder, 'raw.log'));
    const samples = await interleaved('append', rounds, {
      value: async (round) => {
        const work = workOf(round);
        const before = await store.head();
        const { wallMs, cpuMs, commits, heads } = await callersAppend(store, work);
        const units = (await store.head()) - before;
        const bytes = bytesBehind(folder, before);
        groupSize = Math.round(units / commits);
        bytesOfEvent = bytes / units;
        return { units, wallMs, cpuMs, proof: `${bytes} bytes, chains ${digestOf(heads)}` };
      },
      limit: (round) => {
        const events = inTurns(workOf(round));
        const cpu = process.cpuUsage();
        const started = performance.now();
        const { bytes, heads } = raw.write(events, groupSize);
        const wallMs = performance.now() - started;
        const { user, system } = process.cpuUsage(cpu);
        return { units: events.length, wallMs, cpuMs: (user + system) / 1_000, proof: `${bytes} bytes, chains ${digestOf(heads)}` };
      },
    }, say);
    raw.close();
    await store.close();
    return rate({
      job: 'append', unit: 'events/s', reach: { ratio: 0.4 },
      work: `${CALLERS} callers append one event at a time to streams of their own and wait for each answer (SQLite, WAL, each group commit forced to the disk)`,
      against: 'the same events stringified, chained by SHA-256 and written to a plain file in groups of the same size, fdatasync after each group',
      also: { eventsOfACommit: groupSize, bytesOfAnEvent: bytesOfEvent },
    }, samples);
  });
}

/** Events for each caller: whole cases, one after the other. */
export function callersWork(histories: Histories, places: readonly Place[], casesOfCaller: number, round: number): readonly (readonly Placed[])[] {
  const now = toInstant(START_MS + (round + 40) * DAY_MS);
  return Array.from({ length: CALLERS }, (_, caller) =>
    Array.from({ length: casesOfCaller }, (_unused, nth) => (round * CALLERS + caller) * casesOfCaller + nth).flatMap((caseNumber) =>
      Array.from({ length: histories.length }, (_unused, step): Placed => ({
        stream: streamOfCase(caseNumber), revision: step, now,
        event: histories.event(caseNumber, step, places[caseNumber % places.length] as Place, (each) => START_MS + round * DAY_MS + each * 3_600_000),
      }))),
  );
}

/** The first event of each caller, then the second of each: the order in which the callers come. */
function inTurns(work: readonly (readonly Placed[])[]): readonly Placed[] {
  const longest = Math.max(...work.map(({ length }) => length));
  return Array.from({ length: longest }, (_, turn) => work.flatMap((events) => events.slice(turn, turn + 1))).flat();
}
