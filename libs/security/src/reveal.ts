import type { Actor, Json } from '@fengqiao/kernel';
import type { KeyRing } from './key-ring';
import { ROLES, type Role } from './roles';
import { claimsToBeSealed, parseSealed, SealBroken, type SealedClass } from './sealed-text';
import { ERASED, unseal } from './sealing';

/** What stands where the actor's roles do not allow to read. */
export const MASKED = '已隐去 / withheld';

/** What stands where a sealed value was changed: reported, and shown as such so that the rest of the page is still seen. */
export const DAMAGED = '已损坏 / damaged';

/**
 * Which classes a role may read of what its scope already lets it see: the least that its work needs.
 * M4 (juvenile and sealed records) is for those who handle the case (Juvenile Delinquency Prevention Law 59). The inspector judges
 * the work, not the person. Who counts or keeps the machine running reads nothing personal.
 */
const READABLE: Readonly<Record<Role, readonly SealedClass[]>> = {
  informant: [],
  mediator: ['M1', 'M2', 'M3', 'M4', 'M5'],
  committeeChair: ['M1', 'M2', 'M3', 'M5'],
  officeClerk: ['M1', 'M2', 'M3', 'M4', 'M5'],
  officeDirector: ['M1', 'M2', 'M3', 'M4', 'M5'],
  dutyOfficer: ['M1', 'M2', 'M5'],
  bureauHead: ['M1', 'M2', 'M3', 'M5'],
  operator: [],
  analyst: [],
  inspector: ['M2', 'M5'],
};

/** May the actor read this class of data? With several roles, what any of them may; roles that do not exist may nothing. */
export function mayUnseal(actor: Pick<Actor, 'roles'>, dataClass: SealedClass): boolean {
  return actor.roles.some((role) => Object.hasOwn(ROLES, role) && READABLE[role as Role].includes(dataClass));
}

/**
 * Shows a document to an actor: every sealed text in it becomes its text, `MASKED` or `ERASED`; the document itself is not changed.
 * A damaged text becomes `DAMAGED` and is handed to `report`, so that one bad value does not take a whole board away.
 */
export function reveal(actor: Pick<Actor, 'roles'>, value: Json, keys: Pick<KeyRing, 'get'>, report: (error: SealBroken) => void): Json {
  if (typeof value === 'string') return claimsToBeSealed(value) ? revealText(actor, value, keys, report) : value;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item: Json) => reveal(actor, item, keys, report));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, reveal(actor, item as Json, keys, report)]));
}

function revealText(actor: Pick<Actor, 'roles'>, value: string, keys: Pick<KeyRing, 'get'>, report: (error: SealBroken) => void): string {
  try {
    if (!mayUnseal(actor, parseSealed(value).class)) return MASKED;
    return unseal(value, keys).text ?? ERASED;
  } catch (error) {
    if (!(error instanceof SealBroken)) throw error;
    report(error);
    return DAMAGED;
  }
}
