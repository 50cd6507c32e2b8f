import { accountOf } from './county.scenes';
import {
  BAD_AMOUNTS, BAD_CODES, BAD_COUNTS, BAD_CREDIT_CODES, BAD_DATES, BAD_DIVISIONS, BAD_FLAGS, BAD_GRADES, BAD_LINES, BAD_MOMENTS, BAD_NAMES, BAD_PHONES, BAD_RESIDENT_IDS, BAD_SUMMARIES, BAD_UUIDS, GOOD_NAMES, NO_TEXT, type Named,
} from './bad-values.scenes';
import { BODIES } from './bad-requests.scenes';
import { openFlow, type Answer, type Caller, type Flow } from './flow-kit.scenes';

const DISPUTES = '/v1/mediation/disputes';
const person = { kind: 'person', name: '王芳' };
const register = { source: 'mediator', category: 'neighbour', discoveredAt: '2026-11-01T21:00:00+08:00', summary: '滴水之争', parties: [person] };

describe('bad input', () => {
  let flow: Flow;
  let mediator: Caller;
  let chair: Caller;
  let dispute: string;
  let head: number;

  beforeAll(async () => {
    flow = await openFlow();
    mediator = flow.as(accountOf('pine', 'mediator'));
    chair = flow.as(accountOf('pine', 'committeeChair'));
    dispute = `${DISPUTES}/${(await mediator.post(DISPUTES, register)).json.id as string}`;
    await flow.settle();
    head = await flow.head();
  }, 60_000);
  afterAll(() => flow.close());
  // Whatever was sent, the log holds what it held.
  const unchanged = () => afterAll(async () => expect(await flow.head()).toBe(head));

  /** A refusal that says what is wrong in both languages, tells nothing of the program, and points at the place. */
  function refused(answer: Answer, status: number, at?: string): void {
    expect({ status: answer.status, body: answer.text.slice(0, 300) }).toEqual({ status, body: expect.any(String) });
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    const problem = answer.json as { zh: string; en: string; code: string; errors?: { pointer?: string; parameter?: string; zh: string; en: string }[] };
    for (const each of [problem, ...(problem.errors ?? [])]) expect([each.zh, each.en]).toEqual([expect.stringMatching(/\p{Script=Han}/u), expect.stringMatching(/[a-z]/)]);
    expect(answer.text).not.toMatch(/node_modules|\.ts:|Error:|SQLITE|zod/);
    if (at !== undefined) expect((problem.errors ?? []).map(({ pointer, parameter }) => pointer ?? parameter)).toContain(at);
  }

  describe('in the body of a request', () => {
    unchanged();
    it.each(BODIES.map(([name, payload, status, at]) => [name, { payload, status, at }] as const))('refuses %s', async (_name, { payload, status, at }) => {
      refused(await mediator.send({ method: 'POST', path: DISPUTES, headers: { 'content-type': 'application/json' }, payload }), status, at);
    });
  });

  /** One field of a command that is right otherwise. */
  const fields = (kind: string, values: readonly Named[], where: readonly [pointer: string, send: (value: unknown) => Promise<Answer>][]) => {
    describe(`for ${kind}`, () => {
      unchanged();
      const cases = where.flatMap(([pointer, send]) => values.map(([name, value]) => [name, pointer, value, send] as const));
      it.each(cases)('refuses %s in %s', async (_name, pointer, value, send) => refused(await send(value), 400, pointer));
    });
  };
  const registering = (change: (value: unknown) => object) => (value: unknown) => mediator.post(DISPUTES, { ...register, ...change(value) });
  const withParty = (change: (value: unknown) => object, kind = 'person') => registering((value) => ({ parties: [{ ...person, kind, ...change(value) }] }));

  fields('text', NO_TEXT, [
    ['/summary', registering((summary) => ({ summary }))],
    ['/parties/0/name', withParty((name) => ({ name }))],
  ]);
  fields('a name', BAD_NAMES, [['/parties/0/name', withParty((name) => ({ name }))]]);
  fields('a name of somebody invited', BAD_NAMES.slice(4, 12), [['/name', (name) => mediator.post(`${dispute}/invite`, { name, role: 'kin' })]]);
  fields('a line', BAD_LINES, [['/place', registering((place) => ({ place }))]]);
  fields('an address', BAD_LINES.slice(8), [['/parties/0/address', withParty((address) => ({ address }))]]);
  fields('a long text', BAD_SUMMARIES, [['/summary', registering((summary) => ({ summary }))]]);
  fields('a resident identity number', BAD_RESIDENT_IDS, [['/parties/0/idNumber', withParty((idNumber) => ({ idNumber }))]]);
  fields('a credit code', BAD_CREDIT_CODES, [['/parties/0/idNumber', withParty((idNumber) => ({ idNumber }), 'organisation')]]);
  fields('a telephone number', BAD_PHONES, [['/parties/0/phone', withParty((phone) => ({ phone }))]]);
  fields('a moment', BAD_MOMENTS, [['/discoveredAt', registering((discoveredAt) => ({ discoveredAt }))]]);
  fields('a claimed time', BAD_MOMENTS.filter(([name]) => !/^(a year|a month)/.test(name)), [['/occurredAt', (occurredAt) => mediator.post(DISPUTES, { ...register, occurredAt })]]);
  fields('an instant', BAD_MOMENTS.slice(0, 26), [['/effectiveAt', (effectiveAt) => mediator.post(`${dispute}/conclude`, { form: 'oral', effectiveAt, terms: [{ content: '改装落水管', dueDate: '2026-12-01' }] })]]);
  fields('a date', BAD_DATES, [['/terms/0/dueDate', (dueDate) => mediator.post(`${dispute}/conclude`, { form: 'oral', effectiveAt: '2026-11-02T07:00:00+08:00', terms: [{ content: '改装落水管', dueDate }] })]]);
  fields('an amount', BAD_AMOUNTS, [['/amountFen', registering((amountFen) => ({ amountFen }))]]);
  fields('a number of people', BAD_COUNTS, [['/people', registering((people) => ({ people }))]]);
  fields('a code', BAD_CODES, [['/source', registering((source) => ({ source }))]]);
  fields('a grade', BAD_GRADES, [['/grade', (grade) => mediator.post(`${dispute}/grade`, { grade })]]);
  fields('a division', BAD_DIVISIONS, [['/division', registering((division) => ({ division }))]]);
  fields('an id', BAD_UUIDS, [['/parties/0/personId', withParty((personId) => ({ personId }))], ['/ownerId', (ownerId) => chair.post(`${dispute}/plan`, { number: 1, plan: '先分头做工作', ownerId, dueDate: '2026-11-20' })]]);

  describe('for flags', () => {
    unchanged();
    it.each(BAD_FLAGS)('refuses %s', async (_name, flags) => {
      const answer = await mediator.post(DISPUTES, { ...register, flags });
      refused(answer, 400);
      expect(answer.text).toContain('"/flags');
    });
  });

  describe('odd and right', () => {
    it.each(GOOD_NAMES)('takes %s for a name and gives it back as it was', async (_name, name) => {
      const made = await mediator.post(DISPUTES, { ...register, parties: [{ kind: 'person', name }], summary: name });
      expect(made.status).toBe(201);
      const read = await mediator.get(made.headers['location'] as string);
      expect([read.json.parties[0].name, read.json.summary]).toEqual([name, name]);
    });

    it.each<[string, object, object]>([
      ['a check letter in lower case', { idNumber: '11010519491231002x' }, { idNumber: '11010519491231002X' }],
      ['an identity number of 15 digits', { idNumber: '110105491231002' }, { idNumber: '110105491231002' }],
      ['a telephone with +86', { phone: '+86 138-0575-1234' }, { phone: '13805751234' }],
      ['a telephone with 0086', { phone: '008613805751234' }, { phone: '13805751234' }],
      ['a fixed telephone', { phone: '0575-87012345' }, { phone: '057587012345' }],
      ['spaces around a name', { name: ' 王芳 ' }, { name: '王芳' }],
    ])('takes %s', async (_name, given, kept) => {
      const made = await mediator.post(DISPUTES, { ...register, parties: [{ ...person, ...given }] });
      expect(made.status).toBe(201);
      expect((await mediator.get(made.headers['location'] as string)).json.parties[0]).toMatchObject(kept);
    });

    it.each([
      ['a zone of +14:00', '2026-11-02T13:30:00+14:00', '2026-11-01T23:30:00.000Z'],
      ['a zone west of Greenwich', '2026-11-01T12:30:00-11:00', '2026-11-01T23:30:00.000Z'],
      ['a fraction of a second', '2026-11-02T07:30:00.250+08:00', '2026-11-01T23:30:00.250Z'],
      ['a date', '2026-11-01', '2026-11-01'],
      ['29 February of a leap year', '2024-02-29', '2024-02-29'],
      ['an amount of fifteen digits', '2026-11-01', '2026-11-01', '999999999999999'],
    ])('takes %s', async (_name, discoveredAt, kept, amountFen = '0') => {
      const made = await mediator.post(DISPUTES, { ...register, discoveredAt, amountFen });
      expect(made.status).toBe(201);
      expect((await mediator.get(made.headers['location'] as string)).json).toMatchObject({ discoveredAt: kept, amountFen });
    });
  });
});
