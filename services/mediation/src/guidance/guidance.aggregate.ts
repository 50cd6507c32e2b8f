import type { Actor } from '@fengqiao/kernel';
import { aggregate, body, code, date, line, text, uuid, whole } from '@fengqiao/platform';
import type { Role } from '@fengqiao/security';
import { z } from 'zod';
import { codesOf } from '../dispute/codes';
import { TRAINERS } from '../mediator/codes';
import { analysisDecider } from './analysis';
import { CLASS_KINDS, OCCASIONS } from './codes';
import { trainingDecider } from './training';

const ANALYSTS: readonly Role[] = ['committeeChair', 'officeClerk', 'officeDirector', 'bureauHead', 'analyst'];
const TEACHERS: readonly Role[] = ['officeClerk', 'officeDirector', 'bureauHead'];

/** Trend analyses (研判分析): streams mediation.analysis-<uuid>, routes under /v1/mediation/analyses. */
export const analyses = aggregate({
  context: 'mediation',
  name: 'analysis',
  collection: 'analyses',
  label: { zh: '研判分析', en: 'trend analysis' },
  decider: analysisDecider,
  commands: {
    ReportTrendAnalysis: {
      label: { zh: '上报研判分析', en: 'report a trend analysis' }, path: '', creates: true, claimable: true, roles: ANALYSTS,
      body: body({ occasion: code(codesOf(OCCASIONS)), period: line(40), disputeId: uuid().optional(), findings: text() }),
    },
  },
  authorise: (actor, state) => mayActOn(actor, state.status === 'none' ? undefined : state.analysis),
  jurisdiction: (_state, _command, actor) => actor.division,
  present: (state) => (state.status === 'none' ? undefined : { ...state.analysis }),
});

/** Trainings of mediators (调解员培训): streams mediation.training-<uuid>, routes under /v1/mediation/trainings. */
export const trainings = aggregate({
  context: 'mediation',
  name: 'training',
  collection: 'trainings',
  label: { zh: '调解员培训', en: 'training of mediators' },
  decider: trainingDecider,
  commands: {
    HoldTraining: {
      label: { zh: '记录培训班', en: 'record a training class' }, path: '', creates: true, claimable: true, roles: TEACHERS,
      body: body({
        year: z.string().regex(/^(19|20|21)\d{2}$/, { error: '须为年份，如 2026 / must be a year, such as 2026' }),
        kind: code(codesOf(CLASS_KINDS)), trainer: code(codesOf(TRAINERS)), heldOn: date(), participants: whole(100_000, 1),
      }),
    },
  },
  authorise: (actor, state) => mayActOn(actor, state.status === 'none' ? undefined : state.training),
  jurisdiction: (_state, _command, actor) => actor.division,
  present: (state) => (state.status === 'none' ? undefined : { ...state.training }),
});

/** An office reports for itself; what it reported is read there, and by those in whose division it lies. */
function mayActOn(actor: Actor, reported: { readonly officeId: string; readonly division: string } | undefined): boolean {
  if (actor.officeId === '' || actor.division === '') return false;
  return reported === undefined || reported.officeId === actor.officeId || reported.division.startsWith(actor.division);
}
