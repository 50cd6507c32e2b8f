import fc from 'fast-check';
import { encodeEvent } from '@fengqiao/contracts';
import type { Actor } from '@fengqiao/kernel';
import { at, checkHistories, checkTotal, foldFrozen, givenWhenThen, SELF, smallDirectory } from '@fengqiao/testing';
import { CITY, COUNTY, directory, NEXT_TOWNSHIP, NOW, OFFICERS, OFFICES, OTHER_COUNTY, TODAY, TOWNSHIP, VILLAGE } from '../directory.scenes';
import { persons } from './person.aggregate';
import { personDecider, type PersonCommand } from './person.decide';
import type { PersonEvent, PersonState } from './person';

const setting = { now: NOW, actor: directory.actor('countyOperator'), look: directory };
const { given } = givenWhenThen(personDecider, setting);
const otherOperator = directory.actor('otherOperator');

const appoint: PersonCommand = { type: 'AppointPerson', account: 'zhang.san', name: '张某', officeId: TOWNSHIP, roles: ['mediator', 'officeClerk'], validFrom: '2020-01-01' };
const appointedAt = (officeId: string, roles: readonly string[], validFrom: string, name = ''): PersonEvent => ({
  type: 'directory.v1.PersonAppointed', data: { personId: SELF, account: 'zhang.san', name, officeId, roles, validFrom },
});
const appointed = appointedAt(TOWNSHIP, ['mediator', 'officeClerk'], '2020-01-01', '张某');
const released = (officeId: string, releasedFrom: string): PersonEvent => ({ type: 'directory.v1.PersonReleased', data: { personId: SELF, officeId, releasedFrom } });
const reappoint = (officeId: string, roles: readonly string[], validFrom: string): PersonCommand => ({ type: 'ReappointPerson', officeId, roles, validFrom });
const release = (officeId: string, releasedFrom: string): PersonCommand => ({ type: 'ReleasePerson', officeId, releasedFrom });

/** Roles held at an office on a day, as the state tells it: of several appointments the one made last. */
function rolesOn(state: PersonState, officeId: string, day: string): readonly string[] {
  if (state.status === 'none') return [];
  const inForce = state.appointments.filter((each) => each.officeId === officeId && each.validFrom <= day && (each.releasedFrom === '' || day < each.releasedFrom));
  return inForce[inForce.length - 1]?.roles ?? [];
}

describe('AppointPerson', () => {
  it('takes somebody new on, with an account of his own', () => given([]).when(appoint).then([appointed]));

  it.each([
    ['an account somebody has', { account: 'clerk' }, 'ACCOUNT_TAKEN', '/account'],
    ['an office that does not exist', { officeId: SELF }, 'OFFICE_UNKNOWN', '/officeId'],
    ['an office of another county', { officeId: OTHER_COUNTY }, 'OFFICE_UNKNOWN', '/officeId'],
    ['an office above', { officeId: CITY }, 'OFFICE_UNKNOWN', '/officeId'],
  ])('refuses %s', (_what, change, code, pointer) => {
    given([]).when({ ...appoint, ...change } as PersonCommand).thenRefused(code, pointer);
  });

  it('refuses an account of somebody who has left: it stays his', () => {
    const after = { ...directory, byAccount: () => undefined };
    givenWhenThen(personDecider, { ...setting, look: after }).given([]).when({ ...appoint, account: 'clerk' } as PersonCommand).thenRefused('ACCOUNT_TAKEN', '/account');
  });

  it('tells nobody of another county whether an account exists', () => {
    given([]).by(otherOperator).when({ ...appoint, account: 'clerk' } as PersonCommand).thenRefused('OFFICE_UNKNOWN', '/officeId');
  });

  it('stays quiet where the person is taken on', () => given([appointed]).when(appoint).thenNothing());
});

