import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { millisOf, type Instant, type JsonObject } from '@fengqiao/kernel';
import { steppedClock, type Config, type SteppedClock } from '@fengqiao/platform';
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
  /** The same over a socket, so that the address goes as it is written. */
  wire(sent: Sent): Promise<Answer>;
}

export interface FlowOptions {
  readonly now?: string;
  /** Places with somebody of each role. */
  readonly everyRoleAt?: readonly Place[];
  /** Uses this folder and leaves it where it is. */
  readonly folder?: string;
  /** How much the process tells its log. */
  readonly logLevel?: Config['logLevel'];
  /** The county that the folder holds; without it one is set up. */
  readonly founded?: Founded;
}

export interface HeardEvent {
  readonly id: string;
  readonly event: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the shape of a stream's events is what its test is about
  readonly data: any;
}

/** A stream of server-sent events that is being listened to. */
export interface Following {
  readonly heard: readonly HeardEvent[];
  /** Resolves when so many events have come; rejects where they do not in real time. */
  atLeast(count: number): Promise<readonly HeardEvent[]>;
  /** Resolves when the server has ended it. */
  readonly ended: Promise<void>;
  close(): void;
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
  /** Where it listens; it begins to when this is asked for first. */
  address(): Promise<string>;
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
  const host = await openHost({ folder, clock, logLevel: options.logLevel ?? 'info', logTo: { write: (line) => void log.push(line) } });
  const { settle } = host;
  const contract: Contract = contractOf(host.server.document);
  let compared = 0;

  const told = ({ method, path }: Sent, answer: Answer): Answer => {
    compared += 1;
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

  const founded = options.founded ?? (await found(host, clock, options.everyRoleAt));
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
    address: listening,
    raw: async (bytes) => overSocket(await listening(), bytes),
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

/** One request over a socket; the path goes as it is written. */
function overWire(address: string, { method, path, headers, payload }: Sent): Promise<Answer> {
  const { hostname, port } = new URL(address);
  return new Promise((resolve, reject) => {
    const sending = request({ hostname, port, method, path, headers, agent: false }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => resolve(answerOf(answer.statusCode ?? 0, answer.headers as Answer['headers'], Buffer.concat(chunks).toString('utf8'))));
    });
    sending.on('error', reject);
    sending.end(payload);
  });
}

const PATIENCE_MS = 10_000;

function followEvents(address: string, path: string, headers: Readonly<Record<string, string>>): Promise<Following> {
  const heard: HeardEvent[] = [];
  const waiting = new Set<() => void>();
  const atLeast = (count: number) =>
    new Promise<readonly HeardEvent[]>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`${heard.length} of ${count} events came: ${JSON.stringify(heard)}`)), PATIENCE_MS);
      const look = () => {
        if (heard.length < count) return;
        waiting.delete(look);
        clearTimeout(timer);
        resolve(heard);
      };
      waiting.add(look);
      look();
    });
  return new Promise((resolve, reject) => {
    const asking = request(`${address}${path}`, { headers, agent: false }, (answer) => {
      if (answer.statusCode !== 200 || !answer.headers['content-type']?.startsWith('text/event-stream')) return reject(new Error(`no stream: ${answer.statusCode}`));
      let text = '';
      answer.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
        const blocks = text.split('\n\n');
        text = blocks.pop() as string;
        for (const block of blocks.filter((each) => !each.startsWith(':'))) {
          const [id = '', event = '', data = ''] = ['id', 'event', 'data'].map((name) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1]);
          heard.push({ id, event, data: JSON.parse(data) as unknown });
        }
        for (const look of [...waiting]) look();
        // The first bytes say that the server listens from here on.
        resolve({ heard, atLeast, ended, close: () => asking.destroy() });
      });
      const ended = new Promise<void>((end) => answer.on('close', end));
      answer.on('error', () => undefined);
    });
    asking.on('error', (error) => reject(error)).end();
  });
}

function overSocket(address: string, bytes: string): Promise<string> {
  const { hostname, port } = new URL(address);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.end(bytes));
    let text = '';
    socket.setEncoding('utf8').on('data', (chunk) => (text += String(chunk)));
    socket.on('close', () => resolve(text)).on('error', reject);
  });
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
