import { CALLERS } from '../callers';
import type { JobResult } from '../result';
import type { JobContext } from './job';
import { overHttp, spread } from './over-http';
import { DISPUTES, registration } from './register';

/** A command on a case that is there, as most commands are: load, authorise, decide, seal, append, shown by the views. */
export function command(context: JobContext): Promise<JobResult> {
  const count = context.quick ? 64 : 3_072;
  // A round takes every other case: all of it is answered before the first of its facts is judged, a second after it came.
  const ofARound = count / 2;
  return overHttp({
    described: {
      job: 'command', reach: { ratio: 0.65 },
      work: 'POST /v1/mediation/disputes/{id}/grade with a sealed reason, one command a case; answered when it is durable and the views show it',
    },
    prepare: async ({ host }, tokens) => {
      const ids: string[] = [];
      for (let from = 0; from < count; from += CALLERS) {
        const batch = Array.from({ length: Math.min(CALLERS, count - from) }, async (_, nth) => {
          const { token, body } = registration(tokens[(from + nth) % tokens.length] as string, from + nth);
          const answer = await host.inject('POST', DISPUTES, { headers: { authorization: `Bearer ${token}` }, body });
          if (answer.status !== 201) throw new Error(`no case to work on: ${answer.status} ${answer.body}`);
          return (JSON.parse(answer.body) as { id: string }).id;
        });
        ids.push(...(await Promise.all(batch)));
      }
      await host.settle();
      return (round) => spread(ofARound, (n) => {
        const nth = 2 * n + (round % 2);
        return {
          path: `${DISPUTES}/${ids[nth] as string}/grade`,
          token: tokens[nth % tokens.length] as string,
          // Each round says something new, or the command would have nothing to do.
          body: JSON.stringify({ grade: round % 4 < 2 ? 'large' : 'small', people: 3 + round, reason: `第${round + 1}次走访核实：争执双方情绪平稳，涉及人数与初报略有出入，暂无激化迹象，由村调委会继续跟进。` }),
        };
      });
    },
  }, context);
}
