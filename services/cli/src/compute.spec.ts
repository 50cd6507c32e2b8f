import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { sharedData } from '@fengqiao/testing';
// eslint-disable-next-line @nx/enforce-module-boundaries -- the independent count belongs to no library, so that nothing can come to rely on it
import { walk, workedBy, type WalkedPeriod } from '../../../libs/deadlines/independent/walk';
import { ran } from './ran.scenes';
import { asOptions, vectors } from './vectors.scenes';

interface Answer {
  readonly lastDay: string | null;
  readonly due: string | null;
  readonly provisional: boolean;
  readonly rawLastDay: string | null;
  readonly period: Readonly<Record<string, unknown>>;
  readonly rule: { readonly id: string; readonly unverified: boolean; readonly pack: { readonly pack: string } | null } | null;
  readonly steps: readonly { readonly kind: string; readonly zh: string; readonly en: string; readonly source: string }[];
  readonly notes: readonly { readonly zh: string; readonly en: string }[];
}

const split = (line: string): string[] => line.split(' ').filter(Boolean);

async function computed(...line: string[]): Promise<Answer> {
  const { code, out, err } = await ran(['deadlines', 'compute', ...line, '-o', 'json']);
  expect([code, err]).toEqual([0, '']);
  return JSON.parse(out) as Answer;
}

async function refused(line: readonly string[]): Promise<string> {
  const { code, out, err } = await ran(['deadlines', 'compute', ...line]);
  expect([line, code, out]).toEqual([line, 2, '']);
  return err;
}

