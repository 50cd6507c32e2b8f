import { aggregate, body, instant, list, uuid, type CommandTable } from '@fengqiao/platform';
import { z } from 'zod';
import { concerns, ROSTER_KEEPERS } from '../authority';
import { rosterDecider, type SetDutyRoster } from './roster';

const slot = body({ from: instant(), to: instant(), personIds: list(uuid(), 20) });

const commands: CommandTable<SetDutyRoster> = {
  SetDutyRoster: {
    label: { zh: '排值班表', en: 'set a duty roster' }, path: '', creates: true, roles: ROSTER_KEEPERS,
    body: body({ officeId: uuid(), slots: z.array(slot).min(1, { error: '至少一个班次 / at least one turn' }).max(400, { error: '班次不得超过 400 个 / at most 400 turns' }) }),
  },
};

/** Duty rosters (值班表): one stream an office, directory.roster-<office id>, routes under /v1/directory/rosters. */
export const rosters = aggregate({
  context: 'directory',
  name: 'roster',
  collection: 'rosters',
  label: { zh: '值班表', en: 'duty roster' },
  decider: rosterDecider,
  commands,
  // Whether the office is the actor's to keep is a look-up, which decide makes.
  authorise: (actor, state, command) => command !== undefined || state.officeId === actor.officeId,
  mayRead: (actor, state, look) => concerns(actor, state.officeId, look),
  jurisdiction: (_state, _command, actor) => actor.division,
  present: (state) => (state.officeId === '' ? undefined : { officeId: state.officeId, slots: state.slots.map((slot) => ({ ...slot, personIds: [...slot.personIds] })) }),
  idFrom: (command) => command.officeId,
});
