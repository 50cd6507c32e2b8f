import { z } from 'zod';
import { millisOf, MS_PER_DAY, toInstant, type Json } from '@fengqiao/kernel';
import type { QueryRoute } from '@fengqiao/platform';
import type { ViewDocument } from '@fengqiao/read-models';
import { officeProjection, type OfficeDocument, type RosterDocument } from '../directory';
import { ask, EVERYBODY, listed, page, parametersOf } from './asking';
import type { ReadParts } from './read-parts';
import { pageOf } from './schemas';

const officeLine = z.strictObject({
  id: z.string(), revision: z.number().int(), name: z.string(), kind: z.string(), level: z.number().int(), division: z.string(), parentId: z.string(), closedFrom: z.string(),
  /** The office is valid today. */
  valid: z.boolean(),
});

/** Offices in the asker's scope (机构). */
export function officesQuery(parts: ReadParts): QueryRoute {
  return {
    id: 'offices',
    path: '/v1/views/offices',
    label: { zh: '机构', en: 'offices' },
    roles: EVERYBODY,
    parameters: parametersOf(officeProjection),
    produces: ['json'],
    response: pageOf(officeLine),
    handle: async (context) => {
      const asked = await ask(officeProjection, context, parts);
      if (!asked.ok) return asked.answer;
      const found = await page(parts.readSide.offices.store, asked.query, { sort: { field: 'division', descending: false } });
      return { kind: 'json', body: await listed(officeProjection, asked.query, found, parts, (document) => officeItemOf(document, parts)) };
    },
  };
}

/** How far ahead turns of duty are shown. */
const SHOWN_MS = 14 * MS_PER_DAY;

const person = z.strictObject({ personId: z.string(), name: z.string() });
const rosterLine = z.strictObject({
  officeId: z.string(), officeName: z.string(), level: z.number().int(), division: z.string(),
  /** Who is called now, in order; empty where nobody is, which the county has to answer for. */
  onDuty: z.array(person),
  /** Turns of the next two weeks, in order. */
  slots: z.array(z.strictObject({ from: z.string(), to: z.string(), personIds: z.array(z.string()) })),
  /** Everybody who stands in these turns. */
  persons: z.array(person),
});

/** Duty rosters of the offices in the asker's scope (值班表): who is called now, and the turns to come. */
export function rostersQuery(parts: ReadParts): QueryRoute {
  return {
    id: 'rosters',
    path: '/v1/views/rosters',
    label: { zh: '值班表', en: 'duty rosters: who is called now, and the turns to come' },
    roles: EVERYBODY,
    parameters: parametersOf(officeProjection),
    produces: ['json'],
    response: pageOf(rosterLine),
    handle: async (context) => {
      const asked = await ask(officeProjection, context, parts);
      if (!asked.ok) return asked.answer;
      const found = await page(parts.readSide.offices.store, asked.query, { sort: { field: 'division', descending: false } });
      const rosters = await Promise.all(found.items.map(({ document }) => parts.readSide.rosters.store.get(`directory.roster-${document.id}`)));
      const byOffice = new Map(rosters.flatMap((roster) => (roster ? [[roster.document.officeId, roster.document] as const] : [])));
      const body = await listed(officeProjection, asked.query, found, parts, ({ document }) => rosterItem(document, byOffice.get(document.id), parts));
      return { kind: 'json', body: context.reveal(body) };
    },
  };
}

function officeItemOf({ revision, document }: ViewDocument<OfficeDocument>, { readSide }: ReadParts): Json {
  const office = readSide.directory.office(document.id);
  const latest = document.versions[document.versions.length - 1];
  const { id, kind, level, division, closedFrom } = document;
  return { id, revision, name: office?.name ?? latest?.name ?? '', kind, level, division, parentId: office?.parentId ?? latest?.parentId ?? '', closedFrom, valid: office !== undefined };
}

function rosterItem({ id, level, division }: OfficeDocument, roster: RosterDocument | undefined, { readSide, clock }: ReadParts): Json {
  const { directory } = readSide;
  const now = clock.now();
  const until = toInstant(millisOf(now) + SHOWN_MS);
  const slots = (roster?.slots ?? []).filter(({ from, to }) => to > now && from < until);
  const named = (personId: string) => ({ personId, name: directory.person(personId)?.name ?? '' });
  return {
    officeId: id,
    officeName: directory.office(id)?.name ?? '',
    level,
    division,
    onDuty: directory.onDuty(id, now).map(named),
    slots: slots.map(({ from, to, personIds }) => ({ from, to, personIds })),
    persons: [...new Set(slots.flatMap(({ personIds }) => personIds))].map(named),
  };
}
