import fc from 'fast-check';
import { millisOf, MS_PER_MINUTE, type Millis } from '@fengqiao/kernel';
import { bindableRules, rulesAffectedBy } from '@fengqiao/policies';
import { evaluate, inOrderOfRules, type Evaluated } from './evaluate';
import { ask, BEGIN, factsOf, histories, knownAt, minute, play, RUNS, settings, SETTINGS, type Told } from './histories.scenes';
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

type Step = Omit<Told, 'recorded'>;

const told = (type: string, data: Told['data'] = {}): Step => ({ type, delay: 0, data });
const accepted = told('DisputeAccepted', { basis: 'initiative' });
const planned = told('MediationPlanAdopted', { dueDate: '2026-11-27' });
const established = told('OfficeEstablished', { officeId: 'village', level: 'LEVEL_VILLAGE', validFrom: '2026-11-20' });
const concluded = told('AgreementConcluded', { effectiveAt: '2026-11-20', terms: [{ termId: 't1', dueDate: '2026-11-20' }] });
const performed = told('AgreementPerformed', { termId: 't1' });
const DAY = 24 * 60;

/** Where in a rule a fact stands that changes it: setting, rule, what is known before, the fact, and the minute at which it is recorded; ten after the one before, if none is said. */
const SCENES: readonly (readonly [place: string, setting: string, root: string, before: readonly Step[], fact: Step, recorded?: number])[] = [
  ['start', 'words', 'PAUSED', [told('SessionHeld')], accepted],
  ['another start', 'words', 'RESTARTED', [accepted], told('DisputeAnalysed')],
  ['a group of the start', 'words', 'JOINT', [accepted], planned],
  ['met', 'words', 'PAUSED', [accepted], told('CaseArchived', { gaps: [] })],
  ['void', 'words', 'PAUSED', [accepted], told('DisputeDiverted')],
  ['pause', 'words', 'PAUSED', [accepted], told('LawyerSupportRequested')],
  ['until of pause', 'words', 'PAUSED', [accepted, told('LawyerSupportRequested')], told('LawyerSupportAssigned')],
  ['a pause with a bound', 'ends', 'BOUNDED', [accepted], told('MediationSuspended')],
  ['until of a pause with a bound', 'ends', 'BOUNDED', [accepted, told('MediationSuspended')], told('MediationResumed')],
  ['a pause of a date', 'ends', 'UNTIL', [planned], told('MediationSuspended')],
  ['until of a pause of a date', 'ends', 'UNTIL', [planned, told('MediationSuspended')], told('MediationResumed')],
  ['extend by', 'words', 'EXTENDED', [accepted], told('SessionHeld')],
  ['extend to', 'ends', 'EXTENDED', [accepted], told('MediationExtended', { until: '2026-12-31' })],
  ['before', 'ends', 'BEFORE', [accepted], told('PoliceDecisionRecorded')],
  ['from', 'ends', 'FROM', [accepted], told('SessionHeld')],
  ['from, counting back', 'ends', 'BACK', [accepted], planned],
  ['earliest', 'ends', 'EARLIEST', [accepted], told('SessionHeld')],
  ['latest', 'ends', 'LATEST', [accepted], told('SessionHeld')],
  ['the due of another rule', 'ends', 'AFTER', [accepted], planned],
  ['a pause of another rule, from whose due it counts', 'ends', 'AFTER', [accepted, planned], told('MediationSuspended')],
  ['until of a pause of another rule, from whose due it counts', 'ends', 'AFTER', [accepted, planned, told('MediationSuspended')], told('MediationResumed')],
  ['membership', 'office', 'WEEKLY', [told('SessionHeld')], established, 3 * DAY],
  ['the end of a membership', 'office', 'WEEKLY', [established], told('OfficeClosed', { closedFrom: '2026-11-24' }), 4 * DAY + 30],
  ['until of recurs', 'series', 'GRID', [accepted], told('CaseArchived'), 2 * DAY],
  ['a member of a list', 'series', 'EACH', [concluded], performed],
  ['an outcome, taken away', 'series', 'EACH.urge', [concluded], { ...performed, delay: 2 * DAY }, 2 * DAY + 30],
  ['an outcome that ends', 'series', 'EACH.urge', [concluded], performed, 2 * DAY],
];

