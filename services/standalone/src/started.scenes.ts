import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FOLDER_SECRET_HEADER, TOKEN_PATH } from './development-pages';
import { readServerFile } from './server-file';

/** The project's root. */
export const ROOT = join(__dirname, '..', '..', '..');

/** `npm start` as a person meets it: a real process, built, on a folder, with a port. */
export interface Started {
  readonly child: ChildProcess;
  /** Resolves to its exit code. */
  readonly ended: Promise<number | null>;
  said(): string;
  /** Where it listens; rejects with what it said where it ends instead. */
  url(): Promise<string>;
}

/** A place for folders and the processes on them; everything is gone when it is removed. */
export interface StartingPlace {
  at(name: string): string;
  start(folder: string, args?: readonly string[], settings?: Record<string, string>): Started;
  /** A token for an account, by the secret in the folder. */
  token(folder: string, account: string): Promise<string>;
  remove(): void;
}

/** Builds as `npm start` does, and makes the place. */
export function startingPlace(): StartingPlace {
  execFileSync(process.execPath, [join(ROOT, '.config', 'build.js')], { stdio: 'ignore' });
  const root = mkdtempSync(join(tmpdir(), 'fengqiao-start-'));
  const children: ChildProcess[] = [];
  return {
    at: (name) => join(root, name),
    start: (folder, args = [], settings = {}) => {
      const environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('FENGQIAO_')));
      const child = spawn(process.execPath, [join(ROOT, 'services/standalone/dist/main.js'), ...args], {
        env: { ...environment, FENGQIAO_DATA: folder, FENGQIAO_PORT: '0', ...settings }, stdio: ['ignore', 'ignore', 'pipe'],
      });
      children.push(child);
      let said = '';
      child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
      const ended = once(child, 'exit').then(([code]) => code as number | null);
      return {
        child,
        ended,
        said: () => said,
        url: async () => {
          const isListening = () => said.includes('duty-board');
          const listening = new Promise<void>((resolve) => {
            const look = () => isListening() && resolve();
            child.stderr.on('data', look);
            look();
          });
          await Promise.race([listening, ended.then((code) => Promise.reject(new Error(`ended with ${code}: ${said}`)))]);
          return /http:\/\/127\.0\.0\.1:\d+/.exec(said)?.[0] as string;
        },
      };
    },
    token: async (folder, account) => {
      const { url = '', secret = '' } = readServerFile(folder) ?? {};
      const answer = await fetch(`${url}${TOKEN_PATH}`, { method: 'POST', headers: { 'content-type': 'application/json', [FOLDER_SECRET_HEADER]: secret }, body: JSON.stringify({ account }) });
      return ((await answer.json()) as { token: string }).token;
    },
    remove: () => {
      for (const child of children) child.kill('SIGKILL');
      rmSync(root, { recursive: true });
    },
  };
}
