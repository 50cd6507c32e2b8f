import type { Code } from '../dispute/codes';

/* The dated code tables of mediators. A code is ended by `until`, never taken out: old events keep it. */

// People's Mediation Law in force; seed plans R002 (where full-time mediators come from) and R004 (grades, register, certificate) date the others.
const LAW = '2011-01-01';
const LUCHENG = '2008-01-01';
const GRADES_FROM = '2020-05-01';

/** 调解员来源. */
export const MEDIATOR_SOURCES = [
  { code: 'villager', zh: '村（居）民', from: LAW },
  { code: 'deputy', zh: '人大代表、政协委员', from: LUCHENG },
  { code: 'assessor', zh: '人民陪审员', from: LUCHENG },
  { code: 'retiredJudge', zh: '退休法官', from: LUCHENG },
  { code: 'retiredProsecutor', zh: '退休检察官', from: LUCHENG },
  { code: 'retiredPolice', zh: '退休民警', from: LUCHENG },
  { code: 'lawyer', zh: '律师', from: LUCHENG },
  { code: 'notary', zh: '公证员', from: LUCHENG },
  { code: 'legalWorker', zh: '基层法律服务工作者', from: LUCHENG },
] as const satisfies readonly Code[];

/** 培训类别. */
export const TRAINING_KINDS = [
  { code: 'induction', zh: '岗前培训', from: LAW },
  { code: 'yearly', zh: '年度培训', from: LAW },
] as const satisfies readonly Code[];

/** 授课单位. */
export const TRAINERS = [
  { code: 'bureau', zh: '司法行政机关', from: LAW },
  { code: 'court', zh: '人民法院', from: LAW },
  { code: 'lawyer', zh: '律师', from: LAW },
  { code: 'other', zh: '其他', from: LAW },
] as const satisfies readonly Code[];

/** 调解员等级. */
export const MEDIATOR_GRADES = [
  { code: 'first', zh: '一级', from: GRADES_FROM },
  { code: 'second', zh: '二级', from: GRADES_FROM },
  { code: 'third', zh: '三级', from: GRADES_FROM },
  { code: 'fourth', zh: '四级', from: GRADES_FROM },
] as const satisfies readonly Code[];

/** 批评教育、责令改正的情形: People's Mediation Law article 15. */
export const WARNING_GROUNDS = [
  { code: 'bias', zh: '偏袒一方当事人', from: LAW },
  { code: 'insult', zh: '侮辱当事人', from: LAW },
  { code: 'gain', zh: '索取、收受财物或牟取其他不正当利益', from: LAW },
  { code: 'disclosure', zh: '泄露当事人的个人隐私、商业秘密', from: LAW },
] as const satisfies readonly Code[];

/** 罢免、解聘或离任的情形. */
export const REMOVAL_GROUNDS = [
  ...WARNING_GROUNDS,
  { code: 'resigned', zh: '辞职', from: LAW },
  { code: 'expired', zh: '聘期届满', from: LAW },
  { code: 'died', zh: '去世', from: LAW },
] as const satisfies readonly Code[];
