import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@fengqiao/platform';
import { openHost } from '@fengqiao/standalone';
import { asOfIn, readPatiently } from './commands/past';
import type { Answer, Connection } from './connection';
import { run } from './main';
import { output } from './output';

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fengqiao-cli-past-'));
  const host = await openHost({ folder, clock: systemClock(), logLevel: 'silent', past: 'here' });
  await host.inject('POST', '/v1/directory/offices', {
    headers: { authorization: `Bearer ${await host.issueToken('setup')}` },
    body: { name: '诸暨市司法局', kind: 'justiceBureau', level: 'county', division: '330681', validFrom: '2020-01-01' },
  });
  await host.close();
}, 30_000);
afterAll(() => rmSync(folder, { recursive: true }));

async function fengqiao(...args: string[]): Promise<{ readonly code: number; readonly said: string }> {
  let said = '';
  const spies = [process.stdout, process.stderr].map((stream) => jest.spyOn(stream, 'write').mockImplementation(((text: string | Uint8Array) => ((said += String(text)), true)) as typeof process.stdout.write));
  try {
    return { code: await run(['node', 'fengqiao', ...args], { FENGQIAO_DATA: folder }), said };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

describe('--as-of', () => {
  it('lists deadlines as they stood, and says as of when', async () => {
    const { code, said } = await fengqiao('deadlines', 'list', '--where', 'late=true', '--as-of', '2026-11-01T10:00:00+08:00', '--as', 'setup');
    expect([code, said]).toEqual([0, expect.stringContaining('截至 2026-11-01 10:00 所知：共 0 项')]);
  }, 30_000);

  it.each([
    [['deadlines', 'list'], '2999-01-01', /asOf 晚于现在/],
    [['deadlines', 'explain', 'nothing'], '2999-01-01', /asOf 晚于现在/],
    [['case', 'history', 'nothing'], 'yesterday', /asOf 须为带时区的时刻/],
  ])('of %j refuses %s with exit code 2 and a sentence that says what to give', async (command, asOf, sentence) => {
    expect(await fengqiao(...command, '--as-of', asOf, '--as', 'setup')).toEqual({ code: 2, said: expect.stringMatching(sentence) });
  }, 30_000);
});

describe('a past that is still being computed', () => {
  const folding: Answer = { status: 503, headers: { 'retry-after': '0' }, body: { code: 'PAST_FOLDING', zh: '正在重算 40%', en: '' } };
  const connection = (answers: Answer[]): Connection => ({ where: '', token: async () => ({ account: '', token: '', expiresInSeconds: 0 }), close: async () => undefined, call: async () => answers.shift() as Answer });

  it('is asked for again until it stands, and said to be on its way', async () => {
    let told = '';
    const answers = [folding, folding, { status: 200, headers: {}, body: { total: 3 } }];
    expect(await readPatiently(connection(answers), output('json', () => undefined, (text) => void (told += text)), '/v1/views/duty-board', undefined)).toEqual({ total: 3 });
    expect(told).toBe('正在重算 40%\n正在重算 40%\n');
  });

  it('is given up where the answer is another problem', async () => {
    const busy: Answer = { status: 503, headers: { 'retry-after': '0' }, body: { code: 'PAST_CROWDED', zh: '过多', en: '' } };
    await expect(readPatiently(connection([folding, busy]), output('json', () => undefined, () => undefined), '/', undefined)).rejects.toThrow('过多');
  });

  it('is named in the address, whatever is asked besides', () => {
    expect([asOfIn('/a', undefined), asOfIn('/a', '2026-11-01'), asOfIn('/a?b=1', '10:00+08:00')]).toEqual(['/a', '/a?asOf=2026-11-01', '/a?b=1&asOf=10%3A00%2B08%3A00']);
  });
});
