import type { EventStore } from '@fengqiao/event-store';
import type { Instant } from '@fengqiao/kernel';
import { ConfigError, isTrainingClock, type DomainClock } from '@fengqiao/platform';
import { marksOf } from './folder-mark';

/** Appends of one moment may be committed in any order, so the latest instant stands somewhere near the end of the log. */
const NEAR_THE_END = 1_000;

/**
 * Lets a folder be opened by the time it was written under, and by no other. A training clock is set to where the folder's time stopped.
 * Throws `ConfigError` that says how to go on; a clock that somebody moves opens any folder.
 */
export async function suitClock(folder: string, store: EventStore, clock: DomainClock): Promise<void> {
  const isForTraining = (await marksOf(store)).includes('training');
  if (isForTraining && clock.kind === 'real') throw trainingFolder(folder);
  if (!isTrainingClock(clock)) return;
  if (!isForTraining) throw noTrainingFolder(folder);
  clock.standAt(await lastRecordedAt(store));
}

/** The instant at which a log stopped. */
async function lastRecordedAt(store: EventStore): Promise<Instant> {
  const events = await store.readAll({ after: Math.max(0, (await store.head()) - NEAR_THE_END), limit: NEAR_THE_END });
  return events.reduce((latest, { meta }) => (meta.recordedAt > latest ? meta.recordedAt : latest), '' as Instant);
}

function trainingFolder(folder: string): ConfigError {
  return new ConfigError(
    `数据目录 ${folder} 是训练目录，其时间不是真实时间，不能按真实时间打开；请以 npm start -- --speed 600 接着训练，或以 FENGQIAO_DATA 另选目录`
      + ` / data folder ${folder} is a training folder and refuses the real clock, because its time is not the real one; go on with npm start -- --speed 600, or choose another folder with FENGQIAO_DATA`,
  );
}

function noTrainingFolder(folder: string): ConfigError {
  return new ConfigError(
    `数据目录 ${folder} 不是训练目录，不能加快其时间；真实工作请去掉 --speed，训练请用 --clock 另开新目录`
      + ` / data folder ${folder} is no training folder, its time cannot be made to run faster; start without --speed for real work, or begin a training in a folder of its own with --clock`,
  );
}
