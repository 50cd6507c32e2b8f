import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ChildCode, compileForChild } from '../kill-runs/compile-child';
import { FolderLocked, type FolderLock, acquireFolderLock } from '.';

jest.setTimeout(60_000);

let code: ChildCode;
let folder: string;
const locks: FolderLock[] = [];
const children: ChildProcess[] = [];

beforeAll(() => (code = compileForChild(['kernel', 'event-store'])));
afterAll(() => code.remove());
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'fengqiao-lock-'))));
afterEach(() => {
  for (const lock of locks.splice(0)) lock.release();
  for (const child of children.splice(0)) child.kill('SIGKILL');
  rmSync(folder, { recursive: true });
});

function acquire(): FolderLock {
  const lock = acquireFolderLock(folder);
  locks.push(lock);
  return lock;
}

/** Runs a process that takes the lock, says so or why not, and holds it until it is ended. */
async function otherProcess(): Promise<{ child: ChildProcess; said: string }> {
  const script = `try { require(process.argv[1]).acquireFolderLock(process.argv[2]); console.log('held'); setInterval(() => {}, 1e6); } catch (error) { console.log(error.message); }`;
  const child = spawn(process.execPath, ['-e', script, code.entry('event-store', 'sqlite/index'), folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  const [said] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, said: said.toString().trim() };
}

function refusal(): FolderLocked {
  try {
    acquireFolderLock(folder).release();
  } catch (error) {
    return error as FolderLocked;
  }
  throw new Error('the lock was given');
}

describe('the lock of a data folder', () => {
  it('refuses a second process with one line that names the folder and the holder, in Chinese and English', async () => {
    acquire();
    const { said } = await otherProcess();
    expect(said).toContain(`数据目录 ${folder} 正被进程 ${process.pid}使用`);
    expect(said).toContain(`Data folder ${folder} is in use by process ${process.pid}`);
    expect(said.split('\n')).toHaveLength(1);
  });

  it('is free again when its holder is killed with -9', async () => {
    const { child, said } = await otherProcess();
    expect(said).toBe('held');
    expect(refusal()).toMatchObject({ name: 'FolderLocked', folder, pid: child.pid });
    child.kill('SIGKILL');
    await once(child, 'exit');
    acquire();
    expect(JSON.parse(readFileSync(join(folder, 'lock.json'), 'utf8'))).toEqual({ pid: process.pid });
  });

  it('is one within a process too, and a refused attempt does not loosen it', async () => {
    acquire();
    expect(refusal().pid).toBe(process.pid);
    expect(refusal().pid).toBe(process.pid);
    expect((await otherProcess()).said).toContain('is in use by');
  });

  it('is given again after it was released, and releasing twice is harmless', () => {
    const first = acquire();
    first.release();
    expect(existsSync(join(folder, 'lock.json'))).toBe(false);
    acquire();
    first.release();
    expect(refusal()).toBeInstanceOf(FolderLocked);
  });

  it('makes the folder, and files for its owner alone', () => {
    folder = join(folder, 'data');
    acquire();
    expect([statSync(folder).mode & 0o777, statSync(join(folder, 'lock.db')).mode & 0o777, statSync(join(folder, 'lock.json')).mode & 0o777]).toEqual([0o700, 0o600, 0o600]);
  });

  it('is refused without a name where the holder has not said who it is', () => {
    acquire();
    writeFileSync(join(folder, 'lock.json'), 'not yet');
    expect(refusal()).toMatchObject({ pid: undefined, message: expect.stringContaining('another process') as string });
  });
});
