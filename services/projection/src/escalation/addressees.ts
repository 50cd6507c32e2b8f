import type { Addressee } from '@fengqiao/contracts';
import type { Instant } from '@fengqiao/kernel';
import { LEVELS, parseAddressee, type OfficeSymbol } from '@fengqiao/policies';
import type { Directory, Office, Role } from '@fengqiao/security';

/** What symbols are resolved against: one obligation, at the moment of raising. */
export interface Occasion {
  readonly now: Instant;
  readonly startedAt: Instant;
  /** The office that holds the subject, and its level (0 where unknown): `level + n` counts from it. */
  readonly officeId: string;
  readonly level: number;
  /** Whose breach it is; empty where a partner's. */
  readonly responsibleOfficeId: string;
  /** Who holds the case, or empty. */
  readonly ownerId: string;
  /** Persons who were told in this obligation before. */
  readonly told: ReadonlySet<string>;
}

/** Roles that lead an office, the highest first. */
const HEADS: readonly Role[] = ['bureauHead', 'officeDirector', 'committeeChair'];

/**
 * Resolves the symbols of a rung from the roster as it is now.
 * A symbol that leads nowhere (empty roster, no level above, nobody left to tell) becomes the county duty officer, marked `fallback`:
 * whoever raises it has to sound an alarm. Every symbol yields at least one addressee, so a rung is never told to nobody.
 */
export function resolveAddressees(symbols: readonly string[], occasion: Occasion, directory: Directory): readonly Addressee[] {
  const addressees: Addressee[] = [];
  const told = new Set(occasion.told);
  const heard: Occasion = { ...occasion, told };
  for (const symbol of symbols) {
    const found = resolve(symbol, heard, directory);
    if (found.length === 0) addressees.push(addressee(symbol, lastResort(occasion, directory), true));
    for (const place of found) {
      told.add(place.personId);
      addressees.push(addressee(symbol, place, false));
    }
  }
  return addressees;
}

type Place = Pick<Addressee, 'officeId' | 'personId'>;

function addressee(symbol: string, { officeId, personId }: Place, fallback: boolean): Addressee {
  return { fallback, officeId, personId, symbol };
}

function resolve(symbol: string, occasion: Occasion, directory: Directory): readonly Place[] {
  const parsed = parseAddressee(symbol);
  switch (parsed?.kind) {
    case undefined:
      return [];
    case 'owner':
      return owner(occasion, directory);
    case 'nextOnRoster':
      return nextOnRoster(occasion, directory);
    case 'onCall':
      return onDuty(county(occasion.officeId, directory), occasion, directory);
    case 'duty':
      return onDuty(officeOf(parsed.of, occasion, directory), occasion, directory);
    case 'head':
      return heads(officeOf(parsed.of, occasion, directory), directory);
  }
}

/** The person who holds the case; one who has left is stood in for by the head of the office whose duty it is. */
function owner({ ownerId, responsibleOfficeId, officeId }: Occasion, directory: Directory): readonly Place[] {
  const person = directory.person(ownerId);
  if (person) return [{ officeId: person.officeId, personId: person.personId }];
  return heads(directory.office(responsibleOfficeId) ?? directory.office(officeId), directory);
}

/**
 * Who is called next at the responsible office, then at each level above it.
 * The first on duty when the clock started counts as called: the matter arrived on that desk.
 */
function nextOnRoster({ now, startedAt, told, responsibleOfficeId }: Occasion, directory: Directory): readonly Place[] {
  const first = directory.onDuty(responsibleOfficeId, startedAt)[0];
  for (let office = directory.office(responsibleOfficeId); office; office = directory.ancestor(office.id, office.level + 1)) {
    const personId = directory.onDuty(office.id, now).find((candidate) => candidate !== first && !told.has(candidate));
    if (personId !== undefined) return [{ officeId: office.id, personId }];
  }
  return [];
}

function onDuty(office: Office | undefined, { now }: Occasion, directory: Directory): readonly Place[] {
  const personId = office && directory.onDuty(office.id, now)[0];
  return office && personId !== undefined ? [{ officeId: office.id, personId }] : [];
}

function heads(office: Office | undefined, directory: Directory): readonly Place[] {
  if (!office) return [];
  const [leading] = HEADS.map((role) => directory.holding(office.id, role)).filter((officers) => officers.length > 0);
  return (leading ?? []).map(({ personId }) => ({ officeId: office.id, personId }));
}

function officeOf(symbol: OfficeSymbol, { officeId, level, responsibleOfficeId }: Occasion, directory: Directory): Office | undefined {
  switch (symbol.kind) {
    case 'office':
      return directory.office(officeId);
    case 'responsible':
      return directory.office(responsibleOfficeId);
    case 'above': {
      const holder = directory.office(officeId);
      return holder && directory.ancestor(holder.id, (level || holder.level) + symbol.levels);
    }
    case 'level':
      return selfOrAbove(officeId, symbol.level, directory);
  }
}

/** The county's duty officer, or its head, or its door: the one place where somebody always has to answer. */
function lastResort({ now, officeId, responsibleOfficeId }: Occasion, directory: Directory): Place {
  const office = county(officeId, directory) ?? county(responsibleOfficeId, directory);
  if (!office) return { officeId: officeId || responsibleOfficeId, personId: '' };
  const personId = directory.onDuty(office.id, now)[0] ?? heads(office, directory)[0]?.personId ?? '';
  return { officeId: office.id, personId };
}

function county(officeId: string, directory: Directory): Office | undefined {
  return selfOrAbove(officeId, LEVELS.COUNTY, directory);
}

function selfOrAbove(officeId: string, level: number, directory: Directory): Office | undefined {
  const office = directory.office(officeId);
  return office && office.level >= level ? office : directory.ancestor(officeId, level);
}
