import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { systemClock, type DomainClock } from '@fengqiao/platform';
import type { Page } from '@fengqiao/platform/http';
import { invariant } from '@fengqiao/kernel';
import { county, type Office } from '../demonstration/county';
import { foundCounty, setRosters, type Founded } from '../demonstration/found-county';
import { openHost, type Host } from '../host';
import { publicInterface } from '../public-interface';
import { SETUP_ACCOUNT } from '../setup-account';
import type { Place } from './histories';
import type { Answered, Load, Sent } from './load-client';
import { timed } from './measure';

/** Where a request finds an endpoint that does nothing. */
export const EMPTY_PATH = '/v1/nothing';

const OPERATOR = 'city.operator';
const ROSTER_DAYS = 30;

/** The endpoint that every command is held against: same server, same parser of bodies, same guard, and then nothing. */
const EMPTY: Page = {
  operation: {
    id: 'doNothing', method: 'POST', path: EMPTY_PATH, tag: 'system · 系统', label: { zh: '什么也不做', en: 'do nothing' },
    access: ['mediator', 'committeeChair'], parameters: [], responses: { 201: { label: { zh: '成功', en: 'done' } } },
  },
  answer: () => ({}),
};

/** A host with the demonstration's county, but none of its cases, and the empty endpoint. */
export interface BenchHost {
  readonly host: Host;
  readonly offices: readonly Office[];
  readonly founded: Founded;
  /** Village offices in which a person mediates. */
  readonly places: readonly (Place & { readonly account: string })[];
}

export async function openBenchHost(folder: string, quick: boolean, clock: DomainClock = systemClock()): Promise<BenchHost> {
  const host = await openHost({ folder, clock, logLevel: 'silent', pages: [EMPTY] });
  const offices = quick ? fewOf(county()) : county();
  const requests = publicInterface(host);
  const startMs = Date.parse(clock.now());
  const founded = await foundCounty(offices, startMs, requests, SETUP_ACCOUNT, OPERATOR);
  await setRosters(offices, founded, startMs, ROSTER_DAYS, requests, OPERATOR);
  await host.settle();
  return { host, offices, founded, places: placesOf(offices, founded) };
}

/** City and county, and one township with its villages. */
function fewOf(offices: readonly Office[]): readonly Office[] {
  const township = offices.find(({ key, level }) => level === 'township' && offices.some(({ parent }) => parent === key));
  return offices.filter(({ key, level, parent }) => level === 'city' || level === 'county' || key === township?.key || parent === township?.key);
}

function placesOf(offices: readonly Office[], { offices: ids, people }: Founded): BenchHost['places'] {
  return offices.filter(({ level }) => level === 'village').map(({ key, parent = '', division, officers }) => {
    const mediator = officers.find(({ roles }) => roles.includes('mediator'));
    invariant(mediator, `somebody mediates in ${key}`);
    return { officeId: ids.get(key) as string, aboveId: ids.get(parent) as string, division, actors: [people.get(mediator.account) as string], account: mediator.account };
  });
}

/** A process that sends requests, so that the server alone has its thread. */
export interface LoadProcess {
  send(load: Load): Promise<Answered>;
  stop(): void;
}

export function startLoad(): LoadProcess {
  const child: ChildProcess = fork(join(__dirname, 'load-client'), { serialization: 'advanced' });
  return {
    send: async (load) => {
      const heard = new AbortController();
      const died = once(child, 'exit', heard).then(() => {
        throw new Error('the sending process died');
      });
      child.send(load);
      try {
        const [result] = (await Promise.race([once(child, 'message', heard), died])) as [Answered];
        return result;
      } finally {
        died.catch(() => undefined);
        heard.abort();
      }
    },
    stop: () => child.disconnect(),
  };
}

/** Sends a load and gives its time and the server's CPU; throws where an answer is no success. */
export async function answered(load: LoadProcess, port: number, connections: readonly (readonly Sent[])[]): Promise<{ readonly units: number; readonly wallMs: number; readonly cpuMs: number; readonly slowestMs: number }> {
  const { result, cpuMs } = await timed(() => load.send({ port, connections }));
  if (result.failure !== undefined) throw new Error(`a request failed: ${Buffer.from(result.failure, 'latin1').toString('utf8')}`);
  const units = Object.values(result.statuses).reduce((sum, count) => sum + count, 0);
  return { units, cpuMs, wallMs: result.wallMs, slowestMs: result.slowestMs };
}

/** The same requests to the empty endpoint. */
export function toEmpty(connections: readonly (readonly Sent[])[]): readonly (readonly Sent[])[] {
  return connections.map((requests) => requests.map((request) => ({ ...request, path: EMPTY_PATH })));
}

export function bytesSent(connections: readonly (readonly Sent[])[]): number {
  return connections.flat().reduce((sum, { body }) => sum + Buffer.byteLength(body), 0);
}
