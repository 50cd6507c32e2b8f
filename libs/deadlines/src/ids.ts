import { hash } from 'node:crypto';
import { uuid5Of } from '@fengqiao/kernel';

/** The namespace of the ids that the engine derives (RFC 9562, version 5); frozen with the first escalation in a log. */
const NAMESPACE = Buffer.from('0b6f6e0c7c555b0e9d0a3a4f2a8b1c77', 'hex');

/** Where nearly every name is written after the namespace, again and again. */
const ROOM = Buffer.concat([NAMESPACE, Buffer.alloc(1_008)]);

/** The beginnings of that room by their length: to make a view of it costs a third of a digest. */
const BEGINNINGS: (Buffer | undefined)[] = [];

/** Names an obligation by its root rule, subject, key and the start fact of its episode that was recorded first. */
export function obligationId(rootRule: string, subject: string, key: string, startFact: string): string {
  return uuid5(JSON.stringify(['obligation', rootRule, subject, key, startFact]));
}

/** Names a rung by its obligation, the instant it counts from (milliseconds), its name, which one it is, and how often it was withdrawn before. */
export function rungId(obligation: string, countsFrom: number, rung: string, n: number, withdrawals: number): string {
  return uuid5(`["rung",${JSON.stringify(obligation)},${countsFrom},${JSON.stringify(rung)},${n},${withdrawals}]`);
}

/** As the uuid package, at a quarter of its cost: a subject's ids are derived again with every fact. */
function uuid5(name: string): string {
  return uuid5Of(hash('sha1', named(name), 'hex'));
}

/** The namespace and a name, of which no unit takes more than three bytes. */
function named(name: string): Buffer {
  if (NAMESPACE.length + 3 * name.length > ROOM.length) return Buffer.concat([NAMESPACE, Buffer.from(name, 'utf8')]);
  const length = NAMESPACE.length + ROOM.write(name, NAMESPACE.length, 'utf8');
  return (BEGINNINGS[length] ??= ROOM.subarray(0, length));
}
