import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { millisOf } from '@fengqiao/kernel';
import { systemClock } from '@fengqiao/platform';
import { foundCounty } from '../demonstration/found-county';
import { openHost, type Host } from '../host';
import { publicInterface } from '../public-interface';
import { SETUP_ACCOUNT } from '../setup-account';
import { accountOf, smallCounty } from './county.scenes';

/* The machine's clock is set back under a host that runs by it. */

const MEDIATOR = accountOf('pine', 'mediator');
const DISPUTES = '/v1/mediation/disputes';
const DISPUTE = { source: 'mediator', category: 'neighbour', discoveredAt: '2026-01-05', summary: '屋檐滴水之争', parties: [{ kind: 'person', name: '试甲' }] };

describe('a machine whose clock is set back', () => {
  const now = Date.now.bind(Date);
  let folder: string;
  let host: Host;
  let token: string;
  let id: string;

  const setBack = (ms: number) => void jest.spyOn(Date, 'now').mockImplementation(() => now() - ms);
  const ask = async (method: 'GET' | 'POST', path: string, body?: object) => {
    const answer = await host.inject(method, path, { headers: { authorization: `Bearer ${token}` }, ...(body && { body: body as never }) });
    return { status: answer.status, retryAfter: answer.headers['retry-after'], json: JSON.parse(answer.body) as Readonly<Record<string, unknown>> };
  };
  const recorded = async () => (await host.embedded.store.read(`mediation.dispute-${id}`)).map(({ meta }) => meta.recordedAt);

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'fengqiao-clock-'));
    host = await openHost({ folder, clock: systemClock(), logLevel: 'silent' });
    await foundCounty(smallCounty(), millisOf(systemClock().now()), publicInterface(host), SETUP_ACCOUNT, accountOf('city', 'operator'));
    token = (await host.issueToken(MEDIATOR)) as string;
    id = (await ask('POST', DISPUTES, DISPUTE)).json.id as string;
  }, 60_000);
  afterEach(() => jest.restoreAllMocks());
  afterAll(async () => {
    await host.close();
    rmSync(folder, { recursive: true });
  });

  it('by more than five seconds refuses what would go before the end of its case, with 503 and a sentence, and reads on', async () => {
    const before = await host.embedded.store.head();
    setBack(3_600_000);
    const refused = await ask('POST', `${DISPUTES}/${id}/grade`, { grade: 'major' });
    expect(refused).toMatchObject({ status: 503, json: { code: 'CLOCK_FAULT', zh: expect.stringContaining('时钟'), en: expect.stringContaining('clock') } });
    expect(refused.retryAfter).toBeDefined();
    expect(await host.embedded.store.head()).toBe(before);
    for (const path of [`${DISPUTES}/${id}`, '/v1/views/dispute-ledger', '/v1/views/duty-board']) expect((await ask('GET', path)).status).toBe(200);
  });

  it('by less is smoothed: nothing in a case is recorded before what was', async () => {
    const [registered] = await recorded();
    const end = millisOf(registered as string);
    jest.spyOn(Date, 'now').mockImplementation(() => end - 3_000);
    expect((await ask('POST', `${DISPUTES}/${id}/grade`, { grade: 'large' })).status).toBe(200);
    expect(await recorded()).toEqual([registered, registered]);
  });

  it('goes on by itself when it is right again', async () => {
    expect((await ask('POST', `${DISPUTES}/${id}/grade`, { grade: 'major' })).status).toBe(200);
  });
});