describe('the calculator on the command line', () => {
  it('ends each of the 160 known periods on its day', async () => {
    const known = vectors();
    expect(known).toHaveLength(160);
    for (const { words, lastDay } of known) expect([words, (await computed(...asOptions(words))).lastDay]).toEqual([words, lastDay]);
  });

  it.each([
    ['a right to judicial confirmation', '--rule MED-09 --from 2026-09-03', '2026-10-03', '2026-10-08'],
    ['the same, in spring', '--rule MED-09 --from 2026-02-01', '2026-03-03', '2026-03-03'],
    ['a decision on legal aid', '--rule LA-05 --from 2026-09-24', '2026-10-01', '2026-10-08'],
    ['a notarial certificate', '--rule NT-01 --from 2026-09-21', '2026-10-19', '2026-10-19'],
    ['an assessment', '--rule CC-06 --from 2026-09-22', '2026-10-13', '2026-10-13'],
    ['an assessment on the fast track', '--rule CC-06.fast --from 2026-09-22', '2026-09-30', '2026-09-30'],
    ['reporting in after a judgment', '--rule CC-02 --from 2026-02-06', '2026-02-16', '2026-02-24'],
  ])('ends %s on the day that the law means', async (_what, line, rawLastDay, lastDay) => {
    expect(await computed(...split(line))).toMatchObject({ rawLastDay, lastDay, provisional: false });
  });

  it('says last day, exclusive due, whether it may still move, and how it came to it', async () => {
    const answer = await computed(...split('--from 2026-09-24T10:00 --period 7d'));
    expect(answer).toMatchObject({ lastDay: '2026-10-08', due: '2026-10-08T16:00:00.000Z', provisional: false, rule: null, period: { days: 7, roll: 'next' } });
    expect(answer.steps.map(({ kind }) => kind)).toEqual(['start', 'period', 'notCounted', 'counted', 'last', 'skipped', 'roll', 'due']);
    for (const { zh, en, source } of answer.steps) expect([zh, en, source].filter((text) => text === '')).toEqual([]);
  });

  it.each([
    ['--from 2026-09-24T10:00 --period 24h', '2026-09-25T02:00:00.000Z'],
    ['--from 2026-09-24T10:00 --period 90min', '2026-09-24T03:30:00.000Z'],
    ['--from 2026-09-24T10:00 --period PT2H', '2026-09-24T04:00:00.000Z'],
    ['--from 2026-09-24T10:00 --period -24h', '2026-09-23T02:00:00.000Z'],
    ['--from 2026-09-24T02:00:00Z --period 24小时', '2026-09-25T02:00:00.000Z'],
    ['--from 2026-09-23T22:00-04:00 --period 7日', '2026-10-08T16:00:00.000Z'],
    ['--from 2026-09-21 --period 15个工作日', '2026-10-19T16:00:00.000Z'],
    ['--from 2026-09-30 --period 1个月', '2026-10-30T16:00:00.000Z'],
    ['--from 2026-10-01 --period -30d', '2026-09-01T16:00:00.000Z'],
    ['--from 2026-10-05 --period -1wd', '2026-09-30T16:00:00.000Z'],
    ['--from 2026-10-02 --period 0d --roll none', '2026-10-02T16:00:00.000Z'],
    ['--from 2026-09-24T23:30 --rule LA-04', '2026-09-25T15:30:00.000Z'],
    ['--from 2026-09-24T10:00 --period 24h --pause 2026-09-24T12:00/2026-09-24T14:30', '2026-09-25T04:30:00.000Z'],
  ])('understands %s', async (line, due) => {
    expect((await computed(...split(line))).due).toBe(due);
  });

  it('counts a day if the clock ran at its end: the day on which it stopped is not counted, the day on which it ran again is', async () => {
    const line = '--from 2026-09-07 --period 3d --roll none';
    expect((await computed(...split(`${line} --pause 2026-09-09/2026-09-12`))).lastDay).toBe('2026-09-13');
    expect((await computed(...split(`${line} --pause 2026-09-09T08:00/2026-09-12T17:00`))).lastDay).toBe('2026-09-13');
    expect((await computed(...split(`${line} --pause 2026-09-09/2026-09-11 2026-09-10/2026-09-12`))).lastDay).toBe('2026-09-13');
    expect((await computed(...split(`${line} --pause 2026-09-09/2026-09-11 --pause 2026-09-10/2026-09-12`))).lastDay).toBe('2026-09-13');
    const same = await computed(...split(`${line} --pause 2026-09-09/2026-09-09`));
    expect([same.lastDay, same.notes.map(({ zh }) => zh)]).toEqual(['2026-09-10', [expect.stringContaining('同一日')]]);
  });

  it('gives no last day while the clock stands still, and says so', async () => {
    const line = split('--from 2026-09-07 --period 3d --pause 2026-09-09/');
    expect(await computed(...line)).toMatchObject({ lastDay: null, due: null, dueText: null });
    expect((await ran(['deadlines', 'compute', ...line])).out).toContain('尚未恢复');
  });

  it('takes the roll that was asked for, and says which one it took where none was', async () => {
    const rolled = async (more: string) => (await computed(...split(`--from 2026-09-24 --period 7d ${more}`))).lastDay;
    expect(await Promise.all(['next', 'previous', 'none'].map((roll) => rolled(`--roll ${roll}`)))).toEqual(['2026-10-08', '2026-09-30', '2026-10-01']);
    expect((await computed(...split('--from 2026-09-24 --period 7d'))).notes[0]?.zh).toContain('民法典第二百零三条');
    expect((await computed(...split('--from 2026-10-31 --period -30d'))).lastDay).toBe('2026-09-30');
    const against = await computed(...split('--from 2026-09-24 --rule LA-05 --roll none'));
    expect([against.lastDay, against.notes.map(({ en }) => en)]).toEqual(['2026-10-01', [expect.stringContaining('the rule itself says next')]]);
  });

  it.each(['2026-12-25', '2006-12-20', '2031-05-01'])('says of a count from %s, into a year without announced holidays, that it is provisional', async (from) => {
    expect((await computed('--from', from, '--period', '15d')).provisional).toBe(true);
    const { out } = await ran(['deadlines', 'compute', '--from', from, '--period', '15d']);
    for (const word of ['暂定', 'Provisional']) expect(out).toContain(word);
  });

  it('shows for people the result first, each step in both languages, and how far the source was verified', async () => {
    const { out } = await ran(['deadlines', 'compute', ...split('--from 2026-09-22 --rule CC-06')]);
    const lines = out.split('\n');
    expect(lines[0]).toContain('NOT VERIFIED');
    expect(lines[1]).toMatch(/^末日 Last day +2026年10月13日（周二） \/ 2026-10-13 \(Tue\)$/);
    for (const word of ['依据 Authority', '计算 Count', '未核实', '国庆节', 'National Day', '没有写入任何数据']) expect(out).toContain(word);
  });

  it('takes the version of a rule that held on the day', async () => {
    expect(await computed(...split('--from 2021-03-01 --rule LA-05'))).toMatchObject({ period: { workingDays: 7 }, rule: { unverified: true } });
    expect(await computed(...split('--from 2022-03-01 --rule la-05'))).toMatchObject({ period: { days: 7 }, rule: { id: 'LA-05', unverified: false } });
  });

  it('takes a rule of a pack before one of the list, through whatever pack it binds', async () => {
    expect((await computed(...split('--from 2026-09-03 --rule MED-09'))).rule?.pack?.pack).toBe('cn-national');
    expect((await computed(...split('--from 2012-01-04 --rule R000-25.report'))).lastDay).toBe('2012-01-04');
    expect((await computed(...split('--from 2026-01-04 --rule hefei-2011-village-entry/R000-25.report'))).lastDay).toBe('2026-01-04');
  });

  it('agrees with a walk day by day for any period', async () => {
    const worked = workedBy(readFileSync(sharedData('calendar/cn_calendar_2007_2026.csv'), 'utf8'));
    const suffix = { days: 'd', workingDays: 'wd', months: 'mo', years: 'y', minutes: 'min' } as const;
    const day = fc.integer({ min: Date.UTC(2006, 6, 1) / 86_400_000, max: Date.UTC(2028, 5, 30) / 86_400_000 }).map((n) => new Date(n * 86_400_000).toISOString().slice(0, 10));
    const length = fc.oneof(
      fc.tuple(fc.constant('days' as const), fc.integer({ min: -60, max: 90 })),
      fc.tuple(fc.constant('workingDays' as const), fc.integer({ min: -30, max: 45 })),
      fc.tuple(fc.constant('months' as const), fc.integer({ min: -7, max: 13 })),
      fc.tuple(fc.constant('years' as const), fc.integer({ min: -2, max: 2 })),
      fc.tuple(fc.constant('minutes' as const), fc.integer({ min: 1, max: 4_320 })),
    );
    const time = fc.integer({ min: 0, max: 1_439 }).map((n) => `${String(Math.floor(n / 60)).padStart(2, '0')}:${String(n % 60).padStart(2, '0')}`);
    const asked = fc.record({ day, time, length, roll: fc.constantFrom('next' as const, 'previous' as const, 'none' as const), stops: fc.array(fc.tuple(fc.integer({ min: -2, max: 40 }), fc.integer({ min: 0, max: 20 })), { maxLength: 3 }) });
    await fc.assert(
      fc.asyncProperty(asked, async ({ day: from, time: at, length: [unit, n], roll, stops }) => {
        const days = unit === 'minutes' || n < 0 ? [] : stops.map(([after, many]) => [after, after + many].map((k) => new Date(Date.parse(from) + k * 86_400_000).toISOString().slice(0, 10)) as [string, string]);
        const start = unit === 'minutes' ? `${from}T${at}` : from;
        const period: WalkedPeriod = {
          start: unit === 'minutes' ? `${start}:00+08:00` : start, unit, n, roll,
          pauses: days.map(([a, b]) => ({ from: `${a}T00:00:00+08:00`, to: `${b}T00:00:00+08:00` })),
        };
        const answer = await computed('--from', start, '--period', `${n}${suffix[unit]}`, '--roll', roll, ...days.flatMap(([a, b]) => ['--pause', `${a}/${b}`]));
        expect({ lastDay: answer.lastDay, due: answer.due }).toEqual(walk(period, worked));
      }),
      { numRuns: 400 },
    );
  });
});

