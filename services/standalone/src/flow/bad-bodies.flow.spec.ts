import Ajv2020, { type ValidateFunction } from 'ajv/dist/2020';
import fc from 'fast-check';
import type { Json, JsonObject } from '@fengqiao/kernel';
import type { Operation } from '@fengqiao/platform/http';
import type { Post } from '../demonstration/county';
import { FOLDER_SECRET_HEADER } from '../development-pages';
import { accountOf } from './county.scenes';
import { anyJson, faultsAt, strangeKey, token, type Fault } from './faults.scenes';
import { openFlow, type Answer, type Flow } from './flow-kit.scenes';
import { bodySchema, sampleBody, spotsOf, withAt, type Spot } from './samples.scenes';

const RUNS = { random: 3_000, faults: 7_000 };
/** A new one on every run; a failure names it, and it stands in the names of the tests. */
const SEED = Date.now() % 2_147_483_647;

interface Target {
  readonly operation: Operation;
  readonly sample: JsonObject;
  readonly spots: readonly (Spot & { readonly value: Json })[];
  readonly documented: ValidateFunction;
  send(body: Json): Promise<Answer>;
}

describe('bodies that no command takes', () => {
  let flow: Flow;
  let targets: readonly Target[];

  beforeAll(async () => {
    flow = await openFlow({ everyRoleAt: ['pine'] });
    const dispute = await flow.as(accountOf('pine', 'mediator')).post('/v1/mediation/disputes', { source: 'mediator', category: 'neighbour', discoveredAt: '2026-11-02', summary: '滴水之争', parties: [{ kind: 'person', name: '甲' }] });
    const ids: Record<string, string> = { disputes: dispute.json.id, offices: flow.officeId('pine'), persons: flow.personId(accountOf('pine', 'mediator')), rosters: flow.officeId('hill') };
    const ajv = new Ajv2020({ strict: false });
    targets = flow.host.server.operations.filter(({ body }) => body).map((operation): Target => {
      const [collection = ''] = operation.path.split('/').slice(3);
      const path = operation.path.replace(':id', ids[collection] ?? dispute.json.id);
      const schema = bodySchema(operation);
      const sample = sampleBody(operation);
      const caller = operation.access === 'public' ? flow.nobody : flow.as(accountOf('pine', operation.access[0] as Post));
      return {
        operation, sample, documented: ajv.compile(schema),
        spots: spotsOf(schema, sample).map((spot) => ({ ...spot, value: valueAt(sample, spot.pointer) })),
        send: (body) => caller.post(path, body, { [FOLDER_SECRET_HEADER]: flow.host.folderSecret }),
      };
    });
  }, 60_000);
  afterAll(() => flow.close());

  async function refused(answer: Answer, head: number): Promise<readonly { pointer: string; code: string }[]> {
    expect({ status: answer.status, type: answer.headers['content-type'], head: await flow.head() }).toEqual({ status: 400, type: 'application/problem+json; charset=utf-8', head });
    const { errors = [], ...problem } = answer.json as { errors?: { pointer: string; code: string; zh: string; en: string }[]; zh: string; en: string };
    expect(errors.length).toBeGreaterThan(0);
    for (const each of [problem, ...errors]) expect([each.zh, each.en]).toEqual([expect.stringMatching(/\p{Script=Han}/u), expect.stringMatching(/[a-z]/i)]);
    return errors;
  }

  /** At the place itself, or at something that is missing inside it. */
  const isAt = (told: string, meant: string) => told === meant || told.startsWith(`${meant}/`);

  it('knows every command, and a body that each of them takes', () => {
    expect(targets.length).toBeGreaterThanOrEqual(38);
    for (const { sample, documented, operation } of targets) expect([operation.id, documented(sample)]).toEqual([operation.id, true]);
  });

  it(`refuses ${RUNS.faults} bodies with one fault each, and points at it (seed ${SEED})`, async () => {
    const head = await flow.head();
    const field = fc.record({ at: fc.nat(), which: fc.nat(), target: fc.nat(), tooMuch: fc.option(strangeKey, { freq: 4 }) });
    await fc.assert(
      fc.asyncProperty(field, async ({ at, which, target, tooMuch }) => {
        const { sample, spots, send } = targets[target % targets.length] as Target;
        const fault = tooMuch === null ? oneOf(spots, at, which) : fieldTooMuch(spots, at, tooMuch);
        fc.pre(fault !== undefined);
        const { pointer, value } = fault as Fault;
        const errors = await refused(await send(withAt(sample, pointer, value)), head);
        expect(errors.filter((error) => isAt(error.pointer, pointer)).map((error) => error.code)).not.toEqual([]);
      }),
      { numRuns: RUNS.faults, seed: SEED, endOnFailure: true },
    );
  }, 240_000);

  it(`refuses ${RUNS.random} bodies of any JSON at all, or with any JSON somewhere in them (seed ${SEED})`, async () => {
    const head = await flow.head();
    const thing = fc.record({ at: fc.nat(), target: fc.nat(), json: anyJson, whole: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(thing, async ({ at, target, json, whole }) => {
        const { sample, spots, send, documented, operation } = targets[target % targets.length] as Target;
        const { pointer } = whole ? { pointer: '' } : (spots[at % spots.length] as Spot);
        const body = withAt(sample, pointer, json);
        fc.pre(!(documented(body) && operation.body?.safeParse(body).success));
        const errors = await refused(await send(body), head);
        for (const error of errors) expect([error.pointer, error.code]).toEqual([expect.any(String), expect.stringMatching(/^[A-Z_]+$/)]);
      }),
      { numRuns: RUNS.random, seed: SEED, endOnFailure: true },
    );
  }, 240_000);

  function oneOf(spots: Target['spots'], at: number, which: number): Fault | undefined {
    const spot = spots[at % spots.length] as Target['spots'][number];
    const faults = faultsAt(spot, spot.value);
    return faults[which % faults.length];
  }

  function fieldTooMuch(spots: Target['spots'], at: number, name: string): Fault | undefined {
    const objects = spots.filter(({ value }) => typeof value === 'object' && value !== null && !Array.isArray(value));
    const spot = objects[at % objects.length] as Target['spots'][number];
    return name in (spot.value as object) && !['__proto__', 'constructor', 'toString'].includes(name) ? undefined : { pointer: `${spot.pointer}/${token(name)}`, value: 'x' };
  }
});

function valueAt(body: Json, pointer: string): Json {
  return pointer.split('/').slice(1).reduce<Json>((at, part) => (at as Record<string, Json>)[part] as Json, body);
}
