import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import type { Connection } from '../connection';
import { CommandEnd, EXIT } from '../exit';
import type { Output } from '../output';
import { progress } from '../progress';
import { columnMap, type ColumnMap } from './column-map';
import { readRecords, type RawRecord } from './read-records';
import { toCommand } from './to-command';

interface Problem {
  readonly line: number;
  readonly number: string;
  readonly code: string;
  readonly zh: string;
  readonly en: string;
}

interface Report {
  readonly file: string;
  readonly source: string;
  readonly read: number;
  readonly accepted: number;
  readonly unchanged: number;
  readonly refused: number;
  readonly problems: readonly Problem[];
}

type Fate = 'accepted' | 'unchanged' | Problem;

const AT_ONCE = 16;

/**
 * `disputes import FILE`: each record is accepted, unchanged (imported before, the same), or refused with the reason. The number of a
 * record and its source name the case, so a run that broke off is resumed by running it again, under whatever account of the office, and
 * a record that differs from what was imported is refused as changed.
 */
export async function disputesImport(
  connection: Connection,
  out: Output,
  file: string,
  options: { readonly map: readonly string[]; readonly mapFile?: string; readonly source?: string; readonly as?: string },
): Promise<void> {
  const source = options.source ?? basename(file).replace(/\.[^.]*$/, '');
  const records: RawRecord[] = [];
  for await (const record of readRecords(file)) records.push(record);
  const columns = [...new Set(records.flatMap((record) => ('columns' in record ? Object.keys(record.columns) : [])))];
  if (columns.length === 0 && records.length === 0) throw new CommandEnd(EXIT.usage, '文件中没有记录', 'the file holds no record');
  const map = columns.length === 0 ? {} : await columnMap(columns, options.mapFile, options.map);

  const bar = progress('导入 import', '条 records');
  const fates: Fate[] = new Array<Fate>(records.length);
  const seen = new Map<string, number>();
  let next = 0;
  let done = 0;
  const worker = async () => {
    for (let index = next++; index < records.length; index = next++) {
      fates[index] = await importOne(records[index] as RawRecord, map, source, seen, connection, options.as);
      bar.at((done += 1), records.length);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker)).finally(() => bar.stop());
  tell(reportOf(file, source, fates), out);
}

async function importOne(record: RawRecord, map: ColumnMap, source: string, seen: Map<string, number>, connection: Connection, as: string | undefined): Promise<Fate> {
  if ('fault' in record) return { line: record.line, number: '', code: 'LINE_UNREADABLE', ...record.fault };
  const converted = toCommand(record.columns, map, source);
  const problem = (code: string, zh: string, en: string): Problem => ({ line: record.line, number: converted.number, code, zh, en });
  if (!converted.ok) return problem('RECORD_INVALID', converted.zh, converted.en);
  const before = seen.get(converted.number);
  if (before !== undefined) return problem('NUMBER_TWICE', `编号与第${before}行相同`, `line ${before} has the same number`);
  seen.set(converted.number, record.line);

  const answer = await connection.call('POST', '/v1/mediation/disputes/import', { as, body: converted.body, headers: { 'idempotency-key': keyOf(source, converted.number) } });
  if (answer.status === 201) return answer.headers['idempotency-replayed'] === 'true' ? 'unchanged' : 'accepted';
  const { code = `HTTP_${answer.status}`, zh = '', en = '', errors = [] } = (answer.body ?? {}) as { code?: string; zh?: string; en?: string; errors?: { pointer?: string; zh: string; en: string }[] };
  if (code === 'IDEMPOTENCY_KEY_REUSED' || code === 'RECORDED_OTHERWISE') return problem('RECORD_CHANGED', '该编号已导入过，内容不同', 'this number was imported before with other content');
  const first = errors[0];
  return first ? problem(code, `${first.pointer ?? ''} ${first.zh}`.trim(), `${first.pointer ?? ''} ${first.en}`.trim()) : problem(code, zh, en);
}

/** Visible ASCII of bounded length, whatever the source and number are written in. */
function keyOf(source: string, number: string): string {
  return `import:${createHash('sha256').update(JSON.stringify([source, number])).digest('hex')}`;
}

function reportOf(file: string, source: string, fates: readonly Fate[]): Report {
  const problems = fates.filter((fate): fate is Problem => typeof fate !== 'string');
  const count = (fate: Fate) => fates.filter((each) => each === fate).length;
  return { file, source, read: fates.length, accepted: count('accepted'), unchanged: count('unchanged'), refused: problems.length, problems };
}

function tell(report: Report, out: Output): void {
  if (out.format === 'json') out.json({ ...report, problems: report.problems.map((problem) => ({ ...problem })) });
  else {
    if (report.problems.length > 0) out.table(['行 line', '编号 number', '代码 code', '原因 reason'], report.problems.map((problem) => [String(problem.line), problem.number, problem.code, `${problem.zh} / ${problem.en}`]));
    out.text(`读取 ${report.read}，接受 ${report.accepted}，未变 ${report.unchanged}，拒绝 ${report.refused} / read ${report.read}, accepted ${report.accepted}, unchanged ${report.unchanged}, refused ${report.refused}`);
  }
  if (report.refused > 0) throw new CommandEnd(EXIT.failed, `有 ${report.refused} 条记录被拒绝，原因见报告`, 'some records were refused; see the report');
}
