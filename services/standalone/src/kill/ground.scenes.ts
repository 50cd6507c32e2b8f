import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteEventStore } from '@fengqiao/event-store/sqlite';
import { millisOf, type Instant, type JsonObject, type RecordedEvent } from '@fengqiao/kernel';
import { steppedClock } from '@fengqiao/platform';
import { foundCounty, setRosters } from '../demonstration/found-county';
import { markFolder } from '../folder-mark';
import { accountOf, SITES, smallCounty, type Place } from '../flow/county.scenes';
import { openHost, type Host } from '../host';
import { publicInterface } from '../public-interface';
import { SETUP_ACCOUNT } from '../setup-account';

/** A folder with a small county, ready for hosts to be killed on. */
export interface Ground {
  readonly folder: string;
  /** A token of the account; it stays good over restarts. */
  token(account: string): string;
  remove(): void;
}

const VILLAGES: readonly Place[] = ['pine', 'oak', 'reed'];
const ROSTER_DAYS = 10;

/** Founds the county at an instant, through the public commands; time goes on from there by a training clock. */
export async function prepareGround(now: Instant): Promise<Ground> {
  const folder = mkdtempSync(join(tmpdir(), 'fengqiao-kill-'));
  const clock = steppedClock(now);
  const host = await openHost({ folder, clock, logLevel: 'warn' });
  const offices = smallCounty();
  const county = publicInterface(host);
  const operator = accountOf('city', 'operator');
  const founded = await foundCounty(offices, millisOf(now), county, SETUP_ACCOUNT, operator);
  await setRosters(offices, founded, millisOf(now), ROSTER_DAYS, county, operator);
  const accounts = [...founded.people.keys()];
  const tokens = new Map(await Promise.all(accounts.map(async (account) => [account, await host.issueToken(account)] as const)));
  await markFolder(host.embedded.store, 'training', now);
  await host.close();
  return {
    folder,
    token: (account) => {
      const token = tokens.get(account);
      if (token === undefined) throw new Error(`there is no account ${account}`);
      return token;
    },
    remove: () => rmSync(folder, { recursive: true }),
  };
}

/** The account of a village's mediator; turns come round. */
export function mediatorOf(turn: number): string {
  return accountOf(VILLAGES[turn % VILLAGES.length] as Place, 'mediator');
}

/** The account of who answers for the office above that village. */
export function dutyAbove(turn: number): string {
  return accountOf(SITES[VILLAGES[turn % VILLAGES.length] as Place].parent as Place, 'dutyOfficer');
}

/** The body of a dispute's registration. */
export function registration(turn: number, discoveredAt: string): JsonObject {
  return { source: 'mediator', category: 'neighbour', discoveredAt, summary: `屋檐滴水之争，第${turn}件`, parties: [{ kind: 'person', name: '试验甲' }] };
}

/** Opens the folder once more, at the last instant in its log, lets everything come to rest, and closes it. */
export async function recovered<T>(folder: string, look: (host: Host, now: Instant) => Promise<T>): Promise<T> {
  const last = (await logOf(folder)).reduce((latest, { meta }) => (meta.recordedAt > latest ? meta.recordedAt : latest), '' as Instant);
  const host = await openHost({ folder, clock: steppedClock(last), logLevel: 'warn' });
  try {
    await host.settle();
    return await look(host, last);
  } finally {
    await host.close();
  }
}

/** Everything in the log, in its order. */
export async function logOf(folder: string): Promise<readonly RecordedEvent[]> {
  const store = await openSqliteEventStore({ folder });
  const events = await store.readAll({ after: 0, limit: Number.MAX_SAFE_INTEGER });
  await store.close();
  return events;
}
