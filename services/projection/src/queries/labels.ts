import { STATE_WORDS, type Obligation, type State } from '@fengqiao/deadlines';
import { civilOf, MS_PER_DAY, shanghaiDay, shanghaiText, startOfShanghaiDay, type EpochDay } from '@fengqiao/kernel';
import type { Bilingual } from '@fengqiao/platform';

/** The words of explanations, so that a board and an explanation speak alike. */
export const STATE_LABELS: Readonly<Record<State, Bilingual>> = STATE_WORDS;

export const NATURE_LABELS: Readonly<Record<Obligation['nature'], Bilingual>> = {
  duty: { zh: '义务', en: 'duty' },
  aim: { zh: '工作目标', en: 'aim' },
  right: { zh: '当事人权利', en: 'right' },
  term: { zh: '期限', en: 'term' },
};

const RUNG_LABELS: Readonly<Record<string, Bilingual>> = {
  warn: { zh: '预警', en: 'warning' },
  unanswered: { zh: '无人应答', en: 'nobody answered' },
  breach: { zh: '逾期通报', en: 'breach' },
  remind: { zh: '提醒', en: 'reminder' },
};

/** What a rung is called; a name of a pack's own stands for itself. */
export function rungLabel(name: string): Bilingual {
  return RUNG_LABELS[name] ?? { zh: name, en: name };
}

export const COLOURS = ['red', 'amber', 'green', 'grey'] as const;
export type Colour = (typeof COLOURS)[number];

export const COLOUR_LABELS: Readonly<Record<Colour, Bilingual>> = {
  red: { zh: '红：已逾期', en: 'red: overdue' },
  amber: { zh: '黄：剩余不足20%，或工作目标已过', en: 'amber: at most 20% left, or an aim that has passed' },
  green: { zh: '绿：时间充足', en: 'green: time enough' },
  grey: { zh: '灰：已结束，或停止计算', en: 'grey: closed, or its clock stands still' },
};

/**
 * Red is overdue, amber has at most a fifth of its time left, counted from the start. Only a duty or a partner's term can be red:
 * an aim that has passed is nobody's breach and stays amber.
 */
export function colourOf({ state, nature, marks, startedAt, due }: Pick<Obligation, 'state' | 'nature' | 'marks'> & { readonly startedAt: string; readonly due?: string }, nowMs: number, msOf: (instant: string) => number): Colour {
  if (state !== 'running' && state !== 'scheduled') return 'grey';
  if (marks.late) return nature === 'aim' ? 'amber' : 'red';
  if (due === undefined) return 'green';
  const [start, end] = [msOf(startedAt), msOf(due)];
  return (end - nowMs) * 5 <= end - start ? 'amber' : 'green';
}

/** `10月8日 24:00`: an exclusive due as people say it; the year stands before it where it is not this one. */
export function dueText(dueMs: number, nowMs: number): Bilingual {
  const midnight = startOfShanghaiDay(shanghaiDay(dueMs)) === dueMs;
  const day = shanghaiDay(midnight ? dueMs - MS_PER_DAY : dueMs);
  const time = midnight ? '24:00' : shanghaiText(dueMs).slice(11);
  const { year, month, day: date } = civilOf(day);
  const thisYear = civilOf(shanghaiDay(nowMs) as EpochDay).year === year;
  return {
    zh: `${thisYear ? '' : `${year}年`}${month}月${date}日 ${time}`,
    en: `${date} ${MONTHS[month - 1]}${thisYear ? '' : ` ${year}`}, ${time}`,
  };
}

const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];

