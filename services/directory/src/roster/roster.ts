import type { EventOf, RosterSlot } from '@fengqiao/contracts';
import { accept, refuse, type Decider, type Decision } from '@fengqiao/kernel';
import { replaceBetween, type Directory } from '@fengqiao/security';
import { forbid, keeps, ROSTER_KEEPERS, type Context } from '../authority';

/*
 * A duty roster (值班表): who is called at an office, in order, turn by turn. Ladders read it at the moment a rung fires, so the
 * roster has to be filled ahead; an empty one falls back to the county's duty officer, with an alarm.
 */

export interface SetDutyRoster {
  readonly type: 'SetDutyRoster';
  readonly officeId: string;
  /** In order, not overlapping; replaces what stood between the first and the last. */
  readonly slots: readonly RosterSlot[];
}

export type RosterEvent = Extract<EventOf<'directory.v1.'>, { type: 'directory.v1.DutyRosterSet' }>;

/** All turns known, in order. */
export type RosterState = { readonly officeId: string; readonly slots: readonly RosterSlot[] };

export const rosterDecider: Decider<RosterState, SetDutyRoster, RosterEvent, Directory> = {
  initial: { officeId: '', slots: [] },
  decide: setDutyRoster,
  evolve: (state, { data }) => ({ officeId: data.officeId, slots: replaceBetween(state.slots, data.slots) }),
};

function setDutyRoster({ officeId, slots }: SetDutyRoster, state: RosterState, { actor, look }: Context): Decision<RosterEvent> {
  const office = look.office(officeId);
  if (!office || !keeps(actor, office.division, ROSTER_KEEPERS)) return forbid();
  for (const [index, slot] of slots.entries()) {
    const before = slots[index - 1];
    if (slot.from >= slot.to) return refuse('SLOT_EMPTY', '班次的开始须早于结束', 'a turn begins before it ends', `/slots/${index}/to`);
    if (before && slot.from < before.to) return refuse('SLOTS_OVERLAP', '班次须按时间先后排列，且不重叠', 'turns stand in order and do not overlap', `/slots/${index}/from`);
    const stranger = slot.personIds.findIndex((personId) => look.person(personId)?.officeId !== officeId);
    if (stranger >= 0) return refuse('NOT_OF_THIS_OFFICE', '值班人员须在本机构任职', 'who is on duty must belong to this office', `/slots/${index}/personIds/${stranger}`);
  }
  const isSame = asText(replaceBetween(state.slots, slots)) === asText(state.slots);
  return isSame ? accept() : accept({ type: 'directory.v1.DutyRosterSet', data: { officeId, slots } });
}

/** Turns by what they say: a turn that was read from the log has its fields in another order than one that was asked for. */
function asText(slots: readonly RosterSlot[]): string {
  return JSON.stringify(slots.map(({ from, to, personIds }) => [from, to, personIds]));
}
