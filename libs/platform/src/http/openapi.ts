import { z, type ZodType } from 'zod';
import type { Json, JsonObject } from '@fengqiao/kernel';
import type { Operation } from './operation';

const problemSchema = z.strictObject({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  code: z.string(),
  detail: z.string(),
  zh: z.string(),
  en: z.string(),
  errors: z
    .array(z.strictObject({ pointer: z.string().optional(), parameter: z.string().optional(), code: z.string(), zh: z.string(), en: z.string() }))
    .optional(),
  correlation: z.string().optional(),
});

const COMMAND_PROBLEMS = [400, 401, 403, 404, 409, 412, 413, 415, 422, 503];
const QUERY_PROBLEMS = [400, 401, 403, 404, 409, 503];
/** What an act may answer that is no command on a case. */
const ACT_PROBLEMS = [400, 401, 403, 404, 409, 413, 415, 503];
/** A public route asks for no token; it still refuses what it does not know. */
const PUBLIC_PROBLEMS = { withBody: [400, 404, 413, 415], withoutBody: [400] };

/** The OpenAPI 3.1 document of these operations: made from the same values that guard and validate them. */
export function openApiDocument(operations: readonly Operation[], version: string): JsonObject {
  const paths: Record<string, Record<string, Json>> = {};
  for (const operation of operations) {
    const path = operation.path.replace(/:(\w+)/g, '{$1}');
    (paths[path] ??= {})[operation.method.toLowerCase()] = describe(operation);
  }
  return {
    openapi: '3.1.0',
    info: { title: '枫桥 Fengqiao', version, description: '司法局案件工作流：命令改变案件，查询读取视图。 / Case workflow for a justice bureau: commands change cases, queries read views.' },
    servers: [{ url: '/' }],
    paths,
    components: {
      schemas: { Problem: schemaOf(problemSchema, 'output') },
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
    },
  };
}

function describe(operation: Operation): Json {
  const isPublic = operation.access === 'public';
  const responses: Record<string, Json> = {};
  for (const [status, { label, schema, contentType = 'application/json', also = [] }] of Object.entries(operation.responses)) {
    const texts = Object.fromEntries(also.map((type) => [type, { schema: { type: 'string' } }]));
    responses[status] = {
      description: `${label.zh} / ${label.en}`,
      content: { [contentType]: { schema: schema ? schemaOf(schema, 'output') : { type: contentType === 'application/json' ? 'object' : 'string' } }, ...texts },
    };
  }
  for (const status of problemsOf(operation)) {
    responses[String(status)] ??= { description: 'problem', content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } };
  }
  return {
    operationId: operation.id,
    summary: operation.label.zh,
    description: isPublic ? operation.label.en : `${operation.label.en}\n\nroles: ${(operation.access as readonly string[]).join(', ')}`,
    tags: [operation.tag],
    ...(isPublic ? {} : { security: [{ bearer: [] }] }),
    parameters: parametersOf(operation),
    ...(operation.body ? { requestBody: { required: true, content: { 'application/json': { schema: schemaOf(operation.body, 'input') } } } } : {}),
    responses,
  };
}

function problemsOf({ access, body, command }: Operation): readonly number[] {
  if (access === 'public') return body ? PUBLIC_PROBLEMS.withBody : PUBLIC_PROBLEMS.withoutBody;
  return command ? COMMAND_PROBLEMS : body ? ACT_PROBLEMS : QUERY_PROBLEMS;
}

function parametersOf(operation: Operation): Json[] {
  const inPath = [...operation.path.matchAll(/:(\w+)/g)].map((match): Json => ({ name: match[1] as string, in: 'path', required: true, schema: { type: 'string' } }));
  const inQuery = operation.parameters.map((parameter): Json => ({
    name: parameter.name,
    in: 'query',
    required: parameter.required === true,
    description: `${parameter.label.zh} / ${parameter.label.en}`,
    schema: { type: 'string' },
  }));
  const headers: Json[] = operation.command
    ? [
        { name: 'Idempotency-Key', in: 'header', required: false, description: '重试时保持不变；只在同一账号、同一案件内有效 / keep it the same when you retry; it counts for one account and one case', schema: { type: 'string', minLength: 1, maxLength: 200 } },
        { name: 'If-Match', in: 'header', required: false, description: '读取时的 ETag / the ETag of your last read', schema: { type: 'string' } },
      ]
    : [];
  return [...inPath, ...inQuery, ...headers];
}

function schemaOf(schema: ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as Record<string, Json>;
  return rest;
}
