import { calendarYear, workingCalendar } from '@fengqiao/calendar';
import { mustLoadPacks, mustLoadPeriods, type NormalisedPack } from '@fengqiao/policies';
import { calculate, listRules, type Asked, type CalculatorAnswer, type Sources } from '.';

const HEAD = `names:
  mediation.v1.DisputeGraded: { zh: 评定, en: graded }
  mediation.v1.AgreementConcluded: { zh: 达成协议, en: agreement concluded }
  mediation.v1.OralReportLogged: { zh: 口头报告, en: oral report }
  mediation.v1.DisputeTakenOver: { zh: 接管, en: taken over }
  mediation.v1.MajorDisputeReported: { zh: 上报, en: reported }
`;

const rule = (id: string, words: string): string => `
  - id: ${id}
    name: { zh: 甲, en: ${id} }
    note: { zh: 说明, en: note }
    cite: [{ document: 某法, clause: 第一条, verified: V }]
    start: [mediation.v1.DisputeGraded]
    met: [mediation.v1.MajorDisputeReported]
    ladder: [{ rung: breach, at: due, to: duty(COUNTY) }]
    ${words}`;

const pack = (head: string, ...rules: readonly string[]): string => `${head}\n${HEAD}rules:${rules.join('')}\n`;

function sourcesOf(texts: readonly string[], statutes = 'periods: []'): Sources {
  const packs = mustLoadPacks(texts.map((text, index) => ({ file: `${index}.yaml`, text })));
  return { packs, statutes: mustLoadPeriods([{ file: 's.yaml', text: statutes }]), calendar: workingCalendar([calendarYear(2026, '2026.1', [])]) };
}

function answered(asked: Asked, sources: Sources): CalculatorAnswer {
  const calculated = calculate(asked, sources);
  if (!calculated.ok) throw new Error(JSON.stringify(calculated.refusal));
  return calculated.answer;
}

function refused(asked: Asked, sources: Sources): string {
  const calculated = calculate(asked, sources);
  return calculated.ok ? 'computed' : `${calculated.refusal.parameter} ${calculated.refusal.code} ${calculated.refusal.zh} ${calculated.refusal.en}`;
}

const from = '2026-09-07';

describe('a rule of a pack', () => {
  const national = sourcesOf([
    pack(
      "pack: nation\nversion: '1'\nparameters: { soon: { workingDays: 3 } }",
      rule('A-1', 'period: param.soon'),
      rule('A-2', "period: { cases: [{ when: event.grade == Grade.MAJOR, days: 7 }, { days: 15 }] }"),
      rule('A-3', 'period: { until: event.observed }').replace('event.observed', '2026-12-31'),
      rule('A-4', 'period: { before: mediation.v1.AgreementConcluded }'),
      rule('A-5', 'pause: [{ on: mediation.v1.OralReportLogged, until: mediation.v1.DisputeTakenOver }]\n    extend: [{ on: mediation.v1.DisputeTakenOver, by: { days: 3 }, max: 1 }]\n    period: { days: 7 }'),
      rule('A-6', 'recurs: { every: month }\n    period: { days: 0 }'),
    ),
  ]);

  it('counts with the parameters of its pack', () => {
    expect(answered({ from, rule: 'A-1' }, national)).toMatchObject({ lastDay: '2026-09-10', period: { workingDays: 3, roll: 'next' } });
  });

  it('that tells cases apart asks which one, and counts the one that is named', () => {
    expect(refused({ from, rule: 'A-2' }, national)).toMatch(/^case CASE_NEEDED .*1 = 7 日（event\.grade == Grade\.MAJOR）；2 = 15 日（其他情形）/);
    expect(answered({ from, rule: 'A-2', case: '1' }, national).lastDay).toBe('2026-09-14');
    expect(answered({ from, rule: 'A-2', case: '2' }, national).lastDay).toBe('2026-09-22');
    for (const which of ['0', '3', 'x', '-1']) expect(refused({ from, rule: 'A-2', case: which }, national)).toMatch(/^case CASE_NEEDED/);
    expect(answered({ from, rule: 'A-1', case: '1' }, national).lastDay).toBe('2026-09-10');
  });

  it.each(['A-3', 'A-4', 'A-6'])('that is no count from one date (%s) says why and is not in the list', (id) => {
    expect(refused({ from, rule: id }, national)).toMatch(/^rule RULE_NO_COUNT .*不是自一个日期起算的期间.*period/);
    expect(listRules('', national).map((each) => each.id)).not.toContain(id);
  });

  it('reminds of what may stop or prolong it', () => {
    const { notes } = answered({ from, rule: 'A-5' }, national);
    expect(notes.map(({ zh }) => zh)).toEqual([expect.stringMatching(/口头报告.*停止计算/), expect.stringMatching(/接管.*延长/)]);
  });

  it('goes before a period of the list of statutes, which still covers the days that the pack does not', () => {
    const statutes = `periods:
  - { id: A-1, name: { zh: 乙, en: b }, start: { zh: 丙, en: c }, cite: [{ document: 某法, clause: 第二条, verified: U }], period: { days: 1 } }`;
    const both = sourcesOf([pack("pack: nation\nversion: '1'", rule('A-1', 'effective: { from: 2026-01-01 }\n    period: { days: 5 }'))], statutes);
    expect(answered({ from, rule: 'A-1' }, both)).toMatchObject({ period: { days: 5 }, rule: { pack: { pack: 'nation' }, unverified: false } });
    expect(answered({ from: '2025-03-03', rule: 'A-1' }, both)).toMatchObject({ period: { days: 1 }, rule: { pack: null, unverified: true } });
  });
});

