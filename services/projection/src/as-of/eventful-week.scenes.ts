import { calendarYear } from '@fengqiao/calendar';
import { eventTypes } from '@fengqiao/contracts';
import type { EventStore } from '@fengqiao/event-store';
import type { PlainDate } from '@fengqiao/kernel';
import { hashOf, type NormalisedPack } from '@fengqiao/policies';
import type { Projection, ViewStore } from '@fengqiao/read-models';
import * as fc from 'fast-check';
import { SHIPPED } from '../escalation/load-shipped.scenes';
import { happenings, type Happening } from '../histories.scenes';
import { adoptPack, adoptYear } from '../policy-facts';
import { AskedCounty } from '../queries/county.scenes';

/** A case id of the week, by its number. */
export const caseOf = (n: number): string => `00000000-0000-4000-8000-0000000000${String(n).padStart(2, '0')}`;
const streamOf = (n: number): string => `mediation.dispute-${caseOf(n)}`;
export const CASES = 21;

/** The packs that bind the county; rules that bind none of it would only make each fold longer. */
const OWN_PACKS = ['cn-national', 'hefei-2011-village-entry', 'zhuji-demonstration'];
const BY_CITY = { actor: 'system', office: '', jurisdiction: '3306' };
const NOISE = eventTypes().map(({ type }) => type).filter((type) => !/^(deadlines|policy|numbering)\./.test(type));

/**
 * A week in which all changes that a board shows: disputes in every stage, some reported, acknowledged, taken over, late; an office gets
 * another name and another office above it from a day on, somebody leaves, rosters change, a new version of a pack and of a calendar are
 * adopted, and things happen in any order to three cases more.
 */
export async function eventfulWeek(store: EventStore, viewStore: <D>(projection: Projection<D>) => ViewStore<D>): Promise<AskedCounty> {
  const county = new AskedCounty(store, viewStore);
  await county.found({ ...SHIPPED, packs: SHIPPED.packs.filter(({ pack }) => OWN_PACKS.includes(pack)) });
  const noise = fc.sample(happenings(NOISE), { seed: 20_261_123, numRuns: 120 });
  for (let day = 23; day <= 29; day += 1) {
    for (let n = (day - 23) * 3; n < (day - 23) * 3 + 3; n += 1) {
      await county.moveTo(`${day}T${String(8 + (n % 3) * 5).padStart(2, '0')}:${String((n * 7) % 60).padStart(2, '0')}`);
      await oneCase(county, n);
      await anything(county, noise.splice(0, 5));
    }
    await changes(county, day);
  }
  await county.moveTo('30T10:00');
  return county;
}

/** What becomes of a case is decided by its number. */
async function oneCase({ facts, store }: AskedCounty, n: number): Promise<void> {
  const stream = streamOf(n);
  await facts.registered(stream, n % 4 === 3 ? ['beyondLevel'] : []);
  const office = n % 2 === 0 ? 'village' : 'township';
  const numbering = `numbering.${office}.2026.人调`;
  if (n % 5 !== 4) await facts.append(numbering, 'numbering.v1.CaseNumberAssigned', { number: (await store.read(numbering)).length + 1, caseStream: stream, officeId: office, year: 2026, kind: '人调' });
  // An earlier case goes on before the new one is graded.
  const earlier = n - 2;
  if (earlier >= 0 && earlier % 3 === 0) await goOn({ facts }, earlier);
  if (n % 3 === 0) await facts.gradedMajor(stream);
  if (n % 3 === 1) {
    await facts.append(stream, 'mediation.v1.DisputeAccepted', { basis: 'application' });
    await facts.append(stream, 'mediation.v1.MediationPlanAdopted', { plan: 'sealed:1:k:cGxhbg', ownerId: 'chair', dueDate: '2026-12-01' });
    await facts.append(stream, 'mediation.v1.SessionHeld', { mode: 'field', mediatorIds: ['mediator'] });
  }
  if (n % 6 === 1) {
    await facts.append(stream, 'mediation.v1.AgreementConcluded', { form: 'written', effectiveAt: '2026-11-22T08:00:00.000Z', terms: [{ termId: `t${n}`, content: 'sealed:1:k:dDE', dueDate: `2026-11-${25 + (n % 5)}` }] });
  }
}

async function goOn({ facts }: Pick<AskedCounty, 'facts'>, n: number): Promise<void> {
  const stream = streamOf(n);
  await facts.reported(stream, `report-${n}`);
  if (n % 2 === 0) await facts.acknowledged(stream, `report-${n}`);
  if (n % 12 === 0) await facts.takenOver(stream, `report-${n}`);
}

async function anything({ facts }: AskedCounty, some: readonly Happening[]): Promise<void> {
  for (const { stream, type, data } of some) await facts.append(stream, type, data);
}

async function changes(county: AskedCounty, day: number): Promise<void> {
  const { facts, store, clock } = county;
  switch (day) {
    case 24:
      await facts.append('directory.office-village', 'directory.v1.OfficeChanged', { officeId: 'village', name: '枫源社区调委会', parentId: 'township', validFrom: '2026-11-26' }, BY_CITY);
      await facts.append('directory.roster-township', 'directory.v1.DutyRosterSet', { officeId: 'township', slots: [{ from: '2026-11-25T00:00:00.000Z', to: '2026-11-27T00:00:00.000Z', personIds: ['townshipDuty2'] }] }, BY_CITY);
      return;
    case 25:
      await adoptPack(store, renamed(), clock.now());
      return county.settle();
    case 26:
      await facts.append('directory.person-townshipDuty1', 'directory.v1.PersonReleased', { personId: 'townshipDuty1', officeId: 'township', releasedFrom: '2026-11-28' }, BY_CITY);
      return;
    case 27: {
      const year = SHIPPED.years.find((each) => each.year === 2026) as (typeof SHIPPED.years)[number];
      await adoptYear(store, calendarYear(2026, '2026.later', [...year.days, { day: '2026-11-30' as PlainDate, kind: 'off', holiday: '补假', paper: 'https://example.org/later' }]), clock.now());
      return county.settle();
    }
    case 28:
      await facts.append('directory.office-township', 'directory.v1.OfficeChanged', { officeId: 'township', name: '枫桥司法所', parentId: 'city', validFrom: '2026-11-29' }, BY_CITY);
      return;
    default:
  }
}

/** The pack of the same-day report, in a version of its own whose rules have other names. */
function renamed(): NormalisedPack {
  const pack = SHIPPED.packs.find(({ rules }) => rules.some(({ id }) => id === 'R000-25.report')) as NormalisedPack;
  const rules = pack.rules.map((rule) => ({ ...rule, name: { zh: `新${rule.name.zh}`, en: `new ${rule.name.en}` } }));
  const content = { ...pack, version: `${pack.version}-later`, rules };
  return { ...content, hash: hashOf(content) };
}
