import { formatProblem, loadPacks, mustLoadPacks, PackFileError, type PackText } from '.';

const PACK = `pack: county
version: '1.10'
binds: { division: '330681', from: 2026-01-01, to: 2026-12-31 }
parameters:
  closing: '17:30'
  soon: PT2H
  inTime: { workingDays: 3 }
  most: 5
names:
  mediation.v1.DisputeRegistered: { zh: 登记, en: registered }
  mediation.v1.DisputeGraded: { zh: 分级, en: graded }
  mediation.v1.MajorDisputeReported: { zh: 上报, en: reported }
  mediation.v1.SessionHeld: { zh: 调解, en: session held }
  raise: { zh: 上报, en: raise }
rules:
  - id: T-1
    name: { zh: 测试, en: test }
    cite: [{ document: 测试法, clause: 第一条, verified: V }]
    effective: { from: 2026-01-01 }
    start:
      - { on: mediation.v1.DisputeGraded, when: event.grade >= Grade.MAJOR && size(event.flags) < param.most }
      - { on: mediation.v1.DisputeRegistered, at: event.discoveredAt }
    period: { days: 7 }
    pause: [{ on: mediation.v1.SessionHeld, when: count == 1, until: mediation.v1.SessionHeld }]
    extend: [{ on: mediation.v1.SessionHeld, by: { days: 3 }, max: 1 }]
    met: { all: [{ on: mediation.v1.MajorDisputeReported, at: recorded }, mediation.v1.SessionHeld] }
    responsible: office
    ladder:
      - { rung: warn, at: last day - 1 workingDay param.closing, to: owner }
      - { rung: breach, at: due, to: [head(office), duty(level + 1)] }
      - { rung: raise, at: breach + 1 workingDay 09:00, to: duty(COUNTY), repeat: { every: 1 workingDay, hours: '08:00-22:00', otherwise: onCall, max: 3 } }
  - id: T-2
    name: { zh: 测试, en: test }
    cite: [{ document: 测试方案, clause: 二, verified: SEED }]
    start: [mediation.v1.DisputeGraded]
    period: param.inTime
    nature: aim
    met: [mediation.v1.MajorDisputeReported]
`;

const CHILD = `pack: town
version: '1'
extends: county
binds: { division: '330681101' }
rules:
  - id: T-3
    overrides: T-1
    enabled: false
`;

function load(...texts: string[]) {
  return loadPacks(texts.map((text, index): PackText => ({ file: `${index}.yaml`, text })));
}

/** The pack with one text replaced, and the line on which the replacement begins. */
function broken(from: string, to: string, text = PACK): { text: string; line: number } {
  const index = text.indexOf(from);
  if (index < 0) throw new Error(`"${from}" is not in the pack`);
  return { text: text.slice(0, index) + to + text.slice(index + from.length), line: text.slice(0, index).split('\n').length };
}

