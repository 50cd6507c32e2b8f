import fc from 'fast-check';
import { millisOf, MS_PER_HOUR, MS_PER_MINUTE } from '@fengqiao/kernel';
import { ask, BEGIN, END, factsOf, histories, minute, RUNS, settings, SETTINGS } from './histories.scenes';
import type { Setting } from './scenario';

it('an obligation is open, met, void or lapsed, and closed not before it began', () => {
  fc.assert(
    fc.property(settings, histories, (name, told) => {
      const setting = SETTINGS[name] as Setting;
      for (const { state, closedAt, startedAt, marks } of ask(setting, factsOf(setting, told), END).obligations) {
        expect(['met', 'void', 'lapsed'].includes(state)).toBe(closedAt !== undefined);
        // Of a day, only its beginning is told.
        if (closedAt !== undefined && !marks.undetermined) expect(millisOf(closedAt) + 24 * MS_PER_HOUR > millisOf(startedAt)).toBe(true);
      }
    }),
    { numRuns: RUNS },
  );
});

it('of each rule what started is what is open, met, void and lapsed together, and no obligation is counted twice', () => {
  fc.assert(
    fc.property(settings, histories, minute, (name, told, minutes) => {
      const setting = SETTINGS[name] as Setting;
      const { obligations } = ask(setting, factsOf(setting, told), BEGIN + minutes * MS_PER_MINUTE);
      const per = (rule: string, ...states: string[]): number => obligations.filter(({ rootRule, state }) => rootRule === rule && states.includes(state)).length;
      for (const rule of new Set(obligations.map(({ rootRule }) => rootRule))) {
        const started = new Set(obligations.filter(({ rootRule }) => rootRule === rule).map(({ id }) => id)).size;
        expect(started).toBe(per(rule, 'scheduled', 'running', 'paused') + per(rule, 'met') + per(rule, 'void') + per(rule, 'lapsed'));
      }
    }),
    { numRuns: RUNS },
  );
});
