import { aggregate, body, code, date, line, name, rankOf, uuid, type CommandTable } from '@fengqiao/platform';
import type { Actor, JsonObject } from '@fengqiao/kernel';
import type { Directory, Role } from '@fengqiao/security';
import { z } from 'zod';
import { codesOf } from '../dispute/codes';
import { CHANGE_REASONS, COMMITTEE_KINDS, COMMITTEE_SECTORS, DISSOLUTION_REASONS } from './codes';
import type { CommitteeCommand } from './commands';
import { changesOf, type CommitteeEvent, type CommitteeState, type Known } from './committee';
import { committeeDecider } from './committee.decide';

/** Who sets committees up: the justice office for its villages, the county bureau (People's Mediation Law article 5). */
const PROPOSERS: readonly Role[] = ['officeDirector', 'bureauHead'];
/** Who records what became of a committee: its chair, and those who guide it. */
const KEEPERS: readonly Role[] = ['committeeChair', 'officeClerk', 'officeDirector', 'bureauHead'];
const COUNTY = 4;

const member = body({ personId: uuid().optional(), name: name(), sex: code(['female', 'male']), post: code(['chair', 'deputy', 'member']), nationality: code(['han', 'minority']) });
// How many may sit is a rule of law, which decide states with its article; here it is bounded.
const members = z.array(member, { error: '须为成员列表 / must be a list of members' }).max(50, { error: '成员列表过长 / too many members' });

const commands: CommandTable<CommitteeCommand> = {
  ProposeCommittee: {
    label: { zh: '拟设立调委会', en: 'propose a committee' }, path: '', creates: true, roles: PROPOSERS,
    body: body({
      officeId: uuid(), kind: code(codesOf(COMMITTEE_KINDS)), sector: code(codesOf(COMMITTEE_SECTORS)).optional(), validTo: date().optional(),
      mixedArea: z.boolean({ error: '须为 true 或 false / must be true or false' }).optional(),
    }),
  },
  EstablishCommittee: { label: { zh: '设立调委会', en: 'establish a committee' }, path: 'establish', roles: KEEPERS, claimable: true, body: body({ establishedOn: date(), members }) },
  ElectCommittee: { label: { zh: '换届', en: 'elect a committee anew' }, path: 'elect', roles: KEEPERS, claimable: true, body: body({ electedOn: date(), members }) },
  ChangeMembers: { label: { zh: '调整成员', en: 'change the members' }, path: 'members', roles: KEEPERS, body: body({ members, reason: code(codesOf(CHANGE_REASONS)) }) },
  ReportToCourt: { label: { zh: '通报基层法院', en: 'tell the basic court of a change' }, path: 'report-to-court', roles: ['bureauHead', 'officeClerk'], claimable: true, body: body({ changeId: uuid(), court: line(100) }) },
  ProlongCommittee: { label: { zh: '临时调委会延期', en: 'prolong a temporary committee' }, path: 'prolong', roles: PROPOSERS, body: body({ validTo: date() }) },
  DissolveCommittee: { label: { zh: '撤销调委会', en: 'dissolve a committee' }, path: 'dissolve', roles: PROPOSERS, body: body({ dissolvedFrom: date(), reason: code(codesOf(DISSOLUTION_REASONS)) }) },
};

/** Mediation committees (人民调解委员会): one stream an office, mediation.committee-<office id>, routes under /v1/mediation/committees. */
export const committees = aggregate<CommitteeState, CommitteeCommand, CommitteeEvent, Directory>({
  context: 'mediation',
  name: 'committee',
  collection: 'committees',
  label: { zh: '人民调解委员会', en: 'mediation committee' },
  decider: committeeDecider,
  commands,
  authorise: mayActOn,
  jurisdiction: (state, command, actor, look) => (state.status !== 'none' ? state.division : ((command.type === 'ProposeCommittee' ? look?.office(command.officeId)?.division : undefined) ?? actor.division)),
  present: (state) => (state.status === 'none' ? undefined : presented(state)),
  idFrom: (command) => (command.type === 'ProposeCommittee' ? command.officeId : undefined),
});

/** May this actor read this committee, or try this command on it? Its own office may, and those above in whose division it lies. */
function mayActOn(actor: Actor, state: CommitteeState, command: CommitteeCommand | undefined): boolean {
  if (actor.officeId === '' || actor.division === '') return false;
  // For which office it may be proposed is a look-up, which decide makes.
  if (command?.type === 'ProposeCommittee') return true;
  if (state.status === 'none') return false;
  const covers = state.division.startsWith(actor.division);
  if (command === undefined) return covers || state.officeId === actor.officeId;
  if (command.type === 'ReportToCourt') return covers && actor.level === COUNTY;
  return state.officeId === actor.officeId || (covers && actor.level > rankOf(state.level));
}

function presented(state: Known): JsonObject {
  const { status, officeId, level, division, kind, sector, validTo, mixedArea } = state;
  const served = state.status === 'serving' ? state : state.status === 'dissolved' ? state.served : undefined;
  return {
    status, officeId, level, division, kind, sector, validTo, mixedArea,
    establishedOn: served?.establishedOn ?? '', termFrom: served?.termFrom ?? '', termEnds: served?.termEnds ?? '',
    members: (served?.members ?? []).map((each) => ({ ...each })), women: served?.women ?? 0, minority: served?.minority ?? 0,
    changes: changesOf(state).map((change) => ({ ...change })),
    dissolvedFrom: state.status === 'dissolved' ? state.dissolvedFrom : '', dissolvedFor: state.status === 'dissolved' ? state.reason : '',
  };
}