describe('ReappointPerson', () => {
  it('gives other roles at the same office from a day on; until then he holds what he held', () => {
    const history = [appointed];
    const events = [released(TOWNSHIP, '2027-01-01'), appointedAt(TOWNSHIP, ['officeDirector'], '2027-01-01')];
    given(history).when(reappoint(TOWNSHIP, ['officeDirector'], '2027-01-01')).then(events);
    const state = foldFrozen(personDecider, [...history, ...events]);
    expect([TODAY, '2026-12-31', '2027-01-01'].map((day) => rolesOn(state, TOWNSHIP, day))).toEqual([['mediator', 'officeClerk'], ['mediator', 'officeClerk'], ['officeDirector']]);
  });

  it('adds another office, and keeps the one he has', () => {
    given([appointed]).when(reappoint(COUNTY, ['analyst'], TODAY)).then([appointedAt(COUNTY, ['analyst'], TODAY)]);
  });

  it('takes somebody on again who had left', () => {
    given([appointed, released(TOWNSHIP, '2022-01-01')]).when(reappoint(TOWNSHIP, ['mediator'], TODAY)).then([appointedAt(TOWNSHIP, ['mediator'], TODAY)]);
  });

  it('brings forward what was to begin later', () => {
    const history = [appointed, released(TOWNSHIP, '2027-06-01'), appointedAt(TOWNSHIP, ['officeDirector'], '2027-06-01')];
    const events = [released(TOWNSHIP, '2027-01-01'), appointedAt(TOWNSHIP, ['officeDirector'], '2027-01-01')];
    given(history).when(reappoint(TOWNSHIP, ['officeDirector'], '2027-01-01')).then(events);
    const state = foldFrozen(personDecider, [...history, ...events]);
    expect(['2026-12-31', '2027-01-01', '2027-12-31'].map((day) => rolesOn(state, TOWNSHIP, day))).toEqual([['mediator', 'officeClerk'], ['officeDirector'], ['officeDirector']]);
  });

  it.each([
    ['an office that does not exist', SELF], ['an office of another county', OTHER_COUNTY], ['an office above', CITY],
  ])('refuses %s', (_what, officeId) => {
    given([appointed]).when(reappoint(officeId, ['mediator'], TODAY)).thenRefused('OFFICE_UNKNOWN', '/officeId');
  });

  it('lets nobody take a person out of another county', () => {
    given([appointed]).by(otherOperator).when(reappoint(OTHER_COUNTY, ['mediator'], TODAY)).thenRefused('NOT_YOURS');
  });

  it('lets a new county appoint whose only office is closed', () => {
    const closed = smallDirectory(OFFICES.filter((office) => office.id !== TOWNSHIP), OFFICERS);
    givenWhenThen(personDecider, { ...setting, look: closed }).given([appointed]).by(otherOperator).when(reappoint(OTHER_COUNTY, ['mediator'], TODAY)).then([appointedAt(OTHER_COUNTY, ['mediator'], TODAY)]);
  });

  it('stays quiet where he holds these roles there by that day, in whatever order they are named', () => {
    given([appointed]).when(reappoint(TOWNSHIP, ['officeClerk', 'mediator'], TODAY)).thenNothing();
    given([appointed]).when(reappoint(TOWNSHIP, ['mediator', 'officeClerk'], '2020-01-01')).thenNothing();
  });

  it('is nothing for who does not exist', () => given([]).when(reappoint(TOWNSHIP, ['mediator'], TODAY)).thenRefused('NOT_YOURS'));
});

