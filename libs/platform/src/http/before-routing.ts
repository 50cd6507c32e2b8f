import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { correlationOf } from './correlation';
import { clientProblem } from './filter';

/** What refuses a request before any route, guard or filter has seen it, in the same form as everything else. */
export const beforeRouting = {
  /** An address that cannot be read. */
  frameworkErrors(error: { readonly statusCode?: number }, request: FastifyRequest, reply: FastifyReply): void {
    const correlation = correlationOf(request);
    const problem = clientProblem(error.statusCode ?? 400);
    void reply
      .status(problem.status)
      .headers({ 'x-correlation-id': correlation, 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' })
      .type('application/problem+json')
      .send(JSON.stringify({ ...problem, correlation }));
  },

  /** What is no HTTP, or comes too slowly, or with headers that are too large. */
  clientErrorHandler(error: { readonly code?: string }, socket: Socket): void {
    if (error.code === 'ECONNRESET' || socket.destroyed) return;
    const problem = clientProblem(STATUS_OF[error.code ?? ''] ?? 400);
    const body = JSON.stringify(problem);
    const head = [`HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status] ?? ''}`, 'Content-Type: application/problem+json; charset=utf-8', `Content-Length: ${Buffer.byteLength(body)}`, 'Connection: close'];
    if (socket.writable) socket.write(`${head.join('\r\n')}\r\n\r\n${body}`);
    socket.destroySoon();
  },
};

const STATUS_OF: Readonly<Record<string, number>> = { ERR_HTTP_REQUEST_TIMEOUT: 408, HPE_HEADER_OVERFLOW: 431 };
