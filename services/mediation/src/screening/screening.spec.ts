import { z } from 'zod';
import { at, checkTotal, foldFrozen, givenWhenThen, smallDirectory, testId } from '@fengqiao/testing';
import { NOW, OFFICERS, OFFICES, VILLAGE } from '../dispute/dispute.scenes';
import { screeningDecider, type ScreenArea, type ScreeningEvent } from './screening';
import { screenings } from './screening.aggregate';

const directory = smallDirectory(OFFICES, OFFICERS);
const { given } = givenWhenThen(screeningDecider, { now: NOW, actor: directory.actor('mediator'), look: directory, approvedBy: 'chair' });

const screen: ScreenArea = { type: 'ScreenArea', period: '2026-W47', householdsVisited: 42, disputesFound: 2, disputeIds: [testId(9)] };
const completed: ScreeningEvent = {
  type: 'mediation.v1.ScreeningCompleted',
  data: { officeId: VILLAGE, division: '330681109201', period: '2026-W47', householdsVisited: 42, disputesFound: 2, disputeIds: [testId(9)], approvedBy: 'chair', priorityVisits: [], doorToDoor: false },
};

describe('ScreenArea', () => {
  it('reports a week or a month', () => {
    given([]).when(screen).then([completed]);
    given([]).when({ ...screen, period: '2026-11' }).then([{ ...completed, data: { ...completed.data, period: '2026-11' } }]);
  });

  it('reports a special drive, with the priority persons who were visited from door to door', () => {
    const drive = { period: '2026-nationalDay', priorityVisits: [{ tag: 'migrant', persons: 12 }, { tag: 'lonelyElderly', persons: 3 }], doorToDoor: true };
    given([]).when({ ...screen, ...drive }).then([{ ...completed, data: { ...completed.data, ...drive } }]);
  });

  it('takes nothing found for a valid report', () => {
    given([]).when({ type: 'ScreenArea', period: '2026-W46', householdsVisited: 0, disputesFound: 0 }).then([{ ...completed, data: { ...completed.data, period: '2026-W46', householdsVisited: 0, disputesFound: 0, disputeIds: [] } }]);
  });

  it.each<[string, Partial<ScreenArea>, string, string]>([
    ['a week that the year does not have', { period: '2026-W54' }, 'PERIOD_UNKNOWN', '/period'],
    ['week 53 of a year of 52', { period: '2025-W53' }, 'PERIOD_UNKNOWN', '/period'],
    ['week 0', { period: '2026-W00' }, 'PERIOD_UNKNOWN', '/period'],
    ['a thirteenth month', { period: '2026-13' }, 'PERIOD_UNKNOWN', '/period'],
    ['next week', { period: '2026-W48' }, 'PERIOD_IN_FUTURE', '/period'],
    ['next month', { period: '2026-12' }, 'PERIOD_IN_FUTURE', '/period'],
    ['a drive that nobody knows', { period: '2026-summerHoliday' }, 'PERIOD_UNKNOWN', '/period'],
    ['a quarter', { period: '2026-Q3' }, 'PERIOD_UNKNOWN', '/period'],
    ['the drive of next year', { period: '2027-springFestival' }, 'PERIOD_IN_FUTURE', '/period'],
    ['a week that ended more than a year ago', { period: '2025-W46' }, 'PERIOD_TOO_OLD', '/period'],
    ['a month that ended more than a year ago', { period: '2025-10' }, 'PERIOD_TOO_OLD', '/period'],
    ['a kind of person counted twice', { priorityVisits: [{ tag: 'migrant', persons: 1 }, { tag: 'migrant', persons: 2 }] }, 'TAG_TWICE', '/priorityVisits/1/tag'],
    ['a kind of person nobody knows', { priorityVisits: [{ tag: 'tall', persons: 1 }] }, 'CODE_NOT_IN_FORCE', '/priorityVisits/0/tag'],
    ['more disputes listed than found', { disputesFound: 0 }, 'MORE_LISTED_THAN_FOUND', '/disputesFound'],
  ])('refuses %s', (_what, change, code, pointer) => {
    given([]).when({ ...screen, ...change }).thenRefused(code, pointer);
  });

  it('stays quiet where it is reported, and refuses other content', () => {
    given([completed]).when(screen).thenNothing();
    for (const other of [{ householdsVisited: 43 }, { doorToDoor: true }, { priorityVisits: [{ tag: 'migrant', persons: 1 }] }, { disputeIds: [] }, { period: '2026-W46' }]) {
      given([completed]).when({ ...screen, ...other }).thenRefused('SCREENING_ALREADY_REPORTED');
    }
  });

  it('takes the coming week from its Monday in Asia/Shanghai on', () => {
    given([]).at(at('2026-11-22T23:59:59+08:00')).when({ ...screen, period: '2026-W48' }).thenRefused('PERIOD_IN_FUTURE');
    given([]).at(at('2026-11-23T00:00:00+08:00')).when({ ...screen, period: '2026-W48' }).then([{ ...completed, data: { ...completed.data, period: '2026-W48' } }]);
  });
});

describe('the screening aggregate', () => {
  const state = foldFrozen(screeningDecider, [completed]);
  const none = screeningDecider.initial;

  it('is read inside its division and at its own office', () => {
    expect(['mediator', 'director', 'countyHead'].every((account) => screenings.authorise(directory.actor(account), state, undefined))).toBe(true);
    expect(screenings.authorise(directory.actor('neighbourChair'), state, undefined)).toBe(false);
    expect(screenings.authorise({ ...directory.actor('countyHead'), division: '' }, state, undefined)).toBe(false);
  });

  it('is written by any office, once', () => {
    expect(screenings.authorise(directory.actor('neighbourChair'), none, screen)).toBe(true);
    expect(screenings.authorise(directory.actor('neighbourChair'), state, screen)).toBe(false);
    expect(screenings.jurisdiction(none, screen, directory.actor('mediator'))).toBe('330681109201');
  });

  it('shows what was reported', () => {
    expect(screenings.present(none)).toBeUndefined();
    expect(screenings.present(state)).toEqual(completed.data);
  });

  it('shows a report of before drives were known', () => {
    const { priorityVisits: _visits, doorToDoor: _door, ...early } = completed.data;
    expect(screenings.present(foldFrozen(screeningDecider, [{ ...completed, data: early } as ScreeningEvent]))).toEqual(completed.data);
    given([{ ...completed, data: early } as ScreeningEvent]).when(screen).thenNothing();
  });

  it('has a body of its own fields only', () => {
    const { body } = screenings.commands.ScreenArea;
    expect(body.parse({ period: '2026-11', householdsVisited: 0, disputesFound: 0 })).toEqual({ period: '2026-11', householdsVisited: 0, disputesFound: 0 });
    for (const bad of [{ period: '2026' }, { period: '2026-w47' }, { householdsVisited: -1 }, { disputesFound: 1.5 }, { disputeIds: ['x'] }, { period: '2026-Q4' }, { period: '2026-' }, { priorityVisits: [{ tag: 'tall', persons: 1 }] }, { priorityVisits: [{ tag: 'migrant', persons: -1 }] }, { doorToDoor: 'yes' }, { officeId: VILLAGE }]) {
      expect(body.safeParse({ period: '2026-11', householdsVisited: 0, disputesFound: 0, ...bad }).error?.issues[0]?.message).toMatch(/ \/ /);
    }
    expect(z.toJSONSchema(body, { io: 'input' }).required).toEqual(['period', 'householdsVisited', 'disputesFound']);
  });

  it('folds in any order', () => checkTotal(screeningDecider, [completed], 50));
});
