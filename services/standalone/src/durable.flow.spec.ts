import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { type ChildCode, compileForChild } from '@fengqiao/event-store/kill-runs';
import { LOG_FILE, openSqliteEventStore, verifyLog } from '@fengqiao/event-store/sqlite';
import type { Instant, JsonObject, RecordedEvent } from '@fengqiao/kernel';
import { at } from '@fengqiao/testing';
import { forgetHead } from './kill/acknowledge-early.scenes';
import { Line, type Acknowledged } from './kill/callers.scenes';
import { dutyAbove, logOf, mediatorOf, prepareGround, recovered, registration, type Ground } from './kill/ground.scenes';
import { killWhileWorking, type Killed } from './kill/kill-run.scenes';
import { nameOf, owedByFacts, standing } from './kill/owed.scenes';
import { Succession } from './kill/succession.scenes';

/*
 * The whole host under kill -9 at random moments: what it acknowledged over HTTP is in the log once, and every rung that fell due on
 * the way was raised once and not early. The clock of the cases runs so fast that the day ends between the first kill and the last.
 * With the run for case numbers (at least 25 kills) these are 100 kills of the whole host; the store alone is killed 200 times more where
 * it lives. What no kill can show is a loss of power, because the kernel outlives the process: the store's own specs hold it to
 * answering when what it wrote has been forced to the disk, and to ending where it cannot be.
 */

jest.setTimeout(900_000);

const KILLS = 75;
const LONGEST_LIFE_MS = 120;
/** One host in so many is killed while it recovers from the kill before. */
const OPENING_KILLED = 3;
/** More than the 64 that have to wait at every kill: some are always between two commands. */
const CALLERS = 72;
/** A second is an hour: half an hour without an answer passes within a life or two, and the first day ends within some forty. */
const TIMES_AS_FAST = 3_600;
const START = at('2026-03-02T15:00:00+08:00');
/** However fast the machine is: the day ends, and what was not answered is repeated. */
const NOT_BEFORE = at('2026-03-03T01:00:00+08:00');
/** One case in so many is major. */
const MAJOR = 3;
/** So many of them are never reported, and so many reports never acknowledged; the others are, after a while. */
const [MOST_IGNORED, MOST_UNANSWERED] = [50, 30];

let code: ChildCode;
beforeAll(() => void (code = compileForChild()));
afterAll(() => code.remove());

const successionOn = ({ folder }: Ground, acknowledgeEarly: boolean) =>
  new Succession(code.entry('standalone', 'kill/host-child.scenes'), { folder, timesAsFast: TIMES_AS_FAST, acknowledgeEarly });

