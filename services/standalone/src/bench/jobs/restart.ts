import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { openSqliteEventStore } from '@fengqiao/event-store/sqlite';
import { toInstant, type Instant } from '@fengqiao/kernel';
import { steppedClock } from '@fengqiao/platform';
import { openHost } from '../../host';
import { countyLog, eventsOfCase, Histories } from '../histories';
import { interleaved, median } from '../measure';
import type { Restarted } from '../restart-child';
import { time, type JobResult } from '../result';
import { fill, inScratch, sizeOf, textsOf } from '../scratch';
import { openBenchHost } from '../server';
import type { JobContext } from './job';

const START = toInstant(Date.parse('2026-01-05T09:00:00+08:00'));
const DAY_MS = 86_400_000;

/** A process that is started on a log of a million events, until it answers; beside JSON.parse of that log. */
export async function restart({ rounds, quick, scale, say }: JobContext): Promise<JobResult> {
  return inScratch(async (folder) => {
    const { end, head } = await prepared(folder, quick, quick ? 1_000 : Math.round(1_000_000 * scale));
    say(`${head} events, ${Math.round(sizeOf(folder) / 1_048_576)} MiB`);
    const restarts: Restarted[] = [];
    const samples = await interleaved('restart', rounds, {
      value: async () => {
        const { wallMs, restarted } = await started(folder, end);
        restarts.push(restarted);
        say(`ready after ${Math.round(wallMs)} ms, judged ${Math.round(restarted.judgedMs)} ms later, ${Math.round(restarted.judgedRssMiB)} MiB`);
        return { units: restarted.head, wallMs, cpuMs: restarted.readyCpuMs, proof: 'every event of the log' };
      },
      limit: () => {
        let [units, wallMs, cpuUs] = [0, 0, 0];
        for (const lines of textsOf(folder)) {
          const cpu = process.cpuUsage();
          const since = performance.now();
          for (const line of lines) if ((JSON.parse(line) as { revision: number }).revision >= 0) units += 1;
          wallMs += performance.now() - since;
          const { user, system } = process.cpuUsage(cpu);
          cpuUs += user + system;
        }
        return { units, wallMs, cpuMs: cpuUs / 1_000, proof: 'every event of the log' };
      },
    }, say);
    const of = (figure: (restarted: Restarted) => number) => median(restarts.slice(-rounds).map(figure));
    return time({
      job: 'restart', unit: 's',
      work: `node started on a folder of ${head} events until it answers /health/ready: every view shows everything; obligations are judged in slices from then on`,
      against: 'JSON.parse of the same events, one line after the other from memory',
      also: {
        events: head, secondsMoreUntilEveryObligationIsJudged: of(({ judgedMs }) => judgedMs / 1_000),
        rssMiBWhenReady: of(({ readyRssMiB }) => readyRssMiB), rssMiBWhenJudged: of(({ judgedRssMiB }) => judgedRssMiB), rssMiBAtMost: of(({ peakRssMiB }) => peakRssMiB),
        logMiB: sizeOf(folder) / 1_048_576,
      },
    }, samples, head / 1_000);
  });
}

/** A county with years of work behind it, at rest. */
async function prepared(folder: string, quick: boolean, wanted: number): Promise<{ readonly end: Instant; readonly head: number }> {
  const { host, places } = await openBenchHost(folder, quick, steppedClock(START));
  await host.close();
  const histories = await Histories.ordinary();
  const store = await openSqliteEventStore({ folder });
  const cases = Math.ceil((wanted - (await store.head())) / eventsOfCase(histories));
  await fill(store, countyLog(histories, { places, cases, startMs: Date.parse(START) + DAY_MS }));
  const [last] = await store.readAll({ after: (await store.head()) - 1, limit: 1 });
  await store.close();
  const end = last?.meta.recordedAt ?? START;
  // What the rules still owe is raised now: a restart finds a log at rest.
  const again = await openHost({ folder, clock: steppedClock(end), logLevel: 'warn' });
  await again.settle();
  const head = await again.embedded.store.head();
  await again.close();
  return { end, head };
}

async function started(folder: string, now: Instant): Promise<{ readonly wallMs: number; readonly restarted: Restarted }> {
  const since = performance.now();
  const child = fork(join(__dirname, '../restart-child'), [folder, now], { serialization: 'advanced' });
  const died = once(child, 'exit').then(([code]) => {
    throw new Error(`the restarted process ended with ${String(code)}`);
  });
  await Promise.race([once(child, 'message'), died]);
  const wallMs = performance.now() - since;
  const [restarted] = (await Promise.race([once(child, 'message'), died])) as [Restarted];
  await once(child, 'exit');
  died.catch(() => undefined);
  return { wallMs, restarted };
}
