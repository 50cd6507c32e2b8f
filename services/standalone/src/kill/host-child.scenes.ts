import type { Instant } from '@fengqiao/kernel';
import { CaseNumbering, trainingClock } from '@fengqiao/platform';
import { openHost } from '../host';
import { acknowledgeEarly, forgetHead } from './acknowledge-early.scenes';

/** What a child is to do once it is its turn. */
export interface Orders {
  readonly folder: string;
  /** How fast its training clock runs; time goes on at the last instant in the log. */
  readonly timesAsFast: number;
  /** Plants a fault: commands are answered before they are durable. */
  readonly acknowledgeEarly: boolean;
}

/** What a child says: its code is loaded; or it listens here, what its time is, and that it gave numbers at its start to so many cases that had none. */
export type Said = { readonly kind: 'loaded' } | { readonly kind: 'serving'; readonly url: string; readonly now: Instant; readonly swept: number };

/** Opens the real host on a folder and listens, to be killed while it works. */
async function serve(orders: Orders): Promise<void> {
  if (orders.acknowledgeEarly) {
    acknowledgeEarly();
    forgetHead(orders.folder);
  }
  const { sweep } = CaseNumbering.prototype;
  let swept = 0;
  CaseNumbering.prototype.sweep = async function (aggregate) {
    const found = await sweep.call(this, aggregate);
    swept += found;
    return found;
  };
  const clock = trainingClock(orders.timesAsFast);
  const host = await openHost({ folder: orders.folder, clock, logLevel: orders.acknowledgeEarly ? 'silent' : 'warn' });
  clock.run();
  say({ kind: 'serving', url: await host.listen('127.0.0.1', 0), now: clock.now(), swept });
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
