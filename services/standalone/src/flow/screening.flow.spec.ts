import type { JsonObject } from '@fengqiao/kernel';
import { accountOf, type Place } from './county.scenes';
import { openFlow, type Answer, type Flow } from './flow-kit.scenes';

interface Cell {
  readonly period: string;
  readonly state: string;
  readonly nil: boolean;
  readonly reports: number;
  readonly disputesFound: number;
}
interface Board {
  readonly items: readonly { readonly officeId: string; readonly cadence: string; readonly cells: readonly Cell[]; readonly beside: readonly Cell[] }[];
  readonly totals: { readonly week: Readonly<Record<string, number>>; readonly month: Readonly<Record<string, number>> };
  readonly missed: readonly { readonly office: { readonly name: string }; readonly period: string }[];
  readonly freshness: { readonly asOf: string };
}

const BOARD = '/v1/views/screening-board';
const at = (day: number, time: string) => `2026-11-${String(day).padStart(2, '0')}T${time}+08:00`;
const director = accountOf('hill', 'officeDirector');
const head = accountOf('county', 'bureauHead');
const MEMBERS = [['蓝某', 'female', 'chair'], ['钟某', 'male', 'member'], ['雷某', 'male', 'member']].map(([name, sex, post]) => ({ name: name as string, sex: sex as string, post: post as string, nationality: 'han' }));

