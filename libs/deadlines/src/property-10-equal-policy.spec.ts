import fc from 'fast-check';
import { ask, at, END, factsOf, histories, minute, plain, RUNS, settings, SETTINGS } from './histories.scenes';
import type { Setting } from './scenario';

it('adopting the same packs again changes nothing', () => {
  fc.assert(
    fc.property(settings, histories, minute, (name, told, minutes) => {
      const setting = SETTINGS[name] as Setting;
      const facts = factsOf(setting, told);
      const again = { ...setting, packs: [...setting.packs, ...setting.packs.map((pack) => ({ ...pack, adoptedAt: at(minutes) }))] };
      expect(plain(ask(again, facts, END))).toEqual(plain(ask(setting, facts, END)));
    }),
    { numRuns: RUNS },
  );
});
