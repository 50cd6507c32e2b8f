import { Inject, Injectable, SetMetadata, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { invariant, type Actor } from '@fengqiao/kernel';
import type { Operation } from './operation';
import { HTTP_PORTS, type HttpPorts } from './ports';
import { HttpProblem, problem, raise } from './problem';

const OPERATION = 'fengqiao:operation';
const ACTORS = new WeakMap<FastifyRequest, Actor>();

/** Ties a handler to its operation; a handler without one is closed to everybody. */
export const ForOperation = (operation: Operation) => SetMetadata(OPERATION, operation);

/** The verified actor of a request; asking on a public route is a bug. */
export function actorOf(request: FastifyRequest): Actor {
  const actor = ACTORS.get(request);
  invariant(actor, 'the guard let a request in without an actor');
  return actor;
}

/** Default deny: a token for all but public operations, one of the operation's roles, and no query parameter that it does not list. */
@Injectable()
export class OperationGuard implements CanActivate {
  constructor(
    @Inject(Reflector) private readonly reflector: Reflector,
    @Inject(HTTP_PORTS) private readonly ports: HttpPorts,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const operation = this.reflector.get<Operation | undefined>(OPERATION, context.getHandler());
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    if (!operation) return false;
    if (operation.access !== 'public') ACTORS.set(request, await this.admit(operation.access, request.headers.authorization));
    const known = new Set(operation.parameters.map((parameter) => parameter.name));
    const unknown = Object.keys((request.query ?? {}) as object).filter((name) => !known.has(name));
    if (unknown.length > 0) {
      raise(400, 'PARAMETER_UNKNOWN', '有不认识的查询参数', 'unknown query parameter', unknown.slice(0, 20).map((name) => ({
        parameter: name.slice(0, 100), code: 'PARAMETER_UNKNOWN', zh: '没有这个参数', en: 'there is no such parameter',
      })));
    }
    return true;
  }

  private async admit(roles: readonly string[], authorization: string | undefined): Promise<Actor> {
    const match = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/.exec(authorization ?? '');
    const actor = match ? await this.ports.authenticate(match[1] as string) : undefined;
    if (!actor) throw new HttpProblem(problem(401, 'UNAUTHENTICATED', '请先登录：令牌缺失、无效或已过期', 'sign in: the token is missing, invalid or expired'), { 'www-authenticate': 'Bearer' });
    if (!roles.some((role) => actor.roles.includes(role))) raise(403, 'ROLE_REQUIRED', '您的角色不能进行此操作', `this needs one of the roles ${roles.join(', ')}`);
    return actor;
  }
}
