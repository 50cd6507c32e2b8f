import { parse } from 'yaml';
import { eventType } from '@fengqiao/contracts';
import { formatProblem, loadPacks, rulesAffectedBy, waitsFor, type NormalisedPack, type Rule } from '.';
import { hears } from './rule-circles';
import { packTexts } from './shipped';

const HEARD = 'mediation.v1.SessionHeld';
const NAMES = ['DisputeRegistered', 'AgreementConcluded', 'AgreementPerformed', 'SessionHeld', 'CaseArchived', 'DisputeAccepted', 'DisputeAnalysed', 'DisputeDiverted', 'DisputeGraded', 'MediationExtended', 'MediationPlanAdopted', 'MediationResumed', 'MediationSuspended', 'PerformanceUrged', 'PoliceDecisionRecorded', 'LawyerSupportRequested', 'LawyerSupportAssigned', 'ScreeningCompleted', 'TrendAnalysisReported', 'OralReportLogged', 'MajorDisputeReported'];

function packOf(rules: Readonly<Record<string, Readonly<Record<string, string>>>>): string {
  const told = Object.entries(rules).map(([id, words]) => [`  - id: ${id}`, 'name: { zh: 规则, en: a rule }', 'cite: [{ document: 测试, clause: 一, verified: SEED }]', ...Object.entries(words).map(([word, said]) => `${word}: ${said}`)].join('\n    '));
  return `pack: heard\nversion: '1'\nnames:\n${NAMES.map((type) => `  mediation.v1.${type}: { zh: ${type}, en: ${type} }\n`).join('')}rules:\n${told.join('\n')}\n`;
}

const PLAIN = { start: '[mediation.v1.DisputeRegistered]', period: '{ days: 3 }', met: '[mediation.v1.CaseArchived]' };
const OTHER = { start: '[mediation.v1.DisputeAccepted]', period: '{ days: 3 }', met: '[mediation.v1.DisputeDiverted]' };
const STRETCHES = '{ days: 7 }';

/** Every place in a rule where a trigger may stand, as the words of a rule that has it there. */
const PLACES: Readonly<Record<string, (trigger: string) => Readonly<Record<string, string>>>> = {
  start: (it) => ({ start: `[mediation.v1.DisputeRegistered, ${it}]` }),
  'a group of the start': (it) => ({ start: `[{ all: [mediation.v1.DisputeRegistered, ${it}] }]` }),
  'from of for': (it) => ({ for: `{ each: committee, from: [${it}] }`, start: '[]' }),
  'a group of from of for': (it) => ({ for: `{ each: committee, from: [{ all: [mediation.v1.DisputeRegistered, ${it}] }] }`, start: '[]' }),
  'until of for': (it) => ({ for: `{ each: committee, until: ${it} }` }),
  'until of for in a series': (it) => ({ for: `{ each: committee, until: ${it} }`, recurs: '{ every: week }' }),
  'until of recurs': (it) => ({ recurs: `{ every: ${STRETCHES}, until: [mediation.v1.CaseArchived, ${it}] }` }),
  met: (it) => ({ met: `[mediation.v1.CaseArchived, ${it}]` }),
  'a group of met': (it) => ({ met: `[{ all: [mediation.v1.CaseArchived, ${it}] }]` }),
  void: (it) => ({ void: `[mediation.v1.CaseArchived, ${it}]` }),
  'a group of void': (it) => ({ void: `[{ all: [mediation.v1.CaseArchived, ${it}] }]` }),
  pause: (it) => ({ pause: `[{ ${on(it)}, until: mediation.v1.CaseArchived, max: { days: 4 } }]` }),
  'a second pause': (it) => ({ pause: `[{ on: mediation.v1.DisputeRegistered, until: mediation.v1.CaseArchived }, { ${on(it)}, until: mediation.v1.CaseArchived }]` }),
  'until of pause': (it) => ({ pause: `[{ on: mediation.v1.DisputeRegistered, until: [mediation.v1.CaseArchived, ${it}], max: { days: 4 } }]` }),
  'extend by': (it) => ({ extend: `[{ ${on(it)}, by: { days: 2 }, max: 1 }]` }),
  'extend to': (it) => ({ extend: `[{ on: mediation.v1.DisputeRegistered, by: { days: 2 } }, { ${on(it)}, to: { days: 9 } }]` }),
  'before of the period': (it) => ({ period: `{ before: [mediation.v1.CaseArchived, ${it}] }` }),
  'from of the period': (it) => ({ period: `{ days: 3, from: [mediation.v1.CaseArchived, ${it}] }` }),
  'the period of a series': (it) => ({ recurs: '{ every: week }', period: `{ days: 3, from: ${it} }` }),
  earliest: (it) => ({ period: `{ earliest: [{ days: 3 }, { before: ${it} }] }` }),
  latest: (it) => ({ period: `{ latest: [{ days: 3, from: ${it} }, { days: 4 }] }` }),
  'a case': (it) => ({ period: `{ cases: [{ when: "event.source == 'court'", days: 3, from: ${it} }, { days: 4 }] }` }),
  'the last case': (it) => ({ period: `{ cases: [{ when: "event.source == 'court'", days: 3 }, { before: ${it} }] }` }),
  'a period in a period in a period': (it) => ({ period: `{ cases: [{ when: "event.source == 'court'", days: 3 }, { earliest: [{ days: 3 }, { latest: [{ days: 4 }, { days: 5, from: ${it} }] }] }] }` }),
};

