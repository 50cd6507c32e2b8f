import { loadCalendarYears, workingCalendar } from '@fengqiao/calendar';
import { millisOf, type JsonObject } from '@fengqiao/kernel';
import { mustLoadPacks } from '@fengqiao/policies';
import { evaluate, renderExplanation } from '.';
import { fact, local, scenario, smallCounty, type FactOptions } from './scenario';
import type { Fact } from './types';
import { WORDS_PACK } from './words.scenes';

const calendar = workingCalendar(loadCalendarYears());

const setting = smallCounty(mustLoadPacks([{ file: 'words.yaml', text: WORDS_PACK }]), calendar);

function happened(type: string, at: string, data: JsonObject = {}, options: FactOptions = {}): Fact {
  return fact(setting.subject, `mediation.v1.${type}`, at, data, options);
}

/** A Monday. */
const begin = () => scenario(setting, '2026-06-01 08:00');
const accepted = happened('DisputeAccepted', '2026-06-01 09:00', { basis: 'application' });
const archived = (at: string, data: JsonObject = { gaps: [] }) => happened('CaseArchived', at, data);
const lines = (rule: string, diary: readonly string[]) => diary.filter((line) => line.includes(rule)).map((line) => line.replace(` ${rule}`, ''));

it('a warning whose time had passed when the only start was recorded is skipped, however long before that it happened', () => {
  const late = happened('DisputeAccepted', '2026-06-01 09:00', { basis: 'application' }, { recorded: '2026-06-06 10:00' });
  const { rungs, due } = begin().given(late).obligation('PAUSED');
  expect(due).toBe(local('2026-06-07 00:00'));
  expect(rungs.find(({ name }) => name === 'warn')).toMatchObject({ at: local('2026-06-05 17:00'), state: 'skipped' });
});

describe('a pause', () => {
  const asked = happened('LawyerSupportRequested', '2026-06-02 10:00');
  const resumed = happened('LawyerSupportAssigned', '2026-06-04 10:00');

  it('stops the clock and the ladder until it ends, and the due moves by the days that were not counted', () => {
    const stopped = begin().given(accepted, asked).whenTimePasses('2026-06-03 12:00');
    expect(stopped.obligation('PAUSED')).toMatchObject({ state: 'paused', marks: { late: false } });
    expect(stopped.obligation('PAUSED').due).toBeUndefined();
    const running = stopped.given(resumed);
    expect(running.obligation('PAUSED')).toMatchObject({ state: 'running', due: local('2026-06-09 00:00'), lastDay: '2026-06-08' });
    expect(lines('PAUSED', running.whenTimePasses('2026-06-30 00:00').diary)).toEqual(['06-01 10:00 soon#1', '06-07 17:00 warn#1', '06-09 00:00 breach#1', '06-09 09:00 raise#1', '06-10 09:00 raise#2', '06-11 09:00 raise#3']);
  });

  it('holds a rung that falls into it until it ends', () => {
    const early = happened('LawyerSupportRequested', '2026-06-01 09:30');
    const then = begin().given(accepted, early).whenTimePasses('2026-06-02 12:00');
    expect(lines('PAUSED', then.diary)).toEqual([]);
    expect(lines('PAUSED', then.given(resumed).whenTimePasses('2026-06-04 12:00').diary)).toEqual(['06-04 10:00 soon#1']);
  });

  it('counts once where the rule allows one', () => {
    const again = happened('LawyerSupportRequested', '2026-06-05 10:00');
    expect(begin().given(accepted, asked, resumed, again).obligation('PAUSED').state).toBe('running');
  });

  it('at the due or after it changes nothing', () => {
    const then = begin().given(accepted, happened('LawyerSupportRequested', '2026-06-07 00:00'));
    expect(then.obligation('PAUSED')).toMatchObject({ state: 'running', due: local('2026-06-07 00:00'), marks: { late: true } });
  });

  it('does not outlive what ends the obligation', () => {
    expect(begin().given(accepted, asked, archived('2026-06-03 10:00')).obligation('PAUSED')).toMatchObject({ state: 'met', marks: { late: false } });
  });
});