describe('a pack', () => {
  it('that is right loads without a problem, with every default filled in', () => {
    const { packs, problems } = load(PACK, CHILD);
    expect(problems.map(formatProblem)).toEqual([]);
    const [county, town] = packs;
    expect(county).toMatchObject({ pack: 'county', version: '1.10', extends: '', division: '330681', boundFrom: '2026-01-01', boundTo: '2026-12-31' });
    expect(county?.rules[0]).toMatchObject({ root: 'T-1', overrides: '', enabled: true, nature: 'duty', again: 'keep', period: { days: 7, roll: 'next', ends: '' }, void: [], responsible: ['office'] });
    expect(county?.rules[1]).toMatchObject({ nature: 'aim', period: { param: 'inTime', roll: 'none', ends: '' }, ladder: [] });
    expect(town?.rules[0]).toMatchObject({ id: 'T-3', root: 'T-1', overrides: 'T-1', enabled: false });
  });

  it('keeps version 1.10 apart from version 1.1', () => {
    expect(load(PACK.replace("'1.10'", '1.10')).packs[0]?.version).toBe('1.10');
  });

  it('has a hash that depends on what it says, not on how it is written', () => {
    const [plain] = load(PACK).packs;
    const [spaced] = load(PACK.replace('period: { days: 7 }', 'period:\n      days: 7 # seven')).packs;
    const [other] = load(PACK.replace('period: { days: 7 }', 'period: { days: 8 }')).packs;
    expect(spaced?.hash).toBe(plain?.hash);
    expect(other?.hash).not.toBe(plain?.hash);
    expect(plain?.hash).toMatch(/^[0-9a-f]{64}$/);
  });

  it('may stand in one file with another', () => {
    expect(load(`${PACK}---\n${CHILD}`).packs.map(({ pack }) => pack)).toEqual(['county', 'town']);
  });

  it('gives a duty without a ladder one that tells the head of the office', () => {
    const { text } = broken(PACK.slice(PACK.indexOf('    ladder:'), PACK.indexOf('  - id: T-2')), '');
    expect(load(text).packs[0]?.rules[0]?.ladder).toEqual([{ rung: 'breach', anchor: 'due', offset: { minutes: 0 }, time: '', to: ['head(office)'] }]);
  });
});

