import { loadCalendarYears, workingCalendar } from '@fengqiao/calendar';
import type { JsonObject } from '@fengqiao/kernel';
import { mustLoadPacks } from '@fengqiao/policies';
import { packTexts } from '@fengqiao/policies/shipped';
import { disputesOf } from './major-dispute.scenes';
import { fact, type FactOptions, local, onlyRules, SAME_DAY, scenario, smallCounty } from './scenario';
import type { Fact } from './types';

const setting = smallCounty(onlyRules(mustLoadPacks(packTexts()), SAME_DAY), workingCalendar(loadCalendarYears()));
const { registered, graded, reported } = disputesOf(setting.subject);
const RULE = 'R000-25.report';

const amends = (type: 'FactAnnulled' | 'FactCorrected', target: Fact, at: string, data: JsonObject = {}, options: FactOptions = {}) => fact(setting.subject, `platform.v1.${type}`, at, { factId: target.id, ...data }, options);
const annulled = (target: Fact, at: string, options: FactOptions = {}) => amends('FactAnnulled', target, at, {}, options);
const corrected = (target: Fact, at: string, fields: Record<string, unknown>, occurredAt = '') =>
  amends('FactCorrected', target, at, { occurredAt, fields: Object.entries(fields).map(([name, value]) => ({ name, json: JSON.stringify(value) })) });
const start = registered('2026-11-23 10:00', local('2026-11-23 10:00'), ['escalating']);
const begin = scenario(setting, '2026-11-23 08:00');

describe('a fact that is annulled', () => {
  it('starts nothing any more', () => {
    expect(begin.given(start, annulled(start, '2026-11-23 11:00')).now.obligations).toEqual([]);
  });

  it('ends nothing any more', () => {
    const report = reported('2026-11-23 11:00');
    expect(begin.given(start, report).obligation(RULE).state).toBe('met');
    expect(begin.given(start, report, annulled(report, '2026-11-23 12:00')).obligation(RULE).state).toBe('running');
  });

  it('counts again where its annulment is annulled', () => {
    const first = annulled(start, '2026-11-23 11:00');
    expect(begin.given(start, first, annulled(first, '2026-11-23 12:00')).obligation(RULE).state).toBe('running');
  });

  it('in another stream than the one that annuls it stands', () => {
    expect(begin.given(start, annulled(start, '2026-11-23 11:00', { stream: 'mediation.dispute-2' })).obligation(RULE).state).toBe('running');
  });
});

describe('a fact that is corrected', () => {
  it('reads as it was corrected last, under the same id', () => {
    const then = begin.given(start);
    const once = then.given(corrected(start, '2026-11-23 11:00', { discoveredAt: local('2026-11-22 15:00') }));
    expect(once.obligation(RULE)).toMatchObject({ id: then.obligation(RULE).id, due: local('2026-11-23 00:00'), marks: { late: true } });
    expect(once.given(corrected(start, '2026-11-23 12:00', { discoveredAt: local('2026-11-23 09:00') })).obligation(RULE).due).toBe(local('2026-11-24 00:00'));
  });

  it('is news: a breach that it shows is raised at once, and a warning of before is not', () => {
    const then = begin.given(start, corrected(start, '2026-11-23 11:00', { discoveredAt: local('2026-11-22 15:00') })).whenTimePasses('2026-11-23 11:01');
    expect(then.diary).toEqual([`11-23 11:00 ${RULE} breach#1`]);
  });

  it('may have happened at another time', () => {
    const major = graded('2026-11-23 10:00');
    expect(begin.given(major, corrected(major, '2026-11-23 12:00', {}, local('2026-11-22 18:00'))).obligation(RULE).due).toBe(local('2026-11-23 00:00'));
  });

  it('to something that cannot be read takes the strict reading', () => {
    const broken = amends('FactCorrected', start, '2026-11-23 11:00', { fields: [{ name: 'flags', json: '[' }] });
    expect(begin.given(start, broken).obligation(RULE)).toMatchObject({ state: 'running', marks: { undetermined: true } });
  });
});
