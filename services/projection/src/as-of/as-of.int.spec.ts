import { InProcessBus } from '@fengqiao/event-bus/in-process';
import { memoryCheckpoints } from '@fengqiao/event-bus/memory';
import { MemoryEventStore } from '@fengqiao/event-store/memory';
import { millisOf, toInstant, type Instant, type Json, type RecordedEvent } from '@fengqiao/kernel';
import { systemPace, type QueryAnswer, type QueryRoute } from '@fengqiao/platform';
import { MemoryViewStore } from '@fengqiao/read-models/memory';
import { LiveStream } from '../duty/live-stream';
import type { AskedCounty } from '../queries/county.scenes';
import { viewRoutes } from '../queries/view-routes';
import { ReadSide } from '../read-side';
import { CASES, caseOf, eventfulWeek } from './eventful-week.scenes';

type Parameters = Readonly<Record<string, string>>;
interface Listed {
  readonly items: readonly { readonly id: string }[];
  readonly next?: string;
}

const never = () => undefined;
const codeOf = (answer: QueryAnswer) => (answer.kind === 'problem' ? `${answer.status} ${answer.code} ${answer.parameter ?? ''}`.trim() : answer.kind);

let store: MemoryEventStore;
let county: AskedCounty;
let events: readonly RecordedEvent[];
beforeAll(async () => {
  store = new MemoryEventStore();
  county = await eventfulWeek(store, (projection) => new MemoryViewStore(projection));
  events = await store.readAll({ after: 0, limit: 100_000 });
}, 30_000);

/** The routes of a read side that was opened afresh, on a log that holds nothing but what was recorded up to an instant, under a clock that stands there. */
async function freshRoutes(at: Instant): Promise<ReadonlyMap<string, QueryRoute>> {
  const log = new MemoryEventStore({ events: events.filter(({ meta }) => meta.recordedAt <= at), heads: new Map() });
  const [clock, pace] = [{ now: () => at }, systemPace()];
  const readSide = new ReadSide({ store: log, clock, pace, viewStore: (projection) => new MemoryViewStore(projection), onAlarm: never });
  await readSide.start(new InProcessBus({ store: log, checkpoints: memoryCheckpoints(), report: never }));
  const routes = viewRoutes({ readSide, log, clock, pace, live: new LiveStream(log), cursorSecret: 'secret' });
  return new Map(routes.map((route) => [route.id, route]));
}

