import type { Json, JsonObject } from '@fengqiao/kernel';
import { CommandEnd, EXIT } from './exit';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Json;
}

/** How a command talks to Fengqiao: over HTTP where a server answers, in process where the folder is free. */
export interface Connection {
  /** What it talks to, for messages. */
  readonly where: string;
  call(method: 'GET' | 'POST', path: string, options?: { readonly body?: JsonObject; readonly headers?: Readonly<Record<string, string>>; readonly as?: string }): Promise<Answer>;
  /** A token of the development issuer for an account; undefined account takes the county's operator. */
  token(account: string | undefined): Promise<{ readonly account: string; readonly token: string; readonly expiresInSeconds: number }>;
  close(): Promise<void>;
}

/** The body of a good answer; any other answer ends the command with the problem's own sentence. */
export async function expectOk(answer: Promise<Answer>): Promise<Json> {
  const { status, body } = await answer;
  if (status < 400) return body;
  const { zh = `HTTP ${status}`, en = `HTTP ${status}`, code = '', errors } = (body ?? {}) as { zh?: string; en?: string; code?: string; errors?: { pointer?: string; parameter?: string; zh: string; en: string }[] };
  const places = (errors ?? []).map((error) => `\n  ${error.pointer ?? error.parameter ?? ''}: ${error.zh} / ${error.en}`).join('');
  throw new CommandEnd(status === 400 ? EXIT.usage : EXIT.failed, `${zh}`, `${en} (${status} ${code})${places}`);
}