describe('a question that is wrong', () => {
  it.each([
    ['', '--from', '2026-09-24'],
    ['--period 7d', '--from', '2026-09-24'],
    ['--from 2026-02-30 --period 7d', '--from', '2026-09-24'],
    ['--from 2026-9-24 --period 7d', '--from', '2026-09-24'],
    ['--from 1976-13-01 --period 7d', '--from', '2026-09-24'],
    ['--from 20260924 --period 7d', '--from', '2026-09-24'],
    ['--from 2026-09-24T24:00 --period 7d', '--from', '2026-09-24T10:00'],
    ['--from 0026-09-24 --period 7d', '--from', '1900'],
    ['--from 9999-12-31 --period 7d', '--from', '2199'],
    ['--from 2026-09-24 --period 24h', '--from', '2026-09-24T10:00'],
    ['--from 2026-09-24 --rule LA-04', '--from', '2026-09-24T10:00'],
    ['--from 2026-09-24', '--period', '7d'],
    ['--from 2026-09-24 --period 7x', '--period', '15wd'],
    ['--from 2026-09-24 --period 7', '--period', '15wd'],
    ['--from 2026-09-24 --period 7.5d', '--period', '15wd'],
    ['--from 2026-09-24 --period 七日', '--period', '15wd'],
    ['--from 2026-09-24 --period 1e9d', '--period', '15wd'],
    ['--from 2026-09-24 --period 7constructor', '--period', '15wd'],
    ['--from 2026-09-24 --period 99999999d', '--period', '36525d'],
    ['--from 2026-09-24 --period 9999999999999999999999y', '--period', '15wd'],
    ['--from 2026-09-24 --period 5001wd', '--period', '5000wd'],
    ['--from 2026-09-24 --period -101y', '--period', '100y'],
    ['--from 2026-09-24 --period 7d --rule LA-05', '--period', 'rule'],
    ['--from 2026-09-24 --period 7d --roll up', '--roll', 'previous'],
    ['--from 2026-09-24 --rule LA-99', '--rule', 'LA-09'],
    ['--from 2026-09-24 --rule la5', '--rule', 'LA-05'],
    ['--from 2026-09-24 --rule NT-04.', '--rule', 'NT-04'],
    ['--from 2026-09-24 --rule PT-03.decid', '--rule', 'PT-03.decide'],
    ['--from 2026-09-24 --rule __proto__', '--rule', 'deadlines rules'],
    ['--from 2005-09-24 --rule LA-05', '--rule', '2022-01-01'],
    ['--from 2020-09-24 --rule hefei-2011-village-entry/MED-09', '--rule', 'MED-09'],
    ['--from 2026-09-24 --period 7d --case 1', '--case', 'rule'],
    ['--from 2026-09-24 --period 7d --pause 2026-09-28/2026-09-25', '--pause', '对调'],
    ['--from 2026-09-24 --period 7d --pause 2026-09-25', '--pause', '2026-09-25/2026-09-28'],
    ['--from 2026-09-24 --period 7d --pause /2026-09-25', '--pause', '2026-09-25/2026-09-28'],
    ['--from 2026-09-24 --period 7d --pause 2026-09-31/2026-10-03', '--pause', '2026-09-24'],
    ['--from 2026-09-24 --period -7d --pause 2026-09-20/2026-09-22', '--pause', '往回数'],
    ['--from 2026-09-24T10:00 --period 24h --pause 2026-09-24/2026-09-25', '--pause', 'T14:30'],
    ['--from 2026-09-24T10:00 --period 24h --pause 2026-09-24T12:00/2026-09-24T11:00', '--pause', '对调'],
  ])('%s is refused at %s in both languages, with what to write instead', async (line, where, instead) => {
    const said = await refused(split(line));
    expect(said.startsWith(`${where}：`)).toBe(true);
    expect(said).toContain(instead);
    expect(said).toMatch(/[一-鿿].* \/ --\w+: .*[a-z]/s);
    expect(said.length).toBeLessThan(900);
  });

  it('keeps what is said of a very long word short', async () => {
    for (const option of ['--from', '--period', '--rule', '--roll', '--pause']) {
      const rest = split('--from 2026-09-24 --period 7d').filter((word, index, all) => word !== option && all[index - 1] !== option);
      const line = option === '--rule' ? ['--from', '2026-09-24', '--rule', 'X'.repeat(20_000)] : [...rest, option, 'x'.repeat(20_000)];
      expect((await refused(line)).length).toBeLessThan(900);
    }
  });
});