const FIELD_LABELS: Readonly<Record<string, Bilingual>> = {
  id: { zh: '编号', en: 'id' },
  caseId: { zh: '案件', en: 'case' },
  ruleId: { zh: '规则', en: 'rule' },
  nature: { zh: '性质', en: 'nature' },
  state: { zh: '状态', en: 'state' },
  open: { zh: '未了结', en: 'open' },
  late: { zh: '逾期', en: 'late' },
  undetermined: { zh: '待查明', en: 'undetermined' },
  provisional: { zh: '暂定', en: 'provisional' },
  imported: { zh: '导入', en: 'imported' },
  officeId: { zh: '责任机构', en: 'office' },
  division: { zh: '区划', en: 'division' },
  startedAt: { zh: '起算时间', en: 'started at' },
  due: { zh: '截止时间', en: 'due' },
  dueOn: { zh: '截止日期', en: 'due on' },
  closedAt: { zh: '了结时间', en: 'closed at' },
  raised: { zh: '已升级', en: 'raised' },
  status: { zh: '办理状态', en: 'status' },
  result: { zh: '结果', en: 'result' },
  grade: { zh: '等级', en: 'grade' },
  flags: { zh: '标记', en: 'flags' },
  escalated: { zh: '已上报', en: 'escalated' },
  source: { zh: '来源', en: 'source' },
  category: { zh: '类别', en: 'category' },
  registeringOfficeId: { zh: '登记机构', en: 'registering office' },
  level: { zh: '层级', en: 'level' },
  ownerId: { zh: '承办人', en: 'owner' },
  mediatorIds: { zh: '调解员', en: 'mediators' },
  confirmation: { zh: '司法确认', en: 'judicial confirmation' },
  visit: { zh: '回访结果', en: 'result of the return visit' },
  origin: { zh: '数据来源', en: 'origin' },
  externalNumber: { zh: '外部案号', en: 'external number' },
  people: { zh: '涉及人数', en: 'people involved' },
  amountFen: { zh: '金额（分）', en: 'amount in fen' },
  discoveredOn: { zh: '发现日期', en: 'discovered on' },
  dueDate: { zh: '方案期限', en: 'date of the plan' },
  registeredAt: { zh: '登记时间', en: 'registered at' },
  archivedAt: { zh: '归档时间', en: 'archived at' },
  lastEventAt: { zh: '最近更新', en: 'last event at' },
  kind: { zh: '种类', en: 'kind' },
  sector: { zh: '行业', en: 'sector' },
  temporary: { zh: '临时', en: 'temporary' },
  termEnds: { zh: '任期届满', en: 'end of the term' },
  members: { zh: '成员人数', en: 'members' },
  women: { zh: '妇女成员人数', en: 'women' },
  untold: { zh: '未通报法院', en: 'court not told yet' },
  stood: { zh: '曾经设立', en: 'was established' },
  fullTime: { zh: '专职', en: 'full-time' },
  certificate: { zh: '证书编号', en: 'certificate' },
  engagedOn: { zh: '聘任日期', en: 'engaged on' },
  lastTrainedOn: { zh: '最近培训', en: 'last trained on' },
  gradeValidTo: { zh: '等级有效期', en: 'end of the grade' },
  period: { zh: '期间', en: 'period' },
  disputesFound: { zh: '发现纠纷数', en: 'disputes found' },
  doorToDoor: { zh: '走家串户', en: 'from door to door' },
  screenedAt: { zh: '排查时间', en: 'screened at' },
  recordedAt: { zh: '登记入册时间', en: 'recorded at' },
  closed: { zh: '已撤销', en: 'closed' },
  occasion: { zh: '研判时机', en: 'occasion' },
  disputeId: { zh: '所涉纠纷', en: 'dispute' },
  reportedAt: { zh: '研判时间', en: 'reported at' },
  year: { zh: '计入年度', en: 'year it counts for' },
  trainer: { zh: '授课单位', en: 'trainer' },
  heldOn: { zh: '举办日期', en: 'held on' },
  participants: { zh: '参加人数', en: 'participants' },
};

/** What a field of a list is called; one without words stands for itself. */
export function fieldLabel(name: string): Bilingual {
  return FIELD_LABELS[name] ?? { zh: name, en: name };
}

export const GRADE_LABELS: Readonly<Record<string, Bilingual>> = {
  GRADE_UNSPECIFIED: { zh: '未分级', en: 'not graded' },
  GRADE_SMALL: { zh: '小', en: 'small' },
  GRADE_LARGE: { zh: '大', en: 'large' },
  GRADE_MAJOR: { zh: '重大', en: 'major' },
};

export const LINE_LABELS: Readonly<Record<string, Bilingual>> = {
  LINE_UNSPECIFIED: { zh: '未注明', en: 'not stated' },
  LINE_JUSTICE: { zh: '司法行政', en: 'justice' },
  LINE_GOVERNMENT: { zh: '党委政府', en: 'government' },
};

export const ANSWER_LABELS: Readonly<Record<string, Bilingual>> = {
  none: { zh: '未答复', en: 'not answered' },
  supported: { zh: '已指派律师支持', en: 'supported by a lawyer' },
  takenOver: { zh: '已接管', en: 'taken over' },
  returned: { zh: '已退回', en: 'returned' },
};

export const COMMITTEE_LABELS: Readonly<Record<string, Bilingual>> = {
  proposed: { zh: '拟设立', en: 'proposed' },
  serving: { zh: '任期内', en: 'serving' },
  dueForElection: { zh: '任期届满，待换届', en: 'term over, due for re-election' },
  expired: { zh: '临时调委会有效期届满', en: 'temporary, validity over' },
  dissolved: { zh: '已撤销', en: 'dissolved' },
};

export const MEDIATOR_LABELS: Readonly<Record<string, Bilingual>> = {
  engaged: { zh: '已聘任', en: 'engaged' },
  trained: { zh: '已培训', en: 'trained' },
  graded: { zh: '已评级', en: 'graded' },
  active: { zh: '在岗', en: 'active' },
  warned: { zh: '责令改正中', en: 'warned' },
  removed: { zh: '已离任', en: 'removed' },
};

export const CELL_LABELS: Readonly<Record<string, Bilingual>> = {
  done: { zh: '已排查', en: 'done' },
  doneLate: { zh: '逾期补报', en: 'done late' },
  missed: { zh: '漏排', en: 'missed' },
  open: { zh: '待排查', en: 'open' },
  notOwed: { zh: '不计', en: 'not owed' },
};

export const OCCASION_LABELS: Readonly<Record<string, Bilingual>> = {
  quarter: { zh: '季度', en: 'quarter' },
  sensitivePeriod: { zh: '敏感时期', en: 'sensitive period' },
  majorEvent: { zh: '重大活动', en: 'major event' },
  urgentDispute: { zh: '重大紧急纠纷', en: 'urgent major dispute' },
};

export const CLASS_LABELS: Readonly<Record<string, Bilingual>> = {
  backbone: { zh: '骨干培训', en: 'backbone class' },
  local: { zh: '分级培训', en: 'class of one level' },
};

export const TRAINER_LABELS: Readonly<Record<string, Bilingual>> = {
  bureau: { zh: '司法行政机关', en: 'justice bureau' },
  court: { zh: '人民法院', en: 'court' },
  lawyer: { zh: '律师', en: 'lawyer' },
  other: { zh: '其他', en: 'other' },
};
