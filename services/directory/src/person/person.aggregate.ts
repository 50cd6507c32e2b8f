import { aggregate, body, code, date, list, name, uuid, type CommandTable } from '@fengqiao/platform';
import { ROLES, type Role } from '@fengqiao/security';
import { z } from 'zod';
import { concerns, KEEPERS } from '../authority';
import { officesOf } from './person';
import { personDecider, type PersonCommand } from './person.decide';

const roles = list(code(Object.keys(ROLES) as [Role, ...Role[]]), 5, 1);
const account = z.string().regex(/^[a-z0-9][a-z0-9._-]{2,59}$/, { error: '账号为 3 至 60 个小写字母、数字或 . _ - / an account has 3 to 60 lower-case letters, digits or . _ -' });

const commands: CommandTable<PersonCommand> = {
  AppointPerson: { label: { zh: '任用人员', en: 'appoint a person' }, path: '', creates: true, roles: KEEPERS, body: body({ account, name: name(), officeId: uuid(), roles, validFrom: date() }) },
  ReappointPerson: { label: { zh: '调整任用', en: 'appoint to another office or with other roles' }, path: 'reappoint', roles: KEEPERS, body: body({ officeId: uuid(), roles, validFrom: date() }) },
  ReleasePerson: { label: { zh: '免去任用', en: 'release from an office' }, path: 'release', roles: KEEPERS, body: body({ officeId: uuid(), releasedFrom: date() }) },
};

/** People (人员): streams directory.person-<uuid>, routes under /v1/directory/persons. Whose division an office is, decide sees to. */
export const persons = aggregate({
  context: 'directory',
  name: 'person',
  collection: 'persons',
  label: { zh: '人员', en: 'person' },
  decider: personDecider,
  commands,
  authorise: (actor, state, command) => command !== undefined || (state.status === 'known' && officesOf(state).includes(actor.officeId)),
  mayRead: (actor, state, look) => state.status === 'known' && officesOf(state).some((officeId) => concerns(actor, officeId, look)),
  jurisdiction: (_state, _command, actor) => actor.division,
  present: (state) => (state.status === 'none' ? undefined : { ...state, appointments: state.appointments.map((each) => ({ ...each, roles: [...each.roles] })) }),
});
