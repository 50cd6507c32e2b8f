import fc from 'fast-check';
import { accept, refuse, type Actor, type Decider, type DomainEvent } from '@fengqiao/kernel';
import { at, checkHistories, checkTotal, givenWhenThen, handMovedClock, testId } from './index';

type Lit = DomainEvent<'lamp.v1.Lit', { readonly by: string }>;
type Command = { readonly type: 'Light' } | { readonly type: 'Smash' };
interface Lamp {
  readonly lit: boolean;
  readonly by: readonly string[];
}

const actor: Actor = { personId: 'p1', account: 'a', officeId: 'o', division: '33', level: 3, roles: [] };
const usual = { now: at('2026-11-22T15:00:00+08:00'), actor, look: {} };
const lit: Lit = { type: 'lamp.v1.Lit', data: { by: 'p1' } };

const lamp: Decider<Lamp, Command, Lit> = {
  initial: { lit: false, by: [] },
  decide: (command, state, context) => {
    if (command.type === 'Smash') return refuse('LAMP_IS_HARD', '砸不坏', 'it does not break', '/type');
    return state.lit ? accept() : accept({ type: 'lamp.v1.Lit', data: { by: context.actor.personId } });
  },
  evolve: (state, event) => ({ lit: true, by: [...state.by, event.data.by] }),
};

/** The same lamp with one fault. */
const faulty = (fault: Partial<typeof lamp>) => ({ ...lamp, ...fault });
const histories = { opening: [], commands: fc.constant<Command>({ type: 'Light' }), settings: fc.constant(usual), runs: 20 };

describe('given, when, then', () => {
  const { given } = givenWhenThen(lamp, usual);

  it('says what a command leads to', () => {
    given([]).when({ type: 'Light' }).then([lit]);
    given([lit]).when({ type: 'Light' }).thenNothing();
    given([]).when({ type: 'Smash' }).thenRefused('LAMP_IS_HARD', '/type');
  });

  it('lets another act, at another time', () => {
    const told = givenWhenThen(faulty({ decide: (_command, state, context) => (state.lit ? accept() : accept({ type: 'lamp.v1.Lit', data: { by: context.actor.personId + context.now } })) }), usual);
    told.given([]).by({ ...actor, personId: 'p2' }).at(at('2026-11-23T00:00:00Z')).when({ type: 'Light' }).then([{ type: 'lamp.v1.Lit', data: { by: 'p22026-11-23T00:00:00.000Z' } }]);
  });

  it.each([
    ['other events', () => given([]).when({ type: 'Light' }).then([{ type: 'lamp.v1.Lit', data: { by: 'p2' } }])],
    ['silence where an event was expected', () => given([lit]).when({ type: 'Light' }).then([lit])],
    ['an event where silence was expected', () => given([]).when({ type: 'Light' }).thenNothing()],
    ['an expectation of nothing that is written as events', () => given([lit]).when({ type: 'Light' }).then([])],
    ['another refusal', () => given([]).when({ type: 'Smash' }).thenRefused('LAMP_IS_SOFT')],
    ['another pointer', () => given([]).when({ type: 'Smash' }).thenRefused('LAMP_IS_HARD', '/other')],
    ['a decision that adds its event twice', () => givenWhenThen(faulty({ decide: () => accept(lit) }), usual).given([]).when({ type: 'Light' }).then([lit])],
    ['a refusal in one language', () => givenWhenThen(faulty({ decide: () => refuse('NO', 'no', 'no') }), usual).given([]).when({ type: 'Smash' }).thenRefused('NO')],
    ['a fold that writes into the state', () => givenWhenThen(faulty({ evolve: (state) => Object.assign(state, { lit: true }) }), usual).given([lit]).when({ type: 'Light' })],
  ])('fails on %s', (_what, test) => {
    expect(test).toThrow();
  });
});

describe('random histories', () => {
  it('pass for a sound decider', () => {
    const seen: Lit[] = [];
    checkHistories(lamp, { ...histories, see: (event) => seen.push(event) });
    checkTotal(lamp, [lit], 20);
    expect(seen.length).toBeGreaterThan(0);
  });

  it.each([
    ['adds its event twice', faulty({ decide: () => accept(lit) })],
    ['throws instead of refusing', faulty({ decide: () => { throw new Error('no'); } })],
    ['has an evolve that throws', faulty({ evolve: () => { throw new Error('no'); } })],
  ])('catch a decider that %s', (_what, decider) => {
    expect(() => checkHistories(decider, histories)).toThrow();
  });

  it('catch an evolve that depends on the order of events', () => {
    const fussy = faulty({ evolve: (state, event) => { if (state.lit) throw new Error('again'); return lamp.evolve(state, event); } });
    expect(() => checkTotal(fussy, [lit], 50)).toThrow();
  });
});

describe('a clock moved by hand', () => {
  it('stands still, moves to an instant and by a span', () => {
    const clock = handMovedClock('2026-11-22T15:00:00+08:00');
    expect(clock.now()).toBe('2026-11-22T07:00:00.000Z');
    expect(clock.now()).toBe('2026-11-22T07:00:00.000Z');
    expect(clock.advance({ days: 1, hours: 1, minutes: 1, seconds: 1, ms: 1 })).toBe('2026-11-23T08:01:01.001Z');
    expect(clock.advance({ hours: -1 })).toBe('2026-11-23T07:01:01.001Z');
    expect(clock.moveTo('2026-01-01T00:00:00Z')).toBe('2026-01-01T00:00:00.000Z');
    expect(clock.now()).toBe('2026-01-01T00:00:00.000Z');
  });

  it('refuses what is no instant', () => {
    expect(() => handMovedClock('2026-02-30T00:00:00Z')).toThrow('2026-02-30');
    expect(() => at('tomorrow')).toThrow('tomorrow');
  });
});

describe('ids of tests', () => {
  it('are the same for the same command and differ otherwise', () => {
    expect(testId(1, 2)).toBe('00000000-0000-5000-8000-000001000002');
    expect(new Set([testId(1), testId(2), testId(1, 1)]).size).toBe(3);
  });
});
