import { parseDate, type EpochDay } from '@fengqiao/kernel';
import { recorded } from '@fengqiao/read-models/conformance';
import { at, deepFreeze } from '@fengqiao/testing';
import type { Service } from '../register';
import { boardRow, columnsBetween, tallyOf, type Cell } from './board';
import { ScreeningsByOffice, screeningProjection, type ScreeningDocument } from './screenings';

const day = (text: string): EpochDay => parseDate(text) as EpochDay;
/** Weeks 45 to 47 of 2026: 2 to 22 November, and the month of November. */
const NOVEMBER = columnsBetween(day('2026-11-02'), day('2026-11-22'));
const LONG: readonly Service[] = [{ from: '2024-03-01', knownFrom: '2024-03-01', until: '' }];

let n = 0;
const report = (period: string, screenedAt: string, change: Partial<ScreeningDocument> = {}): ScreeningDocument => {
  n += 1;
  const instant = at(screenedAt);
  return { id: `s${n}`, officeId: 'village', division: '330681001001', period, householdsVisited: 40, disputesFound: 1, disputeIds: [], priorityVisits: [], doorToDoor: false, screenedAt: instant, recordedAt: instant, ...change };
};

const rowAt = (now: string, screenings: readonly ScreeningDocument[], { level = 2, services = LONG } = {}) => boardRow(deepFreeze({ level, services }), deepFreeze([...screenings]), NOVEMBER, Date.parse(now));
const states = (cells: readonly Cell[]) => cells.map(({ period, state }) => `${period} ${state}`);
const SUNDAY_NOON = '2026-11-22T12:00:00+08:00';

describe('a week of the board', () => {
  it('is done, missed or open', () => {
    expect(states(rowAt(SUNDAY_NOON, [report('2026-W45', '2026-11-04T10:00:00+08:00')]).cells)).toEqual(['2026-W45 done', '2026-W46 missed', '2026-W47 open']);
  });

  it('is done where nothing was found, and says so', () => {
    const { cells } = rowAt(SUNDAY_NOON, [report('2026-W46', '2026-11-10T10:00:00+08:00', { disputesFound: 0, householdsVisited: 0 })]);
    expect(cells[1]).toMatchObject({ state: 'done', reported: { nil: true, reports: 1 } });
  });

  it('is missed from 24:00 of Sunday in Asia/Shanghai on, and open until then', () => {
    expect(rowAt('2026-11-22T23:59:59.999+08:00', []).cells[2]?.state).toBe('open');
    expect(rowAt('2026-11-23T00:00:00+08:00', []).cells[2]?.state).toBe('missed');
  });

  it('is done up to 24:00 of Sunday, and done late from then on', () => {
    const state = (screenedAt: string) => rowAt('2026-11-30T12:00:00+08:00', [report('2026-W47', screenedAt)]).cells[2]?.state;
    expect([state('2026-11-22T23:59:59.999+08:00'), state('2026-11-23T00:00:00+08:00')]).toEqual(['done', 'doneLate']);
  });

  it('is done in time where it was recorded later but held in time, as was claimed', () => {
    const late = report('2026-W46', '2026-11-15T18:00:00+08:00', { recordedAt: at('2026-11-16T09:00:00+08:00') });
    expect(rowAt(SUNDAY_NOON, [late]).cells[1]?.state).toBe('done');
  });

  it('that is reported twice is done once: the first says whether in time, the last what was found', () => {
    const twice = [report('2026-W46', '2026-11-15T18:00:00+08:00', { disputesFound: 2 }), report('2026-W46', '2026-11-17T09:00:00+08:00', { disputesFound: 3, householdsVisited: 55 })];
    const { cells } = rowAt(SUNDAY_NOON, twice);
    expect(cells[1]).toMatchObject({ state: 'done', reported: { reports: 2, nil: false, disputesFound: 3, householdsVisited: 55 } });
    expect(tallyOf(cells)).toMatchObject({ done: 1, disputesFound: 3 });
  });
});

