import fc from 'fast-check';
import { encodeEvent, type RosterSlot } from '@fengqiao/contracts';
import { millisOf, MS_PER_HOUR, toInstant } from '@fengqiao/kernel';
import { replaceBetween } from '@fengqiao/security';
import { checkHistories, checkTotal, foldFrozen, givenWhenThen } from '@fengqiao/testing';
import { COUNTY, directory, NEXT_TOWNSHIP, NOW, OFFICERS, OTHER_COUNTY, personId, TOWNSHIP, VILLAGE } from '../directory.scenes';
import { rosters } from './roster.aggregate';
import { rosterDecider, type RosterEvent, type RosterState, type SetDutyRoster } from './roster';

const [DIRECTOR, CLERK, NEIGHBOUR] = [personId(5), personId(6), personId(7)];
const setting = { now: NOW, actor: directory.actor('countyOperator'), look: directory };
const { given } = givenWhenThen(rosterDecider, setting);

/** An hour of Sunday, 22 November 2026, in Asia/Shanghai. */
const hour = (n: number) => toInstant(millisOf('2026-11-22T00:00:00+08:00') + n * MS_PER_HOUR);
const turn = (from: number, to: number, ...personIds: string[]): RosterSlot => ({ from: hour(from), to: hour(to), personIds });
const set = (...slots: RosterSlot[]): SetDutyRoster => ({ type: 'SetDutyRoster', officeId: TOWNSHIP, slots });
const wasSet = (...slots: RosterSlot[]): RosterEvent => ({ type: 'directory.v1.DutyRosterSet', data: { officeId: TOWNSHIP, slots } });
const slotsAfter = (...events: RosterEvent[]) => foldFrozen(rosterDecider, events).slots;

/** Turns in order, some of which meet. */
const anyTurns = fc.uniqueArray(fc.nat(60), { minLength: 2, maxLength: 16 }).chain((bounds) => {
  const sorted = bounds.slice(0, bounds.length - (bounds.length % 2)).sort((a, b) => a - b);
  const joined = fc.array(fc.boolean(), { minLength: 8, maxLength: 8 });
  const people = fc.array(fc.constantFrom(CLERK, DIRECTOR), { minLength: 8, maxLength: 8 });
  return fc.tuple(joined, people).map(([joins, who]) =>
    Array.from({ length: sorted.length / 2 }, (_, n) => {
      const end = joins[n] && sorted[2 * n + 2] !== undefined ? (sorted[2 * n + 2] as number) : (sorted[2 * n + 1] as number);
      return turn(sorted[2 * n] as number, end, who[n] as string);
    }),
  );
});

describe('SetDutyRoster', () => {
  it('says who is called, in order, turn by turn', () => {
    given([]).when(set(turn(0, 12, DIRECTOR, CLERK), turn(12, 24, CLERK))).then([wasSet(turn(0, 12, DIRECTOR, CLERK), turn(12, 24, CLERK))]);
  });

  it('may leave a stretch without anybody, which takes turns away', () => {
    given([wasSet(turn(0, 24, CLERK))]).when(set(turn(6, 8))).then([wasSet(turn(6, 8))]);
    expect(slotsAfter(wasSet(turn(0, 24, CLERK)), wasSet(turn(6, 8)))).toEqual([turn(0, 6, CLERK), turn(6, 8), turn(8, 24, CLERK)]);
  });

  it.each([
    ['an office that does not exist', { officeId: CLERK }, 'NOT_YOURS', undefined],
    ['an office of another county', { officeId: OTHER_COUNTY }, 'NOT_YOURS', undefined],
    ['a turn that ends when it begins', { slots: [turn(0, 12, CLERK), turn(12, 12, CLERK)] }, 'SLOT_EMPTY', '/slots/1/to'],
    ['a turn that ends before it begins', { slots: [turn(12, 0, CLERK)] }, 'SLOT_EMPTY', '/slots/0/to'],
    ['turns that overlap', { slots: [turn(0, 12, CLERK), turn(11, 24, CLERK)] }, 'SLOTS_OVERLAP', '/slots/1/from'],
    ['turns out of order', { slots: [turn(12, 24, CLERK), turn(0, 12, CLERK)] }, 'SLOTS_OVERLAP', '/slots/1/from'],
    ['somebody of another office', { slots: [turn(0, 12, CLERK), turn(12, 24, CLERK, NEIGHBOUR)] }, 'NOT_OF_THIS_OFFICE', '/slots/1/personIds/1'],
    ['somebody unknown', { slots: [turn(0, 12, COUNTY)] }, 'NOT_OF_THIS_OFFICE', '/slots/0/personIds/0'],
  ])('refuses %s', (_what, change, code, pointer) => {
    given([]).when({ ...set(turn(0, 12, CLERK)), ...change }).thenRefused(code, pointer);
  });

  it('lets turns meet and lets there be time between them', () => {
    given([]).when(set(turn(0, 6, CLERK), turn(6, 8, CLERK), turn(20, 24, CLERK))).then([expect.objectContaining({ type: 'directory.v1.DutyRosterSet' })]);
  });

  it('a director sets for his own office and below it in his division, and nowhere else', () => {
    const byDirector = given([]).by(directory.actor('director'));
    byDirector.when(set(turn(0, 12, CLERK))).then([wasSet(turn(0, 12, CLERK))]);
    byDirector.when({ ...set(turn(0, 12)), officeId: VILLAGE }).then([expect.objectContaining({ data: expect.objectContaining({ officeId: VILLAGE }) })]);
    for (const officeId of [NEXT_TOWNSHIP, COUNTY, OTHER_COUNTY]) byDirector.when({ ...set(turn(0, 12)), officeId }).thenRefused('NOT_YOURS');
  });

  it.each(['clerk', 'inspector', 'otherOperator'])('%s sets none here', (account) => {
    given([]).by(directory.actor(account)).when(set(turn(0, 12, CLERK))).thenRefused('NOT_YOURS');
  });

  it('stays quiet where the roster says so already', () => {
    given([wasSet(turn(0, 12, DIRECTOR, CLERK), turn(12, 24, CLERK))]).when(set(turn(12, 24, CLERK))).thenNothing();
  });

  it('stays quiet also where the log holds the fields of a turn in another order', () => {
    const stored = wasSet({ personIds: [CLERK], to: hour(12), from: hour(0) } as RosterSlot);
    given([stored]).when(set(turn(0, 12, CLERK))).thenNothing();
  });

  it('takes another order of calling for another roster', () => {
    given([wasSet(turn(0, 12, DIRECTOR, CLERK))]).when(set(turn(0, 12, CLERK, DIRECTOR))).then([wasSet(turn(0, 12, CLERK, DIRECTOR))]);
  });
});

