import { existsSync, readdirSync, realpathSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { acquireFolderLock, FolderLocked, LOG_FILE, type FolderLock } from '@fengqiao/event-store/sqlite';
import type { Instant } from '@fengqiao/kernel';
import { ConfigError, steppedClock, type Config } from '@fengqiao/platform';
import { demonstrationStart, seedDemonstration } from './demonstration/seed';
import { trainingStory } from './demonstration/training-story';
import { markFolder } from './folder-mark';
import { openHost } from './host';
import { publicInterface } from './public-interface';
import { SETUP_ACCOUNT } from './setup-account';

/** Has this data folder been begun? */
export function isBegun(folder: string): boolean {
  return existsSync(join(folder, LOG_FILE));
}

/** What a new folder is to hold, and for what it is marked. */
export interface Filling {
  readonly demonstration: boolean;
  /** A training goes on where the filling ends. */
  readonly training: boolean;
}

/**
 * Makes a data folder that holds the demonstration county, or what a training begins with, up to an instant. It grows in a workshop beside the folder, under its own
 * stepped clock, and takes the folder's name when it is finished: a start that was cut short leaves nothing half done, and the next one
 * begins again. Who works there holds the workshop's lock; throws `FolderLocked` where another start does, `ConfigError` where files
 * that no start has made stand in the way.
 */
export async function fillFolder(folder: string, until: Instant, filling: Filling, logLevel: Config['logLevel'], say: (line: string) => void): Promise<void> {
  const place = existsSync(folder) ? realpathSync(folder) : resolve(folder);
  const workshop = `${place}.seeding`;
  const growing = join(workshop, 'data');
  const lock = lockFor(folder, workshop);
  try {
    // Another start may have finished while this one came for the lock.
    if (isBegun(place)) return;
    refuseStrange(folder, filesIn(place));
    discardUnfinished(workshop, growing);
    await grow(growing, until, filling, logLevel, say);
    takeName(growing, place);
  } finally {
    lock.release();
    leave(workshop);
  }
}

function lockFor(folder: string, workshop: string): FolderLock {
  try {
    return acquireFolderLock(workshop);
  } catch (error) {
    throw error instanceof FolderLocked ? new FolderLocked(folder, error.pid) : error;
  }
}

function refuseStrange(folder: string, strange: readonly string[]): void {
  if (strange.length === 0) return;
  throw new ConfigError(`数据目录 ${folder} 中已有其他文件（${strange.slice(0, 3).join('、')}），未启动；请以 FENGQIAO_DATA 另选目录 / data folder ${folder} is not empty; choose another with FENGQIAO_DATA`);
}

/** Throws away what an earlier start left unfinished: file by file, and only what such a start makes. */
function discardUnfinished(workshop: string, growing: string): void {
  const strange = [...filesIn(workshop).filter((name) => name !== 'data' && !isMade(name)), ...filesIn(growing).filter((name) => !isMade(name))];
  if (strange.length > 0) {
    throw new ConfigError(`${workshop} 中有并非本程序留下的文件（${strange.slice(0, 3).join('、')}），未启动；请移走后再启动 / ${workshop} holds files that no start has made; move them away, then start again`);
  }
  if (!existsSync(growing)) return;
  for (const name of filesIn(growing)) rmSync(join(growing, name));
  rmdirSync(growing);
}

async function grow(growing: string, until: Instant, { demonstration, training }: Filling, logLevel: Config['logLevel'], say: (line: string) => void): Promise<void> {
  const clock = steppedClock(demonstration ? demonstrationStart(until) : until);
  const started = performance.now();
  const host = await openHost({ folder: growing, clock, logLevel });
  const { store } = host.embedded;
  try {
    if (demonstration) {
      await markFolder(store, 'demonstration', clock.now());
      const { offices, commands } = await seedDemonstration({
        public: publicInterface(host), clock, setupAccount: SETUP_ACCOUNT, until, settle: host.settle, onProgress: progressEvery(1_000, say),
        ...(training && { beside: (county) => trainingStory(until, county) }),
      });
      say(`  ${offices} 个机构，${commands} 条命令，${((performance.now() - started) / 1_000).toFixed(1)} 秒 / ${offices} offices, ${commands} commands`);
    }
    // The last event of all: time goes on where the log ends.
    if (training) await markFolder(store, 'training', until);
  } finally {
    await host.close();
  }
}

/** Takes the place of nothing, or of an empty folder. */
function takeName(growing: string, place: string): void {
  try {
    renameSync(growing, place);
  } catch (error) {
    throw new ConfigError(`内容已备好，但不能放到 ${place}（${(error as NodeJS.ErrnoException).code}）；数据目录须为空且本身不是挂载点，请以 FENGQIAO_DATA 另选 / what was made cannot take the place of ${place}: it must be empty and no mount point; choose another folder with FENGQIAO_DATA`);
  }
}

/** Leaves no empty workshop behind; what is unfinished stays for the next start. */
function leave(workshop: string): void {
  if (existsSync(join(workshop, 'data'))) return;
  rmSync(join(workshop, 'lock.db'), { force: true });
  if (filesIn(workshop).length === 0) rmdirSync(workshop);
}

const isMade = (name: string) => /^((log|keys|checkpoints|lock)\.db(-wal|-shm|-journal|-head)?|lock\.json)$/.test(name);
const filesIn = (folder: string): readonly string[] => (existsSync(folder) ? readdirSync(folder) : []);

function progressEvery(ms: number, say: (line: string) => void): (done: number, total: number) => void {
  const started = performance.now();
  let told = started;
  return (done, total) => {
    const now = performance.now();
    if (now - told < ms) return;
    told = now;
    say(`  ${done}/${total} · ${Math.round((done * 1_000) / (now - started))} 步/秒 steps/s · 剩余 ETA ${Math.ceil(((total - done) * (now - started)) / done / 1_000)} s`);
  };
}
