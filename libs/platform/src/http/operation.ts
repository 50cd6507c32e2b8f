import type { Role } from '@fengqiao/security';
import type { ZodType } from 'zod';
import { z } from 'zod';
import type { Bilingual, CommandSpec } from '../aggregate';
import { AS_OF } from '../as-of';
import type { AnyAggregate } from '../pipeline';
import type { QueryParameter, QueryRoute } from '../query';

/** What an answer looks like; `also` names further content types, all of them text. */
export interface DescribedResponse {
  readonly label: Bilingual;
  readonly schema?: ZodType;
  readonly contentType?: string;
  readonly also?: readonly string[];
}

/** One route as guard, validator and API document see it: described once, used by all three. */
export interface Operation {
  readonly id: string;
  readonly method: 'GET' | 'POST';
  /** Express-style path, `/v1/mediation/disputes/:id/grade`. */
  readonly path: string;
  readonly tag: string;
  readonly label: Bilingual;
  /** `public` needs no token; otherwise one of these roles. */
  readonly access: 'public' | readonly Role[];
  readonly parameters: readonly QueryParameter[];
  readonly body?: ZodType;
  readonly responses: Readonly<Record<number, DescribedResponse>>;
  readonly command?: boolean;
}

/** What every command answers. */
export const commandAnswer = z.strictObject({
  id: z.string(),
  stream: z.string(),
  revision: z.number().int(),
  commandId: z.string(),
  events: z.array(z.strictObject({ id: z.string(), type: z.string() })),
  /** visible: the views show it; parked: this case's view stands still and is being looked at; behind: not yet. */
  view: z.enum(['visible', 'parked', 'behind']),
  caseNumber: z.number().int().optional(),
});

const ifFound: Bilingual = { zh: '成功', en: 'done' };

export function commandOperation(aggregate: AnyAggregate, type: string): Operation {
  const spec = aggregate.commands[type] as CommandSpec<unknown>;
  const base = `/v1/${aggregate.context}/${aggregate.collection}`;
  const claim = spec.claimable ? claimShape : {};
  return {
    id: lowerFirst(type),
    method: 'POST',
    path: spec.creates ? `${base}${spec.path ? `/${spec.path}` : ''}` : `${base}/:id/${spec.path}`,
    tag: `${aggregate.context} · ${aggregate.label.zh}`,
    label: spec.label,
    access: spec.roles,
    parameters: [],
    body: spec.claimable && spec.body instanceof z.ZodObject ? spec.body.extend(claim) : spec.body,
    responses: { [spec.creates ? 201 : 200]: { label: ifFound, schema: commandAnswer } },
    command: true,
  };
}

export const claimShape = {
  occurredAt: z.string().max(40).optional().describe('发生时间 / when it happened, RFC 3339 with zone'),
  approvedBy: z.string().max(100).optional().describe('补录批准人账号 / account that approved a time more than 24 h back'),
};

export function readOperation(aggregate: AnyAggregate, roles: readonly Role[]): Operation {
  return {
    id: `get${upperFirst(aggregate.name)}`,
    method: 'GET',
    path: `/v1/${aggregate.context}/${aggregate.collection}/:id`,
    tag: `${aggregate.context} · ${aggregate.label.zh}`,
    label: { zh: `查看${aggregate.label.zh}`, en: `read one ${aggregate.label.en}` },
    access: roles,
    parameters: [AS_OF],
    responses: { 200: { label: ifFound, schema: z.looseObject({ id: z.string(), revision: z.number().int() }) } },
  };
}

/** The list of papers that one thing of an aggregate can be printed as, and one of them. */
export function paperOperations(aggregate: AnyAggregate, roles: readonly Role[]): { readonly list: Operation; readonly one: Operation } {
  const path = `/v1/${aggregate.context}/${aggregate.collection}/:id/papers`;
  const common = { method: 'GET', tag: `${aggregate.context} · ${aggregate.label.zh}`, access: roles, parameters: [] } as const;
  return {
    list: {
      ...common, path,
      id: `papersOf${upperFirst(aggregate.name)}`,
      label: { zh: `${aggregate.label.zh}的文书目录`, en: `papers that one ${aggregate.label.en} can be printed as` },
      responses: { 200: { label: ifFound, schema: paperList } },
    },
    one: {
      ...common, path: `${path}/:code`,
      id: `paperOf${upperFirst(aggregate.name)}`,
      label: {
        zh: `打印${aggregate.label.zh}的一份文书：A4 网页；代码后加“.pdf”或 Accept: application/pdf 则为 PDF`,
        en: `one paper of a ${aggregate.label.en} as a page for A4; as PDF where the code ends in .pdf or with Accept: application/pdf`,
      },
      responses: {
        200: { label: ifFound, contentType: 'text/html', also: ['application/pdf'] },
        406: { label: { zh: '没有这种形式', en: 'no such form' }, contentType: 'application/problem+json', schema: anyProblem },
        501: { label: { zh: '本机不能生成 PDF', en: 'no PDF on this machine' }, contentType: 'application/problem+json', schema: anyProblem },
      },
    },
  };
}

const bilingual = z.strictObject({ zh: z.string(), en: z.string() });
const anyProblem = z.looseObject({ status: z.number().int(), code: z.string(), zh: z.string(), en: z.string() });
const paperList = z.strictObject({ papers: z.array(z.strictObject({ code: z.string(), label: bilingual, ready: z.boolean(), missing: bilingual.nullable() })) });

const CONTENT_TYPES = { json: 'application/json', text: 'text/plain', events: 'text/event-stream' } as const;

export function queryOperation(route: QueryRoute): Operation {
  const [type = 'application/json', ...also] = route.produces.map((form) => CONTENT_TYPES[form]);
  return {
    id: route.id,
    method: 'GET',
    path: route.path,
    tag: 'views · 查询',
    label: route.label,
    access: route.roles,
    parameters: route.parameters,
    responses: { 200: { label: ifFound, schema: route.response, contentType: type, also } },
  };
}

/** Roles that may do anything at all with an aggregate: whoever may run one of its commands may ask to read it. */
export function readers(aggregate: AnyAggregate): readonly Role[] {
  const specs = Object.values(aggregate.commands) as CommandSpec<unknown>[];
  return [...new Set([...specs.flatMap((spec) => spec.roles), 'operator', 'inspector'] as Role[])];
}

export const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);
export const upperFirst = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
