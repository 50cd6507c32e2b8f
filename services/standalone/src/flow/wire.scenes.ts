import { request } from 'node:http';
import { connect } from 'node:net';
import type { JsonObject } from '@fengqiao/kernel';

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

export interface HeardEvent {
  readonly id: string;
  readonly event: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the shape of a stream's events is what its test is about
  readonly data: any;
}

/** A stream of server-sent events that is being listened to. */
export interface Following {
  readonly heard: readonly HeardEvent[];
  /** Resolves when so many events (of a kind) have come; rejects where they do not in real time, 10 s where nothing else is said. */
  atLeast(count: number, of?: (event: HeardEvent) => boolean, patienceMs?: number): Promise<readonly HeardEvent[]>;
  /** Resolves when the server has ended it. */
  readonly ended: Promise<void>;
  close(): void;
}

/** An answer whose body is read as JSON when a test asks for it. */
export function answerOf(status: number, headers: Answer['headers'], text: string): Answer {
  return {
    status, headers, text,
    get json() {
      return JSON.parse(text) as JsonObject;
    },
  };
}

/** One request over a socket; the path goes as it is written. */
export function overWire(address: string, { method, path, headers, payload }: Sent): Promise<Answer> {
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

/** How long a test waits for what others do, in real time. */
const PATIENCE_MS = 10_000;

/** Listens to a stream of server-sent events; resolves when the server has begun to answer. */
export function followEvents(address: string, path: string, headers: Readonly<Record<string, string>>): Promise<Following> {
  const heard: HeardEvent[] = [];
  const waiting = new Set<() => void>();
  const atLeast = (count: number, of: (event: HeardEvent) => boolean = () => true, patienceMs = PATIENCE_MS) =>
    new Promise<readonly HeardEvent[]>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`${heard.filter(of).length} of ${count} events came: ${JSON.stringify(heard)}`)), patienceMs);
      const look = () => {
        if (heard.filter(of).length < count) return;
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

/** What a server answers to bytes that need not be a request. */
export function overSocket(address: string, bytes: string): Promise<string> {
  const { hostname, port } = new URL(address);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.end(bytes));
    let text = '';
    socket.setEncoding('utf8').on('data', (chunk) => (text += String(chunk)));
    socket.on('close', () => resolve(text)).on('error', reject);
  });
}

/** Resolves when the condition holds; rejects where it does not in real time. */
export async function until(holds: () => Promise<boolean>): Promise<void> {
  const patience = AbortSignal.timeout(PATIENCE_MS);
  while (!(await holds())) {
    if (patience.aborted) throw new Error('what was waited for did not come');
    await new Promise((resolve) => setImmediate(resolve));
  }
}
