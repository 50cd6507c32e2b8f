import { loadCalendarYears, workingCalendar } from '@fengqiao/calendar';
import type { JsonObject } from '@fengqiao/kernel';
import { mustLoadPacks, type AdoptedPack } from '@fengqiao/policies';
import { renderExplanation } from './render';
import { adopted, fact, local, scenario, smallCounty } from './scenario';

const calendar = workingCalendar(loadCalendarYears());

/** Versions of one rule: so many days, with a warning on the day before the last. */
function version(name: string, days: number, more = ''): AdoptedPack {
  const text = `
pack: county
version: '${name}'
names: { mediation.v1.DisputeAccepted: { zh: 受理, en: accepted }, mediation.v1.CaseArchived: { zh: 归档, en: archived } }
rules:
  - id: R
    name: { zh: 归档, en: archive }
    cite: [{ document: 测试, clause: 一, verified: SEED }]
${more}    start: [mediation.v1.DisputeAccepted]
    period: { days: ${days} }
    met: [mediation.v1.CaseArchived]
    ladder: [{ rung: warn, at: last day - 1 day 17:00, to: owner }, { rung: breach, at: due, to: head(office) }]
`;
  return adopted(mustLoadPacks([{ file: 'county.yaml', text }])[0] as AdoptedPack, '2026-01-01 00:00');
}

function world(newer: AdoptedPack) {
  const packs = [version('1', 20), newer];
  return { ...smallCounty([], calendar), packs };
}

const at = (pack: AdoptedPack, when: string, retime?: 'open'): AdoptedPack => ({ ...pack, adoptedAt: local(when), ...(retime && { retime }) });
const { subject } = smallCounty([], calendar);
const happened = (type: string, when: string, data: JsonObject = {}) => fact(subject, `mediation.v1.${type}`, when, data);
const accepted = happened('DisputeAccepted', '2026-06-01 09:00');
const played = (newer: AdoptedPack, to: string) => {
  // An adoption is known from its recording on, so the time before it passes without it.
  const before = scenario({ ...world(newer), packs: [version('1', 20)] }, '2026-06-01 08:00').given(accepted).whenTimePasses(newer.adoptedAt);
  return { before, after: (facts = before.facts) => scenario(world(newer), newer.adoptedAt).given(...facts).whenTimePasses(to) };
};

describe('a newer version of a rule', () => {
  it('leaves what is open as it started', () => {
    const then = played(at(version('2', 30), '2026-06-10 09:00'), '2026-06-11 00:00').after();
    expect(then.obligation('R')).toMatchObject({ due: local('2026-06-22 00:00'), packVersion: '1' });
  });

  it('times again what is open where its adoption says so, under the same id', () => {
    const { before, after } = played(at(version('2', 30), '2026-06-10 09:00', 'open'), '2026-06-11 00:00');
    expect(after().obligation('R')).toMatchObject({ id: before.obligation('R').id, due: local('2026-07-02 00:00'), packVersion: '2' });
    expect(renderExplanation(after().obligation('R'), 'zh')).toContain('2026-06-10 09:00 采用 county 2 时明定未了结的义务改按新规则计算');
  });

  it('leaves what was closed by then, as far as the facts know now', () => {
    const { after } = played(at(version('2', 5), '2026-06-10 09:00', 'open'), '2026-06-12 00:00');
    expect(after([accepted, happened('CaseArchived', '2026-06-10 09:00')]).obligation('R')).toMatchObject({ packVersion: '1', state: 'met', marks: { late: false } });
  });

  it('raises nothing as of before it was adopted: a breach that it finds is told at the adoption', () => {
    const { after } = played(at(version('2', 5), '2026-06-10 09:00', 'open'), '2026-06-12 00:00');
    expect(after().obligation('R')).toMatchObject({ due: local('2026-06-07 00:00'), marks: { late: true } });
    expect(after().obligation('R').rungs.map(({ name, state, at: when }) => [name, state, when])).toEqual([['warn', 'skipped', local('2026-06-05 17:00')], ['breach', 'raised', local('2026-06-10 09:00')]]);
  });

  it('leaves a rung that was raised before it where it stands', () => {
    const newer = at(version('2', 60), '2026-06-25 09:00', 'open');
    const { before } = played(newer, '2026-06-26 00:00');
    expect(before.raised.map(({ name }) => name)).toEqual(['warn', 'breach']);
    const { obligations } = scenario(world(newer), '2026-06-25 09:00').given(accepted).now;
    expect(obligations).toMatchObject([{ due: local('2026-08-01 00:00'), marks: { late: false } }]);
  });

  it('that is not in force on the day of its adoption times nothing again', () => {
    const { after } = played(at(version('2', 30, '    effective: { from: 2026-07-01 }\n'), '2026-06-10 09:00', 'open'), '2026-06-11 00:00');
    expect(after().obligation('R').packVersion).toBe('1');
  });
});
