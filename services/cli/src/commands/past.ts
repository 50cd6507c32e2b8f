import { setTimeout as pause } from 'node:timers/promises';
import type { Json } from '@fengqiao/kernel';
import { expectOk, type Answer, type Connection } from '../connection';
import type { Output } from '../output';

/** Adds `asOf` to a path, where an instant of the past is asked for. */
export function asOfIn(path: string, asOf: string | undefined): string {
  return asOf === undefined ? path : `${path}${path.includes('?') ? '&' : '?'}asOf=${encodeURIComponent(asOf)}`;
}

/** Reads, and asks again as long as the views of that instant are being computed; says meanwhile how far they are. */
export async function readPatiently(connection: Connection, out: Output, path: string, as: string | undefined): Promise<Json> {
  for (;;) {
    const answer = await connection.call('GET', path, { as });
    if (!isFolding(answer)) return expectOk(Promise.resolve(answer));
    out.note(answer.body.zh);
    await pause(Number(answer.headers['retry-after'] ?? 1) * 1_000);
  }
}

function isFolding(answer: Answer): answer is Answer & { readonly body: { readonly zh: string } } {
  return answer.status === 503 && (answer.body as { readonly code?: unknown } | null)?.code === 'PAST_FOLDING';
}
