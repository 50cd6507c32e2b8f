import { loadCalendarYears, workingCalendar } from '@fengqiao/calendar';
import type { Json } from '@fengqiao/kernel';
import { mustLoadPacks, mustLoadPeriods } from '@fengqiao/policies';
import { packTexts, periodTexts } from '@fengqiao/policies/shipped';
import { calculate, citationText, listRules, renderAnswer, type Asked, type ListedRule, type Sources } from '@fengqiao/projection/calculator';
import { CommandEnd, EXIT } from '../exit';
import type { Output } from '../output';

let shipped: Sources | undefined;

/** What ships beside the program: no folder and no server is asked. Read once. */
function shippedSources(): Sources {
  shipped ??= { packs: mustLoadPacks(packTexts()), statutes: mustLoadPeriods(periodTexts()), calendar: workingCalendar(loadCalendarYears()) };
  return shipped;
}

/** `deadlines compute`: one period with its explanation, from the shipped calendar and rules; exit 2 where the question is wrong. */
export function deadlinesCompute(out: Output, asked: Asked): void {
  const calculated = calculate(asked, shippedSources());
  if (!calculated.ok) {
    const { parameter, zh, en } = calculated.refusal;
    throw new CommandEnd(EXIT.usage, `--${parameter}：${zh}`, `--${parameter}: ${en}`);
  }
  if (out.format === 'json') return out.json(calculated.answer as unknown as Json);
  out.text(renderAnswer(calculated.answer).trimEnd());
}

/** `deadlines rules [word]`: every rule that `compute --rule` takes, with its length and the clause it rests on. */
export function deadlinesRules(out: Output, word: string): void {
  const rules = listRules(word, shippedSources());
  if (rules.length === 0) throw new CommandEnd(EXIT.failed, `没有含“${word}”的规则；不加字词可列出全部`, `no rule holds "${word}"; leave the word out to list them all`);
  if (out.format === 'json') return out.json({ items: rules, total: rules.length } as unknown as Json);
  for (const rule of rules) out.text(ruleText(rule));
  out.note(`共 ${rules.length} 条；计算请用 fengqiao deadlines compute --rule 规则 --from 日期 / ${rules.length} rules; compute with --rule ID --from DATE`);
}

/** A few lines, which a narrow window shows as well. */
function ruleText({ id, name, start, period, cite, unverified, effective: { from, to }, pack }: ListedRule): string {
  const unread = unverified ? '【未核实 NOT VERIFIED】' : '';
  const lengths = period.map(({ zh, en }, index) => `${period.length > 1 ? `--case ${index + 1} ` : ''}${zh} / ${en}`).join('；');
  const since = start.zh === '' ? [] : [`  起算 from    ${start.zh} / ${start.en}`];
  const window = to === '' ? [] : [`  效力 in force ${from || '…'} – ${to}`];
  const where = pack === null ? [] : [`  规则包 pack  ${pack}`];
  return [`${id} ${name.zh} / ${name.en}${unread}`, `  期间 period  ${lengths}`, ...since, ...window, ...where, `  依据 source  ${cite.map((each) => citationText(each, 'zh')).join('、')}`, ''].join('\n');
}
