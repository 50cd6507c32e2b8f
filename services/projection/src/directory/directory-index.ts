import { formatDate, millisOf, shanghaiDay, type Clock } from '@fengqiao/kernel';
import type { ViewDocument } from '@fengqiao/read-models';
import type { Directory, Office, Officer } from '@fengqiao/security';
import type { AppointmentDocument, OfficeDocument, PersonDocument, RosterDocument } from './projections';

/**
 * Look-ups over the directory's documents as of the domain clock's today: what ladders, jurisdiction checks and sign-in read.
 * Fed with documents as they become visible; holds nothing that they do not say.
 */
export class DirectoryIndex implements Directory {
  private readonly offices = new Map<string, OfficeDocument>();
  private readonly people = new Map<string, PersonDocument>();
  private readonly accountOwners = new Map<string, string>();
  private readonly servingAt = new Map<string, Set<string>>();
  private readonly rosters = new Map<string, RosterDocument>();
  private askedAt = '';
  private hour = '';
  private day = '';

  constructor(private readonly clock: Clock) {}

  putOffices(documents: readonly ViewDocument<OfficeDocument>[]): void {
    for (const { document } of documents) this.offices.set(document.id, document);
  }

  putPeople(documents: readonly ViewDocument<PersonDocument>[]): void {
    for (const { document } of documents) {
      this.people.set(document.personId, document);
      this.claimAccount(document);
      for (const { officeId } of document.appointments) {
        const serving = this.servingAt.get(officeId) ?? new Set();
        this.servingAt.set(officeId, serving.add(document.personId));
      }
    }
  }

  putRosters(documents: readonly ViewDocument<RosterDocument>[]): void {
    for (const { document } of documents) this.rosters.set(document.officeId, document);
  }

  office(id: string): Office | undefined {
    const document = this.offices.get(id);
    return document && officeOn(document, this.today());
  }

  ancestor(officeId: string, level: number): Office | undefined {
    return this.above(officeId).find((office) => office.level >= level);
  }

  isWithin(officeId: string, ancestorId: string): boolean {
    return officeId === ancestorId || this.above(officeId).some((office) => office.id === ancestorId);
  }

  below(officeId: string, day: string): readonly Office[] {
    return [...this.offices.values()].flatMap((document) => officeOn(document, day) ?? []).filter((office) => office.parentId === officeId).sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  person(personId: string): Officer | undefined {
    return this.officer(personId);
  }

  /** The sealed name of a person, whether anything is held now or not; empty where nobody is known by that id. */
  nameOf(personId: string): string {
    return this.people.get(personId)?.name ?? '';
  }

  byAccount(account: string): Officer | undefined {
    const owner = this.accountOwners.get(account);
    return owner === undefined ? undefined : this.person(owner);
  }

  ownerOf(account: string): string | undefined {
    return this.accountOwners.get(account);
  }

  accounts(): readonly Officer[] {
    return [...this.people.keys()].flatMap((personId) => this.person(personId) ?? []).sort(byAccount);
  }

  holding(officeId: string, role: string): readonly Officer[] {
    const serving = [...(this.servingAt.get(officeId) ?? [])].flatMap((personId) => this.officer(personId, officeId) ?? []);
    return serving.filter(({ roles }) => roles.includes(role)).sort(byAccount);
  }

  onDuty(officeId: string, at: string): readonly string[] {
    const slots = this.rosters.get(officeId)?.slots ?? [];
    const slot = slots.find(({ from, to }) => from <= at && at < to);
    // Who has left is not called, even where the roster still says so.
    return (slot?.personIds ?? []).filter((personId) => this.officer(personId, officeId) !== undefined);
  }

  /** Offices above, the nearest first; a circle, which no command can make, ends the walk. */
  private above(officeId: string): readonly Office[] {
    const found: Office[] = [];
    for (let office = this.office(this.office(officeId)?.parentId ?? ''); office && !found.some(({ id }) => id === office?.id); office = this.office(office.parentId)) found.push(office);
    return found;
  }

  /** The person as appointed today: at this office, or where the last appointment was made. */
  private officer(personId: string, officeId?: string): Officer | undefined {
    const document = this.people.get(personId);
    const appointment = document && this.present(document, officeId);
    if (!document || !appointment) return undefined;
    const { account, name } = document;
    return { personId, account, name, officeId: appointment.officeId, roles: appointment.roles };
  }

  /** The first to be given an account keeps it, in whatever order documents come: a second one by a race of two writers never takes over. */
  private claimAccount(claimant: PersonDocument): void {
    const owner = this.people.get(this.accountOwners.get(claimant.account) ?? '');
    const isFirst = !owner || `${claimant.knownSince} ${claimant.personId}` < `${owner.knownSince} ${owner.personId}`;
    if (claimant.account !== '' && isFirst) this.accountOwners.set(claimant.account, claimant.personId);
  }

  /** The appointment in force today; of several, the one made last. */
  private present({ appointments }: PersonDocument, at?: string): AppointmentDocument | undefined {
    const today = this.today();
    return appointments.filter(({ officeId, validFrom, releasedFrom }) => (at === undefined || officeId === at) && validFrom <= today && (releasedFrom === '' || today < releasedFrom)).pop();
  }

  /** Asked for several times by each command: within one hour the day is one, because Shanghai is whole hours from UTC. */
  private today(): string {
    const now = this.clock.now();
    if (now === this.askedAt) return this.day;
    this.askedAt = now;
    const hour = now.slice(0, 13);
    if (hour !== this.hour) [this.hour, this.day] = [hour, formatDate(shanghaiDay(millisOf(now)))];
    return this.day;
  }
}

/** An order that does not depend on which document came first. */
function byAccount(a: Officer, b: Officer): number {
  return `${a.account} ${a.personId}` < `${b.account} ${b.personId}` ? -1 : 1;
}

/** The office as it stands on a day; undefined before it is valid and after it was closed. */
function officeOn({ id, kind, level, division, versions, closedFrom }: OfficeDocument, day: string): Office | undefined {
  if (closedFrom !== '' && closedFrom <= day) return undefined;
  const version = versions.filter(({ validFrom }) => validFrom <= day).pop();
  return version && { id, name: version.name, kind, level, parentId: version.parentId, division };
}
