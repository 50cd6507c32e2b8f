import type { ZodType } from 'zod';
import { z } from 'zod';
import { body, code, coded, creditCode, date, division, fen, instant, line, list, moment, name, phone, residentId, text, uuid, whole } from './fields';

const taken = <T>(schema: ZodType<T>, value: unknown): T => schema.parse(value);
const refused = (schema: ZodType, value: unknown): string => {
  const result = schema.safeParse(value);
  if (result.success) throw new Error(`${JSON.stringify(value)} was taken as ${JSON.stringify(result.data)}`);
  return result.error.issues.map((issue) => issue.message).join('; ');
};

describe('text', () => {
  it('takes Chinese, rare characters of four bytes and several lines as they are', () => {
    expect(taken(text(), '张某与李某\n因𠮷田界址争执')).toBe('张某与李某\n因𠮷田界址争执');
  });

  it.each([
    ['nothing', '', '不能为空'],
    ['blanks', ' \n ', '不能为空'],
    ['half a character', 'a\ud800b', '不完整'],
    ['NUL', 'a\u0000b', '控制字符'],
    ['an override of direction', 'a\u202eb', '书写方向'],
    ['a sealed value', 'sealed:1:k:abc', 'sealed:'],
    ['a sealed value in disguise', '  SEALED:1:k:abc', 'sealed:'],
    ['too much', '长'.repeat(10_001), '10000'],
    ['a number', 5, '类型'],
    ['null', null, '类型'],
    ['nothing at all', undefined, '必填'],
  ])('refuses %s', (_what, value, message) => {
    expect(refused(text(), value)).toContain(message);
  });
});

describe('a name', () => {
  it.each(['李', '阿卜杜拉·买买提', '𠮷野', '名'.repeat(50), '𠮷'.repeat(50)])('takes %s', (value) => {
    expect(taken(name(), value)).toBe(value);
  });

  it('is trimmed', () => expect(taken(name(), ' 李某 ')).toBe('李某'));

  it.each([['51 characters', '名'.repeat(51)], ['a zero-width character', '李\u200b某'], ['a line break', '李\n某']])('refuses %s', (_what, value) => {
    expect(refused(name(), value)).toMatch(/ \/ /);
  });
});

describe('an instant', () => {
  it.each([
    ['2026-11-22T15:00:00+08:00', '2026-11-22T07:00:00.000Z'],
    ['2026-11-22T07:00:00.5Z', '2026-11-22T07:00:00.500Z'],
    ['2026-11-22T15:00+14:00', '2026-11-22T01:00:00.000Z'],
  ])('%s becomes %s', (value, canonical) => expect(taken(instant(), value)).toBe(canonical));

  it.each(['2026-02-30T00:00:00Z', '2026-11-22T15:00:00', '2026-11-22', '1', '2026-06-30T23:59:60Z', '2026-11-22T24:00:00Z', '9999-12-31T23:59:59-14:00', '0000-01-01T00:00:00+08:00', '1582-10-10T00:00:00Z', 1_700_000_000])(
    'refuses %s',
    (value) => expect(refused(instant(), value)).toMatch(/ \/ /),
  );
});

describe('dates', () => {
  it.each(['2026-02-28', '2024-02-29'])('takes %s', (value) => expect(taken(date(), value)).toBe(value));
  it.each(['2026-02-30', '2026-2-3', '20260203', '9999-01-01', '1', '2026-02-03T00:00:00Z'])('refuses %s', (value) => expect(refused(date(), value)).toMatch(/YYYY-MM-DD/));
  it.each(['2017', '2017-03', '2017-03-27', '2017-03-27T01:00:00.000Z'])('of an old record may be %s', (value) => expect(taken(moment({ partial: true }), value)).toBe(value));
  it.each(['2017-13', '17', '2017-00', '2017-02-29', '2017-03-'])('of an old record may not be %s', (value) => expect(refused(moment({ partial: true }), value)).toMatch(/ \/ /));
  it('are whole where nothing partial is expected', () => expect(refused(moment(), '2017-03')).toMatch(/ \/ /));
});