/** As further words may follow it. */
function on(trigger: string): string {
  return trigger.startsWith('{') ? trigger.slice(1, -1) : `on: ${trigger}`;
}

function read(text: string): readonly Rule[] {
  const { packs, problems } = loadPacks([{ file: 'heard.yaml', text }]);
  expect(problems.map(formatProblem)).toEqual([]);
  return packs.flatMap(({ rules }) => rules);
}

function affectedIn(text: string, name: string): readonly string[] {
  const { packs } = loadPacks([{ file: 'heard.yaml', text }]);
  const adopted = packs.map((pack) => ({ ...pack, adoptedAt: '2026-01-01T00:00:00.000Z' }));
  return [...rulesAffectedBy(adopted, '330681', name)].sort();
}

/** Every text inside a value that is one of some names. */
function namedIn(value: unknown, isName: (text: string) => boolean): string[] {
  if (typeof value === 'string') return isName(value) ? [value] : [];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap((each) => namedIn(each, isName)) : [];
}

/** What a rule names at whatever place, but for itself. */
function namesOf({ id: _, root: _root, overrides: _overrides, ...words }: Rule, roots: ReadonlySet<string>): readonly string[] {
  return sorted(namedIn(words, (text) => eventType(text) !== undefined || roots.has(text)));
}

function sorted(names: Iterable<string>): readonly string[] {
  return [...new Set(names)].sort();
}

describe.each(Object.entries(PLACES))('%s', (_place, words) => {
  it('hears the event that it waits for', () => {
    const text = packOf({ RULE: { ...PLAIN, ...words(HEARD) }, OTHER });
    const [rule] = read(text) as [Rule];
    expect(hears(rule)).toContain(HEARD);
    expect(affectedIn(text, HEARD)).toEqual(['RULE']);
  });

  it('hears the rule whose outcome it waits for, and with it all that one hears', () => {
    const text = packOf({ RULE: { ...PLAIN, ...words('{ on: OTHER, is: [overdue, met] }') }, OTHER });
    const [rule] = read(text) as [Rule];
    expect(hears(rule)).toContain('OTHER');
    expect(waitsFor(rule)).toEqual(['OTHER']);
    for (const name of ['OTHER', 'mediation.v1.DisputeAccepted', 'mediation.v1.DisputeDiverted']) expect(affectedIn(text, name)).toEqual(['OTHER', 'RULE']);
  });
});

it.each([
  ['a period', '{ days: 3, from: OTHER.due }'],
  ['one of several', '{ earliest: [{ days: 3 }, { latest: [{ days: 3, from: OTHER.due }, { days: 1 }] }] }'],
  ['a case', "{ cases: [{ when: \"event.source == 'court'\", days: 3, from: OTHER.due }, { days: 4 }] }"],
])('%s hears the rule from whose due it counts', (_what, period) => {
  const text = packOf({ RULE: { ...PLAIN, period }, OTHER });
  expect(waitsFor(read(text)[0] as Rule)).toEqual(['OTHER']);
  expect(affectedIn(text, 'mediation.v1.DisputeAccepted')).toEqual(['OTHER', 'RULE']);
});

it('members of a kind hear what makes them members and what ends that', () => {
  const screened = { for: '{ each: office }', met: '[mediation.v1.ScreeningCompleted]' };
  for (const rule of read(packOf({ SERIES: { ...screened, recurs: '{ every: week }' }, ONCE: { ...screened, period: '{ days: 30 }' } })))
    expect(sorted(hears(rule))).toEqual(['directory.v1.OfficeClosed', 'directory.v1.OfficeEstablished', 'mediation.v1.ScreeningCompleted']);
});