describe('one problem, with its file and line, has a pack', () => {
  it.each([
    ['an unknown word in the pack', 'parameters:', 'parametres:\n  x: 1\nparameters:', 'UNKNOWN_WORD'],
    ['an unknown word in a rule', 'responsible: office', 'recurring: weekly', 'UNKNOWN_WORD'],
    ['an unknown word in a trigger', 'at: event.discoveredAt }', 'at: event.discoveredAt, unless: x }', 'UNKNOWN_WORD'],
    ['an unknown word in a period', 'period: { days: 7 }', 'period: { days: 7, since: event.x }', 'UNKNOWN_WORD'],
    ['an unknown word in a rung', 'to: owner }', 'to: owner, colour: red }', 'UNKNOWN_WORD'],
    ['an unknown event type', 'start: [mediation.v1.DisputeGraded]', 'start: [mediation.v1.DisputeGradded]', 'UNKNOWN_EVENT'],
    ['an event without a name', 'start: [mediation.v1.DisputeGraded]', 'start: [mediation.v1.DisputeAccepted]', 'NAMELESS'],
    ['a rung without a name', '{ rung: raise,', '{ rung: rise,', 'NAMELESS'],
    ['an unknown field in a condition', 'event.grade >= Grade.MAJOR', 'event.grad >= Grade.MAJOR', 'UNKNOWN_FIELD'],
    ['a sealed field in a condition', 'event.grade >= Grade.MAJOR', "event.reason == 'x'", 'SEALED_FIELD'],
    ['a wrong type in a condition', 'event.grade >= Grade.MAJOR', 'event.grade >= 3', 'WRONG_CONDITION'],
    ['two enums compared', 'event.grade >= Grade.MAJOR', 'event.grade == Level.COUNTY', 'WRONG_CONDITION'],
    ['an unknown value of an enum', 'event.grade >= Grade.MAJOR', 'event.grade == Grade.MAJR', 'WRONG_CONDITION'],
    ['a condition that is no truth value', 'event.grade >= Grade.MAJOR && size(event.flags) < param.most', 'event.flags', 'WRONG_CONDITION'],
    ['a condition that is no CEL', 'event.grade >= Grade.MAJOR', 'event.grade >>= 1', 'WRONG_CONDITION'],
    ['a condition with a clock', 'event.grade >= Grade.MAJOR', 'now() > start.date', 'WRONG_CONDITION'],
    ['an unknown parameter in a condition', 'param.most', 'param.least', 'UNKNOWN_PARAMETER'],
    ['an unknown parameter in a period', 'period: param.inTime', 'period: param.inTme', 'UNKNOWN_PARAMETER'],
    ['an unknown parameter in a rung', 'param.closing', 'param.clsing', 'UNKNOWN_PARAMETER'],
    ['a parameter of another kind', 'period: param.inTime', 'period: param.closing', 'WRONG_TYPE'],
    ['a time that is an unknown field', 'at: event.discoveredAt', 'at: event.foundAt', 'UNKNOWN_FIELD'],
    ['a time that is a sealed field', 'at: event.discoveredAt', 'at: event.place', 'SEALED_FIELD'],
    ['a time that is no text', 'at: event.discoveredAt', 'at: event.parties', 'WRONG_TYPE'],
    ['a time that is no word', 'at: event.discoveredAt', 'at: sometime', 'WRONG_TYPE'],
    ['a reference that is none', 'at: event.discoveredAt', 'of: event.officeId', 'NO_REFERENCE'],
    ['a key through a list', 'at: event.discoveredAt', 'key: event.parties.personId', 'WRONG_TYPE'],
    ['a number that is a text', 'period: { days: 7 }', 'period: { days: seven }', 'WRONG_TYPE'],
    ['a negative number', 'period: { days: 7 }', 'period: { days: -7 }', 'WRONG_TYPE'],
    ['two units', 'period: { days: 7 }', 'period: { days: 7, months: 1 }', 'WRONG_TYPE'],
    ['an unknown nature', 'nature: aim', 'nature: wish', 'WRONG_TYPE'],
    ['an unknown anchor', 'at: last day - 1 workingDay', 'at: first day - 1 workingDay', 'WRONG_TYPE'],
    ['an anchor that is no earlier rung', 'at: breach + 1 workingDay', 'at: later + 1 workingDay', 'UNKNOWN_ANCHOR'],
    ['an unknown addressee', 'to: owner', 'to: boss', 'UNKNOWN_ADDRESSEE'],
    ['an addressee at no level', 'to: duty(COUNTY)', 'to: duty(EMPIRE)', 'UNKNOWN_ADDRESSEE'],
    ['an unknown responsible', 'responsible: office', 'responsible: somebody', 'UNKNOWN_RESPONSIBLE'],
    ['a ladder without end', ', max: 3 }', ' }', 'ENDLESS'],
    ['a repeat of nothing', 'every: 1 workingDay', 'every: 0 days', 'WRONG_TYPE'],
    ['hours that end before they begin', "'08:00-22:00'", "'22:00-08:00'", 'WRONG_TYPE'],
    ['a rung that stands twice', '{ rung: raise,', '{ rung: warn,', 'DUPLICATE'],
    ['a citation without a mark', ', verified: V }', ' }', 'UNMARKED'],
    ['a citation with an unknown mark', 'verified: V }', 'verified: yes }', 'UNMARKED'],
    ['a day that does not exist', 'effective: { from: 2026-01-01 }', 'effective: { from: 2026-02-30 }', 'WRONG_TYPE'],
    ['a window that ends before it begins', 'from: 2026-01-01, to: 2026-12-31 }', 'from: 2027-01-01, to: 2026-12-31 }', 'WRONG_TYPE'],
    ['a division that is none', "division: '330681'", 'division: Zhuji', 'WRONG_TYPE'],
    ['a pause without an end', ', until: mediation.v1.SessionHeld }', ' }', 'MISSING_WORD'],
    ['an extension to nowhere', ', by: { days: 3 }', '', 'MISSING_WORD'],
    ['an id that stands twice', '- id: T-2', '- id: T-1', 'OVERLAP'],
    ['an override of nothing', '    name: { zh: 测试, en: test }\n    cite: [{ document: 测试方案', '    overrides: T-1\n    name: { zh: 测试, en: test }\n    cite: [{ document: 测试方案', 'UNKNOWN_RULE'],
    ['a pack it extends missing', "binds: {", "extends: nation\nbinds: {", 'UNKNOWN_PACK'],
    ['rules that are no list', PACK.slice(PACK.indexOf('rules:')), 'rules:\n', 'WRONG_TYPE'],
    ['a text that is no YAML', 'names:', 'names: ]', 'NO_YAML'],
  ])('with %s', (_what, from, to, code) => {
    const { text, line } = broken(from, to);
    const { problems } = load(text);
    expect(problems.map((problem) => problem.code)).toEqual([code]);
    expect(problems[0]?.line).toBe(line);
    expect(formatProblem(problems[0] as (typeof problems)[number])).toMatch(/^0\.yaml:\d+ .* · .*$/);
  });

  it.each([
    ['without its breach', '      - { rung: breach, at: due, to: [head(office), duty(level + 1)] }\n', '', 'UNKNOWN_ANCHOR', 'BREACH'],
    ['whose warning comes when it is too late', 'at: last day - 1 workingDay param.closing', 'at: due', 'NEVER_RAISED'],
    ['whose breach is not at the due', 'rung: breach, at: due,', 'rung: breach, at: due + 1 day,', 'BREACH'],
    ['that is no duty and has a breach', '    responsible: office', '    nature: right', 'BREACH'],
  ])('with a ladder %s', (_what, from, to, ...codes) => {
    expect(load(broken(from, to).text).problems.map(({ code }) => code).sort()).toEqual([...codes].sort());
  });
});

