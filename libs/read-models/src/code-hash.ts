import { createHash } from 'node:crypto';
import type { Projection } from './port';

/**
 * Names the code that folded: 16 hexadecimal digits over the projection's name, version, known types and the source of its fold.
 * A parked document carries it, so that an operator sees whether the code has changed since.
 */
export function codeHash<D>(projection: Projection<D>): string {
  const parts = [projection.name, String(projection.version ?? 0), ...[...projection.types].sort(), projection.apply.toString()];
  return createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 16);
}