describe('ReleasePerson', () => {
  it('ends what he holds at an office, from a day on', () => given([appointed]).when(release(TOWNSHIP, '2027-01-01')).then([released(TOWNSHIP, '2027-01-01')]));

  it('sets an earlier day, not a later one', () => {
    const history = [appointed, released(TOWNSHIP, '2027-01-01')];
    given(history).when(release(TOWNSHIP, TODAY)).then([released(TOWNSHIP, TODAY)]);
    given(history).when(release(TOWNSHIP, '2027-06-01')).thenNothing();
  });

  it('ends also what was to begin later', () => {
    const history = [appointed, released(TOWNSHIP, '2027-01-01'), appointedAt(TOWNSHIP, ['officeDirector'], '2027-01-01')];
    given(history).when(release(TOWNSHIP, TODAY)).then([released(TOWNSHIP, TODAY)]);
    const state = foldFrozen(personDecider, [...history, released(TOWNSHIP, TODAY)]);
    expect(['2026-11-21', TODAY, '2027-01-01', '2030-01-01'].map((day) => rolesOn(state, TOWNSHIP, day))).toEqual([['mediator', 'officeClerk'], [], [], []]);
  });

  it('leaves what he holds elsewhere', () => {
    const state = foldFrozen(personDecider, [appointed, appointedAt(VILLAGE, ['committeeChair'], '2021-01-01'), released(TOWNSHIP, TODAY)]);
    expect([rolesOn(state, TOWNSHIP, TODAY), rolesOn(state, VILLAGE, TODAY)]).toEqual([[], ['committeeChair']]);
  });

  it.each([
    ['an office at which he holds nothing', release(NEXT_TOWNSHIP, TODAY), 'NOT_APPOINTED_THERE', '/officeId'],
    ['a day before he was appointed', release(TOWNSHIP, '2019-12-31'), 'BEFORE_APPOINTED', '/releasedFrom'],
    ['an office of another county', release(OTHER_COUNTY, TODAY), 'OFFICE_UNKNOWN', '/officeId'],
  ])('refuses %s', (_what, command, code, pointer) => {
    given([appointed]).when(command).thenRefused(code, pointer);
  });

  it('of another county\'s person is answered as if there were none', () => {
    given([appointed]).by(otherOperator).when(release(TOWNSHIP, TODAY)).thenRefused('NOT_YOURS');
    given([appointed, released(TOWNSHIP, TODAY)]).by(otherOperator).when(release(TOWNSHIP, TODAY)).thenRefused('NOT_YOURS');
    given([]).by(otherOperator).when(release(TOWNSHIP, TODAY)).thenRefused('NOT_YOURS');
  });

  it('stays quiet where he was released by that day', () => {
    given([appointed, released(TOWNSHIP, TODAY)]).when(release(TOWNSHIP, TODAY)).thenNothing();
    given([appointed, released(TOWNSHIP, '2020-01-01')]).when(release(TOWNSHIP, '2019-01-01')).thenNothing();
  });
});

describe('who may read a person', () => {
  const readers = (...events: PersonEvent[]) =>
    OFFICERS.map(({ account }) => account).filter((account) => persons.mayRead?.(directory.actor(account), foldFrozen(personDecider, events), directory));

  it('those of his office, and of an office whose division contains it', () => {
    expect(readers(appointed)).toEqual(['cityOperator', 'countyOperator', 'countyHead', 'inspector', 'director', 'clerk']);
    expect(readers()).toEqual([]);
  });

  it('with the office that changes when he does', () => {
    const moved = [appointed, released(TOWNSHIP, TODAY), appointedAt(NEXT_TOWNSHIP, ['mediator'], TODAY)] as const;
    expect(readers(...moved)).toEqual(['cityOperator', 'countyOperator', 'countyHead', 'inspector', 'neighbour']);
    expect(readers(appointed, released(TOWNSHIP, TODAY))).toEqual(readers(appointed));
  });

  it('shows the name as the log holds it, sealed, and the appointments', () => {
    const sealed = appointedAt(TOWNSHIP, ['mediator'], '2020-01-01', 'sealed:1:p:abc');
    expect(persons.present(foldFrozen(personDecider, [sealed, appointedAt(COUNTY, ['analyst'], TODAY)]))).toEqual({
      status: 'known', personId: SELF, account: 'zhang.san', name: 'sealed:1:p:abc',
      appointments: [{ officeId: TOWNSHIP, roles: ['mediator'], validFrom: '2020-01-01', releasedFrom: '' }, { officeId: COUNTY, roles: ['analyst'], validFrom: TODAY, releasedFrom: '' }],
    });
    expect(persons.present(foldFrozen(personDecider, []))).toBeUndefined();
  });

  it('commands are for decide to judge, which can look offices up', () => {
    expect(persons.authorise(otherOperator, foldFrozen(personDecider, [appointed]), release(TOWNSHIP, TODAY))).toBe(true);
    expect(persons.jurisdiction({ status: 'none' }, appoint, setting.actor)).toBe('330681');
  });
});

