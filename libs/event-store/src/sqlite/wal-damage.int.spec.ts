import { existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RecordedEvent } from '@fengqiao/kernel';
import { anchorFile } from './anchor';
import { DAMAGES, type LeftBehind, bytesOf, damaged, damagedCopy, leaveBehind, seeded } from './damage.scenes';
import { DataFileRefused, LOG_FILE, openSqliteEventStore, verifyLog } from '.';

jest.setTimeout(300_000);

const PLACES = 1_000;
const WAL = `${LOG_FILE}-wal`;

let folder: string;
let left: LeftBehind;
let all: readonly RecordedEvent[];
let wal: Buffer;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fengqiao-wal-'));
  left = await leaveBehind(folder, 12, 24);
  all = left.acknowledged.flatMap((each) => each.events);
  wal = bytesOf(left.folder, WAL);
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Position and hash: the store serves no event whose hash does not follow from its bytes and the events before it. */
const namesOf = (events: readonly RecordedEvent[]) => events.map((event) => `${event.position} ${event.stream} ${event.revision} ${event.hash}`);

/** Everything in a folder's log, as the product reads it. */
async function readBack(place: string): Promise<readonly string[]> {
  const store = await openSqliteEventStore({ folder: place });
  try {
    const events = await store.readAll({ after: 0, limit: 10_000 });
    for (const stream of await store.streams('')) expect(namesOf(await store.read(stream))).toEqual(namesOf(events.filter((event) => event.stream === stream)));
    return namesOf(events);
  } finally {
    await store.close();
  }
}

/** Why a folder is not opened; undefined where it is. */
async function refusalOf(place: string): Promise<string | undefined> {
  try {
    await (await openSqliteEventStore({ folder: place })).close();
    return undefined;
  } catch (error) {
    expect(error).toBeInstanceOf(DataFileRefused);
    return (error as Error).message;
  }
}

it('opens what a kill leaves with all that was acknowledged', async () => {
  const place = damagedCopy(left, join(folder, 'whole'), WAL, wal);
  expect(wal.length).toBeGreaterThan(500_000);
  expect(await readBack(place)).toEqual(namesOf(all));
});

it(`leaves a valid prefix and says what was lost, where the write-ahead log is cut, zeroed or flipped at ${PLACES} places`, async () => {
  const random = seeded(20_261_123);
  const losses: number[] = [];
  for (let index = 0; index < PLACES; index += 1) {
    const how = DAMAGES[index % DAMAGES.length] as (typeof DAMAGES)[number];
    const { bytes, first } = damaged(wal, how, random);
    const place = damagedCopy(left, join(folder, 'damaged'), WAL, bytes);
    const safe = left.acknowledged.filter((each) => each.walBytes <= first).flatMap((each) => each.events).length;

    const refusal = await refusalOf(place);
    if (refusal !== undefined) {
      expect(await verifyLog(join(place, LOG_FILE))).toMatchObject({ ok: false, faults: [{ code: 'TAIL', what: { en: expect.stringContaining(`up to ${all.length} was acknowledged`) as string } }] });
      renameSync(anchorFile(join(place, LOG_FILE)), join(place, 'known-loss'));
    }
    const kept = await readBack(place);
    losses.push(all.length - kept.length);
    expect({ index, how, kept }).toEqual({ index, how, kept: namesOf(all).slice(0, kept.length) });
    expect(kept.length).toBeGreaterThanOrEqual(safe);
    expect({ index, how, said: refusal !== undefined }).toEqual({ index, how, said: kept.length < all.length });
    if (refusal) expect(refusal).toContain(`the log ends at position ${kept.length}, but everything up to ${all.length} was acknowledged: the last ${all.length - kept.length} events are lost`);
    expect(await verifyLog(join(place, LOG_FILE))).toMatchObject({ ok: true, events: kept.length });
  }
  // The damage did something, at early places and late ones.
  expect(losses.filter((lost) => lost > 0).length).toBeGreaterThan(PLACES * 0.8);
  expect(new Set(losses).size).toBeGreaterThan(20);
});

it('keeps the damaged write-ahead log as it was found', async () => {
  const { bytes } = damaged(wal, 'cut', () => 300_000);
  const place = damagedCopy(left, join(folder, 'kept'), WAL, bytes);
  expect(await refusalOf(place)).toContain('the log ends at position');
  expect(bytesOf(place, `${WAL}-kept`)).toEqual(bytes);
});

it('refuses a folder whose whole log is gone', async () => {
  const place = damagedCopy(left, join(folder, 'gone'), WAL, Buffer.alloc(0));
  rmSync(join(place, LOG_FILE));
  expect(await refusalOf(place)).toContain(`the log ends at position 0, but everything up to ${all.length} was acknowledged`);
});

it('refuses an older copy that is put back, and one that was written to since without its anchor', async () => {
  const place = damagedCopy(left, join(folder, 'older'), WAL, Buffer.alloc(0));
  const anchor = anchorFile(join(place, LOG_FILE));
  expect(await refusalOf(place)).toContain('an older copy put back');
  renameSync(anchor, join(place, 'aside'));
  const store = await openSqliteEventStore({ folder: place });
  const revision = (await store.read('mediation.dispute-a')).length - 1;
  const more = all.slice(0, 60).map(({ id, type, data, meta }) => ({ id: `other ${id}`, type, data, meta }));
  await store.append('mediation.dispute-a', revision, more, (all.at(-1) as RecordedEvent).meta.recordedAt);
  await store.close();
  renameSync(join(place, 'aside'), anchor);
  expect(await refusalOf(place)).toMatch(/the event at position \d+ is not the one that was acknowledged/);
  expect(existsSync(anchor)).toBe(true);
});
