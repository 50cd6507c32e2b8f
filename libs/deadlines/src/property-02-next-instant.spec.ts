import fc from 'fast-check';
import { MS_PER_HOUR, MS_PER_MINUTE } from '@fengqiao/kernel';
import { ask, BEGIN, END, factsOf, histories, minute, plain, play, RUNS, settings, SETTINGS } from './histories.scenes';
import type { Setting } from './scenario';

it('nothing changes before the next instant', () => {
  fc.assert(
    fc.property(settings, histories, minute, fc.double({ min: 0, max: 1, noNaN: true }), fc.boolean(), (name, told, minutes, share, played) => {
      const setting = SETTINGS[name] as Setting;
      const facts = factsOf(setting, told);
      const now = BEGIN + minutes * MS_PER_MINUTE;
      const raised = played ? play(setting, facts, [now]) : [];
      const asked = ask(setting, facts, now, raised);
      const last = (asked.next ?? END + 1_000 * 24 * MS_PER_HOUR) - 1;
      for (const later of [last, Math.floor(now + (last - now) * share)]) expect(plain(ask(setting, facts, later, raised))).toEqual(plain(asked));
    }),
    { numRuns: RUNS },
  );
});
