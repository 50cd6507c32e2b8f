import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { accountOf } from './county.scenes';
import { DISPUTES } from './disputes.scenes';
import { openFlow, type Flow } from './flow-kit.scenes';
import { ALL_PLANTED, mediate, plant, PLANTED, PLANTED_DISPUTE } from './planted.scenes';
import { foundIn, spellingsOf } from './spellings.scenes';

const MEDIATOR = accountOf('pine', 'mediator');
const CHAIR = accountOf('pine', 'committeeChair');
const DIRECTOR = accountOf('hill', 'officeDirector');
/** Names of officers are sealed like everybody's. */
const OFFICER = '测试pinemediator';

describe('personal data at rest', () => {
  let flow: Flow;
  let dispute: string;

  beforeAll(async () => {
    flow = await openFlow({ logLevel: 'debug' });
    dispute = await plant(flow, MEDIATOR);
    await mediate(flow, dispute, { mediator: MEDIATOR, chair: CHAIR, above: DIRECTOR });
    await imported();
    await refusals();
    await flow.walkTo('2026-11-04T12:00:00+08:00');
    for (const path of [`${DISPUTES}/${dispute}`, `/v1/views/cases/${dispute}/timeline`, '/v1/views/dispute-ledger', '/v1/views/duty-board']) await flow.as(MEDIATOR).get(path);
  }, 60_000);
  afterAll(async () => {
    await flow.close();
    rmSync(flow.folder, { recursive: true, force: true });
  }, 30_000);

  async function imported(): Promise<void> {
    const { source: _, ...record } = PLANTED_DISPUTE;
    const answer = await flow.as(CHAIR).post(`${DISPUTES}/import`, { ...record, externalNumber: '旧档2019-17', externalSource: '旧台账', category: '劳动争议', discoveredAt: '2019-03', outcome: 'agreed', endedOn: '2019-04' });
    expect(answer.status).toBe(201);
  }

  /** What is refused is seen by the process too, and must not stay in its log. */
  async function refusals(): Promise<void> {
    const mediator = flow.as(MEDIATOR);
    const statuses = [
      await mediator.post(DISPUTES, { ...PLANTED_DISPUTE, [PLANTED.M1.first]: PLANTED.M1.phone, category: PLANTED.M5.summary }),
      await mediator.post(DISPUTES, { ...PLANTED_DISPUTE, discoveredAt: PLANTED.M2.address }),
      await mediator.post(DISPUTES, { ...PLANTED_DISPUTE, discoveredAt: '2026-12-24' }),
      await mediator.send({ method: 'POST', path: DISPUTES, headers: { 'content-type': 'application/json' }, payload: `{"summary":"${PLANTED.M5.summary}",` }),
      await mediator.get(`/v1/views/dispute-ledger?${encodeURIComponent(PLANTED.M1.first)}=${encodeURIComponent(PLANTED.M1.second)}`),
      await mediator.get(`${DISPUTES}/${encodeURIComponent(PLANTED.M1.first)}`),
      await flow.nobody.post(DISPUTES, PLANTED_DISPUTE),
      await flow.as(accountOf('pine', 'informant')).post(`${DISPUTES}/${dispute}/session`, { number: 9, mode: 'bed', record: PLANTED.M5.record }),
    ].map(({ status }) => status);
    expect(statuses).toEqual([400, 400, 422, 400, 400, 404, 401, 403]);
  }

  const files = () => readdirSync(flow.folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const secrets = [...ALL_PLANTED, OFFICER];

  it('was really there: whoever may read it can', async () => {
    const text = (await flow.as(MEDIATOR).get(`/v1/views/cases/${dispute}/timeline`)).text + (await flow.as(MEDIATOR).get(`${DISPUTES}/${dispute}`)).text;
    expect(ALL_PLANTED.filter((each) => !text.includes(each))).toEqual([]);
  });

  it('is in no file of the folder, while the process works', () => {
    const names = files().map((file) => file.slice(flow.folder.length + 1));
    expect(names).toEqual(expect.arrayContaining(['log.db', 'log.db-wal', 'keys.db']));
    for (const file of files()) expect([file, foundIn(readFileSync(file), secrets)]).toEqual([file, []]);
  });

  it('is in no line of the process\'s log', () => {
    expect(flow.log.length).toBeGreaterThan(0);
    expect(foundIn(Buffer.from(flow.log.join('')), secrets)).toEqual([]);
  });

  it('is in no file of the folder after the process has stopped either', async () => {
    await flow.host.close();
    for (const file of files()) expect([file, foundIn(readFileSync(file), secrets)]).toEqual([file, []]);
    expect(readFileSync(join(flow.folder, 'log.db')).includes('mediation.v1.DisputeRegistered')).toBe(true);
    expect(files().filter((file) => (statSync(file).mode & 0o077) !== 0)).toEqual([]);
    flow = await openFlow({ folder: flow.folder, founded: flow.founded, now: '2026-11-04T12:00:00+08:00' });
  }, 30_000);

  it('would be found however it were spelt', () => {
    for (const text of secrets) {
      for (const [name, spelt] of spellingsOf(text)) {
        const page = Buffer.concat([randomBytes(1_000), spelt, randomBytes(1_000)]);
        expect([text, name, foundIn(page, secrets).length > 0]).toEqual([text, name, true]);
      }
      for (const offset of [0, 1, 2]) {
        const longer = Buffer.concat([randomBytes(300 + offset), Buffer.from(text), randomBytes(50)]);
        expect([text, offset, foundIn(Buffer.from(longer.toString('base64')), [text]).length > 0]).toEqual([text, offset, true]);
      }
    }
    expect(foundIn(randomBytes(1_000_000), secrets)).toEqual([]);
  });
});
