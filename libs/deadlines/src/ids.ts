import { hash } from 'node:crypto';
import { namesBehind, uuid5Of } from '@fengqiao/kernel';

/** Behind the namespace of the ids that the engine derives (RFC 9562, version 5); frozen with the first escalation in a log. */
const named = namesBehind('0b6f6e0c7c555b0e9d0a3a4f2a8b1c77');

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
