import { fork } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compileForChild, type ChildCode } from '@fengqiao/event-store/kill-runs';
import { openSqliteEventStore } from '@fengqiao/event-store/sqlite';
import { millisOf, toInstant, type Instant, type RecordedEvent } from '@fengqiao/kernel';
import { resolveActor, scopeFor } from '@fengqiao/security';
import { accountOf } from '../flow/county.scenes';
import { act, register } from '../flow/disputes.scenes';
import { openFlow, type Flow } from '../flow/flow-kit.scenes';
import type { Asked, PastOrders, Pressed, Worked } from './asking-child.scenes';

const pine = { mediator: accountOf('pine', 'mediator'), chair: accountOf('pine', 'committeeChair') };
const hill = { duty: accountOf('hill', 'dutyOfficer'), director: accountOf('hill', 'officeDirector') };
const county = { duty: accountOf('county', 'dutyOfficer'), analyst: accountOf('county', 'analyst') };

/** A folder with three days of disputes; the instants at which somebody might have looked at its boards. */
interface Days {
  readonly folder: string;
  readonly events: readonly RecordedEvent[];
  readonly ids: readonly string[];
  readonly now: Instant;
  readonly looks: readonly Instant[];
  readonly question: Extract<PastOrders, { kind: 'press' }>['question'];
}

let code: ChildCode | undefined;
let root: string;
let days: Days;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'fengqiao-past-'));
  const folder = join(root, 'data');
  const flow = await openFlow({ folder });
  days = { folder, ...(await threeDays(flow)) };
  await flow.close();
  code = compileForChild();
}, 120_000);
afterAll(() => {
  code?.remove();
  rmSync(root, { recursive: true });
});

async function threeDays(flow: Flow): Promise<Omit<Days, 'folder'>> {
  const looks: Instant[] = [];
  const ids: string[] = [];
  const look = () => void looks.push(flow.clock.now());
  await flow.walkTo('2026-11-02T15:00:00+08:00');
  for (const [index, account] of [pine.mediator, accountOf('oak', 'mediator'), pine.mediator].entries()) {
    ids.push(await register(flow, account, `2026-11-02T14:${String(30 + index)}:00+08:00`));
    await act(flow, account, ids[index] as string, 'grade', { grade: 'major' });
  }
  await flow.settle();
  look();
  await act(flow, pine.mediator, ids[0] as string, 'report', { situation: '现场僵持，请求支援。' });
  await flow.walkTo('2026-11-02T20:00:00+08:00');
  await act(flow, hill.duty, ids[0] as string, 'acknowledge', { line: 'justice' });
  await flow.walkTo('2026-11-03T00:00:00+08:00');
  look();
  await flow.walkTo('2026-11-03T09:00:00+08:00');
  await act(flow, hill.director, ids[0] as string, 'take-over', {});
  await act(flow, accountOf('oak', 'committeeChair'), ids[1] as string, 'accept', { basis: 'application' });
  await flow.walkTo('2026-11-04T10:00:00+08:00');
  const events = await flow.host.embedded.store.readAll({ after: 0, limit: 100_000 });
  const { directory } = flow.host.readSide;
  const officer = directory.byAccount(county.duty);
  const actor = resolveActor({ subject: county.duty, personId: officer?.personId ?? '' }, directory);
  if (!actor) throw new Error(`there is no ${county.duty}`);
  return { events, ids, now: flow.clock.now(), looks, question: { route: 'disputeLedger', actor, scope: scopeFor(actor), path: {}, query: {} } };
}

/** Lets another process do it; what it says on stderr is shown. */
function inChild<T extends Asked | Worked | Pressed>(orders: PastOrders): Promise<T> {
  const child = fork((code as ChildCode).entry('standalone', 'past/asking-child.scenes'), { serialization: 'advanced' });
  return new Promise((resolve, reject) => {
    child.once('message', (done) => resolve(done as T));
    child.once('exit', (status) => reject(new Error(`the child ended with ${status}`)));
    child.send(orders);
  });
}

