import { loadCalendarYears, workingCalendar } from '@fengqiao/calendar';
import { millisOf, toInstant, type JsonObject } from '@fengqiao/kernel';
import { mustLoadPacks } from '@fengqiao/policies';
import { evaluate, renderExplanation, type Obligation, type Subject } from '.';
import { fact, local, scenario, smallCounty, type FactOptions, type Scenario, type Setting } from './scenario';
import { SERIES_PACK } from './series.scenes';

const base = smallCounty(mustLoadPacks([{ file: 'series.yaml', text: SERIES_PACK }]), workingCalendar(loadCalendarYears()));
const OFFICES = { village: ['LEVEL_VILLAGE', 2], township: ['LEVEL_TOWNSHIP', 3], county: ['LEVEL_COUNTY', 4] } as const;

function office(id: keyof typeof OFFICES): { setting: Setting; established: (validFrom: string, recorded?: string) => ReturnType<typeof fact>; subject: Subject } {
  const [name, level] = OFFICES[id];
  const subject: Subject = { stream: `directory.office-${id}`, kind: 'office', division: '330681101201', officeId: id, level };
  const established = (validFrom: string, recorded = `${validFrom} 00:00`) => fact(subject, 'directory.v1.OfficeEstablished', recorded, { officeId: id, level: name, validFrom });
  return { setting: { ...base, subject }, established, subject };
}

const village = office('village');
const screened = (at: string, data: JsonObject = {}, options: FactOptions = {}) => fact(village.subject, 'mediation.v1.ScreeningCompleted', at, { officeId: 'village', ...data }, { stream: 'mediation.screening-1', ...options });
const begin = (at = '2026-11-16 00:00'): Scenario => scenario(village.setting, at).given(village.established(at.slice(0, 10)));
const keys = (then: Scenario, rule: string): string[] => then.now.obligations.filter(({ ruleId }) => ruleId === rule).map(({ key, state }) => `${key} ${state}`);
const one = (then: Scenario, rule: string, key: string): Obligation => then.obligation(rule, key);

