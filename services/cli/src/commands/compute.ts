import { loadCalendarYears, workingCalendar } from '@fengqiao/calendar';
import type { Json } from '@fengqiao/kernel';
import { mustLoadPacks, mustLoadPeriods } from '@fengqiao/policies';
import { packTexts, periodTexts } from '@fengqiao/policies/shipped';
import { calculate, citationText, listRules, renderAnswer, type Asked, type Sources } from '@fengqiao/projection/calculator';
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
  out.table(
    ['规则 rule', '名称 name', '起算 counts from', '期间 period', '依据 source'],
    rules.map(({ id, name, start, period, cite, unverified, effective, pack }) => [
      `${id}${pack === null ? '' : `\n${pack}`}`,
      `${name.zh}\n${name.en}${inForce(effective)}`,
      `${start.zh}\n${start.en}`,
      period.map(({ zh, en }, index) => `${period.length > 1 ? `case ${index + 1}: ` : ''}${zh}\n${en}`).join('\n'),
      `${unverified ? '【未核实 NOT VERIFIED】\n' : ''}${cite.map((each) => citationText(each, 'zh')).join('\n')}`,
    ]),
  );
  out.note(`共 ${rules.length} 条；计算请用 fengqiao deadlines compute --rule 规则 --from 日期 / ${rules.length} rules; compute with --rule ID --from DATE`);
}

function inForce({ from, to }: { readonly from: string; readonly to: string }): string {
  return to === '' ? '' : `\n${from || '…'} – ${to}`;
}
