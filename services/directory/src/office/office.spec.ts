import fc from 'fast-check';
import { encodeEvent } from '@fengqiao/contracts';
import type { Actor } from '@fengqiao/kernel';
import { at, checkHistories, checkTotal, foldFrozen, givenWhenThen, SELF, smallDirectory } from '@fengqiao/testing';
import { BELOW_SELF, CITY, COUNTY, directory, founder, NEXT_TOWNSHIP, NOW, OFFICERS, OFFICES, OTHER_COUNTY, SELF_OFFICE, TODAY, TOWNSHIP, VILLAGE } from '../directory.scenes';
import { offices } from './office.aggregate';
import { officeDecider, type OfficeCommand } from './office.decide';
import type { OfficeEvent, OfficeState } from './office';

const cityOperator = directory.actor('cityOperator');
/** A directory that knows the office under test, with and without an office below it. */
const [alone, withBelow] = [[SELF_OFFICE], [SELF_OFFICE, BELOW_SELF]].map((more) => smallDirectory([...OFFICES, ...more], OFFICERS)) as [typeof directory, typeof directory];

const { given } = givenWhenThen(officeDecider, { now: NOW, actor: directory.actor('countyOperator'), look: directory });
const known = givenWhenThen(officeDecider, { now: NOW, actor: cityOperator, look: alone });

const establish: OfficeCommand = { type: 'EstablishOffice', name: '店口司法所', kind: 'justiceOffice', level: 'LEVEL_TOWNSHIP', parentId: COUNTY, division: '330681104', validFrom: TODAY };
const established: OfficeEvent = {
  type: 'directory.v1.OfficeEstablished',
  data: { officeId: SELF, name: SELF_OFFICE.name, kind: 'justiceBureau', level: 'LEVEL_COUNTY', parentId: CITY, division: '330603', validFrom: '2020-01-01' },
};
const changed = (name: string, parentId: string, validFrom: string): OfficeEvent => ({ type: 'directory.v1.OfficeChanged', data: { officeId: SELF, name, parentId, validFrom } });
const closed = (closedFrom: string): OfficeEvent => ({ type: 'directory.v1.OfficeClosed', data: { officeId: SELF, closedFrom } });

describe('EstablishOffice', () => {
  it('makes an office below one of a higher level', () => {
    const { type: _type, ...data } = establish as Extract<OfficeCommand, { type: 'EstablishOffice' }>;
    given([]).when(establish).then([{ type: 'directory.v1.OfficeEstablished', data: { officeId: SELF, ...data, parentId: COUNTY } }]);
  });

  it('makes the first office with nobody above, for who has no office himself', () => {
    const first = { ...establish, level: 'LEVEL_CITY', division: '3306', parentId: undefined } as const;
    given([]).by(founder).when(first).then([expect.objectContaining({ data: expect.objectContaining({ parentId: '', division: '3306' }) })]);
    given([]).when(first).thenRefused('PARENT_REQUIRED', '/parentId');
  });

  it.each([
    ['a township with a county\'s code', { division: '330681' }, 'DIVISION_OF_OTHER_LEVEL', '/division'],
    ['a village with a township\'s code', { level: 'LEVEL_VILLAGE' }, 'DIVISION_OF_OTHER_LEVEL', '/division'],
    ['an unknown office above', { parentId: VILLAGE.replace('4', 'e') }, 'PARENT_UNKNOWN', '/parentId'],
    ['an office above that another county keeps', { parentId: OTHER_COUNTY, division: '330683104' }, 'PARENT_UNKNOWN', '/parentId'],
    ['an office above that its own level keeps', { parentId: CITY }, 'PARENT_UNKNOWN', '/parentId'],
    ['an office above of the same level', { parentId: TOWNSHIP, division: '330681109' }, 'PARENT_NOT_ABOVE', '/parentId'],
    ['an office above of a lower level', { parentId: VILLAGE, division: '330681109' }, 'PARENT_NOT_ABOVE', '/parentId'],
    ['a division outside that of the office above', { level: 'LEVEL_VILLAGE', parentId: NEXT_TOWNSHIP, division: '330681109202' }, 'DIVISION_OUTSIDE_PARENT', '/division'],
  ] as const)('refuses %s', (_what, change, code, pointer) => {
    given([]).when({ ...establish, ...change }).thenRefused(code, pointer);
  });

  it('lets a village stand right below the county where no township is between', () => {
    given([]).when({ ...establish, level: 'LEVEL_VILLAGE', division: '330681109203' }).then([expect.objectContaining({ type: 'directory.v1.OfficeEstablished' })]);
  });

  it('stays quiet where it is established', () => given([established]).when(establish).thenNothing());
});

