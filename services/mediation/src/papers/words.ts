import { civilOf, parseDate, parseInstant, shanghaiDay, shanghaiText } from '@fengqiao/kernel';
import type { Code } from '../dispute/codes';

/* How papers say what the case holds as codes and instants. */

const DIGITS = '〇一二三四五六七八九';

/** 2026年11月23日, of an instant in Asia/Shanghai; of a month or a year only what is known; empty text stays empty. */
export function dateOf(time: string): string {
  const ms = parseInstant(time);
  const day = ms === undefined ? parseDate(time) : shanghaiDay(ms);
  if (day !== undefined) {
    const { year, month, day: date } = civilOf(day);
    return `${year}年${month}月${date}日`;
  }
  const partial = /^(\d{4})(?:-(\d{2}))?$/.exec(time);
  return partial ? `${partial[1]}年${partial[2] === undefined ? '' : `${Number(partial[2])}月`}` : time;
}

/** 2026年11月23日15:00, in Asia/Shanghai; of a date the date. */
export function timeOf(time: string): string {
  const ms = parseInstant(time);
  return ms === undefined ? dateOf(time) : `${dateOf(time)}${shanghaiText(ms).slice(11, 16)}`;
}

/** 二〇二六年十一月二十三日, as a paper is signed; empty where the day is not known. */
export function signedDateOf(time: string): string {
  const ms = parseInstant(time);
  const day = ms === undefined ? parseDate(time) : shanghaiDay(ms);
  if (day === undefined) return '';
  const { year, month, day: date } = civilOf(day);
  return `${[...String(year)].map((digit) => DIGITS[Number(digit)]).join('')}年${countOf(month)}月${countOf(date)}日`;
}

/** 1 to 99 in Chinese: 十一, 二十三; from 100 on in digits. */
export function countOf(n: number): string {
  if (n > 99) return String(n);
  const [tens, ones] = [Math.floor(n / 10), n % 10];
  return `${tens === 0 ? '' : `${tens === 1 ? '' : DIGITS[tens]}十`}${ones === 0 ? '' : DIGITS[ones]}`;
}

/** 12.50元 of 1250 fen; 未涉及 of none. */
export function moneyOf(fen: string): string {
  if (!/^\d+$/.test(fen) || /^0+$/.test(fen)) return '未涉及';
  const digits = fen.padStart(3, '0');
  return `${BigInt(digits.slice(0, -2))}.${digits.slice(-2)}元`;
}

/** The word of a code; the code itself where its table has none. */
export function wordOf(table: readonly Code[], code: string): string {
  return table.find((entry) => entry.code === code)?.zh ?? code;
}

/** Words in a row: 甲、乙. */
export function rowOf(words: readonly string[]): string {
  return words.filter((word) => word !== '').join('、');
}

const WORDS: Readonly<Record<string, string>> = {
  GRADE_SMALL: '小', GRADE_LARGE: '大', GRADE_MAJOR: '重大',
  application: '当事人申请', initiative: '调解组织主动调解',
  written: '书面', oral: '口头',
  bed: '上门（炕头床前）', field: '现场（田间地头）', centre: '调解室', video: '视频',
  kin: '亲属', neighbour: '邻里', expert: '专业人员', lawyer: '律师',
  satisfied: '满意', content: '基本满意', dissatisfied: '不满意',
  TERMINATION_REASON_FAILED: '经调解未能达成协议', TERMINATION_REASON_REFUSED: '当事人拒绝继续调解',
  TERMINATION_REASON_DEADLINE: '调解期限届满未达成协议', TERMINATION_REASON_WITHDRAWN: '当事人撤回申请',
  COURT_MODE_BEFORE_FILING: '立案前委派', COURT_MODE_AFTER_FILING: '立案后委托',
  PROCEDURE_ORDINARY: '普通程序', PROCEDURE_SUMMARY: '简易程序',
  open: '未到期', performed: '已履行', defaulted: '未履行',
  noPenalty: '不予处罚', penalty: '予以处罚',
  none: '未申请', pending: '审查中', granted: '裁定有效', rejected: '裁定驳回',
};

/** The word of a code that belongs to no dated table. */
export function wordFor(code: string): string {
  return Object.hasOwn(WORDS, code) ? (WORDS[code] as string) : code;
}