/** Instants of the week: anywhere, and where something was recorded, a millisecond before and after it too. Always the same for a seed. */
function instants(count: number, seed: number): readonly Instant[] {
  let state = seed;
  const random = (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const atOf = (event: RecordedEvent | undefined) => millisOf(event?.meta.recordedAt ?? '');
  const [first, last] = [atOf(events[0]), atOf(events[events.length - 1])];
  return Array.from({ length: count }, (_, index) => {
    const recorded = atOf(events[random(events.length)]);
    return toInstant(Math.min(last, index % 2 === 0 ? first + random(last - first) : recorded + random(3) - 1));
  });
}

/** Questions to a route that show all it has: pages, counts, each thing it can be asked for, and by turns each order. */
function questionsTo(route: QueryRoute, ids: readonly string[], turn: number): readonly { readonly query: Parameters; readonly path: Parameters }[] {
  const named = new Set(route.parameters.map(({ name }) => name));
  const choices = (name: string) => (/：([\w, ]+)/.exec(route.parameters.find((parameter) => parameter.name === name)?.label.zh ?? '')?.[1] ?? '').split(', ').filter((choice) => choice !== '');
  const queries: Parameters[] = [{}];
  if (named.has('facets')) queries.push({ limit: '3', facets: choices('facets').join(',') });
  const orders = choices('sort');
  if (orders.length > 0) queries.push({ limit: '4', sort: `${turn % 2 === 0 ? '-' : ''}${orders[turn % orders.length]}` });
  if (named.has('format')) queries.push({ format: 'text' }, { format: 'text', lang: 'en' });
  const paths: readonly Parameters[] = route.path.includes('/:') ? ids.map((id) => ({ id })) : [{}];
  return paths.flatMap((path) => queries.map((query) => ({ query, path })));
}

const bodyOf = (answer: QueryAnswer): string => (answer.kind === 'events' ? 'events' : JSON.stringify(answer));
const listOf = (answer: QueryAnswer): Listed | undefined => (answer.kind === 'json' && typeof answer.body === 'object' && answer.body !== null && 'items' in answer.body ? (answer.body as unknown as Listed) : undefined);

describe('a board as of an instant', () => {
  const askable = (): readonly QueryRoute[] => [...county.routes.values()].filter(({ produces }) => !produces.includes('events'));

  it('is asked by the parameter asOf of every question that has an answer', () => {
    expect(askable().length).toBeGreaterThanOrEqual(8);
    for (const { id, parameters } of askable()) expect([id, parameters.filter(({ name }) => name === 'asOf').length]).toEqual([id, 1]);
    expect(county.route('escalationStream').parameters.map(({ name }) => name)).not.toContain('asOf');
  });

  it('equals, byte for byte, that of a fresh read side fed only with what was recorded by then, for 200 instants and every question', async () => {
    // Positions stand in answers: those of a log that ends early are the same only where nothing was recorded out of order.
    expect(events.every(({ position, meta }, index) => position === index + 1 && meta.recordedAt >= (events[Math.max(0, index - 1)] as RecordedEvent).meta.recordedAt)).toBe(true);
    const different = new Set<string>();
    let [answers, pages, judged] = [0, 0, 0];
    for (const [index, at] of instants(200, 7).entries()) {
      const fresh = await freshRoutes(at);
      const asker = (['countyDuty', 'countyHead', 'analyst', 'townshipDuty2'] as const)[index % 4] as string;
      const both = async (id: string, query: Parameters, path: Parameters): Promise<QueryAnswer> => {
        const then = await county.ask(asker, id, { ...query, asOf: at }, path);
        const expected = await (fresh.get(id) as QueryRoute).handle(county.context(asker, query, path));
        if (bodyOf(then) !== bodyOf(expected)) throw new Error(`${id} ${JSON.stringify({ query, path, at, asker })}\nas of then ${bodyOf(then)}\nfresh       ${bodyOf(expected)}`);
        answers += 1;
        return then;
      };
      const obligations = listOf(await both('deadlineCalendar', { limit: '200', sort: 'due' }, {}))?.items.map(({ id }) => id) ?? [];
      judged += obligations.length;
      const ids = [caseOf(index % CASES), caseOf((index * 5) % CASES), ...[0, 1, 2].flatMap((n) => obligations[(index + n * 7) % Math.max(1, obligations.length)] ?? [])];
      for (const route of askable()) {
        for (const { query, path } of questionsTo(route, ids, index)) {
          const answer = await both(route.id, query, path);
          different.add(`${route.id} ${answer.kind === 'json' ? JSON.stringify({ ...(answer.body as Record<string, Json>), freshness: '' }) : bodyOf(answer)}`);
          for (let { next } = listOf(answer) ?? {}, turn = 0; next !== undefined && turn < 2; turn += 1) {
            pages += 1;
            next = listOf(await both(route.id, { ...query, cursor: next }, path))?.next;
          }
        }
      }
    }
    // Otherwise the comparison would have said nothing: the boards differ from instant to instant, have pages, and obligations stand on them.
    expect([answers > 4_000, pages > 500, different.size > 1_000, judged > 1_000]).toEqual([true, true, true, true]);
  }, 300_000);

  it('says in its stamp as of when it is, and up to which position', async () => {
    const at = events[200]?.meta.recordedAt as Instant;
    const { freshness } = await county.json<{ freshness: Record<string, unknown> }>('countyDuty', 'dutyBoard', { asOf: at });
    const last = events.filter(({ meta }) => meta.recordedAt <= at).length;
    expect(freshness).toEqual({ position: Buffer.from(`@${last}`).toString('base64url'), asOf: at, ageMs: 0 });
  });

  it('is empty before anything was recorded, and no error', async () => {
    for (const list of ['disputeLedger', 'dutyBoard', 'deadlineCalendar', 'offices', 'rosters']) {
      expect(await county.json('countyDuty', list, { asOf: '2020-01-01' })).toMatchObject({ items: [], total: 0, freshness: { asOf: '2020-01-01T15:59:59.999Z' } });
    }
  });

  it.each([
    ['2026-11-30T10:00:00.001+08:00', '400 AS_OF_IN_FUTURE asOf'],
    ['2026-11-30', '400 AS_OF_IN_FUTURE asOf'],
    ['2026-11-30T10:00:00+08:00', 'json'],
    ['2026-11-29', 'json'],
    ['2026-11-29T24:00:00+08:00', '400 QUERY_VALUE_INVALID asOf'],
    ['2026-11-29T10:00:00', '400 QUERY_VALUE_INVALID asOf'],
    ['1969-12-31', '400 QUERY_VALUE_INVALID asOf'],
    ['yesterday', '400 QUERY_VALUE_INVALID asOf'],
    ['', '400 QUERY_VALUE_INVALID asOf'],
  ])('asked for %j at 10:00 on Monday the 30th answers %s', async (asOf, expected) => {
    expect(codeOf(await county.ask('countyDuty', 'dutyBoard', { asOf }))).toBe(expected);
  });

  it('of a date is that of its last millisecond in Asia/Shanghai', async () => {
    const [date, instant] = await Promise.all(['2026-11-25', '2026-11-25T23:59:59.999+08:00'].map((asOf) => county.json('countyDuty', 'disputeLedger', { asOf })));
    expect(date).toEqual(instant);
    const next = await county.json('countyDuty', 'disputeLedger', { asOf: '2026-11-26T00:00:00+08:00' });
    expect(next).not.toEqual(date);
  });

  it('waits for nothing, so atLeast has no place beside it', async () => {
    expect(codeOf(await county.ask('countyDuty', 'dutyBoard', { asOf: '2026-11-25', atLeast: 'mediation.dispute-1@0' }))).toBe('400 AS_OF_WITH_AT_LEAST atLeast');
  });

  it('shows to each what he may see of it today', async () => {
    const seen = async (who: string) => (await county.json<{ total: number }>(who, 'disputeLedger', { asOf: '2026-11-28' })).total;
    expect(await seen('countyDuty')).toBeGreaterThan(10);
    expect(await seen('stranger')).toBe(0);
    const name = async (who: string) => (await county.json<{ items: readonly { onDuty: readonly { name: string }[] }[] }>(who, 'rosters', { level: '4', asOf: '2026-11-28' })).items.flatMap(({ onDuty }) => onDuty)[0]?.name;
    expect([await name('countyHead'), await name('analyst')]).toEqual(['<countyDuty>', 'withheld']);
  });

  it('shows no name that was erased since, also where the same board was shown before', async () => {
    const ask = async (reveal: (value: Json) => Json) => {
      const answer = await county.route('rosters').handle({ ...county.context('countyHead', { level: '4', asOf: '2026-11-28' }, {}), reveal });
      return answer.kind === 'json' ? JSON.stringify(answer.body) : answer.kind;
    };
    const { reveal } = county.context('countyHead', {}, {});
    expect(await ask(reveal)).toContain('<countyDuty>');
    const erased = await ask((value) => JSON.parse(JSON.stringify(reveal(value)).replaceAll('<countyDuty>', '已删除')) as Json);
    expect([erased.includes('已删除'), erased.includes('<countyDuty>')]).toEqual([true, false]);
  });
});

describe('what is appended later', () => {
  it('belongs to the past where it was recorded by then, and is shown with the next question', async () => {
    const log = new MemoryEventStore();
    const other = await eventfulWeek(log, (projection) => new MemoryViewStore(projection));
    const at = other.clock.now();
    const total = async () => (await other.json<{ total: number }>('countyDuty', 'disputeLedger', { asOf: at })).total;
    const before = await total();
    await other.facts.registered('mediation.dispute-00000000-0000-4000-8000-0000000000aa');
    expect(await total()).toBe(before + 1);
    other.clock.moveTo(toInstant(millisOf(at) + 1));
    await other.facts.registered('mediation.dispute-00000000-0000-4000-8000-0000000000bb');
    expect(await total()).toBe(before + 1);
  }, 30_000);
});