describe('identity numbers', () => {
  it.each([['11010519491231002X', '11010519491231002X'], ['11010519491231002x', '11010519491231002X'], ['440524188001010014', '440524188001010014'], ['110105491231002', '110105491231002']])(
    '%s is that of a person',
    (value, canonical) => expect(taken(residentId(), value)).toBe(canonical),
  );
  it.each(['110105194912310021', '11010519491331002X', '110105491331002', '1101051949123100', '１１０１０５１９４９１２３１００２Ｘ', ''])('%s is that of nobody', (value) =>
    expect(refused(residentId(), value)).toContain('身份证'),
  );
  it('of an organisation has its own check character', () => {
    expect(taken(creditCode(), '91350100m000100y43')).toBe('91350100M000100Y43');
    expect(refused(creditCode(), '91350100M000100Y44')).toContain('信用代码');
  });
});

describe('telephone numbers', () => {
  it.each([['13800138000', '13800138000'], ['+8613800138000', '13800138000'], ['+86 138-0013-8000', '13800138000'], ['0575-87012345', '057587012345']])('%s becomes %s', (value, digits) =>
    expect(taken(phone(), value)).toBe(digits),
  );
  it.each(['12345', '+1 212 555 0100', '23800138000', '1380013800a', ''])('%s is none', (value) => expect(refused(phone(), value)).toContain('电话'));
});

describe('amounts and counts', () => {
  it.each([[0, '0'], [-0, '0'], [10_000_000, '10000000'], ['10000000', '10000000'], ['999999999999999', '999999999999999']])('%s fen is %s', (value, stored) => expect(taken(fen(), value)).toBe(stored));
  it.each([1.5, -1, Number.NaN, Number.POSITIVE_INFINITY, '1.5', '01', '-1', '1e3', '1234567890123456', 9_007_199_254_740_992, null])('%s is no amount', (value) => expect(refused(fen(), value)).toContain('分'));
  it('minus zero is zero', () => expect(Object.is(taken(whole(10), -0), 0)).toBe(true));
  it.each([1.5, -1, 11, '5'])('%s is no count up to ten', (value) => expect(refused(whole(10), value)).toMatch(/ \/ /));
});

describe('division codes', () => {
  it.each(['33', '330681109201'])('%s may be one', (value) => expect(taken(division(), value)).toBe(value));
  it.each(['3', '3306811092011', '33068a', '３３', ''])('%s is none', (value) => expect(refused(division(), value)).toContain('区划'));
});

describe('the rest', () => {
  it('a UUID becomes lower case', () => expect(taken(uuid(), '6F9619FF-8B86-4011-B42D-00C04FC964FF')).toBe('6f9619ff-8b86-4011-b42d-00c04fc964ff'));
  it('a word becomes the name under which it is stored', () => expect(taken(coded({ major: 'GRADE_MAJOR' }), 'major')).toBe('GRADE_MAJOR'));
  it.each(['MAJOR', 'GRADE_MAJOR', 'toString', '__proto__'])('%s is no such word', (value) => expect(refused(coded({ major: 'GRADE_MAJOR' }), value)).toContain('major'));
  it('a code outside the list is refused by naming the list', () => expect(refused(code(['land', 'traffic']), 'sea')).toContain('land、traffic'));
  it('a list refuses repetition', () => expect(refused(list(code(['a', 'b']), 5), ['a', 'a'])).toContain('重复'));
  it('a line refuses a line break', () => expect(refused(line(10), 'a\nb')).toContain('换行'));

  it.each(['{"__proto__":{"a":1}}', '{"constructor":1}', '{"$where":"1"}', '{"a.b":1}'])('a body refuses the foreign key in %s', (json) => {
    expect(refused(body({}), JSON.parse(json))).toContain('没有这个字段');
  });

  it('every kind has a JSON schema for the API document', () => {
    const all = body({ a: text(), b: name(), c: uuid(), d: instant(), e: date(), f: moment(), g: fen(), h: whole(3), i: phone(), j: residentId(), k: coded({ x: 'X' }), l: list(code(['a']), 2) });
    expect(Object.keys(z.toJSONSchema(all, { io: 'input' }).properties ?? {})).toHaveLength(12);
  });
});
