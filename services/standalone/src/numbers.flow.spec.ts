import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { type ChildCode, compileForChild } from '@fengqiao/event-store/kill-runs';
import { LOG_FILE, verifyLog } from '@fengqiao/event-store/sqlite';
import type { Instant, RecordedEvent } from '@fengqiao/kernel';
import { at } from '@fengqiao/testing';
import { Line, type Acknowledged, type Command } from './kill/callers.scenes';
import { logOf, mediatorOf, prepareGround, recovered, registration, type Ground } from './kill/ground.scenes';
import { killWhileWorking, type Killed } from './kill/kill-run.scenes';
import { Succession } from './kill/succession.scenes';

/*
 * Case numbers under kill -9: the real host in a process of its own, over a socket, with every caller that is left without an answer
 * asking again with the same key or giving up. That the store alone keeps what it acknowledged is proved where the store is.
 */

jest.setTimeout(600_000);

const RUN_MS = 30_000;
const KILL_EVERY_MS = 1_000;
/** On a machine too busy for a kill every second the run takes longer. */
const LEAST_KILLS = 25;
/** A host that opened slowly is killed within so long of its first answers all the same. */
const AT_ONCE_MS = 50;
/** More than the 64 that have to wait at every kill: some are always between two commands. */
const CALLERS = 72;
/** One command in so many is given up when the connection is lost: its case, where there is one, is numbered by nobody but the sweep. */
const GIVEN_UP = 8;
/** One answered command in so many is sent again. */
const SENT_AGAIN = 10;
/** Time passes only while a host runs, which under kills is less than the run takes. */
const TIMES_AS_FAST = 4;
/** The run crosses New Year in Shanghai, where numbers begin again, however little of it the hosts live. */
const START = at('2026-12-31T23:59:30+08:00');
const NEW_YEAR = at('2027-01-01T00:00:00+08:00');

interface Numbered {
  readonly number: number;
  readonly caseStream: string;
}

describe('case numbers, with 64 callers and a kill -9 every second for half a minute', () => {
  let code: ChildCode;
  let ground: Ground;
  let killed: Killed;
  let log: readonly RecordedEvent[];
  const answers = new Map<string, Acknowledged>();
  const keys = new Set<string>();

  beforeAll(async () => {
    code = compileForChild();
    ground = await prepareGround(START);
    const line = new Line();
    let turns = 0;
    const registering = (turn: number): Command => ({
      key: randomUUID(),
      token: ground.token(mediatorOf(turn)),
      path: '/v1/mediation/disputes',
      body: registration(turn, '2026-12-31T21:00:00+08:00'),
    });
    const call = async (goOn: () => boolean): Promise<void> => {
      while (goOn()) {
        const turn = (turns += 1);
        const command = registering(turn);
        keys.add(command.key);
        const answer = await line.ask(command, () => turn % GIVEN_UP !== 0);
        if (!answer) continue;
        answers.set(command.key, answer);
        if (turn % SENT_AGAIN === 0) expect(withoutView(await line.ask(command))).toEqual(withoutView(answer));
      }
    };

    const succession = new Succession(code.entry('standalone', 'kill/host-child.scenes'), { folder: ground.folder, timesAsFast: TIMES_AS_FAST, acknowledgeEarly: false });
    const end = performance.now() + RUN_MS;
    let tick = performance.now();
    const lifeMs = (kills: number, openedAt: Instant) => {
      const now = performance.now();
      tick = Math.max(tick + KILL_EVERY_MS, now + Math.random() * AT_ONCE_MS);
      return now < end || kills < LEAST_KILLS || openedAt < NEW_YEAR ? tick - now : undefined;
    };
    killed = await killWhileWorking(succession, line, { callers: CALLERS, call, lifeMs });
    await recovered(ground.folder, async () => undefined);
    log = await logOf(ground.folder);
  });
  afterAll(() => {
    code.remove();
    ground.remove();
  });

  const numbering = () => {
    const streams = new Map<string, Numbered[]>();
    for (const { stream, type, data } of log) {
      if (type === 'numbering.v1.CaseNumberAssigned') streams.set(stream, [...(streams.get(stream) ?? []), data as unknown as Numbered]);
    }
    return streams;
  };

  it('finds at least 64 callers waiting at every kill', () => {
    expect(killed.waiting.length).toBeGreaterThanOrEqual(LEAST_KILLS);
    expect(Math.min(...killed.waiting)).toBeGreaterThanOrEqual(64);
    expect(answers.size).toBeGreaterThan(killed.waiting.length * 5);
  });

  it('runs from 1 to n without a gap for each office and year', () => {
    const streams = numbering();
    expect(streams.size).toBe(6);
    for (const numbers of streams.values()) {
      expect(numbers.map(({ number }) => number).sort((a, b) => a - b)).toEqual(numbers.map((_, index) => index + 1));
    }
  });

  it('gives each case one number, also those whose callers gave up, and a number to nothing else', () => {
    const numbered = [...numbering().values()].flat().map(({ caseStream }) => caseStream);
    expect(killed.swept).toBeGreaterThan(0);
    expect([...numbered].sort()).toEqual(registered(log).sort());
  });

  it('answered with the number that the log holds', () => {
    const byCase = new Map([...numbering().values()].flat().map(({ caseStream, number }) => [caseStream, number]));
    const wrong = [...answers.values()].filter(({ stream, caseNumber }) => caseNumber === undefined || byCase.get(stream) !== caseNumber);
    expect(wrong).toEqual([]);
  });

  it('makes one case of a command, however often it was sent', () => {
    const cases = [...answers.values()].map(({ stream }) => stream);
    expect(new Set(cases).size).toBe(answers.size);
    const all = registered(log);
    expect(all.length).toBeGreaterThanOrEqual(answers.size);
    expect(all.length).toBeLessThanOrEqual(keys.size);
  });

  it('keeps every acknowledged event once, in unbroken chains', async () => {
    const ids = log.map(({ id }) => id);
    const held = new Set(ids);
    expect(held.size).toBe(ids.length);
    expect([...answers.values()].flatMap(({ events }) => events).filter(({ id }) => !held.has(id))).toEqual([]);
    expect(await verifyLog(join(ground.folder, LOG_FILE))).toMatchObject({ ok: true, events: log.length });
  });
});

function registered(log: readonly RecordedEvent[]): string[] {
  return log.filter(({ type }) => type === 'mediation.v1.DisputeRegistered').map(({ stream }) => stream);
}

/** How far the views had come is no part of what a repeated command answers. */
function withoutView(answer: Acknowledged | undefined): object {
  return { ...answer, view: undefined };
}
