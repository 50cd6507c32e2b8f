import type { Json, JsonObject } from '@fengqiao/kernel';
import { systemClock } from '@fengqiao/platform';
import { FOLDER_SECRET_HEADER, openHost, readServerFile, SETUP_ACCOUNT, TOKEN_PATH, type Host, type ServerFile } from '@fengqiao/standalone';
import type { Answer, Connection } from './connection';
import { CommandEnd, EXIT } from './exit';

/** Accounts tried where none is named: the county's operator of the demonstration, else the account that founds an empty folder. */
const USUAL_ACCOUNTS = ['county.operator', SETUP_ACCOUNT];

/**
 * Finds Fengqiao: over HTTP where a server holds the folder, otherwise by holding the folder for as long as the command runs.
 * `url` (FENGQIAO_URL) overrides where the server of the folder listens, for a proxy in between.
 */
export async function connect(folder: string, url: string | undefined): Promise<Connection> {
  const server = readServerFile(folder);
  if (server && (await isLive(url ?? server.url))) return overHttp({ ...server, url: url ?? server.url });
  if (url !== undefined) throw new CommandEnd(EXIT.failed, `${url} 没有应答，或数据目录 ${folder} 中没有它的密语`, 'no answer there, or the data folder does not hold its secret');
  return inProcess(await openHost({ folder, clock: systemClock(), logLevel: 'error', past: 'here' }), folder);
}

function overHttp({ url, secret }: ServerFile): Connection {
  const send = async (method: 'GET' | 'POST', path: string, headers: Readonly<Record<string, string>>, body: JsonObject | undefined): Promise<Answer> => {
    const response = await fetch(`${url}${path}`, { method, headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    return { status: response.status, headers: Object.fromEntries(response.headers), body: parse(await response.text(), response.headers.get('content-type')) };
  };
  return connection(url, send, { [FOLDER_SECRET_HEADER]: secret }, async () => undefined);
}

function inProcess(host: Host, folder: string): Connection {
  const send = async (method: 'GET' | 'POST', path: string, headers: Readonly<Record<string, string>>, body: JsonObject | undefined): Promise<Answer> => {
    const answer = await host.inject(method, path, { headers, body });
    return { status: answer.status, headers: answer.headers, body: parse(answer.body, answer.headers['content-type'] ?? null) };
  };
  return connection(folder, send, { [FOLDER_SECRET_HEADER]: host.folderSecret }, async () => {
    await host.settle();
    await host.close();
  });
}

type Send = (method: 'GET' | 'POST', path: string, headers: Readonly<Record<string, string>>, body: JsonObject | undefined) => Promise<Answer>;

function connection(where: string, send: Send, proof: Readonly<Record<string, string>>, close: () => Promise<void>): Connection {
  const issued = new Map<string, Promise<{ readonly account: string; readonly token: string; readonly expiresInSeconds: number }>>();
  const issue = async (wanted: string | undefined) => {
    for (const account of wanted === undefined ? USUAL_ACCOUNTS : [wanted]) {
      const { status, body } = await send('POST', TOKEN_PATH, proof, { account });
      if (status === 200) return body as { account: string; token: string; expiresInSeconds: number };
    }
    throw new CommandEnd(EXIT.failed, `没有账号 ${wanted ?? USUAL_ACCOUNTS.join('、')}，请用 --as 指明`, 'no such account; name one with --as');
  };
  const token = (account: string | undefined) => {
    const key = account ?? '';
    const known = issued.get(key) ?? issue(account);
    issued.set(key, known);
    return known;
  };
  return {
    where,
    token,
    close,
    call: async (method, path, options = {}) => send(method, path, { ...options.headers, authorization: `Bearer ${(await token(options.as)).token}` }, options.body),
  };
}

async function isLive(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/health/live`, { signal: AbortSignal.timeout(2_000) })).ok;
  } catch {
    // Nobody listens there any more: the file was left behind by a process that was killed.
    return false;
  }
}

function parse(text: string, type: string | null): Json {
  return type?.includes('json') ? (JSON.parse(text) as Json) : text;
}
