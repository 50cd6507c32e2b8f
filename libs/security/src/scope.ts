import type { Actor } from '@fengqiao/kernel';
import type { Scope } from '@fengqiao/read-models';
import type { Role } from './roles';

/** A prefix that no division code has: such a scope sees by its offices only. The empty prefix would be everybody's. */
export const NO_DIVISION = '-';

/** Roles that read what lies in their office's division; an informant alone sees only what involves the own office. */
const SEES_DIVISION: readonly Role[] = [
  'mediator', 'committeeChair', 'officeClerk', 'officeDirector', 'dutyOfficer', 'bureauHead', 'operator', 'analyst', 'inspector',
];

const DIVISION = /^\d{2,12}$/;
/** Village, township, county, city: how long a code of the level is, and how many of its last digits are its own (GB/T 2260, GB/T 10114). */
const LEVELS = [
  { length: 12, last: 3 },
  { length: 9, last: 3 },
  { length: 6, last: 2 },
  { length: 4, last: 2 },
];

/**
 * Whom an actor's queries may see: the division of the own office with all below it, and whatever involves the own office.
 * The only maker of a Scope. An actor whose office has no proper division sees by office only, never everything.
 */
export function scopeFor(actor: Actor): Scope {
  const seesDivision = DIVISION.test(actor.division) && actor.roles.some((role) => (SEES_DIVISION as readonly string[]).includes(role));
  const scope: Omit<Scope, '__scope'> = {
    divisionPrefix: seesDivision ? subtreeOf(actor.division) : NO_DIVISION,
    offices: actor.officeId === '' || actor.roles.length === 0 ? [] : [actor.officeId],
  };
  return scope as Scope;
}

/** The prefix of a division's own code and of all below it: zeros that only fill up a level (330600, 330681000) fall away. */
export function subtreeOf(division: string): string {
  let prefix = division;
  for (const { length, last } of LEVELS) {
    if (prefix.length === length && prefix.endsWith('0'.repeat(last))) prefix = prefix.slice(0, -last);
  }
  return prefix;
}
