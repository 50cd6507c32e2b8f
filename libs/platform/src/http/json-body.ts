import { visit, printParseErrorCode } from 'jsonc-parser';
import { HttpProblem, problem } from './problem';

const MAX_DEPTH = 32;
const LONE_SURROGATE = /\p{Surrogate}/u;
const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype']);
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Parses a request body more strictly than JSON.parse: real UTF-8 without a byte order mark, no duplicate or dangerous
 * keys, no number that changes by being read, at most 32 levels. Throws a 400 that points at the place.
 */
export function parseJsonBody(bytes: Buffer): unknown {
  if (bytes.length === 0) throw bad('', 'BODY_REQUIRED', '请求体为空', 'the body is empty');
  let text: string;
  try {
    text = utf8.decode(bytes);
  } catch {
    throw bad('', 'BODY_NOT_UTF8', '请求体不是有效的 UTF-8 文本', 'the body is not valid UTF-8');
  }
  checkDepth(text);
  checkTokens(text);
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw bad('', 'BODY_NOT_JSON', '请求体不是有效的 JSON', 'the body is not valid JSON');
  }
}

/** Counts nesting without recursion, before anything that recurses sees the text. */
function checkDepth(text: string): void {
  let depth = 0;
  let inString = false;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (inString) {
      if (code === 0x5c) index += 1;
      else if (code === 0x22) inString = false;
    } else if (code === 0x22) inString = true;
    else if (code === 0x7b || code === 0x5b) {
      depth += 1;
      if (depth > MAX_DEPTH) throw bad('', 'BODY_TOO_DEEP', `嵌套不得超过${MAX_DEPTH}层`, `nesting is limited to ${MAX_DEPTH} levels`);
    } else if (code === 0x7d || code === 0x5d) depth -= 1;
  }
}

function checkTokens(text: string): void {
  const keys: Set<string>[] = [];
  visit(
    text,
    {
      onObjectBegin: () => void keys.push(new Set()),
      onObjectEnd: () => void keys.pop(),
      onObjectProperty: (name, _offset, _length, _line, _column, pathTo) => {
        const pointer = toPointer([...pathTo(), name]);
        if (LONE_SURROGATE.test(name)) throw bad(pointer, 'TEXT_BROKEN', '字段名含有不完整的字符', 'this field name holds half a character (lone surrogate)');
        if (FORBIDDEN_KEYS.has(name)) throw bad(pointer, 'KEY_FORBIDDEN', '不允许的字段名', 'this field name is not allowed');
        const seen = keys[keys.length - 1];
        if (seen?.has(name)) throw bad(pointer, 'KEY_REPEATED', '字段重复出现', 'this field appears twice');
        seen?.add(name);
      },
      onLiteralValue: (value, offset, length, _line, _column, pathTo) => {
        if (typeof value === 'string' && LONE_SURROGATE.test(value)) throw bad(toPointer(pathTo()), 'TEXT_BROKEN', '含有不完整的字符', 'holds half a character (lone surrogate)');
        if (typeof value !== 'number') return;
        const written = text.slice(offset, offset + length);
        if (isExact(value, written)) return;
        throw bad(toPointer(pathTo()), 'NUMBER_NOT_EXACT', `数值 ${written.slice(0, 40)} 无法精确表示`, 'this number cannot be held exactly; send it as text');
      },
      onError: (error, offset) => {
        throw bad('', 'BODY_NOT_JSON', `请求体第${offset + 1}个字符处不是有效的 JSON`, `not valid JSON at character ${offset + 1} (${printParseErrorCode(error)})`);
      },
    },
    { disallowComments: true, allowTrailingComma: false, allowEmptyContent: false },
  );
}

/** Does the number say what was written? 9007199254740993, 1e309, 1e-400 and 0.1000000000000000055 are read as other numbers, -0 is written back as 0. */
function isExact(value: number, written: string): boolean {
  if (Object.is(value, -0) || (Number.isInteger(value) && !Number.isSafeInteger(value))) return false;
  return scientific(written) === scientific(String(value));
}

/** A decimal numeral as its significant digits and the power of ten of their last one: `-1.50e3`, `-1500` and `-15e2` are `-15e2`. */
function scientific(numeral: string): string {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(numeral) ?? [];
  const digits = (whole + fraction).replace(/^0+/, '');
  const significant = digits.replace(/0+$/, '');
  return significant === '' ? '0' : `${sign}${significant}e${Number(exponent) - fraction.length + digits.length - significant.length}`;
}

/** RFC 6901. */
export function toPointer(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

function bad(pointer: string, code: string, zh: string, en: string): HttpProblem {
  return new HttpProblem(problem(400, code, zh, en, [{ pointer, code, zh, en }]));
}
