import { toInstant } from '@fengqiao/kernel';
import { Histories, streamOfCase, villages, type Place, type Placed } from '../histories';
import { interleaved } from '../measure';
import { rate, type JobResult } from '../result';
import { judged } from '../subjects';
import type { JobContext } from './job';

const START_MS = Date.parse('2026-06-01T01:00:00Z');
const DAY_MS = 86_400_000;

/** Every subject judged afresh under all shipped rules, beside reading the same facts with JSON.parse. */
export async function obligations({ rounds, quick, say }: JobContext): Promise<JobResult> {
  const subjects = quick ? 20 : 2_000;
  const now = toInstant(START_MS + 20 * DAY_MS);
  const { readSide, store } = await judged(mixed(await Histories.ordinary(), await Histories.unanswered(), subjects, villages(100)), now);
  const { view } = readSide.opened.deadlines;
  const streams = view.all().map(({ stream }) => stream).filter((stream) => stream.startsWith('mediation.dispute-'));
  const facts = (await store.readAll({ after: 0, limit: 10_000_000, prefixes: ['mediation.'] })).map((event) => JSON.stringify(event));
  const perRound = streams.reduce((sum, stream) => sum + (view.get(stream)?.obligations.length ?? 0), 0);
  say(`${streams.length} subjects, ${perRound} obligations, ${facts.length} facts`);
  const samples = await interleaved('obligations', rounds, {
    value: () => {
      let [count, read] = [0, 0];
      for (const stream of streams) {
        const found = view.judgeNow(stream, now);
        count += found?.obligations.length ?? 0;
        read += found?.facts.length ?? 0;
      }
      return { units: count, proof: `${read} facts` };
    },
    limit: () => {
      let read = 0;
      for (const fact of facts) if ((JSON.parse(fact) as { revision: number }).revision >= 0) read += 1;
      return { units: perRound, proof: `${read} facts` };
    },
  }, say);
  return rate({
    job: 'obligations', unit: 'obligations/s',
    work: `${streams.length} disputes, half of them ordinary and closed, half major and unanswered, each judged from all its facts under all shipped rules`,
    against: 'JSON.parse of the same facts, told in the same unit',
    also: { factsOfASubject: facts.length / streams.length, obligationsOfASubject: perRound / streams.length, subjectsPerSecond: (streams.length * 1_000) / medianWall(samples) },
  }, samples);
}

function medianWall(samples: readonly { readonly value: { readonly wallMs: number } }[]): number {
  return [...samples].map(({ value }) => value.wallMs).sort((a, b) => a - b)[samples.length >> 1] as number;
}

function* mixed(ordinary: Histories, unanswered: Histories, subjects: number, places: readonly Place[]): Generator<Placed> {
  for (let caseNumber = 0; caseNumber < subjects; caseNumber += 1) {
    const histories = caseNumber % 2 === 0 ? ordinary : unanswered;
    for (let step = 0; step < histories.length; step += 1) {
      const at = (each: number) => START_MS + each * DAY_MS;
      yield { stream: streamOfCase(caseNumber), revision: step, now: toInstant(at(step)), event: histories.event(caseNumber, step, places[caseNumber % places.length] as Place, at) };
    }
  }
}
