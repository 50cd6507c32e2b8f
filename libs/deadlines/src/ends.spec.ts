import { loadCalendarYears, workingCalendar } from '@fengqiao/calendar';
import { millisOf, type JsonObject } from '@fengqiao/kernel';
import { mustLoadPacks } from '@fengqiao/policies';
import { ENDS_PACK } from './ends.scenes';
import { renderExplanation } from './render';
import { fact, local, scenario, smallCounty, type FactOptions } from './scenario';
import type { Fact } from './types';

const setting = smallCounty(mustLoadPacks([{ file: 'ends.yaml', text: ENDS_PACK }]), workingCalendar(loadCalendarYears()));

function happened(type: string, at: string, data: JsonObject = {}, options: FactOptions = {}): Fact {
  return fact(setting.subject, `mediation.v1.${type}`, at, data, options);
}

/** A Monday. */
const accepted = happened('DisputeAccepted', '2026-06-01 09:00', { basis: 'application' });
const planned = (dueDate: string) => happened('MediationPlanAdopted', '2026-06-01 10:00', { dueDate });
const held = (at: string, options: FactOptions = {}) => happened('SessionHeld', at, { approvedBy: 'chief' }, options);
const begin = (...facts: readonly Fact[]) => scenario(setting, '2026-06-01 08:00').given(...facts);

describe('a period until something that is told', () => {
  it.each([
    ['2026-06-12', '2026-06-13 00:00'],
    ['2026-06-13', '2026-06-16 00:00'],
    [local('2026-06-12 15:00'), '2026-06-12 15:00'],
    ['2026-05-20', '2026-05-21 00:00'],
  ])('%s is due before %s', (told, due) => {
    expect(begin(planned(told)).obligation('UNTIL').due).toBe(local(due));
  });

  it('is open and undetermined where no exact day is told', () => {
    expect(begin(planned('2026-06')).obligation('UNTIL')).toMatchObject({ state: 'running', marks: { late: false, undetermined: true } });
    expect(begin(planned('2026-06')).obligation('UNTIL').due).toBeUndefined();
  });

  it('moves on by the days on which the clock stood still', () => {
    const then = begin(planned('2026-06-11'), happened('MediationSuspended', '2026-06-03 10:00'), happened('MediationResumed', '2026-06-05 10:00'));
    // Two more days are 13 June, a Saturday, which rolls.
    expect(then.obligation('UNTIL')).toMatchObject({ rawLastDay: '2026-06-13', due: local('2026-06-16 00:00') });
  });

  it('says in its explanation until when, and who says so', () => {
    const text = renderExplanation(begin(planned('2026-06-12')).obligation('UNTIL'), 'zh');
    expect(text).toContain('期间：至2026年6月12日 24:00（周五）（事实载明）');
    expect(text).not.toContain('不计入');
  });
});

describe('a period before something', () => {
  it('is open until that happens, and due then', () => {
    const then = begin(accepted).whenTimePasses('2026-06-20 00:00');
    expect(then.obligation('BEFORE')).toMatchObject({ state: 'running', marks: { late: false } });
    expect(then.obligation('BEFORE').due).toBeUndefined();
    expect(renderExplanation(then.obligation('BEFORE'), 'en')).toContain('The due is open: waiting for PoliceDecisionRecorded');
    const decided = then.given(happened('PoliceDecisionRecorded', '2026-06-21 09:00'));
    expect(decided.obligation('BEFORE')).toMatchObject({ due: local('2026-06-21 09:00'), marks: { late: true } });
    expect(decided.whenTimePasses('2026-06-21 09:01').diary).toContain('06-21 09:00 BEFORE breach#1');
  });

  it('is met in time by what came first', () => {
    const then = begin(accepted, happened('AgreementConcluded', '2026-06-10 09:00'), happened('PoliceDecisionRecorded', '2026-06-21 09:00'));
    expect(then.obligation('BEFORE')).toMatchObject({ state: 'met', marks: { late: false } });
  });
});

