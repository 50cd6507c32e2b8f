import type { Grade, Level } from '@fengqiao/contracts';
import { parseDate, type EpochDay } from '@fengqiao/kernel';

/*
 * The rule that grades a dispute (纠纷分级): small 小, large 大, major 重大. It proposes; a person decides.
 * The numbers are a county's to set: the wording of the plans gives grades without measures.
 */

export type GradeWord = Exclude<Grade, 'GRADE_UNSPECIFIED'>;

/** Measures of one county from a day on; amounts in fen, both measures inclusive. */
export interface GradingTable {
  readonly from: string;
  readonly source: string;
  readonly major: { readonly people: number; readonly amountFen: bigint };
  readonly large: { readonly people: number; readonly amountFen: bigint };
}

export const GRADING_TABLES: readonly [GradingTable, ...GradingTable[]] = [
  {
    from: '2011-12-01',
    source: 'default measures, to be replaced by those the county sets',
    major: { people: 10, amountFen: 10_000_000n },
    large: { people: 3, amountFen: 1_000_000n },
  },
];

/** What a grading looks at. */
export interface Circumstances {
  readonly people: number;
  readonly amountFen: string;
  readonly flags: readonly string[];
  readonly observed: readonly string[];
}

/** The table in force on a day; the first one before there was any. */
export function gradingTableOn(day: EpochDay, tables: readonly [GradingTable, ...GradingTable[]] = GRADING_TABLES): GradingTable {
  return [...tables].reverse().find((table) => (parseDate(table.from) ?? 0) <= day) ?? tables[0];
}

/** The grade that the measures propose, and which of them were met. */
export function proposeGrade(seen: Circumstances, { major, large }: GradingTable): { readonly grade: GradeWord; readonly criteria: readonly string[] } {
  const amount = BigInt(seen.amountFen);
  const others = ['violence', 'injury', 'crossTownship'].filter((criterion) => seen.observed.includes(criterion));
  if (seen.flags.includes('homicideRisk')) others.push('homicideRisk');
  const met = (measures: GradingTable['major']) => [...(seen.people >= measures.people ? ['people'] : []), ...(amount >= measures.amountFen ? ['amount'] : [])];

  const majorCriteria = [...met(major), ...others];
  if (majorCriteria.length > 0) return { grade: 'GRADE_MAJOR', criteria: majorCriteria };
  const largeCriteria = met(large);
  return { grade: largeCriteria.length > 0 ? 'GRADE_LARGE' : 'GRADE_SMALL', criteria: largeCriteria };
}

/** The level that should contain a dispute: small in the group, large in the village, major in the township; the county where a township found it major or a crowd is involved. */
export function containmentOf(grade: GradeWord, flags: readonly string[], gradingRank: number): Level {
  if (flags.includes('massIncident')) return 'LEVEL_COUNTY';
  switch (grade) {
    case 'GRADE_SMALL':
      return 'LEVEL_GROUP';
    case 'GRADE_LARGE':
      return 'LEVEL_VILLAGE';
    case 'GRADE_MAJOR':
      return gradingRank >= 3 ? 'LEVEL_COUNTY' : 'LEVEL_TOWNSHIP';
  }
}

/** 1 small, 2 large, 3 major, so that grades compare. */
export function weightOf(grade: Grade): number {
  return ['GRADE_UNSPECIFIED', 'GRADE_SMALL', 'GRADE_LARGE', 'GRADE_MAJOR'].indexOf(grade);
}
