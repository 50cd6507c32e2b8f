import type { Instant } from '@fengqiao/kernel';
import { steppedClock, systemPace } from '@fengqiao/platform';
import type { PastAnswer, PastQuestion } from '@fengqiao/projection';
import { openHost, type Host } from '../host';
import { pastInThreads } from './past-in-threads';

/** What a process is to do with a data folder. */
export type PastOrders =
  /** Opens the whole host on it, at an instant, and asks everything that can be asked of the past: of now, or of these instants. */
  | { readonly kind: 'ask'; readonly folder: string; readonly now: Instant; readonly asOf: readonly Instant[]; readonly accounts: readonly string[]; readonly ids: readonly string[] }
  /** Works while an instant is being folded. */
  | { readonly kind: 'work'; readonly folder: string; readonly now: Instant; readonly asOf: Instant; readonly account: string; readonly command: { readonly path: string; readonly body: string } }
  /** Asks of the threads themselves, with little patience, little room and many instants. */
  | { readonly kind: 'press'; readonly folder: string; readonly instants: readonly Instant[]; readonly question: PastQuestion };

/** `account method path` -> the bytes of the answer; for each instant in the order asked. */
export type Bodies = Readonly<Record<string, string>>;

export interface Asked {
  readonly bodies: readonly Bodies[];
  /** Events that the host itself added by being opened. */
  readonly added: number;
}
export interface Worked {
  /** Commands that were answered before the fold was. */
  readonly answered: number;
  readonly statuses: readonly number[];
  readonly past: number;
}
export interface Pressed {
  readonly impatient: readonly string[];
  readonly atLast: string;
  readonly crowd: readonly string[];
  readonly tight: string;
}

async function ask({ folder, now, asOf, accounts, ids }: Extract<PastOrders, { kind: 'ask' }>): Promise<Asked> {
  const host = await openHost({ folder, clock: steppedClock(now), logLevel: 'error' });
  const before = await host.embedded.store.head();
  const bodies: Bodies[] = [];
  for (const at of asOf.length === 0 ? [undefined] : asOf) bodies.push(await everythingAskable(host, at, accounts, ids));
  const added = (await host.embedded.store.head()) - before;
  await host.close();
  return { bodies, added };
}

async function everythingAskable(host: Host, at: Instant | undefined, accounts: readonly string[], ids: readonly string[]): Promise<Bodies> {
  const bodies: Record<string, string> = {};
  for (const account of accounts) {
    const token = await host.issueToken(account);
    const get = async (path: string): Promise<string> => {
      const cut = path.includes('?') ? '&' : '?';
      const { status, body } = await host.inject('GET', at === undefined ? path : `${path}${cut}asOf=${at}`, { headers: { authorization: `Bearer ${token}` } });
      // A problem names the request in its own words; which one it was is what matters.
      bodies[`${account} ${path}`] = status === 200 ? body : `${status} ${(JSON.parse(body) as { code: string }).code}`;
      return bodies[`${account} ${path}`] as string;
    };
    const calendar = JSON.parse(await get('/v1/views/deadline-calendar?limit=200')) as { items?: readonly { readonly id: string }[] };
    const obligations = (calendar.items ?? []).map(({ id }) => id);
    for (const { path, isPaged } of askable(host)) {
      if (path.includes('{')) {
        for (const id of [...ids, ...obligations]) await get(path.replace(/\{\w+\}/, id));
        continue;
      }
      const body = await get(isPaged ? `${path}?limit=2` : path);
      const { next } = (body.startsWith('{') ? JSON.parse(body) : {}) as { readonly next?: string };
      if (next !== undefined) await get(`${path}?limit=2&cursor=${next}`);
    }
  }
  return bodies;
}

/** Every GET that takes asOf, by the API document. */
function askable({ server }: Host): readonly { readonly path: string; readonly isPaged: boolean }[] {
  const { paths } = server.document as unknown as { paths: Record<string, { get?: { parameters: readonly { readonly name: string }[] } }> };
  return Object.entries(paths).flatMap(([path, { get }]) => {
    const names = get?.parameters.map(({ name }) => name) ?? [];
    return names.includes('asOf') ? [{ path, isPaged: names.includes('cursor') }] : [];
  });
}

async function work({ folder, now, asOf, account, command }: Extract<PastOrders, { kind: 'work' }>): Promise<Worked> {
  const host = await openHost({ folder, clock: steppedClock(now), logLevel: 'error' });
  const headers = { authorization: `Bearer ${await host.issueToken(account)}` };
  let folded = false;
  const past = host.inject('GET', `/v1/views/duty-board?asOf=${asOf}`, { headers }).then(({ status }) => ((folded = true), status));
  const statuses: number[] = [];
  while (!folded) statuses.push((await host.inject('POST', command.path, { headers, body: command.body })).status);
  const worked = { answered: statuses.length - 1, statuses: [...new Set(statuses)], past: await past };
  await host.close();
  return worked;
}

async function press({ folder, instants, question }: Extract<PastOrders, { kind: 'press' }>): Promise<Pressed> {
  const parts = { folder, cursorSecret: 'secret', pace: systemPace() };
  const impatient = pastInThreads({ ...parts, patienceMs: 0 });
  const [first] = instants as readonly [Instant, ...Instant[]];
  const answers: PastAnswer[] = [];
  for (let answer = await impatient.ask(first, question); ; answer = await impatient.ask(first, question)) {
    answers.push(answer);
    if (answer.kind === 'json') break;
    await new Promise((resolve) => setImmediate(resolve));
  }
  const crowd = await Promise.all(instants.map((at) => impatient.ask(at, question)));
  // Closed while some of them are still being folded.
  await impatient.close();
  const tight = pastInThreads({ ...parts, patienceMs: 60_000, mostBytes: 8 * 2 ** 20 });
  const said = await tight.ask(first, question);
  await tight.close();
  const kinds = answers.map(({ kind }) => kind);
  return { impatient: [...new Set(kinds.slice(0, -1))], atLast: kinds[kinds.length - 1] as string, crowd: crowd.map(({ kind }) => kind), tight: said.kind };
}

function obey(orders: PastOrders): Promise<Asked | Worked | Pressed> {
  switch (orders.kind) {
    case 'ask':
      return ask(orders);
    case 'work':
      return work(orders);
    case 'press':
      return press(orders);
  }
}

process.once('message', (orders: PastOrders) => {
  obey(orders).then(
    (done) => process.send?.(done, () => process.exit(0)),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
