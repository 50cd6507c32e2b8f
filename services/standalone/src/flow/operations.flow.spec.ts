import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Instant, JsonObject, NewEvent, RecordedEvent } from '@fengqiao/kernel';
import { ledgerProjection, type LedgerDocument } from '@fengqiao/projection/ledger';
import type Libsql from 'libsql';
import { accountOf } from './county.scenes';
import { act, DISPUTES, register, REGISTRATION, rungsOf } from './disputes.scenes';
import { openFlow, type Flow } from './flow-kit.scenes';
import { ALL_PLANTED, plant } from './planted.scenes';

// The databases of the process, so that a test can take the room from them that a full disk would.
const databases: { readonly file: string; readonly db: Libsql.Database }[] = [];
jest.mock('libsql', () => {
  const Real = jest.requireActual<typeof Libsql>('libsql');
  return class extends Real {
    constructor(file: string, options?: Libsql.Options) {
      super(file, options);
      databases.push({ file, db: this as unknown as Libsql.Database });
    }
  };
});

const MEDIATOR = accountOf('pine', 'mediator');
const CHAIR = accountOf('pine', 'committeeChair');
const OPERATOR = accountOf('county', 'operator');
const READY = '/health/ready';

/** Appends what no command would, straight to the log. */
async function appendRaw({ host, clock }: Flow, stream: string, type: string, data: unknown): Promise<void> {
  const { store } = host.embedded;
  const now = clock.now() as Instant;
  const meta = { occurredAt: now, actor: 'system', office: '', jurisdiction: '330681109201', correlation: randomUUID(), causation: '', command: { id: randomUUID(), body: '' } };
  const event: NewEvent = { id: randomUUID(), type, data: data as JsonObject, meta };
  const revision = (await store.read(stream)).length - 1;
  await store.append(stream, revision < 0 ? 'none' : revision, [event], now);
}

const lines = (flow: Flow, level: number) => flow.log.map((line) => JSON.parse(line) as { level: number; part?: string; stream?: string; reason?: string }).filter((line) => line.level >= level);

describe('what a command has done', () => {
  let flow: Flow;
  beforeAll(async () => {
    flow = await openFlow();
  }, 60_000);
  afterAll(() => flow.close(), 30_000);

  it('is shown by every view from the moment of its answer', async () => {
    for (let n = 0; n < 40; n += 1) {
      const made = await flow.as(MEDIATOR).post(DISPUTES, { ...REGISTRATION, discoveredAt: '2026-11-02', householdNo: `户${n}` });
      const id = made.json.id as string;
      expect([made.status, made.json.view]).toEqual([201, 'visible']);
      const [history, ledger] = [await flow.as(MEDIATOR).get(`/v1/views/cases/${id}/timeline`), await flow.as(MEDIATOR).get('/v1/views/dispute-ledger?limit=1')];
      expect([history.status, ledger.json.total]).toEqual([200, n + 1]);
      const graded = await act(flow, MEDIATOR, id, 'grade', { grade: 'major' });
      expect(graded.json.view).toBe('visible');
      const { items } = (await flow.as(MEDIATOR).get(`/v1/views/cases/${id}/deadlines`)).json as { items: { ruleId: string }[] };
      expect(items.map(({ ruleId }) => ruleId)).toEqual(['R000-25.report', 'R000-24']);
      expect((await flow.as(MEDIATOR).get('/v1/views/duty-board?limit=1')).json.total).toBe(n + 1);
    }
  }, 60_000);

  it('does not wait for a view that is slow, and is shown by it when it is not', async () => {
    const { store } = flow.host.readSide.ledger;
    const put = store.put.bind(store);
    let letGo = (): void => undefined;
    const held = new Promise<void>((resolve) => (letGo = resolve));
    Object.assign(store, { put: async (documents: never) => held.then(() => put(documents)) });
    const made = await flow.as(MEDIATOR).post(DISPUTES, { ...REGISTRATION, discoveredAt: '2026-11-02' });
    expect([made.status, made.json.view]).toEqual([201, 'behind']);
    Object.assign(store, { put });
    letGo();
    await flow.settle();
    expect((await flow.as(MEDIATOR).get(`/v1/views/cases/${made.json.id as string}/timeline`)).status).toBe(200);
  }, 30_000);
});

