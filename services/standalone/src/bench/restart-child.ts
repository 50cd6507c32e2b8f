import { millisOf, toInstant, type Instant } from '@fengqiao/kernel';
import { steppedClock } from '@fengqiao/platform';
import { openHost } from '../host';

/** How a process came up on a folder. */
export interface Restarted {
  readonly head: number;
  /** CPU of the whole process until it answered its first request, and its memory then. */
  readonly readyCpuMs: number;
  readonly readyRssMiB: number;
  /** From the first answer until every obligation was judged and nothing was owed. */
  readonly judgedMs: number;
  readonly judgedRssMiB: number;
  readonly peakRssMiB: number;
}

const MIB = 1024 * 1024;

/** Opens the host on a folder as `npm start` does, and tells how it went. */
export async function restarted(folder: string, now: Instant, ready: () => void): Promise<Restarted> {
  const host = await openHost({ folder, clock: steppedClock(toInstant(millisOf(now))), logLevel: 'warn' });
  await host.listen('127.0.0.1', 0);
  const answer = await host.inject('GET', '/health/ready');
  if (answer.status !== 200) throw new Error(`not ready: ${answer.body}`);
  ready();
  const { user, system } = process.cpuUsage();
  const readyRssMiB = process.memoryUsage().rss / MIB;
  const since = performance.now();
  await host.settle();
  const judgedMs = performance.now() - since;
  const result = {
    head: await host.embedded.store.head(), readyCpuMs: (user + system) / 1_000, readyRssMiB, judgedMs,
    judgedRssMiB: process.memoryUsage().rss / MIB, peakRssMiB: process.resourceUsage().maxRSS / 1_024,
  };
  await host.close();
  return result;
}

if (require.main === module) {
  const [folder, now] = process.argv.slice(2) as [string, Instant];
  process.once('disconnect', () => process.exit(1));
  restarted(folder, now, () => process.send?.('ready')).then(
    (result) => process.send?.(result, () => process.exit(0)),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
}
