import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { type ChildCode, compileForChild } from '../kill-runs/compile-child';
import type { Outcome } from '../kill-runs/reading-child';
import { anchorFile } from './anchor';
import { DAMAGES, type LeftBehind, bytesOf, damaged, damagedCopy, leaveBehind, seeded } from './damage.scenes';
import { LOG_FILE, openSqliteEventStore, verifyLog } from '.';

jest.setTimeout(300_000);

const PLACES = 500;

let code: ChildCode;
let folder: string;
let left: LeftBehind;

beforeAll(async () => {
  code = compileForChild(['kernel', 'event-store']);
  folder = mkdtempSync(join(tmpdir(), 'fengqiao-file-'));
  left = await leaveBehind(folder, 36, 0);
});
afterAll(() => {
  code.remove();
  rmSync(folder, { recursive: true });
});

/** A process of its own: a binding that ends its process must be seen to do so. */
class Reader {
  private readonly child: ChildProcessByStdio<Writable, Readable, null>;
  private readonly lines: AsyncIterator<string>;

  constructor() {
    this.child = spawn(process.execPath, [code.entry('event-store', 'kill-runs/reading-child')], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.lines = createInterface({ input: this.child.stdout })[Symbol.asyncIterator]();
  }

  async outcomeOf(place: string): Promise<Outcome> {
    this.child.stdin.write(`${place}\n`);
    const { value, done } = await this.lines.next();
    if (done) throw new Error(`the process ended on ${place}`);
    return JSON.parse(value) as Outcome;
  }

  end(): void {
    this.child.stdin.end();
  }
}

it(`never serves what was not written and never ends the process, where the file of the log is cut, zeroed or flipped at ${PLACES} places`, async () => {
  const whole = bytesOf(left.folder, LOG_FILE);
  const all = left.acknowledged.flatMap((each) => each.events).map((event) => `${event.position} ${event.hash}`);
  const random = seeded(77);
  const reader = new Reader();
  const seen = { untouched: 0, refused: 0, stopped: 0, notWritable: 0 };
  for (let index = 0; index < PLACES; index += 1) {
    const how = DAMAGES[index % DAMAGES.length] as (typeof DAMAGES)[number];
    const { bytes, first } = damaged(whole, how, random);
    const outcome = await reader.outcomeOf(damagedCopy(left, join(folder, 'damaged'), LOG_FILE, bytes));
    const at = { index, how, first, outcome };
    const kind = kindOf(outcome);
    seen[kind] += 1;
    if (Array.isArray(outcome.read)) expect({ ...at, read: outcome.read }).toEqual({ ...at, read: all });
    // Verifying finds whatever keeps the log from being served or written.
    expect({ ...at, verified: outcome.verified === true }).toEqual({ ...at, verified: kind === 'untouched' });
  }
  reader.end();
  // Bytes that mean nothing are most of a young file; the others are refused at once or where they are read.
  expect(seen.refused).toBeGreaterThan(PLACES / 4);
  expect(seen.stopped).toBeGreaterThan(PLACES / 50);
});

function kindOf({ opened, read, appended }: Outcome): 'untouched' | 'refused' | 'stopped' | 'notWritable' {
  if (opened !== true) {
    expect(opened).toMatch(/^DataFileRefused: 数据文件 .* 拒绝打开：.* Data file .* refused: /s);
    return 'refused';
  }
  if (typeof read === 'string') {
    expect(read).toMatch(/^LogDamaged: 事件库位置 \d+ 的记录已损坏/);
    return 'stopped';
  }
  if (appended === true) return 'untouched';
  expect(appended).toMatch(/^LogDamaged: /);
  return 'notWritable';
}

it.each([
  ['one slot of the anchor is spoilt, as a torn write does', 600, undefined],
  ['both slots of the anchor are spoilt', 0, 'the file that notes the head of the log is damaged'],
])('opens or refuses where %s', async (_, from, refusal) => {
  const anchor = bytesOf(left.folder, anchorFile(LOG_FILE)).fill(0, from);
  const place = damagedCopy(left, join(folder, 'anchor'), anchorFile(LOG_FILE), anchor);
  const opening = openSqliteEventStore({ folder: place });
  if (refusal === undefined) return (await opening).close();
  await expect(opening).rejects.toThrow(refusal);
  expect(await verifyLog(join(place, LOG_FILE))).toMatchObject({ ok: false, faults: [{ code: 'TAIL' }] });
});
