import type { JsonObject } from '@fengqiao/kernel';
import type { ColumnMap, Field } from './column-map';

/** A body for ImportDispute, or what is wrong with the record before anybody else looks at it. */
export type Converted = { readonly ok: true; readonly number: string; readonly body: JsonObject } | { readonly ok: false; readonly number: string; readonly zh: string; readonly en: string };

const OUTCOMES: Readonly<Record<string, string>> = {
  agreed: 'agreed', true: 'agreed', 成功: 'agreed', 调解成功: 'agreed', 达成协议: 'agreed',
  failed: 'failed', 失败: 'failed', 调解不成: 'failed', 未达成协议: 'failed',
  refused: 'refused', 当事人拒绝: 'refused', 拒绝调解: 'refused',
  withdrawn: 'withdrawn', 撤回: 'withdrawn', 撤回申请: 'withdrawn',
  '': '', null: '', false: '', undefined: '',
};
const BETWEEN_NAMES = /[,，、;；]\s*/;

/** Turns one record into the command that imports it. Dates keep their precision, a place stays text, names are split only where a separator says so. */
export function toCommand(columns: Readonly<Record<string, unknown>>, map: ColumnMap, source: string): Converted {
  const cell = (field: Field): string => {
    const from = map[field];
    const value = from === undefined ? undefined : columns[from.column];
    const text = value === undefined || value === null ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value).trim();
    return from?.values?.[text] ?? text;
  };
  const number = cell('externalNumber');
  const wrong = (zh: string, en: string): Converted => ({ ok: false, number, zh, en });
  if (number === '') return wrong('没有编号', 'the record has no number');

  const outcome = OUTCOMES[cell('outcome')];
  if (outcome === undefined) return wrong(`不认识的结果“${cell('outcome')}”，请在映射文件中说明`, 'unknown outcome; say in the map file what it means');
  const discoveredAt = dateOf(cell('discoveredAt'));
  const endedOn = dateOf(cell('endedOn'));
  if (discoveredAt === undefined || endedOn === undefined) return wrong(`看不懂的日期“${discoveredAt === undefined ? cell('discoveredAt') : cell('endedOn')}”`, 'a date that cannot be read');
  const people = cell('people');
  if (!/^\d*$/.test(people)) return wrong(`人数“${people}”不是整数`, 'the number of people is no whole number');
  const amountFen = fenOf(cell('amountYuan'));
  if (amountFen === undefined) return wrong(`金额“${cell('amountYuan')}”不是元数`, 'the amount is not in yuan');

  const given = (name: string, value: string) => (value === '' ? {} : { [name]: value });
  return {
    ok: true,
    number,
    body: {
      externalNumber: number,
      externalSource: source,
      category: cell('category') === '' ? 'other' : cell('category'),
      ...given('discoveredAt', discoveredAt),
      ...given('place', cell('place')),
      ...given('outcome', outcome),
      ...given('endedOn', endedOn),
      ...given('amountFen', amountFen),
      ...(people === '' ? {} : { people: Number(people) }),
      summary: cell('summary'),
      parties: namesOf(columns, map).map((name) => ({ kind: isOrganisation(name) ? 'organisation' : 'person', name })),
    },
  };
}

function namesOf(columns: Readonly<Record<string, unknown>>, map: ColumnMap): readonly string[] {
  const from = map.parties;
  const value = from === undefined ? undefined : columns[from.column];
  const names = Array.isArray(value) ? value.map(String) : typeof value === 'string' ? value.split(from?.split ?? BETWEEN_NAMES) : [];
  return [...new Set(names.map((name) => name.trim()).filter((name) => name !== ''))];
}

const isOrganisation = (name: string) => /(公司|企业|厂|村委会|居委会|委员会|合作社|医院|学校|银行|政府|局|中心|协会|店)$/.test(name);

/** `2017`, `2017-3`, `2017/03/05`, `2017年3月5日`, or an instant as it is; empty stays empty; undefined where it cannot be read. */
export function dateOf(text: string): string | undefined {
  if (text === '') return '';
  if (/T\d{2}:\d{2}/.test(text)) return text;
  const match = /^(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?|月)?|年)?$/.exec(text);
  if (!match) return undefined;
  return [match[1], match[2], match[3]].filter((part) => part !== undefined).map((part) => part.padStart(2, '0')).join('-');
}

function fenOf(yuan: string): string | undefined {
  if (yuan === '') return '';
  const match = /^(\d{1,12})(?:\.(\d{1,2}))?元?$/.exec(yuan.replace(/[,，\s]/g, ''));
  return match ? String(BigInt(match[1] as string) * 100n + BigInt((match[2] ?? '').padEnd(2, '0'))) : undefined;
}
