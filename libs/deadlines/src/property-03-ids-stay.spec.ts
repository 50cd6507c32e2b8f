import fc from 'fast-check';
import { MS_PER_MINUTE } from '@fengqiao/kernel';
import { ask, BEGIN, END, factsOf, histories, knownAt, minute, RUNS, settings, SETTINGS } from './histories.scenes';
import type { Setting } from './scenario';
import type { Fact } from './types';

it('a fact that is learnt later takes no obligation\'s id away', () => {
  fc.assert(
    fc.property(settings, histories, minute, (name, told, minutes) => {
      const setting = SETTINGS[name] as Setting;
      const facts = factsOf(setting, told);
      const ids = (of: readonly Fact[]) => ask(setting, of, END).obligations.filter(({ nature }) => nature !== 'right').map(({ id }) => id);
      expect(ids(facts)).toEqual(expect.arrayContaining(ids(knownAt(facts, BEGIN + minutes * MS_PER_MINUTE))));
    }),
    { numRuns: RUNS },
  );
});

it('an override changes no id: the same starts have the same ids under another wording of the rule', () => {
  fc.assert(
    fc.property(histories, (told) => {
      const [national, local] = [SETTINGS['nation'], SETTINGS['demonstration']] as [Setting, Setting];
      const facts = factsOf(national, told);
      const ids = (setting: Setting) => ask(setting, facts, END).obligations.map(({ rootRule, key, startFact, id }) => [`${rootRule} ${key} ${startFact}`, id] as const);
      const theirs = new Map(ids(local));
      for (const [start, id] of ids(national)) if (theirs.has(start)) expect(theirs.get(start)).toBe(id);
    }),
    { numRuns: RUNS },
  );
});
