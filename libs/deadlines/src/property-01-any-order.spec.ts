import fc from 'fast-check';
import { MS_PER_MINUTE } from '@fengqiao/kernel';
import { ask, BEGIN, factsOf, histories, minute, plain, RUNS, settings, SETTINGS } from './histories.scenes';
import type { Setting } from './scenario';

it('the order of facts, and saying one twice, changes nothing', () => {
  fc.assert(
    fc.property(settings, histories, minute, fc.infiniteStream(fc.nat()), (name, told, now, order) => {
      const setting = SETTINGS[name] as Setting;
      const facts = factsOf(setting, told);
      const keys = facts.map(() => order.next().value as number);
      const shuffled = facts.map((each, index) => ({ each, key: keys[index] as number })).sort((a, b) => a.key - b.key).map(({ each }) => each);
      const asked = ask(setting, facts, BEGIN + now * MS_PER_MINUTE);
      const again = ask(setting, [...shuffled, ...shuffled.slice(0, 2)], BEGIN + now * MS_PER_MINUTE);
      expect(plain(again)).toEqual(plain(asked));
      expect(again.next).toBe(asked.next);
      expect(again.obligations.map(({ explanation }) => explanation)).toEqual(asked.obligations.map(({ explanation }) => explanation));
    }),
    { numRuns: RUNS },
  );
});

it('whatever is known of a history by an instant says the same as the whole of it read as of then', () => {
  fc.assert(
    fc.property(settings, histories, minute, fc.nat(), (name, told, now, split) => {
      const setting = SETTINGS[name] as Setting;
      const facts = factsOf(setting, told);
      const [first, second] = [facts.slice(0, split % (facts.length + 1)), facts.slice(split % (facts.length + 1))];
      expect(plain(ask(setting, [...second, ...first], BEGIN + now * MS_PER_MINUTE))).toEqual(plain(ask(setting, facts, BEGIN + now * MS_PER_MINUTE)));
    }),
    { numRuns: RUNS },
  );
});
