import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { parse } from 'csv-parse';
import { createInterface } from 'node:readline';
import { CommandEnd, EXIT } from '../exit';

/** One record of a file: its line, and its columns as text; or what is wrong with the line. */
export type RawRecord =
  | { readonly line: number; readonly columns: Readonly<Record<string, unknown>> }
  | { readonly line: number; readonly fault: { readonly zh: string; readonly en: string } };

const MAX_LINE = 1_000_000;

/** Reads JSONL (one object a line) or CSV (header line, UTF-8 with or without byte order mark), chosen by the file's name. */
export async function* readRecords(file: string): AsyncIterable<RawRecord> {
  const known = await stat(file).catch(() => undefined);
  if (!known?.isFile()) throw new CommandEnd(EXIT.usage, `没有这个文件：${file}`, 'there is no such file');
  if (/\.(jsonl|ndjson)$/i.test(file)) yield* readJsonLines(file);
  else if (/\.csv$/i.test(file)) yield* readCsv(file);
  else throw new CommandEnd(EXIT.usage, '文件须为 .jsonl 或 .csv', 'the file must end in .jsonl or .csv');
}

async function* readJsonLines(file: string): AsyncIterable<RawRecord> {
  let line = 0;
  for await (const text of createInterface({ input: createReadStream(file, 'utf8'), crlfDelay: Infinity })) {
    line += 1;
    const trimmed = line === 1 ? text.replace(/^\uFEFF/, '').trim() : text.trim();
    if (trimmed === '') continue;
    yield parseLine(line, trimmed);
  }
}

function parseLine(line: number, text: string): RawRecord {
  if (text.length > MAX_LINE) return { line, fault: { zh: '该行过长', en: 'the line is too long' } };
  if (text.includes('\uFFFD')) return { line, fault: { zh: '该行不是有效的 UTF-8（可能是 GBK），请转换编码', en: 'the line is not valid UTF-8 (GBK?); convert the file' } };
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { line, columns: value as Record<string, unknown> };
  } catch {
    // told below: a line that is no object, whatever else it is
  }
  return { line, fault: { zh: '该行不是 JSON 对象', en: 'the line is not a JSON object' } };
}

async function* readCsv(file: string): AsyncIterable<RawRecord> {
  const rows = createReadStream(file).pipe(parse({ bom: true, relax_column_count: true, skip_empty_lines: true, trim: true, info: true, max_record_size: MAX_LINE }));
  let header: string[] | undefined;
  try {
    for await (const { record, info } of rows as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
      if (!header) {
        header = record;
        checkHeader(header);
        continue;
      }
      yield toColumns(header, record, info.lines);
    }
  } catch (error) {
    if (error instanceof CommandEnd) throw error;
    const at = (error as { lines?: number }).lines ?? 0;
    yield { line: at, fault: { zh: `CSV 格式有误，此后未读：${(error as Error).message}`, en: 'malformed CSV; nothing after it was read' } };
  }
}

function checkHeader(header: readonly string[]): void {
  const twice = header.find((name, index) => header.indexOf(name) !== index);
  if (twice !== undefined) throw new CommandEnd(EXIT.usage, `表头重复：${twice}`, 'a column stands twice in the header');
  if (header.some((name) => name.includes('\uFFFD'))) throw new CommandEnd(EXIT.usage, '文件不是 UTF-8（可能是 GBK），请另存为 UTF-8', 'the file is not UTF-8 (GBK?); save it as UTF-8');
}

function toColumns(header: readonly string[], record: readonly string[], line: number): RawRecord {
  if (record.length !== header.length) return { line, fault: { zh: `有${record.length}列，表头有${header.length}列`, en: `${record.length} columns where the header has ${header.length}` } };
  if (record.some((cell) => cell.includes('\uFFFD'))) return { line, fault: { zh: '该行不是有效的 UTF-8', en: 'the line is not valid UTF-8' } };
  return { line, columns: Object.fromEntries(header.map((name, index) => [name, record[index]])) };
}
