import fc from 'fast-check';
import type { Decider, DomainEvent } from '@fengqiao/kernel';
import { contextOf, deepFreeze, eventsOf, foldFrozen, type Setting } from './decider';

export interface Histories<State, Command, Event, Look> {
  /** Commands that always open the history: random commands alone seldom come far. A random number of them is played. */
  readonly opening: readonly { readonly command: Command; readonly setting: Setting<Look> }[];
  readonly commands: fc.Arbitrary<Command>;
  readonly settings: fc.Arbitrary<Setting<Look>>;
  readonly runs?: number;
  readonly length?: number;
  /** The same seed plays the same histories; without one every run plays others. */
  readonly seed?: number;
  /** Called with every event that was decided and every state it led to. */
  readonly see?: (event: Event, state: State) => void;
}

/**
 * Plays random commands by random actors and checks what must hold of every decider:
 * decide never throws, evolve never throws on a decided history, and deciding the same command again adds nothing.
 */
export function checkHistories<State, Command extends { readonly type: string }, Event extends DomainEvent, Look>(
  decider: Decider<State, Command, Event, Look>,
  { opening, commands, settings, runs = 200, length = 30, seed, see }: Histories<State, Command, Event, Look>,
): void {
  const steps = fc.array(fc.record({ command: commands, setting: settings }), { maxLength: length });
  fc.assert(
    fc.property(fc.nat(opening.length), steps, (opened, random) => {
      let state = deepFreeze(decider.initial);
      [...opening.slice(0, opened), ...random].forEach(({ command, setting }, index) => {
        const context = contextOf(setting, index + 1);
        const events = eventsOf(decider.decide(deepFreeze(command), state, context));
        for (const event of events) {
          state = foldFrozen(decider, [event], state);
          see?.(event, state);
        }
        expect({ again: command.type, events: eventsOf(decider.decide(command, state, context)) }).toEqual({ again: command.type, events: [] });
      });
    }),
    { numRuns: runs, ...(seed === undefined ? {} : { seed }) },
  );
}

/** Folds events in any order, also orders that no decider would produce: evolve is total and silent. */
export function checkTotal<State, Command, Event extends DomainEvent, Look>(decider: Decider<State, Command, Event, Look>, events: readonly Event[], runs = 200): void {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...events), { maxLength: 40 }), (history) => {
      expect(foldFrozen(decider, history)).toBeDefined();
    }),
    { numRuns: runs },
  );
}
