import { MemoryEventStore } from '@fengqiao/event-store/memory';
import { MemoryViewStore } from '@fengqiao/read-models/memory';
import { AskedCounty } from './county.scenes';

const stream = (n: number): string => `mediation.dispute-00000000-0000-4000-8000-00000000000${n}`;

interface Rates {
  readonly from: string;
  readonly to: string;
  readonly indicators: readonly { readonly id: string; readonly numerator: number; readonly denominator: number; readonly percent: string | null; readonly cases: readonly string[] }[];
  readonly groups: readonly { readonly key: string; readonly name: string; readonly indicators: Rates['indicators'] }[];
}

/** Monday: one report made and acknowledged on the day, one made and not acknowledged, one never made. */
async function monday(): Promise<AskedCounty> {
  const county = new AskedCounty(new MemoryEventStore(), (projection) => new MemoryViewStore(projection));
  await county.found();
  const { facts } = county;
  await county.moveTo('23T15:00');
  for (const n of [1, 2, 3]) {
    await facts.registered(stream(n));
    await facts.gradedMajor(stream(n));
  }
  await facts.reported(stream(1), 'report-1');
  await facts.reported(stream(2), 'report-2');
  await county.moveTo('23T16:00');
  await facts.acknowledged(stream(1), 'report-1');
  await county.moveTo('24T10:00');
  return county;
}

let county: AskedCounty;
beforeAll(async () => {
  county = await monday();
});

const sameDay = ({ indicators }: Pick<Rates, 'indicators'>) => indicators.find(({ id }) => id === 'I-04');

describe('rates', () => {
  it('count the month to date, and name the cases that fell short', async () => {
    const rates = await county.json<Rates>('countyDuty', 'rates');
    expect([rates.from, rates.to]).toEqual(['2026-11-01', '2026-11-24']);
    expect(sameDay(rates)).toMatchObject({ numerator: 1, denominator: 3, percent: '33.3%', cases: [2, 3].map((n) => stream(n).slice('mediation.dispute-'.length)) });
  });

  it('count apart by the office whose duty it was', async () => {
    const { groups } = await county.json<Rates>('countyDuty', 'rates', { by: 'office' });
    expect(groups.map((group) => [group.key, sameDay(group)?.denominator])).toEqual([['village', 3]]);
  });

  it('count nothing of another time or of another division', async () => {
    expect(sameDay(await county.json<Rates>('countyDuty', 'rates', { from: '2026-10-01', to: '2026-10-31' }))).toMatchObject({ denominator: 0, percent: null });
    expect(sameDay(await county.json<Rates>('countyDuty', 'rates', { division: '3307' }))).toMatchObject({ denominator: 0 });
    expect(sameDay(await county.json<Rates>('stranger', 'rates'))).toMatchObject({ denominator: 0 });
  });

  it.each([
    [{ from: '2026-02-30' }, 'from'],
    [{ to: 'today' }, 'to'],
    [{ from: '2026-11-02', to: '2026-11-01' }, 'from'],
    [{ by: 'moon' }, 'by'],
    [{ division: 'x' }, 'division'],
    [{ grade: 'major' }, 'grade'],
  ])('refuse %j', async (parameters, parameter) => {
    const code = parameter === 'grade' ? 'QUERY_PARAMETER_UNKNOWN' : 'QUERY_VALUE_INVALID';
    expect(await county.ask('countyDuty', 'rates', parameters as unknown as Record<string, string>)).toMatchObject({ kind: 'problem', status: 400, code, parameter });
  });
});
