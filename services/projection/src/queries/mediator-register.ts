import { z } from 'zod';
import type { Json } from '@fengqiao/kernel';
import type { QueryRoute } from '@fengqiao/platform';
import type { ViewDocument } from '@fengqiao/read-models';
import { mediatorProjection, type MediatorDocument } from '../register';
import { answerList, EVERYBODY, parametersOf } from './asking';
import { officeItem } from './deadline-item';
import { MEDIATOR_LABELS } from './labels';
import type { ReadParts } from './read-parts';
import { bilingual, office, pageOf } from './schemas';

const text = z.string();

/** One line of the register of mediators. */
const mediatorLine = z.strictObject({
  personId: text,
  name: text,
  revision: z.number().int(),
  parked: z.boolean(),
  status: text,
  statusLabel: bilingual,
  officeId: text,
  office: office.nullable(),
  division: text,
  source: text,
  fullTime: z.boolean(),
  engagedOn: text,
  trainings: z.number().int(),
  trainedHours: z.number().int(),
  lastTrainedOn: text,
  grade: text,
  gradeValidTo: text,
  certificate: text,
  registeredAt: text,
  warnings: z.array(z.strictObject({ warningId: text, ground: text, at: text, correctedAt: text })),
  removedFor: text,
  removedFrom: text,
  lastEventAt: text,
});

/** Every mediator in the asker's scope: the register of mediators (调解员名册). */
export function mediatorRegister(parts: ReadParts): QueryRoute {
  return {
    id: 'mediatorRegister',
    path: '/v1/views/mediators',
    label: { zh: '调解员名册', en: 'register of mediators: step, grade, certificate, full-time, trainings, warnings' },
    roles: EVERYBODY,
    parameters: parametersOf(mediatorProjection),
    produces: ['json'],
    response: pageOf(mediatorLine),
    handle: answerList(mediatorProjection, parts.readSide.mediators.store, parts, { field: 'division', descending: false }, (document) => mediatorItem(document, parts)),
  };
}

/** One mediator; the name stays sealed until the asker's role opens it. */
function mediatorItem({ revision, document, parked }: ViewDocument<MediatorDocument>, parts: ReadParts): Json {
  return {
    ...document,
    name: parts.readSide.directory.nameOf(document.personId),
    revision,
    parked: parked !== undefined,
    statusLabel: { ...MEDIATOR_LABELS[document.status] },
    office: officeItem(document.officeId, parts),
  } as unknown as Json;
}