describe('a stretch of turns set anew', () => {
  const old = [turn(0, 8, CLERK), turn(8, 16, DIRECTOR), turn(16, 24, CLERK)];

  it.each([
    ['takes the place of what stood between its ends', [turn(8, 16, CLERK)], [old[0], turn(8, 16, CLERK), old[2]]],
    ['cuts the turns that reach into it', [turn(6, 18, CLERK)], [turn(0, 6, CLERK), turn(6, 18, CLERK), turn(18, 24, CLERK)]],
    ['cuts one turn in two', [turn(10, 12, CLERK)], [old[0], turn(8, 10, DIRECTOR), turn(10, 12, CLERK), turn(12, 16, DIRECTOR), old[2]]],
    ['leaves nothing between its own turns', [turn(0, 2, CLERK), turn(22, 24, CLERK)], [turn(0, 2, CLERK), turn(22, 24, CLERK)]],
    ['stands before everything', [turn(-4, -2, CLERK)], [turn(-4, -2, CLERK), ...old]],
    ['stands behind everything', [turn(24, 26, CLERK)], [...old, turn(24, 26, CLERK)]],
    ['covers everything', [turn(-1, 25, CLERK)], [turn(-1, 25, CLERK)]],
    ['changes nothing where it is empty', [], old],
  ])('%s', (_what, fresh, expected) => {
    expect(replaceBetween(old, fresh)).toEqual(expected);
  });

  const hours = Array.from({ length: 62 }, (_, n) => hour(n));
  const whoAt = (slots: readonly RosterSlot[], at: string) => slots.filter((slot) => slot.from <= at && at < slot.to).map((slot) => slot.personIds);

  it('leaves turns in order, none empty, none over another', () => {
    fc.assert(
      fc.property(fc.array(anyTurns, { maxLength: 6 }), (stretches) => {
        const slots = stretches.reduce<readonly RosterSlot[]>((sofar, fresh) => replaceBetween(sofar, fresh), []);
        slots.forEach((slot, index) => {
          const before = slots[index - 1];
          expect([slot.from < slot.to, before === undefined || before.to <= slot.from]).toEqual([true, true]);
        });
      }),
      { numRuns: 500 },
    );
  });

  it('set twice is set once', () => {
    fc.assert(fc.property(anyTurns, anyTurns, (some, fresh) => {
      const once = replaceBetween(some, fresh);
      expect(replaceBetween(once, fresh)).toEqual(once);
    }), { numRuns: 500 });
  });

  it('says of every hour what it says itself inside, and what was said before outside', () => {
    fc.assert(fc.property(anyTurns, anyTurns, (some, fresh) => {
      const slots = replaceBetween(some, fresh);
      const [first, last] = [fresh[0] as RosterSlot, fresh[fresh.length - 1] as RosterSlot];
      const isInside = (at: string) => first.from <= at && at < last.to;
      expect(hours.map((at) => whoAt(slots, at))).toEqual(hours.map((at) => whoAt(isInside(at) ? fresh : some, at)));
    }), { numRuns: 200 });
  });
});

