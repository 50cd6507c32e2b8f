import type { EventIn, MediatorGraded, MediatorTrained } from '@fengqiao/contracts';
import { unreachable } from '@fengqiao/kernel';

export type MediatorEvent = EventIn<'mediation/v1/mediator'>;

/** A warning (批评教育、责令改正) and whether it was heeded; the note is sealed. */
export interface Warning {
  readonly warningId: string;
  readonly ground: string;
  readonly note: string;
  readonly corrected: boolean;
}

/** What is known of a mediator since the engagement. */
export interface Engagement {
  readonly personId: string;
  readonly officeId: string;
  readonly division: string;
  readonly source: string;
  readonly fullTime: boolean;
  readonly engagedOn: string;
  readonly trainings: readonly Omit<MediatorTrained, 'approvedBy'>[];
  /** The latest grade. */
  readonly grading?: MediatorGraded;
  /** Empty before the entry in the register. */
  readonly certificate: string;
  readonly warnings: readonly Warning[];
}

export const STATUSES = ['engaged', 'trained', 'graded', 'active', 'warned'] as const;
export type WorkingStatus = (typeof STATUSES)[number];

export type Working = Engagement & { readonly status: WorkingStatus };
export type Removed = Engagement & { readonly status: 'removed'; readonly ground: string; readonly removedFrom: string };

/** A mediator (人民调解员): bears the id of the person in the directory. */
export type MediatorState = { readonly status: 'none' } | Working | Removed;

export const noMediator: MediatorState = { status: 'none' };

/** Folds one event; total and silent: what does not follow from the step reached changes nothing but what it tells. */
export function evolveMediator(state: MediatorState, event: MediatorEvent): MediatorState {
  if (event.type === 'mediation.v1.MediatorEngaged') {
    if (state.status !== 'none' && state.status !== 'removed') return state;
    const { personId, officeId, division, source, fullTime, engagedOn } = event.data;
    return { status: 'engaged', personId, officeId, division, source, fullTime, engagedOn, trainings: [], certificate: '', warnings: [] };
  }
  if (state.status === 'none' || state.status === 'removed') return state;
  switch (event.type) {
    case 'mediation.v1.MediatorTrained': {
      const { kind, trainedOn, hours, trainer } = event.data;
      return { ...state, trainings: [...state.trainings, { kind, trainedOn, hours, trainer }], status: atLeast('trained', state.status) };
    }
    case 'mediation.v1.MediatorGraded':
      return { ...state, grading: event.data, status: atLeast('graded', state.status) };
    case 'mediation.v1.MediatorRegistered':
      return { ...state, ...event.data, status: atLeast('active', state.status) };
    case 'mediation.v1.MediatorWarned':
      return { ...state, warnings: [...state.warnings, { ...event.data, corrected: false }], status: 'warned' };
    case 'mediation.v1.MediatorCorrected': {
      const warnings = state.warnings.map((warning) => (warning.warningId === event.data.warningId ? { ...warning, corrected: true } : warning));
      return { ...state, warnings, status: state.status === 'warned' && warnings.every(({ corrected }) => corrected) ? 'active' : state.status };
    }
    case 'mediation.v1.MediatorRemoved':
      return { ...state, status: 'removed', ground: event.data.ground, removedFrom: event.data.removedFrom };
    default:
      return unreachable(event);
  }
}

/** The later of two steps: a yearly training or a new grade leads nobody back. */
function atLeast(step: WorkingStatus, reached: WorkingStatus): WorkingStatus {
  return STATUSES.indexOf(reached) > STATUSES.indexOf(step) ? reached : step;
}
