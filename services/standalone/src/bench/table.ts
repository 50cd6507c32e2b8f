import type { JobResult } from './result';

/** The results as a table for people, one line a job with its further figures below. */
export function tableOf(results: readonly JobResult[]): string {
  const head = ['项目 job', '本系统 value', '上限 limit', '单位 unit', '比值 ratio', '最低–最高 spread', 'CPU µs', 'CPU 比值', '目标 reach', ''];
  const rows = results.map(({ job, value, limit, unit, ratio, spread, cpu, reach, reached }) => [
    job, shown(value), shown(limit), unit, shown(ratio), `${spread[0]}–${spread[1]}`, `${shown(cpu.value)} : ${shown(cpu.limit)}`, shown(cpu.ratio),
    reach === undefined ? '' : 'ratio' in reach ? `≥ ${reach.ratio}` : `≤ ${reach.atMost} ${unit.split('/')[0]}`, reached === undefined ? '' : reached ? '达到 met' : '未达到 missed',
  ]);
  const widths = head.map((title, column) => Math.max(...[title, ...rows.map((row) => row[column] as string)].map(widthOf)));
  const line = (cells: readonly string[]) => cells.map((cell, column) => cell + ' '.repeat((widths[column] as number) - widthOf(cell))).join('  ').trimEnd();
  const notes = results.flatMap(({ job, work, against, also }) => [
    `${job}: ${work}`,
    `  上限 limit: ${against}`,
    ...Object.entries(also ?? {}).map(([name, figure]) => `  ${name}: ${shown(figure)}`),
  ]);
  return [line(head), ...rows.map(line), '', ...notes, ''].join('\n');
}

function shown(figure: number): string {
  return figure.toLocaleString('en-US', { maximumSignificantDigits: Math.abs(figure) >= 1_000 ? 21 : 3 });
}

/** Chinese characters take two columns. */
function widthOf(text: string): number {
  return [...text].reduce((width, character) => width + (/[\u2e80-\uffef]/.test(character) ? 2 : 1), 0);
}