/** The case at whose acceptance the ledger's fold throws; in force from before the first host is opened, so that every fold is of the same code. */
let broken: string | undefined;
const { apply, inPlace } = ledgerProjection;
function failing<Answer>(fold: (row: LedgerDocument, event: RecordedEvent) => Answer) {
  return (row: LedgerDocument, event: RecordedEvent): Answer => {
    if (event.stream === `mediation.dispute-${broken}` && event.type === 'mediation.v1.DisputeAccepted') throw new TypeError('a fold that has a fault');
    return fold(row, event);
  };
}
// A replay folds in place.
Object.assign(ledgerProjection, { apply: failing(apply), ...(inPlace && { inPlace: { ...inPlace, put: failing(inPlace.put) } }) });

const POISONS: readonly (readonly [string, (flow: Flow, id: string) => Promise<void>])[] = [
  ['that the fold of a view fails at', async (flow, id) => {
    broken = id;
    await act(flow, CHAIR, id, 'accept', { basis: 'application' });
  }],
  ['of a type that nobody knows', (flow, id) => appendRaw(flow, `mediation.dispute-${id}`, 'mediation.v1.DisputeTeleported', { to: 'elsewhere' })],
];

describe.each(POISONS)('an event %s', (_name, poison) => {
  let folder: string;
  let flow: Flow;
  let poisoned: string;
  let healthy: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'fengqiao-poison-'));
    flow = await openFlow({ folder });
    poisoned = await plant(flow, MEDIATOR);
    healthy = await register(flow, MEDIATOR, '2026-11-02');
    await act(flow, MEDIATOR, healthy, 'grade', { grade: 'major' });
    expect((await flow.nobody.get(READY)).json).toEqual({ status: 'up', degraded: [] });
    await poison(flow, poisoned);
    await flow.settle();
  }, 60_000);
  afterAll(async () => {
    await flow.close();
    rmSync(folder, { recursive: true, force: true });
  }, 30_000);

  async function isContained(): Promise<void> {
    const ready = await flow.nobody.get(READY);
    expect([ready.status, ready.json.status, ready.json.degraded]).toEqual([200, 'degraded', [expect.objectContaining({ part: 'views' })]]);
    const { items } = (await flow.as(MEDIATOR).get('/v1/views/duty-board')).json as { items: { caseId: string }[] };
    expect(items.map(({ caseId }) => caseId)).toEqual(expect.arrayContaining([poisoned, healthy]));
    const ledger = (await flow.as(MEDIATOR).get('/v1/views/dispute-ledger')).json.items as { id: string; parked: boolean }[];
    expect(ledger.filter(({ parked }) => parked).map(({ id }) => id)).toEqual([poisoned]);
    for (const view of ['timeline', 'deadlines']) expect((await flow.as(MEDIATOR).get(`/v1/views/cases/${poisoned}/${view}`)).status).toBe(200);
    const check = await flow.as(OPERATOR).get('/v1/operations/views/check');
    expect([check.status, check.json.differences]).toEqual([200, []]);
  }

  it('parks its own case, and degrades readiness without ending it', isContained);

  it('raises an alarm that names the stream and nobody', () => {
    const alarms = lines(flow, 50).filter(({ part }) => part === 'views');
    expect(alarms.length).toBeGreaterThan(0);
    for (const { stream, reason } of alarms) expect([stream, reason]).toEqual([`mediation.dispute-${poisoned}`, expect.stringMatching(/FOLD_FAILED|UNKNOWN_TYPE/)]);
    expect(ALL_PLANTED.filter((text) => flow.log.join('').includes(text))).toEqual([]);
  });

  it('lets every other case go on, live and at its hour', async () => {
    const made = await flow.as(MEDIATOR).post(DISPUTES, { ...REGISTRATION, discoveredAt: '2026-11-02' });
    expect([made.status, made.json.view]).toEqual([201, 'visible']);
    expect((await act(flow, CHAIR, healthy, 'accept', { basis: 'application' })).json.view).toBe('visible');
    await flow.walkTo('2026-11-02T17:30:00+08:00');
    expect((await rungsOf(flow, healthy)).map(({ data: { rung } }) => rung)).toEqual(['warn']);
    expect((await rungsOf(flow, poisoned)).map(({ data: { rung } }) => rung)).toEqual(['unanswered']);
  });

  it('parks in a rebuild what it parked live', async () => {
    await flow.close();
    flow = await openFlow({ folder, founded: flow.founded, now: '2026-11-02T18:00:00+08:00' });
    await isContained();
    expect(lines(flow, 50).filter(({ part }) => part === 'views').length).toBeGreaterThan(0);
    expect((await flow.as(MEDIATOR).get(`/v1/views/cases/${healthy}/timeline`)).json).toMatchObject({ parked: false, rungs: [{ rung: 'warn' }] });
  });
});

