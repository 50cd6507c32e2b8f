import fc from 'fast-check';
import { MS_PER_MINUTE } from '@fengqiao/kernel';
import { ask, BEGIN, factsOf, histories, knownAt, minute, play, RUNS, settings, SETTINGS } from './histories.scenes';
import type { Setting } from './scenario';

it('no duty is late in silence: its breach is in the log or owed, however seldom anybody looked', () => {
  fc.assert(
    fc.property(settings, histories, fc.array(minute, { maxLength: 6 }), minute, (name, told, wakes, minutes) => {
      const setting = SETTINGS[name] as Setting;
      const facts = factsOf(setting, told);
      const now = BEGIN + minutes * MS_PER_MINUTE;
      const raised = play(setting, facts, wakes.map((wake) => BEGIN + wake * MS_PER_MINUTE).filter((wake) => wake <= now));
      const late = ask(setting, knownAt(facts, now), now, raised).obligations.filter(({ nature, marks }) => nature === 'duty' && marks.late);
      for (const { rungs } of late) expect(rungs.some(({ name: rung, n, state, unfounded }) => rung === 'breach' && n === 1 && !unfounded && (state === 'raised' || state === 'owed'))).toBe(true);
    }),
    { numRuns: RUNS },
  );
});
