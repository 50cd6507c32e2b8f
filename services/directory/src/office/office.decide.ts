import type { Level } from '@fengqiao/contracts';
import { accept, refuse, unreachable, type Decider, type Decision } from '@fengqiao/kernel';
import { rankOf } from '@fengqiao/platform';
import type { Directory } from '@fengqiao/security';
import { dayOf, keeps, type Context } from '../authority';
import { evolveOffice, noOffice, type Established, type OfficeEvent, type OfficeState } from './office';

export type OfficeCommand =
  | { readonly type: 'EstablishOffice'; readonly name: string; readonly kind: string; readonly level: Level; readonly parentId?: string; readonly division: string; readonly validFrom: string }
  | { readonly type: 'ChangeOffice'; readonly name?: string; readonly parentId?: string; readonly validFrom: string }
  | { readonly type: 'CloseOffice'; readonly closedFrom: string };

type Of<T extends OfficeCommand['type']> = Extract<OfficeCommand, { type: T }>;
type D = Decision<OfficeEvent>;

/** Digits of the division code of each level (GB/T 2260, GB/T 10114). */
const DIGITS: Readonly<Partial<Record<Level, number>>> = { LEVEL_PROVINCE: 2, LEVEL_CITY: 4, LEVEL_COUNTY: 6, LEVEL_TOWNSHIP: 9, LEVEL_VILLAGE: 12, LEVEL_GROUP: 12 };

export const officeDecider: Decider<OfficeState, OfficeCommand, OfficeEvent, Directory> = { initial: noOffice, decide: decideOffice, evolve: evolveOffice };

/** What may be asked of an office, and what it leads to. */
function decideOffice(command: OfficeCommand, state: OfficeState, context: Context): D {
  if (command.type === 'EstablishOffice') return establishOffice(command, state, context);
  if (state.status === 'none') return refuse('OFFICE_UNKNOWN', '没有这个机构', 'there is no such office');
  switch (command.type) {
    case 'ChangeOffice':
      return changeOffice(command, state, context);
    case 'CloseOffice':
      return closeOffice(command, state, context);
    default:
      return unreachable(command);
  }
}

/** EstablishOffice (设立机构): below an office of a higher level whose division contains its own; only the first office stands alone. */
function establishOffice({ name, kind, level, parentId = '', division, validFrom }: Of<'EstablishOffice'>, state: OfficeState, context: Context): D {
  if (state.status !== 'none') return accept();
  if (division.length !== DIGITS[level]) return refuse('DIVISION_OF_OTHER_LEVEL', `该级机构的区划代码应为 ${DIGITS[level]} 位`, `an office of this level has a division code of ${DIGITS[level]} digits`, '/division');
  const misplaced = badParent(parentId, level, division, context);
  return misplaced ?? accept({ type: 'directory.v1.OfficeEstablished', data: { officeId: context.self, name, kind, level, parentId, division, validFrom } });
}

/** ChangeOffice (变更机构): another name or another office above, from a day on; not from before the last change, which it would bring forward. */
function changeOffice({ name, parentId, validFrom }: Of<'ChangeOffice'>, state: Established, context: Context): D {
  const next = { name: name ?? state.name, parentId: parentId ?? state.parentId };
  if (validFrom < state.changedFrom) return beforeLastChange(state, '/validFrom');
  if (next.name === state.name && next.parentId === state.parentId) return accept();
  if (state.closedFrom !== '' && state.closedFrom <= validFrom) return closed(state);
  const misplaced = next.parentId === state.parentId ? undefined : badParent(next.parentId, state.level, state.division, context);
  return misplaced ?? accept({ type: 'directory.v1.OfficeChanged', data: { officeId: state.officeId, ...next, validFrom } });
}

/** CloseOffice (撤销机构): from a day on it is valid no more. Until that day has come, another day may be set. */
function closeOffice({ closedFrom }: Of<'CloseOffice'>, state: Established, { now, look }: Context): D {
  if (state.closedFrom === closedFrom) return accept();
  if (state.closedFrom !== '' && state.closedFrom <= dayOf(now)) return closed(state);
  if (closedFrom < state.changedFrom) return beforeLastChange(state, '/closedFrom');
  const [below] = look.below(state.officeId, closedFrom);
  // Who stands below a closed office has nobody above: reports and ladders would end there.
  if (below) return refuse('OFFICE_HAS_OFFICES_BELOW', `其下仍有机构（如“${below.name}”），请先变更其上级机构或撤销`, `offices stand below it (such as ${below.name}); move or close them first`, '/closedFrom');
  return accept({ type: 'directory.v1.OfficeClosed', data: { officeId: state.officeId, closedFrom } });
}

function closed({ closedFrom }: Established): D {
  return refuse('OFFICE_CLOSED', `该机构自 ${closedFrom} 起已撤销`, `this office is closed from ${closedFrom} on`);
}

function beforeLastChange({ changedFrom }: Established, pointer: string): D {
  return refuse('BEFORE_LAST_CHANGE', `早于该机构设立或上一次变更之日（${changedFrom}）`, `earlier than the day on which the office was established or last changed (${changedFrom})`, pointer);
}

function badParent(parentId: string, level: Level, division: string, { actor, look, self }: Context): D | undefined {
  if (parentId === '') return actor.officeId === '' ? undefined : refuse('PARENT_REQUIRED', '须写明上级机构', 'name the office above', '/parentId');
  const parent = look.office(parentId);
  if (!parent || !keeps(actor, parent.division)) return refuse('PARENT_UNKNOWN', '没有这个上级机构，或不归您管理', 'there is no such office, or it is not yours to keep', '/parentId');
  if (look.isWithin(parentId, self)) return refuse('PARENT_IS_BELOW', '上级机构不能是其下级', 'the office above cannot be one below', '/parentId');
  if (parent.level <= rankOf(level)) return refuse('PARENT_NOT_ABOVE', '上级机构的级别须更高', 'the office above must be of a higher level', '/parentId');
  return division.startsWith(parent.division) ? undefined : refuse('DIVISION_OUTSIDE_PARENT', '区划不在上级机构的区划之内', 'the division lies outside that of the office above', '/division');
}
