import type { JsonObject } from '@fengqiao/kernel';
import { accountOf, type Place } from './county.scenes';
import { act, DISPUTES, register, shanghai } from './disputes.scenes';
import { openFlow, type Flow } from './flow-kit.scenes';

/*
 * The village-entry campaign of Hefei (3401) on its own dates, 20 December 2011 to 10 March 2012, from some days before to some days
 * after, through the public interface alone. Everything that was raised in these weeks is listed here, and nothing else may be.
 */

const at = (day: string, time: string) => `${day.startsWith('12-') ? 2011 : 2012}-${day}T${time}:00+08:00`;

const PINE = { mediator: accountOf('pine', 'mediator'), chair: accountOf('pine', 'committeeChair') };
const HILL = { duty: accountOf('hill', 'dutyOfficer'), duty2: accountOf('hill', 'dutyOfficer', '2'), director: accountOf('hill', 'officeDirector') };
const COUNTY = { head: accountOf('county', 'bureauHead'), clerk: accountOf('county', 'officeClerk') };
const SITUATION = { situation: '现场僵持，请求支援。' };
const MEMBERS = [['蓝某', 'female', 'chair'], ['钟某', 'male', 'member'], ['雷某', 'male', 'member']].map(([name, sex, post]) => ({ name: name as string, sex: sex as string, post: post as string, nationality: 'han' }));

interface Raised {
  readonly caseId: string;
  readonly ruleId: string;
  readonly rung: string;
  readonly n: number;
  readonly at: string;
  readonly recordedAt: string;
  readonly addressees: readonly { readonly personId: string }[];
}

interface Deadline {
  readonly rootRule: string;
  readonly ruleId: string;
  readonly pack: string;
  readonly state: string;
  readonly late: boolean;
  readonly due: string;
}

