import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { hmacOf } from './hmac';

const expected = (key: Uint8Array, text: string): string => createHmac('sha256', key).update(text, 'utf8').digest('hex');

describe('the keyed digest of a text', () => {
  it('is that of node, for every text and every key of at most one block', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 64 }), fc.string({ unit: 'binary' }), (key, text) => {
      expect(hmacOf(key, text)).toBe(expected(key, text));
    }));
  });

  it('is that of node also for a text longer than any before', () => {
    const key = new Uint8Array(32).fill(7);
    for (const text of ['字'.repeat(20_000), 'x', '', '字'.repeat(100_000)]) expect(hmacOf(key, text)).toBe(expected(key, text));
  });
});