// Monday, 2 November 2026, is the first day of week 45.
describe('committees from the first Monday on', () => {
  let flow: Flow;
  const post = async (as: string, path: string, body: JsonObject): Promise<Answer> => flow.as(as).post(`/v1/mediation/${path}`, body);
  const done = async (answer: Promise<Answer>): Promise<JsonObject> => {
    const { status, text, json } = await answer;
    if (status > 201) throw new Error(text);
    return json as JsonObject;
  };
  const boardOf = async (account: string, query = '') => (await flow.as(account).get(`${BOARD}${query}`)).json as unknown as Board;
  const row = async (account: string, place: Place, query = '') => (await boardOf(account, query)).items.find(({ officeId }) => officeId === flow.officeId(place));
  const states = async (account: string, place: Place) => (await row(account, place))?.cells.map(({ period, state }) => `${period} ${state}`);

  async function establish(place: Place, kind: string, members: readonly JsonObject[] = MEMBERS): Promise<void> {
    const [by, office] = [place === 'reed' ? accountOf('river', 'officeDirector') : director, flow.officeId(place)];
    await done(post(by, 'committees', { officeId: office, kind }));
    await done(post(by, `committees/${office}/establish`, { establishedOn: '2026-11-02', members: [...members] }));
  }

  beforeAll(async () => {
    flow = await openFlow();
  }, 60_000);
  afterAll(() => flow.close());

  it('are proposed for an office and established with members who may sit together', async () => {
    const pine = flow.officeId('pine');
    const proposed = await post(director, 'committees', { officeId: pine, kind: 'village' });
    expect([proposed.status, proposed.json.id, proposed.json.stream]).toEqual([201, pine, `mediation.committee-${pine}`]);
    const unfit = await post(director, `committees/${pine}/establish`, { establishedOn: '2026-11-02', members: MEMBERS.slice(1) });
    expect([unfit.status, unfit.json.code]).toEqual([422, 'MEMBERS_THREE_TO_NINE']);
    await done(post(accountOf('pine', 'committeeChair'), `committees/${pine}/establish`, { establishedOn: '2026-11-02', members: MEMBERS }));
    const shown = (await flow.as(director).get(`/v1/mediation/committees/${pine}`)).json;
    expect(shown).toMatchObject({ status: 'serving', termEnds: '2029-11-02', women: 1, members: [{ name: '蓝某', sex: 'female' }, {}, {}] });
    expect((await flow.as(accountOf('river', 'officeDirector')).get(`/v1/mediation/committees/${pine}`)).status).toBe(404);
    for (const [place, kind] of [['oak', 'village'], ['reed', 'village'], ['hill', 'township']] as const) await establish(place, kind);
  });

  it('stand in the register, with names for those whose work needs them', async () => {
    const names = async (account: string) => {
      const { items } = (await flow.as(account).get('/v1/views/committees?untold=true&status=serving')).json as { items: { office: { name: string }; members: { name: string }[]; women: number; standing: string }[] };
      return items.map(({ office, members, women, standing }) => `${office.name} ${members[0]?.name} ${women} ${standing}`);
    };
    expect(await names(director)).toEqual(['山前司法所 蓝某 1 serving', '松岭村人民调解委员会 蓝某 1 serving', '栎树村人民调解委员会 蓝某 1 serving']);
    expect(await names(head)).toHaveLength(4);
    expect((await names(accountOf('county', 'analyst'))).join()).not.toMatch(/蓝某|sealed/);
    expect(await names(accountOf('other', 'bureauHead'))).toEqual([]);
  });

  it('analyse and teach, and are listed with it', async () => {
    await done(post(director, 'analyses', { occasion: 'quarter', period: '2026-Q4', findings: '邻里纠纷上升' }));
    await done(post(head, 'trainings', { year: '2026', kind: 'backbone', trainer: 'court', heldOn: '2026-11-01', participants: 40 }));
    const list = async (account: string, query: string) => (await flow.as(account).get(`/v1/views/${query}`)).json as unknown as { items: Readonly<Record<string, unknown>>[]; total: number; facets: unknown };
    expect((await list(head, 'analyses?period=2026-Q4&occasion=quarter')).items).toMatchObject([{ findings: '邻里纠纷上升', occasionLabel: { zh: '季度' }, office: { name: '山前司法所' }, recordedAt: expect.stringMatching(/^2026-11-02T/) }]);
    expect((await list(accountOf('county', 'analyst'), 'analyses')).items[0]?.findings).not.toMatch(/邻里|sealed/);
    expect((await list(head, 'trainings?year=2026&facets=kind')).facets).toEqual({ kind: [{ value: 'backbone', count: 1 }] });
    expect((await list(head, 'trainings?heldOn.to=2026-11-01')).total).toBe(0);
    expect([(await list(accountOf('other', 'bureauHead'), 'analyses')).total, (await list(director, 'trainings')).total]).toEqual([0, 0]);
  });

  it('are told of to the court by the county bureau', async () => {
    const pine = flow.officeId('pine');
    const { changes } = (await flow.as(head).get(`/v1/mediation/committees/${pine}`)).json as unknown as { changes: { changeId: string }[] };
    const report = { changeId: changes[0]?.changeId as string, court: '试验县人民法院' };
    expect((await post(director, `committees/${pine}/report-to-court`, report)).status).toBe(403);
    await done(post(head, `committees/${pine}/report-to-court`, report));
    const { total } = (await flow.as(head).get('/v1/views/committees?untold=true')).json as { total: number };
    expect(total).toBe(3);
  });

  it('screen their week: nothing found is done, and until Sunday 24:00 it is open', async () => {
    await flow.walkTo(at(4, '10:00:00'));
    await done(post(accountOf('pine', 'mediator'), 'screenings', { period: '2026-W45', householdsVisited: 40, disputesFound: 0 }));
    await done(post(accountOf('pine', 'mediator'), 'screenings', { period: '2026-harvest', householdsVisited: 12, disputesFound: 1, priorityVisits: [{ tag: 'lonelyElderly', persons: 9 }], doorToDoor: true }));
    expect([await states(head, 'pine'), await states(head, 'oak'), await states(head, 'hill')].map((each) => each?.at(-1))).toEqual(['2026-W45 done', '2026-W45 open', '2026-11 notOwed']);
    expect((await row(head, 'pine'))?.cells.at(-1)).toMatchObject({ nil: true, reports: 1, disputesFound: 0 });
    expect((await row(head, 'pine'))?.beside).toEqual([expect.objectContaining({ period: '2026-harvest', state: 'done', priorityPersons: 9, doorToDoor: true })]);
    await flow.walkTo(at(8, '23:59:59.999'));
    expect((await boardOf(head)).missed).toEqual([]);
  });

  it('have missed it from Sunday 24:00 on, where they did not', async () => {
    await flow.walkTo(at(9, '00:00:00'));
    const board = await boardOf(head);
    expect(board.missed.map(({ office, period }) => `${office.name} ${period}`)).toEqual(['栎树村人民调解委员会 2026-W45', '芦花村人民调解委员会 2026-W45']);
    expect(board.totals.week).toEqual({ owed: 6, done: 1, doneLate: 0, missed: 2, open: 3, nil: 1, disputesFound: 0 });
    expect(board.totals.month).toMatchObject({ owed: 0, open: 0 });
    expect((await boardOf(director)).missed).toHaveLength(1);
    expect((await boardOf(accountOf('other', 'bureauHead'))).items).toEqual([]);
  });

  it('report late, or in time where an earlier hour is claimed', async () => {
    await flow.walkTo(at(9, '09:00:00'));
    await done(post(accountOf('oak', 'mediator'), 'screenings', { period: '2026-W45', householdsVisited: 30, disputesFound: 2 }));
    await done(post(accountOf('reed', 'mediator'), 'screenings', { period: '2026-W45', householdsVisited: 30, disputesFound: 0, occurredAt: at(8, '16:00:00') }));
    expect([await states(head, 'oak'), await states(head, 'reed')].map((each) => each?.at(-2))).toEqual(['2026-W45 doneLate', '2026-W45 done']);
  });

  it('are on the board as it stood then', async () => {
    const then = await boardOf(head, `?asOf=${encodeURIComponent(at(9, '00:00:00'))}`);
    expect(then.missed).toHaveLength(2);
    expect(then.totals.week).toMatchObject({ missed: 2, done: 1 });
  });

  it('are found by place, kind and stretch of days', async () => {
    expect((await boardOf(head, '?division.prefix=330681109')).items).toHaveLength(3);
    expect((await boardOf(head, '?kind=township')).items.map(({ cadence }) => cadence)).toEqual(['month']);
    const one = await row(head, 'oak', '?from=2026-11-02&to=2026-11-08');
    expect(one?.cells.map(({ period }) => period)).toEqual(['2026-W45']);
    const codes = await Promise.all(['from=2026-11-31', 'from=2026-11-10', 'from=2020-01-01', 'week=1', 'members=3'].map(async (query) => (await flow.as(head).get(`${BOARD}?${query}`)).json.code));
    expect(codes).toEqual(['QUERY_VALUE_INVALID', 'QUERY_VALUE_INVALID', 'QUERY_VALUE_INVALID', 'PARAMETER_UNKNOWN', 'PARAMETER_UNKNOWN']);
    const { items } = (await flow.as(head).get('/v1/views/screenings?period=2026-W45&disputesFound.from=1')).json as { items: { office: { name: string } }[] };
    expect(items.map(({ office }) => office.name)).toEqual(['栎树村人民调解委员会']);
  });

  it('show the same when the log is folded again', async () => {
    expect((await flow.host.readSide.check()).flatMap(({ differences }) => differences)).toEqual([]);
  });
});