describe('rules of several packs', () => {
  const NATION = pack("pack: nation\nversion: '1'\nparameters: { soon: { days: 5 } }", rule('A-1', 'period: param.soon'), rule('A-2', 'period: { days: 2 }'));
  const CITY = pack("pack: city\nversion: '1'\nextends: nation\nbinds: { division: '33', from: 2020-01-01, to: 2020-12-31 }", rule('A-1', 'overrides: A-1\n    period: { days: 9 }'), rule('C-1', 'period: param.soon'));
  const COUNTY = pack("pack: county\nversion: '1'\nextends: city\nbinds: { division: '3306' }\nparameters: { soon: { days: 6 } }", rule('D-1', 'period: { days: 4 }'));

  it('are taken from the less local one, and from another where its name is written before the id', () => {
    const sources = sourcesOf([NATION, CITY]);
    const day = '2020-09-07';
    expect(answered({ from: day, rule: 'A-1' }, sources)).toMatchObject({ period: { days: 5 }, notes: [{ zh: expect.stringContaining('city/A-1') }] });
    expect(answered({ from: day, rule: 'city/A-1' }, sources)).toMatchObject({ period: { days: 9 }, rule: { pack: { pack: 'city' } } });
    expect(refused({ from, rule: 'city/A-1' }, sources)).toMatch(/^rule RULE_NOT_IN_FORCE/);
    expect(refused({ from, rule: 'nation/C-1' }, sources)).toMatch(/^rule RULE_UNKNOWN/);
  });

  it('bind through a pack that builds on theirs, with its parameters', () => {
    const sources = sourcesOf([NATION, CITY, COUNTY]);
    expect(answered({ from: '2020-09-07', rule: 'C-1' }, sources).period).toMatchObject({ days: 5 });
    expect(answered({ from, rule: 'C-1' }, sources).period).toMatchObject({ days: 6 });
  });

  it('are taken in the version adopted last, and in an earlier one for the days that only that covers', () => {
    const version = (name: string, days: number, since: string): NormalisedPack => {
      const [read] = mustLoadPacks([{ file: 'n.yaml', text: pack(`pack: nation\nversion: '${name}'`, rule('A-1', `effective: { from: ${since} }\n    period: { days: ${days} }`)) }]);
      return read as NormalisedPack;
    };
    const sources = { ...sourcesOf([NATION]), packs: [version('1', 2, '2000-01-01'), version('2', 3, '2024-01-01')] };
    expect(answered({ from, rule: 'A-1' }, sources)).toMatchObject({ period: { days: 3 }, rule: { pack: { version: '2' } } });
    expect(answered({ from: '2023-09-07', rule: 'A-1' }, sources)).toMatchObject({ period: { days: 2 }, rule: { pack: { version: '1' } } });
  });
});
