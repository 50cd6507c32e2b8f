import { parseDate, type EpochDay } from '@fengqiao/kernel';
import { containmentOf, GRADING_TABLES, gradingTableOn, proposeGrade, type GradingTable } from './dispute.grading';

const table = GRADING_TABLES[0];
const calm = { people: 2, amountFen: '0', flags: [], observed: [] };
const day = (text: string) => parseDate(text) as EpochDay;

describe('the grading table', () => {
  it.each([
    ['two people and no money', {}, 'GRADE_SMALL', []],
    ['9,999.99 yuan', { amountFen: '999999' }, 'GRADE_SMALL', []],
    ['10,000 yuan', { amountFen: '1000000' }, 'GRADE_LARGE', ['amount']],
    ['three people', { people: 3 }, 'GRADE_LARGE', ['people']],
    ['nine people and 99,999.99 yuan', { people: 9, amountFen: '9999999' }, 'GRADE_LARGE', ['people', 'amount']],
    ['ten people', { people: 10 }, 'GRADE_MAJOR', ['people']],
    ['100,000 yuan', { amountFen: '10000000' }, 'GRADE_MAJOR', ['amount']],
    ['an amount beyond safe numbers', { amountFen: '999999999999999999' }, 'GRADE_MAJOR', ['amount']],
    ['violence or threat', { observed: ['violence'] }, 'GRADE_MAJOR', ['violence']],
    ['death or injury', { observed: ['injury'] }, 'GRADE_MAJOR', ['injury']],
    ['two townships', { observed: ['crossTownship'] }, 'GRADE_MAJOR', ['crossTownship']],
    ['a risk of homicide', { flags: ['homicideRisk'] }, 'GRADE_MAJOR', ['homicideRisk']],
    ['a crowd that is only a flag', { flags: ['massIncident', 'escalating'] }, 'GRADE_SMALL', []],
    ['everything at once', { people: 50, amountFen: '10000000', flags: ['homicideRisk'], observed: ['injury', 'violence'] }, 'GRADE_MAJOR', ['people', 'amount', 'violence', 'injury', 'homicideRisk']],
  ])('proposes for %s', (_what, seen, grade, criteria) => {
    expect(proposeGrade({ ...calm, ...seen }, table)).toEqual({ grade, criteria });
  });

  it('names a large measure only where no major one is met', () => {
    expect(proposeGrade({ ...calm, people: 10, amountFen: '1000000' }, table).criteria).toEqual(['people']);
  });

  it('is the one in force on the day', () => {
    const stricter: GradingTable = { ...table, from: '2027-01-01', major: { people: 5, amountFen: 5_000_000n } };
    expect(gradingTableOn(day('2026-12-31'), [table, stricter])).toBe(table);
    expect(gradingTableOn(day('2027-01-01'), [table, stricter])).toBe(stricter);
    expect(gradingTableOn(day('2001-01-01'), [table, stricter])).toBe(table);
  });
});

describe('the level that should contain a dispute', () => {
  it.each([
    ['GRADE_SMALL', [], 2, 'LEVEL_GROUP'],
    ['GRADE_LARGE', [], 2, 'LEVEL_VILLAGE'],
    ['GRADE_MAJOR', [], 2, 'LEVEL_TOWNSHIP'],
    ['GRADE_MAJOR', [], 3, 'LEVEL_COUNTY'],
    ['GRADE_SMALL', ['massIncident'], 2, 'LEVEL_COUNTY'],
  ] as const)('%s with %j found at rank %i: %s', (grade, flags, rank, level) => {
    expect(containmentOf(grade, flags, rank)).toBe(level);
  });
});
