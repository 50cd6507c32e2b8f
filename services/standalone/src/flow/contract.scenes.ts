import Ajv2020, { type ErrorObject, type ValidateFunction } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import type { Json, JsonObject } from '@fengqiao/kernel';

/** An answer as the contract looks at it. */
export interface Answered {
  readonly method: string;
  /** With its query, as it was asked for. */
  readonly path: string;
  readonly status: number;
  readonly contentType: string | undefined;
  readonly body: string;
}

/** Says what an answer does that the API document does not tell; empty where the document tells all of it. */
export type Contract = (answer: Answered) => readonly string[];

interface DocumentedResponse {
  readonly content?: Readonly<Record<string, { readonly schema?: JsonObject }>>;
}

/** What an API document promises, as a check of answers. Schemas are read as JSON Schema 2020-12, which OpenAPI 3.1 is made of. */
export function contractOf(document: JsonObject): Contract {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats(ajv);
  ajv.addSchema({ $id: 'fengqiao:document', ...document });
  const compiled = new Map<string, ValidateFunction>();
  const paths = Object.entries(document.paths as unknown as Record<string, Record<string, { responses: Record<string, DocumentedResponse> }>>);
  const templates = paths.map(([path, methods]) => ({ path, methods, pattern: new RegExp(`^${path.split(/\{\w+\}/).map(escaped).join('[^/]+')}$`) }));

  const check = (pointer: string, value: unknown): readonly string[] => {
    let validate = compiled.get(pointer);
    if (!validate) compiled.set(pointer, (validate = ajv.compile({ $ref: `fengqiao:document#${pointer}` })));
    return validate(value) ? [] : (validate.errors ?? []).map(said);
  };

  return ({ method, path, status, contentType, body }) => {
    const asked = `${method} ${path} -> ${status}`;
    const route = path.split('?')[0] as string;
    const found = templates.find(({ pattern, methods }) => pattern.test(route) && method.toLowerCase() in methods);
    const mediaType = contentType?.split(';')[0];
    if (!found) return ifNoRoute(asked, status, mediaType, body, check);
    const response = found.methods[method.toLowerCase()]?.responses[String(status)];
    if (!response) return [`${asked}: this status is not documented`];
    const content = response.content ?? {};
    if (mediaType === undefined || !(mediaType in content)) return [`${asked}: ${contentType} is not among the documented ${Object.keys(content).join(', ')}`];
    const isJson = mediaType.endsWith('json');
    const parsed = isJson ? parse(body) : { value: body };
    if (!parsed) return [`${asked}: the body is not JSON`];
    const pointer = `/paths/${token(found.path)}/${method.toLowerCase()}/responses/${status}/content/${token(mediaType)}/schema`;
    return check(pointer, parsed.value).map((error) => `${asked}: ${error}`);
  };
}

/** What is no route may answer with a problem that says so, and with nothing else. */
function ifNoRoute(asked: string, status: number, mediaType: string | undefined, body: string, check: (pointer: string, value: unknown) => readonly string[]): readonly string[] {
  if (![400, 404, 405, 413, 414, 415].includes(status)) return [`${asked}: there is no such route in the document`];
  if (body === '' && status === 404) return [];
  const parsed = mediaType === 'application/problem+json' ? parse(body) : undefined;
  return parsed ? check('/components/schemas/Problem', parsed.value).map((error) => `${asked}: ${error}`) : [`${asked}: no route, and the answer is no problem+json but ${mediaType}`];
}

function parse(text: string): { readonly value: Json } | undefined {
  try {
    return { value: JSON.parse(text) as Json };
  } catch {
    return undefined;
  }
}

function said({ instancePath, message, params }: ErrorObject): string {
  const extra = 'additionalProperty' in params ? ` (${String(params.additionalProperty)})` : '';
  return `${instancePath || 'the body'} ${message}${extra}`;
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const token = (part: string) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'));