it('a pause whose end is learnt late breaches at once, and what follows counts from when it was learnt', () => {
  const asked = happened('LawyerSupportRequested', '2026-06-02 10:00');
  const resumed = happened('LawyerSupportAssigned', '2026-06-02 11:00', {}, { recorded: '2026-06-10 10:00' });
  const then = begin().given(accepted, asked, resumed).whenTimePasses('2026-06-11 12:00');
  expect(then.obligation('PAUSED').due).toBe(local('2026-06-07 00:00'));
  expect(lines('PAUSED', then.diary)).toEqual(['06-01 10:00 soon#1', '06-10 10:00 breach#1', '06-11 09:00 raise#1']);
});

it('what has not happened yet neither meets nor ends, and is when something changes next', () => {
  const { obligations, next } = evaluate({ ...setting, facts: [accepted, archived('2026-06-01 09:30')], raised: [], at: millisOf(local('2026-06-01 09:10')) });
  expect(obligations.map(({ state }) => state)).toEqual(['running', 'running', 'running']);
  expect(next).toBe(millisOf(local('2026-06-01 09:30')));
});

describe('an end', () => {
  it.each([
    ['DisputeDiverted', '2026-06-03 10:00', 'void', false],
    ['DisputeDiverted', '2026-06-07 00:00', 'void', true],
    ['CaseArchived', '2026-06-06 23:59', 'met', false],
    ['CaseArchived', '2026-06-08 10:00', 'met', true],
  ])('by %s at %s leaves it %s, late: %s', (type, at, state, late) => {
    expect(begin().given(accepted, happened(type, at)).obligation('PAUSED')).toMatchObject({ state, closedAt: local(at), marks: { late } });
  });

  it('is the first of several', () => {
    const then = begin().given(accepted, archived('2026-06-03 10:00'), happened('DisputeDiverted', '2026-06-02 10:00'));
    expect(then.obligation('PAUSED')).toMatchObject({ state: 'void', closedAt: local('2026-06-02 10:00') });
  });

  it('before the start is none', () => {
    expect(begin().given(archived('2026-06-01 08:30'), accepted).obligation('PAUSED').state).toBe('running');
  });

  it('after the breach leaves the breach owed, however late anybody looks', () => {
    const then = begin().given(accepted).whileDown('2026-06-20 00:00', archived('2026-06-08 13:00')).whenTimePasses('2026-06-20 00:01');
    expect(lines('PAUSED', then.diary)).toEqual(['06-20 00:00 soon#1', '06-20 00:00 warn#1', '06-20 00:00 breach#1', '06-20 00:00 raise#1']);
  });
});

it('repeats keep the nights quiet: the officer on call is told once, or nobody, and the day begins when the hours open', () => {
  const then = begin().given(happened('PerformanceUrged', '2026-06-01 12:00')).whenTimePasses('2026-06-10 00:00');
  expect(lines('NIGHT', then.diary).map((line) => line.slice(0, 11))).toEqual(['06-01 13:00', '06-01 17:00', '06-01 21:00', '06-02 01:00', '06-02 08:00', '06-02 12:00', '06-02 16:00', '06-02 20:00']);
  expect(then.obligation('NIGHT').rungs.map(({ to }) => to.join())).toEqual(['head(office)', 'head(office)', 'head(office)', 'onCall', ...Array<string>(4).fill('head(office)')]);
  expect(lines('QUIET', then.diary).map((line) => line.slice(0, 11))).toEqual(['06-01 13:00', '06-01 17:00', '06-01 21:00', '06-02 08:00', '06-02 12:00', '06-02 16:00', '06-02 20:00', '06-03 08:00']);
});

it('an extension counts from the last day, as often as the rule allows, and only before the due', () => {
  const held = (at: string) => happened('SessionHeld', at, { mode: 'field' });
  const due = (...sessions: string[]) => begin().given(accepted, ...sessions.map(held)).obligation('EXTENDED').due;
  expect(due()).toBe(local('2026-06-01 19:00'));
  expect(due('2026-06-01 18:59')).toBe(local('2026-06-02 00:00'));
  expect(due('2026-06-01 19:00')).toBe(local('2026-06-01 19:00'));
  expect(due('2026-06-01 10:00', '2026-06-01 11:00', '2026-06-01 12:00')).toBe(local('2026-06-02 05:00'));
});

