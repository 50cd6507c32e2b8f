/*
 * Values that fields of commands refuse, by the kind of field. Each has a name under which it appears in the report of the tests.
 */

export type Named<T = unknown> = readonly [name: string, value: T];

const long = (n: number, what = '字') => what.repeat(n);

/** No field takes these where it asks for text. */
export const NO_TEXT: readonly Named[] = [
  ['a number', 7], ['true', true], ['null', null], ['a list', ['x']], ['an object', {}], ['an operator of a query language', { $ne: null }], ['a where clause', { $where: 'sleep(1000)' }], ['an object that pretends to be text', { toString: '甲', length: 1 }],
];

/** Texts that may stand nowhere. */
export const BAD_TEXTS: readonly Named<string>[] = [
  ['nothing', ''], ['spaces', '   '], ['ideographic spaces', '\u3000\u3000'], ['a tab alone', '\t'],
  ['NUL', '甲\u0000乙'], ['a bell', '甲\u0007'], ['an escape sequence of a terminal', '\u001b[31m甲'], ['DEL', '甲\u007f'], ['a control of C1', '甲\u0085'],
  ['half a surrogate pair', '甲\ud83d'], ['the other half', '\ude00甲'], ['two halves in the wrong order', '\ude00\ud83d'],
  ['a right-to-left override', '甲\u202e乙'], ['a right-to-left embedding', '\u202b甲'], ['an isolate', '甲\u2067乙'],
  ['a seal written by hand', 'sealed:1:k:AAAA'], ['a seal in other case', ' Sealed:1:k:AAAA'],
];

/** Names are stricter: nothing in them may be invisible, and they are one line. */
export const BAD_NAMES: readonly Named<string>[] = [
  ...BAD_TEXTS,
  ['a zero-width space', '王\u200b芳'], ['a zero-width joiner', '王\u200d芳'], ['a mark of direction', '王\u200e芳'], ['a byte order mark', '\ufeff王芳'], ['a soft hyphen', '王\u00ad芳'], ['a word joiner', '王\u2060芳'],
  ['two lines', '王\n芳'], ['a carriage return', '王\r芳'], ['a line separator', '王\u2028芳'],
  ['51 characters', long(51)], ['51 characters outside the basic plane', long(51, '𠮷')], ['a megabyte less than the limit of a body', long(60_000)],
];

/** One-line texts that are no names. */
export const BAD_LINES: readonly Named<string>[] = [...BAD_TEXTS, ['two lines', '村口\n井边'], ['a paragraph separator', '村口\u2029井边'], ['201 characters', long(201)]];

export const BAD_SUMMARIES: readonly Named<string>[] = [...BAD_TEXTS, ['10,001 characters', long(10_001)]];

export const BAD_RESIDENT_IDS: readonly Named[] = [
  ['a wrong check digit', '110105194912310021'], ['a wrong check letter', '11010519491231003X'], ['a wrong check letter in lower case', '11010519491231003x'],
  ['15 digits without a day', '110105491331002'], ['15 digits and a letter', '11010549123100X'], ['17 digits', '11010519491231002'], ['19 digits', '11010519491231002XX'],
  ['a birthday that does not exist', '110105195002300029'], ['full-width digits', '１１０１０５１９４９１２３１００２X'], ['spaces inside', '110105 19491231 002X'], ['a leading zero', '010105194912310020'],
  ['the number of an organisation', '91350100M000100Y43'], ['a number instead of text', 110105194912310], ['nothing', ''], ['null', null],
];

export const BAD_CREDIT_CODES: readonly Named[] = [
  ['a wrong check character', '91350100M000100Y44'], ['a letter that is not used', '91350100I000100Y43'], ['17 characters', '91350100M000100Y4'], ['19 characters', '91350100M000100Y433'], ['the number of a person', '11010519491231002X'], ['null', null],
];

export const BAD_PHONES: readonly Named[] = [
  ['two digits', '12'], ['ten digits', '1380575123'], ['twelve digits', '138057512345'], ['letters', '1380575ABCD'], ['full-width digits', '１３８０５７５１２３４'], ['another country', '+1 212 555 0100'], ['an extension', '0575-87012345 转 8'],
  ['a number that does not begin so', '12805751234'], ['a number instead of text', 13805751234], ['a list', ['13805751234']], ['nothing', ''], ['31 characters', '1'.repeat(31)], ['an SQL comment', "13805751234'--"],
];

