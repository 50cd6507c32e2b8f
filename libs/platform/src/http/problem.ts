import { STATUS_CODES } from 'node:http';
import type { Refusal } from '@fengqiao/kernel';

export interface ProblemError {
  /** JSON pointer into the body, or the name of a parameter or header. */
  readonly pointer?: string;
  readonly parameter?: string;
  readonly code: string;
  readonly zh: string;
  readonly en: string;
}

/** RFC 9457 problem details: what is wrong, where, and what to do next, in Chinese and English. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  /** Stable, upper-case; what programs switch on. */
  readonly code: string;
  readonly detail: string;
  readonly zh: string;
  readonly en: string;
  readonly errors?: readonly ProblemError[];
  readonly correlation?: string;
}

/** Thrown inside the HTTP layer only; the filter turns it into the answer. */
export class HttpProblem extends Error {
  constructor(readonly problem: Problem, readonly headers: Readonly<Record<string, string>> = {}) {
    super(problem.code);
    this.name = 'HttpProblem';
  }
}

export function problem(status: number, code: string, zh: string, en: string, errors?: readonly ProblemError[]): Problem {
  return {
    type: `urn:fengqiao:problem:${code.toLowerCase().replaceAll('_', '-')}`,
    title: STATUS_CODES[status] ?? 'Error',
    status,
    code,
    detail: `${zh} / ${en}`,
    zh,
    en,
    ...(errors && errors.length > 0 ? { errors } : {}),
  };
}

export function raise(status: number, code: string, zh: string, en: string, errors?: readonly ProblemError[]): never {
  throw new HttpProblem(problem(status, code, zh, en, errors));
}

/** Unknown and forbidden are the same answer, so that nobody learns what exists. */
export function notFound(): Problem {
  return problem(404, 'NOT_FOUND', '未找到，或无权查看', 'not found, or not yours to see');
}

export function fromRefusal(refusal: Refusal): Problem {
  if (refusal.kind === 'forbidden') return notFound();
  const errors = refusal.pointer === undefined ? undefined : [{ pointer: refusal.pointer, code: refusal.code, zh: refusal.zh, en: refusal.en }];
  return problem(refusal.kind === 'conflict' ? 409 : 422, refusal.code, refusal.zh, refusal.en, errors);
}
