import { parseDate, type EpochDay } from '@fengqiao/kernel';
import type { ObligationRow } from '../deadlines/obligation-row';
import type { LedgerDocument, LedgerTerm } from '../ledger';
import { ledgerProjection } from '../ledger';
import { contributionsOf, contributionsOfDeadlines, indicatorsFrom, type Contribution } from '.';

const day = (text: string): EpochDay => parseDate(text) as EpochDay;
const NOVEMBER = { from: day('2026-11-01'), to: day('2026-11-30') };
const AGREEMENT = { form: 'written', concludedAt: '', effectiveAt: '', terms: [], confirmation: 'none', court: '', appliedOn: '', ruledOn: '', filedOn: '', extendedUntil: '' } as const;

const line = (change: Partial<LedgerDocument>): LedgerDocument => ({ ...ledgerProjection.initial('mediation.dispute-1'), ...change });
const term = (dueDate: string, outcome: LedgerTerm['outcome'], settledAt = ''): LedgerTerm => ({ termId: 't', content: '', dueDate, outcome, settledAt, urged: 0 });
const of = (counted: readonly Contribution[], indicator: string, reading = ''): readonly boolean[] => counted.filter((each) => each.indicator === indicator && each.reading === reading).map(({ hit }) => hit);
const counted = (change: Partial<LedgerDocument>, indicator: string, reading = ''): readonly boolean[] => of(contributionsOf(line(change), NOVEMBER), indicator, reading);

const row = (rootRule: string, change: object): ObligationRow =>
  ({ id: rootRule, subject: 's', division: '', officeIds: [], raised: 0, parked: false, exists: true, obligation: { rootRule, state: 'met', marks: { late: false }, due: '2026-11-10T16:00:00.000Z', startedAt: '2026-11-10T02:00:00.000Z', closedAt: '2026-11-10T04:00:00.000Z', ...change } }) as unknown as ObligationRow;

describe('a period', () => {
  it.each([
    ['the last moment of October', '2026-10-31T15:59:59.999Z', false],
    ['the first moment of November in Asia/Shanghai', '2026-10-31T16:00:00.000Z', true],
    ['its last moment', '2026-11-30T15:59:59.999Z', true],
    ['the first moment of December', '2026-11-30T16:00:00.000Z', false],
    ['a date in it', '2026-11-30', true],
    ['a month, which is no day', '2026-11', false],
    ['nothing', '', false],
  ])('holds %s or not', (_what, acceptedAt, holds) => {
    expect(counted({ acceptedAt }, 'I-01')).toEqual(holds ? [false] : []);
  });
});

describe('what a dispute contributes', () => {
  const accepted = { acceptedAt: '2026-11-03T02:00:00.000Z' };
  const ended = { endedAt: '2026-11-20T02:00:00.000Z' };

  it('is mediated by a session, an agreement or a termination', () => {
    expect(counted(accepted, 'I-01')).toEqual([false]);
    expect(counted({ ...accepted, sessions: 1 }, 'I-01')).toEqual([true]);
    expect(counted({ ...accepted, agreement: AGREEMENT }, 'I-01')).toEqual([true]);
    expect(counted({ ...accepted, result: 'failed' }, 'I-01')).toEqual([true]);
    expect(counted({ ...accepted, result: 'transferredOut' }, 'I-01')).toEqual([false]);
    expect(counted({ ...accepted, result: 'transferredOut' }, 'I-01', 'withoutRefusals')).toEqual([]);
  });

  it('succeeds by either denominator, and a refusal is no failure', () => {
    expect(counted({ ...ended, result: 'agreed' }, 'I-02')).toEqual([true]);
    expect(counted({ ...ended, result: 'failed' }, 'I-02')).toEqual([false]);
    expect(counted({ ...ended, result: 'refused' }, 'I-02')).toEqual([]);
    expect(counted({ ...accepted, ...ended, result: 'refused' }, 'I-02', 'ofAccepted')).toEqual([false]);
    expect(counted({ ...accepted, result: 'agreed' }, 'I-02', 'ofAccepted')).toEqual([true]);
  });

  it('performs on time when every dated term was kept by the end of its day', () => {
    const agreement = (...terms: readonly LedgerTerm[]) => ({ agreement: { ...AGREEMENT, terms } });
    expect(counted(agreement(term('2026-11-10', 'performed', '2026-11-10T15:59:59.000Z')), 'I-03')).toEqual([true]);
    expect(counted(agreement(term('2026-11-10', 'performed', '2026-11-10T16:00:00.000Z')), 'I-03')).toEqual([false]);
    expect(counted(agreement(term('2026-11-10', 'performed', '2026-11-10T16:00:00.000Z')), 'I-03', 'performed')).toEqual([true]);
    expect(counted(agreement(term('2026-11-10', 'open'), term('', 'open')), 'I-03')).toEqual([false]);
    expect(counted(agreement(term('2026-11-10', 'performed', '2026-11-01'), term('2026-12-10', 'open')), 'I-03')).toEqual([]);
    expect(counted(agreement(term('', 'open')), 'I-03')).toEqual([]);
  });

  it('is contained when it is agreed at or below the level of its grade, and is counted by grade', () => {
    const closed = { ...ended, result: 'agreed', grade: 'GRADE_LARGE', containment: 'LEVEL_VILLAGE' } as const;
    expect(counted({ ...closed, level: 2 }, 'I-05')).toEqual([true]);
    expect(counted({ ...closed, level: 3 }, 'I-05', 'GRADE_LARGE')).toEqual([false]);
    expect(counted({ ...closed, level: 2, result: 'failed' }, 'I-05')).toEqual([false]);
    expect(counted({ ...closed, level: 2, result: 'transferredOut' }, 'I-05')).toEqual([]);
    expect(counted({ ...closed, level: 2, grade: 'GRADE_UNSPECIFIED' }, 'I-05')).toEqual([]);
  });

  it('counts confirmations of written agreements, return visits, satisfaction, and what turned criminal', () => {
    const concludedAt = '2026-11-05T02:00:00.000Z';
    expect(counted({ agreement: { ...AGREEMENT, concludedAt, confirmation: 'rejected' } }, 'I-07')).toEqual([true]);
    expect(counted({ agreement: { ...AGREEMENT, concludedAt } }, 'I-07')).toEqual([false]);
    expect(counted({ agreement: { ...AGREEMENT, concludedAt, form: 'oral' } }, 'I-07')).toEqual([]);
    expect(counted({ ...ended, result: 'agreed', visits: [{ result: 'content', at: '2026-12-05T02:00:00.000Z' }] }, 'I-09')).toEqual([true]);
    expect(counted({ visits: [{ result: 'content', at: concludedAt }, { result: 'dissatisfied', at: concludedAt }, { result: 'satisfied', at: '2026-12-01' }] }, 'I-13')).toEqual([true, false]);
    expect(counted({ visits: [{ result: 'content', at: concludedAt }] }, 'I-13', 'satisfied')).toEqual([false]);
    expect(counted({ criminalTurns: [{ kind: 'criminal', happenedOn: '2026-11-08' }, { kind: 'criminal', happenedOn: '2026-11-09' }] }, 'I-08')).toEqual([true]);
    expect(counted({ criminalTurns: [{ kind: 'publicOrder', happenedOn: '2026-11-08' }] }, 'I-08')).toEqual([]);
  });
});