/** No instants and no dates either. */
export const BAD_MOMENTS: readonly Named[] = [
  ['30 February', '2026-02-30'], ['29 February of no leap year', '2025-02-29'], ['month 13', '2026-13-01'], ['month 0', '2026-00-10'], ['day 0', '2026-01-00'], ['day 32', '2026-01-32'], ['the digit 1', '1'], ['a year alone', '2026'], ['a month alone', '2026-11'],
  ['the year 9999', '9999-01-01'], ['the day that 1582 left out', '1582-10-10'], ['the year 1899', '1899-12-31'], ['the year 2200', '2200-01-01'], ['the year 0', '0000-01-01'], ['six digits of year', '+002026-01-01'],
  ['30 February with a time', '2026-02-30T10:00:00+08:00'], ['a leap second', '2016-12-31T23:59:60Z'], ['24:00', '2026-11-01T24:00:00+08:00'], ['24:01', '2026-11-01T24:01:00+08:00'], ['minute 60', '2026-11-01T10:60:00+08:00'],
  ['no zone', '2026-11-01T10:00:00'], ['a zone by name', '2026-11-01T10:00:00[Asia/Shanghai]'], ['a zone of +24:00', '2026-11-01T10:00:00+24:00'], ['a zone of +08:60', '2026-11-01T10:00:00+08:60'], ['a zone without a colon', '2026-11-01T10:00:00+0800'], ['a minus that is none', '2026-11-01T10:00:00−08:00'],
  ['a space for the T', '2026-11-01 10:00:00+08:00'], ['slashes', '2026/11/01'], ['day first', '01-11-2026'], ['one digit', '2026-1-1'], ['Chinese', '2026年11月1日'], ['full-width digits', '２０２６-11-01'], ['a week', '2026-W44-7'], ['a day of the year', '2026-305'],
  ['words', 'yesterday'], ['an offset instead of a date', 'now-1d'], ['seconds since 1970', 1_793_491_200], ['milliseconds since 1970 as text', '1793491200000'], ['a space behind', '2026-11-01 '], ['a line break behind', '2026-11-01\n'], ['41 characters', `2026-11-01T10:00:00.${'0'.repeat(17)}+08:00`], ['null', null], ['an object', { $date: '2026-11-01' }], ['nothing', ''],
];

/** Dates only: an instant is none. */
export const BAD_DATES: readonly Named[] = [
  ...BAD_MOMENTS.filter(([name]) => ['30 February', 'month 13', 'the digit 1', 'the year 9999', 'the day that 1582 left out', 'slashes', 'one digit', 'Chinese', 'a week', 'words', 'null', 'nothing', 'a year alone'].includes(name)),
  ['an instant', '2026-11-01T10:00:00+08:00'],
];

export const BAD_AMOUNTS: readonly Named[] = [
  ['a fraction', 10.5], ['a fraction as text', '10.50'], ['less than nothing', -1], ['less than nothing as text', '-1'], ['minus nothing as text', '-0'], ['an exponent', '1e3'], ['a leading zero', '010'], ['sixteen digits', '1000000000000000'], ['sixteen digits as a number', 1_000_000_000_000_000],
  ['full-width digits', '１０'], ['commas', '1,000'], ['a currency', '¥100'], ['Chinese', '一百'], ['hexadecimal', '0x10'], ['not a number', 'NaN'], ['nothing', ''], ['true', true], ['null', null], ['a list', [100]],
];

export const BAD_COUNTS: readonly Named[] = [['a fraction', 1.5], ['less than nothing', -1], ['more than a million', 1_000_001], ['text', '3'], ['not a number', 'NaN'], ['null', null], ['a list', [3]], ['true', true]];

export const BAD_CODES: readonly Named[] = [['other case', 'Mediator'], ['capitals', 'MEDIATOR'], ['a space behind', 'mediator '], ['a word that is not listed', 'neighbour'], ['the first letters', 'med'], ['nothing', ''], ['a number', 1], ['null', null], ['a list', ['mediator']], ['a word of the language', 'constructor'], ['a homoglyph', 'mеdiator']];

export const BAD_GRADES: readonly Named[] = [['other case', 'Major'], ['the name of the contract', 'GRADE_MAJOR'], ['a number', 3], ['none', 'unspecified'], ['Chinese', '重大'], ['null', null]];

export const BAD_FLAGS: readonly Named[] = [['a text', 'escalating'], ['an unknown flag', ['urgent']], ['a flag twice', ['escalating', 'escalating']], ['other case', ['Escalating']], ['null', [null]], ['more than there are', ['escalating', 'beyondLevel', 'massIncident', 'homicideRisk', 'escalating']], ['a list in a list', [['escalating']]]];

export const BAD_UUIDS: readonly Named[] = [
  ['a name', 'chief'], ['no hyphens', '11111111111141118111111111111111'], ['braces', '{11111111-1111-4111-8111-111111111111}'], ['a letter beyond f', '1111111g-1111-4111-8111-111111111111'], ['version 0', '11111111-1111-0111-8111-111111111111'], ['the nil one', '00000000-0000-0000-0000-000000000000'], ['a path', '../../etc/passwd'], ['a number', 1], ['null', null], ['nothing', ''],
];

export const BAD_DIVISIONS: readonly Named[] = [['letters', '33068A'], ['one digit', '3'], ['13 digits', '3306811092010'], ['a number', 330681], ['a star', '*'], ['full-width digits', '３３０６８１'], ['a space', '330681 '], ['nothing', '']];

/** Names and texts that look odd and are right: they are taken as they are. */
export const GOOD_NAMES: readonly Named<string>[] = [
  ['one character', '王'], ['fifty characters', long(50)], ['fifty characters outside the basic plane', long(50, '𠮷')], ['a middle dot', '阿卜杜拉·买买提'], ['a middle dot of another kind', '迪丽热巴•迪力木拉提'], ['a rare character', '𡋾𠅤'], ['a character of Extension B', '𬭎'],
  ['Latin letters', "Seán O'Brien-Łukasz"], ['Mongolian', 'ᠮᠣᠩᠭᠣᠯ'], ['Tibetan', 'བཀྲ་ཤིས'], ['Uyghur, from right to left', 'ئابدۇللا'], ['combining marks', 'Nguyễn'], ['a homoglyph', 'Аnna'], ['a name that is a keyword', 'null'], ['a name that is code', '<script>alert(1)</script>'], ['a name that is SQL', "Robert'); DROP TABLE events;--"], ['a name that is a formula', '=HYPERLINK("x")'], ['a template', '${7*7}{{7*7}}'],
];
