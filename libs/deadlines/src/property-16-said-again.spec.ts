import fc from 'fast-check';
import { MS_PER_MINUTE } from '@fengqiao/kernel';
import { ask, BEGIN, END, factsOf, histories, knownAt, minute, play, RUNS, settings, SETTINGS, type Told } from './histories.scenes';
import type { Setting } from './scenario';
import type { Fact, RaisedRung } from './types';

/** What is kept is kept of the very rules in force: another list of the same packs has other ones. */
function expectSameAnew(setting: Setting, facts: readonly Fact[], now: number, raised: readonly RaisedRung[]): string {
  const said = JSON.stringify(ask(setting, facts, now, raised).obligations);
  expect(said).toBe(JSON.stringify(ask({ ...setting, packs: [...setting.packs] }, facts, now, raised).obligations));
  return said;
}

it('an explanation says what it would say if nothing had been explained before', () => {
  fc.assert(
    fc.property(settings, histories, fc.array(minute, { minLength: 2, maxLength: 5 }), (name, told, wakes) => {
      const setting = SETTINGS[name] as Setting;
      const facts = factsOf(setting, told);
      const instants = wakes.map((each) => BEGIN + each * MS_PER_MINUTE);
      const raised = play(setting, facts, instants);
      for (const now of [...instants, END]) expectSameAnew(setting, knownAt(facts, now), now, raised);
    }),
    { numRuns: RUNS },
  );
});

it('a rung that late news proves unfounded is not told in the words of before', () => {
  const setting = SETTINGS['demonstration'] as Setting;
  const reported: Told = { type: 'MajorDisputeReported', recorded: 0, delay: 0, data: { reportId: 'r1', fromLevel: 'LEVEL_VILLAGE' } };
  const archived: Told = { type: 'CaseArchived', recorded: 60, delay: 55, data: { gaps: [] } };
  const [before, after] = [factsOf(setting, [reported]), factsOf(setting, [reported, archived])];
  const later = BEGIN + 70 * MS_PER_MINUTE;
  const raised = play(setting, before, [later]);
  expect(expectSameAnew(setting, before, later, raised)).not.toContain('应撤回');
  expect(expectSameAnew(setting, after, later, raised)).toContain('应撤回');
});