describe('what an obligation contributes', () => {
  const contributed = (report: ObligationRow, receipts: readonly ObligationRow[]) => contributionsOfDeadlines(report, receipts, NOVEMBER);
  const receipt = (change: object) => row('MED-19.acknowledge', { startedAt: '2026-11-10T04:00:00.000Z', closedAt: '2026-11-10T05:00:00.000Z', ...change });

  it('is a report on the day only with its receipt on the day', () => {
    expect(of(contributed(row('MED-19', {}), [receipt({})]), 'I-04')).toEqual([true]);
    expect(of(contributed(row('MED-19', {}), [receipt({ closedAt: '2026-11-10T16:00:00.000Z' })]), 'I-04')).toEqual([false]);
    expect(of(contributed(row('MED-19', {}), [receipt({ state: 'running', closedAt: undefined })]), 'I-04')).toEqual([false]);
    expect(of(contributed(row('MED-19', {}), [receipt({ closedAt: '2026-11-10T16:00:00.000Z' })]), 'I-04', 'reported')).toEqual([true]);
    expect(of(contributed(row('MED-19', { marks: { late: true } }), [receipt({})]), 'I-04')).toEqual([false]);
    expect(of(contributed(row('MED-19', {}), []), 'I-04')).toEqual([true]);
    expect(contributed(row('MED-19', { state: 'void' }), [])).toEqual([]);
  });

  it('belongs to the day before its exclusive due', () => {
    expect(contributed(row('MED-19', { due: '2026-11-30T16:00:00.000Z' }), [])).not.toEqual([]);
    expect(contributed(row('MED-19', { due: '2026-10-31T16:00:00.000Z' }), [])).toEqual([]);
    expect(contributed(row('MED-19', { due: undefined }), [])).toEqual([]);
  });

  it('is a screening by its rhythm; done late is done, and no other rule counts', () => {
    const late = contributed(row('MED-18.week', { marks: { late: true } }), []);
    expect([of(late, 'I-06'), of(late, 'I-06', 'week'), of(late, 'I-06', 'month'), of(late, 'I-06', 'done')]).toEqual([[false], [false], [], [true]]);
    expect(of(contributed(row('MED-18.month', {}), []), 'I-06', 'month')).toEqual([true]);
    expect(contributed(row('MED-03', {}), [])).toEqual([]);
  });
});

describe('rates', () => {
  it('are rounded down, so that nothing short of all is called 100 %, and are none where nothing was counted', () => {
    const hits = (n: number, all: number) => Array.from({ length: all }, (_, index) => ({ indicator: 'I-02', reading: '', hit: index < n, caseId: `c${index}` }));
    const percent = (n: number, all: number) => indicatorsFrom(hits(n, all)).find(({ id }) => id === 'I-02')?.percent;
    expect([percent(0, 0), percent(1, 3), percent(1999, 2000), percent(3, 3)]).toEqual([null, '33.3%', '99.9%', '100.0%']);
  });

  it('name the cases that fell short, and of a count those it counts', () => {
    const from = [{ indicator: 'I-02', reading: '', hit: false, caseId: 'b' }, { indicator: 'I-02', reading: '', hit: true, caseId: 'a' }, { indicator: 'I-08', reading: '', hit: true, caseId: 'z' }];
    const cases = Object.fromEntries(indicatorsFrom(from).map(({ id, cases: own }) => [id, own]));
    expect([cases['I-02'], cases['I-08']]).toEqual([['b'], ['z']]);
  });
});
