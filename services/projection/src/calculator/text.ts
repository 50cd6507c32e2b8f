import { dayWords, type Step } from '@fengqiao/deadlines';
import { parseDate, type PlainDate } from '@fengqiao/kernel';
import type { CalculatorAnswer } from './compute';

const SECTIONS: readonly { readonly kinds: readonly Step['kind'][]; readonly title: string }[] = [
  { kinds: ['rule'], title: '依据 Authority' },
  { kinds: ['start'], title: '起算 Start' },
  { kinds: ['period', 'notCounted', 'counted', 'skipped', 'pause', 'extend', 'last', 'roll', 'due'], title: '计算 Count' },
  { kinds: ['provisional'], title: '暂定 Provisional' },
];

/** An answer as plain text for people: the result, then each step in Chinese with its English below it and its source. */
export function renderAnswer(answer: CalculatorAnswer): string {
  const lines = [...headline(answer), ...result(answer)];
  for (const { kinds, title } of SECTIONS) {
    const steps = answer.steps.filter(({ kind }) => kinds.includes(kind));
    if (steps.length > 0) lines.push('', title, ...steps.flatMap((step, index) => [`${String(index + 1).padStart(3)}. ${step.zh}${sourceText(step)}`, `     ${step.en}`]));
  }
  if (answer.notes.length > 0) lines.push('', '注意 Notes', ...answer.notes.flatMap(({ zh, en }) => [`  · ${zh}`, `    ${en}`]));
  lines.push('', '只作计算，没有写入任何数据。 / Computed only; nothing was written.');
  return `${lines.join('\n')}\n`;
}

function headline({ rule }: CalculatorAnswer): string[] {
  if (rule === null) return [];
  const unverified = rule.unverified ? '【未核实 NOT VERIFIED】' : '';
  return [`${rule.id} ${rule.name.zh} / ${rule.name.en}${unverified}`];
}

function result({ lastDay, rawLastDay, dueText, provisional }: CalculatorAnswer): string[] {
  if (lastDay === null || dueText === null) return ['末日 Last day   未定：停止计算，尚未恢复 / open: the clock stands still and has not been resumed'];
  const moved = rawLastDay !== null && rawLastDay !== lastDay ? [`  原为 was      ${bothDays(rawLastDay)}`] : [];
  const open = provisional ? ['暂定 Provisional 所计年份的放假安排不在日历中，末日可能变动 / the holidays of a year that was counted in are not known, the day may still move'] : [];
  return [`末日 Last day   ${bothDays(lastDay)}`, ...moved, `截止 Due        ${dueText.zh} / ${dueText.en}`, ...open];
}

function bothDays(date: PlainDate): string {
  const { zh, en } = dayWords(parseDate(date) as number);
  return `${zh} / ${en}`;
}

/** The source of a sentence, where the sentence does not name it itself. */
function sourceText({ kind, source, zh }: Step): string {
  return source === '' || kind === 'rule' || kind === 'start' || zh.includes(source) ? '' : `〔${source}〕`;
}
