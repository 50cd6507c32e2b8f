import { formatProblem, loadPacks, type Rule } from '.';

/** A pack with one rule whose words follow; `more` are further rules. */
function pack(words: string, more = ''): string {
  return `pack: county
version: '1'
parameters: { most: { days: 30 } }
names:
  mediation.v1.DisputeRegistered: { zh: 登记, en: registered }
  mediation.v1.AgreementConcluded: { zh: 协议, en: agreement }
  mediation.v1.AgreementPerformed: { zh: 履行, en: performed }
  mediation.v1.ScreeningCompleted: { zh: 排查, en: screening }
  mediation.v1.SessionHeld: { zh: 调解, en: session }
  mediation.v1.MediatorsAppointed: { zh: 指定, en: appointed }
  mediation.v1.CaseArchived: { zh: 归档, en: archived }
rules:
  - id: T-1
    name: { zh: 测试, en: test }
    cite: [{ document: 测试方案, clause: 一, verified: SEED }]
${words}${more}`;
}

const other = (id: string, words: string): string => `  - id: ${id}
    name: { zh: 另, en: other }
    cite: [{ document: 测试方案, clause: 二, verified: V }]
${words}`;

function ruleOf(words: string, more = ''): Rule {
  const { packs, problems } = loadPacks([{ file: '0.yaml', text: pack(words, more) }]);
  expect(problems.map(formatProblem)).toEqual([]);
  return packs[0]?.rules[0] as Rule;
}

function codes(words: string, more = ''): string[] {
  return loadPacks([{ file: '0.yaml', text: pack(words, more) }]).problems.map(({ code }) => code);
}

const PLAIN = '    start: [mediation.v1.DisputeRegistered]\n    met: [mediation.v1.CaseArchived]\n';
const ANNOUNCED = '    start: [mediation.v1.AgreementConcluded]\n    met: [mediation.v1.AgreementPerformed]\n';
const SCREENED = '    met: [{ on: mediation.v1.ScreeningCompleted, key: event.period }]\n';

describe('a rule for each member', () => {
  it('of a kind of subject takes what makes a member, and what ends that, from the kind', () => {
    const rule = ruleOf(`    for: { each: office, where: subject.level == Level.VILLAGE }\n    recurs: { every: week }\n${SCREENED}`);
    expect(rule.for).toEqual({ each: 'office', where: 'subject.level == Level.VILLAGE', key: '' });
    expect(rule.start).toMatchObject([{ all: [{ on: 'directory.v1.OfficeEstablished', at: 'event.validFrom' }] }]);
    expect(rule.recurs).toMatchObject({ every: 'week', until: [{ on: 'directory.v1.OfficeClosed', at: 'event.closedFrom' }], between: { from: '', to: '' } });
  });

  it('without a series ends with the membership', () => {
    expect(ruleOf(`    for: { each: office }\n    period: { days: 30 }\n${SCREENED}`).void).toMatchObject([{ all: [{ on: 'directory.v1.OfficeClosed' }] }]);
  });

  it('of a kind says itself from when to when, and reads what made the member', () => {
    const rule = ruleOf(`    for: { each: committee, from: [{ all: [mediation.v1.DisputeRegistered, mediation.v1.AgreementConcluded] }], until: mediation.v1.CaseArchived, where: subject.level == Level.VILLAGE }\n    recurs: { every: week }\n${SCREENED}`);
    expect(rule).toMatchObject({ start: [{ all: [{ on: 'mediation.v1.DisputeRegistered' }, { on: 'mediation.v1.AgreementConcluded' }] }], recurs: { until: [{ on: 'mediation.v1.CaseArchived' }] } });
    expect(ruleOf(`    for: { each: office, where: event.level == Level.VILLAGE && event.kind == 'committee' }\n    recurs: { every: week }\n${SCREENED}`).for?.where).toContain('event.kind');
  });

  it('of a list has a key and may end on a date of the member', () => {
    const rule = ruleOf(`    for: { each: event.terms, key: each.termId, where: "each.dueDate != ''" }\n${ANNOUNCED}    period: { until: each.dueDate }\n`);
    expect(rule).toMatchObject({ for: { each: 'event.terms', key: 'each.termId' }, period: { until: 'each.dueDate', roll: 'none', ends: '' } });
  });

  it('of a list of texts is named by the text itself', () => {
    expect(ruleOf('    for: { each: event.mediatorIds, key: each }\n    start: [mediation.v1.MediatorsAppointed]\n    met: [mediation.v1.CaseArchived]\n    period: { days: 3 }\n').for?.key).toBe('each');
  });

  it.each([
    ['of a kind whose members nobody knows', `    for: { each: village }\n    recurs: { every: week }\n${SCREENED}`, 'MISSING_WORD'],
    ['of a list that is none', `    for: { each: event.source, key: each }\n${PLAIN}    period: { days: 1 }\n`, 'WRONG_TYPE'],
    ['of a list without a key', `    for: { each: event.terms }\n${ANNOUNCED}    period: { days: 1 }\n`, 'MISSING_WORD'],
    ['named by a sealed field', `    for: { each: event.terms, key: each.content }\n${ANNOUNCED}    period: { days: 1 }\n`, 'SEALED_FIELD'],
    ['named by an unknown field', `    for: { each: event.terms, key: each.nothing }\n${ANNOUNCED}    period: { days: 1 }\n`, 'UNKNOWN_FIELD'],
    ['with a condition that is none', `    for: { each: office, where: subject.level }\n    recurs: { every: week }\n${SCREENED}`, 'WRONG_CONDITION'],
    ['with a condition that reads a field it has not', `    for: { each: office, where: "event.grade == Level.VILLAGE" }\n    recurs: { every: week }\n${SCREENED}`, 'UNKNOWN_FIELD'],
    ['whose start has a key too', '    for: { each: event.terms, key: each.termId }\n    start: [{ on: mediation.v1.AgreementConcluded, key: event.form }]\n    met: [mediation.v1.AgreementPerformed]\n    period: { days: 1 }\n', 'WRONG_TYPE'],
  ])('%s is refused', (_what, words, code) => {
    expect(codes(words)).toContain(code);
  });
});