describe('ChangeOffice', () => {
  it('gives another name, and keeps the office above', () => {
    known.given([established]).when({ type: 'ChangeOffice', name: '柯桥司法局', validFrom: '2027-01-01' }).then([changed('柯桥司法局', CITY, '2027-01-01')]);
  });

  it('gives another office above, and keeps the name', () => {
    const bureaus = smallDirectory([...OFFICES, SELF_OFFICE, { ...OFFICES[0], id: VILLAGE, name: '绍兴市第二司法局' } as never], OFFICERS);
    givenWhenThen(officeDecider, { now: NOW, actor: cityOperator, look: bureaus })
      .given([established]).when({ type: 'ChangeOffice', parentId: VILLAGE, validFrom: TODAY }).then([changed(SELF_OFFICE.name, VILLAGE, TODAY)]);
  });

  it.each([
    ['itself', SELF], ['an office below it', BELOW_SELF.id],
  ])('refuses %s as the office above', (_what, parentId) => {
    givenWhenThen(officeDecider, { now: NOW, actor: cityOperator, look: withBelow }).given([established]).when({ type: 'ChangeOffice', parentId, validFrom: TODAY }).thenRefused('PARENT_IS_BELOW', '/parentId');
  });

  it.each([
    ['one of the same level', OTHER_COUNTY, 'PARENT_NOT_ABOVE', '/parentId'],
    ['one of a lower level', TOWNSHIP, 'PARENT_NOT_ABOVE', '/parentId'],
    ['an unknown one', BELOW_SELF.id, 'PARENT_UNKNOWN', '/parentId'],
  ])('refuses %s as the office above', (_what, parentId, code, pointer) => {
    known.given([established]).when({ type: 'ChangeOffice', parentId, validFrom: TODAY }).thenRefused(code, pointer);
  });

  it('refuses an office above whose division does not contain its own', () => {
    const elsewhere = smallDirectory([...OFFICES, SELF_OFFICE, { ...OFFICES[0], id: VILLAGE, division: '3307' } as never], OFFICERS);
    givenWhenThen(officeDecider, { now: NOW, actor: founder, look: elsewhere }).given([established]).when({ type: 'ChangeOffice', parentId: VILLAGE, validFrom: TODAY }).thenRefused('DIVISION_OUTSIDE_PARENT', '/division');
  });

  it('refuses an office above that is not the actor\'s to keep', () => {
    known.given([established]).by({ ...cityOperator, division: '330603' }).when({ type: 'ChangeOffice', parentId: OTHER_COUNTY, validFrom: TODAY }).thenRefused('PARENT_UNKNOWN', '/parentId');
  });

  it.each([
    ['its establishment', [established], '2019-12-31'],
    ['the last change, which would hold before its day', [established, changed('柯桥司法局', CITY, '2027-01-01')], '2026-12-31'],
  ])('refuses a day before %s', (_what, history, validFrom) => {
    known.given(history).when({ type: 'ChangeOffice', name: '另一名称', validFrom }).thenRefused('BEFORE_LAST_CHANGE', '/validFrom');
  });

  it('takes back a change of the same day', () => {
    known.given([established, changed('柯桥司法局', CITY, '2027-01-01')]).when({ type: 'ChangeOffice', name: SELF_OFFICE.name, validFrom: '2027-01-01' }).then([changed(SELF_OFFICE.name, CITY, '2027-01-01')]);
  });

  it('refuses a change from when it is closed on, not one before', () => {
    known.given([established, closed('2027-01-01')]).when({ type: 'ChangeOffice', name: '另一名称', validFrom: '2027-01-01' }).thenRefused('OFFICE_CLOSED');
    known.given([established, closed('2027-01-01')]).when({ type: 'ChangeOffice', name: '另一名称', validFrom: '2026-12-31' }).then([changed('另一名称', CITY, '2026-12-31')]);
  });

  it('is not what an office that does not exist can do', () => known.given([]).when({ type: 'ChangeOffice', name: '另一名称', validFrom: TODAY }).thenRefused('OFFICE_UNKNOWN'));

  it('stays quiet where it holds by that day', () => {
    known.given([established]).when({ type: 'ChangeOffice', name: SELF_OFFICE.name, validFrom: '2027-01-01' }).thenNothing();
    known.given([established]).when({ type: 'ChangeOffice', parentId: CITY, name: SELF_OFFICE.name, validFrom: '2020-01-01' }).thenNothing();
  });

  it('does not pass over in silence that what is asked for begins only later', () => {
    known.given([established, changed('柯桥司法局', CITY, '2027-01-01')]).when({ type: 'ChangeOffice', name: '柯桥司法局', validFrom: TODAY }).thenRefused('BEFORE_LAST_CHANGE');
  });
});