/** Rules that between them say every word, each time of another event. */
const EVERYTHING = packOf({
  A: {
    start: '[mediation.v1.DisputeRegistered, { all: [mediation.v1.DisputeAccepted, { on: mediation.v1.DisputeGraded, at: recorded }] }]',
    again: 'restart',
    period: '{ cases: [{ when: "start.date > \'2026-01-01\'", before: mediation.v1.PoliceDecisionRecorded }, { earliest: [{ latest: [{ days: -2, from: { on: mediation.v1.MediationPlanAdopted, at: event.dueDate } }, { days: 2, from: known }] }, { days: 5, from: B.due }] }] }',
    pause: '[{ on: mediation.v1.MediationSuspended, when: count == 1, until: [mediation.v1.MediationResumed, { on: D, is: void }], max: { days: 4 } }, { on: mediation.v1.LawyerSupportRequested, until: mediation.v1.LawyerSupportAssigned }]',
    extend: '[{ on: mediation.v1.MediationExtended, to: { until: event.until } }, { on: mediation.v1.OralReportLogged, by: PT5H, max: 2 }]',
    met: '[{ all: [mediation.v1.CaseArchived, mediation.v1.SessionHeld] }]',
    void: '[mediation.v1.DisputeDiverted, { on: C, is: [overdue, lapsed] }]',
  },
  B: { start: '[mediation.v1.DisputeAnalysed]', recurs: '{ every: { months: 1 }, from: start, until: mediation.v1.CaseArchived }', met: '[mediation.v1.PerformanceUrged]' },
  C: { for: '{ each: office, where: subject.level == Level.VILLAGE }', recurs: '{ every: week }', met: '[{ on: mediation.v1.ScreeningCompleted, key: event.period }]' },
  D: { for: '{ each: event.terms, key: each.termId, where: "each.dueDate != \'\'" }', start: '[mediation.v1.AgreementConcluded]', period: '{ until: each.dueDate }', met: '[mediation.v1.AgreementPerformed]' },
  E: { for: '{ each: committee, from: mediation.v1.MajorDisputeReported, until: mediation.v1.TrendAnalysisReported }', period: '{ days: 3 }', met: '[mediation.v1.CaseArchived]' },
});

describe.each([...packTexts(), { file: 'everything.yaml', text: EVERYTHING }])('of $file', ({ text }) => {
  const source = parse(text) as { pack: string; rules: readonly { id: string }[] };
  const { packs } = loadPacks(text === EVERYTHING ? [{ file: 'everything.yaml', text }] : packTexts());
  const rules = packs.find(({ pack }) => pack === source.pack)?.rules ?? [];
  const roots = new Set(packs.flatMap((pack) => pack.rules.map(({ root }) => root)));

  it('every rule hears all that it names, and nothing else', () => {
    expect(rules.map((rule) => ({ id: rule.id, hears: sorted(hears(rule)) }))).toEqual(rules.map((rule) => ({ id: rule.id, hears: namesOf(rule, roots) })));
    expect(rules.map((rule) => sorted(waitsFor(rule)))).toEqual(rules.map((rule) => namesOf(rule, roots).filter((name) => roots.has(name))));
  });

  it('every rule hears all that is written of it', () => {
    expect(rules.map(({ id }) => id)).toEqual(source.rules.map(({ id }) => id));
    const unheard = rules.map((rule, place) => ({ id: rule.id, unheard: namedIn(source.rules[place], (name) => eventType(name) !== undefined).filter((name) => !hears(rule).includes(name)) }));
    expect(unheard.filter((each) => each.unheard.length > 0)).toEqual([]);
  });
});

it('a rule hears all that any version of it hears, also one that no longer governs', () => {
  const [older, newer] = ['mediation.v1.MediationSuspended', HEARD].map((type) => loadPacks([{ file: 'heard.yaml', text: packOf({ RULE: { ...PLAIN, void: `[${type}]` } }) }]).packs[0] as NormalisedPack) as [NormalisedPack, NormalisedPack];
  const packs = [{ ...older, adoptedAt: '2026-01-01T00:00:00.000Z' }, { ...newer, version: '2', adoptedAt: '2026-02-01T00:00:00.000Z' }];
  for (const name of ['mediation.v1.MediationSuspended', HEARD]) expect([...rulesAffectedBy(packs, '330681', name)]).toEqual(['RULE']);
});

it('a rule hears what one hears that it waits for through others', () => {
  const waits = (id: string) => ({ ...PLAIN, void: `[{ on: ${id}, is: void }]` });
  expect(affectedIn(packOf({ RULE: waits('BETWEEN'), BETWEEN: waits('OTHER'), OTHER }), 'mediation.v1.DisputeDiverted')).toEqual(['BETWEEN', 'OTHER', 'RULE']);
});
