import { encodeEvent, type EventData, type EventType } from '@fengqiao/contracts';
import type { JsonObject } from '@fengqiao/kernel';
import { foldOf, type Projection, type ViewDocument } from '@fengqiao/read-models';
import { logOf, recorded } from '@fengqiao/read-models/conformance';
import { actorOf } from '@fengqiao/security';
import { handMovedClock } from '@fengqiao/testing';
import { DirectoryIndex, officeProjection, personProjection, rosterProjection } from '.';

type Told = { readonly [T in EventType]: readonly [type: T, data: Partial<EventData[T]>] }[Extract<EventType, `directory.v1.${string}`>];

/** The document of one stream after these events. */
async function documentOf<D>(projection: Projection<D>, stream: string, ...told: readonly Told[]): Promise<ViewDocument<D>> {
  const events = told.map(([type, data], revision) => recorded(stream, revision, type, encodeEvent(type as string, data as JsonObject)));
  const view = await foldOf(projection, logOf()).advance(stream, undefined, events);
  if (!view || view.parked) throw new Error(view?.parked?.reason ?? 'nothing was folded');
  return view;
}

const established = (officeId: string, level: EventData['directory.v1.OfficeEstablished']['level'], parentId: string, division: string, validFrom = '2026-01-01'): Told => [
  'directory.v1.OfficeEstablished', { officeId, name: `${officeId}-name`, kind: 'justiceOffice', level, parentId, division, validFrom },
];
const changed = (name: string, parentId: string, validFrom: string): Told => ['directory.v1.OfficeChanged', { name, parentId, validFrom }];
const closed = (closedFrom: string): Told => ['directory.v1.OfficeClosed', { closedFrom }];
const appointed = (personId: string, officeId: string, roles: readonly string[], validFrom = '2026-01-01', name = ''): Told => [
  'directory.v1.PersonAppointed', { personId, account: `${personId}-account`, name, officeId, roles, validFrom },
];
const released = (officeId: string, releasedFrom: string): Told => ['directory.v1.PersonReleased', { officeId, releasedFrom }];
const rostered = (officeId: string, ...slots: readonly (readonly [from: number, to: number, ...personIds: string[]])[]): Told => [
  'directory.v1.DutyRosterSet', { officeId, slots: slots.map(([from, to, ...personIds]) => ({ from: hour(from), to: hour(to), personIds })) },
];
/** So many hours after midnight of 22 November in Shanghai. */
const hour = (hours: number): string => new Date(Date.parse('2026-11-21T16:00:00.000Z') + hours * 3_600_000).toISOString();

const clock = handMovedClock('2026-11-22T15:00:00+08:00');
let directory: DirectoryIndex;

const office = async (id: string, ...told: readonly Told[]): Promise<void> => directory.putOffices([await documentOf(officeProjection, `directory.office-${id}`, ...told)]);
const person = async (id: string, ...told: readonly Told[]): Promise<void> => directory.putPeople([await documentOf(personProjection, `directory.person-${id}`, ...told)]);
const roster = async (id: string, ...told: readonly Told[]): Promise<void> => directory.putRosters([await documentOf(rosterProjection, `directory.roster-${id}`, ...told)]);

beforeEach(async () => {
  clock.moveTo('2026-11-22T15:00:00+08:00');
  directory = new DirectoryIndex(clock);
  await office('city', established('city', 'LEVEL_CITY', '', '3306'));
  await office('county', established('county', 'LEVEL_COUNTY', 'city', '330681'));
  await office('township', established('township', 'LEVEL_TOWNSHIP', 'county', '330681109'));
  await office('village', established('village', 'LEVEL_VILLAGE', 'township', '330681109201'));
});

