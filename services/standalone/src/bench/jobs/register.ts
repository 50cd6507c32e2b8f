import type { JobResult } from '../result';
import type { Sent } from '../load-client';
import type { JobContext } from './job';
import { overHttp, spread } from './over-http';

export const DISPUTES = '/v1/mediation/disputes';

/** The dearest command: it makes keys, opens a case and gives it a number. */
export function register(context: JobContext): Promise<JobResult> {
  const count = context.quick ? 64 : 1_536;
  return overHttp({
    described: {
      job: 'register',
      work: 'POST /v1/mediation/disputes: keys made and synced, personal texts sealed, the case appended, then its number; answered when both are durable and the views show the case',
    },
    prepare: async (_bench, tokens) => (round) => spread(count, (n) => registration(tokens[n % tokens.length] as string, round * count + n)),
  }, context);
}

/** A registration as a village sends it. */
export function registration(token: string, n: number): Sent {
  const body = {
    source: 'informant', category: 'neighbour', discoveredAt: new Date(Date.now() - 60_000).toISOString(), place: `试验村 ${n} 号门前`,
    summary: '两户因排水沟改道发生争执，雨后积水漫入院内，双方各执一词。', people: 2, parties: [{ kind: 'person', name: `试甲${n}` }, { kind: 'person', name: `试乙${n}` }],
  };
  return { path: DISPUTES, token, body: JSON.stringify(body) };
}