describe('CloseOffice', () => {
  it('ends an office from a day on, also one that has passed', () => {
    known.given([established]).when({ type: 'CloseOffice', closedFrom: '2027-01-01' }).then([closed('2027-01-01')]);
    known.given([established]).when({ type: 'CloseOffice', closedFrom: '2020-01-01' }).then([closed('2020-01-01')]);
  });

  it('sets another day as long as the first has not come', () => {
    known.given([established, closed('2026-11-23')]).when({ type: 'CloseOffice', closedFrom: '2027-01-01' }).then([closed('2027-01-01')]);
    known.given([established, closed('2026-11-23')]).when({ type: 'CloseOffice', closedFrom: TODAY }).then([closed(TODAY)]);
  });

  it('refuses to open again what is closed, by the day in Shanghai', () => {
    known.given([established, closed(TODAY)]).when({ type: 'CloseOffice', closedFrom: '2027-01-01' }).thenRefused('OFFICE_CLOSED');
    known.given([established, closed(TODAY)]).at(at('2026-11-21T23:59:59+08:00')).when({ type: 'CloseOffice', closedFrom: '2027-01-01' }).then([closed('2027-01-01')]);
  });

  it('refuses to leave offices below it with nobody above, naming one', () => {
    const below = givenWhenThen(officeDecider, { now: NOW, actor: cityOperator, look: withBelow });
    below.given([established]).when({ type: 'CloseOffice', closedFrom: '2027-01-01' }).thenRefused('OFFICE_HAS_OFFICES_BELOW', '/closedFrom');
    const decision = officeDecider.decide({ type: 'CloseOffice', closedFrom: TODAY }, foldFrozen(officeDecider, [established]), { now: NOW, actor: cityOperator, look: withBelow, self: SELF, id: () => '', approvedBy: '' });
    expect(decision).toMatchObject({ refusal: { zh: expect.stringContaining(BELOW_SELF.name) } });
  });

  it('asks what lies below on the day it closes', () => {
    const days: string[] = [];
    const moving = { ...withBelow, below: (id: string, day: string) => (days.push(`${id} ${day}`), day < '2027-01-01' ? [BELOW_SELF] : []) };
    const scene = givenWhenThen(officeDecider, { now: NOW, actor: cityOperator, look: moving }).given([established]);
    scene.when({ type: 'CloseOffice', closedFrom: '2026-12-31' }).thenRefused('OFFICE_HAS_OFFICES_BELOW');
    scene.when({ type: 'CloseOffice', closedFrom: '2027-01-01' }).then([closed('2027-01-01')]);
    expect(new Set(days)).toEqual(new Set([`${SELF} 2026-12-31`, `${SELF} 2027-01-01`]));
  });

  it.each([
    ['its establishment', [established], '2019-12-31'],
    ['its last change', [established, changed('柯桥司法局', CITY, '2027-01-01')], '2026-12-31'],
  ])('refuses a day before %s', (_what, history, closedFrom) => {
    known.given(history).when({ type: 'CloseOffice', closedFrom }).thenRefused('BEFORE_LAST_CHANGE', '/closedFrom');
  });

  it('is not what an office that does not exist can do', () => known.given([]).when({ type: 'CloseOffice', closedFrom: TODAY }).thenRefused('OFFICE_UNKNOWN'));

  it('stays quiet where it is closed from that day on', () => known.given([established, closed(TODAY)]).when({ type: 'CloseOffice', closedFrom: TODAY }).thenNothing());
});

