import { z } from 'zod';
import type { Json } from '@fengqiao/kernel';
import type { QueryRoute } from '@fengqiao/platform';
import { analysisProjection, trainingProjection } from '../guidance';
import { answerList, EVERYBODY, parametersOf } from './asking';
import { officeItem } from './deadline-item';
import { CLASS_LABELS, OCCASION_LABELS, TRAINER_LABELS } from './labels';
import type { ReadParts } from './read-parts';
import { bilingual, office, pageOf } from './schemas';

const text = z.string();
const count = z.number().int();

/** Trend analyses in the asker's scope, the latest first. */
export function trendAnalyses(parts: ReadParts): QueryRoute {
  return {
    id: 'trendAnalyses',
    path: '/v1/views/analyses',
    label: { zh: '研判分析', en: 'trend analyses: by quarter, and on occasions' },
    roles: EVERYBODY,
    parameters: parametersOf(analysisProjection),
    produces: ['json'],
    response: pageOf(z.strictObject({
      id: text, revision: count, officeId: text, office: office.nullable(), division: text, occasion: text, occasionLabel: bilingual, period: text, disputeId: text, findings: text, reportedAt: text, recordedAt: text,
    })),
    handle: answerList(analysisProjection, parts.readSide.analyses.store, parts, { field: 'recordedAt', descending: true }, ({ revision, document }) => ({
      ...document, revision, office: officeItem(document.officeId, parts), occasionLabel: { ...OCCASION_LABELS[document.occasion] },
    }) as unknown as Json),
  };
}

/** Training classes for mediators in the asker's scope, the latest first. */
export function mediatorTrainings(parts: ReadParts): QueryRoute {
  return {
    id: 'mediatorTrainings',
    path: '/v1/views/trainings',
    label: { zh: '调解员培训', en: 'training classes for mediators, by the year they count for' },
    roles: EVERYBODY,
    parameters: parametersOf(trainingProjection),
    produces: ['json'],
    response: pageOf(z.strictObject({
      id: text, revision: count, officeId: text, office: office.nullable(), division: text, year: text, kind: text, kindLabel: bilingual, trainer: text, trainerLabel: bilingual, heldOn: text, participants: count, recordedAt: text,
    })),
    handle: answerList(trainingProjection, parts.readSide.trainings.store, parts, { field: 'heldOn', descending: true }, ({ revision, document }) => ({
      ...document, revision, office: officeItem(document.officeId, parts), kindLabel: { ...CLASS_LABELS[document.kind] }, trainerLabel: { ...TRAINER_LABELS[document.trainer] },
    }) as unknown as Json),
  };
}
