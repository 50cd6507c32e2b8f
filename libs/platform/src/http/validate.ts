import type { ZodType } from 'zod';
import { fieldError } from '../fields';
import { toPointer } from './json-body';
import { raise, type ProblemError } from './problem';

const MAX_ERRORS = 20;

/** The body as its schema understands it; otherwise a 400 that points at each field. */
export function validate<T>(schema: ZodType<T>, body: unknown): T {
  // A schema's own words go first; where it has none, these are in both languages.
  const result = schema.safeParse(body === undefined ? {} : body, { error: fieldError });
  if (result.success) return result.data;
  const errors = result.error.issues.flatMap<ProblemError>((issue) => {
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({ pointer: toPointer([...issue.path, key]), code: 'FIELD_UNKNOWN', zh: '没有这个字段', en: 'there is no such field' }));
    }
    const [zh, en] = bilingual(issue.message);
    return [{ pointer: toPointer(issue.path), code: issue.code.toUpperCase(), zh, en }];
  });
  raise(400, 'VALIDATION_FAILED', '请求内容有误，请按 errors 逐项修改', 'the request is not valid; see errors', errors.slice(0, MAX_ERRORS));
}

/** Messages are `zh / en`. */
function bilingual(message: string): [string, string] {
  const cut = message.indexOf(' / ');
  return cut < 0 ? ['该项不符合要求', message] : [message.slice(0, cut), message.slice(cut + 3)];
}