describe('what a committee owes', () => {
  const owed = (service: Partial<Service>, now = '2026-11-30T12:00:00+08:00') => rowAt(now, [], { services: [{ ...(LONG[0] as Service), ...service }] }).cells.map((cell) => cell.owed);

  it.each<[string, Partial<Service>, boolean[]]>([
    ['it serves all along', {}, [true, true, true]],
    ['it is established on a Monday', { from: '2026-11-09' }, [false, true, true]],
    ['it is established on a Tuesday', { from: '2026-11-10' }, [false, false, true]],
    ['the log learns of it later', { knownFrom: '2026-11-10' }, [false, false, true]],
    ['it is dissolved from a Monday on', { until: '2026-11-16' }, [true, true, false]],
    ['it is dissolved from a Sunday on', { until: '2026-11-15' }, [true, false, false]],
  ])('is each week that it serves whole: %s', (_what, service, expected) => expect(owed(service)).toEqual(expected));

  it('is nothing where it serves no week whole, yet what it reports is done', () => {
    const { cells } = rowAt(SUNDAY_NOON, [report('2026-W47', '2026-11-20T10:00:00+08:00')], { services: [{ from: '2026-11-18', knownFrom: '2026-11-18', until: '' }] });
    expect(states(cells)).toEqual(['2026-W45 notOwed', '2026-W46 notOwed', '2026-W47 done']);
    expect(tallyOf(cells)).toEqual({ owed: 0, done: 0, doneLate: 0, missed: 0, open: 0, nil: 0, disputesFound: 1 });
  });

  it('is a month for a township, and nothing for a committee of the county', () => {
    expect(states(rowAt(SUNDAY_NOON, [], { level: 3 }).cells)).toEqual(['2026-11 open']);
    expect(states(rowAt('2026-12-01T00:00:00+08:00', [], { level: 3 }).cells)).toEqual(['2026-11 missed']);
    expect(rowAt(SUNDAY_NOON, [report('2026-11', '2026-11-05T10:00:00+08:00')], { level: 4 })).toMatchObject({ cadence: undefined, cells: [], beside: [{ period: '2026-11', state: 'done', owed: false }] });
  });

  it('goes on after an office had another committee', () => {
    const services: readonly Service[] = [{ from: '2024-03-01', knownFrom: '2024-03-01', until: '2026-11-09' }, { from: '2026-11-16', knownFrom: '2026-11-16', until: '' }];
    expect(rowAt(SUNDAY_NOON, [], { services }).cells.map((cell) => cell.owed)).toEqual([true, false, true]);
  });
});

describe('special drives', () => {
  it('are shown where they were reported, and never missed', () => {
    const drive = report('2026-harvest', '2026-11-05T10:00:00+08:00', { doorToDoor: true, priorityVisits: [{ tag: 'migrant', persons: 12 }, { tag: 'lonelyElderly', persons: 3 }] });
    expect(rowAt(SUNDAY_NOON, [drive, report('2026-springFestival', '2026-02-01T10:00:00+08:00')]).beside).toEqual([
      { period: '2026-harvest', state: 'done', owed: false, reported: expect.objectContaining({ priorityPersons: 15, doorToDoor: true }) },
    ]);
    expect(rowAt(SUNDAY_NOON, []).beside).toEqual([]);
  });
});

describe('the counts', () => {
  it('add up to what is owed', () => {
    const { cells } = rowAt('2026-11-23T08:00:00+08:00', [report('2026-W45', '2026-11-04T10:00:00+08:00', { disputesFound: 0 }), report('2026-W46', '2026-11-17T10:00:00+08:00')]);
    expect(tallyOf(cells)).toEqual({ owed: 3, done: 1, doneLate: 1, missed: 1, open: 0, nil: 1, disputesFound: 1 });
  });
});

describe('reports of screenings', () => {
  const fold = (id: string, data: Record<string, never>) => screeningProjection.apply(screeningProjection.initial(`mediation.screening-${id}`), recorded(`mediation.screening-${id}`, 0, 'mediation.v1.ScreeningCompleted', data));
  const early = { officeId: 'village', division: '330681001001', period: '2026-W47', householdsVisited: 1, disputesFound: 0, disputeIds: [], approvedBy: '' } as unknown as Record<string, never>;

  it('of before drives were known are read too', () => expect(fold('a', early)).toMatchObject({ id: 'a', period: '2026-W47', priorityVisits: [], doorToDoor: false }));

  it('are found by office, each once, the earliest recorded first', () => {
    const found = new ScreeningsByOffice();
    const view = (id: string, recordedAt: string) => ({ stream: id, revision: 0, asOf: '', document: { ...fold(id, early), recordedAt } });
    found.put([view('b', '2'), view('a', '1')]);
    found.put([view('b', '2')]);
    expect(found.of('village').map(({ id }) => id)).toEqual(['a', 'b']);
    expect(found.of('elsewhere')).toEqual([]);
  });

  it('are hidden before anything is known', () => {
    expect(screeningProjection.scopeOf(screeningProjection.initial('mediation.screening-a'))).toBeUndefined();
    expect(screeningProjection.scopeOf(fold('a', early))).toEqual({ division: '330681001001', offices: ['village'] });
  });
});