describe('a command on a case whose view stands still', () => {
  it('answers within 300 milliseconds, and says so', async () => {
    const flow = await openFlow();
    const id = await plant(flow, MEDIATOR);
    broken = id;
    await act(flow, CHAIR, id, 'accept', { basis: 'application' });
    const took: number[] = [];
    for (let number = 1; number <= 10; number += 1) {
      const before = performance.now();
      const answer = await flow.as(MEDIATOR).post(`${DISPUTES}/${id}/analyse`, { number, analysis: '走访双方' });
      took.push(performance.now() - before);
      expect([answer.status, answer.json.view]).toEqual([200, 'parked']);
    }
    // The machine may be busy with other things for once; the answer may not.
    expect(Math.min(...took)).toBeLessThan(300);
    await flow.close();
  }, 60_000);

  it('is refused with a sentence where the case itself cannot be read, and alarms', async () => {
    const flow = await openFlow();
    const id = await plant(flow, MEDIATOR);
    await appendRaw(flow, `mediation.dispute-${id}`, 'mediation.v1.DisputeTeleported', {});
    await flow.settle();
    const head = await flow.head();
    for (const answer of [await flow.as(MEDIATOR).post(`${DISPUTES}/${id}/report`, { situation: '无' }), await flow.as(MEDIATOR).get(`${DISPUTES}/${id}`)]) {
      expect([answer.status, answer.json.code]).toEqual([503, 'CASE_UNREADABLE']);
    }
    expect(await flow.head()).toBe(head);
    expect(lines(flow, 50).filter(({ part }) => part === 'http').length).toBe(2);
    await flow.close();
  }, 60_000);
});

describe('a folder with a case whose first event nobody can read', () => {
  it('opens, numbers the others, and says that one case waits for its number', async () => {
    const flow = await openFlow();
    const strange = `mediation.dispute-${randomUUID()}`;
    await appendRaw(flow, strange, 'mediation.v1.DisputeFoundByTelescope', { by: 'nobody' });
    await flow.host.close();
    const again = await openFlow({ folder: flow.folder, founded: flow.founded });
    const ready = await again.nobody.get(READY);
    expect([ready.status, ready.json.degraded]).toEqual([200, expect.arrayContaining([expect.objectContaining({ part: 'numbering' })])]);
    expect(lines(again, 50).filter(({ part }) => part === 'numbering')).toMatchObject([{ stream: strange }]);
    const made = await again.as(MEDIATOR).post(DISPUTES, { ...REGISTRATION, discoveredAt: '2026-11-02' });
    expect([made.status, made.json.caseNumber]).toEqual([201, 1]);
    await again.close();
    rmSync(flow.folder, { recursive: true, force: true });
  }, 60_000);
});

describe('a folder that somebody works on', () => {
  it('is refused to a second process with one clear line, and to nobody afterwards', async () => {
    const flow = await openFlow();
    const second = openFlow({ folder: flow.folder, founded: flow.founded });
    const message = await second.then(() => '', (error: unknown) => (error as Error).message);
    expect(message.split('\n')).toHaveLength(1);
    expect(message).toContain(`数据目录 ${flow.folder} 正被进程 ${process.pid}使用`);
    expect(message).toContain('stop it first');
    expect((await flow.as(MEDIATOR).get('/v1/views/dispute-ledger')).status).toBe(200);
    await flow.host.close();
    const third = await openFlow({ folder: flow.folder, founded: flow.founded });
    expect((await third.as(MEDIATOR).get('/v1/views/dispute-ledger')).status).toBe(200);
    await third.close();
    rmSync(flow.folder, { recursive: true });
  }, 60_000);
});

