import type { EventOf } from '@fengqiao/contracts';
import { unreachable } from '@fengqiao/kernel';

export type PersonEvent = Extract<EventOf<'directory.v1.'>, { type: `directory.v1.Person${string}` }>;

/** What a person holds at one office. */
export interface Appointment {
  readonly officeId: string;
  readonly roles: readonly string[];
  readonly validFrom: string;
  /** Empty where it still holds. */
  readonly releasedFrom: string;
}

/** A person (人员) with an account and appointments, the latest last; the name is sealed. */
export interface Known {
  readonly status: 'known';
  readonly personId: string;
  readonly account: string;
  readonly name: string;
  readonly appointments: readonly Appointment[];
}

export type PersonState = { readonly status: 'none' } | Known;

export const nobody: PersonState = { status: 'none' };

/** Folds one event; total and silent. */
export function evolvePerson(state: PersonState, event: PersonEvent): PersonState {
  switch (event.type) {
    case 'directory.v1.PersonAppointed': {
      const { personId, account, name, officeId, roles, validFrom } = event.data;
      const before = state.status === 'none' ? [] : state.appointments.filter((each) => each.officeId !== officeId || each.releasedFrom !== '');
      // A later appointment does not say the name again: it is sealed, and nobody below the query port can read it.
      return { status: 'known', personId, account, name: state.status === 'none' ? name : state.name, appointments: [...before, { officeId, roles, validFrom, releasedFrom: '' }] };
    }
    case 'directory.v1.PersonReleased': {
      if (state.status === 'none') return state;
      const { officeId, releasedFrom } = event.data;
      const endsLater = (each: Appointment) => each.officeId === officeId && (each.releasedFrom === '' || each.releasedFrom > releasedFrom);
      return { ...state, appointments: state.appointments.map((each) => (endsLater(each) ? { ...each, releasedFrom } : each)) };
    }
    default:
      return unreachable(event);
  }
}

/** The offices at which a person holds something that nobody has ended; the last one held where there is none. */
export function officesOf({ appointments }: Known): readonly string[] {
  const open = appointments.filter((each) => each.releasedFrom === '');
  return (open.length > 0 ? open : appointments.slice(-1)).map((each) => each.officeId);
}
