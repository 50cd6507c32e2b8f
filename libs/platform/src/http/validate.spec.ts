import { z } from 'zod';
import { body, line, list, text, uuid, whole } from '../fields';
import { HttpProblem } from './problem';
import { validate } from './validate';

const schema = body({ name: line(5), notes: list(text(10), 3).optional(), 'a/b~c': whole(9).optional(), parties: z.array(body({ id: uuid() })).optional() });

const problemOf = (value: unknown, of: z.ZodType = schema) => {
  try {
    validate(of, value);
  } catch (error) {
    if (error instanceof HttpProblem) return error.problem;
    throw error;
  }
  throw new Error('it was taken');
};
const pointersOf = (value: unknown) => problemOf(value).errors?.map((error) => error.pointer);

describe('a body against its schema', () => {
  it('comes out as the schema understands it', () => {
    expect(validate(schema, { name: ' 张某 ', parties: [{ id: '0000000A-0000-4000-8000-00000000000F' }] })).toEqual({ name: '张某', parties: [{ id: '0000000a-0000-4000-8000-00000000000f' }] });
  });

  it('counts as empty where there is none', () => {
    expect(validate(body({}), undefined)).toEqual({});
    expect(pointersOf(undefined)).toEqual(['/name']);
  });

  it('says in Chinese too what is wrong with a field whose schema has no words for it', () => {
    const bare = body({ period: z.string().regex(/^\d{4}$/, { error: '须为年份 / must be a year' }), members: z.array(z.number()), sealed: z.boolean() });
    const { errors } = problemOf({ period: 5, members: 'x', sealed: null }, bare);
    expect(errors?.map(({ pointer, zh, en }) => [pointer, zh, en])).toEqual([
      ['/period', '类型须为 string', 'must be of type string'], ['/members', '类型须为 array', 'must be of type array'], ['/sealed', '类型须为 boolean', 'must be of type boolean'],
    ]);
    expect(problemOf({ members: [], sealed: true }, bare).errors?.[0]).toMatchObject({ pointer: '/period', zh: '必填', en: 'required' });
    expect(problemOf({ period: 'x', members: [], sealed: true }, bare).errors?.[0]).toMatchObject({ pointer: '/period', zh: '须为年份', en: 'must be a year' });
  });

  it.each<[string, unknown, readonly string[]]>([
    ['a missing field', {}, ['/name']],
    ['a wrong type', { name: 5 }, ['/name']],
    ['an item of a list', { name: 'x', notes: ['a', ''] }, ['/notes/1', '/notes/1']],
    ['a field in a list', { name: 'x', parties: [{ id: '0000000a-0000-4000-8000-00000000000f' }, { id: 'x' }] }, ['/parties/1/id']],
    ['a name with a slash and a tilde', { name: 'x', 'a/b~c': 10 }, ['/a~1b~0c']],
    ['unknown fields, each', { name: 'x', one: 1, 'two/': 2 }, ['/one', '/two~1']],
    ['unknown fields deep inside', { name: 'x', parties: [{ id: '0000000a-0000-4000-8000-00000000000f', more: 1 }] }, ['/parties/0/more']],
    ['several at once', { name: '', notes: 1 }, ['/name', '/name', '/notes']],
    ['a list', [], ['']], ['a text', 'x', ['']], ['null', null, ['']],
  ])('is refused for %s, pointing at it', (_what, value, pointers) => {
    expect(problemOf(value)).toMatchObject({ status: 400, code: 'VALIDATION_FAILED' });
    expect(pointersOf(value)).toEqual(pointers);
  });

  it('says what is wrong in both languages, apart', () => {
    for (const value of [{}, { name: '' }, { name: '一二三四五六' }, { name: 'x', notes: ['a', 'a'] }, { name: 'x', more: 1 }, { name: 'x', 'a/b~c': 1.5 }]) {
      for (const error of problemOf(value).errors ?? []) {
        expect(error.zh).toMatch(/\p{Script=Han}/u);
        expect(error.en).toMatch(/^[\x20-\x7e]+$/);
        expect(error.code).toMatch(/^[A-Z_]+$/);
      }
    }
    expect(problemOf({ name: '一二三四五六' }).errors?.[0]).toMatchObject({ zh: '不得超过 5 个字', en: 'at most 5 characters' });
  });

  it('says something in Chinese also where a schema speaks English only', () => {
    expect(problemOf('x', z.number({ error: 'a number' })).errors).toEqual([{ pointer: '', code: 'INVALID_TYPE', zh: '该项不符合要求', en: 'a number' }]);
  });

  it('never tells more than twenty mistakes', () => {
    const many = Object.fromEntries(Array.from({ length: 5_000 }, (_, n) => [`field${n}`, n]));
    expect(problemOf({ name: 'x', ...many }).errors).toHaveLength(20);
    expect(problemOf(Array(500).fill(''), z.array(z.string().min(1))).errors).toHaveLength(20);
  });

  it('does not print what was sent', () => {
    expect(JSON.stringify(problemOf({ name: 'a secret, too long', notes: [5, 'another secret, too long'] }))).not.toContain('secret');
  });
});
