import type { Level } from '@fengqiao/contracts';
import { invariant } from '@fengqiao/kernel';

const LEVELS: readonly Level[] = ['LEVEL_UNSPECIFIED', 'LEVEL_GROUP', 'LEVEL_VILLAGE', 'LEVEL_TOWNSHIP', 'LEVEL_COUNTY', 'LEVEL_CITY', 'LEVEL_PROVINCE'];

/** Levels as HTTP names them. */
export const LEVEL_WORDS = {
  group: 'LEVEL_GROUP',
  village: 'LEVEL_VILLAGE',
  township: 'LEVEL_TOWNSHIP',
  county: 'LEVEL_COUNTY',
  city: 'LEVEL_CITY',
  province: 'LEVEL_PROVINCE',
} as const;

/** 1 group … 6 province, so that levels compare. */
export function rankOf(level: Level): number {
  return LEVELS.indexOf(level);
}

/** The level of a rank, 1 to 6. */
export function levelOf(rank: number): Level {
  const level = LEVELS[rank];
  invariant(level !== undefined && rank > 0, `no level has rank ${rank}`);
  return level;
}