describe('a period that counts from something else', () => {
  it('is open until that has happened', () => {
    expect(begin(accepted).obligation('FROM').due).toBeUndefined();
    expect(begin(accepted, held('2026-06-10 09:00')).obligation('FROM').due).toBe(local('2026-06-13 00:00'));
    expect(renderExplanation(begin(accepted, held('2026-06-10 09:00')).obligation('FROM'), 'en')).toContain('Counted from SessionHeld');
  });

  it('moves its due when an earlier one is learnt', () => {
    const then = begin(accepted, held('2026-06-10 09:00'), held('2026-06-08 09:00', { recorded: '2026-06-11 09:00' }));
    expect(then.obligation('FROM').due).toBe(local('2026-06-11 00:00'));
    expect(then.whenTimePasses('2026-06-11 09:01').diary).toContain('06-11 09:00 FROM breach#1');
  });

  it('counts back where it says so', () => {
    expect(begin(accepted, planned('2026-06-30')).obligation('BACK').due).toBe(local('2026-06-28 00:00'));
  });

  it('may count from when the start was recorded', () => {
    expect(begin(accepted, held('2026-06-02 09:00', { recorded: '2026-06-05 09:00' })).obligation('KNOWN').due).toBe(local('2026-06-07 00:00'));
  });

  it('may count from the due of another obligation, and moves with it', () => {
    expect(begin(accepted).obligation('AFTER').due).toBeUndefined();
    expect(begin(accepted, planned('2026-06-12')).obligation('AFTER').due).toBe(local('2026-06-18 00:00'));
    const moved = begin(accepted, planned('2026-06-12'), happened('MediationSuspended', '2026-06-03 10:00'), happened('MediationResumed', '2026-06-06 10:00'));
    expect(moved.obligation('AFTER').due).toBe(local('2026-06-21 00:00'));
  });
});

describe('of several ends', () => {
  it('the earliest leaves out what is not known yet', () => {
    expect(begin(accepted).obligation('EARLIEST').due).toBe(local('2026-06-12 00:00'));
    expect(begin(accepted, held('2026-06-03 09:00')).obligation('EARLIEST').due).toBe(local('2026-06-06 00:00'));
    expect(begin(accepted, held('2026-06-11 09:00')).obligation('EARLIEST').due).toBe(local('2026-06-12 00:00'));
  });

  it('the latest waits for all', () => {
    expect(begin(accepted).obligation('LATEST').due).toBeUndefined();
    expect(begin(accepted, held('2026-06-03 09:00')).obligation('LATEST').due).toBe(local('2026-06-12 00:00'));
    expect(begin(accepted, held('2026-06-11 09:00')).obligation('LATEST').due).toBe(local('2026-06-14 00:00'));
    expect(renderExplanation(begin(accepted, held('2026-06-11 09:00')).obligation('LATEST'), 'en')).toContain('The latest, once all are known: 2026-06-11 24:00 (Thu), 2026-06-13 24:00 (Sat)');
  });

  it.each([
    ['application', '2026-06-09 00:00'],
    ['initiative', '2026-06-05 00:00'],
    ['other', '2026-06-17 00:00'],
  ])('the case of %s is taken', (basis, due) => {
    expect(begin(happened('DisputeAccepted', '2026-06-01 09:00', { basis })).obligation('CASES').due).toBe(local(due));
  });

  it('a case that cannot be judged is taken with the next, whichever ends first, and is undetermined', () => {
    expect(begin(happened('DisputeAccepted', '2026-06-01 09:00', { basis: 7 })).obligation('CASES')).toMatchObject({ due: local('2026-06-05 00:00'), marks: { undetermined: true } });
  });
});

describe('a pause that is bounded', () => {
  const suspended = happened('MediationSuspended', '2026-06-03 10:00');

  it('ends by itself, and the clock and the ladder run again', () => {
    const then = begin(accepted, suspended).whenTimePasses('2026-06-05 00:00');
    expect(then.obligation('BOUNDED')).toMatchObject({ state: 'paused', due: local('2026-06-16 00:00') });
    expect(then.whenTimePasses('2026-06-07 09:59').obligation('BOUNDED').state).toBe('paused');
    const running = then.whenTimePasses('2026-06-07 10:00');
    expect(running.obligation('BOUNDED').state).toBe('running');
    expect(running.whenTimePasses('2026-06-17 00:00').diary.filter((line) => line.includes('BOUNDED'))).toEqual(['06-14 17:00 BOUNDED warn#1', '06-16 00:00 BOUNDED breach#1']);
    expect(begin(accepted, suspended).now.next).toBe(millisOf(local('2026-06-07 10:00')));
  });

  it('shares its bound with the others', () => {
    const then = begin(accepted, suspended, happened('MediationResumed', '2026-06-05 10:00'), happened('MediationSuspended', '2026-06-08 10:00'));
    expect(then.obligation('BOUNDED').due).toBe(local('2026-06-16 00:00'));
  });

  it('that ends before is as long as it was', () => {
    expect(begin(accepted, suspended, happened('MediationResumed', '2026-06-04 10:00')).obligation('BOUNDED').due).toBe(local('2026-06-13 00:00'));
  });
});

it('an extension leads to the day that its fact names, before the due and not to an earlier day', () => {
  const extended = (until: string, at = '2026-06-05 09:00') => begin(accepted, happened('MediationExtended', at, { until })).obligation('EXTENDED').due;
  expect(extended('2026-06-30')).toBe(local('2026-07-01 00:00'));
  expect(extended('2026-06-05')).toBe(local('2026-06-12 00:00'));
  expect(extended('2026-06-30', '2026-06-12 00:00')).toBe(local('2026-06-12 00:00'));
  expect(extended('soon')).toBe(local('2026-06-12 00:00'));
});
