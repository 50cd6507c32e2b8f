import { aggregate, body, code, coded, date, LEVEL_WORDS, line, uuid, type CommandTable } from '@fengqiao/platform';
import type { Directory } from '@fengqiao/security';
import { z } from 'zod';
import { KEEPERS, keeps } from '../authority';
import type { OfficeEvent, OfficeState } from './office';
import { officeDecider, type OfficeCommand } from './office.decide';

const KINDS = ['justiceBureau', 'justiceOffice', 'mediationCommittee', 'mediationGroup', 'workroom', 'aidCentre', 'notaryOffice'] as const;
const division = z.string().regex(/^(\d{2}|\d{4}|\d{6}|\d{9}|\d{12})$/, { error: '区划代码为 2、4、6、9 或 12 位数字 / a division code has 2, 4, 6, 9 or 12 digits' });

const commands: CommandTable<OfficeCommand> = {
  EstablishOffice: {
    label: { zh: '设立机构', en: 'establish an office' }, path: '', creates: true, roles: KEEPERS,
    body: body({ name: line(60), kind: code(KINDS), level: coded(LEVEL_WORDS), parentId: uuid().optional(), division, validFrom: date() }),
  },
  ChangeOffice: {
    label: { zh: '变更机构', en: 'change an office' }, path: 'change', roles: KEEPERS,
    body: body({ name: line(60).optional(), parentId: uuid().optional(), validFrom: date() })
      .refine(({ name, parentId }) => name !== undefined || parentId !== undefined, { error: '须写明新的名称或上级机构 / name another name or another office above' }),
  },
  CloseOffice: { label: { zh: '撤销机构', en: 'close an office' }, path: 'close', roles: KEEPERS, body: body({ closedFrom: date() }) },
};

/** Offices (机构): streams directory.office-<uuid>, routes under /v1/directory/offices. */
export const offices = aggregate<OfficeState, OfficeCommand, OfficeEvent, Directory>({
  context: 'directory',
  name: 'office',
  collection: 'offices',
  label: { zh: '机构', en: 'office' },
  decider: officeDecider,
  commands,
  authorise: (actor, state, command) => keeps(actor, divisionOf(state, command)),
  mayRead: (actor, state) => state.status === 'established' && state.division.startsWith(actor.division),
  jurisdiction: divisionOf,
  present: (state) => (state.status === 'none' ? undefined : { ...state }),
});

/** The division of an office; of one that is about to be established, as asked for; of neither none. */
function divisionOf(state: OfficeState, command: OfficeCommand | undefined): string {
  if (state.status === 'established') return state.division;
  return command?.type === 'EstablishOffice' ? command.division : '';
}
