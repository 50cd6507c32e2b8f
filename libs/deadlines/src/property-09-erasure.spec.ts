import fc from 'fast-check';
import { MS_PER_MINUTE } from '@fengqiao/kernel';
import { loadPacks } from '@fengqiao/policies';
import { ask, BEGIN, factsOf, histories, minute, plain, play, RUNS, settings, SETTINGS } from './histories.scenes';
import type { Setting } from './scenario';
import type { Fact } from './types';

/** What names a person in the facts of these histories: accounts, and who approved. An erased one reads as sealed text. */
function erased(one: Fact): Fact {
  return { ...one, actor: '\u5df2\u5220\u9664', data: { ...one.data, summary: 'k1:c2VhbGVk', parties: [{ personId: 'p', name: 'k1:c2VhbGVk' }], record: 'k1:c2VhbGVk' } };
}

it('erasing any person changes no id, due, outcome or rung', () => {
  fc.assert(
    fc.property(settings, histories, minute, (name, told, minutes) => {
      const setting = SETTINGS[name] as Setting;
      const known = factsOf(setting, told).map((one) => ({ ...one, data: { ...one.data, summary: 'what was said', parties: [{ personId: 'p', name: '\u738b' }], record: 'word for word' } }));
      const now = BEGIN + minutes * MS_PER_MINUTE;
      const raised = play(setting, known, [now]);
      expect(plain(ask(setting, known.map(erased), now, raised))).toEqual(plain(ask(setting, known, now, raised)));
      expect(play(setting, known.map(erased), [now])).toEqual(raised);
    }),
    { numRuns: RUNS },
  );
});

it('no condition, key or instant of a rule may be read from what can be erased', () => {
  const [national] = SETTINGS['demonstration']?.packs ?? [];
  const sealed = (start: string): string[] =>
    loadPacks([{ file: 'x.yaml', text: `pack: x\nversion: '1'\nnames: { mediation.v1.DisputeRegistered: { zh: a, en: a }, mediation.v1.CaseArchived: { zh: b, en: b } }\nrules:\n  - { id: R, name: { zh: a, en: a }, cite: [{ document: a, clause: b, verified: V }], start: [${start}], period: { days: 1 }, met: [mediation.v1.CaseArchived] }\n` }]).problems.map(({ code }) => code);
  expect(national?.rules.length).toBeGreaterThan(0);
  for (const word of ["when: \"event.summary == 'x'\"", 'key: event.summary', 'at: event.place']) expect(sealed(`{ on: mediation.v1.DisputeRegistered, ${word} }`)).toEqual(['SEALED_FIELD']);
});
