import { Agent, request } from 'node:http';
import type { JsonObject } from '@fengqiao/kernel';

/** One command as it is sent, and sent again, until it is answered. */
export interface Command {
  /** Idempotency-Key. */
  readonly key: string;
  readonly token: string;
  readonly path: string;
  readonly body: JsonObject;
}

/** What the answer to a command says. */
export interface Acknowledged {
  readonly id: string;
  readonly stream: string;
  readonly events: readonly { readonly id: string; readonly type: string }[];
  readonly caseNumber?: number;
}

/** The server could not be reached, or went away without an answer: what became of the command is not known. */
export class NoAnswer extends Error {}

/** What callers know: where the present server listens. While there is none, they wait. */
export class Line {
  /** Commands that were begun and not yet answered. */
  waiting = 0;
  private awaitedAnswers = 0;
  private enough = (): void => undefined;
  private server: Promise<{ readonly url: string; readonly agent: Agent }>;
  private connected: (server: { readonly url: string; readonly agent: Agent }) => void = () => undefined;

  constructor() {
    this.server = this.awaited();
  }

  /** A server listens here from now on. */
  connect(url: string): void {
    this.connected({ url, agent: new Agent({ keepAlive: true }) });
  }

  /** The server is about to be killed: who asks from now on waits for the next one. */
  disconnect(): void {
    this.server = this.awaited();
  }

  /** Resolves when so many more commands have been answered. */
  answered(count: number): Promise<void> {
    this.awaitedAnswers = count;
    return new Promise((resolve) => (this.enough = resolve));
  }

  /** Sends a command until it is answered; `patient` says after each lost connection whether the caller still wants to know. */
  async ask(command: Command, patient: () => boolean = () => true): Promise<Acknowledged | undefined> {
    this.waiting += 1;
    try {
      do {
        const { url, agent } = await this.server;
        try {
          const answer = await sent(url, agent, command);
          if ((this.awaitedAnswers -= 1) === 0) this.enough();
          return answer;
        } catch (error) {
          if (!(error instanceof NoAnswer)) throw error;
          agent.destroy();
        }
      } while (patient());
      return undefined;
    } finally {
      this.waiting -= 1;
    }
  }

  private awaited(): Promise<{ readonly url: string; readonly agent: Agent }> {
    return new Promise((resolve) => (this.connected = resolve));
  }
}

function sent(url: string, agent: Agent, { key, token, path, body }: Command): Promise<Acknowledged> {
  const payload = JSON.stringify(body);
  const headers = { authorization: `Bearer ${token}`, 'idempotency-key': key, 'content-type': 'application/json', 'content-length': Buffer.byteLength(payload) };
  return new Promise((resolve, reject) => {
    const lost = (error: Error) => reject(new NoAnswer(error.message));
    const outgoing = request(`${url}${path}`, { method: 'POST', agent, headers }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (part: string) => (text += part)).on('error', lost);
      answer.on('end', () => {
        if (answer.statusCode === 200 || answer.statusCode === 201) resolve(JSON.parse(text) as Acknowledged);
        else reject(new Error(`${path} was answered ${answer.statusCode}: ${text}`));
      });
    });
    outgoing.on('error', lost).end(payload);
  });
}