describe('a recurrence', () => {
  it.each([
    ['{ every: month, between: [2026-01-01, 2026-06-30], roll: previous }', { every: 'month', until: [], between: { from: '2026-01-01', to: '2026-06-30' } }],
    ["{ at: ['FREQ=WEEKLY;BYDAY=TU;BYHOUR=17', 'FREQ=MONTHLY;BYMONTHDAY=-1'] }", { at: ['FREQ=WEEKLY;BYDAY=TU;BYHOUR=17', 'FREQ=MONTHLY;BYMONTHDAY=-1'], until: [], between: { from: '', to: '' } }],
    ['{ every: { months: 1 }, from: start, until: mediation.v1.SessionHeld }', { stretch: { months: 1 } }],
  ])('of %s loads', (recurs, expected) => {
    expect(ruleOf(`${PLAIN}    recurs: ${recurs}\n`).recurs).toMatchObject(expected);
  });

  it('has its period on the last day of each window, and rolls as it says', () => {
    expect(ruleOf(`${PLAIN}    recurs: { every: month, roll: previous }\n`).period).toEqual({ days: 0, roll: 'previous', ends: '' });
  });

  it.each([
    ['that says twice when', '{ every: week, at: [FREQ=DAILY] }', 'WRONG_TYPE'],
    ['of an unknown window', '{ every: fortnight }', 'WRONG_TYPE'],
    ['of no recurrence rule', "{ at: ['FREQ=WEEKLY;COUNT=3;BYDAY=MO'] }", 'WRONG_TYPE'],
    ['of a weekly rule without a day', "{ at: ['FREQ=WEEKLY'] }", 'WRONG_TYPE'],
    ['of an interval from nowhere', "{ at: ['FREQ=WEEKLY;INTERVAL=2;BYDAY=MO'] }", 'MISSING_WORD'],
    ['of stretches without an end', '{ every: { days: 7 } }', 'ENDLESS'],
    ['between a day and nothing', '{ every: between, between: { from: 2026-01-01 } }', 'MISSING_WORD'],
    ['between two days in the wrong order', '{ every: week, between: [2026-02-01, 2026-01-01] }', 'WRONG_TYPE'],
  ])('%s is refused', (_what, recurs, code) => {
    expect(codes(`${PLAIN}    recurs: ${recurs}\n`)).toContain(code);
  });

  it('that is paused is refused', () => {
    expect(codes(`${PLAIN}    recurs: { every: week }\n    pause: [{ on: mediation.v1.SessionHeld, until: mediation.v1.CaseArchived }]\n`)).toEqual(['PAUSED_SERIES']);
  });
});

