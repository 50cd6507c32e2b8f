import { randomUUID } from 'node:crypto';
import type { FastifyRequest } from 'fastify';

const KNOWN = new WeakMap<object, string>();
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The id that ties a request, its events and its log lines together: the caller's X-Correlation-Id where it is a UUID, else a new one. */
export function correlationOf(request: FastifyRequest): string {
  const known = KNOWN.get(request);
  if (known) return known;
  const given = request.headers['x-correlation-id'];
  const id = typeof given === 'string' && UUID.test(given) ? given : randomUUID();
  KNOWN.set(request, id);
  return id;
}

export const isUuid = (text: string): boolean => UUID.test(text);