it('a restart counts from the newest start that came before the due, under the id of the first', () => {
  const first = begin().given(accepted);
  const again = first.given(happened('DisputeAnalysed', '2026-06-03 10:00'));
  expect(again.obligation('RESTARTED')).toMatchObject({ id: first.obligation('RESTARTED').id, startedAt: local('2026-06-03 10:00'), lastDay: '2026-06-08' });
  const tooLate = first.given(happened('DisputeAnalysed', '2026-06-05 00:00'));
  expect(tooLate.obligation('RESTARTED')).toMatchObject({ startedAt: local('2026-06-01 09:00'), marks: { late: true } });
});

describe('a right', () => {
  const agreed = (effectiveAt: string, at = '2026-06-01 09:00') => happened('AgreementConcluded', at, { effectiveAt: effectiveAt.includes(' ') ? local(effectiveAt) : effectiveAt });
  const applied = (appliedOn: string, at = '2026-06-10 10:00') => happened('JudicialConfirmationApplied', at, { appliedOn });

  it('is scheduled until it begins, lapses at its due, and is nobody\'s breach', () => {
    const early = begin().given(agreed('2026-06-02 09:00'));
    expect(early.obligation('RIGHT')).toMatchObject({ state: 'scheduled', responsible: 'party', responsibleOfficeId: '' });
    expect(early.now.next).toBe(Date.parse('2026-06-02T09:00:00+08:00'));
    expect(early.whenTimePasses('2026-06-06 00:00').obligation('RIGHT')).toMatchObject({ state: 'lapsed', closedAt: local('2026-06-06 00:00'), marks: { late: false }, rungs: [] });
  });

  it.each([
    ['2026-06-04', '2026-06-10 10:00', 'met', false],
    ['2026-06-05', '2026-06-10 10:00', 'lapsed', false],
    ['2026-06-01', '2026-06-10 10:00', 'met', false],
    ['2026-06', '2026-06-03 10:00', 'running', true],
  ])('exercised on %s, told at %s, is %s', (on, told, state, undetermined) => {
    expect(begin().given(agreed('2026-06-01 15:00'), applied(on, told)).obligation('RIGHT')).toMatchObject({ state, marks: { undetermined } });
  });

  it('begins again with a new start after it ended, and not before', () => {
    const then = begin().given(agreed('2026-06-01 09:00'), agreed('2026-06-03 09:00', '2026-06-03 09:00'), agreed('2026-06-05 00:00', '2026-06-05 00:00'));
    const rights = then.whenTimePasses('2026-06-07 00:00').now.obligations.filter(({ ruleId }) => ruleId === 'RIGHT');
    expect(rights.map(({ startedAt, state }) => [startedAt, state])).toEqual([
      [local('2026-06-01 09:00'), 'lapsed'],
      [local('2026-06-05 00:00'), 'running'],
    ]);
  });

  it('exercised on the day it began, of unknown hour, is exercised', () => {
    const then = begin().given(agreed('2026-06-01 15:00'), applied('2026-06-01', '2026-06-01 16:00'), agreed('2026-06-01 17:00', '2026-06-01 17:00'));
    expect(then.now.obligations.filter(({ ruleId }) => ruleId === 'RIGHT').map(({ state }) => state)).toEqual(['met', 'running']);
  });
});

it('an obligation of several reasons together starts with the last of them', () => {
  const plan = happened('MediationPlanAdopted', '2026-06-03 09:00');
  expect(begin().given(accepted).now.obligations.some(({ ruleId }) => ruleId === 'JOINT')).toBe(false);
  expect(begin().given(accepted, plan).obligation('JOINT')).toMatchObject({ startedAt: local('2026-06-03 09:00'), lastDay: '2026-07-03', startFact: plan.id, responsibleOfficeId: 'township' });
});

it('a condition that errs lets a start count, and nothing that would end or move it', () => {
  const unreadable = begin().given(happened('SessionHeld', '2026-06-01 09:00', { mode: 7 }), archived('2026-06-01 10:00', { gaps: 'none' }));
  expect(unreadable.obligation('KEPT')).toMatchObject({ state: 'running', marks: { undetermined: true } });
  expect(unreadable.whenTimePasses('2026-06-03 01:00').obligation('KEPT')).toMatchObject({ marks: { late: true, undetermined: true } });
});

