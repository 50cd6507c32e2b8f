import Ajv2020 from 'ajv/dist/2020';
import type { JsonObject } from '@fengqiao/kernel';

/*
 * What makes a document an OpenAPI 3.1 document, as far as ours uses it: the fixed fields of each object, references that lead
 * somewhere, path parameters that are in the path, and schemas that are JSON Schema 2020-12.
 */

type Loose = Readonly<Record<string, unknown>>;

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];
const KNOWN: Readonly<Record<string, readonly string[]>> = {
  document: ['openapi', 'info', 'jsonSchemaDialect', 'servers', 'paths', 'webhooks', 'components', 'security', 'tags', 'externalDocs'],
  info: ['title', 'summary', 'description', 'termsOfService', 'contact', 'license', 'version'],
  operation: ['tags', 'summary', 'description', 'externalDocs', 'operationId', 'parameters', 'requestBody', 'responses', 'callbacks', 'deprecated', 'security', 'servers'],
  parameter: ['name', 'in', 'description', 'required', 'deprecated', 'allowEmptyValue', 'style', 'explode', 'allowReserved', 'schema', 'example', 'examples', 'content'],
  requestBody: ['description', 'content', 'required'],
  response: ['description', 'headers', 'content', 'links'],
  mediaType: ['schema', 'example', 'examples', 'encoding'],
};

/** What is wrong with an API document, each fault with its place; empty where nothing is. */
export function openApiFaults(document: JsonObject): readonly string[] {
  const faults: string[] = [];
  const fault = (where: string, what: string) => void faults.push(`${where}: ${what}`);
  const fields = (kind: string, where: string, value: Loose) => {
    for (const key of Object.keys(value)) if (!KNOWN[kind]?.includes(key) && !key.startsWith('x-')) fault(where, `${key} is no field of a ${kind}`);
  };
  const ajv = new Ajv2020({ strict: false });
  const schemas = (document.components as { schemas?: Loose } | undefined)?.schemas ?? {};
  const schema = (where: string, value: unknown) => {
    if (typeof value !== 'object' || value === null) return fault(where, 'there is no schema');
    for (const reference of referencesIn(value)) {
      const name = /^#\/components\/schemas\/(\w+)$/.exec(reference)?.[1];
      if (name === undefined || !(name in schemas)) fault(where, `the reference ${reference} leads nowhere`);
    }
    if (ajv.validateSchema(value) !== true) fault(where, `no JSON Schema: ${ajv.errorsText()}`);
  };
  const content = (where: string, value: unknown) => {
    const types = Object.entries((value ?? {}) as Record<string, Loose>);
    if (types.length === 0) fault(where, 'no content');
    for (const [type, media] of types) {
      if (!/^[a-z]+\/[a-z+.-]+$/.test(type)) fault(where, `${type} is no media type`);
      fields('mediaType', `${where} ${type}`, media);
      schema(`${where} ${type}`, media.schema);
    }
  };

  fields('document', 'document', document);
  if (!/^3\.1\.\d+$/.test(String(document.openapi))) fault('document', `openapi is ${String(document.openapi)}`);
  const info = (document.info ?? {}) as Loose;
  fields('info', 'info', info);
  for (const key of ['title', 'version']) if (typeof info[key] !== 'string' || info[key] === '') fault('info', `${key} is missing`);

  const ids = new Set<string>();
  const security = Object.keys((document.components as { securitySchemes?: object } | undefined)?.securitySchemes ?? {});
  for (const [path, methods] of Object.entries((document.paths ?? {}) as Record<string, Record<string, Loose>>)) {
    if (!path.startsWith('/') || path.includes(':') || path.includes('?')) fault(path, 'no path template');
    for (const [method, operation] of Object.entries(methods)) {
      const where = `${method} ${path}`;
      if (!METHODS.includes(method)) fault(where, 'no method');
      fields('operation', where, operation);
      const id = operation.operationId;
      if (typeof id !== 'string' || ids.has(id)) fault(where, `the operationId ${String(id)} is missing or used twice`);
      ids.add(String(id));
      parameters(where, path, (operation.parameters ?? []) as readonly Loose[]);
      if (operation.requestBody !== undefined) {
        fields('requestBody', where, operation.requestBody as Loose);
        content(`${where} body`, (operation.requestBody as Loose).content);
        if (['get', 'head', 'delete'].includes(method)) fault(where, 'this method has no body');
      }
      for (const requirement of (operation.security ?? []) as readonly object[]) {
        for (const name of Object.keys(requirement)) if (!security.includes(name)) fault(where, `there is no security scheme ${name}`);
      }
      responses(where, (operation.responses ?? {}) as Record<string, Loose>);
    }
  }
  for (const [name, value] of Object.entries(schemas)) schema(`schema ${name}`, value);
  return faults;

  function parameters(where: string, path: string, list: readonly Loose[]): void {
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
    const declared = list.filter((parameter) => parameter.in === 'path').map((parameter) => parameter.name);
    if (inPath.join() !== declared.join()) fault(where, `the path has ${inPath.join()}, the parameters tell ${declared.join()}`);
    const seen = new Set<string>();
    for (const parameter of list) {
      const key = `${String(parameter.in)} ${String(parameter.name)}`;
      fields('parameter', `${where} ${key}`, parameter);
      if (seen.has(key)) fault(where, `${key} is told twice`);
      seen.add(key);
      if (!['path', 'query', 'header', 'cookie'].includes(String(parameter.in))) fault(where, `${key}: in is wrong`);
      if (parameter.in === 'path' && parameter.required !== true) fault(where, `${key} must be required`);
      schema(`${where} ${key}`, parameter.schema);
    }
  }

  function responses(where: string, told: Record<string, Loose>): void {
    if (!Object.keys(told).some((status) => status.startsWith('2'))) fault(where, 'no answer tells of success');
    for (const [status, response] of Object.entries(told)) {
      if (!/^([1-5]\d\d|default)$/.test(status)) fault(where, `${status} is no status`);
      fields('response', `${where} ${status}`, response);
      if (typeof response.description !== 'string' || response.description === '') fault(`${where} ${status}`, 'description is missing');
      content(`${where} ${status}`, response.content);
    }
  }
}

function referencesIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => (key === '$ref' ? [String(inner)] : referencesIn(inner)));
}
