import { createHash, randomUUID } from 'node:crypto';
import request from 'supertest';
import { z } from 'zod';
import { accept, refuse, type Actor, type Clock, type Decision, type DomainEvent, type Instant, type JsonObject } from '@fengqiao/kernel';
import { MemoryEventStore } from '@fengqiao/event-store/memory';
import type { EventStore } from '@fengqiao/event-store';
import type { Scope } from '@fengqiao/read-models';
import type { Directory } from '@fengqiao/security';
import { aggregate } from '../aggregate';
import { Health } from '../health';
import { CaseNumbering } from '../numbering';
import { CommandPipeline } from '../pipeline';
import { createServer, type HttpPorts, type Server } from './index';

type Noted = DomainEvent<'toy.v1.Noted', { text: string }>;
interface Note {
  readonly office: string;
  readonly texts: readonly string[];
}
type Command = { type: 'OpenNote'; text: string } | { type: 'AddNote'; text: string };

const body = z.strictObject({ text: z.string().min(1, '不能为空 / must not be empty').max(20) });

const notes = aggregate<Note | undefined, Command, Noted, Directory>({
  context: 'toy',
  name: 'note',
  collection: 'notes',
  label: { zh: '便笺', en: 'note' },
  decider: {
    initial: undefined,
    decide: (command, state): Decision<Noted> => {
      if (command.text === 'boom') throw new Error('a bug of ours');
      if (command.text === 'no') return refuse('NOTE_REFUSED', '不行', 'no', '/text');
      if (state?.texts.includes(command.text)) return accept();
      return accept({ type: 'toy.v1.Noted', data: { text: command.text } });
    },
    evolve: (state, event) => ({ office: 'o1', texts: [...(state?.texts ?? []), event.data.text] }),
  },
  commands: {
    OpenNote: { label: { zh: '新建便笺', en: 'open a note' }, path: '', creates: true, body, roles: ['officeClerk'] },
    AddNote: { label: { zh: '追加', en: 'add a line' }, path: 'lines', body, roles: ['officeClerk'], claimable: true },
  },
  authorise: (actor, state) => state === undefined || actor.officeId === state.office,
  jurisdiction: () => '330681109',
  present: (state) => (state ? { texts: [...state.texts] } : undefined),
  numbered: { kind: 'note', office: () => 'o1' },
});

const actors: Record<string, Actor> = {
  clerk: { personId: 'p1', account: 'clerk', officeId: 'o1', division: '330681109', level: 3, roles: ['officeClerk'] },
  stranger: { personId: 'p2', account: 'stranger', officeId: 'o2', division: '330681110', level: 3, roles: ['officeClerk'] },
  analyst: { personId: 'p3', account: 'analyst', officeId: 'o1', division: '330681109', level: 3, roles: ['analyst'] },
};