describe('packs together are refused', () => {
  const other = (text: string) => text.replace('pack: county', 'pack: rival');

  it('when two are equally specific for one rule', () => {
    const { problems } = load(PACK, other(PACK.replace(/parameters:[^]*names:/, 'parameters: { closing: "17:30", most: 5, inTime: PT1H }\nnames:')));
    expect(new Set(problems.map(({ code }) => code))).toEqual(new Set(['EQUALLY_SPECIFIC']));
    expect(problems.every(({ file }) => file === '1.yaml')).toBe(true);
  });

  it('but not when they bind at different times', () => {
    expect(load(PACK, other(PACK.replace('from: 2026-01-01, to: 2026-12-31', 'from: 2027-01-01, to: 2027-12-31'))).problems).toEqual([]);
  });

  it('nor when one binds a part of the other', () => {
    expect(load(PACK, other(PACK.replace("'330681'", "'330681101'"))).problems).toEqual([]);
  });

  it('when they extend each other', () => {
    const { problems } = load(PACK.replace("version: '1.10'", "version: '1.10'\nextends: town"), CHILD);
    expect(problems.map(({ code }) => code)).toContain('CIRCULAR');
    expect(problems.find(({ code }) => code === 'CIRCULAR')).toMatchObject({ file: '1.yaml', line: 3 });
  });

  it('when a name stands twice', () => {
    expect(load(PACK, PACK).problems).toMatchObject([{ file: '1.yaml', line: 1, code: 'DUPLICATE' }]);
  });

  it('when one gives a parameter another kind', () => {
    const { problems } = load(PACK, CHILD.replace('rules:', "parameters: { closing: PT2H }\nrules:"));
    expect(problems).toMatchObject([{ file: '1.yaml', line: 5, code: 'WRONG_TYPE' }]);
  });

  it('when one takes an inherited id without overriding it', () => {
    const { problems } = load(PACK, CHILD.replace('id: T-3', 'id: T-2'));
    expect(problems).toMatchObject([{ file: '1.yaml', line: 6, code: 'DUPLICATE' }]);
  });

  it('when one switches off a rule and states it all the same', () => {
    const { problems } = load(PACK, CHILD.replace('enabled: false', 'enabled: false\n    nature: aim'));
    expect(problems).toMatchObject([{ file: '1.yaml', line: 9, code: 'WRONG_TYPE' }]);
  });

  it('with an error that names every problem on a line of its own', () => {
    const texts = [{ file: 'a.yaml', text: PACK.replace('nature: aim', 'nature: wish').replace('to: owner', 'to: boss') }];
    expect(() => mustLoadPacks(texts)).toThrow(PackFileError);
    expect(() => mustLoadPacks(texts)).toThrow(/\na\.yaml:\d+ .*boss.*\na\.yaml:\d+ .*nature/);
  });
});
