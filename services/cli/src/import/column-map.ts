import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { CommandEnd, EXIT } from '../exit';

/** The fields an imported dispute can have. */
export const FIELDS = ['externalNumber', 'category', 'discoveredAt', 'place', 'parties', 'summary', 'outcome', 'endedOn', 'people', 'amountYuan'] as const;
export type Field = (typeof FIELDS)[number];

export interface FieldSource {
  readonly column: string;
  /** Value of the file -> our code; a value that is not listed goes through as it is. */
  readonly values?: Readonly<Record<string, string>>;
  /** For lists in one cell: what stands between the items. */
  readonly split?: string;
}

export type ColumnMap = Readonly<Partial<Record<Field, FieldSource>>>;

/** Column names that need no map, compared without case and spaces. */
const USUAL: Readonly<Record<Field, readonly string[]>> = {
  externalNumber: ['id', 'no', 'number', 'caseno', '编号', '案号', '序号', '登记编号'],
  category: ['category', 'type', '类别', '纠纷类别', '纠纷类型', '类型'],
  discoveredAt: ['date', 'discoveredat', 'time', '日期', '时间', '发现时间', '发生时间', '受理日期', '登记日期'],
  place: ['place', 'address', '地点', '发生地点', '地址'],
  parties: ['parties', '当事人', '双方当事人', '当事人姓名'],
  summary: ['summary', 'description', '简述', '纠纷简述', '案情', '案情简介', '纠纷事实', '内容'],
  outcome: ['outcome', 'result', '结果', '调解结果'],
  endedOn: ['endedon', 'closedon', '结案日期', '办结日期'],
  people: ['people', '涉及人数', '人数'],
  amountYuan: ['amount', 'amountyuan', '涉及金额', '金额'],
};

const mapFile = z.partialRecord(
  z.enum(FIELDS),
  z.union([z.string().min(1), z.strictObject({ column: z.string().min(1), values: z.record(z.string(), z.string()).optional(), split: z.string().min(1).optional() })]),
);

/** The usual names found among the columns, overlaid by a map file (JSON) and by FIELD=COLUMN arguments. */
export async function columnMap(columns: readonly string[], file: string | undefined, pairs: readonly string[]): Promise<ColumnMap> {
  const map: Partial<Record<Field, FieldSource>> = {};
  for (const field of FIELDS) {
    const column = columns.find((name) => USUAL[field].includes(name.toLowerCase().replace(/[\s_-]/g, '')));
    if (column !== undefined) map[field] = { column };
  }
  Object.assign(map, file === undefined ? {} : await readMapFile(file));
  for (const pair of pairs) {
    const cut = pair.indexOf('=');
    const field = FIELDS.find((name) => name === pair.slice(0, cut));
    if (cut < 1 || !field) throw new CommandEnd(EXIT.usage, `--map 须写成 字段=列名，字段为 ${FIELDS.join('、')}`, `--map takes FIELD=COLUMN with one of those fields, not ${pair}`);
    map[field] = { ...map[field], column: pair.slice(cut + 1) };
  }
  const missing = Object.values(map).find((source) => !columns.includes(source.column));
  if (missing) throw new CommandEnd(EXIT.usage, `文件没有“${missing.column}”列；有：${columns.join('、')}`, 'the file has no such column; it has those');
  if (!map.externalNumber || !map.summary) {
    throw new CommandEnd(EXIT.usage, `找不到编号列或案情列，请用 --map externalNumber=列名 --map summary=列名 指明；文件的列：${columns.join('、')}`, 'name the columns of the record number and of the facts with --map');
  }
  return map;
}

async function readMapFile(file: string): Promise<Partial<Record<Field, FieldSource>>> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(await readFile(file, 'utf8'));
  } catch {
    throw new CommandEnd(EXIT.usage, `读不了映射文件 ${file}`, 'the map file cannot be read as JSON');
  }
  const checked = mapFile.safeParse(parsed);
  if (!checked.success) throw new CommandEnd(EXIT.usage, `映射文件有误：${checked.error.issues[0]?.path.join('.') ?? ''}`, checked.error.issues[0]?.message ?? '');
  return Object.fromEntries(Object.entries(checked.data).map(([field, source]) => [field, typeof source === 'string' ? { column: source } : source]));
}