describe('offices', () => {
  it('are known with rank, place and the office above', () => {
    expect(directory.office('township')).toEqual({ id: 'township', name: 'township-name', kind: 'justiceOffice', level: 3, parentId: 'county', division: '330681109' });
    expect(directory.office('elsewhere')).toBeUndefined();
  });

  it('are valid from their first day to the day before they are closed, in Shanghai', async () => {
    await office('new', established('new', 'LEVEL_VILLAGE', 'township', '330681109202', '2026-11-23'), closed('2026-12-01'));
    const isValid = (instant: string): boolean => (clock.moveTo(instant), directory.office('new') !== undefined);
    expect([isValid('2026-11-22T23:59:59+08:00'), isValid('2026-11-23T00:00:00+08:00'), isValid('2026-11-30T23:59:59+08:00'), isValid('2026-12-01T00:00:00+08:00')]).toEqual([false, true, true, false]);
  });

  it('change name and place on the day for which that was said', async () => {
    await office('village', established('village', 'LEVEL_VILLAGE', 'township', '330681109201'), changed('renamed', 'county', '2026-12-01'));
    expect(directory.office('village')).toMatchObject({ name: 'village-name', parentId: 'township' });
    clock.moveTo('2026-12-01T00:00:00+08:00');
    expect(directory.office('village')).toMatchObject({ name: 'renamed', parentId: 'county' });
    expect(directory.ancestor('village', 3)?.id).toBe('county');
  });

  it('find the nearest office above of a level or more, never themselves', () => {
    expect([1, 2, 3, 4, 5, 6].map((level) => directory.ancestor('village', level)?.id)).toEqual(['township', 'township', 'township', 'county', 'city', undefined]);
    expect(directory.ancestor('city', 1)).toBeUndefined();
    expect(directory.ancestor('elsewhere', 1)).toBeUndefined();
  });

  it('lie within themselves and within every office above', () => {
    expect(['village', 'township', 'city'].map((id) => directory.isWithin('village', id))).toEqual([true, true, true]);
    expect([directory.isWithin('township', 'village'), directory.isWithin('elsewhere', 'city')]).toEqual([false, false]);
  });

  it('tell what lies right below on a day', async () => {
    await office('later', established('later', 'LEVEL_VILLAGE', 'township', '330681109203', '2027-01-01'));
    expect(directory.below('township', '2026-11-22').map(({ id }) => id)).toEqual(['village']);
    expect(directory.below('township', '2027-01-01').map(({ id }) => id)).toEqual(['later', 'village']);
  });

  it('end the walk upward at a circle', async () => {
    await office('a', established('a', 'LEVEL_TOWNSHIP', 'b', '1'));
    await office('b', established('b', 'LEVEL_TOWNSHIP', 'a', '1'));
    expect(directory.ancestor('a', 6)).toBeUndefined();
  });
});

describe('people', () => {
  it('are found by id and account with what they hold, the name as the log has it', async () => {
    await person('chair', appointed('chair', 'village', ['committeeChair'], '2026-01-01', 'sealed:1:chair:bmFtZQ'), appointed('chair', 'village', ['committeeChair', 'mediator'], '2026-02-01'));
    const expected = { personId: 'chair', account: 'chair-account', name: 'sealed:1:chair:bmFtZQ', officeId: 'village', roles: ['committeeChair', 'mediator'] };
    expect([directory.person('chair'), directory.byAccount('chair-account'), directory.accounts()]).toEqual([expected, expected, [expected]]);
    expect(actorOf(expected, directory)).toEqual({ personId: 'chair', account: 'chair-account', officeId: 'village', division: '330681109201', level: 2, roles: ['committeeChair', 'mediator'] });
  });

  it('hold something from its day to the day before they are released', async () => {
    await person('clerk', appointed('clerk', 'township', ['officeClerk'], '2026-11-23'), released('township', '2026-11-25'));
    const holds = (instant: string): boolean => (clock.moveTo(instant), directory.person('clerk') !== undefined);
    expect([holds('2026-11-22T12:00:00+08:00'), holds('2026-11-23T00:00:00+08:00'), holds('2026-11-24T23:59:59+08:00'), holds('2026-11-25T00:00:00+08:00')]).toEqual([false, true, true, false]);
  });

  it('keep what they hold until an appointment to the same office for a later day begins', async () => {
    await person('clerk', appointed('clerk', 'township', ['officeClerk']), appointed('clerk', 'township', ['officeDirector'], '2026-12-01'));
    expect(directory.person('clerk')?.roles).toEqual(['officeClerk']);
    clock.moveTo('2026-12-01T00:00:00+08:00');
    expect(directory.person('clerk')?.roles).toEqual(['officeDirector']);
  });

  it('hold nothing where they are released before a later appointment there begins', async () => {
    await person('clerk', appointed('clerk', 'township', ['officeClerk']), appointed('clerk', 'township', ['officeDirector'], '2026-12-01'), released('township', '2026-11-22'));
    const roles = (instant: string): unknown => (clock.moveTo(instant), directory.person('clerk')?.roles);
    expect([roles('2026-11-21T12:00:00+08:00'), roles('2026-11-22T12:00:00+08:00'), roles('2026-12-02T12:00:00+08:00')]).toEqual([['officeClerk'], undefined, undefined]);
  });

  it('act where they were appointed last, and are counted wherever they hold something', async () => {
    await person('both', appointed('both', 'township', ['dutyOfficer']), appointed('both', 'county', ['dutyOfficer', 'analyst']));
    await person('one', appointed('one', 'township', ['officeClerk']));
    expect(directory.person('both')?.officeId).toBe('county');
    expect(directory.holding('township', 'dutyOfficer')).toEqual([expect.objectContaining({ personId: 'both', officeId: 'township', roles: ['dutyOfficer'] })]);
    expect(directory.holding('county', 'analyst').map(({ personId }) => personId)).toEqual(['both']);
    expect(directory.holding('township', 'analyst')).toEqual([]);
  });

  it('never lose an account to somebody who was given it later, in whatever order that becomes visible', async () => {
    const given = (personId: string): Told => ['directory.v1.PersonAppointed', { personId, account: 'one-account', officeId: 'village', roles: ['mediator'], validFrom: '2026-01-01' }];
    const documents = await Promise.all(['second', 'first', 'third'].map((id) => documentOf(personProjection, `directory.person-${id}`, given(id))));
    const [second, first, third] = documents.map((view, index) => ({ ...view, document: { ...view.document, knownSince: ['2026-11-02', '2026-11-01', '2026-11-03'][index] as string } }));
    for (const order of [[first, second, third], [third, second, first], [second, first, third, second]]) {
      directory = new DirectoryIndex(clock);
      for (const view of order) directory.putPeople([view!]);
      expect([directory.byAccount('one-account')?.personId, directory.ownerOf('one-account')]).toEqual(['first', 'first']);
      expect([directory.accounts(), directory.holding('village', 'mediator')].map((officers) => officers.map(({ personId }) => personId))).toEqual([['first', 'second', 'third'], ['first', 'second', 'third']]);
    }
  });

  it('leave their account to nobody when they go', async () => {
    await person('gone', appointed('gone', 'village', ['mediator']), released('village', '2026-02-01'));
    await person('next', ['directory.v1.PersonAppointed', { personId: 'next', account: 'gone-account', officeId: 'city', roles: ['operator'], validFrom: '2026-01-01' }]);
    expect([directory.byAccount('gone-account'), directory.ownerOf('gone-account')]).toEqual([undefined, 'gone']);
  });
});

