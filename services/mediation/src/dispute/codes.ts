import { parseDate, type EpochDay } from '@fengqiao/kernel';

/*
 * The dated code table of disputes. Open sets are strings in the log; a new code is a new line here, and a code is ended by
 * `until`, never taken out: old events keep it.
 */

export interface Code<C extends string = string> {
  readonly code: C;
  readonly zh: string;
  /** First day on which it may be used; day of the paper it comes from. */
  readonly from: string;
  /** First day on which it may be used no more. */
  readonly until?: string;
}

export interface Category<C extends string = string> extends Code<C> {
  /** Words by which other registers call it, so that an imported wording finds its code. */
  readonly words: readonly string[];
}

// People's Mediation Law in force; seed plans R001 (sectors) and R004 (risks) date the others.
const LAW = '2011-01-01';
const SECTORS = '2012-07-01';
const RISKS = '2020-05-01';

/** 纠纷类别. */
export const CATEGORIES = [
  { code: 'inheritance', zh: '继承', from: LAW, words: ['继承', '遗产'] },
  { code: 'custody', zh: '抚养权与探望', from: RISKS, words: ['抚养权', '探望'] },
  { code: 'support', zh: '赡养抚养', from: LAW, words: ['赡养', '抚养', '扶养'] },
  { code: 'domesticViolence', zh: '家庭暴力', from: RISKS, words: ['家暴', '家庭暴力'] },
  { code: 'affair', zh: '婚外情', from: RISKS, words: ['婚外情', '婚外'] },
  { code: 'marriageFraud', zh: '骗婚', from: RISKS, words: ['骗婚', '婚骗'] },
  { code: 'tenseFamily', zh: '家庭关系紧张', from: RISKS, words: ['家庭关系'] },
  { code: 'family', zh: '婚姻家庭', from: LAW, words: ['婚姻', '家庭', '离婚'] },
  { code: 'medical', zh: '医疗', from: SECTORS, words: ['医疗', '医患'] },
  { code: 'traffic', zh: '交通事故', from: SECTORS, words: ['交通'] },
  { code: 'labour', zh: '劳动争议', from: SECTORS, words: ['劳动', '劳资', '工伤', '欠薪'] },
  { code: 'environment', zh: '环保', from: SECTORS, words: ['环保', '环境', '污染'] },
  { code: 'logistics', zh: '物流', from: SECTORS, words: ['物流', '快递'] },
  { code: 'property', zh: '物业', from: SECTORS, words: ['物业'] },
  { code: 'commercialArea', zh: '商业区', from: SECTORS, words: ['商业区', '商圈'] },
  { code: 'consumer', zh: '消费', from: SECTORS, words: ['消费'] },
  { code: 'neighbour', zh: '邻里', from: LAW, words: ['邻里', '相邻'] },
  { code: 'landContract', zh: '土地承包流转', from: LAW, words: ['土地承包', '土地流转'] },
  { code: 'forestLand', zh: '山林土地', from: LAW, words: ['山林', '林地', '林权'] },
  { code: 'requisition', zh: '征地拆迁', from: LAW, words: ['征地', '拆迁'] },
  { code: 'house', zh: '房屋宅基地', from: LAW, words: ['房屋', '宅基地', '房产'] },
  { code: 'contract', zh: '合同借贷', from: LAW, words: ['合同', '借贷', '债务', '借款'] },
  { code: 'economic', zh: '经济纠纷', from: RISKS, words: ['经济'] },
  { code: 'damages', zh: '损害赔偿', from: LAW, words: ['损害', '赔偿', '人身'] },
  { code: 'trifle', zh: '琐事', from: RISKS, words: ['琐事'] },
  { code: 'other', zh: '其他', from: LAW, words: [] },
] as const satisfies readonly Category[];

/** 纠纷来源. */
export const SOURCES = [
  { code: 'informant', zh: '纠纷信息员', from: LAW },
  { code: 'mediator', zh: '调解员', from: LAW },
  { code: 'hotline', zh: '12348 热线', from: LAW },
  { code: 'window', zh: '窗口来访', from: LAW },
  { code: 'court', zh: '法院委派', from: LAW },
  { code: 'police', zh: '公安移交', from: LAW },
  { code: 'screening', zh: '排查发现', from: LAW },
  { code: 'import', zh: '历史数据导入', from: LAW },
] as const satisfies readonly Code[];

/** 纠纷标识. The first two oblige the office to report upward the same day. */
export const FLAGS = [
  { code: 'escalating', zh: '易激化', from: LAW },
  { code: 'beyondLevel', zh: '本级无法解决', from: LAW },
  { code: 'massIncident', zh: '群体性事件', from: LAW },
  { code: 'homicideRisk', zh: '命案风险', from: RISKS },
] as const satisfies readonly Code[];

