import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { columnMap } from './column-map';
import { readRecords, type RawRecord } from './read-records';
import { dateOf, toCommand } from './to-command';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'fengqiao-import-'))));
afterEach(() => rmSync(folder, { recursive: true }));

async function read(name: string, content: string | Buffer): Promise<readonly RawRecord[]> {
  const file = join(folder, name);
  writeFileSync(file, content);
  const records: RawRecord[] = [];
  for await (const record of readRecords(file)) records.push(record);
  return records;
}

describe('reading records', () => {
  it('reads JSON lines, skips empty ones and says which line is no object', async () => {
    const records = await read('a.jsonl', '\uFEFF{"id":"1"}\r\n\n[1]\n{"id":"2"\n"text"\n{"id":"3"}');
    expect(records.map((record) => [record.line, 'columns' in record ? record.columns.id : 'fault'])).toEqual([[1, '1'], [3, 'fault'], [4, 'fault'], [5, 'fault'], [6, '3']]);
  });

  it('reads CSV with a byte order mark, quotes, commas and line breaks inside cells', async () => {
    const records = await read('a.csv', '\uFEFF编号,案情\r\n1,"甲,乙""争""\n田埂"\r\n2,简单\r\n');
    expect(records.map((record) => ('columns' in record ? record.columns : record))).toEqual([{ 编号: '1', 案情: '甲,乙"争"\n田埂' }, { 编号: '2', 案情: '简单' }]);
  });

  it('says which row has another number of columns, and goes on', async () => {
    const records = await read('a.csv', 'id,summary\n1,a\n2\n3,c\n');
    expect(records.map((record) => 'columns' in record)).toEqual([true, false, true]);
  });

  it('refuses a header in GBK and a column that stands twice', async () => {
    await expect(read('a.csv', Buffer.from([0xb1, 0xe0, 0xba, 0xc5, 0x0a, 0x31, 0x0a]))).rejects.toMatchObject({ code: 2 });
    await expect(read('b.csv', 'id,id\n1,2\n')).rejects.toMatchObject({ code: 2 });
  });

  it('refuses a file of another kind, and one that is not there', async () => {
    await expect(read('a.xlsx', 'x')).rejects.toMatchObject({ code: 2 });
    await expect(readRecords(join(folder, 'none.csv'))[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: 2 });
  });
});

describe('mapping columns', () => {
  it('knows the usual Chinese and English names', async () => {
    expect(await columnMap(['编号', '纠纷类别', '受理日期', '当事人', '案情简介'], undefined, [])).toEqual({
      externalNumber: { column: '编号' }, category: { column: '纠纷类别' }, discoveredAt: { column: '受理日期' }, parties: { column: '当事人' }, summary: { column: '案情简介' },
    });
  });

  it('lets arguments and a map file name other columns, and refuses a column that the file lacks', async () => {
    const file = join(folder, 'map.json');
    writeFileSync(file, JSON.stringify({ outcome: { column: 'done', values: { Y: 'agreed', N: 'failed' } } }));
    expect(await columnMap(['k', 'text', 'done'], file, ['externalNumber=k', 'summary=text'])).toEqual({
      externalNumber: { column: 'k' }, summary: { column: 'text' }, outcome: { column: 'done', values: { Y: 'agreed', N: 'failed' } },
    });
    await expect(columnMap(['k', 'text'], undefined, ['externalNumber=nr', 'summary=text'])).rejects.toMatchObject({ code: 2 });
    await expect(columnMap(['k', 'text'], undefined, ['nonsense=k'])).rejects.toMatchObject({ code: 2 });
    await expect(columnMap(['a', 'b'], undefined, [])).rejects.toMatchObject({ code: 2 });
  });
});

describe('a record as a command', () => {
  const map = {
    externalNumber: { column: 'id' }, summary: { column: 'text' }, discoveredAt: { column: 'date' }, parties: { column: 'who' }, outcome: { column: 'end' }, amountYuan: { column: 'yuan' }, people: { column: 'n' },
  };
  const body = (columns: Record<string, unknown>) => {
    const converted = toCommand({ id: 'x-1', text: '事实', ...columns }, map, 'old');
    return converted.ok ? converted.body : converted;
  };

  it.each([['2017', '2017'], ['2017-3', '2017-03'], ['2017/03/05', '2017-03-05'], ['2017年3月5日', '2017-03-05'], ['2017年3月', '2017-03'], ['', '']])('reads the date %s as %s, no more precise than it was', (text, date) => {
    expect(dateOf(text)).toBe(date);
  });

  it.each(['三月', '17-3-5', '2017-3-5-6'])('does not guess the date %s', (text) => {
    expect(dateOf(text)).toBeUndefined();
  });

  it('splits names, drops repeated ones and tells organisations from people', () => {
    expect(body({ who: '魏某, 金某、某汽车配件厂;魏某' })).toMatchObject({
      parties: [{ kind: 'person', name: '魏某' }, { kind: 'person', name: '金某' }, { kind: 'organisation', name: '某汽车配件厂' }],
    });
  });

  it('keeps amounts exact, in fen', () => {
    expect(body({ yuan: '1,234.5' })).toMatchObject({ amountFen: '123450' });
    expect(body({ yuan: '3.25元' })).toMatchObject({ amountFen: '325' });
  });

  it.each([[{ id: '' }], [{ date: '某日' }], [{ end: '不明' }], [{ yuan: '两万' }], [{ n: '数人' }]])('says what is wrong with %j', (columns) => {
    expect(body(columns)).toMatchObject({ ok: false, zh: expect.stringMatching(/\p{Script=Han}/u), en: expect.any(String) });
  });

  it('takes an unknown date for unknown and leaves a place as text', () => {
    expect(body({ date: null })).toEqual({ externalNumber: 'x-1', externalSource: 'old', category: 'other', summary: '事实', parties: [] });
  });
});