describe('duty rosters', () => {
  beforeEach(async () => {
    for (const id of ['a', 'b', 'c']) await person(id, appointed(id, 'township', ['dutyOfficer']));
  });
  const onDuty = (hours: number): readonly string[] => directory.onDuty('township', hour(hours));

  it('tell who is called at an instant, in order; nobody outside every turn', async () => {
    await roster('township', rostered('township', [8, 20, 'b', 'a'], [20, 32, 'c']));
    expect([7.9, 8, 19.9, 20, 31.9, 32].map(onDuty)).toEqual([[], ['b', 'a'], ['b', 'a'], ['c'], ['c'], []]);
    expect(directory.onDuty('village', hour(9))).toEqual([]);
  });

  it('give way to a newer roster between its first and its last turn, cut where they reach in', async () => {
    await roster('township', rostered('township', [0, 10, 'a'], [10, 20, 'b'], [20, 40, 'a']), rostered('township', [8, 12, 'c'], [12, 24, 'b']));
    expect([0, 7.9, 8, 11, 12, 23, 24, 39].map(onDuty)).toEqual([['a'], ['a'], ['c'], ['c'], ['b'], ['b'], ['a'], ['a']]);
    const cut = await documentOf(rosterProjection, 'directory.roster-township', rostered('township', [0, 40, 'a']), rostered('township', [10, 12, 'c']));
    expect(cut.document.slots.map(({ from, to }) => [from, to])).toEqual([[hour(0), hour(10)], [hour(10), hour(12)], [hour(12), hour(40)]]);
    directory.putRosters([cut]);
    expect([9, 11, 13].map(onDuty)).toEqual([['a'], ['c'], ['a']]);
  });

  it('stay as they are where the newer one says nothing', async () => {
    await roster('township', rostered('township', [0, 10, 'a']), rostered('township'));
    expect(onDuty(5)).toEqual(['a']);
  });

  it('call nobody who has left the office, and everybody who still serves there beside another', async () => {
    await roster('township', rostered('township', [0, 10, 'a', 'b', 'c']));
    await person('a', appointed('a', 'township', ['dutyOfficer']), released('township', '2026-11-01'));
    await person('b', appointed('b', 'township', ['dutyOfficer']), appointed('b', 'county', ['analyst']));
    expect(onDuty(5)).toEqual(['b', 'c']);
  });
});

it('shows an office to whoever sees its division, and people to nobody by a list', async () => {
  const view = await documentOf(officeProjection, 'directory.office-x', established('x', 'LEVEL_COUNTY', '', '330681'));
  expect(officeProjection.scopeOf(view.document)).toEqual({ division: '330681', offices: ['x'] });
  expect(personProjection.scopeOf((await documentOf(personProjection, 'directory.person-p', appointed('p', 'x', []))).document)).toBeUndefined();
});