describe('who may read a roster', () => {
  const readers = (state: RosterState) => OFFICERS.map(({ account }) => account).filter((account) => rosters.mayRead?.(directory.actor(account), state, directory));

  it('those of its office, and of an office whose division contains it', () => {
    expect(readers(foldFrozen(rosterDecider, [wasSet(turn(0, 12, CLERK))]))).toEqual(['cityOperator', 'countyOperator', 'countyHead', 'inspector', 'director', 'clerk']);
    expect(readers(rosterDecider.initial)).toEqual([]);
  });

  it('shows all turns that are known', () => {
    expect(rosters.present(rosterDecider.initial)).toBeUndefined();
    expect(rosters.present(foldFrozen(rosterDecider, [wasSet(turn(0, 12, CLERK))]))).toEqual({ officeId: TOWNSHIP, slots: [turn(0, 12, CLERK)] });
  });

  it('there is one roster an office, which decide judges', () => {
    expect(rosters.idFrom?.(set(turn(0, 12, CLERK)), directory.actor('director'))).toBe(TOWNSHIP);
    expect(rosters.authorise(directory.actor('otherOperator'), rosterDecider.initial, set(turn(0, 12, CLERK)))).toBe(true);
    expect(rosters.jurisdiction(rosterDecider.initial, set(), setting.actor)).toBe('330681');
  });
});

describe('bodies of rosters', () => {
  const slot = { from: '2026-11-22T08:00:00+08:00', to: '2026-11-22T18:00:00+08:00', personIds: [CLERK] };
  const parse = (slots: unknown) => rosters.commands.SetDutyRoster.body.safeParse({ officeId: TOWNSHIP, slots });

  it('become canonical', () => expect(parse([slot]).data).toEqual({ officeId: TOWNSHIP, slots: [turn(8, 18, CLERK)] }));

  it.each([
    ['no turn', [], ['slots']],
    ['401 turns', Array(401).fill(slot), ['slots']],
    ['an instant without a zone', [{ ...slot, to: '2026-11-22T18:00:00' }], ['slots', 0, 'to']],
    ['somebody twice in one turn', [{ ...slot, personIds: [CLERK, CLERK] }], ['slots', 0, 'personIds']],
    ['21 people in one turn', [{ ...slot, personIds: Array.from({ length: 21 }, (_, n) => personId(n % 10).replace('aa', `${n + 10}`)) }], ['slots', 0, 'personIds']],
    ['an unknown field', [{ ...slot, note: 'x' }], ['slots', 0]],
  ])('refuse %s, saying where in both languages', (_what, slots, path) => {
    expect(parse(slots).error?.issues).toEqual([expect.objectContaining({ path, message: expect.stringMatching(/\p{Script=Han}.* \/ /u) })]);
  });
});

describe('any history of a roster', () => {
  const people = fc.subarray([CLERK, DIRECTOR, NEIGHBOUR], { minLength: 0 });
  const slots = fc.array(fc.tuple(fc.nat(20), fc.nat(20), people).map(([from, to, who]) => turn(from, to, ...who)), { minLength: 1, maxLength: 3 });
  const commands = fc.record({ type: fc.constant('SetDutyRoster' as const), officeId: fc.constant(TOWNSHIP), slots: fc.oneof(anyTurns, slots) });
  const settings = fc.constantFrom(...['countyOperator', 'director', 'neighbour'].map((account) => ({ ...setting, actor: directory.actor(account) })));

  it('is decided without a duplicate, folded without a throw, and speaks the published language', () => {
    let events = 0;
    const see = (event: RosterEvent, state: RosterState) => {
      events += 1;
      expect(encodeEvent(event.type, event.data)).toEqual(event.data);
      expect(state.slots.every((slot, index) => index === 0 || (state.slots[index - 1] as RosterSlot).to <= slot.from)).toBe(true);
    };
    checkHistories(rosterDecider, { opening: [{ command: set(turn(0, 24, CLERK)), setting }], commands, settings, see });
    expect(events).toBeGreaterThan(200);
  });

  it('may hold anything, even turns that nobody decided', () => {
    checkTotal(rosterDecider, [wasSet(), wasSet(turn(5, 3, CLERK)), wasSet(turn(0, 12), turn(4, 8)), wasSet(turn(2, 3, NEIGHBOUR))]);
  });
});
