import fc from 'fast-check';
import { MS_PER_MINUTE } from '@fengqiao/kernel';
import { ask, BEGIN, END, everyInstant, factsOf, histories, minute, MOVING, play, promptly, RUNS, settings, SETTINGS } from './histories.scenes';
import type { Setting } from './scenario';
import type { RaisedRung } from './types';

it('no rung is raised early or twice, what is raised and stands is founded, and nothing is owed after waking', () => {
  fc.assert(
    fc.property(settings, histories, fc.array(minute, { maxLength: 8 }), (name, told, wakes) => {
      const setting = SETTINGS[name] as Setting;
      const facts = factsOf(setting, told);
      const raised = play(setting, facts, [...wakes.map((wake) => BEGIN + wake * MS_PER_MINUTE), END, END]);
      for (const rung of raised) expect(rung.at <= rung.raisedAt).toBe(true);
      expect(new Set(raised.map(({ rungId }) => rungId)).size).toBe(raised.length);
      const left = ask(setting, facts, END, raised).obligations.flatMap(({ rungs }) => rungs);
      expect(left.filter(({ state, unfounded }) => unfounded || state === 'owed')).toEqual([]);
    }),
    { numRuns: RUNS },
  );
});

it('where news is prompt, gaps in waking change nothing about which rungs are raised, repeats aside', () => {
  fc.assert(
    fc.property(settings, histories, fc.array(minute, { maxLength: 5 }), (name, told, wakes) => {
      const setting = SETTINGS[name] as Setting;
      const facts = factsOf(setting, promptly(told));
      const always = play(setting, facts, everyInstant(setting, facts, END));
      const seldom = play(setting, facts, [...wakes.map((wake) => BEGIN + wake * MS_PER_MINUTE), END]);
      // A warning of a due that has moved since is of no use to anybody, so a gap may leave it out.
      const moved = facts.some(({ type }) => MOVING.some((each) => type.endsWith(each)));
      const once = (rungs: readonly RaisedRung[]) => rungs.filter(({ n, name: rung, withdrawn }) => n === 1 && !withdrawn && !(moved && rung === 'warn')).map(({ rungId }) => rungId).sort();
      expect(once(seldom)).toEqual(once(always));
      expect(always.filter(({ withdrawn }) => withdrawn)).toEqual([]);
    }),
    { numRuns: RUNS / 2 },
  );
});