describe.each(SCENES.map(([place, ...scene]) => ({ place, scene })))('a fact that a rule waits for: $place', ({ scene: [name, root, before, last, recorded = before.length * 10] }) => {
  const setting = SETTINGS[name] as Setting;
  const facts = factsOf(setting, [...before.map((each, index) => ({ ...each, recorded: index * 10 })), { ...last, recorded }]);
  const now = BEGIN + recorded * MS_PER_MINUTE;
  const known = ask(setting, facts.slice(0, -1), now);
  const whole = ask(setting, facts, now);

  it('changes the rule', () => {
    const ofRule = ({ obligations }: Evaluated) => obligations.filter(({ rootRule }) => rootRule === root).map(plainly);
    expect(ofRule(whole)).not.toEqual(ofRule(known));
  });

  it('changes what is known as judging all rules anew does', () => {
    expect(keptAfter(known, [(facts.at(-1) as Fact).type], setting, facts, now)).toEqual(kept(whole));
  });
});

/** Facts of whatever a rule waits for after its start. */
const STEPS = [accepted, planned, ...SCENES.map(([, , , , fact]) => fact)];
const steps = fc.array(fc.tuple(minute, fc.constantFrom(...STEPS)), { minLength: 1, maxLength: 12 });

it('what is known fact by fact, and at an instant between them, is what judging all rules says', () => {
  fc.assert(
    fc.property(fc.constantFrom('words', 'ends', 'series', 'office'), steps, minute, (name, taken, minutes) => {
      const setting = SETTINGS[name] as Setting;
      const facts = factsOf(setting, [{ ...accepted, recorded: 0 }, ...taken.map(([recorded, each]) => ({ ...each, recorded }))].sort((a, b) => a.recorded - b.recorded));
      let seen = facts.slice(0, 1);
      let now: number = BEGIN;
      let standing: Standing = ask(setting, seen, now);
      const pass = (to: number, news: readonly Fact[]): void => {
        now = to;
        seen = [...seen, ...news];
        const due = [...standing.nextOf].filter(([, instant]) => instant <= now).map(([root]) => root);
        standing = keptAfter(standing, [...due, ...news.map(({ type }) => type)], setting, seen, now);
        expect(standing).toEqual(kept(ask(setting, seen, now)));
      };
      const between = BEGIN + minutes * MS_PER_MINUTE;
      for (const fact of facts.slice(1)) {
        const recorded = millisOf(fact.recordedAt);
        if (now < between && between < recorded) pass(between, []);
        pass(recorded, [fact]);
      }
    }),
    { numRuns: RUNS / 2 },
  );
});

/** What is kept of a judgement until there is news. */
interface Standing {
  readonly obligations: readonly Omit<Obligation, 'explanation'>[];
  readonly nextOf: ReadonlyMap<string, Millis>;
}

function kept({ obligations, nextOf }: Standing): Standing {
  return { obligations: obligations.map(plainly), nextOf };
}

/** The same after news of some names, where only the rules that they affect are judged anew. */
function keptAfter(before: Standing, names: readonly string[], setting: Setting, facts: readonly Fact[], now: number): Standing {
  const only = new Set(names.flatMap((name) => [...rulesAffectedBy(setting.packs, setting.subject.division, name)]));
  const { obligations, nextOf } = evaluate({ ...setting, facts, raised: [], at: now as Millis, only });
  return {
    obligations: [...before.obligations.filter(({ rootRule }) => !only.has(rootRule)), ...obligations].sort(inOrderOfRules).map(plainly),
    nextOf: new Map([...[...before.nextOf].filter(([root]) => !only.has(root)), ...nextOf]),
  };
}

/** An obligation without its explanation, which names the instant at which it is read. */
function plainly(obligation: Omit<Obligation, 'explanation'>): Omit<Obligation, 'explanation'> {
  const { explanation: _, ...rest } = obligation as Obligation;
  return rest;
}

function rootsOf({ packs, subject }: Setting): readonly string[] {
  return bindableRules(packs, subject.division).map(({ root }) => root);
}

/** What is said of the rules that no news of these names can change. */
function unaffected({ packs, subject }: Setting, { obligations, nextOf }: Evaluated, names: readonly string[]): unknown {
  const affected = new Set(names.flatMap((name) => [...rulesAffectedBy(packs, subject.division, name)]));
  return { obligations: obligations.filter(({ rootRule }) => !affected.has(rootRule)).map(plainly), nextOf: [...nextOf].filter(([root]) => !affected.has(root)) };
}

function earliest({ nextOf }: Evaluated): number | undefined {
  return [...nextOf.values()].sort((a, b) => a - b)[0];
}