describe(`${KILLS} kills with -9 while at least 64 callers wait and deadlines pass`, () => {
  let ground: Ground;
  let killed: Killed;
  let log: readonly RecordedEvent[];
  /** Subjects for which the log lacks a rung after the folder was opened once more and came to rest; and the instant of that. */
  let owing: readonly string[];
  let now: Instant;
  const acknowledged: string[] = [];

  beforeAll(async () => {
    ground = await prepareGround(START);
    const line = new Line();
    const say = async (account: string, path: string, body: JsonObject): Promise<Acknowledged> => {
      const answer = (await line.ask({ key: randomUUID(), token: ground.token(account), path: `/v1/mediation/disputes${path}`, body })) as Acknowledged;
      acknowledged.push(...answer.events.map(({ id }) => id));
      return answer;
    };
    killed = await killWhileWorking(successionOn(ground, false), line, {
      callers: CALLERS,
      call: callersOf(say),
      lifeMs: (kills, now) => (kills < KILLS || now < NOT_BEFORE ? Math.random() * LONGEST_LIFE_MS : undefined),
      openingKilled: OPENING_KILLED,
    });
    await recovered(ground.folder, async (host, instant) => {
      now = instant;
      owing = host.readSide.opened.deadlines.view.owing();
    });
    log = await logOf(ground.folder);
  });
  afterAll(() => ground.remove());

  it('finds at least 64 callers waiting at every kill', () => {
    expect(killed.waiting.length).toBeGreaterThanOrEqual(KILLS);
    expect(Math.min(...killed.waiting)).toBeGreaterThanOrEqual(64);
    expect(acknowledged.length).toBeGreaterThan(KILLS * 5);
  });

  it('keeps every acknowledged event once, in unbroken chains', async () => {
    const ids = log.map(({ id }) => id);
    const held = new Set(ids);
    expect(held.size).toBe(ids.length);
    expect(acknowledged.filter((id) => !held.has(id))).toEqual([]);
    expect(await verifyLog(join(ground.folder, LOG_FILE))).toMatchObject({ ok: true, events: log.length });
  });

  it('raises every rung once, and none before its instant', () => {
    const raised = log.filter(({ type }) => type === 'deadlines.v1.EscalationRaised');
    const ids = raised.map(({ data }) => String(data.rungId));
    expect(new Set(ids).size).toBe(ids.length);
    expect(raised.filter(({ data, meta }) => meta.recordedAt < String(data.at))).toEqual([]);
    expect(new Set(raised.map(({ data }) => data.rung))).toEqual(new Set(['warn', 'breach', 'unanswered']));
  });

  it('owes no rung when the folder has been opened once more', () => {
    expect(owing).toEqual([]);
  });

  it('has raised what one look at all facts asks for, and nothing else', async () => {
    const store = await openSqliteEventStore({ folder: ground.folder });
    const asked = await owedByFacts(store, now);
    await store.close();
    const raised = standing(log);
    const names = new Set(raised.map(nameOf));
    expect([...asked].filter((name) => !names.has(name))).toEqual([]);
    // Of repeats that have passed one look asks for the last alone.
    expect(raised.filter(({ n }) => n === 1).map(nameOf).filter((name) => !asked.has(name))).toEqual([]);
    expect(asked.size).toBeGreaterThan(MOST_UNANSWERED);
  });
});

/** Long enough for answers on a busy machine, and shorter than they run ahead of their commit: every life loses what it said. */
const ANSWERED_MS = 300;

it('finds the loss when a host answers before the append is durable', async () => {
  const ground = await prepareGround(START);
  const line = new Line();
  const acknowledged: string[] = [];
  let turn = 0;
  const call = async (goOn: () => boolean) => {
    while (goOn()) {
      turn += 1;
      const answer = await line.ask({ key: randomUUID(), token: ground.token(mediatorOf(turn)), path: '/v1/mediation/disputes', body: registration(turn, '2026-03-02T07:30:00+08:00') });
      acknowledged.push(...(answer as Acknowledged).events.map(({ id }) => id));
    }
  };
  await killWhileWorking(successionOn(ground, true), line, { callers: CALLERS, call, lifeMs: (kills) => (kills < 5 ? ANSWERED_MS : undefined) });
  forgetHead(ground.folder);
  const held = new Set((await logOf(ground.folder)).map(({ id }) => id));
  ground.remove();
  expect(acknowledged.filter((id) => !held.has(id)).length).toBeGreaterThan(0);
});

type Say = (account: string, path: string, body: JsonObject) => Promise<Acknowledged>;

/** Callers that register disputes, grade some of them major, report some of these, and acknowledge some of the reports later. */
function callersOf(say: Say): (goOn: () => boolean) => Promise<void> {
  let [cases, majors, unanswered] = [0, 0, 0];
  return async (goOn) => {
    const later: (() => Promise<unknown>)[] = [];
    while (goOn()) {
      const turn = (cases += 1);
      const { id } = await say(mediatorOf(turn), '', registration(turn, '2026-03-02T07:30:00+08:00'));
      if (turn % MAJOR !== 0) continue;
      const on = (account: string, action: string, body: JsonObject) => say(account, `/${id}/${action}`, body);
      await on(mediatorOf(turn), 'grade', { grade: 'major' });
      majors += 1;
      if (majors % 2 === 0 && majors / 2 <= MOST_IGNORED) continue;
      await on(mediatorOf(turn), 'report', { situation: '双方情绪激动，请求上级支援。' });
      if (majors % 3 === 0 && (unanswered += 1) <= MOST_UNANSWERED) continue;
      later.push(() => on(dutyAbove(turn), 'acknowledge', { line: 'justice' }));
      if (later.length > 1) await later.shift()?.();
    }
    for (const acknowledge of later) await acknowledge();
  };
}
