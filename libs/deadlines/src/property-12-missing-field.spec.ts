import fc from 'fast-check';
import { ask, END, factsOf, histories, RUNS, settings, SETTINGS } from './histories.scenes';
import type { Setting } from './scenario';

it('a field of a start that cannot be read never turns late into not late: it is late, or undetermined', () => {
  fc.assert(
    fc.property(settings, histories, fc.nat(), (name, told, pick) => {
      const setting = SETTINGS[name] as Setting;
      const facts = factsOf(setting, told);
      const before = ask(setting, facts, END).obligations.filter(({ marks }) => marks.late);
      const victim = before[pick % Math.max(before.length, 1)];
      if (!victim) return;
      const unreadable = facts.map((each) => (each.id === victim.startFact ? { ...each, data: { ...each.data, flags: 7, mode: 7, discoveredAt: '', effectiveAt: '' } } : each));
      const after = ask(setting, unreadable, END).obligations.filter(({ rootRule, key }) => rootRule === victim.rootRule && key === victim.key);
      expect(after.some(({ marks }) => marks.late || marks.undetermined)).toBe(true);
    }),
    { numRuns: RUNS },
  );
});
