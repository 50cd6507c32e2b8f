import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Module, type DynamicModule, type LoggerService } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, NestFactory } from '@nestjs/core';
import { CqrsModule } from '@nestjs/cqrs';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { JsonObject } from '@fengqiao/kernel';
import type { AnyAggregate } from '../pipeline';
import type { QueryRoute } from '../query';
import { CommandGate, RunCommandHandler } from './command-gate';
import { aggregateController, publicController, queryController, type Routed } from './controllers';
import { beforeRouting } from './before-routing';
import { correlationOf } from './correlation';
import { ProblemFilter } from './filter';
import { OperationGuard } from './guard';
import { parseJsonBody } from './json-body';
import { openApiDocument } from './openapi';
import type { Operation } from './operation';
import { HTTP_PORTS, type HttpPorts } from './ports';
import { HttpProblem, problem } from './problem';

export interface ServerOptions {
  readonly ports: HttpPorts;
  readonly aggregates: readonly AnyAggregate[];
  readonly queries: readonly QueryRoute[];
  readonly logger: LoggerService | false;
  readonly version: string;
  /** Public routes of the host itself, such as the development accounts. */
  readonly pages?: readonly Page[];
}

export interface Page {
  readonly operation: Operation;
  readonly answer: (request: FastifyRequest, reply: FastifyReply) => unknown;
}

export interface Server {
  readonly app: NestFastifyApplication;
  readonly operations: readonly Operation[];
  readonly document: JsonObject;
}

const BODY_LIMIT = 256 * 1024;
/** Node's own limit, of which the address is a part: an id of any length reaches the check that says it is none. */
const MOST_HEADER_BYTES = 16 * 1024;

/** Builds the HTTP server of one process: routes, guards, validation and API document follow from the aggregates and queries. */
export async function createServer(options: ServerOptions): Promise<Server> {
  const routed: Routed[] = [...options.aggregates.map(aggregateController), queryController(options.queries)];
  const pages = publicController([...ownPages(options.ports, () => document, options.version), ...(options.pages ?? [])]);
  const operations = [...routed, pages].flatMap((each) => each.operations);
  const document = openApiDocument(operations, options.version);

  const adapter = new FastifyAdapter({ bodyLimit: BODY_LIMIT, exposeHeadRoutes: false, forceCloseConnections: true, routerOptions: { ignoreDuplicateSlashes: false, ignoreTrailingSlash: false, maxParamLength: MOST_HEADER_BYTES }, ...beforeRouting });
  const app = await NestFactory.create<NestFastifyApplication>(serverModule(options.ports, [...routed, pages]), adapter, { bodyParser: false, logger: options.logger, abortOnError: false });
  const fastify = app.getHttpAdapter().getInstance();
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('application/json', { parseAs: 'buffer' }, async (request: FastifyRequest, body: Buffer) => {
    const type = request.headers['content-type'] ?? '';
    const charset = /;\s*charset\s*=\s*"?([^;"\s]+)/i.exec(type)?.[1];
    const refused = (charset !== undefined && !/^utf-?8$/i.test(charset)) || request.headers['content-encoding'] !== undefined;
    if (refused) throw new HttpProblem(problem(415, 'MEDIA_TYPE_UNSUPPORTED', '请以 application/json（UTF-8）发送，且不压缩', 'send application/json in UTF-8, not compressed'));
    return parseJsonBody(body);
  });
  fastify.addHook('onRequest', async (request: FastifyRequest, reply: FastifyReply) => {
    reply.header('x-correlation-id', correlationOf(request)).header('x-content-type-options', 'nosniff').header('cache-control', 'no-store');
  });
  return { app, operations, document };
}

function serverModule(ports: HttpPorts, routed: readonly Routed[]): DynamicModule {
  @Module({})
  class ServerModule {}
  return {
    module: ServerModule,
    imports: [CqrsModule.forRoot()],
    controllers: routed.map((each) => each.controller),
    providers: [
      { provide: HTTP_PORTS, useValue: ports },
      { provide: APP_GUARD, useClass: OperationGuard },
      { provide: APP_FILTER, useClass: ProblemFilter },
      CommandGate,
      RunCommandHandler,
    ],
  };
}

const healthAnswer = z.strictObject({
  status: z.enum(['up', 'degraded', 'down']),
  degraded: z.array(z.strictObject({ part: z.string(), zh: z.string(), en: z.string() })),
  clock: z.strictObject({ kind: z.literal('training'), now: z.string(), local: z.string(), speed: z.number() }).optional(),
});

function ownPages(ports: HttpPorts, document: () => JsonObject, version: string): Page[] {
  const page = (id: string, path: string, zh: string, en: string, contentType: string, answer: Page['answer'], schema?: z.ZodType): Page => ({
    operation: { id, method: 'GET', path, tag: 'system · 系统', label: { zh, en }, access: 'public', parameters: [], responses: { 200: { label: { zh: '成功', en: 'done' }, contentType, schema } } },
    answer,
  });
  const ready = page('healthReady', '/health/ready', '是否就绪', 'is this process ready', 'application/json', (_request, reply) => {
    const state = ports.health.state();
    reply.status(state.ready ? 200 : 503);
    return { status: !state.ready ? 'down' : state.degraded.length > 0 ? 'degraded' : 'up', degraded: state.degraded, ...(state.clock && { clock: state.clock }) };
  }, healthAnswer);
  return [
    page('healthLive', '/health/live', '进程是否存活', 'is this process alive', 'application/json', () => ({ status: 'up', version }), z.strictObject({ status: z.literal('up'), version: z.string() })),
    { ...ready, operation: { ...ready.operation, responses: { ...ready.operation.responses, 503: { label: { zh: '未就绪', en: 'not ready' }, schema: healthAnswer } } } },
    page('openapi', '/openapi.json', '接口文档（OpenAPI 3.1）', 'the API document', 'application/json', () => document()),
    page('docs', '/docs', '接口文档页面', 'the API document as a page', 'text/html', (_request, reply) => {
      reply.type('text/html; charset=utf-8');
      return DOCS_PAGE;
    }),
    asset('docsStyle', 'swagger-ui.css', 'text/css'),
    asset('docsScript', 'swagger-ui-bundle.js', 'text/javascript'),
  ];

  function asset(id: string, file: string, contentType: string): Page {
    const path = createRequire(__filename).resolve(`swagger-ui-dist/${file}`);
    return page(id, `/docs/assets/${file}`, '接口文档页面的资源', 'an asset of the API document page', contentType, (_request, reply) => {
      reply.type(`${contentType}; charset=utf-8`);
      return readFileSync(path, 'utf8');
    });
  }
}

const DOCS_PAGE = `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>枫桥 Fengqiao · 接口文档</title>
<link rel="stylesheet" href="/docs/assets/swagger-ui.css"></head>
<body><div id="clock" hidden style="position:sticky;top:0;z-index:1;padding:.6em 1em;background:#8a1c1c;color:#fff;font:1rem sans-serif"></div><div id="ui"></div><script src="/docs/assets/swagger-ui-bundle.js"></script>
<script>SwaggerUIBundle({ url: '/openapi.json', dom_id: '#ui', persistAuthorization: true, docExpansion: 'none', filter: true });
// A training says so wherever somebody might take its time for the real one.
const tell = async () => {
  const { clock } = await (await fetch('/health/ready')).json();
  if (!clock) return;
  const banner = document.getElementById('clock');
  banner.hidden = false;
  banner.textContent = '训练时钟 Training clock ×' + clock.speed + '　' + clock.local + '（北京时间）';
  setTimeout(tell, 1000);
};
tell();</script></body></html>
`;
