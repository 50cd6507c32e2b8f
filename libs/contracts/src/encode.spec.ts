import { fromJson, toJson, type DescMessage, type JsonValue } from '@bufbuild/protobuf';
import type { JsonObject } from '@fengqiao/kernel';
import canonicalize from 'canonicalize';
import * as fc from 'fast-check';
import { ContractViolation, encodeEvent, eventType, eventTypes, type EventType, type FieldInfo } from '@fengqiao/contracts';
import { SCHEMAS } from '@fengqiao/contracts/descriptors';

const GRADED = 'mediation.v1.DisputeGraded';
const REGISTERED = 'mediation.v1.DisputeRegistered';
const RAISED = 'deadlines.v1.EscalationRaised';

describe('the stored form of an event', () => {
  it('fills implicit fields in the order of RFC 8785, so that nobody has to sort them', () => {
    expect(JSON.stringify(encodeEvent(GRADED, { grade: 'GRADE_MAJOR', criteria: ['people'] }))).toBe(
      '{"containment":"LEVEL_UNSPECIFIED","criteria":["people"],"flags":[],"grade":"GRADE_MAJOR","level":"LEVEL_UNSPECIFIED",' +
        '"officeId":"","proposed":"GRADE_UNSPECIFIED","reason":""}',
    );
  });

  it('fills the messages of a list too', () => {
    const data = encodeEvent(REGISTERED, { parties: [{ personId: 'p', name: 'n' }] } as never);
    expect(data.parties).toEqual([{ personId: 'p', kind: '', name: 'n', idNumber: '', phone: '', address: '', priority: [] }]);
    expect(data.amountFen).toBe('0');
  });

  it('holds a frozen message of plain values once, whoever gives it', () => {
    const party = Object.freeze({ symbol: 'owner', personId: 'p' });
    const [first, second] = [encodeEvent(RAISED, { addressees: [party] } as never), encodeEvent(RAISED, { addressees: [party, { ...party }] } as never)];
    expect(first.addressees[0]).toEqual({ symbol: 'owner', officeId: '', personId: 'p', fallback: false });
    expect(second.addressees[0]).toBe(first.addressees[0]);
    expect(second.addressees[1]).not.toBe(first.addressees[0]);
    expect(Object.isFrozen(first.addressees[0])).toBe(true);
    expect(violation(RAISED, { addressees: [Object.freeze({ symbol: 1 })] })).toMatchObject({ at: 'addressees[0].symbol' });
  });

  it('reads a frozen message with a list in it each time', () => {
    const priority = ['a'];
    const party = Object.freeze({ priority });
    const first = encodeEvent(REGISTERED, { parties: [party] } as never);
    priority.push('b');
    expect(encodeEvent(REGISTERED, { parties: [party] } as never).parties[0]?.priority).toEqual(['a', 'b']);
    expect(first.parties[0]?.priority).toEqual(['a']);
  });

  it.each<[string, object, string, string]>([
    ['an unknown field', { grad: 'GRADE_MAJOR' }, 'grad', 'no field'],
    ['a proto name in place of the JSON name', { office_id: 'x' }, 'office_id', 'no field'],
    ['an enum name that does not exist', { grade: 'MAJOR' }, 'grade', 'none of'],
    ['an enum number', { grade: 3 }, 'grade', 'none of'],
    ['a number for a text', { officeId: 7 }, 'officeId', 'no text'],
    ['null', { officeId: null }, 'officeId', 'no text'],
    ['a text for a list', { flags: 'escalating' }, 'flags', 'no list'],
    ['a hole in a list', { flags: ['a', undefined] }, 'flags[1]', 'missing'],
    ['half a character', { officeId: 'a\ud800' }, 'officeId', 'Unicode'],
    ['an inherited unknown field', Object.create({ inherited: 1 }) as object, 'inherited', 'no field'],
  ])('refuses %s and says where', (_, data, at, what) => {
    expect(violation(GRADED, data)).toMatchObject({ type: GRADED, at });
    expect(violation(GRADED, data).message).toContain(what);
  });

  it.each<[string, object, string]>([
    ['a fraction', { people: 1.5 }, 'people'],
    ['a number beyond 32 bits', { people: 2 ** 31 }, 'people'],
    ['a number for 64 bits', { amountFen: 100 }, 'amountFen'],
    ['leading zeros', { amountFen: '007' }, 'amountFen'],
    ['a number beyond 64 bits', { amountFen: '9223372036854775808' }, 'amountFen'],
    ['an unknown field of a party', { parties: [{}, { age: 3 }] }, 'parties[1].age'],
    ['a text for a party', { parties: ['王'] }, 'parties[0]'],
  ])('refuses %s', (_, data, at) => {
    expect(violation(REGISTERED, data).at).toBe(at);
  });

  it('refuses a type that no context publishes', () => {
    expect(violation('mediation.v1.Nothing', {}).message).toBe('mediation.v1.Nothing is no event of the published language');
    expect(violation('constructor', {}).message).toContain('no event');
  });

  it('writes minus zero as zero', () => {
    expect(Object.is(encodeEvent(REGISTERED, { people: -0 }).people, 0)).toBe(true);
  });

  it.each(eventTypes().map(({ type }) => [type]))('of %s is what the general writer of ProtoJSON makes', (type) => {
    const schema: DescMessage = SCHEMAS[type];
    fc.assert(
      fc.property(dataOf(eventType(type)?.fields ?? []), (data) => {
        const general = toJson(schema, fromJson(schema, data as JsonValue), { alwaysEmitImplicit: true });
        const own = encodeEvent(type as string, data as JsonObject);
        expect(JSON.stringify(own)).toBe(canonicalize(general));
        expect(encodeEvent(type as string, own)).toEqual(own);
      }),
      { numRuns: 40 },
    );
  });
});

/** Any data that the fields allow, with fields left out at random. */
function dataOf(fields: readonly FieldInfo[]): fc.Arbitrary<object> {
  const shape = Object.fromEntries(fields.map((field) => [field.jsonName, field.repeated ? fc.array(valueOf(field), { maxLength: 3 }) : valueOf(field)]));
  return fc.record(shape, { requiredKeys: [] });
}

function valueOf(field: FieldInfo): fc.Arbitrary<unknown> {
  if (field.kind === 'message') return dataOf(field.fields);
  if (field.kind === 'enum') return fc.constantFrom(...field.values);
  switch (field.scalar) {
    case 'string':
      return fc.string({ unit: 'binary' });
    case 'bool':
      return fc.boolean();
    case 'int32':
      return fc.integer();
    case 'int64':
      return fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String);
  }
}

function violation(type: string, data: object): ContractViolation {
  try {
    encodeEvent(type as EventType, data);
  } catch (error) {
    if (error instanceof ContractViolation) return error;
    throw error;
  }
  throw new Error(`${type} took ${JSON.stringify(data)}`);
}
