import type { Actor } from '@fengqiao/kernel';
import { actorOf, type Directory, type Office, type Officer } from '@fengqiao/security';

export interface SmallDirectory extends Directory {
  /** The actor an account becomes; throws where the account is unknown. */
  actor(account: string): Actor;
}

/** A directory of a few offices and officers for tests: every office always valid, the first holder of `dutyOfficer` always on duty. */
export function smallDirectory(offices: readonly Office[], officers: readonly Officer[]): SmallDirectory {
  const byId = new Map(offices.map((office) => [office.id, office]));
  const above = (id: string): readonly Office[] => {
    const parent = byId.get(byId.get(id)?.parentId ?? '');
    return parent ? [parent, ...above(parent.id)] : [];
  };
  const holding = (officeId: string, role: string) => officers.filter((officer) => officer.officeId === officeId && officer.roles.includes(role));
  const directory: Directory = {
    office: (id) => byId.get(id),
    ancestor: (id, level) => above(id).find((office) => office.level >= level),
    below: (officeId) => offices.filter((office) => office.parentId === officeId),
    isWithin: (id, ancestorId) => id === ancestorId || above(id).some((office) => office.id === ancestorId),
    person: (personId) => officers.find((officer) => officer.personId === personId),
    byAccount: (account) => officers.find((officer) => officer.account === account),
    ownerOf: (account) => officers.find((officer) => officer.account === account)?.personId,
    accounts: () => officers,
    holding,
    onDuty: (officeId) => holding(officeId, 'dutyOfficer').map((officer) => officer.personId),
  };
  return {
    ...directory,
    actor: (account) => {
      const officer = directory.byAccount(account);
      const actor = officer && actorOf(officer, directory);
      if (!actor) throw new Error(`the small directory has no account ${account}`);
      return actor;
    },
  };
}