describe('who may act on an office, and read it', () => {
  const actors: Readonly<Record<string, Actor>> = { founder, ...Object.fromEntries(OFFICERS.map(({ account }) => [account, directory.actor(account)])) };
  const fold = (...events: OfficeEvent[]) => foldFrozen(officeDecider, events);
  const allowed = (may: (actor: Actor) => boolean | undefined) => Object.keys(actors).filter((name) => may(actors[name] as Actor));
  const township = fold({ ...established, data: { ...established.data, officeId: TOWNSHIP, level: 'LEVEL_TOWNSHIP', division: '330681109' } } as OfficeEvent);
  const close: OfficeCommand = { type: 'CloseOffice', closedFrom: TODAY };

  it('operators and heads keep what lies in their division', () => {
    expect(allowed((actor) => offices.authorise(actor, township, close))).toEqual(['founder', 'cityOperator', 'countyOperator', 'countyHead']);
    expect(allowed((actor) => offices.authorise(actor, fold(established), close))).toEqual(['founder', 'cityOperator']);
  });

  it('and establish there', () => {
    expect(allowed((actor) => offices.authorise(actor, fold(), establish))).toEqual(['founder', 'cityOperator', 'countyOperator', 'countyHead']);
    expect(allowed((actor) => offices.authorise(actor, fold(), { ...establish, division: '330683104' } as OfficeCommand))).toEqual(['founder', 'cityOperator', 'otherOperator']);
  });

  it('nobody acts on an office that does not exist, but who founds the first', () => {
    expect(allowed((actor) => offices.authorise(actor, fold(), close))).toEqual(['founder']);
  });

  it('an office is read by its people and by those whose division contains it', () => {
    expect(allowed((actor) => offices.mayRead?.(actor, township, directory))).toEqual(['founder', 'cityOperator', 'countyOperator', 'countyHead', 'inspector', 'director', 'clerk']);
    expect(allowed((actor) => offices.mayRead?.(actor, fold(), directory))).toEqual([]);
  });

  it('its events belong to its division', () => {
    expect(offices.jurisdiction(fold(), establish, founder)).toBe('330681104');
    expect(offices.jurisdiction(township, close, founder)).toBe('330681109');
    expect(offices.jurisdiction(fold(), close, founder)).toBe('');
  });

  it('reading shows what the stream says', () => {
    expect(offices.present(fold())).toBeUndefined();
    expect(offices.present(fold(established, changed('柯桥司法局', CITY, '2027-01-01')))).toMatchObject({ name: '柯桥司法局', changedFrom: '2027-01-01', validFrom: '2020-01-01', closedFrom: '' });
  });
});

