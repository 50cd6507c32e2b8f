import { bodyMark, commandId, createdStreamId, eventId, eventIdIn, nameIndex, namedId, NAMESPACE } from '@fengqiao/security';
import * as fc from 'fast-check';
import { v5 } from 'uuid';

const UUID5 = /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe('derived ids', () => {
  it('never change: they are what makes a retry the same command', () => {
    const command = commandId('fengqiao-development', 'fengqiao.clerk', 'key-1');
    expect([command, createdStreamId(command), eventId(command, 0), eventId(command, 1), eventIdIn('mediation.dispute-x', command, 0), namedId('policy.pack', 'cn-national')]).toEqual([
      'a6d14abf-feb9-5b66-bc53-562976f78b36',
      'ea0bd038-bfb1-5dce-b311-95d94f3b3224',
      'c3e0d5dd-3941-5bd0-9955-6c402815c064',
      '4c9d695f-dd4c-5aac-b6e1-ee21ab7ad48f',
      '3400dc7f-ec3d-56c5-861c-1ceb57724088',
      '97b947f9-bd6d-5907-afa4-65e4277f4129',
    ]);
  });

  it('are UUIDs of version 5', () => {
    const text = fc.string({ unit: 'binary' });
    fc.assert(fc.property(text, text, text, (issuer, subject, key) => {
      const id = commandId(issuer, subject, key);
      expect(id).toMatch(UUID5);
      expect(id).toBe(v5(JSON.stringify(['command', issuer, subject, key]), NAMESPACE));
    }));
  });

  it('tell apart what only looks alike when joined', () => {
    expect(commandId('a', 'bc', 'd')).not.toBe(commandId('ab', 'c', 'd'));
    expect(commandId('a', 'b"],["', 'd')).not.toBe(commandId('a', 'b', '"],["d'));
    expect(createdStreamId('x')).not.toBe(namedId('stream', 'x'));
    expect(new Set(Array.from({ length: 100 }, (_, index) => eventId('c', index))).size).toBe(100);
    expect(new Set(['a', 'b'].flatMap((stream) => [eventIdIn(stream, 'c', 0), eventIdIn(stream, 'c', 1), eventIdIn(stream, 'd', 0)])).size).toBe(6);
  });
});

describe('keyed hashes', () => {
  const secret = Buffer.alloc(32, 7);

  it('find a name in whatever width and spacing it was written', () => {
    const index = nameIndex(secret, '王 小明A');
    expect(nameIndex(secret, ' 王小明　Ａ\n')).toBe(index);
    expect(nameIndex(secret, '王小朋A')).not.toBe(index);
    expect(index).toMatch(/^[0-9a-f]{64}$/);
  });

  it('need the secret', () => {
    expect(nameIndex(Buffer.alloc(32, 8), '王小明')).not.toBe(nameIndex(secret, '王小明'));
    expect(bodyMark(Buffer.alloc(32, 8), { a: 1 })).not.toBe(bodyMark(secret, { a: 1 }));
  });

  it('take the order of members for nothing and every value for something', () => {
    expect(bodyMark(secret, { a: 1, b: [1, 2] })).toBe(bodyMark(secret, { b: [1, 2], a: 1 }));
    expect(bodyMark(secret, { a: 1, b: [2, 1] })).not.toBe(bodyMark(secret, { a: 1, b: [1, 2] }));
    expect(bodyMark(secret, { a: '1' })).not.toBe(bodyMark(secret, { a: 1 }));
  });

  it('of a name and of a body never meet', () => {
    expect(nameIndex(secret, '"x"')).not.toBe(bodyMark(secret, 'x'));
  });
});