/** 重点人群. */
export const PRIORITY_PERSONS = [
  { code: 'migrant', zh: '农民工', from: LAW },
  { code: 'destitute', zh: '特困人员', from: LAW },
  { code: 'lonelyElderly', zh: '孤寡老人', from: LAW },
  { code: 'leftBehindChild', zh: '留守儿童', from: LAW },
  { code: 'leftBehindWoman', zh: '留守妇女', from: LAW },
  { code: 'disabled', zh: '残疾人', from: LAW },
  { code: 'juvenile', zh: '未成年人', from: LAW },
  { code: 'released', zh: '刑满释放人员', from: LAW },
  { code: 'correction', zh: '社区矫正对象', from: LAW },
  { code: 'veteran', zh: '退役军人', from: LAW },
] as const satisfies readonly Code[];

/** 分流去向. */
export const DESTINATIONS = [
  { code: 'court', zh: '法院', from: LAW },
  { code: 'police', zh: '公安机关', from: LAW },
  { code: 'labourArbitration', zh: '劳动仲裁', from: LAW },
  { code: 'petition', zh: '信访', from: LAW },
  { code: 'land', zh: '自然资源（土地）部门', from: LAW },
  { code: 'womensFederation', zh: '妇联', from: LAW },
  { code: 'civilAffairs', zh: '民政', from: LAW },
  { code: 'health', zh: '卫生健康部门', from: LAW },
  { code: 'marketRegulation', zh: '市场监管', from: LAW },
  { code: 'notary', zh: '公证处', from: LAW },
  { code: 'other', zh: '其他', from: LAW },
] as const satisfies readonly Code[];

/** 不予受理的原因: what people's mediation may not take, or a party who clearly refuses (People's Mediation Law article 17). */
export const DECLINE_REASONS = [
  { code: 'partyRefuses', zh: '当事人明确拒绝调解', from: LAW },
  { code: 'reservedToAuthority', zh: '法律规定只能由专门机关管辖处理', from: LAW },
  { code: 'mediationForbidden', zh: '法律禁止以民间调解方式解决', from: LAW },
  { code: 'alreadyAccepted', zh: '法院、公安或其他行政机关已受理或解决', from: LAW },
  { code: 'notCivil', zh: '不属于民间纠纷', from: LAW },
  { code: 'outsideArea', zh: '不属于本辖区', from: LAW },
] as const satisfies readonly Code[];

/** 律师介入事项. */
export const SUPPORT_TOPICS = [
  { code: 'contract', zh: '合同债务', from: LAW },
  { code: 'damages', zh: '侵权赔偿', from: LAW },
  { code: 'labour', zh: '劳动', from: LAW },
  { code: 'family', zh: '婚姻继承', from: LAW },
  { code: 'land', zh: '土地房屋', from: LAW },
  { code: 'administrative', zh: '行政', from: LAW },
  { code: 'criminal', zh: '涉刑', from: LAW },
  { code: 'other', zh: '其他', from: LAW },
] as const satisfies readonly Code[];

/** 中止调解的原因. */
export const SUSPENSION_REASONS = [
  { code: 'appraisal', zh: '鉴定', from: LAW },
  { code: 'illness', zh: '当事人患病', from: LAW },
  { code: 'disaster', zh: '自然灾害等不可抗力', from: LAW },
  { code: 'otherProceeding', zh: '须以另一程序的结果为依据', from: LAW },
] as const satisfies readonly Code[];

/** 告知事项. */
export const INFORM_TOPICS = [
  { code: 'remedies', zh: '仲裁、行政、司法等救济途径', from: LAW },
  { code: 'confirmationRight', zh: '共同申请司法确认的权利', from: LAW },
  { code: 'confirmationLapsed', zh: '司法确认申请期限届满', from: LAW },
  { code: 'paymentOrder', zh: '可以申请支付令', from: LAW },
  { code: 'labourArbitration', zh: '可以申请劳动仲裁', from: LAW },
] as const satisfies readonly Code[];

/** 不接受法院委派委托的原因. */
export const COURT_DECLINE_REASONS = [
  { code: 'conflict', zh: '与本案有利害关系', from: LAW },
  { code: 'workload', zh: '手头案件过多', from: LAW },
  { code: 'unsuitable', zh: '不适宜调解', from: LAW },
  { code: 'other', zh: '其他', from: LAW },
] as const satisfies readonly Code[];

/** The codes of a table, as a tuple that a schema can list. */
export function codesOf<const Table extends readonly Code[]>(table: Table): [Table[number]['code'], ...Table[number]['code'][]] {
  return table.map(({ code }) => code) as [Table[number]['code'], ...Table[number]['code'][]];
}

/** May a code of this table be used on that day? */
export function inForce(table: readonly Code[], code: string, day: EpochDay): boolean {
  const entry = table.find((candidate) => candidate.code === code);
  if (!entry) return false;
  const [from, until] = [parseDate(entry.from), parseDate(entry.until ?? '')];
  return from !== undefined && from <= day && (until === undefined || day < until);
}

/** The category that a wording of another register means: its code, its Chinese word, or the first whose words it contains; `other` where none. */
export function categoryOf(wording: string): string {
  const exact = CATEGORIES.find(({ code, zh }) => code === wording || zh === wording);
  const near = CATEGORIES.find(({ words }: Category) => words.some((word) => wording.includes(word)));
  return (exact ?? near ?? { code: 'other' }).code;
}
