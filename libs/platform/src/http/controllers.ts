import { Controller, Get, Inject, Param, Post, Req, Res, type Type } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { inEnumWords } from '@fengqiao/contracts';
import { invariant, type Instant, type JsonObject } from '@fengqiao/kernel';
import { readAsOf } from '../as-of';
import type { AnyAggregate } from '../pipeline';
import type { QueryAnswer, QueryRoute } from '../query';
import { CommandGate } from './command-gate';
import { correlationOf, isUuid } from './correlation';
import { actorOf, ForOperation } from './guard';
import { commandOperation, paperOperations, queryOperation, readers, readOperation, type Operation } from './operation';
import { listPapers, printPaper, type Asked } from './papers';
import { HTTP_PORTS, type HttpPorts } from './ports';
import { HttpProblem, notFound, problem } from './problem';
import { writeEvents } from './server-events';

export interface Routed {
  readonly controller: Type;
  readonly operations: readonly Operation[];
}

/** A Nest controller with a route for each command of the aggregate and one to read it. */
export function aggregateController(aggregate: AnyAggregate): Routed {
  @Controller()
  class AggregateController {
    constructor(
      @Inject(CommandGate) private readonly gate: CommandGate,
      @Inject(HTTP_PORTS) private readonly ports: HttpPorts,
    ) {}

    run(type: string, id: string | undefined, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
      if (id !== undefined && !isUuid(id)) throw new HttpProblem(notFound());
      return this.gate.run(aggregate, type, { actor: actorOf(request), correlation: correlationOf(request), id, body: request.body, headers: request.headers }, reply);
    }

    async read(id: string, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
      const actor = actorOf(request);
      const stream = `${aggregate.context}.${aggregate.name}-${id}`;
      if (!isUuid(id)) throw new HttpProblem(notFound());
      const asOf = asOfOf(request, this.ports.pipeline.now());
      const { state, revision } = await this.ports.pipeline.load(aggregate, stream, asOf);
      const shown = revision < 0 || !this.ports.pipeline.mayRead(aggregate, actor, state) ? undefined : aggregate.present(state);
      if (!shown) throw new HttpProblem(notFound());
      // No command is based on what was.
      if (asOf === undefined) reply.header('etag', `"${revision}"`);
      // Words before seals are opened: what people wrote stays as they wrote it.
      return { ...(this.ports.reveal(actor, inEnumWords(shown)) as JsonObject), id, revision };
    }

    async file(id: string, request: FastifyRequest): Promise<Asked> {
      const actor = actorOf(request);
      const stream = `${aggregate.context}.${aggregate.name}-${id}`;
      if (!isUuid(id)) throw new HttpProblem(notFound());
      const { pipeline } = this.ports;
      const { state, revision, events } = await pipeline.load(aggregate, stream);
      const source = { events, caseNumber: this.ports.caseNumber?.(stream) ?? '', now: pipeline.now(), look: pipeline.look };
      const file = revision < 0 || !pipeline.mayRead(aggregate, actor, state) ? undefined : aggregate.papers?.file(state, source);
      if (!aggregate.papers || !file) throw new HttpProblem(notFound());
      return { papers: aggregate.papers.all, file: this.ports.reveal(actor, file) as JsonObject, pdf: this.ports.pdf };
    }
  }
  Reflect.defineProperty(AggregateController, 'name', { value: `${aggregate.context}-${aggregate.name}` });

  const operations: Operation[] = [];
  for (const type of Object.keys(aggregate.commands)) {
    const operation = commandOperation(aggregate, type);
    const creates = aggregate.commands[type]?.creates === true;
    const handler = creates
      ? function create(this: AggregateController, request: FastifyRequest, reply: FastifyReply) {
          return this.run(type, undefined, request, reply);
        }
      : function change(this: AggregateController, request: FastifyRequest, reply: FastifyReply, id: string) {
          return this.run(type, id, request, reply);
        };
    define(AggregateController, type, operation, handler, creates ? [] : ['id']);
    operations.push(operation);
  }
  const reading = readOperation(aggregate, readers(aggregate));
  define(AggregateController, 'get', reading, function get(this: AggregateController, request: FastifyRequest, reply: FastifyReply, id: string) {
    return this.read(id, request, reply);
  }, ['id']);
  operations.push(reading);
  if (aggregate.papers) {
    const { list, one } = paperOperations(aggregate, readers(aggregate));
    define(AggregateController, 'papers', list, async function papers(this: AggregateController, request: FastifyRequest, _reply: FastifyReply, id: string) {
      return listPapers(await this.file(id, request));
    }, ['id']);
    define(AggregateController, 'paper', one, async function paper(this: AggregateController, request: FastifyRequest, reply: FastifyReply, id: string, code: string) {
      return printPaper(await this.file(id, request), code, request, reply);
    }, ['id', 'code']);
    operations.push(list, one);
  }
  return { controller: AggregateController, operations };
}

