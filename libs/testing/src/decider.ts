import type { Actor, DecideContext, Decider, Decision, DomainEvent, Instant } from '@fengqiao/kernel';

/** What a test's decide is told beside command and state, unless the test says otherwise. */
export interface Setting<Look> {
  readonly now: Instant;
  readonly actor: Actor;
  readonly look: Look;
  readonly approvedBy?: string;
}

export interface Given<Command, Event, Look> {
  /** Another actor than the usual one. */
  by(actor: Actor): Given<Command, Event, Look>;
  /** Another instant than the usual one. */
  at(now: Instant): Given<Command, Event, Look>;
  when(command: Command): Outcome<Event>;
}

export interface Outcome<Event> {
  /** Exactly these events; deciding the same command again on what they lead to must then add nothing. */
  then(events: readonly Event[]): void;
  /** Refused under this code, in both languages, with this pointer where one is named; the state is as it was. */
  thenRefused(code: string, pointer?: string): void;
  /** It already holds: no event. */
  thenNothing(): void;
}

/**
 * The grammar of decider tests: `given(events).when(command).then(events)`.
 * State, events and command are frozen, so that a fold or a decision that writes into them throws.
 */
export function givenWhenThen<State, Command extends { readonly type: string }, Event extends DomainEvent, Look>(
  decider: Decider<State, Command, Event, Look>,
  usual: Setting<Look>,
): { given(events: readonly Event[]): Given<Command, Event, Look> } {
  const scene = (events: readonly Event[], setting: Setting<Look>): Given<Command, Event, Look> => ({
    by: (actor) => scene(events, { ...setting, actor }),
    at: (now) => scene(events, { ...setting, now }),
    when: (command) => {
      const state = foldFrozen(decider, events);
      const context = contextOf(setting, 1);
      return outcomeOf(decider, deepFreeze(command), state, context);
    },
  });
  return { given: (events) => scene(events, usual) };
}

/** Folds a history, freezing the state after every event. */
export function foldFrozen<State, Command, Event extends DomainEvent, Look>(decider: Decider<State, Command, Event, Look>, events: readonly Event[], from?: State): State {
  return events.reduce((state, event) => deepFreeze(decider.evolve(state, deepFreeze(event))), deepFreeze(from ?? decider.initial));
}

/** The context of the n-th command of a test: ids are the same for the same n. */
export function contextOf<Look>(setting: Setting<Look>, n: number): DecideContext<Look> {
  return { now: setting.now, actor: setting.actor, look: setting.look, approvedBy: setting.approvedBy ?? '', self: SELF, id: (index) => testId(n, index) };
}

/** UUID of the stream that tests decide on. */
export const SELF = '00000000-0000-5000-8000-5e1f00000000';

/** A UUID that a test can foretell: the `index`-th thing that the n-th command creates. */
export function testId(n: number, index = 0): string {
  return `00000000-0000-5000-8000-${String(n).padStart(6, '0')}${String(index).padStart(6, '0')}`;
}

/** Freezes a value and all it holds. */
export function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  for (const part of Object.values(value)) deepFreeze(part);
  return Object.freeze(value);
}

function outcomeOf<State, Command, Event extends DomainEvent, Look>(
  decider: Decider<State, Command, Event, Look>,
  command: Command,
  state: State,
  context: DecideContext<Look>,
): Outcome<Event> {
  const decision = decider.decide(command, state, context);
  return {
    then: (expected) => {
      expect(decision).toEqual({ ok: true, events: expected });
      expect(expected).not.toEqual([]);
      const again = decider.decide(command, foldFrozen(decider, eventsOf(decision), state), context);
      // A second decision may be refused, but must never add to the log.
      expect(eventsOf(again)).toEqual([]);
    },
    thenRefused: (code, pointer) => {
      expect(decision).toEqual({ ok: false, refusal: expect.objectContaining({ code, zh: expect.stringMatching(/\p{Script=Han}/u), en: expect.stringMatching(/[a-z]/i) }) });
      if (pointer !== undefined) expect(decision).toMatchObject({ refusal: { pointer } });
    },
    thenNothing: () => expect(decision).toEqual({ ok: true, events: [] }),
  };
}

/** The events of a decision; none where it was refused. */
export function eventsOf<E>(decision: Decision<E>): readonly E[] {
  return decision.ok ? decision.events : [];
}
