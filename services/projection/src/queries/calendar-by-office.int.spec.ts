import { MemoryEventStore } from '@fengqiao/event-store/memory';
import type { QueryAnswer } from '@fengqiao/platform';
import { MemoryViewStore } from '@fengqiao/read-models/memory';
import { eventfulWeek } from '../as-of/eventful-week.scenes';
import { AskedCounty } from './county.scenes';

interface Deadline {
  readonly state: string;
  readonly late: boolean;
  readonly due: string | null;
  readonly lastDay: string | null;
  readonly office: { readonly id: string } | null;
  readonly nature: string;
}
interface Counted {
  readonly open: number;
  readonly late: number;
  readonly earlier: number;
  readonly later: number;
  readonly undated: number;
  readonly days: readonly { readonly day: string; readonly due: number }[];
}
interface ByOffice {
  readonly from: string;
  readonly to: string;
  readonly offices: readonly (Counted & { readonly office: { readonly id: string; readonly name: string } | null })[];
  readonly total: Counted;
}

const codeOf = (answer: QueryAnswer) => (answer.kind === 'problem' ? `${answer.status} ${answer.code} ${answer.parameter ?? ''}`.trim() : answer.kind);

let county: AskedCounty;
beforeAll(async () => {
  county = await eventfulWeek(new MemoryEventStore(), (projection) => new MemoryViewStore(projection));
}, 30_000);

/** Every deadline in the asker's scope, page after page. */
async function allDeadlines(parameters: Readonly<Record<string, string>> = {}): Promise<readonly Deadline[]> {
  const all: Deadline[] = [];
  for (let cursor: string | undefined; ; ) {
    const { items, next } = await county.json<{ items: readonly Deadline[]; next?: string }>('countyDuty', 'deadlineCalendar', { ...parameters, limit: '200', ...(cursor !== undefined && { cursor }) });
    all.push(...items);
    if (next === undefined) return all;
    cursor = next;
  }
}

/** The same counted by hand. */
function countedByHand(deadlines: readonly Deadline[], from: string, to: string): Counted {
  const open = deadlines.filter(({ state }) => ['scheduled', 'running', 'paused'].includes(state));
  const days = new Map<string, number>();
  for (const { lastDay } of open) if (lastDay !== null && lastDay >= from && lastDay < to) days.set(lastDay, (days.get(lastDay) ?? 0) + 1);
  return {
    open: open.length,
    late: open.filter(({ late }) => late).length,
    earlier: open.filter(({ lastDay }) => lastDay !== null && lastDay < from).length,
    later: open.filter(({ lastDay }) => lastDay !== null && lastDay >= to).length,
    undated: open.filter(({ due }) => due === null).length,
    days: [...days].map(([day, due]) => ({ day, due })).sort((a, b) => (a.day < b.day ? -1 : 1)),
  };
}

describe('the deadline calendar by office', () => {
  it.each([
    [{}, '2026-11-30', '2026-12-14'],
    [{ from: '2026-11-24', days: '3' }, '2026-11-24', '2026-11-27'],
    [{ from: '2026-11-01', days: '62', nature: 'duty' }, '2026-11-01', '2027-01-02'],
  ])('asked with %j counts what the calendar lists, office by office and day by day', async (parameters: Readonly<Record<string, string>>, from, to) => {
    const { from: _, days: __, ...filter } = parameters;
    const deadlines = await allDeadlines(filter);
    const found = await county.json<ByOffice>('countyDuty', 'deadlineCalendarByOffice', parameters);
    expect([found.from, found.to, found.total]).toEqual([from, to, countedByHand(deadlines, from, to)]);
    for (const { office, ...counts } of found.offices) expect([office?.id, counts]).toEqual([office?.id, countedByHand(deadlines.filter((each) => (each.office?.id ?? '') === (office?.id ?? '')), from, to)]);
    expect(found.offices.length).toBeGreaterThan(1);
    expect(found.offices.reduce((sum, { open }) => sum + open, 0)).toBe(found.total.open);
    const { open, earlier, later, undated, days } = found.total;
    expect(open).toBe(earlier + later + undated + days.reduce((sum, { due }) => sum + due, 0));
  });

  it('shows of it what lies in the asker\'s scope, and the past of it', async () => {
    const total = async (who: string, parameters = {}) => (await county.json<ByOffice>(who, 'deadlineCalendarByOffice', parameters)).total.open;
    expect([await total('stranger'), (await total('countyDuty')) > 0, await total('countyDuty', { asOf: '2026-11-22' })]).toEqual([0, true, 0]);
  });

  it.each([
    [{ days: '0' }, '400 QUERY_VALUE_INVALID days'],
    [{ days: '63' }, '400 QUERY_VALUE_INVALID days'],
    [{ from: '2026-02-30' }, '400 QUERY_VALUE_INVALID from'],
    [{ from: '9999-12-31' }, '400 QUERY_VALUE_INVALID from'],
    [{ limit: '10' }, '400 QUERY_PARAMETER_UNKNOWN limit'],
    [{ facets: 'state' }, '400 QUERY_PARAMETER_UNKNOWN facets'],
    [{ hidden: '1' }, '400 QUERY_PARAMETER_UNKNOWN hidden'],
  ])('refuses %j', async (parameters: Readonly<Record<string, string>>, code) => {
    expect(codeOf(await county.ask('countyDuty', 'deadlineCalendarByOffice', parameters))).toBe(code);
  });
});

describe('the deadline calendar', () => {
  it('is narrowed to an office and a day, and counts days: 24:00 is of the day that ends', async () => {
    const all = await allDeadlines();
    const { facets } = await county.json<{ facets: Record<string, readonly { value: string | null; count: number }[]> }>('countyDuty', 'deadlineCalendar', { facets: 'dueOn,officeId', limit: '1' });
    const [busiest] = (facets['dueOn'] ?? []).filter(({ value }) => value !== null);
    expect(busiest?.count).toBe(all.filter(({ lastDay }) => lastDay === busiest?.value).length);
    const [office] = facets['officeId'] ?? [];
    const narrowed = await allDeadlines({ officeId: String(office?.value), dueOn: String(busiest?.value) });
    expect(narrowed).toEqual(all.filter((each) => each.office?.id === office?.value && each.lastDay === busiest?.value));
  });
});

describe('the duty board', () => {
  it('shows every open report, however many there are, and counts what it shows', async () => {
    const many = new AskedCounty(new MemoryEventStore(), (projection) => new MemoryViewStore(projection));
    await many.found();
    for (let n = 0; n < 203; n += 1) {
      const stream = `mediation.dispute-00000000-0000-4000-8000-000000001${String(n).padStart(3, '0')}`;
      await many.facts.registered(stream);
      await many.facts.reported(stream, `report-${n}`);
      if (n % 2 === 0) await many.facts.acknowledged(stream, `report-${n}`);
    }
    await many.settle();
    const { reports, counts } = await many.json<{ reports: readonly { reportId: string }[]; counts: Record<string, number> }>('countyDuty', 'dutyBoard', { limit: '1' });
    expect([reports.length, new Set(reports.map(({ reportId }) => reportId)).size]).toEqual([203, 203]);
    expect(counts).toMatchObject({ reportedCases: 203, reports: 203, unacknowledged: 101 });
  }, 30_000);
});
