import type { EventData, EventIn } from '@fengqiao/contracts';
import { idOf, unreachable, type FoldedMeta, type FoldedEvent } from '@fengqiao/kernel';
import type { Projection } from '@fengqiao/read-models';

/** Steps of a mediator in their order. */
export const MEDIATOR_STEPS = ['engaged', 'trained', 'graded', 'active', 'warned', 'removed'] as const;
export type MediatorStep = (typeof MEDIATOR_STEPS)[number];

/** One line of the register of mediators (调解员名册). Texts are empty where nothing is known; the name is joined from the directory. */
export interface MediatorDocument {
  readonly personId: string;
  readonly status: 'none' | MediatorStep;
  readonly officeId: string;
  readonly division: string;
  readonly source: string;
  readonly fullTime: boolean;
  readonly engagedOn: string;
  readonly trainings: number;
  readonly trainedHours: number;
  readonly lastTrainedOn: string;
  readonly grade: string;
  readonly gradeValidTo: string;
  readonly certificate: string;
  /** When the certificate in force was entered. */
  readonly registeredAt: string;
  readonly warnings: readonly { readonly warningId: string; readonly ground: string; readonly at: string; readonly correctedAt: string }[];
  readonly removedFor: string;
  readonly removedFrom: string;
  readonly lastEventAt: string;
}

type MediatorEventType = EventIn<'mediation/v1/mediator'>['type'];
type MediatorEvent = { [T in MediatorEventType]: { readonly type: T; readonly data: EventData[T] } }[MediatorEventType];

const TYPES: { readonly [T in MediatorEventType]: true } = {
  'mediation.v1.MediatorEngaged': true,
  'mediation.v1.MediatorTrained': true,
  'mediation.v1.MediatorGraded': true,
  'mediation.v1.MediatorRegistered': true,
  'mediation.v1.MediatorWarned': true,
  'mediation.v1.MediatorCorrected': true,
  'mediation.v1.MediatorRemoved': true,
};

/** Mediators (调解员名册), one document a person. */
export const mediatorProjection: Projection<MediatorDocument> = {
  name: 'mediators',
  prefixes: ['mediation.mediator-'],
  types: Object.keys(TYPES),
  fields: {
    status: { of: (row) => row.status, values: MEDIATOR_STEPS, filter: true, sort: true, facet: true },
    grade: { of: (row) => row.grade || null, filter: true, sort: true, facet: true },
    fullTime: { of: (row) => row.fullTime, type: 'boolean', filter: true, facet: true },
    source: { of: (row) => row.source, filter: true, facet: true },
    certificate: { of: (row) => row.certificate || null, filter: true, sort: true },
    division: { of: (row) => row.division, filter: true, sort: true },
    officeId: { of: (row) => row.officeId, filter: true, facet: true },
    engagedOn: { of: (row) => row.engagedOn || null, type: 'date', filter: true, sort: true },
    lastTrainedOn: { of: (row) => row.lastTrainedOn || null, type: 'date', filter: true, sort: true },
    gradeValidTo: { of: (row) => row.gradeValidTo || null, type: 'date', filter: true, sort: true },
  },
  initial: (stream) => blank(idOf(stream)),
  apply: (row, event) => ({ ...fold(row, event as FoldedEvent & MediatorEvent, event.meta), lastEventAt: event.meta.recordedAt }),
  scopeOf: ({ status, division, officeId }) => (status === 'none' ? undefined : { division, offices: [officeId] }),
};

function blank(personId: string): MediatorDocument {
  return {
    personId, status: 'none', officeId: '', division: '', source: '', fullTime: false, engagedOn: '', trainings: 0, trainedHours: 0, lastTrainedOn: '', grade: '', gradeValidTo: '',
    certificate: '', registeredAt: '', warnings: [], removedFor: '', removedFrom: '', lastEventAt: '',
  };
}

/** Total and silent, as the mediator itself is: what has no place changes nothing. */
function fold(row: MediatorDocument, event: MediatorEvent, { occurredAt }: FoldedMeta): MediatorDocument {
  if (event.type === 'mediation.v1.MediatorEngaged') {
    if (row.status !== 'none' && row.status !== 'removed') return row;
    const { officeId, division, source, fullTime, engagedOn } = event.data;
    return { ...blank(row.personId), status: 'engaged', officeId, division, source, fullTime, engagedOn };
  }
  if (row.status === 'none' || row.status === 'removed') return row;
  switch (event.type) {
    case 'mediation.v1.MediatorTrained': {
      const { trainedOn, hours } = event.data;
      return { ...row, status: atLeast('trained', row.status), trainings: row.trainings + 1, trainedHours: row.trainedHours + hours, lastTrainedOn: trainedOn > row.lastTrainedOn ? trainedOn : row.lastTrainedOn };
    }
    case 'mediation.v1.MediatorGraded':
      return { ...row, status: atLeast('graded', row.status), grade: event.data.grade, gradeValidTo: event.data.validTo };
    case 'mediation.v1.MediatorRegistered':
      return { ...row, status: atLeast('active', row.status), certificate: event.data.certificate, fullTime: event.data.fullTime, registeredAt: occurredAt };
    case 'mediation.v1.MediatorWarned':
      return { ...row, status: 'warned', warnings: [...row.warnings, { warningId: event.data.warningId, ground: event.data.ground, at: occurredAt, correctedAt: '' }] };
    case 'mediation.v1.MediatorCorrected': {
      const warnings = row.warnings.map((warning) => (warning.warningId === event.data.warningId && warning.correctedAt === '' ? { ...warning, correctedAt: occurredAt } : warning));
      return { ...row, warnings, status: row.status === 'warned' && warnings.every(({ correctedAt }) => correctedAt !== '') ? 'active' : row.status };
    }
    case 'mediation.v1.MediatorRemoved':
      return { ...row, status: 'removed', removedFor: event.data.ground, removedFrom: event.data.removedFrom };
    default:
      return unreachable(event);
  }
}

/** The later of two steps: a yearly training or a new grade leads nobody back. */
function atLeast(step: MediatorStep, reached: MediatorStep): MediatorStep {
  return MEDIATOR_STEPS.indexOf(reached) > MEDIATOR_STEPS.indexOf(step) ? reached : step;
}
