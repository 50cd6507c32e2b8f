import { CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { idOf, parseInstant, type Actor, type JsonObject } from '@fengqiao/kernel';
import type { CommandSpec } from '../aggregate';
import { turnTogether } from '../pace';
import { claimedInstant, type AnyAggregate, type CommandOutcome, type CommandRequest } from '../pipeline';
import { HTTP_PORTS, type HttpPorts } from './ports';
import { HttpProblem, fromRefusal, notFound, problem, raise, type ProblemError } from './problem';
import { validate } from './validate';

/** The command as it travels on Nest's CommandBus, which is a dispatcher here and nothing durable. */
export class RunCommand {
  constructor(readonly aggregate: AnyAggregate, readonly request: CommandRequest) {}
}

@CommandHandler(RunCommand)
export class RunCommandHandler implements ICommandHandler<RunCommand> {
  constructor(@Inject(HTTP_PORTS) private readonly ports: HttpPorts) {}

  execute({ aggregate, request }: RunCommand): Promise<CommandOutcome> {
    return this.ports.pipeline.execute(aggregate, request);
  }
}

export interface GateRequest {
  readonly actor: Actor;
  readonly correlation: string;
  readonly id?: string;
  readonly body: unknown;
  readonly headers: FastifyRequest['headers'];
}

/** From an HTTP request to a command and from its outcome to an answer. */
@Injectable()
export class CommandGate {
  private readonly turn = turnTogether();

  constructor(
    @Inject(CommandBus) private readonly bus: CommandBus,
    @Inject(HTTP_PORTS) private readonly ports: HttpPorts,
  ) {}

  async run(aggregate: AnyAggregate, type: string, request: GateRequest, reply: FastifyReply): Promise<unknown> {
    // Under load that is a seventh of what a command costs; they are in one commit anyway.
    await this.turn();
    const spec = aggregate.commands[type] as CommandSpec<unknown>;
    const { claim, rest } = splitClaim(request.body, spec.claimable === true);
    const body = validate(spec.body, rest) as JsonObject;
    const commandId = this.ports.commandId(request.actor, idempotencyKey(request.headers['idempotency-key']));
    const command: CommandRequest = {
      id: request.id,
      type,
      body,
      actor: request.actor,
      commandId,
      ifMatch: revisionOf(request.headers['if-match']),
      ...claim,
      correlation: request.correlation,
    };
    const outcome = await this.bus.execute<RunCommand, CommandOutcome>(new RunCommand(aggregate, command));
    return this.answer(aggregate, spec, outcome, commandId, reply);
  }

  private async answer(aggregate: AnyAggregate, spec: CommandSpec<unknown>, outcome: CommandOutcome, commandId: string, reply: FastifyReply): Promise<unknown> {
    if (outcome.kind !== 'done') throw new HttpProblem(problemOf(outcome), outcome.kind === 'contended' ? { 'retry-after': '1' } : {});
    const { stream, revision, events, state } = outcome;
    const id = idOf(stream);
    const first = events[0];
    const numbered = spec.creates && first ? aggregate.numbered : undefined;
    const caseNumber = numbered && first ? await this.ports.numbering.assign(numbered, state, first) : undefined;
    const view = await this.ports.visible(stream, revision);
    reply.status(spec.creates ? 201 : 200).header('etag', `"${revision}"`);
    if (outcome.repeated && first) reply.header('idempotency-replayed', 'true');
    if (spec.creates) reply.header('location', `/v1/${aggregate.context}/${aggregate.collection}/${id}`);
    return { id, stream, revision, commandId, events: events.map((event) => ({ id: event.id, type: event.type })), view, ...(caseNumber === undefined ? {} : { caseNumber }) };
  }
}

function problemOf(outcome: Exclude<CommandOutcome, { kind: 'done' }>) {
  switch (outcome.kind) {
    case 'refused':
      return fromRefusal(outcome.refusal);
    case 'notFound':
      return notFound();
    case 'keyReused':
      return problem(409, 'IDEMPOTENCY_KEY_REUSED', '同一 Idempotency-Key 已用于另一请求，请换一个', 'this Idempotency-Key was used with another request; use a new one');
    case 'preconditionFailed':
      return problem(412, 'PRECONDITION_FAILED', '案件已有新的变更，请重新读取后再提交', `the case has moved on to revision ${outcome.actual}; read it again`);
    case 'contended':
      return problem(409, 'CONTENDED', '多人同时操作同一案件，请重试', 'others are changing the same case; try again');
  }
}

/** Takes `occurredAt` and `approvedBy` off a body whose command may carry them; elsewhere the strict body refuses them. */
function splitClaim(body: unknown, claimable: boolean): { claim: Pick<CommandRequest, 'occurredAt' | 'approvedBy'>; rest: unknown } {
  if (!claimable || typeof body !== 'object' || body === null || Array.isArray(body)) return { claim: {}, rest: body };
  const { occurredAt, approvedBy, ...rest } = body as Record<string, unknown>;
  const errors: ProblemError[] = [];
  if (occurredAt !== undefined && (typeof occurredAt !== 'string' || parseInstant(occurredAt) === undefined)) {
    errors.push({ pointer: '/occurredAt', code: 'INSTANT_INVALID', zh: '须为带时区的有效时刻，如 2026-11-02T15:00:00+08:00', en: 'an instant with its zone that exists, such as 2026-11-02T15:00:00+08:00' });
  }
  if (approvedBy !== undefined && (typeof approvedBy !== 'string' || !/^[\w.@-]{1,100}$/.test(approvedBy))) {
    errors.push({ pointer: '/approvedBy', code: 'ACCOUNT_INVALID', zh: '须为账号', en: 'an account' });
  }
  if (errors.length > 0) raise(400, 'VALIDATION_FAILED', '请求内容有误，请按 errors 逐项修改', 'the request is not valid; see errors', errors);
  return {
    claim: { ...(occurredAt === undefined ? {} : { occurredAt: claimedInstant(occurredAt as string) }), ...(approvedBy === undefined ? {} : { approvedBy: approvedBy as string }) },
    rest,
  };
}

function idempotencyKey(header: string | string[] | undefined): string | undefined {
  if (header === undefined) return undefined;
  if (typeof header === 'string' && /^[\x21-\x7e]{1,200}$/.test(header)) return header;
  raise(400, 'IDEMPOTENCY_KEY_INVALID', 'Idempotency-Key 须为1至200个可见ASCII字符', 'Idempotency-Key holds 1 to 200 visible ASCII characters', [
    { parameter: 'Idempotency-Key', code: 'IDEMPOTENCY_KEY_INVALID', zh: '格式有误', en: 'malformed' },
  ]);
}

function revisionOf(header: string | undefined): number | undefined {
  if (header === undefined) return undefined;
  const match = /^"(0|[1-9]\d{0,8})"$/.exec(header);
  if (match) return Number(match[1]);
  raise(400, 'IF_MATCH_INVALID', 'If-Match 须为读取时得到的 ETag，如 "3"', 'If-Match holds the ETag of the last read, such as "3"', [
    { parameter: 'If-Match', code: 'IF_MATCH_INVALID', zh: '格式有误', en: 'malformed' },
  ]);
}
