import { randomUUID } from 'node:crypto';
import { copyFileSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { LOG_FILE, verifyLog } from '@fengqiao/event-store/sqlite';
import { accountOf } from './county.scenes';
import { DISPUTES } from './disputes.scenes';
import { openFlow, type Answer, type Flow } from './flow-kit.scenes';
import { mediate, plant, PLANTED } from './planted.scenes';

const MEDIATOR = accountOf('pine', 'mediator');
const CHAIR = accountOf('pine', 'committeeChair');
const OPERATOR = accountOf('county', 'operator');
const ERASED = '已删除 / erased';
const REASON = { reason: '本人申请，保存期限已满' };

let flow: Flow;
let dispute: string;
let first: string;

beforeAll(async () => {
  flow = await openFlow();
  dispute = await plant(flow, MEDIATOR);
  await mediate(flow, dispute, { mediator: MEDIATOR, chair: CHAIR, above: accountOf('hill', 'officeDirector') });
  first = (await partiesOf(flow))[0]?.personId as string;
}, 60_000);
afterAll(async () => {
  await flow.close();
  rmSync(flow.folder, { recursive: true, force: true });
}, 30_000);

interface Party {
  readonly personId: string;
  readonly name: string;
  readonly phone: string;
}

const shown = (on: Flow) => on.as(MEDIATOR).get(`${DISPUTES}/${dispute}`);
const partiesOf = async (on: Flow) => (await shown(on)).json.parties as readonly Party[];
const erase = (personId: string, account = OPERATOR, body: unknown = REASON): Promise<Answer> => flow.as(account).post(`/v1/operations/persons/${personId}/erase`, body);

describe('erasing a person', () => {
  it.each([
    ['a person whom nobody knows', () => erase(randomUUID()), 404, 'NOT_FOUND'],
    ['what is no id', () => erase('张三'), 404, 'NOT_FOUND'],
    ['a case', () => erase(dispute), 409, 'NOT_A_PERSON'],
    ['somebody in office', () => erase(flow.personId(MEDIATOR), accountOf('city', 'operator')), 409, 'PERSON_IN_OFFICE'],
    ['somebody of another county', () => erase(first, accountOf('other', 'operator')), 404, 'NOT_FOUND'],
    ['anybody, by who is no operator', () => erase(first, CHAIR), 403, 'ROLE_REQUIRED'],
    ['anybody, without a reason', () => erase(first, OPERATOR, {}), 400, 'VALIDATION_FAILED'],
  ])('is refused for %s', async (_what, ask, status, code) => {
    const head = await flow.head();
    const answer = await ask();
    expect([answer.status, answer.json.code, await flow.head()]).toEqual([status, code, head]);
    expect((await partiesOf(flow))[0]?.name).toBe(PLANTED.M1.first);
  });

  it('prints erased wherever the person was named, leaves everybody else, and changes no other event', async () => {
    const head = await flow.head();
    const before = (await shown(flow)).text;
    const answer = await erase(first);
    expect([answer.status, answer.json]).toEqual([200, { personId: first, erasedAt: flow.clock.now(), streams: 1, repeated: false }]);
    expect(await flow.head()).toBe(head + 1);

    const [gone, other] = await partiesOf(flow);
    expect([gone?.name, gone?.phone, other?.name]).toEqual([ERASED, ERASED, PLANTED.M1.second]);
    const after = (await shown(flow)).text;
    for (const text of [PLANTED.M1.first, PLANTED.M1.phone, PLANTED.M1.idNumber, PLANTED.M2.address]) expect([text, before.includes(text), after.includes(text)]).toEqual([text, true, false]);
    // What others said about the person is the case's, not the person's.
    expect(after).toContain(PLANTED.M5.summary);
    expect((await flow.as(MEDIATOR).get(`/v1/views/cases/${dispute}/timeline`)).text).not.toContain(PLANTED.M1.first);
  });

  it('is in the audit with who, whom and why, once', async () => {
    const again = await erase(first, OPERATOR, { reason: '重复申请' });
    expect([again.status, again.json.repeated]).toEqual([200, true]);
    const audit = await flow.host.embedded.store.readAll({ after: 0, limit: 10_000, prefixes: ['audit.operator-'] });
    expect(audit).toMatchObject([{
      stream: expect.stringMatching(/^audit\.operator-2026-11-\d\d$/) as string, type: 'platform.v1.OperatorActed', data: { act: 'person.erase', target: first, ...REASON }, meta: { actor: flow.personId(OPERATOR), office: flow.officeId('county') },
    }]);
  });

  it('leaves the log proven and the views as a rebuild makes them', async () => {
    expect(await verifyLog(join(flow.folder, LOG_FILE))).toMatchObject({ ok: true });
    expect((await flow.as(OPERATOR).get('/v1/operations/views/check')).json.differences).toEqual([]);
  });

  it('refuses to write about the person again under the old id', async () => {
    const answer = await flow.as(MEDIATOR).post(DISPUTES, { source: 'mediator', category: 'labour', discoveredAt: '2026-11-02', summary: '又起争执', parties: [{ kind: 'person', personId: first, name: PLANTED.M1.first }] });
    expect([answer.status, answer.json.code]).toEqual([422, 'PERSON_ERASED']);
  });

  it('reaches a mediator who has left, with what was noted on him', async () => {
    const [person, keeper] = [flow.personId(accountOf('oak', 'mediator')), accountOf('oak', 'committeeChair')];
    const mediator = `/v1/mediation/mediators/${person}`;
    const done = async (account: string, path: string, body: object) => expect([path, (await flow.as(account).post(path, body)).status < 300]).toEqual([path, true]);
    await done(keeper, '/v1/mediation/mediators', { personId: person, source: 'villager', fullTime: true, engagedOn: '2026-11-02' });
    await done(keeper, `${mediator}/remove`, { ground: 'resigned', removedFrom: '2026-11-02', note: PLANTED.M5.summary });
    await done(OPERATOR, `/v1/directory/persons/${person}/release`, { officeId: flow.officeId('oak'), releasedFrom: '2026-11-02' });
    await flow.settle();
    // He was registered by the city's operator, so the city's operator erases.
    const answer = await erase(person, accountOf('city', 'operator'));
    expect([answer.status, answer.json.code, answer.json.streams]).toEqual([200, undefined, 2]);
    const { items } = (await flow.as(keeper).get('/v1/views/mediators?status=removed')).json as { readonly items: readonly { readonly personId: string; readonly name: string }[] };
    expect(items.map(({ personId, name }) => [personId, name])).toEqual([[person, ERASED]]);
  });

  it('holds after a restart, and where an older copy of the key file is put back', async () => {
    const second = (await partiesOf(flow))[1]?.personId as string;
    const now = flow.clock.now();
    await flow.host.close();
    const [keys, kept] = [join(flow.folder, 'keys.db'), join(flow.folder, 'older-keys')];
    copyFileSync(keys, kept);
    flow = await openFlow({ folder: flow.folder, founded: flow.founded, now });
    expect((await erase(second)).status).toBe(200);
    const shownThen = (await shown(flow)).text;
    await flow.host.close();
    for (const file of readdirSync(flow.folder)) if (file.startsWith('keys.db')) rmSync(join(flow.folder, file));
    copyFileSync(kept, keys);
    rmSync(kept);
    flow = await openFlow({ folder: flow.folder, founded: flow.founded, now });
    expect((await shown(flow)).text).toBe(shownThen);
    expect((await partiesOf(flow)).slice(0, 2).map(({ name }) => name)).toEqual([ERASED, ERASED]);
    expect(readFileSync(keys).length).toBeGreaterThan(0);
  }, 60_000);
});
