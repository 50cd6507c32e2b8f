import type { Actor } from '@fengqiao/kernel';

/** An office (机构) as of now. Levels are numbers so that they compare: 1 group, 2 village, 3 township, 4 county, 5 city, 6 province. */
export interface Office {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly level: number;
  readonly parentId: string;
  readonly division: string;
}

/** A person (人员) with the roles held at one office now. `name` is sealed. */
export interface Officer {
  readonly personId: string;
  readonly account: string;
  readonly name: string;
  readonly officeId: string;
  readonly roles: readonly string[];
}

/** Look-ups over the directory's facts (机构与值班): what ladders, jurisdiction checks and the development issuer read. */
export interface Directory {
  office(id: string): Office | undefined;
  /** The nearest ancestor (never the office itself) of that level or above; undefined above the top. */
  ancestor(officeId: string, level: number): Office | undefined;
  /** Offices whose nearest ancestor chain contains this one, itself included. */
  isWithin(officeId: string, ancestorId: string): boolean;
  /** Offices right below this one on a day (YYYY-MM-DD), as far as is known now. */
  below(officeId: string, day: string): readonly Office[];
  person(personId: string): Officer | undefined;
  byAccount(account: string): Officer | undefined;
  /** Person id of who was given this account first, whether anything is held now or not: an account is never given twice. */
  ownerOf(account: string): string | undefined;
  accounts(): readonly Officer[];
  /** Persons at an office who hold a role now. */
  holding(officeId: string, role: string): readonly Officer[];
  /** Person ids on duty at an office at an instant, in the order in which they are called; empty where nobody is. */
  onDuty(officeId: string, at: string): readonly string[];
}

/** What a directory person becomes when acting; undefined where the office is not valid. */
export function actorOf(officer: Officer, directory: Directory): Actor | undefined {
  const office = directory.office(officer.officeId);
  if (!office) return undefined;
  return { personId: officer.personId, account: officer.account, officeId: office.id, division: office.division, level: office.level, roles: officer.roles };
}
