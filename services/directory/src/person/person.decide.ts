import { accept, refuse, unreachable, type Decider, type Decision } from '@fengqiao/kernel';
import type { Directory } from '@fengqiao/security';
import { forbid, keeps, type Context } from '../authority';
import { evolvePerson, nobody, officesOf, type Appointment, type Known, type PersonEvent, type PersonState } from './person';

export type PersonCommand =
  | { readonly type: 'AppointPerson'; readonly account: string; readonly name: string; readonly officeId: string; readonly roles: readonly string[]; readonly validFrom: string }
  | { readonly type: 'ReappointPerson'; readonly officeId: string; readonly roles: readonly string[]; readonly validFrom: string }
  | { readonly type: 'ReleasePerson'; readonly officeId: string; readonly releasedFrom: string };

type Of<T extends PersonCommand['type']> = Extract<PersonCommand, { type: T }>;
type D = Decision<PersonEvent>;

export const personDecider: Decider<PersonState, PersonCommand, PersonEvent, Directory> = { initial: nobody, decide: decidePerson, evolve: evolvePerson };

/** What may be asked of a person's appointments, and what it leads to. */
function decidePerson(command: PersonCommand, state: PersonState, context: Context): D {
  if (command.type === 'AppointPerson') return appointPerson(command, state, context);
  if (state.status === 'none' || !isMine(state, context)) return forbid();
  switch (command.type) {
    case 'ReappointPerson':
      return reappointPerson(command, state, context);
    case 'ReleasePerson':
      return releasePerson(command, state, context);
    default:
      return unreachable(command);
  }
}

/** AppointPerson (任用人员): somebody new with an account of his own; an account is never given a second time. */
function appointPerson({ account, name, officeId, roles, validFrom }: Of<'AppointPerson'>, state: PersonState, context: Context): D {
  if (state.status === 'known') return accept();
  const foreign = foreignOffice(officeId, context);
  if (foreign) return foreign;
  if (context.look.ownerOf(account) !== undefined) return refuse('ACCOUNT_TAKEN', '该账号已有人使用，或曾有人使用', 'this account belongs to somebody, or did', '/account');
  return accept({ type: 'directory.v1.PersonAppointed', data: { personId: context.self, account, name, officeId, roles, validFrom } });
}

/** ReappointPerson (调整任用): other roles, or another office; what he holds elsewhere stays until he is released. */
function reappointPerson({ officeId, roles, validFrom }: Of<'ReappointPerson'>, state: Known, context: Context): D {
  const foreign = foreignOffice(officeId, context);
  if (foreign) return foreign;
  const there = heldFrom(validFrom, officeId, state);
  if (there.some((each) => each.releasedFrom === '' && each.validFrom <= validFrom && isSame(each.roles, roles))) return accept();
  const { personId, account } = state;
  const appointed: PersonEvent = { type: 'directory.v1.PersonAppointed', data: { personId, account, name: '', officeId, roles, validFrom } };
  // What he holds there until that day stays as it is.
  return there.length === 0 ? accept(appointed) : accept<PersonEvent>({ type: 'directory.v1.PersonReleased', data: { personId, officeId, releasedFrom: validFrom } }, appointed);
}

/** ReleasePerson (免去任用): from a day on he holds nothing at that office. */
function releasePerson({ officeId, releasedFrom }: Of<'ReleasePerson'>, state: Known, context: Context): D {
  const foreign = foreignOffice(officeId, context);
  if (foreign) return foreign;
  const held = state.appointments.filter((each) => each.officeId === officeId);
  if (held.length === 0) return refuse('NOT_APPOINTED_THERE', '此人未在该机构任职', 'this person holds nothing there', '/officeId');
  if (heldFrom(releasedFrom, officeId, state).length === 0) return accept();
  if (held.every((each) => releasedFrom < each.validFrom)) return refuse('BEFORE_APPOINTED', '早于任用之日', 'earlier than the appointment', '/releasedFrom');
  return accept({ type: 'directory.v1.PersonReleased', data: { personId: state.personId, officeId, releasedFrom } });
}

/** What he holds at an office on a day or will hold there later. */
function heldFrom(day: string, officeId: string, { appointments }: Known): readonly Appointment[] {
  return appointments.filter((each) => each.officeId === officeId && (each.releasedFrom === '' || (each.releasedFrom > day && each.releasedFrom > each.validFrom)));
}

/** Is one of his offices the actor's to keep? Whose offices are all closed may be appointed anew by whoever keeps the new one. */
function isMine(state: Known, { actor, look }: Context): boolean {
  const offices = officesOf(state).flatMap((officeId) => look.office(officeId) ?? []);
  return offices.length === 0 || offices.some((office) => keeps(actor, office.division));
}

function foreignOffice(officeId: string, { actor, look }: Context): D | undefined {
  const office = look.office(officeId);
  return office && keeps(actor, office.division) ? undefined : refuse('OFFICE_UNKNOWN', '没有这个机构，或不归您管理', 'there is no such office, or it is not yours to keep', '/officeId');
}

/** Roles are a set: their order says nothing. */
function isSame(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((role) => others.includes(role));
}
