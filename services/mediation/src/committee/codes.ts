import type { Code } from '../dispute/codes';

/* The dated code tables of committees. A code is ended by `until`, never taken out: old events keep it. */

// People's Mediation Law in force; seed plans R001 (sectors, enterprises, parks) and R002 (regions, markets, estates, floating population) date the others.
const LAW = '2011-01-01';
const SECTORS = '2012-07-01';
const LUCHENG = '2008-01-01';

/** 调委会类别. */
export const COMMITTEE_KINDS = [
  { code: 'village', zh: '村（居）调委会', from: LAW },
  { code: 'township', zh: '乡镇（街道）调委会', from: LAW },
  { code: 'enterprise', zh: '企业调委会', from: LAW },
  { code: 'park', zh: '园区调委会', from: SECTORS },
  { code: 'sector', zh: '行业性专业性调委会', from: SECTORS },
  { code: 'region', zh: '区域性调委会', from: LUCHENG },
  { code: 'market', zh: '市场调委会', from: LUCHENG },
  { code: 'estate', zh: '小区调委会', from: LUCHENG },
  { code: 'floatingPopulation', zh: '流动人口聚居地调委会', from: LUCHENG },
] as const satisfies readonly Code[];

/** 行业领域: of a sector committee. */
export const COMMITTEE_SECTORS = [
  { code: 'medical', zh: '医疗', from: SECTORS },
  { code: 'traffic', zh: '交通事故', from: SECTORS },
  { code: 'property', zh: '物业', from: SECTORS },
  { code: 'labour', zh: '劳动争议', from: SECTORS },
  { code: 'logistics', zh: '物流', from: SECTORS },
  { code: 'environment', zh: '环保', from: SECTORS },
  { code: 'commercialArea', zh: '商业区', from: SECTORS },
] as const satisfies readonly Code[];

/** 成员调整原因. */
export const CHANGE_REASONS = [
  { code: 'byElection', zh: '补选', from: LAW },
  { code: 'recalled', zh: '罢免', from: LAW },
  { code: 'resigned', zh: '辞职', from: LAW },
  { code: 'moved', zh: '调离', from: LAW },
  { code: 'died', zh: '去世', from: LAW },
] as const satisfies readonly Code[];

/** 撤销原因. */
export const DISSOLUTION_REASONS = [
  { code: 'merged', zh: '合并', from: LAW },
  { code: 'expired', zh: '期满', from: LAW },
  { code: 'purposeEnded', zh: '事由消失', from: LAW },
  { code: 'divisionChanged', zh: '区划调整', from: LAW },
] as const satisfies readonly Code[];
