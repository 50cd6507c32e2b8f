import fc from 'fast-check';
import { MS_PER_MINUTE } from '@fengqiao/kernel';
import { ask, BEGIN, END, factsOf, histories, knownAt, minute, play, RUNS, settings, SETTINGS } from './histories.scenes';
import type { Setting } from './scenario';
import type { Fact } from './types';

const SERIES: ReadonlySet<string> = new Set(['WEEKLY', 'MONTHLY', 'QUARTERLY', 'CUTOFF', 'DRIVE', 'GRID']);

it('a fact that is learnt later takes no obligation\'s id away', () => {
  fc.assert(
    fc.property(settings, histories, minute, (name, told, minutes) => {
      const setting = SETTINGS[name] as Setting;
      const facts = factsOf(setting, told);
      const stated = new Set(facts.map(({ id }) => id));
      // A right that lapsed, a window after a membership that ended, and what an outcome started, go with what they rest on.
      const ids = (of: readonly Fact[]) => ask(setting, of, END).obligations.filter(({ nature, ruleId, startFact }) => nature !== 'right' && !SERIES.has(ruleId) && stated.has(startFact)).map(({ id }) => id);
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

it('a rung to come has the same id before and after the first of its obligation is raised', () => {
  fc.assert(
    fc.property(settings, histories, minute, (name, told, minutes) => {
      const setting = SETTINGS[name] as Setting;
      const now = BEGIN + minutes * MS_PER_MINUTE;
      const facts = knownAt(factsOf(setting, told), now);
      const ids = (raised: ReturnType<typeof play>) => ask(setting, facts, now, raised).obligations.flatMap(({ id, rungs }) => rungs.filter(({ state }) => state === 'pending').map((rung) => [id, rung.name, rung.n, rung.id]));
      expect(ids(play(setting, facts, [now]))).toEqual(ids([]));
    }),
    { numRuns: RUNS },
  );
});

it('an earlier start that is learnt later moves the start, never the id', () => {
  const sessions = fc.array(fc.tuple(minute, fc.integer({ min: 0, max: 3_000 })), { minLength: 2, maxLength: 6 });
  fc.assert(
    fc.property(sessions, (told) => {
      const setting = SETTINGS['words'] as Setting;
      const facts = factsOf(setting, told.map(([recorded, delay]) => ({ type: 'SessionHeld', recorded, delay, data: { mode: 'bed', approvedBy: 'chief' } })));
      const kept = (known: typeof facts) => ask(setting, known, END).obligations.filter(({ ruleId }) => ruleId === 'KEPT').map(({ id }) => id);
      const first = [...facts].sort((a, b) => (a.recordedAt < b.recordedAt || (a.recordedAt === b.recordedAt && a.id < b.id) ? -1 : 1)).slice(0, 1);
      expect(kept(facts)).toEqual(kept(first));
    }),
    { numRuns: RUNS },
  );
});

it('a window that is owed before and after some news is owed under the same id', () => {
  fc.assert(
    fc.property(fc.constantFrom('series', 'office'), histories, minute, (name, told, minutes) => {
      const setting = SETTINGS[name] as Setting;
      const facts = factsOf(setting, told);
      const named = (of: readonly Fact[]) => new Map(ask(setting, of, END).obligations.filter(({ ruleId }) => SERIES.has(ruleId) && ruleId !== 'GRID').map(({ ruleId, key, id }) => [`${ruleId} ${key}`, id]));
      const after = named(facts);
      for (const [window, id] of named(knownAt(facts, BEGIN + minutes * MS_PER_MINUTE))) if (after.has(window)) expect(after.get(window)).toBe(id);
    }),
    { numRuns: RUNS },
  );
});
