import { CALLERS } from '../callers';
import { interleaved, median, timed } from '../measure';
import { rate, type Described, type JobResult } from '../result';
import { inScratch } from '../scratch';
import { answered, bytesSent, openBenchHost, startLoad, toEmpty, type BenchHost } from '../server';
import type { Sent } from '../load-client';
import type { JobContext } from './job';

/** Requests of one connection each, for one round. */
export type Requests = readonly (readonly Sent[])[];

export interface OverHttp {
  readonly described: Omit<Described, 'also' | 'against' | 'unit'>;
  /** Prepares what the rounds need; gives the requests of a round. */
  prepare(bench: BenchHost, tokens: readonly string[], port: number): Promise<(round: number) => Requests>;
}

/** Commands from 64 connections of another process, beside the empty endpoint of the same server with the same bodies. */
export function overHttp({ described, prepare }: OverHttp, { rounds, quick, say }: JobContext): Promise<JobResult> {
  return inScratch(async (folder) => {
    const bench = await openBenchHost(folder, quick);
    const { host, places } = bench;
    const load = startLoad();
    try {
      const port = Number(new URL(await host.listen('127.0.0.1', 0)).port);
      const tokens = await Promise.all(places.map(async ({ account }) => (await host.issueToken(account)) as string));
      const requestsOf = await prepare(bench, tokens, port);
      let slowestMs = 0;
      const judgingUs: number[] = [];
      const samples = await interleaved(described.job, rounds, {
        value: async (round) => {
          const requests = requestsOf(round);
          const before = await host.embedded.store.head();
          const done = await answered(load, port, requests);
          if ((await host.embedded.store.head()) - before < done.units) throw new Error('a command was answered and appended nothing');
          slowestMs = Math.max(slowestMs, done.slowestMs);
          const { cpuMs } = await timed(() => host.settle());
          judgingUs.push((1_000 * cpuMs) / done.units);
          return { ...done, proof: `${bytesSent(requests)} bytes of bodies` };
        },
        limit: async (round) => {
          const requests = requestsOf(round);
          return { ...(await answered(load, port, toEmpty(requests))), proof: `${bytesSent(requests)} bytes of bodies` };
        },
      }, say);
      return rate({ ...described, unit: 'requests/s', against: `an empty endpoint of the same server, behind the same guard and the same parser, given the same bodies by the same ${CALLERS} connections`, also: { slowestAnswerMs: slowestMs, cpuMicrosecondsOfJudgingBehind: median(judgingUs) } }, samples);
    } finally {
      load.stop();
      await host.close();
    }
  });
}

/** Spreads n requests over the connections; `of` makes the n-th. */
export function spread(count: number, of: (n: number) => Sent): Requests {
  return Array.from({ length: CALLERS }, (_, connection) => Array.from({ length: Math.ceil((count - connection) / CALLERS) }, (_unused, nth) => of(connection + nth * CALLERS)));
}