describe('bodies of persons', () => {
  const body = { account: 'zhang.san', name: '张某', officeId: TOWNSHIP, roles: ['mediator'], validFrom: TODAY };
  const issuesOf = (change: object) => persons.commands.AppointPerson.body.safeParse({ ...body, ...change }).error?.issues;

  it('take what is well formed', () => expect(issuesOf({})).toBeUndefined());

  it.each([
    ['account', 'ab'], ['account', 'Zhang.San'], ['account', '张三'], ['account', '.zhang'], ['account', 'zhang san'], ['account', 'z'.repeat(61)],
    ['name', ''], ['roles', []], ['roles', ['king']], ['roles', ['mediator', 'mediator']], ['roles', ['informant', 'mediator', 'committeeChair', 'officeClerk', 'officeDirector', 'dutyOfficer']],
    ['officeId', 'x'], ['validFrom', '2026-11-31'],
  ])('refuse %s %j, saying so in both languages', (field, value) => {
    const issues = issuesOf({ [field]: value });
    expect(new Set(issues?.map((issue) => issue.path[0]))).toEqual(new Set([field]));
    for (const { message } of issues ?? []) expect(message).toMatch(/\p{Script=Han}.* \/ [a-z]/u);
  });
});

describe('any history of a person', () => {
  const DAYS = ['2020-01-01', '2026-11-21', TODAY, '2026-12-01', '2027-01-01', '2027-06-01'];
  const days = fc.constantFrom(...DAYS);
  const offices = fc.constantFrom(TOWNSHIP, VILLAGE, COUNTY, OTHER_COUNTY, SELF);
  const roles = fc.subarray(['mediator', 'officeClerk', 'operator'], { minLength: 1 });
  const commands: fc.Arbitrary<PersonCommand> = fc.oneof(
    fc.record({ type: fc.constant('AppointPerson' as const), account: fc.constantFrom('zhang.san', 'clerk'), name: fc.constant('张某'), officeId: offices, roles, validFrom: days }),
    fc.record({ type: fc.constant('ReappointPerson' as const), officeId: offices, roles, validFrom: days }),
    fc.record({ type: fc.constant('ReleasePerson' as const), officeId: offices, releasedFrom: days }),
  );
  const settings = fc.record({ actor: fc.constantFrom(...['cityOperator', 'countyOperator', 'otherOperator'].map((account) => directory.actor(account))), look: fc.constant(directory), now: fc.constantFrom(NOW, at('2027-03-01T00:00:00Z')) });
  const opening: readonly { readonly command: PersonCommand; readonly setting: { readonly now: typeof NOW; readonly actor: Actor; readonly look: typeof directory } }[] = [{ command: appoint, setting }];

  it('is decided without a duplicate, folded without a throw, and speaks the published language', () => {
    const seen = new Set<string>();
    const see = (event: PersonEvent, state: PersonState) => {
      seen.add(event.type);
      expect(encodeEvent(event.type, event.data as never)).toEqual(event.data);
      expect(persons.present(state)).toBeDefined();
    };
    checkHistories(personDecider, { opening, commands, settings, runs: 400, see });
    expect([...seen].sort()).toEqual(['directory.v1.PersonAppointed', 'directory.v1.PersonReleased']);
  });

  it('tells for each day and office what the last word on that day was', () => {
    fc.assert(
      fc.property(fc.array(commands, { maxLength: 20 }), (played) => {
        const words = new Map<string, readonly string[]>();
        let state = foldFrozen(personDecider, []);
        for (const command of [appoint, ...played]) {
          const decision = personDecider.decide(command, state, { ...setting, actor: directory.actor('cityOperator'), self: SELF, id: () => '', approvedBy: '' });
          for (const event of decision.ok ? decision.events : []) {
            const { officeId } = event.data;
            const [from, roles] = event.type === 'directory.v1.PersonAppointed' ? [event.data.validFrom, event.data.roles] : [event.data.releasedFrom, []];
            for (const day of DAYS) if (from <= day) words.set(`${officeId} ${day}`, roles);
            state = foldFrozen(personDecider, [event], state);
          }
        }
        for (const officeId of [TOWNSHIP, VILLAGE, COUNTY, OTHER_COUNTY]) {
          for (const day of DAYS) expect([officeId, day, rolesOn(state, officeId, day)]).toEqual([officeId, day, words.get(`${officeId} ${day}`) ?? []]);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('may be in any order, even one that nobody decided', () => {
    checkTotal(personDecider, [appointed, appointedAt(VILLAGE, ['mediator'], TODAY), released(TOWNSHIP, TODAY), released(VILLAGE, '2019-01-01'), released(SELF, TODAY)]);
  });
});
