import type { EventOf, Level } from '@fengqiao/contracts';
import { unreachable } from '@fengqiao/kernel';

export type OfficeEvent = Extract<EventOf<'directory.v1.'>, { type: `directory.v1.Office${string}` }>;

/** An office (机构) as its stream tells it; changes hold from their day on, so the latest is not always the one in force. */
export interface Established {
  readonly status: 'established';
  readonly officeId: string;
  readonly name: string;
  readonly kind: string;
  readonly level: Level;
  readonly parentId: string;
  readonly division: string;
  readonly validFrom: string;
  /** From when name and parent hold: they change in the order of days. */
  readonly changedFrom: string;
  /** Empty where it is not closed. */
  readonly closedFrom: string;
}

export type OfficeState = { readonly status: 'none' } | Established;

export const noOffice: OfficeState = { status: 'none' };

/** Folds one event; total and silent. */
export function evolveOffice(state: OfficeState, event: OfficeEvent): OfficeState {
  if (event.type === 'directory.v1.OfficeEstablished') return { status: 'established', ...event.data, changedFrom: event.data.validFrom, closedFrom: '' };
  if (state.status === 'none') return state;
  switch (event.type) {
    case 'directory.v1.OfficeChanged':
      return { ...state, name: event.data.name, parentId: event.data.parentId, changedFrom: event.data.validFrom };
    case 'directory.v1.OfficeClosed':
      return { ...state, closedFrom: event.data.closedFrom };
    default:
      return unreachable(event);
  }
}