/** A folder whose log ends at an instant, with the keys of today. */
async function folderOf(at: Instant): Promise<string> {
  const folder = join(root, `as-of-${at.replaceAll(':', '-')}`);
  mkdirSync(folder, { mode: 0o700 });
  copyFileSync(join(days.folder, 'keys.db'), join(folder, 'keys.db'));
  const store = await openSqliteEventStore({ folder });
  for (const { stream, revision, id, type, data, meta } of days.events.filter((event) => event.meta.recordedAt <= at)) {
    const { recordedAt, ...rest } = meta;
    await store.append(stream, revision === 0 ? 'none' : revision - 1, [{ id, type, data, meta: rest }], recordedAt);
  }
  await store.close();
  return folder;
}

describe('a board of the past, folded in a thread', () => {
  it('equals over HTTP, byte for byte, that of another process with a log that ends there and a clock that stands there', async () => {
    const accounts = [county.duty, county.analyst, pine.mediator];
    const { bodies, added } = await inChild<Asked>({ kind: 'ask', folder: days.folder, now: days.now, asOf: days.looks, accounts, ids: days.ids });
    expect([bodies.length, added]).toEqual([days.looks.length, 0]);
    for (const [index, at] of days.looks.entries()) {
      const fresh = await inChild<Asked>({ kind: 'ask', folder: await folderOf(at), now: at, asOf: [], accounts, ids: days.ids });
      expect(fresh.added).toBe(0);
      expect(bodies[index]).toEqual(fresh.bodies[0]);
    }
    // Otherwise the comparison would have said nothing: there is much to see, cases among it, and not the same each time.
    const [first, second] = bodies as [Asked['bodies'][number], Asked['bodies'][number]];
    const shown = Object.entries(first).filter(([, body]) => body.startsWith('{'));
    expect(shown.length).toBeGreaterThan(30);
    expect(shown.some(([path]) => path.includes('/v1/mediation/disputes/'))).toBe(true);
    expect(shown.filter(([path, body]) => second[path] !== body).length).toBeGreaterThan(20);
  }, 120_000);

  it('keeps no command waiting while it is folded', async () => {
    const body = JSON.stringify({ source: 'mediator', category: 'neighbour', discoveredAt: days.now, summary: '两户因滴水争执。', parties: [{ kind: 'person', name: '试丙' }] });
    const worked = await inChild<Worked>({ kind: 'work', folder: days.folder, now: days.now, asOf: days.looks[1] as Instant, account: pine.mediator, command: { path: '/v1/mediation/disputes', body } });
    expect(worked).toMatchObject({ past: 200, statuses: [201] });
    expect(worked.answered).toBeGreaterThan(3);
  }, 60_000);

  it('is asked for again where it takes long, makes room for four instants, and says so where memory is too small', async () => {
    const instants = [0, 1, 2, 3, 4, 5].map((n) => toInstant(millisOf(days.now) - n));
    const pressed = await inChild<Pressed>({ kind: 'press', folder: days.folder, instants, question: days.question });
    expect(pressed).toEqual({ impatient: ['folding'], atLast: 'json', crowd: ['json', 'folding', 'folding', 'folding', 'crowded', 'crowded'], tight: 'tooLarge' });
  }, 60_000);
});

describe('somebody whose data was erased', () => {
  it('stays erased in every past, also on a board that showed the name before', async () => {
    const flow = await openFlow();
    try {
      await flow.walkTo('2026-11-02T15:00:00+08:00');
      const id = await register(flow, pine.mediator, '2026-11-02T14:30:00+08:00');
      await flow.settle();
      const asOf = flow.clock.now();
      await flow.walkTo('2026-11-03T15:00:00+08:00');
      const names = async (path: string) => {
        const { json } = await flow.as(pine.mediator).get(`${path}?asOf=${asOf}`);
        const parties = (json.parties ?? json.items[0].parties) as readonly { readonly personId: string; readonly name: string }[];
        return parties.map(({ personId, name }) => ({ personId, name }));
      };
      const paths = ['/v1/views/dispute-ledger', `/v1/mediation/disputes/${id}`];
      for (const path of paths) expect((await names(path)).map(({ name }) => name)).toEqual(['试甲', '试乙']);
      await flow.host.embedded.keys.destroy((await names('/v1/views/dispute-ledger'))[0]?.personId ?? '');
      for (const path of paths) expect((await names(path)).map(({ name }) => name)).toEqual(['已删除 / erased', '试乙']);
    } finally {
      await flow.close();
    }
  }, 60_000);
});
