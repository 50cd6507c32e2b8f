import { openSqliteEventStore } from '@fengqiao/event-store/sqlite';
import { toInstant } from '@fengqiao/kernel';
import { replay } from '@fengqiao/read-models';
import { countyLog, eventsOfCase, Histories, villages } from '../histories';
import { interleaved } from '../measure';
import { openReadSide } from '../read-side';
import { rate, type JobResult } from '../result';
import { fill, inScratch, textsOf } from '../scratch';
import type { JobContext } from './job';

const START_MS = Date.parse('2026-01-05T01:00:00Z');

/** The whole log folded into every view, beside reading its lines with JSON.parse and nothing else. */
export async function replayed({ rounds, quick, say }: JobContext): Promise<JobResult> {
  const histories = await Histories.ordinary();
  const cases = quick ? 20 : 10_000;
  return inScratch(async (folder) => {
    const store = await openSqliteEventStore({ folder });
    const written = await fill(store, countyLog(histories, { places: villages(500), cases, startMs: START_MS }));
    say(`${written} events`);
    const lines = [...textsOf(folder)].flat();
    const clock = { now: () => toInstant(START_MS + 400 * 86_400_000) };
    const samples = await interleaved('replay', rounds, {
      value: async () => {
        const readSide = openReadSide(store, clock);
        const { events } = await replay(store, readSide.projectors);
        const shown = await readSide.ledger.store.count();
        if (shown !== cases) throw new Error(`the ledger shows ${shown} of ${cases} cases`);
        return { units: events, proof: 'every event of the log' };
      },
      limit: () => {
        let last = -1;
        for (const line of lines) last = (JSON.parse(line) as { revision: number }).revision;
        return { units: lines.length, proof: last >= 0 ? 'every event of the log' : 'nothing' };
      },
    }, say);
    await store.close();
    const bytes = lines.reduce((sum, line) => sum + Buffer.byteLength(line), 0);
    return rate({
      job: 'replay', unit: 'events/s', reach: { ratio: 0.4 },
      work: `a log of ${cases} cases with ${eventsOfCase(histories)} events each, read from SQLite and folded into all views with their indexes; obligations are not judged here`,
      against: 'JSON.parse of the same events, one line after the other from memory',
      also: { events: lines.length, bytesOfAnEvent: bytes / lines.length },
    }, samples);
  });
}
