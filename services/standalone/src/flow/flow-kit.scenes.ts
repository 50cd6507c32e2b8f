import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { millisOf, type Instant, type JsonObject } from '@fengqiao/kernel';
import { steppedClock, type SteppedClock } from '@fengqiao/platform';
import { at } from '@fengqiao/testing';
import { foundCounty, setRosters, type Founded } from '../demonstration/found-county';
import { openHost, type Host } from '../host';
import { publicInterface } from '../public-interface';
import { SETUP_ACCOUNT } from '../setup-account';
import { contractOf, type Contract } from './contract.scenes';
import { accountOf, smallCounty, type Place } from './county.scenes';

/** What a test reads of an answer. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly text: string;
  /** The body where it is JSON; a test that reads it elsewhere fails. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- a test reads answers by their documented shape, which the kit has checked
  readonly json: any;
}

export interface Sent {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly payload?: string | Buffer;
}

/** One person's requests. */
export interface Caller {
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  post(path: string, body: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  /** Any method, any bytes, with this person's token. */
  send(sent: Sent): Promise<Answer>;
}

export interface FlowOptions {
  readonly now?: string;
  /** Places with somebody of each role. */
  readonly everyRoleAt?: readonly Place[];
  /** Uses this folder and leaves it where it is. */
  readonly folder?: string;
  /** Does not set up the county; for a folder that has it, or is to stay empty. */
  readonly bare?: boolean;
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
  /** How many answers were compared with the document. */
  readonly compared: () => number;
  close(): Promise<void>;
}

export const MORNING = '2026-11-02T08:00:00+08:00';
const ROSTER_DAYS = 10;

/** Opens a host on a folder of its own, with the small county. */
export async function openFlow(options: FlowOptions = {}): Promise<Flow> {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'fengqiao-flow-'));
  const clock = steppedClock(at(options.now ?? MORNING));
  const log: string[] = [];
  const host = await openHost({ folder, clock, logLevel: 'info', logTo: { write: (line) => void log.push(line) } });
  const { settle } = host;
  const contract: Contract = contractOf(host.server.document);
  let compared = 0;

  const send = async ({ method, path, headers = {}, payload }: Sent): Promise<Answer> => {
    const answer = await host.server.app.inject({ method: method as 'GET', url: path, headers: { ...headers }, ...(payload === undefined ? {} : { payload }) });
    const contentType = answer.headers['content-type'] as string | undefined;
    compared += 1;
    const untold = contract({ method, path, status: answer.statusCode, contentType, body: answer.body });
    if (untold.length > 0) throw new Error(`the answer is not what the API document tells:\n  ${untold.join('\n  ')}\n  ${answer.body.slice(0, 1_000)}`);
    return answerOf(answer.statusCode, answer.headers as Answer['headers'], answer.body);
  };

  const tokens = new Map<string, string>();
  const bearer = async (account: string): Promise<Record<string, string>> => {
    const token = tokens.get(account) ?? (await host.issueToken(account));
    if (token === undefined) throw new Error(`there is no account ${account}`);
    tokens.set(account, token);
    return { authorization: `Bearer ${token}` };
  };
  const caller = (authorization: () => Promise<Record<string, string>>): Caller => {
    const sending = async (sent: Sent) => send({ ...sent, headers: { ...(await authorization()), ...sent.headers } });
    return {
      send: sending,
      get: (path, headers) => sending({ method: 'GET', path, headers }),
      post: (path, body, headers) => sending({ method: 'POST', path, headers: { 'content-type': 'application/json', ...headers }, payload: JSON.stringify(body) }),
    };
  };

  const founded = options.bare ? { offices: new Map<string, string>(), people: new Map<string, string>() } : await found(host, clock, options.everyRoleAt);
  await settle();
  return {
    host, folder, clock, founded, log, settle,
    as: (account) => caller(() => bearer(account)),
    nobody: caller(async () => ({})),
    officeId: (place) => must(founded.offices.get(place), place),
    personId: (account) => must(founded.people.get(account), account),
    head: () => host.embedded.store.head(),
    walkTo: (instant) => clock.walkTo(at(instant), settle),
    compared: () => compared,
    close: async () => {
      await host.close();
      if (options.folder === undefined) rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function found(host: Host, clock: SteppedClock, everyRoleAt?: readonly Place[]): Promise<Founded> {
  const offices = smallCounty(everyRoleAt);
  const county = publicInterface(host);
  const operator = accountOf('city', 'operator');
  const founded = await foundCounty(offices, millisOf(clock.now()), county, SETUP_ACCOUNT, operator);
  await setRosters(offices, founded, millisOf(clock.now()), ROSTER_DAYS, county, operator);
  return founded;
}

function answerOf(status: number, headers: Answer['headers'], text: string): Answer {
  return {
    status, headers, text,
    get json() {
      return JSON.parse(text) as JsonObject;
    },
  };
}

function must<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`the county has no ${what}`);
  return value;
}

/** An instant `minutes` after another one. */
export function after(instant: string, minutes: number): Instant {
  return new Date(millisOf(at(instant)) + minutes * 60_000).toISOString() as Instant;
}
