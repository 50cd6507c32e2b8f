import type { JsonObject } from '@fengqiao/kernel';
import { contractOf } from './contract.scenes';
import { accountOf } from './county.scenes';
import { openFlow, type Flow } from './flow-kit.scenes';
import { openApiFaults } from './open-api-faults.scenes';
import { routesOf } from './routes.scenes';

describe('the API document', () => {
  let flow: Flow;
  let document: JsonObject;
  beforeAll(async () => {
    flow = await openFlow();
    document = (await flow.nobody.get('/openapi.json')).json as JsonObject;
  }, 60_000);
  afterAll(() => flow.close());

  const documented = () => Object.entries(document.paths as Record<string, Record<string, JsonObject>>).flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]) => ({ route: `${method.toUpperCase()} ${path}`, operation })));

  it('tells of every route that the server knows, and of no other', () => {
    expect([...routesOf(flow.host.server.app)].sort()).toEqual(documented().map(({ route }) => route).sort());
  });

  it('is an OpenAPI 3.1 document', () => {
    expect(openApiFaults(document)).toEqual([]);
  });

  it('tells each operation in Chinese and English, and which roles it asks for', () => {
    const operations = new Map(flow.host.server.operations.map((operation) => [operation.id, operation]));
    for (const { operation } of documented()) {
      const { access } = operations.get(operation.operationId as string) ?? { access: [] };
      expect(operation.summary).toMatch(/\p{Script=Han}/u);
      expect(operation.description).toMatch(/[a-z]{2}/);
      expect(operation.security).toEqual(access === 'public' ? undefined : [{ bearer: [] }]);
      if (access !== 'public') expect(operation.description).toContain(access.join(', '));
    }
  });

  it('closes every body of a command: what it does not name is refused', () => {
    const open = documented().flatMap(({ route, operation }) => {
      const body = operation.requestBody as { content: Record<string, { schema: JsonObject }> } | undefined;
      return body && body.content['application/json']?.schema.additionalProperties !== false ? [route] : [];
    });
    expect(open).toEqual([]);
  });

  it('is what the page of the document loads', async () => {
    const page = await flow.nobody.get('/docs');
    expect(page.text).toContain("url: '/openapi.json'");
    for (const [, asset = ''] of page.text.matchAll(/(?:href|src)="([^"]+)"/g)) expect((await flow.nobody.get(asset)).status).toBe(200);
  });

  it('tells of what happens to a public route too: an unknown parameter, a body that is wrong, a secret that is', async () => {
    for (const path of ['/health/live', '/health/ready', '/openapi.json', '/docs']) expect((await flow.nobody.get(`${path}?x=1`)).status).toBe(400);
    expect((await flow.nobody.post('/v1/development/tokens', { account: 'setup' })).status).toBe(404);
    expect((await flow.nobody.send({ method: 'POST', path: '/v1/development/tokens', headers: { 'content-type': 'text/plain' }, payload: 'x' })).status).toBe(415);
  });

  describe('as a check of answers', () => {
    const dispute = { source: 'mediator', category: 'neighbour', discoveredAt: '2026-11-02T07:30:00+08:00', summary: '滴水之争', parties: [{ kind: 'person', name: '甲' }] };
    let answer: { method: string; path: string; status: number; contentType: string; body: string };
    beforeAll(async () => {
      const made = await flow.as(accountOf('pine', 'mediator')).post('/v1/mediation/disputes', dispute);
      answer = { method: 'POST', path: '/v1/mediation/disputes', status: made.status, contentType: String(made.headers['content-type']), body: made.text };
    });
    const told = (change: Partial<typeof answer>) => contractOf(document)({ ...answer, ...change }).join('; ');
    const bodyWith = (change: object) => JSON.stringify({ ...(JSON.parse(answer.body) as object), ...change });
    const problem = { type: 'urn:x', title: 'x', status: 404, code: 'NOT_FOUND', detail: 'x', zh: 'x', en: 'x' };

    it('has nothing against a true answer', () => expect(told({})).toBe(''));

    it.each([
      ['a status that is not documented', () => told({ status: 202 }), 'this status is not documented'],
      ['an internal error', () => told({ status: 500, contentType: 'application/problem+json', body: JSON.stringify({ ...problem, status: 500 }) }), 'this status is not documented'],
      ['a field that is not documented', () => told({ body: bodyWith({ secret: 1 }) }), 'additional properties (secret)'],
      ['a field that is missing', () => told({ body: bodyWith({ revision: undefined }) }), "required property 'revision'"],
      ['a field of another type', () => told({ body: bodyWith({ revision: '0' }) }), '/revision must be integer'],
      ['a word outside its list', () => told({ body: bodyWith({ view: 'maybe' }) }), '/view must be equal to one of the allowed values'],
      ['another content type', () => told({ contentType: 'text/html' }), 'text/html is not among the documented application/json'],
      ['a body that is no JSON', () => told({ body: '<html>' }), 'the body is not JSON'],
      ['a problem that is none', () => told({ status: 404, contentType: 'application/problem+json', body: '{"message":"x"}' }), "required property 'code'"],
      ['a route that is not in the document', () => told({ path: '/v1/mediation/secrets' }), 'there is no such route'],
      ['a method that is not in the document', () => told({ method: 'DELETE' }), 'there is no such route'],
      ['an error page outside the routes', () => told({ path: '/nowhere', status: 404, contentType: 'text/html', body: '<h1>' }), 'no problem+json'],
    ])('finds %s', (_what, untold, expected) => expect(untold()).toContain(expected));
  });

  describe('as a check of itself', () => {
    type Plant = (copy: { openapi: string; paths: Record<string, Record<string, Record<string, unknown>>>; [key: string]: unknown }) => void;
    const PATH = '/v1/mediation/disputes/{id}/grade';
    it.each<[string, Plant, string]>([
      ['another version', (copy) => void (copy.openapi = '3.0.3'), 'openapi is 3.0.3'],
      ['a missing title', (copy) => void (copy.info = { version: '1' }), 'title is missing'],
      ['a field that OpenAPI does not know', (copy) => void (copy.roles = []), 'roles is no field'],
      ['a path in another spelling', (copy) => void (copy.paths['/v1/:id'] = {}), 'no path template'],
      ['a path parameter that is not told', (copy) => void (copy.paths[PATH]!.post!.parameters = []), 'the path has id'],
      ['an id that is used twice', (copy) => void (copy.paths[PATH]!.post!.operationId = 'registerDispute'), 'used twice'],
      ['a reference that leads nowhere', (copy) => void (copy.components = { schemas: {}, securitySchemes: { bearer: {} } }), 'leads nowhere'],
      ['a schema that is none', (copy) => void (copy.paths[PATH]!.post!.requestBody = { content: { 'application/json': { schema: { type: 'text' } } } }), 'no JSON Schema'],
      ['an answer without a description', (copy) => void (copy.paths[PATH]!.post!.responses = { 200: { content: { 'a/b': { schema: {} } } } }), 'description is missing'],
      ['no answer of success', (copy) => void (copy.paths[PATH]!.post!.responses = {}), 'no answer tells of success'],
      ['a scheme of security that is not there', (copy) => void (copy.paths[PATH]!.post!.security = [{ basic: [] }]), 'no security scheme basic'],
    ])('finds %s', (_what, plant, expected) => {
      const copy = structuredClone(document) as never;
      plant(copy);
      expect(openApiFaults(copy).join('; ')).toContain(expected);
    });

    it('reads the routes of the server, not what it was told', () => {
      expect(routesOf(flow.host.server.app)).toContain('POST /v1/mediation/disputes/{id}/report-risk');
    });
  });
});
