import fc from 'fast-check';
import { millisOf, MS_PER_MINUTE, toInstant } from '@fengqiao/kernel';
import { ask, END, factsOf, histories, minute, plain, RUNS, settings, SETTINGS } from './histories.scenes';
import { fact, type Setting } from './scenario';
import type { Fact } from './types';

it('a fact and its annulment together are neither, but for the rungs that were raised meanwhile', () => {
  fc.assert(
    fc.property(settings, histories, fc.nat(), minute, (name, told, pick, later) => {
      const setting = SETTINGS[name] as Setting;
      const facts = factsOf(setting, told);
      const victim = facts[pick % facts.length] as Fact;
      const without = facts.filter(({ id }) => id !== victim.id);
      const recorded = toInstant(millisOf(victim.recordedAt) + later * MS_PER_MINUTE);
      const annulment = fact(setting.subject, 'platform.v1.FactAnnulled', recorded, { factId: victim.id });
      expect(plain(ask(setting, [...facts, annulment], END))).toEqual(plain(ask(setting, without, END)));
    }),
    { numRuns: RUNS },
  );
});

it('a correction that changes nothing back again changes nothing but when it was learnt', () => {
  fc.assert(
    fc.property(settings, histories, fc.nat(), (name, told, pick) => {
      const setting = SETTINGS[name] as Setting;
      const facts = factsOf(setting, told);
      const victim = facts[pick % facts.length] as Fact;
      const correct = (flags: string, recordedAt: string): Fact => fact(setting.subject, 'platform.v1.FactCorrected', recordedAt, { factId: victim.id, fields: [{ name: 'untold', json: flags }] });
      const corrected = [...facts, correct('1', victim.recordedAt), correct('2', victim.recordedAt)];
      expect(plain(ask(setting, corrected, END))).toEqual(plain(ask(setting, facts, END)));
    }),
    { numRuns: RUNS },
  );
});
