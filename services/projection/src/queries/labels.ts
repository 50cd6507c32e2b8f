import type { Obligation, State } from '@fengqiao/deadlines';
import { civilOf, MS_PER_DAY, shanghaiDay, shanghaiText, startOfShanghaiDay, type EpochDay } from '@fengqiao/kernel';
import type { Bilingual } from '@fengqiao/platform';

export const STATE_LABELS: Readonly<Record<State, Bilingual>> = {
  scheduled: { zh: '未开始', en: 'scheduled' },
  running: { zh: '进行中', en: 'running' },
  paused: { zh: '已停止计时', en: 'paused' },
  met: { zh: '已完成', en: 'met' },
  void: { zh: '已解除', en: 'void' },
  lapsed: { zh: '已届满', en: 'lapsed' },
};

export const NATURE_LABELS: Readonly<Record<Obligation['nature'], Bilingual>> = {
  duty: { zh: '义务', en: 'duty' },
  aim: { zh: '内部目标', en: 'aim' },
  right: { zh: '权利期限', en: 'right' },
  term: { zh: '期限', en: 'term' },
};

const RUNG_LABELS: Readonly<Record<string, Bilingual>> = {
  warn: { zh: '临期提醒', en: 'warning' },
  unanswered: { zh: '无人应答', en: 'nobody answered' },
  breach: { zh: '逾期升级', en: 'breach' },
  raise: { zh: '再次升级', en: 'raised further' },
  remind: { zh: '催办', en: 'reminder' },
};

/** What a rung is called; a name of a pack's own stands for itself. */
export function rungLabel(name: string): Bilingual {
  return RUNG_LABELS[name] ?? { zh: name, en: name };
}

export const COLOURS = ['red', 'amber', 'green', 'grey'] as const;
export type Colour = (typeof COLOURS)[number];

export const COLOUR_LABELS: Readonly<Record<Colour, Bilingual>> = {
  red: { zh: '红:已逾期', en: 'red: overdue' },
  amber: { zh: '黄:剩余不足20%或内部目标已过', en: 'amber: at most 20% left, or an aim that has passed' },
  green: { zh: '绿:时间充足', en: 'green: time enough' },
  grey: { zh: '灰:已结束或停止计时', en: 'grey: closed, or its clock stands still' },
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
