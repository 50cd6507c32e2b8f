import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { LOG_FILE } from '@fengqiao/event-store/sqlite';
import type { Instant } from '@fengqiao/kernel';
import { ConfigError, steppedClock, type Config } from '@fengqiao/platform';
import { demonstrationStart, seedDemonstration } from './demonstration/seed';
import { markDemonstration } from './folder-mark';
import { openHost } from './host';
import { publicInterface } from './public-interface';
import { SETUP_ACCOUNT } from './setup-account';

/** Has this data folder been begun? */
export function isBegun(folder: string): boolean {
  return existsSync(join(folder, LOG_FILE));
}

/**
 * Makes a data folder that holds the demonstration county, up to an instant. It grows beside the folder under its own stepped clock
 * and takes the folder's name when it is finished, so that a start that was cut short leaves nothing half done: the next one begins again.
 */
export async function fillWithDemonstration(folder: string, until: Instant, logLevel: Config['logLevel'], say: (line: string) => void): Promise<void> {
  const strange = existsSync(folder) ? readdirSync(folder) : [];
  if (strange.length > 0) {
    throw new ConfigError(`数据目录 ${folder} 中已有其他文件（${strange.slice(0, 3).join('、')}），未载入演示；请另选目录，或用 --empty / data folder ${folder} is not empty; choose another, or start with --empty`);
  }
  const growing = `${folder.replace(/\/+$/, '')}.seeding`;
  rmSync(growing, { recursive: true, force: true });
  const clock = steppedClock(demonstrationStart(until));
  const started = performance.now();
  const host = await openHost({ folder: growing, clock, logLevel });
  try {
    await markDemonstration(host.embedded.store, clock.now());
    const { offices, commands } = await seedDemonstration({
      public: publicInterface(host), clock, setupAccount: SETUP_ACCOUNT, until, settle: host.settle, onProgress: progressEvery(1_000, say),
    });
    say(`  ${offices} 个机构，${commands} 条命令，${((performance.now() - started) / 1_000).toFixed(1)} 秒 / ${offices} offices, ${commands} commands`);
  } finally {
    await host.close();
  }
  // Takes the place of nothing, or of an empty folder.
  renameSync(growing, folder);
}

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
