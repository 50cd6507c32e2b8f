import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { millisOf } from '@fengqiao/kernel';
import { steppedClock, type Config, type SteppedClock } from '@fengqiao/platform';
import { at } from '@fengqiao/testing';
import { foundCounty, setRosters, type Founded } from '../demonstration/found-county';
import { openHost, type Host } from '../host';
import { publicInterface } from '../public-interface';
import { SETUP_ACCOUNT } from '../setup-account';
import { contractOf, type Contract } from './contract.scenes';
import { accountOf, smallCounty, type Place } from './county.scenes';
import { answerOf, followEvents, overSocket, overWire, type Answer, type Following, type Sent } from './wire.scenes';

export type { Answer } from './wire.scenes';

/** One person's requests. */
export interface Caller {
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  post(path: string, body: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  /** Any method, any bytes, with this person's token. */
  send(sent: Sent): Promise<Answer>;
  /** The same over a socket, so that the address goes as it is written. */
  wire(sent: Sent): Promise<Answer>;
}

export interface FlowOptions {
  readonly now?: string;
  /** Places with somebody of each role. */
  readonly everyRoleAt?: readonly Place[];
  /** Code of the prefecture in which the county lies: whose rules bind it. */
  readonly prefecture?: string;
  /** Uses this folder and leaves it where it is. */
  readonly folder?: string;
  /** How much the process tells its log. */
  readonly logLevel?: Config['logLevel'];
  /** The county that the folder holds; without it one is set up. */
  readonly founded?: Founded;
  /** The program that makes PDF of papers; without it the machine's own browser, where it has one. */
  readonly browser?: string;
}

/** A host with a county on a folder of its own. Every answer it gives is compared with the API document. */
export interface Flow {
  readonly host: Host;
  readonly folder: string;
  readonly clock: SteppedClock;
  readonly founded: Founded;
  /** Lines of the process's own log. */
  readonly log: readonly string[];
  as(account: string): Caller;
  /** Somebody without a token. */
  readonly nobody: Caller;
  officeId(place: Place): string;
  personId(account: string): string;
  head(): Promise<number>;
  settle(): Promise<void>;
  /** Moves the clock to this instant, letting everything come to rest at each alarm on the way. */
  walkTo(instant: string): Promise<void>;
  /** Begins to listen to a stream of server-sent events as an account. */
  follow(account: string, path: string): Promise<Following>;
  /** What the server answers to bytes that need not be a request. */
  raw(bytes: string): Promise<string>;
  close(): Promise<void>;
}

export const MORNING = '2026-11-02T08:00:00+08:00';
const ROSTER_DAYS = 10;

/** Opens a host on a folder of its own, with the small county. */
export async function openFlow(options: FlowOptions = {}): Promise<Flow> {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'fengqiao-flow-'));
  const clock = steppedClock(at(options.now ?? MORNING));
  const log: string[] = [];
  const host = await openHost({ folder, clock, past: 'here', logLevel: options.logLevel ?? 'info', browser: options.browser, logTo: { write: (line) => void log.push(line) } });
  const { settle } = host;
  const contract: Contract = contractOf(host.server.document);

  const told = ({ method, path }: Sent, answer: Answer): Answer => {
    const untold = contract({ method, path, status: answer.status, contentType: answer.headers['content-type'], body: answer.text });
    if (untold.length > 0) throw new Error(`the answer is not what the API document tells:\n  ${untold.join('\n  ')}\n  ${answer.text.slice(0, 1_000)}`);
    return answer;
  };
  const send = async (sent: Sent): Promise<Answer> => {
    const { method, path, headers = {}, payload } = sent;
    const answer = await host.server.app.inject({ method: method as 'GET', url: path, headers: { ...headers }, ...(payload === undefined ? {} : { payload }) });
    return told(sent, answerOf(answer.statusCode, answer.headers as Answer['headers'], answer.body));
  };
  let address: Promise<string> | undefined;
  const listening = () => (address ??= host.listen('127.0.0.1', 0));
  const wire = async (sent: Sent): Promise<Answer> => told(sent, await overWire(await listening(), sent));

  const tokens = new Map<string, string>();
  const bearer = async (account: string): Promise<Record<string, string>> => {
    const token = tokens.get(account) ?? (await host.issueToken(account));
    if (token === undefined) throw new Error(`there is no account ${account}`);
    tokens.set(account, token);
    return { authorization: `Bearer ${token}` };
  };
  const caller = (authorization: () => Promise<Record<string, string>>): Caller => {
    const sending = async (sent: Sent, by = send) => by({ ...sent, headers: { ...(await authorization()), ...sent.headers } });
    return {
      send: (sent) => sending(sent),
      wire: (sent) => sending(sent, wire),
      get: (path, headers) => sending({ method: 'GET', path, headers }),
      post: (path, body, headers) => sending({ method: 'POST', path, headers: { 'content-type': 'application/json', ...headers }, payload: JSON.stringify(body) }),
    };
  };

  const founded = options.founded ?? (await found(host, clock, options));
  await settle();
  return {
    host, folder, clock, founded, log, settle,
    as: (account) => caller(() => bearer(account)),
    nobody: caller(async () => ({})),
    officeId: (place) => must(founded.offices.get(place), place),
    personId: (account) => must(founded.people.get(account), account),
    head: () => host.embedded.store.head(),
    walkTo: (instant) => clock.walkTo(at(instant), settle),
    follow: async (account, path) => followEvents(await listening(), path, await bearer(account)),
    raw: async (bytes) => overSocket(await listening(), bytes),
    close: async () => {
      await host.close();
      if (options.folder === undefined) rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function found(host: Host, clock: SteppedClock, { everyRoleAt, prefecture }: FlowOptions): Promise<Founded> {
  const offices = smallCounty(everyRoleAt, prefecture);
  const county = publicInterface(host);
  const operator = accountOf('city', 'operator');
  const founded = await foundCounty(offices, millisOf(clock.now()), county, SETUP_ACCOUNT, operator);
  await setRosters(offices, founded, millisOf(clock.now()), ROSTER_DAYS, county, operator);
  return founded;
}

function must<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`the county has no ${what}`);
  return value;
}
