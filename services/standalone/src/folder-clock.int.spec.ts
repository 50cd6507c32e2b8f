import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { millisOf, MS_PER_HOUR, toInstant, type Instant } from '@fengqiao/kernel';
import { steppedClock, systemClock, trainingClock, type DomainClock } from '@fengqiao/platform';
import { at } from '@fengqiao/testing';
import { fillFolder } from './fill-folder';
import { marksOf } from './folder-mark';
import { openHost, type Host } from './host';
import { publicInterface } from './public-interface';
import { SETUP_ACCOUNT } from './setup-account';

const BEGINS = at('2026-11-02T14:30:00+08:00');
jest.setTimeout(60_000);

const OFFICE = { name: '某县司法局', kind: 'justiceBureau', level: 'county', division: '330681', validFrom: '2020-01-01' };

describe('the time of a folder', () => {
  let root: string;
  let folder: string;
  let hosts: Host[];
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'fengqiao-folder-'));
    folder = join(root, 'data');
    hosts = [];
  });
  afterEach(async () => {
    for (const host of hosts) await host.close();
    rmSync(root, { recursive: true });
  });

  async function open(clock: DomainClock): Promise<Host> {
    const host = await openHost({ folder, clock, logLevel: 'silent' });
    hosts.push(host);
    return host;
  }
  const training = () => fillFolder(folder, BEGINS, { demonstration: false, training: true }, 'silent', () => undefined);
  const refusal = (clock: DomainClock) => open(clock).then(() => '', (error: unknown) => (error as Error).message);

  it('is a training\'s for ever once it was begun as one: the real clock is refused, with the way to go on', async () => {
    await training();
    const message = await refusal(systemClock());
    for (const part of [folder, '训练目录', 'npm start -- --speed 600', 'FENGQIAO_DATA', 'refuses the real clock']) expect(message).toContain(part);
    expect(message.split('\n')).toHaveLength(1);
    // The refusal lets the folder go, unchanged.
    const host = await open(trainingClock(600));
    expect(await marksOf(host.embedded.store)).toEqual(['training']);
  });

  it('is the real one where the folder was begun for real work: a training clock is refused', async () => {
    await (await open(systemClock())).close();
    hosts = [];
    const head = await refusal(trainingClock(600));
    for (const part of [folder, '不是训练目录', '--clock', 'no training folder']) expect(head).toContain(part);
    await open(systemClock());
  });

  it('begins where the training was told to begin, and stands still until it is let run', async () => {
    await training();
    const clock = trainingClock(3_600);
    const host = await open(clock);
    expect([clock.now(), (await host.inject('GET', '/health/ready')).body]).toEqual([BEGINS, expect.stringContaining('"local":"2026-11-02 14:30","speed":3600')]);
    clock.run();
    while (clock.now() === BEGINS) await new Promise((resolve) => setImmediate(resolve));
    expect(clock.now() > BEGINS).toBe(true);
  });

  it('stands still while nobody runs it, and goes on at the last instant that was recorded', async () => {
    await training();
    let last = '' as Instant;
    {
      const clock = steppedClock(BEGINS);
      const host = await open(clock);
      clock.moveTo(toInstant(millisOf(BEGINS) + 5 * MS_PER_HOUR));
      await publicInterface(host).send({ as: SETUP_ACCOUNT, path: '/v1/directory/offices', body: OFFICE });
      last = clock.now();
      clock.moveTo(toInstant(millisOf(last) + 9 * MS_PER_HOUR));
      await host.close();
      hosts = [];
    }
    const clock = trainingClock(60);
    await open(clock);
    expect(clock.now()).toBe(last);
  });

  it('is told with every answer about health of a training, and with none of real work', async () => {
    const host = await open(systemClock());
    expect(JSON.parse((await host.inject('GET', '/health/ready')).body)).toEqual({ status: 'up', degraded: [] });
  });
});