describe('a period', () => {
  it.each([
    ['{ until: event.discoveredAt }', { until: 'event.discoveredAt', roll: 'none', ends: '' }],
    ['{ until: 2026-06-30, ends: 17:30 }', { until: '2026-06-30', ends: '17:30' }],
    ['{ before: mediation.v1.SessionHeld }', { before: [{ on: 'mediation.v1.SessionHeld' }] }],
    ['{ days: 3, from: known }', { days: 3, from: { known: true } }],
    ['{ days: 3, from: mediation.v1.SessionHeld }', { days: 3, from: { on: [{ on: 'mediation.v1.SessionHeld' }] } }],
    ['{ days: -3, from: mediation.v1.SessionHeld }', { days: -3, roll: 'none' }],
    ['{ days: 3, from: T-2.due }', { days: 3, from: { due: 'T-2' } }],
    ['{ earliest: [{ days: 3 }, { before: mediation.v1.SessionHeld }] }', { earliest: [{ days: 3 }, { before: [{}] }] }],
    ['{ latest: [{ days: 3 }, { until: event.discoveredAt }] }', { latest: [{ days: 3 }, {}] }],
    ["{ cases: [{ when: \"event.source == 'court'\", days: 7 }, { days: 15, roll: next }] }", { cases: [{ when: "event.source == 'court'", period: { days: 7 } }, { when: '', period: { days: 15, roll: 'next' } }] }],
  ])('%s loads', (period, expected) => {
    expect(ruleOf(`${PLAIN}    period: ${period}\n`, other('T-2', `${PLAIN}    period: { days: 1 }\n`)).period).toMatchObject(expected);
  });

  it.each([
    ['with two ends', '{ days: 3, until: event.discoveredAt }', 'WRONG_TYPE'],
    ['until an unknown field', '{ until: event.nothing }', 'UNKNOWN_FIELD'],
    ['until something that is no date', '{ until: soon }', 'WRONG_TYPE'],
    ['until a member where there is none', '{ until: each.dueDate }', 'WRONG_TYPE'],
    ['that counts back from the start', '{ days: -3 }', 'WRONG_TYPE'],
    ['from the due of no rule', '{ days: 3, from: T-9.due }', 'UNKNOWN_RULE'],
    ['of one alternative', '{ earliest: [{ days: 3 }] }', 'WRONG_TYPE'],
    ['of cases without an otherwise', "{ cases: [{ when: \"event.source == 'court'\", days: 7 }] }", 'WRONG_TYPE'],
    ['of cases on an unknown field', "{ cases: [{ when: \"event.sorce == 'court'\", days: 7 }, { days: 8 }] }", 'UNKNOWN_FIELD'],
    ['before with a roll', '{ before: mediation.v1.SessionHeld, roll: next }', 'WRONG_TYPE'],
  ])('%s is refused', (_what, period, code) => {
    expect(codes(`${PLAIN}    period: ${period}\n`)).toContain(code);
  });
});

describe('an outcome', () => {
  const waits = (id: string): string => `    start: [{ on: ${id}, is: [overdue, lapsed] }]\n    met: [mediation.v1.CaseArchived]\n    period: { days: 3 }\n`;

  it('of another rule is a trigger, with a name of its own', () => {
    const rule = ruleOf(waits('T-2'), other('T-2', `${PLAIN}    period: { days: 1 }\n`));
    expect(rule.start).toEqual([{ all: [{ on: 'T-2', is: ['overdue', 'lapsed'], when: '', at: 'occurred', key: '', of: '', name: { zh: '“另”逾期或期满', en: 'other: overdue or lapsed' } }] }]);
  });

  it.each([
    ['of no rule', waits('T-9'), 'UNKNOWN_RULE'],
    ['that is none', waits('T-2').replace('lapsed', 'late'), 'WRONG_TYPE'],
    ['with a condition', waits('T-2').replace('is: [overdue, lapsed]', "is: met, when: 'true'"), 'WRONG_TYPE'],
    ['that is not said', waits('T-2').replace(', is: [overdue, lapsed]', ''), 'MISSING_WORD'],
  ])('%s is refused', (_what, words, code) => {
    expect(codes(words, other('T-2', `${PLAIN}    period: { days: 1 }\n`))).toContain(code);
  });

  it('that comes back to its own rule is refused, whatever way it takes', () => {
    expect(codes(waits('T-1'))).toEqual(['CIRCULAR']);
    expect(codes(waits('T-2'), other('T-2', `${PLAIN}    period: { earliest: [{ days: 3 }, { days: 1, from: T-1.due }] }\n`))).toEqual(['CIRCULAR', 'CIRCULAR']);
  });
});

describe('a pause', () => {
  const paused = (max: string): string => `${PLAIN}    period: { days: 3 }\n    pause: [{ on: mediation.v1.SessionHeld, until: mediation.v1.CaseArchived, max: ${max} }]\n`;

  it.each([['{ days: 30 }', { days: 30 }], ['PT2H', { minutes: 120 }], ['param.most', { param: 'most' }]])('may last %s at most', (max, expected) => {
    expect(ruleOf(paused(max)).pause[0]?.max).toEqual(expected);
  });

  it('that may last so many months is refused, and so are two bounds', () => {
    expect(codes(paused('{ months: 1 }'))).toEqual(['WRONG_TYPE']);
    expect(codes(paused('{ days: 3 }').replace(' }]\n', ' }, { on: mediation.v1.CaseArchived, until: mediation.v1.SessionHeld, max: { days: 4 } }]\n'))).toEqual(['WRONG_TYPE']);
  });
});

it('an extension may lead to a date that its fact names', () => {
  expect(ruleOf(`${PLAIN}    period: { days: 3 }\n    extend: [{ on: mediation.v1.AgreementConcluded, to: { until: event.effectiveAt } }]\n`).extend[0]?.to).toEqual({ until: 'event.effectiveAt', roll: 'none', ends: '' });
  expect(codes(`${PLAIN}    period: { days: 3 }\n    extend: [{ on: mediation.v1.SessionHeld, to: { until: event.nothing } }]\n`)).toEqual(['UNKNOWN_FIELD']);
  expect(codes(`${PLAIN}    period: { days: 3 }\n    extend: [{ on: mediation.v1.SessionHeld, to: { before: mediation.v1.CaseArchived } }]\n`)).toEqual(['UNKNOWN_WORD', 'WRONG_TYPE']);
});