/** The instant as of which one thing is asked for; undefined for the present. */
function asOfOf(request: FastifyRequest, now: Instant): Instant | undefined {
  const { asOf } = request.query as Readonly<Record<string, string | readonly string[] | undefined>>;
  if (asOf === undefined) return undefined;
  const read = readAsOf(asOf, now);
  if (!read.ok) throw refused(read.problem);
  return read.at;
}

/** A Nest controller for a set of queries. */
export function queryController(routes: readonly QueryRoute[]): Routed {
  @Controller()
  class QueryController {
    constructor(@Inject(HTTP_PORTS) private readonly ports: HttpPorts) {}

    async ask(route: QueryRoute, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
      const actor = actorOf(request);
      const answer = await route.handle({
        actor,
        scope: this.ports.scopeOf(actor),
        path: request.params as Record<string, string>,
        query: { ...(request.query as Record<string, string | string[]>), ...resumed(route, request) },
        reveal: (value) => this.ports.reveal(actor, value),
      });
      return send(answer, request, reply);
    }
  }
  const operations = routes.map((route) => {
    const operation = queryOperation(route);
    define(QueryController, route.id, operation, function ask(this: QueryController, request: FastifyRequest, reply: FastifyReply) {
      return this.ask(route, request, reply);
    }, []);
    return operation;
  });
  return { controller: QueryController, operations };
}

/** A browser that reconnects names the last event it received in a header: for a stream that takes `after`, it stands for that. */
function resumed(route: QueryRoute, request: FastifyRequest): { readonly after?: string } {
  const last = request.headers['last-event-id'];
  const takes = route.produces.includes('events') && route.parameters.some(({ name }) => name === 'after');
  return takes && typeof last === 'string' && last !== '' ? { after: last } : {};
}

/** A Nest controller for the platform's own public pages. */
export function publicController(pages: readonly { readonly operation: Operation; readonly answer: (request: FastifyRequest, reply: FastifyReply) => unknown }[]): Routed {
  @Controller()
  class PublicController {}
  for (const { operation, answer } of pages) define(PublicController, operation.id, operation, answer, []);
  return { controller: PublicController, operations: pages.map((page) => page.operation) };
}

type Handler = (this: never, request: FastifyRequest, reply: FastifyReply, id: string, code: string) => unknown;

function define(controller: Type, name: string, operation: Operation, handler: Handler, parameters: readonly string[]): void {
  const prototype = controller.prototype as Record<string, unknown>;
  invariant(!(name in prototype), `${controller.name} already has ${name}`);
  Object.defineProperty(prototype, name, { value: handler, writable: true, configurable: true });
  const descriptor = Object.getOwnPropertyDescriptor(prototype, name) as PropertyDescriptor;
  (operation.method === 'POST' ? Post : Get)(operation.path)(prototype, name, descriptor);
  ForOperation(operation)(prototype, name, descriptor);
  Req()(prototype, name, 0);
  Res({ passthrough: true })(prototype, name, 1);
  parameters.forEach((parameter, index) => Param(parameter)(prototype, name, 2 + index));
}

async function send(answer: QueryAnswer, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  switch (answer.kind) {
    case 'json':
      if (answer.etag !== undefined) reply.header('etag', answer.etag);
      return inEnumWords(answer.body);
    case 'text':
      reply.type('text/plain; charset=utf-8');
      if (answer.language) reply.header('content-language', answer.language);
      return answer.body;
    case 'events':
      return writeEvents(answer.events, request, reply);
    case 'problem':
      throw refused(answer);
  }
}

function refused({ status, code, zh, en, parameter }: Extract<QueryAnswer, { readonly kind: 'problem' }>): HttpProblem {
  const errors = parameter === undefined ? undefined : [{ parameter, code, zh, en }];
  return new HttpProblem(problem(status, code, zh, en, errors), status === 503 ? { 'retry-after': '1' } : {});
}