describe('the list of rules', () => {
  it('names every rule that can be computed, and each of them can be', async () => {
    const { code, out } = await ran(['deadlines', 'rules', '-o', 'json']);
    const { items, total } = JSON.parse(out) as { items: { id: string; pack: string | null; effective: { from: string; to: string }; period: { zh: string }[]; cite: { verified: string }[] }[]; total: number };
    expect([code, items.length]).toEqual([0, total]);
    for (const id of ['LA-05', 'NT-01', 'CC-06', 'MED-09', 'FA-01', 'LB-01']) expect(items.map((item) => item.id)).toContain(id);
    // The other packs bound a place for a time.
    const today: readonly (string | null)[] = [null, 'cn-national', 'zhuji-demonstration'];
    for (const { id, pack, effective, period, cite } of items) {
      expect([id, cite.length > 0, period.every(({ zh }) => zh !== '')]).toEqual([id, true, true]);
      if (!today.includes(pack)) continue;
      const from = effective.to || '2026-09-24';
      const asked = ['--from', `${from}T10:00`, '--rule', pack === null ? id : `${pack}/${id}`, ...(period.length > 1 ? ['--case', '2'] : [])];
      expect([id, (await computed(...asked)).rule?.id]).toEqual([id, id]);
    }
  });

  it('can be searched, and says so where nothing is found', async () => {
    const { out } = await ran(['deadlines', 'rules', '公证']);
    expect([out.includes('NT-01'), out.includes('LA-05')]).toEqual([true, false]);
    expect(await ran(['deadlines', 'rules', 'nothing-like-this'])).toMatchObject({ code: 1, out: '', err: expect.stringContaining('no rule holds') });
  });
});