describe('bodies of offices', () => {
  const parse = (type: OfficeCommand['type'], value: unknown) => offices.commands[type].body.safeParse(value);
  const body = { name: '店口司法所', kind: 'justiceOffice', level: 'township', parentId: COUNTY, division: '330681104', validFrom: TODAY };

  it('become commands', () => {
    expect(parse('EstablishOffice', { ...body, parentId: COUNTY.toUpperCase(), name: ' 店口司法所 ' }).data).toEqual({ ...body, level: 'LEVEL_TOWNSHIP' });
    expect(parse('ChangeOffice', { name: '店口', validFrom: TODAY }).success).toBe(true);
  });

  it.each([
    ['EstablishOffice', { ...body, division: '3306811' }, ['division']],
    ['EstablishOffice', { ...body, division: '３３０６８１１０４' }, ['division']],
    ['EstablishOffice', { ...body, kind: 'restaurant' }, ['kind']],
    ['EstablishOffice', { ...body, level: 'LEVEL_TOWNSHIP' }, ['level']],
    ['EstablishOffice', { ...body, validFrom: '2026-02-30' }, ['validFrom']],
    ['ChangeOffice', { validFrom: TODAY }, []],
    ['ChangeOffice', { name: '店口', parentId: '', validFrom: TODAY }, ['parentId']],
    ['CloseOffice', {}, ['closedFrom']],
  ] as const)('%s refuses %j, saying where in both languages', (type, value, path) => {
    expect(parse(type, value).error?.issues).toEqual([expect.objectContaining({ path, message: expect.stringMatching(/\p{Script=Han}.* \/ [a-z]/u) })]);
  });
});

describe('any history of an office', () => {
  const days = fc.constantFrom('2020-01-01', '2026-11-21', TODAY, '2026-11-23', '2027-01-01', '2030-12-31');
  const parents = fc.constantFrom(CITY, COUNTY, VILLAGE, SELF, BELOW_SELF.id, OTHER_COUNTY);
  const names = fc.constantFrom('甲', '乙', '丙');
  const commands: fc.Arbitrary<OfficeCommand> = fc.oneof(
    fc.record({ type: fc.constant('EstablishOffice' as const), name: names, kind: fc.constant('justiceBureau'), level: fc.constantFrom('LEVEL_COUNTY' as const, 'LEVEL_TOWNSHIP' as const), parentId: parents, division: fc.constantFrom('330603', '330681104'), validFrom: days }),
    fc.record({ type: fc.constant('ChangeOffice' as const), name: fc.option(names, { nil: undefined }), parentId: fc.option(parents, { nil: undefined }), validFrom: days }),
    fc.record({ type: fc.constant('CloseOffice' as const), closedFrom: days }),
  );
  const settings = fc.record({ actor: fc.constantFrom(cityOperator, founder, directory.actor('countyOperator')), look: fc.constantFrom(alone, withBelow), now: fc.constantFrom(NOW, at('2026-11-23T12:00:00+08:00'), at('2028-01-01T00:00:00+08:00')) });
  const opening = [{ command: { ...establish, level: 'LEVEL_COUNTY', division: '330603', parentId: CITY } as OfficeCommand, setting: { now: NOW, actor: cityOperator, look: directory } }];

  it('is decided without a duplicate, folded without a throw, speaks the published language, and changes in the order of days', () => {
    const seen = new Set<string>();
    const see = (event: OfficeEvent, state: OfficeState) => {
      seen.add(event.type);
      expect(encodeEvent(event.type, event.data as never)).toEqual(event.data);
      expect(offices.present(state)).toBeDefined();
      if (state.status === 'established') expect([state.validFrom <= state.changedFrom, state.closedFrom === '' || state.changedFrom <= state.closedFrom]).toEqual([true, true]);
    };
    checkHistories(officeDecider, { opening, commands, settings, runs: 400, see });
    expect([...seen].sort()).toEqual(['directory.v1.OfficeChanged', 'directory.v1.OfficeClosed', 'directory.v1.OfficeEstablished']);
  });

  it('may be in any order, even one that nobody decided', () => {
    checkTotal(officeDecider, [established, changed('甲', CITY, '2027-01-01'), changed('乙', COUNTY, '2019-01-01'), closed(TODAY), closed('2030-12-31')]);
  });
});