describe('a mediator', () => {
  let flow: Flow;
  beforeAll(async () => {
    flow = await openFlow();
  }, 60_000);
  afterAll(() => flow.close());

  it('goes from engagement to the register, is warned, corrects, and leaves', async () => {
    const [chair, person] = [accountOf('pine', 'committeeChair'), flow.personId(accountOf('pine', 'mediator'))];
    const steps: string[] = [];
    const act = async (as: string, path: string, body: JsonObject) => {
      const answer = await flow.as(as).post(`/v1/mediation/mediators${path === '' ? '' : `/${person}/${path}`}`, body);
      if (answer.status > 201) throw new Error(answer.text);
      const { items } = (await flow.as(director).get('/v1/views/mediators')).json as { items: { name: string; status: string }[] };
      steps.push(items.map(({ name, status }) => `${name} ${status}`).join());
    };
    await act(chair, '', { personId: person, source: 'retiredPolice', fullTime: false, engagedOn: '2026-11-02' });
    await act(chair, 'train', { kind: 'induction', trainedOn: '2026-11-02', hours: 16, trainer: 'court' });
    await act(director, 'grade', { grade: 'fourth' });
    await act(director, 'register', { certificate: '试调〇一号', fullTime: true });
    await act(chair, 'warn', { number: 1, ground: 'insult', note: '言语不当' });
    const { warnings } = (await flow.as(chair).get(`/v1/mediation/mediators/${person}`)).json as unknown as { warnings: { warningId: string; note: string }[] };
    await act(director, 'correct', { warningId: warnings[0]?.warningId as string });
    await act(chair, 'remove', { ground: 'resigned', removedFrom: '2026-11-02' });
    expect(warnings[0]?.note).toBe('言语不当');
    expect(steps).toEqual(['engaged', 'trained', 'graded', 'active', 'warned', 'active', 'removed'].map((status) => `测试pinemediator ${status}`));
  });
});
