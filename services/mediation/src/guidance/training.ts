import type { EventIn, MediatorTrainingHeld } from '@fengqiao/contracts';
import { accept, conflict, formatDate, refuse, type DecideContext, type Decider, type Decision } from '@fengqiao/kernel';
import type { Directory } from '@fengqiao/security';
import { notInForce, today } from '../dispute/steps';
import { TRAINERS } from '../mediator/codes';
import { CLASS_KINDS } from './codes';

/* A training class for mediators (调解员培训): the city's backbone class every year, and those of each level. */

export interface HoldTraining {
  readonly type: 'HoldTraining';
  /** The year it counts for. */
  readonly year: string;
  readonly kind: string;
  readonly trainer: string;
  readonly heldOn: string;
  readonly participants: number;
}

export type TrainingEvent = Extract<EventIn<'mediation/v1/guidance'>, { type: 'mediation.v1.MediatorTrainingHeld' }>;
export type TrainingState = { readonly status: 'none' } | { readonly status: 'held'; readonly training: MediatorTrainingHeld };

export const trainingDecider: Decider<TrainingState, HoldTraining, TrainingEvent, Directory> = {
  initial: { status: 'none' },
  decide: holdTraining,
  evolve: (_state, event) => ({ status: 'held', training: event.data }),
};

function holdTraining({ year, kind, trainer, heldOn, participants }: HoldTraining, state: TrainingState, context: DecideContext<Directory>): Decision<TrainingEvent> {
  if (state.status === 'held') {
    const { training } = state;
    const isSame = training.year === year && training.kind === kind && training.trainer === trainer && training.heldOn === heldOn && training.participants === participants;
    return isSame ? accept() : conflict('TRAINING_ALREADY_RECORDED', '该次培训已记录，内容不同', 'this training is recorded already, with other content');
  }
  const wrong = notInForce(CLASS_KINDS, kind, context, '/kind') ?? notInForce(TRAINERS, trainer, context, '/trainer');
  if (wrong) return wrong;
  if (heldOn > formatDate(today(context))) return refuse('DAY_IN_FUTURE', '日期晚于今天，请核对', 'the day lies in the future; check it', '/heldOn');
  // A class that was put off may be made up for in the year after.
  const late = Number(heldOn.slice(0, 4)) - Number(year);
  if (late < 0 || late > 1) return refuse('YEAR_OF_OTHER_TIME', '培训计入当年，或补上一年', 'a training counts for its own year, or makes up for the one before', '/year');
  const { officeId, division } = context.actor;
  return accept({ type: 'mediation.v1.MediatorTrainingHeld', data: { officeId, division, year, kind, trainer, heldOn, participants, approvedBy: context.approvedBy } });
}
