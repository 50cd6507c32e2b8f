import { formatDate, millisOf, shanghaiDay, type Actor, type DecideContext, type Decision, type Instant } from '@fengqiao/kernel';
import type { Directory, Role } from '@fengqiao/security';

export type Context = DecideContext<Directory>;

/** Who keeps the directory of a division. */
export const KEEPERS: readonly Role[] = ['operator', 'bureauHead'];

/** Who sets duty rosters: the keepers, and the directors of justice offices (司法所长) in their own division. */
export const ROSTER_KEEPERS: readonly Role[] = [...KEEPERS, 'officeDirector'];

/** May this actor keep what belongs to a division: his own, and what lies below it? */
export function keeps(actor: Actor, division: string, keepers: readonly Role[] = KEEPERS): boolean {
  return actor.roles.some((role) => (keepers as readonly string[]).includes(role)) && division.startsWith(actor.division);
}

/** Does an office concern this actor: his own, or one of his division? It is what he may read of. */
export function concerns(actor: Actor, officeId: string, look: Directory): boolean {
  return officeId === actor.officeId || look.office(officeId)?.division.startsWith(actor.division) === true;
}

/** Not for this actor (HTTP 404): he does not learn whether there is anything. */
export function forbid(): Decision<never> {
  return { ok: false, refusal: { kind: 'forbidden', code: 'NOT_YOURS', zh: '未找到，或不归您管理', en: 'not found, or not yours to keep' } };
}

/** The civil day in Asia/Shanghai, YYYY-MM-DD: validity counts by it. */
export function dayOf(now: Instant): string {
  return formatDate(shanghaiDay(millisOf(now)));
}