describe('a disk that is full', () => {
  let flow: Flow;
  let id: string;
  beforeAll(async () => {
    flow = await openFlow();
    id = await register(flow, MEDIATOR, '2026-11-02');
  }, 60_000);
  afterAll(() => flow.close(), 30_000);
  afterEach(() => limit(1_000_000_000));

  /** At most so many pages more than there are, in the files of these names. */
  function limit(pages: number, ...names: readonly string[]): void {
    for (const { file, db } of databases) {
      if (!file.startsWith(flow.folder) || (names.length > 0 && !names.includes(basename(file)))) continue;
      const { page_count: count } = db.prepare('PRAGMA page_count').get([]) as { page_count: number };
      db.exec(`PRAGMA max_page_count = ${count + pages}`);
    }
  }
  const big = { ...REGISTRATION, discoveredAt: '2026-11-02', summary: '争'.repeat(9_999), parties: Array.from({ length: 200 }, (_, n) => ({ kind: 'person', name: `试${n}` })) };

  it('knows the files of the folder', () => {
    expect(readdirSync(flow.folder).filter((file) => file.endsWith('.db')).sort()).toEqual([...new Set(databases.filter(({ file }) => file.startsWith(flow.folder)).map(({ file }) => basename(file)))].sort());
  });

  it.each([['the log', ['log.db']], ['the keys', ['keys.db']], ['everything', []]])('refuses writes with 503 where there is no room for %s, reads on, and takes the same command again when there is', async (_name, names) => {
    const key = { 'idempotency-key': randomUUID() };
    limit(0, ...names);
    const head = await flow.head();
    const full = await flow.as(MEDIATOR).post(DISPUTES, big, key);
    expect([full.status, full.json.code, full.headers['retry-after']]).toEqual([503, 'DISK_FULL', expect.any(String)]);
    expect(await flow.head()).toBe(head);
    for (const path of [`${DISPUTES}/${id}`, '/v1/views/dispute-ledger', '/v1/views/duty-board', READY]) expect((await flow.as(MEDIATOR).get(path)).status).toBe(200);
    limit(1_000_000_000);
    const again = await flow.as(MEDIATOR).post(DISPUTES, big, key);
    expect([again.status, again.json.view]).toEqual([201, 'visible']);
    expect((await flow.as(MEDIATOR).get(again.headers['location'] as string)).json.parties).toHaveLength(200);
  });

  it('owes no rung for it: what could not be written is raised when there is room, and says how late', async () => {
    const major = await register(flow, MEDIATOR, '2026-11-02');
    await act(flow, MEDIATOR, major, 'grade', { grade: 'major' });
    await flow.settle();
    limit(0, 'log.db');
    // What room is left in the last pages is used up first; a rung takes more than a registration.
    for (let n = 0; n < 40 && (await flow.as(MEDIATOR).post(DISPUTES, { ...REGISTRATION, discoveredAt: '2026-11-02', parties: [{ kind: 'person', name: '试', personId: randomUUID() }] })).status === 201; n += 1);
    await flow.walkTo('2026-11-02T17:31:00+08:00');
    expect(await rungsOf(flow, major)).toEqual([]);
    const ready = await flow.nobody.get(READY);
    expect([ready.status, ready.json.degraded]).toEqual([200, [expect.objectContaining({ part: 'escalation' })]]);
    limit(1_000_000_000);
    await flow.walkTo('2026-11-02T17:40:00+08:00');
    const rungs = await rungsOf(flow, major);
    expect(rungs.map(({ data: { rung } }) => rung)).toEqual(['warn']);
    expect(Number(rungs[0]?.data.lateMs)).toBeGreaterThanOrEqual(60_000);
    expect((await flow.nobody.get(READY)).json).toEqual({ status: 'up', degraded: [] });
  });
});

describe('stopping', () => {
  it('does not wait for those who listen to a stream', async () => {
    const flow = await openFlow();
    const listening = await flow.follow(accountOf('county', 'dutyOfficer'), '/v1/views/escalations/stream');
    await flow.close();
    await listening.ended;
  }, 30_000);
});
