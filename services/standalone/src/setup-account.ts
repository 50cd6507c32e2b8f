import type { Actor } from '@fengqiao/kernel';
import type { Directory, TokenClaims } from '@fengqiao/security';

/** The account that founds an empty directory: it makes the top office and its first operator, and is good for nothing afterwards. */
export const SETUP_ACCOUNT = 'setup';
export const SETUP_PERSON = '00000000-0000-4000-8000-000000000000';

/** The setup account as an actor, as long as nobody holds the operator's role. */
export function setupActor(claims: Pick<TokenClaims, 'subject' | 'personId'>, directory: Directory): Actor | undefined {
  if (claims.subject !== SETUP_ACCOUNT || claims.personId !== SETUP_PERSON) return undefined;
  if (directory.accounts().some((officer) => officer.roles.includes('operator'))) return undefined;
  return { personId: SETUP_PERSON, account: SETUP_ACCOUNT, officeId: '', division: '', level: 6, roles: ['operator'] };
}
