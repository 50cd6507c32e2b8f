import type { JsonObject } from '@fengqiao/kernel';
import type { Operation } from '@fengqiao/platform/http';
import { ASKED_WITH, READABLE, TABLE, type Relation } from './access.scenes';
import { accountOf, POSTS, type Place } from './county.scenes';
import { act, DISPUTES, register, rungsOf } from './disputes.scenes';
import { openFlow, type Answer, type Flow } from './flow-kit.scenes';
import { ALL_PLANTED, PLANTED, plant, type PlantedClass } from './planted.scenes';
import { sampleBody } from './samples.scenes';

const PLACES: Readonly<Record<Relation, Place>> = { own: 'pine', sibling: 'oak', parent: 'hill', foreign: 'otherVillage' };
const RELATIONS = Object.keys(PLACES) as Relation[];
const STRANGERS: readonly Relation[] = ['sibling', 'foreign'];
const REFUSED = [401, 403, 404];
const MEDIATOR = accountOf('pine', 'mediator');
const CERTIFICATE = '浙诸调翡翠〇〇七号';

describe('a dispute of one village', () => {
  let flow: Flow;
  let operations: readonly Operation[];
  /** Ids that stand in the place of `:id`, by the path before it. */
  let ids: Readonly<Record<string, string>>;
  /** Everything by which the dispute could be known. */
  let traces: readonly string[];
  let before: ReadonlyMap<string, JsonObject>;
  let dispute: string;
  const others = new Map<Relation, string>();

  beforeAll(async () => {
    flow = await openFlow({ everyRoleAt: Object.values(PLACES) });
    operations = flow.host.server.operations.filter(({ access }) => access !== 'public');
    // Everybody has another matter, so that what strangers see is not nothing.
    for (const relation of ['own', ...STRANGERS] as const) {
      const account = accountOf(PLACES[relation], 'mediator');
      const id = await register(flow, account, '2026-11-02');
      await act(flow, account, id, 'grade', { grade: 'major' });
      others.set(relation, id);
    }
    await flow.settle();
    before = await whatStrangersList();

    dispute = await plant(flow, MEDIATOR, { 'idempotency-key': 'planted' });
    const screening = await flow.as(MEDIATOR).post('/v1/mediation/screenings', { period: '2026-W44', householdsVisited: 42, disputesFound: 1, disputeIds: [dispute] });
    const reported = await reportedBy('pine');
    await flow.settle();
    const deadlines = (await flow.as(MEDIATOR).get(`/v1/views/cases/${dispute}/deadlines`)).json as { caseNumber: string; items: { id: string; rootRule: string; key: string }[] };
    const report = deadlines.items.find(({ rootRule }) => rootRule === 'MED-19') as { id: string };
    ids = {
      '/v1/mediation/disputes/': dispute, '/v1/views/cases/': dispute, '/v1/views/deadlines/': report.id, '/v1/mediation/screenings/': screening.json.id as string,
      '/v1/directory/offices/': flow.officeId('pine'), '/v1/directory/persons/': flow.personId(MEDIATOR), '/v1/directory/rosters/': flow.officeId('hill'), '/v1/operations/persons/': flow.personId(MEDIATOR),
      '/v1/mediation/committees/': flow.officeId('pine'), '/v1/mediation/mediators/': flow.personId(MEDIATOR), '/v1/mediation/analyses/': reported.analysis, '/v1/mediation/trainings/': reported.training,
    };
    traces = [...ALL_PLANTED, dispute, reported.analysis, reported.training, CERTIFICATE, ids['/v1/mediation/screenings/'] as string, deadlines.caseNumber, ...deadlines.items.flatMap(({ id, key }) => [id, key]).filter((text) => text !== '')];
  }, 120_000);
  afterAll(() => flow.close());

  /** A committee with a mediator of its own, what it has made of its disputes, and a class it has held. */
  async function reportedBy(place: Place): Promise<{ readonly analysis: string; readonly training: string }> {
    const post = async (as: string, path: string, body: JsonObject) => {
      const answer = await flow.as(as).post(`/v1/mediation/${path}`, body);
      if (answer.status > 201) throw new Error(answer.text);
      return answer.json.id as string;
    };
    const [chair, director] = [accountOf(place, 'committeeChair'), accountOf('hill', 'officeDirector')];
    const [office, person] = [flow.officeId(place), flow.personId(accountOf(place, 'mediator'))];
    const member = (name: string, sex: string, position: string) => ({ name, sex, post: position, nationality: 'han' });
    await post(director, 'committees', { officeId: office, kind: 'village' });
    await post(chair, `committees/${office}/establish`, { establishedOn: '2026-11-02', members: [member(PLANTED.M1.first, 'female', 'chair'), member(PLANTED.M1.second, 'male', 'member'), member(PLANTED.M1.invited, 'male', 'member')] });
    await post(chair, 'mediators', { personId: person, source: 'villager', fullTime: true, engagedOn: '2026-11-02' });
    await post(chair, `mediators/${person}/train`, { kind: 'induction', trainedOn: '2026-11-02', hours: 8, trainer: 'bureau' });
    await post(director, `mediators/${person}/grade`, { grade: 'third' });
    await post(director, `mediators/${person}/register`, { certificate: CERTIFICATE, fullTime: true });
    await post(chair, `mediators/${person}/warn`, { number: 1, ground: 'bias', note: PLANTED.M5.note });
    return {
      analysis: await post(chair, 'analyses', { occasion: 'quarter', period: '2026-Q4', findings: PLANTED.M5.analysis }),
      training: await post(accountOf(place, 'officeClerk'), 'trainings', { year: '2026', kind: 'local', trainer: 'court', heldOn: '2026-11-02', participants: 12 }),
    };
  }

  const idOf = (path: string) => ids[path.slice(0, path.indexOf(':id'))];
  const pathOf = ({ path }: Operation, id = idOf(path)) => {
    if (path.includes(':id') && id === undefined) throw new Error(`the test has nothing to put into ${path}: name an id for it`);
    return path.replace(':id', id ?? '').replace(':code', 'registrationForm');
  };
  const isStream = ({ path }: Operation) => path.endsWith('/stream');
  const found = (text: string) => traces.filter((trace) => text.includes(trace) || text.includes(JSON.stringify(trace).slice(1, -1)) || text.includes(encodeURIComponent(trace)));
  /** Asks for nothing to be done: whoever may is told that his revision is not the last, everybody else what he is told. */
  const UNMATCHED = { 'if-match': '"999999"' };
  const tryIt = (operation: Operation, account: string, id?: string): Promise<Answer> =>
    operation.method === 'GET' ? flow.as(account).get(`${pathOf(operation, id)}${ASKED_WITH[operation.id] ?? ''}`) : flow.as(account).post(pathOf(operation, id), sampleBody(operation), UNMATCHED);

  /** Every list with every count, without how fresh it is. */
  async function whatStrangersList(): Promise<Map<string, JsonObject>> {
    const seen = new Map<string, JsonObject>();
    for (const operation of operations.filter((each) => each.method === 'GET' && !each.path.includes(':id') && !isStream(each) && !each.path.startsWith('/v1/operations/'))) {
      const facets = operation.parameters.find(({ name }) => name === 'facets')?.label.en.split(': ')[1]?.replaceAll(' ', '');
      for (const relation of STRANGERS) {
        for (const post of POSTS) {
          const { freshness: _, ...rest } = (await flow.as(accountOf(PLACES[relation], post)).get(`${operation.path}${facets ? `?limit=200&facets=${facets}` : (ASKED_WITH[operation.id] ?? '')}`)).json as JsonObject;
          seen.set(`${relation} ${post} ${operation.id}`, rest);
        }
      }
    }
    return seen;
  }

  it('changes nothing of what strangers list and count', async () => {
    const now = await whatStrangersList();
    expect(now.size).toBeGreaterThanOrEqual(POSTS.length * STRANGERS.length * 5);
    for (const [what, seen] of before) expect([what, now.get(what)]).toEqual([what, seen]);
    expect(found(JSON.stringify([...now.values()]))).toEqual([]);
  });

  it('has an operation in the table for each of the route table, or treats it as nobody else\'s', () => {
    const known = Object.keys(TABLE);
    expect(known.filter((id) => !operations.some((operation) => operation.id === id))).toEqual([]);
    expect(operations.length).toBeGreaterThanOrEqual(known.length);
  });

  describe.each(RELATIONS)('towards the %s office', (relation) => {
    it.each(POSTS)('lets a %s do what the table says and learn nothing else', async (post) => {
      const head = await flow.head();
      const account = accountOf(PLACES[relation], post);
      for (const operation of operations.filter((each) => !isStream(each))) {
        const { id, path, method } = operation;
        const answer = await tryIt(operation, account);
        const may = TABLE[id]?.[relation]?.includes(post) === true;
        const isKnown = id in TABLE || STRANGERS.includes(relation);
        const expected = may ? [method === 'GET' ? 200 : 412] : !isKnown ? expect.anything() : !(id in TABLE) && !path.includes(':id') ? [200, 412, ...REFUSED] : REFUSED;
        if (Array.isArray(expected)) expect({ id, status: answer.status, allowed: expected.includes(answer.status) }).toEqual({ id, status: answer.status, allowed: true });
        if (STRANGERS.includes(relation) || !may) expect({ id, found: found(answer.text) }).toEqual({ id, found: [] });
      }
      expect(await flow.head()).toBe(head);
    });

    it.each(POSTS)('tells a %s of what is not his exactly what it tells of what does not exist', async (post) => {
      const account = accountOf(PLACES[relation], post);
      for (const operation of operations.filter(({ path }) => path.includes(':id'))) {
        const real = await tryIt(operation, account);
        if (!REFUSED.includes(real.status)) continue;
        const unknown = await tryIt(operation, account, '11111111-1111-4111-8111-111111111111');
        expect([operation.id, real.status, withoutCorrelation(real)]).toEqual([operation.id, unknown.status, withoutCorrelation(unknown)]);
      }
    });
  });

  describe.each(['own', 'parent'] as const)('shown to the %s office', (relation) => {
    it.each(POSTS.filter((post) => post !== 'analyst'))('opens to a %s the classes of data that his work needs', async (post) => {
      const caller = flow.as(accountOf(PLACES[relation], post));
      const texts = [(await caller.get(`${DISPUTES}/${dispute}`)).text, (await caller.get(`/v1/views/cases/${dispute}/timeline`)).text, (await caller.get('/v1/views/dispute-ledger')).text];
      for (const [kind, planted] of Object.entries(PLANTED) as [PlantedClass, Record<string, string>][]) {
        const shown = Object.values(planted).filter((text) => texts.some((each) => each.includes(text)));
        expect({ kind, some: shown.length > 0 }).toEqual({ kind, some: READABLE[post].includes(kind) });
      }
      expect(texts.join()).not.toContain('sealed:');
    });

    it('stands in its ledger once', async () => {
      const { items } = (await flow.as(accountOf(PLACES[relation], 'mediator')).get('/v1/views/dispute-ledger')).json as { items: { id: string }[] };
      expect(items.filter(({ id }) => id === dispute)).toHaveLength(1);
    });
  });

  it('opens to nobody without a token, by whatever spelling or method', async () => {
    for (const operation of operations) {
      for (const { method, path } of variants(operation)) {
        const answer = await flow.nobody.wire({ method, path, headers: operation.method === 'POST' ? { 'content-length': '0' } : {} });
        expect({ method, path, refused: [401, 404].includes(answer.status) }).toEqual({ method, path, refused: true });
        expect(found(answer.text)).toEqual([]);
      }
    }
  }, 60_000);

  it('opens to no stranger by another spelling or method', async () => {
    const stranger = flow.as(accountOf('otherVillage', 'committeeChair'));
    for (const operation of operations) {
      for (const { method, path } of variants(operation).slice(1)) {
        const payload = operation.method === 'POST' ? JSON.stringify(sampleBody(operation)) : '';
        const headers: Record<string, string> = payload === '' ? {} : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(payload)), ...UNMATCHED };
        const answer = await stranger.wire({ method, path, headers, payload });
        expect({ method, path, refused: [403, 404].includes(answer.status) }).toEqual({ method, path, refused: true });
        expect(found(answer.text)).toEqual([]);
      }
    }
  }, 60_000);

  it('does not answer a stranger with its own key for repeating', async () => {
    const stranger = flow.as(accountOf('oak', 'mediator'));
    const answer = await stranger.post(DISPUTES, { source: 'mediator', category: 'trifle', discoveredAt: '2026-11-02', summary: '琐事', parties: [{ kind: 'person', name: '试丙' }] }, { 'idempotency-key': 'planted' });
    expect([answer.status, answer.json.id === dispute]).toEqual([201, false]);
  });

  it('is told in the stream of escalations to its own line, and to nobody beside', async () => {
    await flow.walkTo('2026-11-02T17:31:00+08:00');
    const rungs = (await rungsOf(flow, dispute)).map(({ data }) => data.rung);
    expect(rungs).toEqual(['unanswered']);
    for (const relation of RELATIONS) {
      for (const post of POSTS) {
        const stream = await flow.follow(accountOf(PLACES[relation], post), `/v1/views/escalations/stream?after=${Buffer.from('@0').toString('base64url')}`);
        // The warning about the other matter came into the log after the rung of this one: whoever has heard of that was told of this, or never will be.
        const heard = (await stream.atLeast(1)).slice();
        stream.close();
        const cases = heard.map(({ data }) => data.caseId as string);
        if (STRANGERS.includes(relation)) expect({ post, cases, found: found(JSON.stringify(heard)) }).toEqual({ post, cases: [others.get(relation)], found: [] });
        else if (relation === 'parent' || post !== 'informant') expect({ post, first: cases[0] }).toEqual({ post, first: dispute });
      }
    }
  }, 60_000);

  function variants(operation: Operation): readonly { readonly method: string; readonly path: string }[] {
    const path = pathOf(operation);
    const { method } = operation;
    const capitals = path.replace(/^\/v1\/\w+/, (start) => start.toUpperCase());
    return [{ method, path }, { method, path: `${path}/` }, { method, path: `/${path}` }, { method, path: path.replace('/v1/', '/v1//') }, { method, path: capitals }, { method, path: `${path}%20` }, { method: 'HEAD', path }, { method: 'OPTIONS', path }];
  }
});

function withoutCorrelation({ text, headers }: Answer): object {
  const { correlation: _, ...problem } = JSON.parse(text) as JsonObject;
  const { 'x-correlation-id': _id, date: _date, ...rest } = headers;
  return { problem, rest };
}
