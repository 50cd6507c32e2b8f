import type { Actor } from '@fengqiao/kernel';
import { actorOf, type Directory } from './directory';
import type { TokenClaims } from './token';

/**
 * Who acts, as the directory knows the account now: office and roles never come from the token, so a release or a new role counts
 * from the next request on. Undefined where the account is unknown, holds nothing, or has meanwhile been given to another person.
 */
export function resolveActor(claims: Pick<TokenClaims, 'subject' | 'personId'>, directory: Directory): Actor | undefined {
  const officer = directory.byAccount(claims.subject);
  if (!officer || officer.personId !== claims.personId || officer.roles.length === 0) return undefined;
  return actorOf(officer, directory);
}
