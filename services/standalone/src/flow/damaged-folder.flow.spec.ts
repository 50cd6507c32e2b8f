import { copyFileSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LOG_FILE, openDatabase } from '@fengqiao/event-store/sqlite';
import { accountOf } from './county.scenes';
import { register } from './disputes.scenes';
import { openFlow, type Flow } from './flow-kit.scenes';

/* A folder whose log is not what it was: the host says so in one sentence and starts nothing on it. */

const MEDIATOR = accountOf('pine', 'mediator');
const NOW = '2026-11-02T09:00:00+08:00';

let folder: string;
let older: string;
let flow: Flow;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fengqiao-damaged-'));
  older = mkdtempSync(join(tmpdir(), 'fengqiao-older-'));
  flow = await openFlow({ folder });
  await flow.close();
  for (const file of readdirSync(folder)) copyFileSync(join(folder, file), join(older, file));
  flow = await openFlow({ folder, founded: flow.founded, now: NOW });
  await register(flow, MEDIATOR, '2026-11-02');
  await flow.close();
}, 60_000);
afterAll(() => {
  for (const each of [folder, older]) rmSync(each, { recursive: true });
});

/** Why the host does not open a copy of the folder that something was done to. */
async function refusalAfter(damage: (copy: string) => void): Promise<string> {
  const copy = mkdtempSync(join(tmpdir(), 'fengqiao-copy-'));
  for (const file of readdirSync(folder)) copyFileSync(join(folder, file), join(copy, file));
  damage(copy);
  try {
    const opened = await openFlow({ folder: copy, founded: flow.founded, now: NOW });
    await opened.close();
    return '';
  } catch (error) {
    return (error as Error).message;
  } finally {
    rmSync(copy, { recursive: true });
  }
}

function sql(copy: string, statement: string): void {
  const db = openDatabase(join(copy, LOG_FILE));
  db.exec(statement);
  db.close();
}

it('opens a copy that nothing was done to', async () => {
  expect(await refusalAfter(() => undefined)).toBe('');
}, 30_000);

it('refuses an event of which one letter was changed, and names its place', async () => {
  const message = await refusalAfter((copy) => sql(copy, `UPDATE events SET body = replace(body, '"jurisdiction":"330681109201"', '"jurisdiction":"330681109202"') WHERE body LIKE '%DisputeRegistered%'`));
  expect(message).toMatch(/^事件库位置 \d+ 的记录已损坏.*The event at position \d+ of the log is damaged.*log verify/s);
}, 30_000);

it('refuses an older copy of the log that was put back, and says how much is lost', async () => {
  const message = await refusalAfter((copy) => copyFileSync(join(older, LOG_FILE), join(copy, LOG_FILE)));
  expect(message).toMatch(/the log ends at position \d+, but everything up to \d+ was acknowledged: the last \d+ events are lost/);
}, 30_000);

it('goes on with the older copy once somebody has put the note of the head aside', async () => {
  expect(await refusalAfter((copy) => {
    copyFileSync(join(older, LOG_FILE), join(copy, LOG_FILE));
    renameSync(join(copy, `${LOG_FILE}-head`), join(copy, 'known-loss'));
  })).toBe('');
}, 30_000);
