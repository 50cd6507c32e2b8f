import { connect, type Socket } from 'node:net';

/** Requests to send: each connection sends its own, one at a time. */
export interface Load {
  readonly port: number;
  readonly connections: readonly (readonly Sent[])[];
}

export interface Sent {
  readonly path: string;
  readonly token: string;
  readonly body: string;
}

/** What came back. `statuses` counts answers by their status. */
export interface Answered {
  readonly wallMs: number;
  readonly statuses: Readonly<Record<string, number>>;
  readonly slowestMs: number;
  /** The first answer that was no success. */
  readonly failure?: string;
}

/** Sends a request and gives its answer; one at a time. */
type Exchange = (request: Buffer) => Promise<string>;

/**
 * Connections to a port, which stay open from one load to the next: a server takes in one new connection in a turn of its loop, so the
 * last of 64 that come at once waits for 64 turns, and a load would begin with that.
 */
const OPEN = new Map<number, { readonly socket: Socket; readonly exchange: Exchange }[]>();

/** Sends everything over keep-alive connections and waits for each answer before the next request of that connection. */
export async function send({ port, connections }: Load): Promise<Answered> {
  const statuses: Record<string, number> = {};
  let [slowestMs, failure] = [0, undefined as string | undefined];
  const prepared = connections.map((requests) => requests.map(bytesOf));
  const exchanges = await exchangesWith(port, prepared.length);
  const started = performance.now();
  await Promise.all(prepared.map(async (requests, index) => {
    const exchange = exchanges[index] as Exchange;
    for (const request of requests) {
      const since = performance.now();
      const answer = await exchange(request);
      slowestMs = Math.max(slowestMs, performance.now() - since);
      const status = answer.slice(9, 12);
      statuses[status] = (statuses[status] ?? 0) + 1;
      if (!status.startsWith('2')) failure ??= answer;
    }
  }));
  const wallMs = performance.now() - started;
  return { wallMs, statuses, slowestMs, ...(failure !== undefined && { failure }) };
}

function bytesOf({ path, token, body }: Sent): Buffer {
  const length = Buffer.byteLength(body);
  return Buffer.from(`POST ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n\r\n${body}`);
}

async function exchangesWith(port: number, count: number): Promise<readonly Exchange[]> {
  const open = (OPEN.get(port) ?? []).filter(({ socket }) => !socket.destroyed);
  const fresh = await Promise.all(Array.from({ length: Math.max(0, count - open.length) }, () => opened(port)));
  open.push(...fresh.map((socket) => ({ socket, exchange: exchangeOn(socket) })));
  OPEN.set(port, open);
  return open.map(({ exchange }) => exchange);
}

function opened(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true }, () => resolve(socket));
    socket.once('error', reject);
  });
}

/** One request at a time; an answer ends where its Content-Length says. */
function exchangeOn(socket: Socket): Exchange {
  let received = '';
  let waiting: { readonly resolve: (answer: string) => void; readonly reject: (error: Error) => void } | undefined;
  socket.setEncoding('latin1');
  socket.on('data', (text: string) => {
    received += text;
    const end = received.indexOf('\r\n\r\n');
    if (end < 0) return;
    const length = Number(/\r\ncontent-length: (\d+)/i.exec(received.slice(0, end + 2))?.[1] ?? 0);
    if (received.length < end + 4 + length) return;
    const answer = received;
    received = '';
    waiting?.resolve(answer);
  });
  socket.on('error', (error) => waiting?.reject(error));
  socket.on('close', () => waiting?.reject(new Error('the server closed a connection')));
  return (request) => new Promise((resolve, reject) => {
    waiting = { resolve, reject };
    socket.write(request);
  });
}

if (require.main === module) {
  process.once('disconnect', () => process.exit(1));
  process.on('message', (load: Load) => {
    send(load).then((answered) => process.send?.(answered), (error: unknown) => {
      console.error(error);
      process.exit(1);
    });
  });
}
