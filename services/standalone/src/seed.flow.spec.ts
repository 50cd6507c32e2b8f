import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compileForChild } from '@fengqiao/event-store/kill-runs';
import { acquireFolderLock } from '@fengqiao/event-store/sqlite';
import { millisOf, MS_PER_DAY, toInstant, type JsonObject, type RecordedEvent } from '@fengqiao/kernel';
import { steppedClock } from '@fengqiao/platform';
import { fillFolder, isBegun } from './fill-folder';
import { marksOf } from './folder-mark';
import { openHost, type Host } from './host';

const DEMONSTRATION = { demonstration: true, training: false };
const UNTIL = toInstant(millisOf('2026-11-20T10:00:00+08:00'));

describe('the demonstration county', () => {
  let root: string;
  let folder: string;
  let said: string[];
  let events: readonly RecordedEvent[];

  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), 'fengqiao-seed-'));
    folder = join(root, 'data');
    // A start that is cut short leaves something beside the folder: the next one begins again.
    await startUntilKilledWhileFilling(folder);
    expect([isBegun(folder), existsSync(`${folder}.seeding`)]).toEqual([false, true]);
    said = [];
    await fillFolder(folder, UNTIL, DEMONSTRATION, 'silent', (line) => said.push(line));
  }, 120_000);
  afterAll(() => rmSync(root, { recursive: true }));

  async function opened<T>(work: (host: Host) => Promise<T>): Promise<T> {
    const host = await openHost({ folder, clock: steppedClock(UNTIL), logLevel: 'silent' });
    try {
      return await work(host);
    } finally {
      await host.close();
    }
  }

  it('takes the folder\'s name only when it is finished, and is marked', async () => {
    expect([isBegun(folder), existsSync(`${folder}.seeding`)]).toEqual([true, false]);
    expect(said[said.length - 1]).toMatch(/51 offices, \d{3} commands/);
    await opened(async ({ embedded }) => expect(await marksOf(embedded.store)).toEqual(['demonstration']));
  });

  it('shows the same views when they are folded again, and adds nothing by being opened', async () => {
    await opened(async (host) => {
      const head = await host.embedded.store.head();
      await host.settle();
      expect((await host.readSide.check()).flatMap(({ name, differences }) => differences.map(({ stream, field }) => `${name} ${stream} ${field}`))).toEqual([]);
      expect(await host.embedded.store.head()).toBe(head);
      events = await host.embedded.store.readAll({ after: 0, limit: 100_000 });
    });
  }, 60_000);

  it('has disputes in every stage, some major, some late, each with its number', async () => {
    await opened(async (host) => {
      const answer = await host.inject('GET', '/v1/views/dispute-ledger?limit=200&facets=status,grade', { headers: { authorization: `Bearer ${await host.issueToken('county.head')}` } });
      const { items, total, facets } = JSON.parse(answer.body) as { items: { caseNumber: string }[]; total: number; facets: Record<string, { value: string; count: number }[]> };
      expect(total).toBe(46);
      expect(items.every(({ caseNumber }) => /^（2026）.+人调字第\d+号$/.test(caseNumber))).toBe(true);
      expect(facets.status?.map(({ value }) => value).sort()).toEqual(
        [
          'accepted', 'agreed', 'archived', 'confirmationPending', 'confirmationRejected', 'confirmed', 'disputedAgreement', 'failed', 'followedUp', 'mediating',
          'notAccepted', 'performed', 'performing', 'planned', 'refused', 'registered', 'transferredOut', 'underAnalysis', 'withdrawn',
        ],
      );
      expect(facets.grade?.find(({ value }) => value === 'major')?.count).toBe(6);
    });
  }, 60_000);

  it('keeps up with its rules but for what is meant to be late, so that its duty board shows what matters', async () => {
    await opened(async (host) => {
      const answer = await host.inject('GET', '/v1/views/duty-board?limit=200', { headers: { authorization: `Bearer ${await host.issueToken('county.duty')}` } });
      const { items, counts } = JSON.parse(answer.body) as { items: { colour: string; rootRule: string; late: boolean }[]; counts: { overdue: number; unacknowledged: number } };
      expect([...new Set(items.filter(({ late }) => late).map(({ rootRule }) => rootRule))].sort()).toEqual(['MED-08', 'MED-08.urge', 'MED-11', 'MED-18.week', 'MED-19', 'MED-19.acknowledge']);
      for (const rule of ['MED-19', 'MED-19.acknowledge']) expect(items.filter(({ rootRule, colour }) => rootRule === rule && colour === 'red')).toHaveLength(1);
      expect(counts.overdue).toBeLessThan(25);
      expect(counts.unacknowledged).toBe(1);
    });
  }, 60_000);

  it('has committees that serve, mediators at every step, and weeks that were screened, found nothing, came late or were missed', async () => {
    await opened(async (host) => {
      const token = await host.issueToken('county.head');
      const read = async (path: string) => JSON.parse((await host.inject('GET', path, { headers: { authorization: `Bearer ${token}` } })).body) as { total: number; items: { status: string; standing: string; beside: unknown[] }[]; totals: Record<string, Record<string, number>> };
      const committees = await read('/v1/views/committees?limit=200');
      expect([committees.total, [...new Set(committees.items.map(({ standing }) => standing))].sort()]).toEqual([32, ['dueForElection', 'serving']]);
      const mediators = await read('/v1/views/mediators');
      expect([...new Set(mediators.items.map(({ status }) => status))].sort()).toEqual(['active', 'engaged', 'graded', 'removed', 'trained', 'warned']);
      const board = await read('/v1/views/screening-board?limit=200');
      for (const state of ['owed', 'done', 'doneLate', 'missed', 'nil']) expect({ state, some: (board.totals.week?.[state] ?? 0) > 0 }).toEqual({ state, some: true });
    });
  }, 60_000);

  it('let rungs fire at their instants as its clock moved', () => {
    const rungs = events.filter(({ type }) => type === 'deadlines.v1.EscalationRaised').map(({ data, meta }) => ({ ...(data as JsonObject), recordedAt: meta.recordedAt })) as unknown as { rung: string; at: string; recordedAt: string; lateMs: string }[];
    expect(new Set(rungs.map(({ rung }) => rung))).toEqual(new Set(['warn', 'unanswered', 'breach']));
    expect(rungs.filter(({ at, recordedAt, lateMs }) => lateMs !== '0' || at !== recordedAt)).toEqual([]);
    const first = events.find(({ type }) => type === 'mediation.v1.DisputeRegistered') as RecordedEvent;
    expect(millisOf(UNTIL) - millisOf(first.meta.recordedAt)).toBeGreaterThan(20 * MS_PER_DAY);
  });

  it('lets one start alone fill a folder, and tells the other who does', async () => {
    const twice = join(root, 'twice');
    const growing = join(`${twice}.seeding`, 'data');
    mkdirSync(growing, { recursive: true });
    writeFileSync(join(growing, 'log.db'), 'growing');
    const lock = acquireFolderLock(`${twice}.seeding`);
    await expect(fillFolder(twice, UNTIL, DEMONSTRATION, 'silent', () => undefined)).rejects.toThrow(`数据目录 ${twice} 正被进程 ${process.pid}使用`);
    expect([existsSync(twice), readdirSync(growing)]).toEqual([false, ['log.db']]);
    lock.release();
  }, 60_000);

  it('throws away nothing that no start has made', async () => {
    const near = join(root, 'near');
    mkdirSync(join(`${near}.seeding`, 'data'), { recursive: true });
    writeFileSync(join(`${near}.seeding`, 'data', 'log.db'), 'half');
    writeFileSync(join(`${near}.seeding`, 'data', 'thesis.txt'), 'mine');
    await expect(fillFolder(near, UNTIL, DEMONSTRATION, 'silent', () => undefined)).rejects.toThrow(/thesis\.txt/);
    expect(readdirSync(join(`${near}.seeding`, 'data')).sort()).toEqual(['log.db', 'thesis.txt']);
  }, 60_000);

  it('refuses a folder that holds something else, and leaves it alone', async () => {
    const other = join(root, 'other');
    mkdirSync(other);
    writeFileSync(join(other, 'thesis.txt'), 'mine');
    await expect(fillFolder(other, toInstant(millisOf(UNTIL)), DEMONSTRATION, 'silent', () => undefined)).rejects.toThrow(/thesis|not empty|已有/);
    expect(readdirSync(other)).toEqual(['thesis.txt']);
  }, 60_000);
});

/** `npm start` on a fresh folder, killed with -9 in the midst of the demonstration. */
async function startUntilKilledWhileFilling(folder: string): Promise<void> {
  const code = compileForChild();
  const environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('FENGQIAO_')));
  const child = spawn(process.execPath, [code.entry('standalone', 'main')], { env: { ...environment, FENGQIAO_DATA: folder, FENGQIAO_PORT: '0' }, stdio: ['ignore', 'ignore', 'pipe'] });
  const exit = once(child, 'exit');
  for await (const said of child.stderr.setEncoding('utf8')) if (String(said).includes('ETA')) break;
  child.kill('SIGKILL');
  await exit;
  code.remove();
}