it('a start that is repeated leaves the earliest standing, and an earlier one learnt later moves the due but not the id', () => {
  const bed = (at: string, recorded?: string) => happened('SessionHeld', at, { mode: 'bed', approvedBy: 'chief' }, recorded === undefined ? {} : { recorded });
  const first = begin().given(bed('2026-06-02 09:00'), bed('2026-06-03 09:00'));
  expect(first.obligation('KEPT').startedAt).toBe(local('2026-06-02 09:00'));
  const then = first.given(bed('2026-06-01 09:00', '2026-06-03 10:00'));
  expect(then.obligation('KEPT')).toMatchObject({ id: first.obligation('KEPT').id, startedAt: local('2026-06-01 09:00'), due: local('2026-06-03 00:00') });
});

it('of two starts at one instant the one recorded first stands, then the one with the smaller id, in whatever order they come', () => {
  const bed = (id: string, recorded: string) => happened('SessionHeld', '2026-06-01 09:00', { mode: 'bed' }, { recorded, id });
  const stands = (...facts: Fact[]) => [facts, [...facts].reverse()].map((order) => evaluate({ ...setting, facts: order, raised: [], at: millisOf(local('2026-06-01 12:00')) }).obligations.find(({ ruleId }) => ruleId === 'KEPT')?.startFact);
  expect(stands(bed('b', '2026-06-01 09:05'), bed('a', '2026-06-01 09:06'))).toEqual(['b', 'b']);
  expect(stands(bed('b', '2026-06-01 09:05'), bed('a', '2026-06-01 09:05'))).toEqual(['a', 'a']);
});

describe('a claimed time more than 24 hours back', () => {
  const session = (data: JsonObject) => begin().given(happened('SessionHeld', '2026-06-01 09:00', { mode: 'bed', ...data }, { recorded: '2026-06-02 09:01' }));

  it('counts as the time of recording until somebody approves it', () => {
    expect(session({}).obligation('KEPT').startedAt).toBe(local('2026-06-02 09:01'));
    expect(session({ approvedBy: 'chief' }).obligation('KEPT').startedAt).toBe(local('2026-06-01 09:00'));
  });
});

it('a fact that only an overridden wording would start starts nothing', () => {
  const head = 'names: { mediation.v1.DisputeAccepted: { zh: a, en: a }, mediation.v1.CaseArchived: { zh: b, en: b }, mediation.v1.SessionHeld: { zh: c, en: c } }';
  const wording = (id: string, start: string, more = '') => `  - { id: ${id}, ${more}name: { zh: a, en: a }, cite: [{ document: a, clause: b, verified: V }], start: [${start}], period: { days: 1 }, met: [mediation.v1.CaseArchived] }`;
  const texts = [
    `pack: nation\nversion: '1'\n${head}\nrules:\n${wording('N-1', 'mediation.v1.DisputeAccepted')}\n`,
    `pack: local\nversion: '1'\nextends: nation\nbinds: { division: '3306' }\nrules:\n${wording('L-1', 'mediation.v1.SessionHeld', 'overrides: N-1, ')}\n`,
  ];
  const packs = mustLoadPacks(texts.map((text, index) => ({ file: `${index}`, text })));
  const started = (division: string, type: string) => scenario(smallCounty(packs, calendar, division), '2026-06-01 08:00').given(happened(type, '2026-06-01 09:00')).now.obligations.map(({ ruleId }) => ruleId);
  expect([started('330681', 'DisputeAccepted'), started('330681', 'SessionHeld'), started('3401', 'DisputeAccepted'), started('3401', 'SessionHeld')]).toEqual([[], ['L-1'], ['N-1'], []]);
});

it('a year whose holidays are not announced makes the due provisional', () => {
  const later = scenario(setting, '2031-06-02 08:00').given(happened('DisputeAnalysed', '2031-06-02 09:00'));
  expect(later.obligation('RESTARTED').marks.provisional).toBe(true);
  expect(renderExplanation(later.obligation('RESTARTED'), 'zh')).toContain('尚未公布');
});

it('a raised rung of an obligation that the facts no longer know is an orphan', () => {
  const then = begin().given(accepted).whenTimePasses('2026-06-08 00:00');
  const { orphans } = evaluate({ ...setting, facts: [], raised: then.raised, at: millisOf(local('2026-06-08 00:00')) });
  expect(orphans).toEqual(then.raised);
  expect(then.now.orphans).toEqual([]);
});
