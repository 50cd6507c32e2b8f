import { z } from 'zod';
import { formatDate, millisOf, shanghaiDay, type Instant, type Json } from '@fengqiao/kernel';
import type { QueryRoute } from '@fengqiao/platform';
import type { ViewDocument } from '@fengqiao/read-models';
import { committeeProjection, type CommitteeDocument } from '../register';
import { answerList, EVERYBODY, parametersOf } from './asking';
import { officeItem } from './deadline-item';
import { COMMITTEE_LABELS } from './labels';
import type { ReadParts } from './read-parts';
import { bilingual, office, pageOf } from './schemas';

const text = z.string();

/** One line of the register of committees. */
const committeeLine = z.strictObject({
  officeId: text,
  office: office.nullable(),
  revision: z.number().int(),
  parked: z.boolean(),
  status: text,
  /** As of the instant that is asked for: `dueForElection` and `expired` follow from the day. */
  standing: text,
  standingLabel: bilingual,
  level: z.number().int(),
  division: text,
  kind: text,
  sector: text,
  temporary: z.boolean(),
  validTo: text,
  mixedArea: z.boolean(),
  establishedOn: text,
  termFrom: text,
  termEnds: text,
  members: z.array(z.strictObject({ personId: text, name: text, post: text })),
  women: z.number().int(),
  minority: z.number().int(),
  changes: z.array(z.strictObject({ changeId: text, change: text, at: text, toldCourt: text, toldAt: text })),
  dissolvedFrom: text,
  dissolvedFor: text,
  lastEventAt: text,
});

/** Every committee in the asker's scope: the register of committees (调委会名册). */
export function committeeRegister(parts: ReadParts): QueryRoute {
  return {
    id: 'committeeRegister',
    path: '/v1/views/committees',
    label: { zh: '调委会名册', en: 'register of committees: term, members, women, changes the court was told of' },
    roles: EVERYBODY,
    parameters: parametersOf(committeeProjection),
    produces: ['json'],
    response: pageOf(committeeLine),
    handle: answerList(committeeProjection, parts.readSide.committees.store, parts, { field: 'division', descending: false }, (document) => committeeItem(document, parts.clock.now(), parts)),
  };
}

function committeeItem({ revision, document, parked }: ViewDocument<CommitteeDocument>, now: Instant, parts: ReadParts): Json {
  const { services: _, ...row } = document;
  const standing = standingOf(document, now);
  return {
    ...row,
    office: officeItem(row.officeId, parts),
    revision,
    parked: parked !== undefined,
    standing,
    standingLabel: { ...COMMITTEE_LABELS[standing] },
    temporary: row.validTo !== '',
  } as unknown as Json;
}

/** How a committee stands on a day: the last day of a term still belongs to it. */
export function standingOf({ status, validTo, termEnds }: CommitteeDocument, now: Instant): string {
  if (status !== 'serving' || formatDate(shanghaiDay(millisOf(now))) <= termEnds) return status;
  return validTo === '' ? 'dueForElection' : 'expired';
}
