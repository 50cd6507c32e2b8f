import fc from 'fast-check';
import { MS_PER_MINUTE, type Millis } from '@fengqiao/kernel';
import { bindableRules, rulesAffectedBy } from '@fengqiao/policies';
import { evaluate, type Evaluated } from './evaluate';
import { ask, BEGIN, factsOf, histories, knownAt, minute, play, RUNS, settings, SETTINGS } from './histories.scenes';
import type { Setting } from './scenario';
import type { Fact, Obligation } from './types';

const share = fc.double({ min: 0, max: 1, noNaN: true });

it('judging some rules says of them, byte for byte, what judging all of them does', () => {
  fc.assert(
    fc.property(settings, histories, minute, fc.boolean(), fc.infiniteStream(fc.integer({ min: 0, max: 3 })), (name, told, minutes, played, chosen) => {
      const setting = SETTINGS[name] as Setting;
      const facts = factsOf(setting, told);
      const now = BEGIN + minutes * MS_PER_MINUTE;
      const raised = played ? play(setting, facts, [now]) : [];
      const only = new Set(rootsOf(setting).filter(() => chosen.next().value === 0));
      const whole = ask(setting, facts, now, raised);
      const some = evaluate({ ...setting, facts, raised, at: now as Millis, only });
      expect(JSON.stringify(some.obligations)).toBe(JSON.stringify(whole.obligations.filter(({ rootRule }) => only.has(rootRule))));
      expect([...some.nextOf]).toEqual([...whole.nextOf].filter(([root]) => only.has(root)));
      expect(some.next).toBe(earliest(some));
      expect(whole.next).toBe(earliest(whole));
    }),
    { numRuns: RUNS },
  );
});

it('a rule changes without a new fact only at its own instant or at that of a rule it waits for', () => {
  fc.assert(
    fc.property(settings, histories, minute, share, fc.boolean(), (name, told, minutes, how, played) => {
      const setting = SETTINGS[name] as Setting;
      const now = BEGIN + minutes * MS_PER_MINUTE;
      const facts = knownAt(factsOf(setting, told), now);
      const raised = played ? play(setting, facts, [now]) : [];
      const before = ask(setting, facts, now, raised);
      const later = Math.floor(now + how * 10 * 24 * 60 * MS_PER_MINUTE);
      const due = [...before.nextOf].filter(([, instant]) => instant <= later).map(([root]) => root);
      expect(unaffected(setting, ask(setting, facts, later, raised), due)).toEqual(unaffected(setting, before, due));
    }),
    { numRuns: RUNS },
  );
});

it('a fact changes only the rules that its type affects', () => {
  fc.assert(
    fc.property(settings, histories, minute, (name, told, minutes) => {
      const setting = SETTINGS[name] as Setting;
      const facts = factsOf(setting, told);
      const now = BEGIN + minutes * MS_PER_MINUTE;
      const { type } = facts.at(-1) as Fact;
      expect(unaffected(setting, ask(setting, facts, now), [type])).toEqual(unaffected(setting, ask(setting, facts.slice(0, -1), now), [type]));
    }),
    { numRuns: RUNS },
  );
});

function rootsOf({ packs, subject }: Setting): readonly string[] {
  return bindableRules(packs, subject.division).map(({ root }) => root);
}

/** What is said of the rules that no news of these names can change. */
function unaffected({ packs, subject }: Setting, { obligations, nextOf }: Evaluated, names: readonly string[]): unknown {
  const affected = new Set(names.flatMap((name) => [...rulesAffectedBy(packs, subject.division, name)]));
  const plain = ({ explanation: _, ...rest }: Obligation) => rest;
  return { obligations: obligations.filter(({ rootRule }) => !affected.has(rootRule)).map(plain), nextOf: [...nextOf].filter(([root]) => !affected.has(root)) };
}

function earliest({ nextOf }: Evaluated): number | undefined {
  return [...nextOf.values()].sort((a, b) => a - b)[0];
}
