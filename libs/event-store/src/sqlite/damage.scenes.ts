import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RecordedEvent } from '@fengqiao/kernel';
import { sampleEvent, sampleInstant } from '../conformance';
import { LOG_FILE, openSqliteEventStore } from '.';

/** A folder as a process left it that was ended between two breaths, and what it had acknowledged by then. */
export interface LeftBehind {
  readonly folder: string;
  readonly acknowledged: readonly Acknowledged[];
}

/** One append: its events, and how long the write-ahead log was when it was acknowledged. */
export interface Acknowledged {
  readonly events: readonly RecordedEvent[];
  readonly walBytes: number;
}

const STREAMS = ['mediation.dispute-a', 'mediation.dispute-b', 'directory.office-o', 'numbering.office-o.2026.人调', 'audit.operator-2026-11-22'];

/**
 * Writes a log of several streams: the first appends are in the file itself, the others in the write-ahead log alone, which is never moved
 * into the file. The folder is copied while the store is open, so it is what a kill leaves.
 */
export async function leaveBehind(folder: string, inFile: number, inWal: number): Promise<LeftBehind> {
  const live = join(folder, 'live');
  const acknowledged: Acknowledged[] = [];
  const revisions = new Map<string, number>();
  const write = async (from: number, to: number, walBytes: () => number) => {
    const store = await openSqliteEventStore({ folder: live });
    for (let index = from; index < to; index += 1) {
      const stream = STREAMS[(index * 7) % STREAMS.length] as string;
      const events = Array.from({ length: 1 + (index % 3) }, (_, each) => sampleEvent(`e${index}.${each}`, { note: `第 ${index} 条 ${'情'.repeat(index % 50)}` }));
      const appended = await store.append(stream, revisions.get(stream) ?? 'none', events, sampleInstant(index * 1_000));
      revisions.set(stream, appended.revision);
      acknowledged.push({ events: appended.events, walBytes: walBytes() });
    }
    return store;
  };
  await (await write(0, inFile, () => 0)).close();
  const store = await write(inFile, inFile + inWal, () => statSync(join(live, `${LOG_FILE}-wal`)).size);
  const left = join(folder, 'left');
  cpSync(live, left, { recursive: true });
  await store.close();
  return { folder: left, acknowledged };
}

/** A copy of what was left, with other bytes in one of its files. */
export function damagedCopy(left: LeftBehind, place: string, file: string, bytes: Buffer): string {
  rmSync(place, { recursive: true, force: true });
  mkdirSync(place, { mode: 0o700 });
  for (const name of readdirSync(left.folder)) if (name !== file && !name.endsWith('-shm')) cpSync(join(left.folder, name), join(place, name));
  writeFileSync(join(place, file), bytes, { mode: 0o600 });
  return place;
}

export const DAMAGES = ['cut', 'sector zeroed', 'page zeroed', 'bit flipped', 'byte flipped'] as const;

/** Other bytes, and the first place where they differ; `first` is their length where nothing does. */
export function damaged(whole: Buffer, how: (typeof DAMAGES)[number], random: (below: number) => number): { readonly bytes: Buffer; readonly first: number } {
  const at = random(whole.length);
  const bytes = Buffer.from(whole);
  const zero = (size: number) => bytes.fill(0, at - (at % size), Math.min(whole.length, at - (at % size) + size));
  switch (how) {
    case 'cut':
      return { bytes: bytes.subarray(0, at), first: at };
    case 'sector zeroed':
      zero(512);
      break;
    case 'page zeroed':
      zero(16_384);
      break;
    case 'bit flipped':
      bytes[at] = (bytes[at] as number) ^ (1 << random(8));
      break;
    case 'byte flipped':
      bytes[at] = (bytes[at] as number) ^ (1 + random(255));
      break;
  }
  const first = bytes.findIndex((byte, index) => byte !== whole[index]);
  return { bytes, first: first < 0 ? whole.length : first };
}

/** Numbers that look random and are the same at every run (mulberry32). */
export function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

/** The bytes of one file of a folder. */
export function bytesOf(folder: string, file: string): Buffer {
  return readFileSync(join(folder, file));
}
