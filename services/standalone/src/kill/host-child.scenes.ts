import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { LOG_FILE, openDatabase } from '@fengqiao/event-store/sqlite';
import type { Instant } from '@fengqiao/kernel';
import { CaseNumbering } from '@fengqiao/platform';
import { openHost } from '../host';
import { acknowledgeEarly } from './acknowledge-early.scenes';
import { fastClock } from './fast-clock.scenes';

/** What a child is to do once it is its turn. */
export interface Orders {
  readonly folder: string;
  /** Its domain clock goes on at the last instant in the log, and not before this one. */
  readonly notBefore: Instant;
  /** How fast that clock runs. */
  readonly timesAsFast: number;
  /** Plants a fault: commands are answered before they are durable. */
  readonly acknowledgeEarly: boolean;
}

/** What a child says: its code is loaded; or it listens here, and gave numbers at its start to so many cases that had none. */
export type Said = { readonly kind: 'loaded' } | { readonly kind: 'serving'; readonly url: string; readonly swept: number };

/** Opens the real host on a folder and listens, to be killed while it works. */
async function serve(orders: Orders): Promise<void> {
  if (orders.acknowledgeEarly) acknowledgeEarly();
  const { sweep } = CaseNumbering.prototype;
  let swept = 0;
  CaseNumbering.prototype.sweep = async function (aggregate) {
    const found = await sweep.call(this, aggregate);
    swept += found;
    return found;
  };
  const host = await openHost({ folder: orders.folder, clock: fastClock(startOf(orders), orders.timesAsFast), logLevel: orders.acknowledgeEarly ? 'silent' : 'warn' });
  say({ kind: 'serving', url: await host.listen('127.0.0.1', 0), swept });
}

/** Time stands still while nobody runs: it goes on where the log ends. */
function startOf({ folder, notBefore }: Orders): Instant {
  const file = join(folder, LOG_FILE);
  if (!existsSync(file)) return notBefore;
  const log = openDatabase(file);
  const last = String(log.prepare('SELECT max(recorded_at) FROM streams').get([])?.[0]) as Instant;
  log.close();
  return last > notBefore ? last : notBefore;
}

const say = (said: Said) => process.send?.(said);

// A child whose test is gone has nothing left to do.
process.once('disconnect', () => process.exit(1));
process.once('message', (orders: Orders) => {
  serve(orders).catch((error: unknown) => {
    console.error(error);
    process.exit(1);
  });
});
say({ kind: 'loaded' });
