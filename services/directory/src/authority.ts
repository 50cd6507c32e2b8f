import type { Actor, DecideContext } from '@fengqiao/kernel';
import type { Directory, Role } from '@fengqiao/security';

export type Context = DecideContext<Directory>;

/** Who keeps the directory of a division. */
export const KEEPERS: readonly Role[] = ['operator', 'bureauHead'];

/** May this actor keep what belongs to a division: his own, and what lies below it? */
export function keeps(actor: Actor, division: string): boolean {
  return actor.roles.some((role) => (KEEPERS as readonly string[]).includes(role)) && division.startsWith(actor.division);
}
