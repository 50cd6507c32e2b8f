import { Catch, Inject, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppendOutcomeUnknown, StoreUnavailable } from '@fengqiao/event-store';
import { CaseUnreadable } from '../pipeline';
import { correlationOf } from './correlation';
import { HTTP_PORTS, type HttpPorts } from './ports';
import { HttpProblem, notFound, problem, type Problem } from './problem';

const UNAVAILABLE: Record<StoreUnavailable['code'], [string, string]> = {
  DISK_FULL: ['磁盘已满，暂不能写入；清理后自动恢复', 'the disk is full; writing resumes when there is room'],
  CLOCK_FAULT: ['系统时钟落后于日志，请先校时', 'the clock is behind the log; set it right first'],
  STORE_BUSY: ['写入排队过长，请稍后重试', 'too many writes are waiting; try again shortly'],
  STORE_CLOSED: ['系统正在停止', 'the system is shutting down'],
};

const CLIENT_FAULTS: Record<number, [string, string, string]> = {
  400: ['REQUEST_MALFORMED', '请求格式有误', 'the request is malformed'],
  401: ['UNAUTHENTICATED', '请先登录', 'sign in first'],
  403: ['ROLE_REQUIRED', '您的角色不能进行此操作', 'your role may not do this'],
  408: ['REQUEST_TIMEOUT', '请求发送过慢', 'the request came too slowly'],
  405: ['METHOD_NOT_ALLOWED', '不支持的方法', 'this method is not offered here'],
  413: ['BODY_TOO_LARGE', '请求体过大，上限256KiB', 'the body exceeds 256 KiB'],
  414: ['URI_TOO_LONG', '地址过长', 'the address is too long'],
  415: ['MEDIA_TYPE_UNSUPPORTED', '请以 application/json（UTF-8）发送，且不压缩', 'send application/json in UTF-8, not compressed'],
  431: ['HEADERS_TOO_LARGE', '请求头过大', 'the headers are too large'],
};

/** A fault of the caller's that has no more to say than its status. */
export function clientProblem(status: number): Problem {
  const [code, zh, en] = CLIENT_FAULTS[status] ?? (CLIENT_FAULTS[400] as [string, string, string]);
  return problem(status, code, zh, en);
}

/** The last resort: whatever was thrown becomes RFC 9457 problem+json, without a stack and without personal data. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(@Inject(HTTP_PORTS) private readonly ports: HttpPorts) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const correlation = correlationOf(request);
    const { problem: found, headers } = this.toProblem(error, `${request.method} ${request.routeOptions?.url ?? ''}`, correlation);
    const reply = http.getResponse<FastifyReply>();
    if (reply.sent) return;
    void reply.status(found.status).headers(headers).header('x-correlation-id', correlation).type('application/problem+json').send(JSON.stringify({ ...found, correlation }));
  }

  private toProblem(error: unknown, where: string, correlation: string): { problem: Problem; headers: Readonly<Record<string, string>> } {
    if (error instanceof HttpProblem) return { problem: error.problem, headers: error.headers };
    if (error instanceof StoreUnavailable) {
      this.ports.report(error, where, correlation);
      const [zh, en] = UNAVAILABLE[error.code];
      return { problem: problem(503, error.code, zh, en), headers: { 'retry-after': '5' } };
    }
    if (error instanceof AppendOutcomeUnknown) {
      this.ports.report(error, where, correlation);
      const [zh, en] = ['无法确认是否已写入，请以同一 Idempotency-Key 重试', 'it is not known whether this was written; send it again with the same Idempotency-Key'];
      return { problem: problem(503, 'OUTCOME_UNKNOWN', zh, en), headers: { 'retry-after': '5' } };
    }
    if (error instanceof CaseUnreadable) {
      this.ports.report(error, where, correlation);
      return { problem: problem(503, 'CASE_UNREADABLE', '本案含有本程序无法读取的记录，已暂停办理并报警；其他案件不受影响', 'this case holds a record that this program cannot read: it stands still, and operators are told; other cases go on'), headers: {} };
    }
    const status = error instanceof HttpException ? error.getStatus() : (error as { statusCode?: unknown } | undefined)?.statusCode;
    if (status === 404) return { problem: notFound(), headers: {} };
    if (typeof status === 'number' && status >= 400 && status < 500) {
      return { problem: clientProblem(status), headers: {} };
    }
    this.ports.report(error, where, correlation);
    return { problem: problem(500, 'INTERNAL', '系统内部错误，已记录，请凭 correlation 联系运维', 'an internal error, recorded; give operators the correlation id'), headers: {} };
  }
}