describe('an aggregate over HTTP', () => {
  let server: Server;
  let store: EventStore;
  const reported: unknown[] = [];

  beforeAll(async () => {
    store = new MemoryEventStore();
    const clock: Clock = { now: () => '2026-11-02T07:00:00.000Z' as Instant };
    const hash = (text: string) => createHash('sha256').update(text).digest('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*/, '$1-$2-$3-$4-$5');
    const pipeline = new CommandPipeline({
      store,
      clock,
      directory: { byAccount: () => undefined, isWithin: () => false } as unknown as Directory,
      seal: async (_type, data) => data,
      bodyMark: (value) => hash(JSON.stringify(value)),
      createdStreamId: (commandId) => hash(`stream ${commandId}`),
      eventId: (stream, commandId, index) => hash(`event ${stream} ${commandId} ${index}`),
    });
    const ports: HttpPorts = {
      pipeline,
      numbering: new CaseNumbering({ store, clock, eventId: (commandId, index) => hash(`event ${commandId} ${index}`), onAlarm: () => undefined }),
      health: new Health(),
      authenticate: async (token) => actors[token.split('.')[1] as string],
      commandId: (actor, key) => (key === undefined ? randomUUID() : hash(`${actor.account} ${key}`)),
      scopeOf: () => ({ divisionPrefix: '', offices: [] }) as unknown as Scope,
      reveal: (_actor, value) => value,
      visible: async () => 'visible',
      report: (error) => reported.push(error),
      randomId: randomUUID,
    };
    server = await createServer({
      ports,
      aggregates: [notes],
      queries: [
        {
          id: 'tail', path: '/v1/views/tail', label: { zh: '直播', en: 'live' }, roles: ['officeClerk'], parameters: [{ name: 'n', label: { zh: '数', en: 'n' } }, { name: 'after', label: { zh: '之后', en: 'after' } }], produces: ['events'],
          handle: async ({ query: { after = '0' } }) => ({ kind: 'events', events: async function* () { yield { id: String(Number(after) + 1), event: 'rung', data: { a: 1 } }; } }),
        },
        {
          id: 'say', path: '/v1/views/say', label: { zh: '说', en: 'say' }, roles: ['analyst'], parameters: [], produces: ['text'],
          handle: async () => ({ kind: 'text', body: '你好', language: 'zh-CN' }),
        },
      ],
      logger: false,
      version: '0.0.0',
    });
    await server.app.init();
    await server.app.getHttpAdapter().getInstance().ready();
  });
  afterAll(() => server.app.close());

  const http = () => request(server.app.getHttpServer());
  const as = (who: string) => ({ authorization: `Bearer a.${who}.c` });
  const open = (text: string, headers: Record<string, string> = {}) => http().post('/v1/toy/notes').set({ ...as('clerk'), ...headers }).send({ text });

  it('creates, numbers, reads and changes a stream with ETag and Location', async () => {
    const created = await open('one');
    expect(created.status).toBe(201);
    expect(created.body).toMatchObject({ revision: 0, view: 'visible', caseNumber: 1, events: [{ type: 'toy.v1.Noted' }] });
    const path = created.headers['location'] as string;
    const read = await http().get(path).set(as('clerk'));
    expect(read.body).toEqual({ texts: ['one'], id: created.body.id, revision: 0 });
    expect(read.headers['etag']).toBe('"0"');
    const added = await http().post(`${path}/lines`).set({ ...as('clerk'), 'if-match': '"0"' }).send({ text: 'two', occurredAt: '2026-11-02T14:00:00+08:00' });
    expect([added.status, added.headers['etag']]).toEqual([200, '"1"']);
    const stale = await http().post(`${path}/lines`).set({ ...as('clerk'), 'if-match': '"0"' }).send({ text: 'three' });
    expect([stale.status, stale.body.code]).toEqual([412, 'PRECONDITION_FAILED']);
    expect((await store.read(created.body.stream))[1]?.meta.occurredAt).toBe('2026-11-02T06:00:00.000Z');
  });

  it('answers a retried command again and appends nothing, and refuses the key for another body', async () => {
    const key = { 'idempotency-key': 'k-1' };
    const first = await open('again', key);
    const head = await store.head();
    const second = await open('again', key);
    expect([second.status, second.body]).toEqual([201, first.body]);
    expect(second.headers['idempotency-replayed']).toBe('true');
    expect(await store.head()).toBe(head);
    const other = await open('different', key);
    expect([other.status, other.body.code]).toEqual([409, 'IDEMPOTENCY_KEY_REUSED']);
  });

  it('answers 404 alike for what does not exist and for what belongs to another office', async () => {
    const { body: created } = await open('mine');
    const foreign = await http().get(`/v1/toy/notes/${created.id}`).set(as('stranger'));
    const unknown = await http().get(`/v1/toy/notes/${randomUUID()}`).set(as('stranger'));
    const strip = ({ correlation: _, ...rest }: JsonObject) => rest;
    expect(strip(foreign.body)).toEqual(strip(unknown.body));
    expect((await http().post(`/v1/toy/notes/${created.id}/lines`).set(as('stranger')).send({ text: 'x' })).status).toBe(404);
  });

  it.each([
    ['no token', {}, { text: 'x' }, 401, 'UNAUTHENTICATED', undefined],
    ['a role that may not', as('analyst'), { text: 'x' }, 403, 'ROLE_REQUIRED', undefined],
    ['an empty text', as('clerk'), { text: '' }, 400, 'VALIDATION_FAILED', '/text'],
    ['an unknown field', as('clerk'), { text: 'x', state: 'y' }, 400, 'VALIDATION_FAILED', '/state'],
    ['a refusal of the rules', as('clerk'), { text: 'no' }, 422, 'NOTE_REFUSED', '/text'],
    ['a claimed time where none may be claimed', as('clerk'), { text: 'x', occurredAt: '2026-11-02T06:00:00Z' }, 400, 'VALIDATION_FAILED', '/occurredAt'],
  ])('refuses %s and says where', async (_name, headers, sent, status, code, pointer) => {
    const head = await store.head();
    const answer = await http().post('/v1/toy/notes').set(headers).send(sent);
    expect([answer.status, answer.body.code, answer.body.errors?.[0]?.pointer]).toEqual([status, code, pointer]);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(await store.head()).toBe(head);
  });

  it.each([
    ['duplicate keys', '{"text":"a","text":"b"}', 400, '/text'],
    ['a number that changes by being read', '{"text":9007199254740993}', 400, '/text'],
    ['a prototype key', '{"__proto__":{"a":1}}', 400, '/__proto__'],
    ['deep nesting', '['.repeat(10_000), 400, ''],
    ['a trailing comma', '{"text":"a",}', 400, ''],
    ['null', 'null', 400, ''],
    ['bytes that are not UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]), 400, ''],
  ])('refuses a body with %s', async (_name, sent, status, pointer) => {
    const answer = await server.app.inject({ method: 'POST', url: '/v1/toy/notes', headers: { ...as('clerk'), 'content-type': 'application/json' }, payload: sent });
    expect([answer.statusCode, answer.json().errors?.[0]?.pointer]).toEqual([status, pointer]);
  });

  it.each([
    ['a large body', { 'content-type': 'application/json' }, JSON.stringify({ text: 'x'.repeat(300_000) }), 413],
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }, 'text=a', 415],
    ['GBK', { 'content-type': 'application/json; charset=gbk' }, '{"text":"a"}', 415],
    ['gzip', { 'content-type': 'application/json', 'content-encoding': 'gzip' }, '{"text":"a"}', 415],
  ])('refuses %s', async (_name, headers, sent, status) => {
    const answer = await http().post('/v1/toy/notes').set({ ...as('clerk'), ...headers } as Record<string, string>).send(sent);
    expect([answer.status, answer.headers['content-type']]).toEqual([status, 'application/problem+json; charset=utf-8']);
  });

  it('asks a token even of odd spellings of a route', async () => {
    for (const path of ['/v1/toy/notes/', '//v1/toy/notes', '/V1/toy/notes', '/v1/toy/%6eotes', '/v1/views/say']) {
      const answer = await http().get(path);
      expect([401, 404]).toContain(answer.status);
    }
    expect((await http().head('/v1/views/say')).status).toBe(404);
    expect((await http().get('/v1/views/say?x=1').set(as('analyst'))).body).toMatchObject({ code: 'PARAMETER_UNKNOWN', errors: [{ parameter: 'x' }] });
  });

  it('answers text and streams events', async () => {
    const said = await http().get('/v1/views/say').set(as('analyst'));
    expect([said.text, said.headers['content-language']]).toEqual(['你好', 'zh-CN']);
    const live = await http().get('/v1/views/tail').set(as('clerk'));
    expect(live.text).toContain('id: 1\nevent: rung\ndata: {"a":1}\n\n');
    const again = await http().get('/v1/views/tail').set({ ...as('clerk'), 'last-event-id': '7' });
    expect(again.text).toContain('id: 8\n');
  });

  it('tells nothing of a bug but its correlation', async () => {
    const answer = await open('boom');
    expect([answer.status, answer.body.code]).toEqual([500, 'INTERNAL']);
    expect(JSON.stringify(answer.body)).not.toContain('bug of ours');
    expect(reported).toHaveLength(1);
  });

  it('documents every route', async () => {
    const { body: document } = await http().get('/openapi.json');
    expect(Object.keys(document.paths)).toEqual(expect.arrayContaining(['/v1/toy/notes', '/v1/toy/notes/{id}/lines', '/v1/views/say', '/health/ready']));
    expect((await http().get('/docs')).text).toContain('swagger-ui-bundle.js');
    expect((await http().get('/docs/assets/swagger-ui.css')).status).toBe(200);
    expect((await http().get('/health/ready')).body).toEqual({ status: 'up', degraded: [] });
  });
});
