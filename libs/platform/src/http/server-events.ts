import { once } from 'node:events';
import { inEnumWords } from '@fengqiao/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ServerEvent } from '../query';

const HEARTBEAT_MS = 15_000;

/** Writes server-sent events until either side goes away; a comment every 15 s keeps proxies and clients sure of the line. */
export async function writeEvents(source: (closed: Promise<void>) => AsyncIterable<ServerEvent>, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const out = reply.raw;
  reply.hijack();
  out.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store', 'x-accel-buffering': 'no' });
  out.write(': 已连接 connected\n\n');
  const closed = once(request.raw.socket, 'close').then(() => undefined);
  const heartbeat = setInterval(() => out.write(': \n\n'), HEARTBEAT_MS);
  heartbeat.unref();
  try {
    for await (const { id, event, data } of source(closed)) {
      const room = out.write(`id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(inEnumWords(data))}\n\n`);
      if (!room) await Promise.race([once(out, 'drain'), closed]);
    }
  } finally {
    clearInterval(heartbeat);
    out.end();
  }
}