describe('a window of a series', () => {
  it('opens by itself, at the next instant, and is due at the end of its last day', () => {
    const then = begin();
    expect(keys(then, 'WEEKLY')).toEqual(['2026-W47 running']);
    expect(one(then, 'WEEKLY', '2026-W47')).toMatchObject({ startedAt: local('2026-11-16 00:00'), due: local('2026-11-23 00:00'), lastDay: '2026-11-22', startOfficeId: 'village', officeId: 'village', level: 2 });
    const later = then.whenTimePasses('2026-11-23 00:00');
    expect(keys(later, 'WEEKLY')).toEqual(['2026-W47 running', '2026-W48 running']);
    expect(later.now.next).toBe(millisOf(local('2026-11-27 17:00')));
    expect(later.diary).toEqual(['11-20 17:00 WEEKLY warn#1', '11-23 00:00 WEEKLY breach#1']);
  });

  it('is met by what lies in it, and the next one is not', () => {
    const then = begin().given(screened('2026-11-18 10:00')).whenTimePasses('2026-11-24 00:00');
    expect(keys(then, 'WEEKLY')).toEqual(['2026-W47 met', '2026-W48 running']);
    expect(then.diary).toEqual([]);
  });

  it('is met by what names it, early or late, and by nothing that names another', () => {
    const early = begin().given(screened('2026-11-18 10:00', { period: '2026-W48' }));
    expect(keys(early, 'WEEKLY')).toEqual(['2026-W47 running']);
    expect(one(early.whenTimePasses('2026-11-23 08:00'), 'WEEKLY', '2026-W48')).toMatchObject({ state: 'met', closedAt: local('2026-11-23 00:00'), marks: { late: false } });
    const late = begin().whenTimePasses('2026-11-24 10:00').given(screened('2026-11-24 10:00', { period: '2026-W47' }));
    expect(one(late, 'WEEKLY', '2026-W47')).toMatchObject({ state: 'met', marks: { late: true } });
    expect(keys(begin().given(screened('2026-11-18 10:00', { period: '2026-11' })), 'WEEKLY')).toEqual(['2026-W47 running']);
  });

  it('is owed only by those who were members, and known as such, when it opened', () => {
    const joined = scenario(village.setting, '2026-11-10 00:00').given(village.established('2026-11-18'));
    expect(keys(joined.whenTimePasses('2026-11-24 00:00'), 'WEEKLY')).toEqual(['2026-W48 running']);
    const known = scenario(village.setting, '2026-11-10 00:00').given(village.established('2026-11-01', '2026-11-25 09:00'));
    expect(keys(known.whenTimePasses('2026-12-01 00:00'), 'WEEKLY')).toEqual(['2026-W49 running']);
  });

  it('is looked for again when a fact recorded by a clock that was ahead is known', () => {
    const recorded = '2026-11-16T00:00:01.000+08:00';
    const asked = (at: string) => evaluate({ ...village.setting, facts: [village.established('2026-11-01', recorded)], raised: [], at: millisOf(local(at)) });
    expect(asked('2026-11-15T23:59:58.000+08:00').next).toBe(millisOf(local(recorded)));
    expect(asked(recorded).next).toBe(millisOf(local('2026-11-23 00:00')));
  });

  it('ends with the membership, and what was late stays late', () => {
    const closed = fact(village.subject, 'directory.v1.OfficeClosed', '2026-11-26 09:00', { officeId: 'village', closedFrom: '2026-11-27' });
    const then = begin().given(closed).whenTimePasses('2026-12-10 00:00');
    expect(keys(then, 'WEEKLY')).toEqual(['2026-W47 void', '2026-W48 void']);
    expect(one(then, 'WEEKLY', '2026-W47').marks.late).toBe(true);
    expect(one(then, 'WEEKLY', '2026-W48')).toMatchObject({ closedAt: local('2026-11-27 00:00'), marks: { late: false } });
    expect(then.now.next).toBeUndefined();
  });

  it('is for those alone whom the rule names', () => {
    const township = office('township');
    const then = scenario(township.setting, '2026-10-01 00:00').given(township.established('2026-10-01')).whenTimePasses('2026-11-02 00:00');
    expect(then.now.obligations.map(({ ruleId, key, due }) => [ruleId, key, due])).toEqual([
      ['MONTHLY', '2026-10', local('2026-11-03 00:00')],
      ['MONTHLY', '2026-11', local('2026-12-01 00:00')],
    ]);
  });

  it('before the pack was adopted is owed by nobody', () => {
    const setting = { ...village.setting, packs: village.setting.packs.map((pack) => ({ ...pack, adoptedAt: local('2026-11-20 09:00') })) };
    const then = scenario(setting, '2026-11-16 00:00').given(village.established('2026-11-16')).whenTimePasses('2026-11-24 00:00');
    expect(keys(then, 'WEEKLY')).toEqual(['2026-W48 running']);
  });

  it('keeps its id whatever is learnt about the member', () => {
    const then = begin();
    const { id } = one(then, 'WEEKLY', '2026-W47');
    const earlier = then.given(fact(village.subject, 'directory.v1.OfficeEstablished', '2026-11-15 00:00', { officeId: 'village', level: 'LEVEL_VILLAGE', validFrom: '2026-11-02' }));
    expect(one(earlier, 'WEEKLY', '2026-W47').id).toBe(id);
  });

  it('explains itself in both languages', () => {
    const then = begin();
    expect(renderExplanation(one(then, 'WEEKLY', '2026-W47'), 'zh')).toContain('2026年第47周，自 2026-11-16 00:00 起（机构已设立）');
    expect(renderExplanation(one(then, 'WEEKLY', '2026-W47'), 'en')).toContain('until 2026-11-22 24:00 (Sun) (week 47 of 2026)');
  });
});

describe('a period on a window', () => {
  it('counts on from its last day, and only what names the window meets it then', () => {
    const county = office('county');
    const report = (at: string, period: string) => fact(county.subject, 'mediation.v1.TrendAnalysisReported', at, { officeId: 'county', period }, { stream: 'mediation.analysis-1' });
    const then = scenario(county.setting, '2026-07-01 00:00').given(county.established('2026-07-01')).whenTimePasses('2026-10-10 00:00');
    // 15 October 2026 is a Thursday; the quarter ended on 30 September.
    expect(one(then, 'QUARTERLY', '2026-Q3')).toMatchObject({ due: local('2026-10-16 00:00'), state: 'running' });
    expect(keys(then.given(report('2026-10-10 09:00', '2026-Q3')), 'QUARTERLY')).toEqual(['2026-Q3 met', '2026-Q4 running']);
    expect(keys(then.given(report('2026-10-10 09:00', '')), 'QUARTERLY')).toEqual(['2026-Q3 running', '2026-Q4 met']);
  });
});

