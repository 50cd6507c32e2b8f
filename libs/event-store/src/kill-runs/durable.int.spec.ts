import { type ChildProcessByStdio, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { LOG_FILE, openSqliteEventStore, verifyLog } from '../sqlite';
import { type ChildCode, compileForChild } from './compile-child';

jest.setTimeout(300_000);

const KILLS = 200;
/** The log is compared with what was acknowledged after so many kills, so that most recoveries are the next child's own. */
const KILLS_A_CHECK = 20;
const LONGEST_LIFE_MS = 25;
/** One child in so many is killed while it starts and recovers, the others after their first acknowledged append. */
const STARTS_KILLED = 8;
const STARTING_MS = 80;

let code: ChildCode;
let folder: string;

beforeAll(() => (code = compileForChild(['kernel', 'event-store'])));
afterAll(() => code.remove());
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'fengqiao-durable-'))));
afterEach(() => rmSync(folder, { recursive: true }));

it(`keeps every acknowledged event, once and in an unbroken chain, through ${KILLS} kills with -9 at random moments`, async () => {
  const log = new Acknowledged();
  for (let kill = 1; kill <= KILLS; kill += 1) {
    log.acknowledge(await livesUntilKilled(kill % STARTS_KILLED === 0));
    if (kill % KILLS_A_CHECK === 0) expect(await log.missing()).toEqual([]);
  }
  expect(await verifyLog(join(folder, LOG_FILE))).toMatchObject({ ok: true, events: log.seen.size });
  expect(log.ids.size).toBeGreaterThan(KILLS * 10);
});

it('finds the loss when a store acknowledges before COMMIT', async () => {
  await (await openSqliteEventStore({ folder })).close();
  const log = new Acknowledged();
  let lost: readonly string[] = [];
  for (let kill = 1; kill <= KILLS && lost.length === 0; kill += 1) {
    log.acknowledge(await livesUntilKilled(false, 'acknowledge-early'));
    lost = await log.missing();
  }
  expect(lost.length).toBeGreaterThan(0);
});

it('ends the process at once, answering nobody, when a commit cannot be forced to the disk', async () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [code.entry('event-store', 'kill-runs/failing-child'), join(folder, LOG_FILE)], { encoding: 'utf8' });
  expect([status, stdout]).toEqual([74, 'e1\n']);
  expect(stderr).toMatch(/事件库写盘失败，立即退出[^]*The disk failed to take a commit, exiting at once/);
  // What was written may be there; that nobody was told of it is what counts.
  expect(await verifyLog(join(folder, LOG_FILE))).toMatchObject({ ok: true, events: 2 });
});

/** What the children said, beside what the log holds. */
class Acknowledged {
  readonly ids = new Set<string>();
  readonly seen = new Set<string>();
  private position = 0;

  acknowledge(ids: readonly string[]): void {
    for (const id of ids) this.ids.add(id);
  }

  /** Reads what is new in the log; throws where an event is there twice. */
  async missing(): Promise<readonly string[]> {
    const store = await openSqliteEventStore({ folder });
    for (const event of await store.readAll({ after: this.position, limit: Number.MAX_SAFE_INTEGER })) {
      if (this.seen.has(event.id)) throw new Error(`event ${event.id} is in the log twice`);
      this.seen.add(event.id);
      this.position = event.position;
    }
    await store.close();
    return [...this.ids].filter((id) => !this.seen.has(id));
  }
}

/** Starts a child, kills it at a random moment, and gives the ids it had acknowledged by then. */
async function livesUntilKilled(whileStarting: boolean, fault = ''): Promise<readonly string[]> {
  const child = spawn(process.execPath, [code.entry('event-store', 'kill-runs/append-child'), folder, fault], { stdio: ['ignore', 'pipe', 'inherit'] });
  const said = saidBy(child);
  if (!whileStarting) await Promise.race([once(child.stdout, 'data'), once(child, 'close')]);
  await new Promise((resolve) => setTimeout(resolve, Math.random() * (whileStarting ? STARTING_MS : LONGEST_LIFE_MS)));
  expect(child.exitCode).toBeNull();
  child.kill('SIGKILL');
  const text = await said;
  return text.slice(0, text.lastIndexOf('\n') + 1).split('\n').slice(0, -1);
}

async function saidBy(child: ChildProcessByStdio<null, Readable, null>): Promise<string> {
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  await once(child, 'close');
  return text;
}
