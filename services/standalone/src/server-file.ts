import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** How whoever may read the folder finds the server that holds it, and proves that he may. */
export interface ServerFile {
  readonly url: string;
  readonly pid: number;
  /** Opens the development issuer to the bearer; new at each start. */
  readonly secret: string;
}

const FILE = 'server.json';

/** Writes where the server listens, for the folder's owner only. */
export function writeServerFile(folder: string, server: ServerFile): void {
  writeFileSync(join(folder, FILE), `${JSON.stringify(server)}\n`, { mode: 0o600 });
}

/** The server that says it holds the folder; undefined where none does. It may have been killed: ask it before believing. */
export function readServerFile(folder: string): ServerFile | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, FILE), 'utf8')) as ServerFile;
  } catch {
    // No file, or one cut short by a crash: either way nobody can be asked there.
    return undefined;
  }
}

export function removeServerFile(folder: string): void {
  rmSync(join(folder, FILE), { force: true });
}
