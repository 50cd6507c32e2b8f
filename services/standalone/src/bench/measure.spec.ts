import { DifferentWork, interleaved, median, type Done } from './measure';
import { rate, time } from './result';
import { tableOf } from './table';

const work = (units: number, proof: string, wallMs: number, cpuMs = wallMs): Done => ({ units, proof, wallMs, cpuMs });
const silent = () => undefined;
const described = { job: 'append', unit: 'events/s', work: 'what', against: 'whom' };

describe('measuring a job beside its limit', () => {
  it('runs both sides in each round, the first one alternating, and counts no warm-up', async () => {
    const order: string[] = [];
    const side = (name: string) => (round: number) => {
      order.push(`${name}${round}`);
      return work(10, 'same', 1);
    };
    const samples = await interleaved('append', 3, { value: side('v'), limit: side('l') }, silent);
    expect(order).toEqual(['v0', 'l0', 'l1', 'v1', 'v2', 'l2', 'l3', 'v3']);
    expect(samples).toHaveLength(3);
  });

  it.each([
    ['fewer units', work(9, 'same', 1)],
    ['other bytes', work(10, 'other', 1)],
  ])('gives no ratio where the limit did %s', async (_, limit) => {
    await expect(interleaved('append', 1, { value: () => work(10, 'same', 1), limit: () => limit }, silent)).rejects.toThrow(DifferentWork);
  });

  it('takes medians of the rounds and the median of their own ratios', () => {
    const pairs = [[100, 50], [200, 50], [50, 50], [100, 25], [125, 100]].map(([value, limit]) => ({ value: { ...work(100, '', value as number), wallMs: value as number, cpuMs: 1 }, limit: { ...work(100, '', limit as number), wallMs: limit as number, cpuMs: 1 } }));
    const result = rate({ ...described, reach: { ratio: 0.6 } }, pairs);
    expect(result).toMatchObject({ value: 1_000, limit: 2_000, ratio: 0.5, spread: [0.25, 1], reach: { ratio: 0.6 }, reached: false, rounds: 5, cpu: { value: 10, limit: 10, ratio: 1 } });
    expect(time({ ...described, unit: 'ms/query', reach: { atMost: 1 } }, pairs)).toMatchObject({ value: 1, limit: 0.5, ratio: 0.5, reached: true });
  });

  it('finds the middle of an even and an odd number of values', () => {
    expect([median([3, 1, 2]), median([4, 1, 2, 3])]).toEqual([2, 2.5]);
  });

  it('shows a table whose columns stand under each other, Chinese titles too', () => {
    const pairs = [{ value: { ...work(100, '', 10), wallMs: 10, cpuMs: 1 }, limit: { ...work(100, '', 5), wallMs: 5, cpuMs: 1 } }];
    const [head = '', row = ''] = tableOf([rate({ ...described, reach: { ratio: 0.4 } }, pairs)]).split('\n');
    const columns = (text: string) => [...text].reduce((width, character) => width + (/[\u2e80-\uffef]/.test(character) ? 2 : 1), 0);
    expect(columns(head.slice(0, head.indexOf('单位')))).toBe(row.indexOf('events/s'));
    expect(row).toContain('达到 met');
  });
});
