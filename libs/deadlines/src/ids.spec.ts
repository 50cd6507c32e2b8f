import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { obligationId, rungId } from './ids';

const NAMESPACE = Buffer.from('0b6f6e0c7c555b0e9d0a3a4f2a8b1c77', 'hex');
/** Short and long names, of any characters. */
const name = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.constantFrom('调'.repeat(300), '调'.repeat(330), 'a'.repeat(900), 'a'.repeat(5_000)));

it('ids are UUIDs of version 5 over the JSON of what they name', () => {
  fc.assert(
    fc.property(name, name, name, name, (rule, subject, key, fact) => {
      expect(obligationId(rule, subject, key, fact)).toBe(uuidOf(JSON.stringify(['obligation', rule, subject, key, fact])));
    }),
  );
  fc.assert(
    fc.property(name, fc.maxSafeInteger(), name, fc.nat(), fc.nat(), (obligation, from, rung, n, withdrawals) => {
      expect(rungId(obligation, from, rung, n, withdrawals)).toBe(uuidOf(JSON.stringify(['rung', obligation, from, rung, n, withdrawals])));
    }),
  );
});

it('ids stay what they were: escalations in logs name them', () => {
  expect(obligationId('MED-19', 'mediation.dispute-00000000-0000-5000-8000-000000000001', 'r1', '00000000-0000-4000-8000-000000000007')).toBe('8ab17ee7-52d9-5dc1-890a-c1bdfc6b0597');
  expect(rungId('00000000-0000-5000-8000-000000000002', 1_795_968_000_000, 'breach', 2, 1)).toBe('aa464583-3441-58b1-a15f-7400558c1ca5');
});

function uuidOf(text: string): string {
  const bytes = createHash('sha1').update(NAMESPACE).update(text, 'utf8').digest().subarray(0, 16);
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
