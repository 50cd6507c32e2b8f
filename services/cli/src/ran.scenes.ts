import { run } from './main';

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs one command line in this process and keeps what it says. */
export async function ran(line: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<Ran> {
  const told = { out: '', err: '' };
  const capture = (to: 'out' | 'err') => ((text: string | Uint8Array) => ((told[to] += String(text)), true)) as typeof process.stdout.write;
  const spies = [jest.spyOn(process.stdout, 'write').mockImplementation(capture('out')), jest.spyOn(process.stderr, 'write').mockImplementation(capture('err'))];
  try {
    return { code: await run(['node', 'fengqiao', ...line], environment), ...told };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}