describe('the weeks of the campaign in a county of Hefei', () => {
  let flow: Flow;
  const named = new Map<string, string>();
  let diary: readonly string[];
  let untimely: readonly Raised[];

  const send = async (as: string, path: string, body: JsonObject) => {
    const { status, text, json } = await flow.as(as).post(`/v1/mediation/${path}`, body);
    if (status > 201) throw new Error(text);
    return json;
  };
  const found = async (name: string, day: string, time: string) => {
    const id = await register(flow, PINE.mediator, at(day, time), { source: 'mediator', category: 'neighbour' });
    named.set(id, name);
    return id;
  };
  const major = (id: string) => act(flow, PINE.mediator, id, 'grade', { grade: 'major' });
  /** What its village does with a dispute in the time that the campaign gives. */
  const plan = async (id: string) => {
    await act(flow, PINE.chair, id, 'accept', { basis: 'initiative' });
    await act(flow, PINE.mediator, id, 'analyse', { number: 1, analysis: '走访两户，分歧在于界址。' });
    await act(flow, PINE.chair, id, 'plan', { number: 1, plan: '先分别谈，再当面调。', ownerId: flow.personId(PINE.mediator), dueDate: '2012-03-01' });
  };
  const deadlines = async (name: string): Promise<readonly string[]> => {
    const [id] = [...named].find(([, each]) => each === name) as [string, string];
    const { items } = (await flow.as(COUNTY.head).get(`/v1/views/cases/${id}/deadlines`)).json as unknown as { items: readonly Deadline[] };
    return items.map(({ ruleId, pack, state, late, due }) => `${ruleId} of ${pack}: ${state}${late ? ' late' : ''}, due ${shanghai(due)}`).sort();
  };

  /** A committee from the first day on, of which the court is told. */
  async function establish(place: Place, director: string): Promise<void> {
    const office = flow.officeId(place);
    named.set(office, place);
    await send(director, 'committees', { officeId: office, kind: 'village' });
    await send(director, `committees/${office}/establish`, { establishedOn: '2011-12-15', members: MEMBERS });
    const { changes } = (await flow.as(COUNTY.head).get(`/v1/mediation/committees/${office}`)).json as unknown as { changes: { changeId: string }[] };
    await send(COUNTY.head, `committees/${office}/report-to-court`, { changeId: changes[0]?.changeId as string, court: '试验县人民法院' });
  }

  type Deed = readonly [day: string, time: string, run: () => Promise<unknown>];

  /** Everything that people do in these weeks, but for the screenings. */
  function deeds(): readonly Deed[] {
    const ids: Record<string, string> = {};
    let supportId = '';
    const id = (name: string) => ids[name] as string;
    const find = async (name: string, day: string, time: string) => void (ids[name] = await found(name, day, time));
    return [
      // Before the campaign: reported a day late, and answered along the one line of the nation's rules.
      ['12-16', '10:00', async () => { await find('before', '12-16', '09:50'); await major(id('before')); }],
      ['12-17', '09:00', () => act(flow, PINE.mediator, id('before'), 'report', SITUATION)],
      ['12-17', '09:10', () => act(flow, HILL.duty, id('before'), 'acknowledge', { line: 'justice' })],
      ['12-17', '10:00', () => act(flow, HILL.director, id('before'), 'return', { guidance: '继续稳控。' })],
      // The eve of the Spring Festival: reported at once, and signed for on one line only until the office answers after the holiday.
      ['01-22', '16:00', async () => { await find('eve', '01-22', '15:50'); await major(id('eve')); }],
      ['01-22', '16:30', () => act(flow, PINE.mediator, id('eve'), 'report', SITUATION)],
      ['01-22', '16:50', () => act(flow, HILL.duty2, id('eve'), 'acknowledge', { line: 'justice' })],
      ['01-31', '10:00', async () => { await plan(id('eve')); await act(flow, HILL.director, id('eve'), 'return', { guidance: '节后联合调解。' }); }],
      ['02-08', '10:00', () => act(flow, PINE.mediator, id('eve'), 'terminate', { reason: 'failed', remediesTold: true })],
      // Found late in the evening, told by telephone, reported in writing before nine, signed for on both lines.
      ['02-10', '22:35', async () => { await find('night', '02-10', '22:30'); await major(id('night')); }],
      ['02-10', '22:45', () => act(flow, HILL.duty, id('night'), 'log-oral-report', {})],
      ['02-11', '08:30', () => act(flow, PINE.mediator, id('night'), 'report', SITUATION)],
      ['02-11', '08:40', async () => { for (const line of ['justice', 'government']) await act(flow, HILL.duty, id('night'), 'acknowledge', { line }); }],
      ['02-11', '09:30', async () => { await act(flow, HILL.director, id('night'), 'return', { guidance: '村里先谈。' }); await plan(id('night')); }],
      ['02-20', '10:00', () => act(flow, PINE.mediator, id('night'), 'terminate', { reason: 'withdrawn', remediesTold: true })],
      // An everyday dispute with a lawyer, who was asked for on a Monday and is assigned on the Friday.
      ['02-13', '10:00', async () => {
        await find('lawyer', '02-13', '09:30');
        await plan(id('lawyer'));
        const { json } = await flow.as(PINE.mediator).post(`${DISPUTES}/${id('lawyer')}/request-lawyer`, { topic: 'land' });
        expect(json.events).toHaveLength(1);
        const { supports } = (await flow.as(PINE.mediator).get(`${DISPUTES}/${id('lawyer')}`)).json as unknown as { supports: { supportId: string }[] };
        supportId = supports[0]?.supportId as string;
      }],
      ['02-17', '11:00', () => act(flow, COUNTY.clerk, id('lawyer'), 'assign-lawyer', { supportId, lawyerId: flow.personId(COUNTY.clerk), firm: '试验律师事务所' })],
      // After the campaign: the nation's rules again.
      ['03-11', '10:00', async () => { await find('after', '03-11', '09:50'); await major(id('after')); }],
    ];
  }

  /** Pine screens each Thursday, in one week from door to door; reed does too, and never leaves its office; oak never does. */
  const screenings = (): readonly Deed[] =>
    Array.from({ length: 12 }, (_, week): Deed => {
      const thursday = new Date(Date.UTC(2011, 11, 22 + 7 * week)).toISOString().slice(5, 10);
      const period = week < 2 ? `2011-W${51 + week}` : `2012-W${String(week - 1).padStart(2, '0')}`;
      const screen = (place: Place, doorToDoor: boolean) => send(accountOf(place, 'mediator'), 'screenings', { period, householdsVisited: 30, disputesFound: 0, doorToDoor });
      return [thursday, '15:00', async () => { await screen('pine', week === 8); await screen('reed', false); }];
    });

  beforeAll(async () => {
    flow = await openFlow({ now: at('12-15', '08:00'), prefecture: '3401', logLevel: 'error' });
    for (const [place, town] of [['pine', 'hill'], ['oak', 'hill'], ['reed', 'river']] as const) await establish(place, accountOf(town, 'officeDirector'));
    for (const [day, time, run] of [...deeds(), ...screenings()].sort(([a, b], [c, d]) => Date.parse(at(a, b)) - Date.parse(at(c, d)))) {
      await flow.walkTo(at(day, time));
      await run();
      // What is raised at once is raised before the clock goes on.
      await flow.settle();
    }
    await flow.walkTo(at('03-12', '12:00'));

    const all = await flow.host.embedded.store.readAll({ after: 0, limit: 100_000, prefixes: ['deadlines.escalation-'] });
    const stream = await flow.follow(COUNTY.head, `/v1/views/escalations/stream?after=${Buffer.from('@1').toString('base64url')}`);
    const heard = (await stream.atLeast(all.length)).slice();
    stream.close();
    expect(new Set(heard.map(({ event }) => event))).toEqual(new Set(['raised']));
    const raised = heard.map(({ data }) => data as unknown as Raised);
    const accounts = new Map([...flow.founded.people].map(([account, id]) => [id, account.replace(/2$/, '')]));
    untimely = raised.filter((each) => each.at !== each.recordedAt);
    diary = raised.map(({ caseId, ruleId, rung, n, recordedAt, addressees }) => {
      const to = [...new Set(addressees.map(({ personId }) => accounts.get(personId)))];
      return `${named.get(caseId) ?? caseId} ${shanghai(recordedAt).slice(5)} ${ruleId} ${rung}${n > 1 ? ` ${n}` : ''} -> ${to.join(', ')}`;
    });
  }, 120_000);
  afterAll(() => flow.close());

  /** What was raised about one of them, in the order of time. */
  const raisedOf = (name: string) => diary.filter((line) => line.startsWith(`${name} `)).map((line) => line.slice(name.length + 1));

  const eachHalfHour = (first: number, n: number) => Array.from({ length: n }, (_, index) => `${String(Math.floor(first + index / 2)).padStart(2, '0')}:${index % 2 === 0 ? '00' : '30'}`);

  it('raise nothing before its instant nor after it, and of nobody but those whom this tells of', () => {
    expect(untimely).toEqual([]);
    expect(new Set(diary.map((line) => line.split(' ')[0]))).toEqual(new Set(['before', 'eve', 'night', 'lawyer', 'after', 'oak', 'reed']));
  });

  it('begin and end under the rules of the nation: a report of the day, received on one line', async () => {
    expect(raisedOf('before')).toEqual(['12-16 17:30 MED-19 warn -> pine.mediator', '12-17 00:00 MED-19 breach -> hill.dutyofficer, county.dutyofficer']);
    expect(raisedOf('after')).toEqual(['03-11 17:30 MED-19 warn -> pine.mediator', '03-12 00:00 MED-19 breach -> hill.dutyofficer, county.dutyofficer']);
    expect(await deadlines('before')).toEqual([
      'MED-19 of cn-national: met late, due 2011-12-17 00:00', 'MED-19.acknowledge of cn-national: met, due 2011-12-18 00:00', 'MED-19.answer of cn-national: met, due 2011-12-22 00:00',
    ]);
    expect(await deadlines('after')).toEqual(['MED-19 of cn-national: running late, due 2012-03-12 00:00']);
  });

  it('ask for both receipts on the eve of the Spring Festival: one alone is told of at midnight and all through New Year\'s Day', () => {
    const repeats = ['00:00', '00:30', ...eachHalfHour(8, 19)].map((time, index) => `01-23 ${time} R000-25.acknowledge breach${index > 0 ? ` ${index + 1}` : ''} -> county.dutyofficer`);
    // What is due in three working days waits for the holiday to end: 22 to 28 January are free, Sunday the 29th is worked.
    const afterHoliday = ['01-31 09:00 R000-24 warn -> pine.mediator', '01-31 09:00 R000-25.answer warn -> hill.dutyofficer'];
    expect([...raisedOf('eve')].sort()).toEqual(['01-22 17:00 R000-25.acknowledge unanswered -> hill.dutyofficer', ...repeats, ...afterHoliday].sort());
  });

  it('end what the eve began with the answer and the plan of the first days after', async () => {
    expect(await deadlines('eve')).toEqual([
      'MED-03 of cn-national: met, due 2012-03-01 00:00',
      'MED-05 of cn-national: met, due 2012-02-09 00:00',
      'R000-24 of hefei-2011-village-entry: met, due 2012-02-01 00:00',
      'R000-25.acknowledge of hefei-2011-village-entry: void late, due 2012-01-23 00:00',
      'R000-25.answer of hefei-2011-village-entry: met, due 2012-02-01 00:00',
      'R000-25.report of hefei-2011-village-entry: met, due 2012-01-23 00:00',
    ]);
  });

  it('let a dispute found at 22:30 and told by telephone be written of until nine: its mediator is warned at once, and midnight breaches nothing', async () => {
    expect(raisedOf('night')).toEqual(['02-10 22:35 R000-25.report warn -> pine.mediator']);
    expect(await deadlines('night')).toEqual([
      'MED-03 of cn-national: met, due 2012-03-13 00:00',
      'R000-24 of hefei-2011-village-entry: met, due 2012-02-16 00:00',
      'R000-25.acknowledge of hefei-2011-village-entry: met, due 2012-02-12 00:00',
      'R000-25.answer of hefei-2011-village-entry: met, due 2012-02-16 00:00',
      'R000-25.report of hefei-2011-village-entry: met, due 2012-02-11 09:00',
    ]);
  });

  it('tell the county on the third working day of a lawyer who was asked for, and blame nobody for the one who comes late', async () => {
    expect(raisedOf('lawyer')).toEqual(['02-16 09:00 R000-53 warn -> county.dutyofficer', '03-08 09:00 MED-03 warn -> pine.mediator']);
    expect(await deadlines('lawyer')).toEqual([
      'MED-03 of cn-national: running, due 2012-03-14 00:00', 'R000-24 of hefei-2011-village-entry: met, due 2012-02-17 00:00', 'R000-53 of hefei-2011-village-entry: met late, due 2012-02-17 00:00',
    ]);
  });

  it('see one committee screen each week and once from door to door, one that never leaves its office, and one that they tell of each week', async () => {
    const day = (n: number) => new Date(Date.UTC(2011, 11, n)).toISOString().slice(5, 10);
    const weekly = Array.from({ length: 12 }, (_, week) => [`${day(23 + 7 * week)} 09:00 MED-18.week warn -> oak.committeechair`, `${day(26 + 7 * week)} 00:00 MED-18.week breach -> hill.dutyofficer`]).flat();
    expect([...raisedOf('oak')].sort()).toEqual([...weekly, '03-03 09:00 R000-23 warn -> oak.committeechair', '03-11 00:00 R000-23 breach -> hill.dutyofficer'].sort());
    expect(raisedOf('reed')).toEqual(['03-03 09:00 R000-23 warn -> reed.committeechair', '03-11 00:00 R000-23 breach -> river.dutyofficer']);
    const { totals } = (await flow.as(COUNTY.head).get('/v1/views/screening-board?from=2011-12-15&to=2012-03-11')).json as unknown as { totals: { week: object } };
    expect(totals.week).toMatchObject({ owed: 36, done: 24, doneLate: 0, missed: 12, open: 0, nil: 24 });
  });

  it('leave on the duty board what is late still', async () => {
    const { items } = (await flow.as(COUNTY.head).get('/v1/views/duty-board?limit=200')).json as unknown as { items: readonly (Deadline & { caseId: string })[] };
    const count: Record<string, number> = {};
    for (const name of items.filter(({ late }) => late).map(({ caseId, ruleId }) => `${named.get(caseId)} ${ruleId}`)) count[name] = (count[name] ?? 0) + 1;
    expect(count).toEqual({ 'after MED-19': 1, 'oak MED-18.week': 12, 'oak R000-23': 1, 'reed R000-23': 1 });
  });
});
