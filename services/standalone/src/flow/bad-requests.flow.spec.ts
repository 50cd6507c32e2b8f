import { gzipSync } from 'node:zlib';
import type { Operation } from '@fengqiao/platform/http';
import { badTokens, goodToken, type TokenParts } from './bad-tokens.scenes';
import { accountOf } from './county.scenes';
import { openFlow, type Answer, type Caller, type Flow } from './flow-kit.scenes';
import { sampleBody } from './samples.scenes';

const DISPUTES = '/v1/mediation/disputes';
const register = { source: 'mediator', category: 'neighbour', discoveredAt: '2026-11-01T21:00:00+08:00', summary: '滴水之争', parties: [{ kind: 'person', name: '王芳' }] };
const MEDIATOR = accountOf('pine', 'mediator');
const UNKNOWN = '11111111-1111-4111-8111-111111111111';

describe('requests that are wrong around their body', () => {
  let flow: Flow;
  let mediator: Caller;
  let id: string;
  let foreign: string;
  let head: number;

  beforeAll(async () => {
    flow = await openFlow();
    mediator = flow.as(MEDIATOR);
    id = (await mediator.post(DISPUTES, register, { 'idempotency-key': 'first' })).json.id as string;
    await mediator.post(`${DISPUTES}/${id}/grade`, { grade: 'large', people: 5 });
    foreign = (await flow.as(accountOf('otherVillage', 'mediator')).post(DISPUTES, register)).json.id as string;
    await flow.settle();
    head = await flow.head();
  }, 60_000);
  afterAll(() => flow.close());
  const unchanged = () => afterAll(async () => expect(await flow.head()).toBe(head));

  function refused(answer: Answer, status: number, code?: string, at?: string): void {
    const { code: told, errors = [] } = answer.json as { code: string; errors?: { pointer?: string; parameter?: string }[] };
    expect({ status: answer.status, code: told, at: errors.map(({ pointer, parameter }) => pointer ?? parameter) }).toEqual({ status, code: code ?? told, at: at === undefined ? expect.anything() : expect.arrayContaining([at]) });
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(answer.text).not.toMatch(/node_modules|\.ts:|Error:/);
  }

  describe('the token', () => {
    unchanged();
    let parts: TokenParts;
    beforeAll(() => {
      const { kid, privateKey } = flow.host.embedded.secrets.signing;
      parts = { kid, privateKey, account: MEDIATOR, personId: flow.personId(MEDIATOR), otherAccount: accountOf('county', 'operator'), now: Math.floor(Date.now() / 1_000) };
    });
    const asking = (token: string) => flow.nobody.send({ method: 'GET', path: `${DISPUTES}/${id}`, headers: { authorization: `Bearer ${token}` } });

    it('lets in with a good one', async () => expect((await asking(goodToken(parts))).status).toBe(200));

    const NAMES = badTokens({ ...dummyParts(), account: 'a', personId: 'p', otherAccount: 'b', now: 0 }).map(([name]) => name);
    it.each(NAMES)('lets nobody in with %s', async (name) => {
      const token = badTokens(parts).find(([other]) => other === name)?.[1] as string;
      refused(await asking(token), 401, 'UNAUTHENTICATED');
    });

    it.each<[string, string | undefined]>([
      ['nothing', undefined], ['nothing but its name', 'Bearer'], ['a password', 'Basic bWVkaWF0b3I6eA=='], ['another word', 'Token x.y.z'], ['the name in small letters', 'bearer x.y.z'], ['two spaces', 'Bearer  x.y.z'], ['two tokens', 'Bearer x.y.z, Bearer x.y.z'], ['a line break', 'Bearer x.y.z\tx'],
    ])('lets nobody in with %s in Authorization', async (_name, authorization) => {
      refused(await flow.nobody.send({ method: 'GET', path: `${DISPUTES}/${id}`, headers: authorization === undefined ? {} : { authorization } }), 401, 'UNAUTHENTICATED');
    });

    it.each([
      ['as a parameter', (token: string) => flow.nobody.get(`${DISPUTES}/${id}?access_token=${token}`), 401],
      ['as a cookie', (token: string) => flow.nobody.get(`${DISPUTES}/${id}`, { cookie: `token=${token}` }), 401],
    ])('takes no token %s', async (_name, ask, status) => refused(await ask(goodToken(parts)), status));

    it.each<[string, object]>([['roles', { roles: ['operator'] }], ['a role', { role: 'operator' }], ['an office', { officeId: UNKNOWN }], ['a division', { division: '33', jurisdiction: '33' }], ['a scope', { scope: 'admin' }]])('does not believe %s in a token: the directory knows', async (_name, claims) => {
      const answer = await flow.nobody.send({ method: 'GET', path: '/v1/operations/views/check', headers: { authorization: `Bearer ${goodToken(parts, {}, claims)}` } });
      refused(answer, 403, 'ROLE_REQUIRED');
    });

    it.each(['x-user-id', 'x-user', 'x-account', 'x-forwarded-user', 'x-remote-user', 'x-roles', 'x-forwarded-for', 'x-real-ip', 'forwarded', 'x-original-url', 'x-rewrite-url', 'x-fengqiao-actor', 'x-fengqiao-folder-secret'])('lets nobody in by %s', async (name) => {
      const value = name.includes('url') ? '/health/live' : name.includes('for') || name.includes('ip') ? '127.0.0.1' : accountOf('county', 'operator');
      refused(await flow.nobody.get('/v1/operations/views/check', { [name]: value }), 401, 'UNAUTHENTICATED');
      refused(await mediator.get('/v1/operations/views/check', { [name]: value }), 403, 'ROLE_REQUIRED');
    });

    it('counts for nothing from the moment its holder is released', async () => {
      const account = accountOf('oak', 'mediator');
      const oak = flow.as(account);
      expect((await oak.get('/v1/views/dispute-ledger')).status).toBe(200);
      const operator = flow.as(accountOf('county', 'operator'));
      expect((await operator.post(`/v1/directory/persons/${flow.personId(account)}/release`, { officeId: flow.officeId('oak'), releasedFrom: '2026-11-02' })).status).toBe(200);
      refused(await oak.get('/v1/views/dispute-ledger'), 401, 'UNAUTHENTICATED');
      head = await flow.head();
    });
  });

  describe('If-Match', () => {
    unchanged();
    const grading = (value: string) => mediator.post(`${DISPUTES}/${id}/grade`, { grade: 'small', people: 5, reason: '核实后人数减少' }, { 'if-match': value });
    it.each([['a revision that has passed', '"0"'], ['a revision far ahead', '"99999"'], ['the largest revision there may be', '"999999999"']])('is %s', async (_name, value) => refused(await grading(value), 412, 'PRECONDITION_FAILED'));
    it.each([['negative', '"-1"'], ['a fraction', '"1.5"'], ['without quotes', '1'], ['weak', 'W/"1"'], ['a star', '*'], ['a leading zero', '"01"'], ['ten digits', '"1000000000"'], ['empty', ''], ['empty in quotes', '""'], ['two of them', '"0", "1"'], ['hexadecimal', '"0x1"'], ['an exponent', '"1e0"'], ['full-width', '"\u00b9"'], ['a word', '"latest"']])('is refused where it is %s', async (_name, value) => {
      refused(await grading(value), 400, 'IF_MATCH_INVALID', 'If-Match');
    });
  });

  describe('Idempotency-Key', () => {
    unchanged();
    it('is refused with another body, another command or another case', async () => {
      const key = { 'idempotency-key': 'first' };
      refused(await mediator.post(DISPUTES, { ...register, summary: '另一件事' }, key), 409, 'IDEMPOTENCY_KEY_REUSED');
      refused(await mediator.post(DISPUTES, { ...register, occurredAt: '2026-11-02T07:00:00+08:00' }, key), 409, 'IDEMPOTENCY_KEY_REUSED');
      refused(await mediator.post(`${DISPUTES}/${id}/grade`, { grade: 'small', people: 5, reason: 'x' }, key), 409, 'IDEMPOTENCY_KEY_REUSED');
    });
    it('answers again what it answered, and appends nothing', async () => {
      const again = await mediator.post(DISPUTES, register, { 'idempotency-key': 'first' });
      expect([again.status, again.json.id, again.headers['idempotency-replayed']]).toEqual([201, id, 'true']);
    });
    it.each([['nothing', ''], ['201 characters', 'k'.repeat(201)], ['a space', 'a b'], ['an umlaut', 'kü'], ['a control', 'a\tb'], ['a tab behind a text', 'a\t\tb']])('is refused where it is %s', async (_name, key) => {
      refused(await mediator.post(DISPUTES, register, { 'idempotency-key': key }), 400, 'IDEMPOTENCY_KEY_INVALID', 'Idempotency-Key');
    });
  });

  describe('the kind of content', () => {
    unchanged();
    const json = JSON.stringify(register);
    it.each<[string, Record<string, string>, string | Buffer]>([
      ['text', { 'content-type': 'text/plain' }, json], ['HTML', { 'content-type': 'text/html' }, json], ['XML', { 'content-type': 'application/xml' }, '<a/>'], ['a form', { 'content-type': 'application/x-www-form-urlencoded' }, 'source=mediator'],
      ['parts', { 'content-type': 'multipart/form-data; boundary=x' }, '--x--'], ['a merge patch', { 'content-type': 'application/merge-patch+json' }, json], ['JSON of another kind', { 'content-type': 'application/vnd.api+json' }, json], ['JSON lines', { 'content-type': 'application/jsonl' }, json], ['bytes', { 'content-type': 'application/octet-stream' }, json],
      ['nonsense', { 'content-type': 'nonsense' }, json], ['a star', { 'content-type': '*/*' }, json], ['GBK', { 'content-type': 'application/json; charset=gbk' }, json], ['UTF-16', { 'content-type': 'application/json; charset=utf-16' }, Buffer.from(json, 'utf16le')], ['Latin-1 in quotes', { 'content-type': 'application/json; charset="iso-8859-1"' }, json],
      ['a gzip bomb', { 'content-type': 'application/json', 'content-encoding': 'gzip' }, gzipSync(Buffer.alloc(50_000_000, 0x20))], ['gzip', { 'content-type': 'application/json', 'content-encoding': 'gzip' }, gzipSync(json)], ['deflate', { 'content-type': 'application/json', 'content-encoding': 'deflate' }, json], ['br', { 'content-type': 'application/json', 'content-encoding': 'br' }, json],
    ])('is refused where it is %s', async (_name, headers, payload) => {
      refused(await mediator.send({ method: 'POST', path: DISPUTES, headers, payload }), 415, 'MEDIA_TYPE_UNSUPPORTED');
    });
    it('is asked for', async () => {
      const answer = await mediator.send({ method: 'POST', path: DISPUTES, payload: Buffer.from(json) });
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.status).toBeLessThan(500);
    });
    it('asks for a body where a command has fields', async () => refused(await mediator.send({ method: 'POST', path: DISPUTES }), 400, undefined, '/source'));
  });

  describe('the address', () => {
    unchanged();
    const CASE = () => `${DISPUTES}/${id}`;
    it.each<[string, (path: string) => string]>([
      ['a slash behind', (path) => `${path}/`], ['two slashes before', (path) => `/${path}`], ['two slashes inside', (path) => path.replace('/disputes', '//disputes')], ['capitals', (path) => path.replace('/v1/mediation', '/V1/Mediation')], ['a name of a file behind', (path) => `${path}.json`], ['a parameter of the path', (path) => `${path};jsessionid=1`],
      ['a NUL behind', (path) => `${path}%00`], ['a dot behind', (path) => `${path}/.`], ['two dots behind', (path) => `${path}/..`], ['two dots in escapes', (path) => `${path}/%2e%2e/x`], ['a slash in escapes', (path) => path.replace('/disputes/', '/disputes%2f')], ['a backslash', (path) => path.replace('/disputes/', '\\disputes\\')],
      ['an id in capitals', (path) => path.toUpperCase().replace('/V1/MEDIATION/DISPUTES', DISPUTES)], ['an id in braces', (path) => path.replace(id, `{${id}}`)], ['an id with a space', (path) => `${path}%20`], ['another version', (path) => path.replace('/v1/', '/v2/')], ['no version', (path) => path.replace('/v1', '')],
      ['5,000 characters', (path) => `${path}${'x'.repeat(5_000)}`], ['an id of nothing', () => `${DISPUTES}/`], ['an id that is none', () => `${DISPUTES}/1`], ['an id that is a prototype', () => `${DISPUTES}/__proto__`], ['an id that is SQL', () => `${DISPUTES}/1'%20OR%20'1'='1`], ['an id that nobody has', () => `${DISPUTES}/${UNKNOWN}`], ['a case of another county', () => `${DISPUTES}/${foreign}`], ['an id of another kind of thing', () => `${DISPUTES}/${flow.officeId('pine')}`],
    ])('leads nowhere with %s', async (_name, change) => {
      const path = change(CASE());
      refused(await mediator.wire({ method: 'GET', path }), 404, 'NOT_FOUND');
      const payload = JSON.stringify({ grade: 'large' });
      refused(await mediator.wire({ method: 'POST', path: `${path}/grade`, headers: { 'content-type': 'application/json', 'content-length': String(payload.length) }, payload }), 404, 'NOT_FOUND');
    });
    it.each([['an escape that is none', '%zz'], ['an escape cut short', '%e'], ['bytes that are no UTF-8', '%ff'], ['an overlong slash', '%c0%af']])('is refused with %s', async (_name, bad) => {
      for (const path of [`${DISPUTES}/${bad}`, `/${bad}`, `${CASE()}/${bad}`]) refused(await mediator.wire({ method: 'GET', path }), 400, 'REQUEST_MALFORMED');
    });
    it.each(['HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND', 'MKCOL'])('takes no %s', async (method) => {
      for (const path of [CASE(), DISPUTES, `${CASE()}/grade`, '/v1/views/dispute-ledger', '/v1/views/escalations/stream', '/health/live', '/openapi.json']) {
        const answer = await mediator.wire({ method, path });
        expect([method, path, answer.status]).toEqual([method, path, 404]);
      }
    });
    it.each(['x-http-method-override', 'x-method-override', 'x-http-method', '_method'])('does not turn a request into another by %s', async (name) => {
      refused(await mediator.get(`${CASE()}/grade`, { [name]: 'POST' }), 404);
      refused(await mediator.post(CASE(), { grade: 'large' }, { [name]: 'GET' }), 404);
      expect((await mediator.get(CASE(), { [name]: 'DELETE' })).status).toBe(200);
    });
    it.each(['?x=1', '?status=archived', '?__proto__=1', '?constructor.prototype.x=1', '?as=county.operator', '?occurredAt=2026-01-01', '?%00=1', `?${'x'.repeat(500)}=1`, '?a=1&a=2'])('takes no parameter for a command: %s', async (query) => {
      refused(await mediator.post(`${CASE()}/grade${query}`, { grade: 'large' }), 400, 'PARAMETER_UNKNOWN');
      refused(await mediator.get(`${CASE()}${query}`), 400, 'PARAMETER_UNKNOWN');
    });
    it.each<[string, string, number]>([
      ['nonsense', 'hello\r\n\r\n', 400],
      ['an unknown method', 'STEAL / HTTP/1.1\r\nHost: x\r\n\r\n', 400],
      ['no host', 'GET /health/live HTTP/1.1\r\n\r\n', 400],
      ['two lengths', 'POST /v1/mediation/disputes HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabc', 400],
      ['a length and chunks', 'POST /v1/mediation/disputes HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n', 400],
      ['a length below nothing', 'POST /v1/mediation/disputes HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n', 400],
      ['headers of 40 KiB', `GET /health/live HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(40_000)}\r\n\r\n`, 431],
      ['a line break in a header', 'GET /health/live HTTP/1.1\r\nHost: x\r\nX: a\nb\r\n\r\n', 400],
    ])('answers %s, which is no request, and goes on', async (_name, bytes, status) => {
      const answer = await flow.raw(bytes);
      expect(answer.split('\r\n')[0]).toContain(`HTTP/1.1 ${status}`);
      expect(answer).not.toMatch(/node_modules|\.ts:/);
      expect((await mediator.wire({ method: 'GET', path: CASE() })).status).toBe(200);
    });
    it('names its own correlation where the one it is given is none', async () => {
      for (const given of ['x', 'a'.repeat(5_000), `${UNKNOWN}\t`, "';--"]) expect((await mediator.get(CASE(), { 'x-correlation-id': given })).headers['x-correlation-id']).toMatch(/^[0-9a-f-]{36}$/);
      expect((await mediator.get(CASE(), { 'x-correlation-id': UNKNOWN })).headers['x-correlation-id']).toBe(UNKNOWN);
    });
  });

  describe('what is well formed and cannot be', () => {
    unchanged();
    const chair = () => flow.as(accountOf('pine', 'committeeChair'));
    it.each([
      ['a discovery that is to come', () => mediator.post(DISPUTES, { ...register, discoveredAt: '2026-11-02T08:05:00+08:00' }), 422, 'DISCOVERED_IN_FUTURE', '/discoveredAt'],
      ['a day that is to come', () => mediator.post(DISPUTES, { ...register, discoveredAt: '2026-11-03' }), 422, 'DISCOVERED_IN_FUTURE', '/discoveredAt'],
      ['an event two minutes ahead', () => mediator.post(DISPUTES, { ...register, occurredAt: '2026-11-02T08:02:00+08:00' }), 422, 'OCCURRED_IN_FUTURE', '/occurredAt'],
      ['an event of last week without anybody who approved', () => mediator.post(DISPUTES, { ...register, occurredAt: '2026-10-26T08:00:00+08:00' }), 422, 'BACKDATED_NEEDS_APPROVAL', '/occurredAt'],
      ['an event of last week approved by oneself', () => chair().post(DISPUTES, { ...register, occurredAt: '2026-10-26T08:00:00+08:00', approvedBy: accountOf('pine', 'committeeChair') }), 422, 'APPROVER_NOT_ENTITLED', '/approvedBy'],
      ['an approval by a stranger', () => mediator.post(DISPUTES, { ...register, occurredAt: '2026-10-26T08:00:00+08:00', approvedBy: accountOf('other', 'bureauHead') }), 422, 'APPROVER_NOT_ENTITLED', '/approvedBy'],
      ['an approval by nobody', () => mediator.post(DISPUTES, { ...register, occurredAt: '2026-10-26T08:00:00+08:00', approvedBy: 'nobody.here' }), 422, 'APPROVER_NOT_ENTITLED', '/approvedBy'],
      ['the division of another county', () => mediator.post(DISPUTES, { ...register, division: '330624101201' }), 422, 'DIVISION_NOT_YOURS', '/division'],
      ['the division of the village beside', () => mediator.post(DISPUTES, { ...register, division: '330681109202' }), 422, 'DIVISION_NOT_YOURS', '/division'],
      ['the division of the county above', () => mediator.post(DISPUTES, { ...register, division: '330681' }), 422, 'DIVISION_NOT_YOURS', '/division'],
      ['a report that does not exist', () => flow.as(accountOf('hill', 'dutyOfficer')).post(`${DISPUTES}/${id}/acknowledge`, { line: 'justice', reportId: UNKNOWN }), 404, 'NOT_FOUND'],
      ['a step that comes later', () => chair().post(`${DISPUTES}/${id}/archive`, { documents: [] }), 422, ''],
      ['an agreement about a term that does not exist', () => mediator.post(`${DISPUTES}/${id}/performance`, { termId: UNKNOWN }), 422, '', '/termId'],
      ['a session that is not the next', () => mediator.post(`${DISPUTES}/${id}/session`, { number: 7, mode: 'field', record: '双方到场' }), 422, '', '/number'],
      ['a report of what needs none', () => mediator.post(`${DISPUTES}/${id}/report`, { situation: '无' }), 422, 'DISPUTE_NEEDS_NO_REPORT'],
      ['an office below one of another county', () => flow.as(accountOf('county', 'operator')).post('/v1/directory/offices', { name: '试', kind: 'justiceOffice', level: 'township', parentId: flow.officeId('other'), division: '330624199', validFrom: '2026-11-02' }), 404, 'NOT_FOUND'],
      ['a roster of another county', () => flow.as(accountOf('county', 'operator')).post('/v1/directory/rosters', { officeId: flow.officeId('other'), slots: [{ from: '2026-11-02T00:00:00+08:00', to: '2026-11-03T00:00:00+08:00', personIds: [] }] }), 404, 'NOT_FOUND'],
      ['a turn that ends before it begins', () => flow.as(accountOf('county', 'operator')).post('/v1/directory/rosters', { officeId: flow.officeId('hill'), slots: [{ from: '2026-11-03T00:00:00+08:00', to: '2026-11-02T00:00:00+08:00', personIds: [] }] }), 422, 'SLOT_EMPTY', '/slots/0/to'],
      ['an account that is taken', () => flow.as(accountOf('county', 'operator')).post('/v1/directory/persons', { account: MEDIATOR, name: '王芳', officeId: flow.officeId('pine'), roles: ['mediator'], validFrom: '2026-11-02' }), 422, 'ACCOUNT_TAKEN', '/account'],
    ].map((row) => [row[0], row.slice(1)] as const))('refuses %s', async (_name, rest) => {
      const [send, status, code, at] = rest as [() => Promise<Answer>, number, string, string?];
      refused(await send(), status, code || undefined, at);
    });
  });

  describe('a question', () => {
    unchanged();
    const routes = () => flow.host.server.operations.filter(({ method, path, access }) => method === 'GET' && path.startsWith('/v1/') && access !== 'public');
    const withParameter = (name: string) => routes().filter(({ parameters }) => parameters.some((parameter) => parameter.name === name));
    const asker = ({ access }: Operation) => flow.as(accountOf('county', (['bureauHead', 'operator'] as const).find((post) => access.includes(post)) ?? 'analyst'));
    const pathOf = ({ path }: Operation) => path.replace(':id', id);

    const bad: readonly (readonly [parameter: string, value: string])[] = [
      ...['0', '-1', '1000000000', '201', '1.5', 'x', '', '1e2', '０', '+5', ' 5'].map((value) => ['limit', value] as const),
      ...['x', 'e30.AAAA', '', '../..', 'W10.AAAAAAAAAAAAAAAAAAAAAA', 'x'.repeat(3_000)].map((value) => ['cursor', value] as const),
      ...['summary', '-summary', 'name', '__proto__', 'constructor', '$secret', '-', '', 'registeredAt;drop', 'due,division', 'division desc'].map((value) => ['sort', value] as const),
      ...['summary', 'parties.name', '__proto__', '$secret', ',', 'division,,level'].map((value) => ['facets', value] as const),
      ...['1', 'x@', '@1', 'mediation.dispute-x@-1', 'mediation.dispute-x@1.5', 'mediation.dispute-x@x', '', 'x'.repeat(500)].map((value) => ['atLeast', value] as const),
      ...['2026-02-30', 'yesterday', '2026-11-01T10:00:00', '9999-99-99', '', 'x'].map((value) => ['asOf', value] as const),
      ...['0', '-1', 'x', 'e30', '@1', '', 'QDE='].map((value) => ['after', value] as const),
      ...['xml', 'JSON', '../x', ''].map((value) => ['format', value] as const),
      ...['fr', 'ZH', ''].map((value) => ['lang', value] as const),
      ...['maybe', '1', 'TRUE', ''].map((value) => ['late', value] as const),
      ...['Registered', 'x', '', '$ne'].map((value) => ['status', value] as const),
      ...['2026-02-30', 'x', '1582-10-10T00:00:00', '-1', ''].map((value) => ['due.from', value] as const),
      ...['2026-13-01', 'x', 'now'].map((value) => ['registeredAt.to', value] as const),
      ...['x', '1.5', '1e9', '9007199254740993', ''].map((value) => ['people.from', value] as const),
      ...['', 'x'.repeat(300), '\u0000'].map((value) => ['division.prefix', value] as const),
    ];
    it.each(bad)('is refused with %s=%j, wherever it may be asked', async (parameter, value) => {
      const asked = withParameter(parameter);
      expect(asked.length).toBeGreaterThan(0);
      for (const route of asked) refused(await asker(route).get(`${pathOf(route)}?${parameter}=${encodeURIComponent(value)}`), 400, undefined, parameter);
    });

    it.each(['$where', 'status[$ne]', 'status.regex', 'summary', 'parties.name.prefix', 'officeId.from.to', 'scope', 'divisionPrefix', '__proto__', '__proto__.from', 'constructor', 'toString', 'select', 'fields', 'include', 'q', 'Limit', 'limit ', 'as', 'account', '\u0000'])('is refused with a parameter %j', async (name) => {
      for (const route of routes()) refused(await asker(route).get(`${pathOf(route)}?${encodeURIComponent(name)}=1`), 400);
    });

    it('is refused with any parameter twice', async () => {
      for (const route of routes()) {
        for (const { name } of route.parameters.slice(0, 40)) refused(await asker(route).get(`${pathOf(route)}?${name}=1&${name}=1`), 400, undefined, name);
      }
    });

    it('is refused with more parameters than there are', async () => {
      const many = Array.from({ length: 2_000 }, (_, n) => `p${n}=1`).join('&');
      for (const route of routes()) refused(await asker(route).get(`${pathOf(route)}?${many}`), 400, 'PARAMETER_UNKNOWN');
    });

    it('goes on with its own cursor only', async () => {
      const county = flow.as(accountOf('county', 'bureauHead'));
      for (const route of withParameter('cursor')) {
        const first = await county.get(`${route.path}?limit=1`);
        if (first.json.next === undefined) continue;
        const cursor = encodeURIComponent(first.json.next as string);
        expect((await county.get(`${route.path}?limit=1&cursor=${cursor}`)).status).toBe(200);
        refused(await flow.as(accountOf('other', 'bureauHead')).get(`${route.path}?limit=1&cursor=${cursor}`), 400, 'QUERY_CURSOR_INVALID', 'cursor');
        refused(await county.get(`${route.path}?limit=1&division.prefix=33&cursor=${cursor}`), 400, 'QUERY_CURSOR_INVALID', 'cursor');
        for (const other of withParameter('cursor')) if (other.path !== route.path && !(other.path + route.path).includes('offices')) refused(await county.get(`${other.path}?limit=1&cursor=${cursor}`), 400, 'QUERY_CURSOR_INVALID', 'cursor');
      }
    });

    it('may look over a hundred and fifty years, and counts what there is', async () => {
      const answer = await mediator.get('/v1/views/dispute-ledger?registeredAt.from=1976-01-01&registeredAt.to=2126-01-01&facets=status,grade');
      expect([answer.status, answer.json.total]).toEqual([200, 1]);
    });
  });

  it('knows a body for every command of the route table', () => {
    for (const operation of flow.host.server.operations) if (operation.body) expect(() => sampleBody(operation)).not.toThrow();
  });
});

function dummyParts(): Pick<TokenParts, 'kid' | 'privateKey'> {
  const { generateKeyPairSync } = jest.requireActual<typeof import('node:crypto')>('node:crypto');
  return { kid: 'k', privateKey: generateKeyPairSync('ed25519').privateKey };
}
