import { accept, refuse, unreachable, type Decision } from '@fengqiao/kernel';
import { keeps, type Context } from '../authority';
import type { PersonEvent, PersonState } from './person';

export type PersonCommand =
  | { readonly type: 'AppointPerson'; readonly account: string; readonly name: string; readonly officeId: string; readonly roles: readonly string[]; readonly validFrom: string }
  | { readonly type: 'ReappointPerson'; readonly officeId: string; readonly roles: readonly string[]; readonly validFrom: string }
  | { readonly type: 'ReleasePerson'; readonly officeId: string; readonly releasedFrom: string };

type Of<T extends PersonCommand['type']> = Extract<PersonCommand, { type: T }>;
type Known = Extract<PersonState, { status: 'known' }>;
type D = Decision<PersonEvent>;

/** What may be asked of a person's appointments, and what it leads to. */
export function decidePerson(command: PersonCommand, state: PersonState, context: Context): D {
  if (command.type === 'AppointPerson') return appointPerson(command, state, context);
  if (state.status === 'none') return refuse('PERSON_UNKNOWN', '没有这个人员', 'there is no such person');
  switch (command.type) {
    case 'ReappointPerson':
      return reappointPerson(command, state, context);
    case 'ReleasePerson':
      return releasePerson(command, state, context);
    default:
      return unreachable(command);
  }
}

/** AppointPerson (任用人员): somebody new with an account of his own. */
function appointPerson({ account, name, officeId, roles, validFrom }: Of<'AppointPerson'>, state: PersonState, context: Context): D {
  if (state.status === 'known') return accept();
  if (context.look.byAccount(account)) return refuse('ACCOUNT_TAKEN', '该账号已有人使用', 'this account belongs to somebody already', '/account');
  return notMyOffice(officeId, context) ?? accept({ type: 'directory.v1.PersonAppointed', data: { personId: context.self, account, name, officeId, roles, validFrom } });
}

/** ReappointPerson (调整任用): other roles, or another office; what he holds elsewhere stays until he is released. */
function reappointPerson({ officeId, roles, validFrom }: Of<'ReappointPerson'>, state: Known, context: Context): D {
  const present = state.appointments.find((each) => each.officeId === officeId && each.releasedFrom === '');
  if (present && present.roles.join() === roles.join()) return accept();
  const { personId, account } = state;
  return notMyOffice(officeId, context) ?? accept({ type: 'directory.v1.PersonAppointed', data: { personId, account, name: '', officeId, roles, validFrom } });
}

/** ReleasePerson (免去任用): from a day on he holds nothing at that office. */
function releasePerson({ officeId, releasedFrom }: Of<'ReleasePerson'>, state: Known, context: Context): D {
  const held = state.appointments.filter((each) => each.officeId === officeId);
  if (held.length === 0) return refuse('NOT_APPOINTED_THERE', '此人未在该机构任职', 'this person holds nothing there', '/officeId');
  const present = held.find((each) => each.releasedFrom === '');
  if (!present) return accept();
  if (releasedFrom < present.validFrom) return refuse('BEFORE_APPOINTED', '早于任用之日', 'earlier than the appointment', '/releasedFrom');
  return notMyOffice(officeId, context) ?? accept({ type: 'directory.v1.PersonReleased', data: { personId: state.personId, officeId, releasedFrom } });
}

function notMyOffice(officeId: string, { actor, look }: Context): D | undefined {
  const office = look.office(officeId);
  return office && keeps(actor, office.division) ? undefined : refuse('OFFICE_UNKNOWN', '没有这个机构，或不归您管理', 'there is no such office, or it is not yours to keep', '/officeId');
}
