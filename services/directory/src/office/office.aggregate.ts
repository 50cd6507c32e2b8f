import { aggregate, body, code, coded, date, LEVEL_WORDS, line, uuid, type CommandTable } from '@fengqiao/platform';
import { z } from 'zod';
import { KEEPERS, keeps } from '../authority';
import { decideOffice, type OfficeCommand } from './office.decide';
import { evolveOffice, noOffice } from './office';

const KINDS = ['justiceBureau', 'justiceOffice', 'mediationCommittee', 'mediationGroup', 'workroom', 'aidCentre', 'notaryOffice'] as const;
const division = z.string().regex(/^(\d{2}|\d{4}|\d{6}|\d{9}|\d{12})$/, { error: '区划代码为 2、4、6、9 或 12 位数字 / a division code has 2, 4, 6, 9 or 12 digits' });

const commands: CommandTable<OfficeCommand> = {
  EstablishOffice: {
    label: { zh: '设立机构', en: 'establish an office' }, path: '', creates: true, roles: KEEPERS,
    body: body({ name: line(60), kind: code(KINDS), level: coded(LEVEL_WORDS), parentId: uuid().optional(), division, validFrom: date() }),
  },
  ChangeOffice: { label: { zh: '变更机构', en: 'change an office' }, path: 'change', roles: KEEPERS, body: body({ name: line(60).optional(), parentId: uuid().optional(), validFrom: date() }) },
  CloseOffice: { label: { zh: '撤销机构', en: 'close an office' }, path: 'close', roles: KEEPERS, body: body({ closedFrom: date() }) },
};

/** Offices (机构): streams directory.office-<uuid>, routes under /v1/directory/offices. */
export const offices = aggregate({
  context: 'directory',
  name: 'office',
  collection: 'offices',
  label: { zh: '机构', en: 'office' },
  decider: { initial: noOffice, decide: decideOffice, evolve: evolveOffice },
  commands,
  authorise: (actor, state, command) => keeps(actor, command?.type === 'EstablishOffice' && state.status === 'none' ? command.division : state.status === 'none' ? '' : state.division),
  jurisdiction: (state, command) => (state.status === 'none' && command.type === 'EstablishOffice' ? command.division : state.status === 'none' ? '' : state.division),
  present: (state) => (state.status === 'none' ? undefined : { ...state }),
});