describe('cut-offs', () => {
  const county = office('county');
  const told = (at: string, period = '') => fact(county.subject, 'mediation.v1.TrendAnalysisReported', at, { officeId: 'county', period }, { stream: 'mediation.analysis-1' });
  const from = (at: string) => scenario(county.setting, at).given(county.established(at.slice(0, 10)));

  it('lie where the recurrence says, each window reaching from the one before, within the days of the series', () => {
    const then = from('2026-01-05 00:00').whenTimePasses('2026-01-14 00:00');
    expect(then.now.obligations.filter(({ ruleId }) => ruleId === 'CUTOFF').map(({ key, startedAt, due }) => [key, startedAt, due])).toEqual([
      ['2026-01-06T17:00', local('2026-01-06 00:00'), local('2026-01-06 17:00')],
      ['2026-01-09T12:00', local('2026-01-06 17:00'), local('2026-01-09 12:00')],
      ['2026-01-13T17:00', local('2026-01-09 12:00'), local('2026-01-13 17:00')],
      ['2026-01-16T12:00', local('2026-01-13 17:00'), local('2026-01-16 12:00')],
    ]);
    expect(from('2026-03-09 00:00').whenTimePasses('2026-03-20 00:00').now.obligations.filter(({ ruleId }) => ruleId === 'CUTOFF')).toEqual([]);
  });

  it('move back before a holiday and keep their hour and their name', () => {
    // The Spring Festival of 2026 is off from 15 to 23 February; the 14th is worked instead.
    const then = from('2026-02-10 17:00').whenTimePasses('2026-02-25 00:00');
    expect(one(then, 'CUTOFF', '2026-02-17T17:00').due).toBe(local('2026-02-14 17:00'));
    expect(one(then, 'CUTOFF', '2026-02-17T17:00').lastDay).toBe('2026-02-14');
  });

  it.each([['2026-01-09T12:00'], ['2026-01-09'], ['2026-01-09T04:00:00.000Z']])('may be named as %s', (name) => {
    const then = from('2026-01-05 00:00').given(told('2026-01-06 09:00', name)).whenTimePasses('2026-01-08 00:00');
    expect(keys(then, 'CUTOFF')).toEqual(['2026-01-06T17:00 running', '2026-01-09T12:00 met']);
  });
});

it('one window between two days is met in it and not before', () => {
  const then = scenario(village.setting, '2026-09-01 00:00').given(village.established('2026-09-01'), screened('2026-09-10 09:00', { doorToDoor: true })).whenTimePasses('2026-09-20 00:00');
  expect(keys(then, 'DRIVE')).toEqual(['2026-09-14/2026-09-30 running']);
  expect(keys(then.given(screened('2026-09-20 09:00', { doorToDoor: false })), 'DRIVE')).toEqual(['2026-09-14/2026-09-30 running']);
  expect(keys(then.given(screened('2026-09-20 09:00', { doorToDoor: true })), 'DRIVE')).toEqual(['2026-09-14/2026-09-30 met']);
});

describe('the grid of a case', () => {
  const { subject } = base;
  const happened = (type: string, at: string, data: JsonObject = {}, options: FactOptions = {}) => fact(subject, `mediation.v1.${type}`, at, data, options);
  const accepted = happened('DisputeAccepted', '2026-01-31 10:00');
  const started = scenario(base, '2026-01-31 08:00').given(accepted);

  it('counts each stretch from the start, never from the one before', () => {
    const then = started.whenTimePasses('2026-04-10 00:00');
    expect(then.now.obligations.map(({ key, startedAt, due }) => [key, startedAt, due])).toEqual([
      ['1', local('2026-01-31 10:00'), local('2026-03-03 00:00')],
      ['2', local('2026-03-01 00:00'), local('2026-04-01 00:00')],
      ['3', local('2026-04-01 00:00'), local('2026-05-01 00:00')],
    ].map(([key, from, due]) => [key, from, key === '1' ? local('2026-03-01 00:00') : due]));
  });

  it('meets each stretch by what lies in it, and ends with the case', () => {
    const then = started.given(happened('SessionHeld', '2026-02-10 09:00', {}, { id: 's1' }), happened('CaseArchived', '2026-03-20 09:00')).whenTimePasses('2026-06-01 00:00');
    expect(keys(then, 'GRID')).toEqual(['1 met', '2 void']);
    expect(then.now.next).toBeUndefined();
  });

  it('moves its dues, not its ids, with an earlier start that is learnt later', () => {
    const before = started.whenTimePasses('2026-03-05 00:00');
    const after = before.given(happened('DisputeAccepted', '2026-01-20 10:00', {}, { recorded: '2026-03-05 01:00' }));
    expect(after.now.obligations.filter(({ ruleId }) => ruleId === 'GRID').map(({ id }) => id).slice(0, 2)).toEqual(before.now.obligations.map(({ id }) => id));
    expect(one(after, 'GRID', '1').due).not.toBe(one(before, 'GRID', '1').due);
  });
});

