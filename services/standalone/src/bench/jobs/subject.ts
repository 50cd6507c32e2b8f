import { encodeEvent, type EventData } from '@fengqiao/contracts';
import { toInstant, type Instant, type JsonObject } from '@fengqiao/kernel';
import { streamOfCase, uuid, type Placed } from '../histories';
import { interleaved, timed } from '../measure';
import { time, type JobResult } from '../result';
import { judged, type Judged } from '../subjects';
import type { JobContext } from './job';

const START_MS = Date.parse('2026-01-05T01:00:00Z');
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const OFFICE = uuid('office', 1);
const TOWNSHIP = uuid('township', 1);

/** What a fact costs in a subject with 1,000 of them, beside one with 10: the same where the cost is linear, a hundred times as much where it is quadratic. */
export async function subject({ rounds, quick, say }: JobContext): Promise<JobResult> {
  const sizes = [10, 100, quick ? 200 : 1_000] as const;
  const [small, , large] = sizes;
  const now = toInstant(START_MS + 200 * DAY_MS);
  const world = await judged(sizes.flatMap((size) => [...reportedOver(size, size)]), now);
  const times = quick ? 2 : 20;
  const judge = (size: number, repeated: number): number => {
    let facts = 0;
    for (let n = 0; n < repeated; n += 1) facts += world.readSide.opened.deadlines.view.judgeNow(streamOfCase(size), now)?.facts.length ?? 0;
    return facts;
  };
  const samples = await interleaved('subject', rounds, {
    value: () => done(judge(large, times)),
    limit: () => done(judge(small, (times * large) / small)),
  }, say);
  const evaluation = async (size: number) => (await timed(async () => judge(size, times))).wallMs / times;
  const [ms10, ms100, ms1000] = [await evaluation(sizes[0]), await evaluation(sizes[1]), await evaluation(sizes[2])];
  return time({
    job: 'subject', unit: 'µs/fact', reach: { ratio: 0.1 },
    work: `a dispute with ${large} facts, reported and answered again and again, judged from all of them: what one fact costs`,
    against: `the same with ${small} facts; 1 is linear, ${small / large} quadratic`,
    also: { msOfOneEvaluationWith10: ms10, msOfOneEvaluationWith100: ms100, [`msOfOneEvaluationWith${large}`]: ms1000, msUntilOneMoreEventIsJudged: await oneMore(world, large), obligationsOfTheLargest: world.readSide.opened.deadlines.view.get(streamOfCase(large))?.obligations.length ?? 0 },
  }, samples, 1_000);
}

function done(facts: number): { readonly units: number; readonly proof: string } {
  return { units: facts, proof: `${facts} facts` };
}

/** From an event's arrival to the obligations that it changes. */
async function oneMore({ readSide, store, now }: Judged, size: number): Promise<number> {
  const [next] = [...reportedOver(size, size + 1)].slice(size);
  const { stream, revision, event } = next as Placed;
  const { events } = await store.append(stream, revision - 1, [event], now);
  const { wallMs } = await timed(async () => {
    await readSide.opened.projectors.facts.feed(events);
    await readSide.opened.deadlines.settled(now);
  });
  return wallMs;
}

/** A dispute that is graded major, reported, acknowledged and returned day after day. */
function* reportedOver(caseNumber: number, facts: number): Generator<Placed> {
  const stream = streamOfCase(caseNumber);
  for (let revision = 0; revision < facts; revision += 1) {
    const day = Math.floor((revision - 1) / CYCLE.length);
    const now = toInstant(START_MS + Math.max(0, day) * DAY_MS + ((revision - 1) % CYCLE.length) * HOUR_MS);
    const { type, data } = revision === 0 ? REGISTERED : ((CYCLE[(revision - 1) % CYCLE.length] as (reportId: string) => Told)(uuid('report', day)));
    const id = uuid(`event${caseNumber}`, revision);
    yield { stream, revision, now, event: { id, type, data: encodeEvent(type as string, data as JsonObject), meta: { occurredAt: now, actor: uuid('person', 1), office: OFFICE, jurisdiction: '330681109008', correlation: id, causation: '', command: { id, body: '' } } } };
  }
}

type Told = { readonly [T in keyof EventData]: { readonly type: T; readonly data: Partial<EventData[T]> } }[keyof EventData];

const REGISTERED: Told = { type: 'mediation.v1.DisputeRegistered', data: { source: 'informant', discoveredAt: toInstant(START_MS) satisfies Instant, officeId: OFFICE, level: 'LEVEL_VILLAGE', division: '330681109008', category: 'neighbour' } };

const graded = (grade: EventData['mediation.v1.DisputeGraded']['grade']): Told => ({ type: 'mediation.v1.DisputeGraded', data: { grade, officeId: OFFICE, level: 'LEVEL_VILLAGE', proposed: grade } });
const session = (): Told => ({ type: 'mediation.v1.SessionHeld', data: { mode: 'field' } });

const CYCLE: readonly ((reportId: string) => Told)[] = [
  () => graded('GRADE_MAJOR'),
  (reportId) => ({ type: 'mediation.v1.MajorDisputeReported', data: { reportId, fromOfficeId: OFFICE, toOfficeId: TOWNSHIP, fromLevel: 'LEVEL_VILLAGE', toLevel: 'LEVEL_TOWNSHIP' } }),
  session,
  (reportId) => ({ type: 'mediation.v1.MajorDisputeReportAcknowledged', data: { reportId, line: 'LINE_JUSTICE', officeId: TOWNSHIP } }),
  (reportId) => ({ type: 'mediation.v1.DisputeReturned', data: { reportId } }),
  session,
  () => graded('GRADE_SMALL'),
  session,
];
