import fc from 'fast-check';
import { parseJsonBody, toPointer } from './json-body';
import { HttpProblem } from './problem';

const parse = (text: string | Buffer) => parseJsonBody(Buffer.from(text as string));

/** Where and why a body is refused; in both languages, always 400. */
function refusalOf(body: string | Buffer): { readonly code: string; readonly pointer: string | undefined } {
  try {
    parse(body);
  } catch (error) {
    if (!(error instanceof HttpProblem)) throw error;
    const { status, errors } = error.problem;
    expect(status).toBe(400);
    expect(errors).toEqual([expect.objectContaining({ zh: expect.stringMatching(/\p{Script=Han}/u), en: expect.stringMatching(/[a-z]/) })]);
    return { code: error.problem.code, pointer: errors?.[0]?.pointer };
  }
  throw new Error(`${body.toString().slice(0, 100)} was taken`);
}

const nested = (depth: number, [open, close]: string, inner = '1') => (open as string).repeat(depth) + inner + (close as string).repeat(depth);

describe('a request body', () => {
  it('is read as JSON reads it', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 8, noUnicodeString: false }), (value) => {
        const text = JSON.stringify(value);
        const [isSmall, hasKeys] = [!/-0(?![.\d])|\d{16}|e[+-]?\d/.test(text), /"(__proto__|constructor|prototype)":/.test(text)];
        fc.pre(isSmall && !hasKeys);
        expect(JSON.stringify(parse(text))).toBe(text);
      }),
      { numRuns: 300 },
    );
  });

  it.each(['1', '"x"', 'true', 'null', '[]', '{}', ' \r\n\t{"a" : [ 1 , 2 ] }\n', '{"":1}', '{"a":{"a":{"a":1}}}', '[{"a":1},{"a":2}]', '{"字":"\\u5b57𠮷\\ud842\\udfb7"}'])('may be %s', (text) => {
    expect(parse(text)).toEqual(JSON.parse(text));
  });

  it.each<[string, string | Buffer, string]>([
    ['nothing', '', 'BODY_REQUIRED'],
    ['blanks only', ' \n ', 'BODY_NOT_JSON'],
    ['a byte order mark', '\ufeff{}', 'BODY_NOT_JSON'],
    ['UTF-16', Buffer.from('{"a":1}', 'utf16le'), 'BODY_NOT_JSON'],
    ['GBK', Buffer.from([0x7b, 0x22, 0xd6, 0xd0, 0x22, 0x3a, 0x31, 0x7d]), 'BODY_NOT_UTF8'],
    ['half a character in UTF-8', Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]), 'BODY_NOT_UTF8'],
    ['an overlong slash', Buffer.from([0x22, 0xc0, 0xaf, 0x22]), 'BODY_NOT_UTF8'],
    ['a comment', '{"a":1/*x*/}', 'BODY_NOT_JSON'],
    ['a line comment', '// x\n{}', 'BODY_NOT_JSON'],
    ['a trailing comma', '[1,]', 'BODY_NOT_JSON'],
    ['two values', '{} {}', 'BODY_NOT_JSON'],
    ['single quotes', '{\'a\':1}', 'BODY_NOT_JSON'],
    ['a name without quotes', '{a:1}', 'BODY_NOT_JSON'],
    ['a missing colon', '{"a" 1}', 'BODY_NOT_JSON'],
    ['a missing comma', '[1 2]', 'BODY_NOT_JSON'],
    ['NaN', '[NaN]', 'BODY_NOT_JSON'],
    ['Infinity', '-Infinity', 'BODY_NOT_JSON'],
    ['undefined', '[undefined]', 'BODY_NOT_JSON'],
    ['a leading zero', '[01]', 'BODY_NOT_JSON'],
    ['a plus sign', '[+1]', 'BODY_NOT_JSON'],
    ['a bare point', '[.5]', 'BODY_NOT_JSON'],
    ['a hexadecimal number', '[0x1]', 'BODY_NOT_JSON'],
    ['a line break in a text', '["a\nb"]', 'BODY_NOT_JSON'],
    ['a NUL in a text', '["a\u0000b"]', 'BODY_NOT_JSON'],
    ['an unknown escape', '["\\x41"]', 'BODY_NOT_JSON'],
    ['a text without end', '["a', 'BODY_NOT_JSON'],
    ['an object without end', '{"a":1', 'BODY_NOT_JSON'],
    ['one bracket too many', '[1]]', 'BODY_NOT_JSON'],
    ['brackets that do not match', '[1}', 'BODY_NOT_JSON'],
  ])('is refused with %s', (_what, body, code) => {
    expect(refusalOf(body)).toEqual({ code, pointer: '' });
  });

  describe('nesting', () => {
    it.each(['[]', '{}'])('may be 32 levels of %s, not more', (brackets) => {
      const text = (depth: number) => (brackets === '[]' ? nested(depth, '[]') : '{"a":'.repeat(depth) + '1' + '}'.repeat(depth));
      expect(parse(text(32))).toEqual(JSON.parse(text(32)));
      expect(refusalOf(text(33))).toEqual({ code: 'BODY_TOO_DEEP', pointer: '' });
    });

    it('of a hundred thousand levels breaks nothing', () => {
      for (const text of ['['.repeat(100_000), '{"a":'.repeat(100_000), nested(100_000, '[]')]) expect(refusalOf(text).code).toBe('BODY_TOO_DEEP');
    });

    it('is not what stands in a text', () => {
      const text = JSON.stringify({ a: `${'['.repeat(100)}"\\${'{'.repeat(100)}`, [`${'{'.repeat(40)}"`]: '\\' });
      expect(parse(text)).toEqual(JSON.parse(text));
    });

    it('counts what stands beside each other once', () => {
      const text = `[${Array(100).fill(nested(31, '[]')).join()}]`;
      expect(parse(text)).toEqual(JSON.parse(text));
    });
  });

  describe('names', () => {
    it.each([
      ['{"a":1,"a":1}', '/a'],
      ['{"a":{"b":1,"c":2,"b":3}}', '/a/b'],
      ['{"parties":[{"name":1},{"name":1,"x":{"y":[{"z":1,"z":2}]}}]}', '/parties/1/x/y/0/z'],
      ['[[],[{"a":1,"a":2}]]', '/1/0/a'],
      ['{"a/b":1,"~":{"":1,"":2},"a/b":2}', '/~0/'],
      ['{"a/b~c":1,"a/b~c":2}', '/a~1b~0c'],
      ['{"a":1,"\\u0061":2}', '/a'],
      ['{"x":{"a":1},"a":{},"x":{}}', '/x'],
    ])('that stand twice are found in %s', (text, pointer) => {
      expect(refusalOf(text)).toEqual({ code: 'KEY_REPEATED', pointer });
    });

    it.each([
      ['{"__proto__":{"a":1}}', '/__proto__'],
      ['{"a":[{"b":{"constructor":1}}]}', '/a/0/b/constructor'],
      ['{"a":{"prototype":1}}', '/a/prototype'],
      ['{"__pr\\u006fto__":1}', '/__proto__'],
    ])('that are dangerous are found in %s', (text, pointer) => {
      expect(refusalOf(text)).toEqual({ code: 'KEY_FORBIDDEN', pointer });
    });

    it('that are dangerous as values are none', () => expect(parse('["__proto__","constructor"]')).toEqual(['__proto__', 'constructor']));

    it('are found whatever surrounds them', () => {
      const names = fc.string({ unit: 'grapheme', maxLength: 5 }).filter((name) => !['__proto__', 'constructor', 'prototype'].includes(name));
      fc.assert(
        fc.property(fc.array(fc.oneof(names, fc.nat(3)), { maxLength: 8 }), names, (path, name) => {
          const twice = `{${JSON.stringify(name)}:1,${JSON.stringify(name)}:2}`;
          const text = path.reduceRight<string>((inner, part) => (typeof part === 'number' ? `[${'0,'.repeat(part)}${inner}]` : `{"before it":0,${JSON.stringify(`${part} `)}:${inner}}`), twice);
          expect(refusalOf(text)).toEqual({ code: 'KEY_REPEATED', pointer: toPointer([...path.map((part) => (typeof part === 'number' ? part : `${part} `)), name]) });
        }),
        { numRuns: 500 },
      );
    });
  });

  describe('numbers', () => {
    it.each(['0', '1', '-1', '9007199254740991', '-9007199254740991', '0.1', '-0.25', '3.14159', '1.0', '1.50', '100', '1e2', '1E+2', '15e-1', '0e9', '0.0', '123456.789', '1e-7'])('that are read as written: %s', (text) => {
      expect(parse(`{"a":${text}}`)).toEqual({ a: Number(text) });
    });

    it.each([
      '9007199254740992', '9007199254740993', '-9007199254740993', '123456789012345678901234567890', '1e16', '1e309', '-1e309', '1e400', '1e999999999', '-0', '-0.0', '-0e5', '1e-400', '4e-325',
      '0.1000000000000000055511151231257827', '1.0000000000000000001', '0.12345678901234567890', '9007199254740991.5', `0.${'0'.repeat(400)}1`, `1${'0'.repeat(400)}`,
    ])('that would change by being read are refused: %s', (text) => {
      expect(refusalOf(`{"a":[0,{"b":${text}}]}`)).toEqual({ code: 'NUMBER_NOT_EXACT', pointer: '/a/1/b' });
      expect(refusalOf(text)).toEqual({ code: 'NUMBER_NOT_EXACT', pointer: '' });
    });

    it('that JSON itself writes are taken, if they are whole numbers of safe size or fractions', () => {
      const written = fc.oneof(fc.maxSafeInteger(), fc.double({ noNaN: true, noDefaultInfinity: true })).filter((value) => !Object.is(value, -0) && (!Number.isInteger(value) || Number.isSafeInteger(value)));
      fc.assert(fc.property(written, (value) => expect(parse(JSON.stringify([value]))).toEqual([value])), { numRuns: 2_000 });
    });

    it('that come out as another decimal are refused, whatever they are', () => {
      const digits = fc.stringMatching(/^(0|[1-9]\d{0,25})(\.\d{1,25})?$/);
      fc.assert(
        fc.property(digits, (text) => {
          const exact = decimal(text) === decimal(String(Number(text))) && (!Number.isInteger(Number(text)) || Number.isSafeInteger(Number(text)));
          if (exact) expect(parse(text)).toBe(Number(text));
          else expect(refusalOf(text).code).toBe('NUMBER_NOT_EXACT');
        }),
        { numRuns: 2_000 },
      );
    });
  });

  describe('texts', () => {
    it.each([['["\\ud800"]', '/0'], ['{"a":{"b":"x\\udc00y"}}', '/a/b'], ['"\\ud800\\ud800\\udc00"', ''], ['{"a\\udfff":1}', '/a\udfff']])('with half a character, escaped, are refused: %s', (text, pointer) => {
      expect(refusalOf(text)).toEqual({ code: 'TEXT_BROKEN', pointer });
    });

    it('with whole characters are taken, escaped or not', () => expect(parse('["\\ud842\\udfb7","𠮷","\\u0000","\\ufeff"]')).toEqual(['𠮷', '𠮷', '\0', '\ufeff']));
  });

  it('of any bytes is read as JSON.parse reads it or refused, and breaks nothing', () => {
    const pieces = fc.constantFrom('{', '}', '[', ']', ',', ':', '"a"', '"b"', '1', '-', '.', 'e', '0', '\\', '"', ' ', 'null', 'true', '\u0000', '字', '/*', '//');
    const any = fc.oneof(fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)), fc.array(pieces, { maxLength: 14 }).map((parts) => Buffer.from(parts.join(''))));
    fc.assert(
      fc.property(any, (bytes) => {
        let value: unknown;
        try {
          value = parseJsonBody(bytes);
        } catch (error) {
          return expect(error).toBeInstanceOf(HttpProblem);
        }
        return expect(value).toEqual(JSON.parse(bytes.toString('utf8')));
      }),
      { numRuns: 5_000 },
    );
  });

  it('is not echoed at length', () => {
    try {
      parse(`[1${'0'.repeat(200_000)}]`);
    } catch (error) {
      expect(JSON.stringify((error as HttpProblem).problem).length).toBeLessThan(1_000);
    }
    expect.assertions(1);
  });
});

/** A decimal numeral without exponent in plain form: no leading zero, no zero behind the last digit. */
function decimal(text: string): string {
  const [mantissa = '', exponent = '0'] = text.split('e');
  const [whole = '', fraction = ''] = mantissa.split('.');
  const shift = Number(exponent);
  const digits = whole + fraction;
  const point = whole.length + shift;
  const padded = point <= 0 ? '0'.repeat(1 - point) + digits : digits.padEnd(point, '0');
  const at = point <= 0 ? 1 : point;
  return `${padded.slice(0, at).replace(/^0+(?=\d)/, '')}.${padded.slice(at)}`.replace(/\.?0*$/, '');
}
