import type { EventData } from '@fengqiao/contracts';
import { idOf } from '@fengqiao/kernel';
import type { Projection } from '@fengqiao/read-models';

const TYPE = 'mediation.v1.MediatorTrainingHeld';

/** One training class for mediators (调解员培训). */
export interface TrainingDocument {
  readonly id: string;
  readonly officeId: string;
  readonly division: string;
  /** The year it counts for; empty before anything is known. */
  readonly year: string;
  /** `backbone` or `local`. */
  readonly kind: string;
  readonly trainer: string;
  readonly heldOn: string;
  readonly participants: number;
  readonly recordedAt: string;
}

/** Training classes for mediators (调解员培训), one document each. */
export const trainingProjection: Projection<TrainingDocument> = {
  name: 'trainings',
  prefixes: ['mediation.training-'],
  types: [TYPE],
  fields: {
    year: { of: (row) => row.year, filter: true, sort: true, facet: true },
    kind: { of: (row) => row.kind, filter: true, facet: true },
    trainer: { of: (row) => row.trainer, filter: true, facet: true },
    officeId: { of: (row) => row.officeId, filter: true, facet: true },
    division: { of: (row) => row.division, filter: true, sort: true },
    participants: { of: (row) => row.participants, type: 'number', filter: true, sort: true },
    heldOn: { of: (row) => row.heldOn || null, type: 'date', filter: true, sort: true },
    recordedAt: { of: (row) => row.recordedAt || null, type: 'instant', filter: true, sort: true },
  },
  initial: (stream) => ({ id: idOf(stream), officeId: '', division: '', year: '', kind: '', trainer: '', heldOn: '', participants: 0, recordedAt: '' }),
  apply: ({ id }, { data, meta: { recordedAt } }) => {
    const { officeId, division, year, kind, trainer, heldOn, participants } = data as EventData[typeof TYPE];
    return { id, officeId, division, year, kind, trainer, heldOn, participants, recordedAt };
  },
  scopeOf: ({ year, division, officeId }) => (year === '' ? undefined : { division, offices: [officeId] }),
};
