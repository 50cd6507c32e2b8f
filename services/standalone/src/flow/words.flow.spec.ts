import { rmSync } from 'node:fs';
import { eventTypes, type FieldInfo } from '@fengqiao/contracts';
import { ASKED_WITH } from './access.scenes';
import { accountOf } from './county.scenes';
import { act, DISPUTES } from './disputes.scenes';
import { openFlow, type Flow } from './flow-kit.scenes';
import { mediate, plant } from './planted.scenes';

const MEDIATOR = accountOf('pine', 'mediator');
const DIRECTOR = accountOf('hill', 'officeDirector');

const namesIn = (fields: readonly FieldInfo[]): readonly string[] => fields.flatMap((field) => (field.kind === 'enum' ? field.values : field.kind === 'message' ? namesIn(field.fields) : []));
const FULL_NAMES = [...new Set(eventTypes().flatMap(({ fields }) => namesIn(fields)))];
/** Full names of values in a text; no word of people is written like one. */
const fullNamesIn = (text: string) => FULL_NAMES.filter((name) => text.includes(name));

describe('what requests call major, answers call major', () => {
  let flow: Flow;
  let dispute: string;
  beforeAll(async () => {
    flow = await openFlow();
    dispute = await plant(flow, MEDIATOR);
    const { reports } = (await flow.as(DIRECTOR).get(`${DISPUTES}/${dispute}`)).json as { reports: { reportId: string }[] };
    expect((await act(flow, DIRECTOR, dispute, 'acknowledge', { reportId: reports[0]?.reportId as string, line: 'justice' })).status).toBe(200);
    await mediate(flow, dispute, { mediator: MEDIATOR, chair: accountOf('pine', 'committeeChair'), above: DIRECTOR });
    await flow.settle();
  }, 60_000);
  afterAll(async () => {
    await flow.close();
    rmSync(flow.folder, { recursive: true, force: true });
  }, 30_000);

  it('in the case, its history, the ledger and its counts', async () => {
    expect((await flow.as(MEDIATOR).get(`${DISPUTES}/${dispute}`)).text).toContain('"grade":"major"');
    const ledger = (await flow.as(MEDIATOR).get('/v1/views/dispute-ledger?facets=grade')).json as unknown as { items: { grade: string }[]; facets: unknown };
    expect([ledger.items.map(({ grade }) => grade), ledger.facets]).toEqual([['major'], { grade: [{ value: 'major', count: 1 }] }]);
  });

  it('and questions understand both', async () => {
    const total = async (grade: string) => (await flow.as(MEDIATOR).get(`/v1/views/dispute-ledger?grade=${grade}`)).json.total;
    expect([await total('major'), await total('GRADE_MAJOR'), await total('small,major'), await total('small'), await total('unspecified')]).toEqual([1, 1, 1, 0, 0]);
    const refused = await flow.as(MEDIATOR).get('/v1/views/dispute-ledger?grade=huge');
    expect([refused.status, refused.text.includes('small'), fullNamesIn(refused.text)]).toEqual([400, true, []]);
  });

  it('in every answer and in the document', async () => {
    const ids: Readonly<Record<string, string>> = { '/v1/mediation/disputes/:id': dispute, '/v1/directory/offices/:id': flow.officeId('hill'), '/v1/directory/persons/:id': flow.personId(MEDIATOR) };
    const operations = flow.host.server.operations.filter(({ method, path, access }) => method === 'GET' && access !== 'public' && !path.endsWith('/stream'));
    for (const { id, path } of operations) {
      const place = path.startsWith('/v1/views/cases/') ? path.replace(':id', dispute) : path.includes(':id') ? (ids[path] === undefined ? undefined : path.replace(':id', ids[path])) : `${path}${ASKED_WITH[id] ?? ''}`;
      if (place !== undefined) for (const account of [MEDIATOR, DIRECTOR]) expect([place, fullNamesIn((await flow.as(account).get(place)).text)]).toEqual([place, []]);
    }
    expect(fullNamesIn(JSON.stringify(flow.host.server.document))).toEqual([]);
  });

  it('while the log keeps the full names', async () => {
    const events = await flow.host.embedded.store.read(`mediation.dispute-${dispute}`);
    expect(events.filter(({ data }) => data.grade === 'GRADE_MAJOR')).toHaveLength(1);
  });
});