describe('members of a list', () => {
  const { subject } = base;
  const happened = (type: string, at: string, data: JsonObject = {}) => fact(subject, `mediation.v1.${type}`, at, data);
  const terms = [{ termId: 't1', dueDate: '2026-06-10' }, { termId: 't2', dueDate: '2026-06-20' }, { termId: 't3', dueDate: '' }];
  const agreed = happened('AgreementConcluded', '2026-06-01 09:00', { effectiveAt: local('2026-06-01 09:00'), terms });
  const begun = scenario(base, '2026-06-01 08:00').given(agreed);

  it('have an obligation each, which ends on the day that the member names', () => {
    expect(begun.now.obligations.map(({ ruleId, key, due }) => [ruleId, key, due])).toEqual([['EACH', 't1', local('2026-06-11 00:00')], ['EACH', 't2', local('2026-06-23 00:00')]]);
    expect(keys(begun.given(happened('AgreementPerformed', '2026-06-05 09:00', { termId: 't1' })), 'EACH')).toEqual(['t1 met', 't2 running']);
    expect(keys(begun.given(happened('AgreementPerformed', '2026-06-05 09:00', { termId: '' })), 'EACH')).toEqual(['t1 met', 't2 met']);
  });

  it('of a list of texts are named by the text', () => {
    const then = scenario(base, '2026-06-01 08:00').given(happened('MediatorsAppointed', '2026-06-01 09:00', { mediatorIds: ['p1', 'p2', 'p1'] }));
    expect(keys(then, 'SEAT')).toEqual(['p1 running', 'p2 running']);
  });

  it('of a list that cannot be read start nothing, and say nothing wrong', () => {
    expect(scenario(base, '2026-06-01 08:00').given(happened('MediatorsAppointed', '2026-06-01 09:00', { mediatorIds: 'p1' })).now.obligations).toEqual([]);
  });

  describe('and what comes after them', () => {
    const late = begun.whenTimePasses('2026-06-11 00:00');

    it('starts when one is overdue, under its key, at that instant', () => {
      expect(begun.whenTimePasses('2026-06-10 23:59').now.obligations.some(({ ruleId }) => ruleId === 'EACH.urge')).toBe(false);
      expect(one(late, 'EACH.urge', 't1')).toMatchObject({ startedAt: local('2026-06-11 00:00'), due: local('2026-06-15 00:00'), state: 'running' });
    });

    it('is void when it is performed after all, and gone when it turns out that it was performed in time', () => {
      expect(keys(late.given(happened('AgreementPerformed', '2026-06-12 09:00', { termId: 't1' })), 'EACH.urge')).toEqual(['t1 void']);
      const known = late.given(fact(subject, 'mediation.v1.AgreementPerformed', '2026-06-10 09:00', { termId: 't1' }, { recorded: '2026-06-11 08:00' }));
      expect(keys(known, 'EACH.urge')).toEqual([]);
      expect(keys(late, 'EACH.urge')).toEqual(['t1 running']);
    });

    it('leaves what it had raised without foundation', () => {
      const raised = late.whenTimePasses('2026-06-15 00:00');
      expect(raised.diary).toContain('06-15 00:00 EACH.urge breach#1');
      const known = evaluate({ ...base, facts: [...raised.facts, fact(subject, 'mediation.v1.AgreementPerformed', '2026-06-10 09:00', { termId: 't1', approvedBy: 'chief' }, { recorded: '2026-06-15 08:00' })], raised: raised.raised, at: millisOf(local('2026-06-15 08:00')) });
      expect(known.orphans.map(({ name }) => name)).toEqual(['breach']);
    });
  });
});

it('a subject of many windows has its next instant at a warning, a due or an opening, whichever is first', () => {
  const instants: string[] = [];
  let then = begin();
  for (let n = 0; n < 6; n += 1) {
    const { next } = then.now;
    if (next === undefined) break;
    instants.push(toInstant(next + 8 * 3_600_000).slice(5, 16));
    then = then.whenTimePasses(toInstant(next));
  }
  expect(instants).toEqual(['11-20T17:00', '11-23T00:00', '11-27T17:00', '11-30T00:00', '12-04T17:00', '12-07T00:00']);
});
