import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TrainingTime } from '@fengqiao/platform';
import { followEvents, type Following, type HeardEvent } from './flow/wire.scenes';
import { ROOT, startingPlace, type Started, type StartingPlace } from './started.scenes';

/*
 * The README's training line, run as it stands there: a day of escalations over HTTP in little more than a minute of real time. The team
 * only watches the three disputes the training begins with; beside them it takes one of its own to the end.
 */

jest.setTimeout(240_000);

const MOST_REAL_MS = 90_000;
const LINE = /npm start -- (--clock \S+ --speed \d+)/.exec(readFileSync(join(ROOT, 'README.md'), 'utf8'))?.[1] as string;

let place: StartingPlace;
beforeAll(() => void (place = startingPlace()));
afterAll(() => place.remove());

interface Api {
  get<T>(path: string): Promise<T>;
  post<T>(as: string, path: string, body: object): Promise<T>;
}

/** The interface of a running training, as the county's head reads it. */
async function apiOf(folder: string, url: string): Promise<Api> {
  const call = async <T>(as: string, path: string, init: RequestInit = {}) => {
    const answer = await fetch(`${url}${path}`, { ...init, headers: { 'content-type': 'application/json', authorization: `Bearer ${await place.token(folder, as)}` } });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`);
    return JSON.parse(text) as T;
  };
  return { get: (path) => call('county.head', path), post: (as, path, body) => call(as, path, { method: 'POST', body: JSON.stringify(body) }) };
}

/** The county has other deadlines too. */
const isOfReport = ({ ruleId }: HeardEvent['data']) => ['R000-25.report', 'ZHUJI-25.acknowledge'].includes(String(ruleId));

const timeOf = async (url: string) => ((await (await fetch(`${url}/health/ready`)).json()) as { clock?: TrainingTime }).clock;

describe('the training line of the README', () => {
  const folder = () => place.at('training');
  let host: Started;
  let url: string;
  let api: Api;
  let stream: Following;
  let began: number;
  let took: number;
  let raised: readonly (HeardEvent['data'] & { readonly caseId: string })[];
  let own: string;
  let read: { readonly board: { readonly freshness: { readonly asOf: string }; readonly counts: { readonly escalated: number } }; readonly time: TrainingTime | undefined; readonly listed: string };

  const of = (rule: string, place_: string) => raised.filter(({ ruleId, caseNumber }) => String(ruleId).startsWith(rule) && String(caseNumber).includes(place_)).map(({ rung, n }) => `${String(rung)} ${String(n)}`);
  /** The dispute of Fengyi is told of by two rules: to report, and to acknowledge. */
  const [FENGYI, JIYANG, DIANKOU] = ['枫一', '暨阳', '店口'];

  beforeAll(async () => {
    host = place.start(folder(), LINE.split(' '));
    url = await host.url();
    began = performance.now();
    api = await apiOf(folder(), url);
    stream = await followEvents(url, '/v1/views/escalations/stream', { authorization: `Bearer ${await place.token(folder(), 'county.head')}` });
    own = await worked(api);
    await stream.atLeast(2, ({ data }) => isOfReport(data) && data.rung === 'breach' && data.n === 2, MOST_REAL_MS);
    took = performance.now() - began;
    raised = stream.heard.filter(({ event, data }) => event === 'raised' && isOfReport(data)).map(({ data }) => data as (typeof raised)[number]);
    const environment = { ...process.env, FENGQIAO_DATA: folder() };
    read = {
      board: await api.get('/v1/views/duty-board'),
      time: await timeOf(url),
      listed: execFileSync(process.execPath, [join(ROOT, 'services/cli/bin/fengqiao.js'), 'deadlines', 'list', '--as', 'county.duty', '--where', 'rootRule=MED-19.acknowledge', '--where', 'state=running'], { env: environment, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }),
    };
  });
  afterAll(() => stream.close());

  /** Registers, grades, reports and acknowledges a dispute at the training's own time. */
  async function worked({ post }: Api): Promise<string> {
    const discoveredAt = (await timeOf(url))?.now as string;
    const { id } = await post<{ id: string }>('fengyi.mediator', '/v1/mediation/disputes', { source: 'mediator', category: 'neighbour', discoveredAt, summary: '两户因滴水争执，一方持械。', parties: [{ kind: 'person', name: '甲某' }] });
    for (const [as, action, body] of [['fengyi.mediator', 'grade', { grade: 'major', observed: ['violence'] }], ['fengyi.mediator', 'report', { situation: '现场已稳控。' }], ['fengqiao.duty', 'acknowledge', { line: 'justice' }]] as const) {
      await post(as, `/v1/mediation/disputes/${id}/${action}`, body);
    }
    return id;
  }

  it('shows warning, nobody answered, breach and two repeats in this order, within 90 s', () => {
    const order = raised.map(({ rung, n, ruleId }) => (rung === 'breach' && n > 1 ? 'repeat' : `${String(rung)}${String(ruleId).endsWith('report') ? '' : ' of the receiver'}`));
    const from = order.slice(order.indexOf('warn')).filter((each) => !['breach'].includes(each));
    expect(from).toEqual(['warn', 'unanswered of the receiver', 'breach of the receiver', 'breach of the receiver', 'repeat', 'repeat']);
    expect(took).toBeLessThan(MOST_REAL_MS);
  });

  it('takes one dispute up the whole ladder: a colleague reports it late in the day, and nobody answers', () => {
    expect(of('R000-25.report', FENGYI)).toEqual(['warn 1']);
    expect(of('ZHUJI-25.acknowledge', FENGYI)).toEqual(['unanswered 1', 'breach 1', 'breach 2']);
    expect(host.said()).toMatch(/11-02 17:\d\d {2}● fengyi\.mediator/);
  });

  it('takes the one that was reported just before up the same ladder, and repeats that of yesterday by day', () => {
    expect(of('ZHUJI-25.acknowledge', JIYANG)).toEqual(['unanswered 1', 'breach 1', 'breach 2']);
    const byDay = of('ZHUJI-25.acknowledge', DIANKOU);
    expect(byDay.length).toBeGreaterThanOrEqual(2);
    expect(byDay[byDay.length - 1]).toBe('breach 21');
  });

  it('raises nothing before its instant, and tells of each by the time of the training', () => {
    expect(raised.filter(({ at, recordedAt }) => String(recordedAt) < String(at))).toEqual([]);
    const [warn, , breach] = raised.slice(raised.findIndex(({ rung }) => rung === 'warn')) as { at: string }[];
    expect([warn?.at, breach?.at]).toEqual(['2026-11-02T09:30:00.000Z', '2026-11-02T16:00:00.000Z']);
    for (const { recordedAt } of raised) expect(String(recordedAt)).toMatch(/^2026-11-0[23]T/);
  });

  it('raises nothing of what the team answers in time', () => {
    expect(raised.filter(({ caseId }) => caseId === own)).toEqual([]);
  });

  it('tells its time wherever it is asked, and what is raised in the terminal', () => {
    expect(read.time).toMatchObject({ kind: 'training', speed: 600, local: expect.stringMatching(/^2026-11-03 /) });
    expect(read.board.freshness.asOf).toMatch(/^2026-11-02T1[67]/);
    expect(read.board.counts.escalated).toBeGreaterThanOrEqual(3);
    for (const part of ['训练时钟 training clock ×600', '2026-11-02 14:30', '演示数据 demonstration', '▲ 预警 warning', '▲ 无人应答 nobody answered', '第2次 no. 2']) expect(host.said()).toContain(part);
  });

  it('tells of the same-day rules alone from the first afternoon to the first morning, though the county has others', () => {
    const told = host.said().split('\n').filter((line) => /^ {2}11-(02|03 0[0-7]).*▲/.test(line));
    expect(told.length).toBeGreaterThanOrEqual(10);
    expect(told.filter((line) => !/ (R000-25\.report|ZHUJI-25\.acknowledge) →/.test(line))).toEqual([]);
  });

  it('answers the command line', () => {
    expect(read.listed).toContain('ZHUJI-25.acknowledge');
    expect(read.listed).toContain('逾期 late');
  });

  it('lets tokens and patience go by the machine\'s clock', async () => {
    const [, payload = ''] = (await place.token(folder(), 'county.head')).split('.');
    const { iat } = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as { iat: number };
    expect(Math.abs(iat * 1_000 - Date.now())).toBeLessThan(60_000);
    const since = performance.now();
    await expect(api.get(`/v1/views/duty-board?atLeast=mediation.dispute-${own}@99`)).rejects.toThrow('503');
    expect(performance.now() - since).toBeGreaterThan(4_000);
  });

  it('stands still when it is stopped, and goes on from there', async () => {
    host.child.kill('SIGTERM');
    expect(await host.ended).toBe(0);
    const last = raised.reduce((latest, { recordedAt }) => (String(recordedAt) > latest ? String(recordedAt) : latest), '');
    const again = place.start(folder(), ['--speed', '1']);
    const now = (await timeOf(await again.url()))?.now as string;
    again.child.kill('SIGTERM');
    expect(await again.ended).toBe(0);
    expect(Date.parse(now) - Date.parse(last)).toBeGreaterThanOrEqual(0);
    // Had it gone on while nobody ran it, or at the speed of before, hours would have passed.
    expect(Date.parse(now) - Date.parse(last)).toBeLessThan(30 * 60_000);
  });

  it.each([
    ['the real clock', [], /训练目录.*refuses the real clock.*npm start -- --speed 600/s],
    ['another beginning', LINE.split(' '), /--clock 只用于新的训练目录.*npm start -- --speed 600.*FENGQIAO_DATA/s],
  ])('refuses its folder to %s', async (_name, args, sentence) => {
    const refused = place.start(folder(), args);
    expect(await refused.ended).toBe(1);
    expect(refused.said()).toMatch(sentence);
  });
});

describe('a training that cannot be', () => {
  it('does not go on where none was begun, and makes no folder', async () => {
    const refused = place.start(place.at('none'), ['--speed', '600']);
    expect(await refused.ended).toBe(1);
    expect(refused.said()).toMatch(/没有可接着进行的训练.*--clock 2026-11-02T14:30 --speed 600/s);
  });

  it('does not run in a folder of real work', async () => {
    const real = place.start(place.at('real'), ['--empty']);
    await real.url();
    real.child.kill('SIGTERM');
    await real.ended;
    for (const [args, sentence] of [[['--speed', '600'], /不是训练目录/], [['--clock', '2026-11-02T14:30'], /--clock 只用于新的训练目录/]] as const) {
      const refused = place.start(place.at('real'), args);
      expect(await refused.ended).toBe(1);
      expect(refused.said()).toMatch(sentence);
    }
  });

  it('begins bare where that is asked, at its time', async () => {
    const bare = place.start(place.at('bare'), ['--empty', '--clock', '2024-02-29T08:00', '--speed', '1']);
    const url = await bare.url();
    expect(bare.said()).not.toContain('演示数据');
    expect((await timeOf(url))?.local).toMatch(/^2024-02-29 08:0\d$/);
    bare.child.kill('SIGTERM');
    expect(await bare.ended).toBe(0);
  });
});
