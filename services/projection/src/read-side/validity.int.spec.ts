import { MemoryEventStore } from '@fengqiao/event-store/memory';
import { MemoryViewStore } from '@fengqiao/read-models/memory';
import { at } from '@fengqiao/testing';
import { AskedCounty } from '../queries/county.scenes';

const CASE = 'mediation.dispute-00000000-0000-4000-8000-00000000000a';
const CITY = { actor: 'system', office: '', jurisdiction: '3306' };

/** A county at rest on 24 November: one case, which is archived, so that nothing else will happen of itself. */
async function atRest(): Promise<AskedCounty> {
  const county = new AskedCounty(new MemoryEventStore(), (projection) => new MemoryViewStore(projection));
  await county.found();
  await county.facts.registered(CASE);
  await county.moveTo('24T10:00');
  return county;
}

it.each([
  ['is placed under another', 'directory.v1.OfficeChanged', { officeId: 'township', name: '枫桥司法所', parentId: 'city', validFrom: '2026-11-26' }],
  ['is closed', 'directory.v1.OfficeClosed', { officeId: 'township', closedFrom: '2026-11-26' }],
])('an office that %s from a day on has obligations judged again at the midnight at which that day begins', async (_, type, data) => {
  const county = await atRest();
  const { view } = county.readSide.opened.deadlines;
  await county.facts.append('directory.office-township', type, data, CITY);
  await county.settle();
  expect(county.timer.next).toBe(at('2026-11-26T00:00:00+08:00'));
  await county.moveTo('25T23:59');
  const before = view.get(CASE)?.judgedAt;
  await county.moveTo('26T00:00');
  expect([before === at('2026-11-26T00:00:00+08:00'), view.get(CASE)?.judgedAt]).toEqual([false, at('2026-11-26T00:00:00+08:00')]);
  expect((await county.readSide.check()).flatMap(({ differences }) => differences)).toEqual([]);
});

it('an office that has been another for long wakes nobody', async () => {
  const county = await atRest();
  await county.facts.append('directory.office-township', 'directory.v1.OfficeChanged', { officeId: 'township', name: '枫桥司法所', parentId: 'county', validFrom: '2026-11-24' }, CITY);
  await county.settle();
  expect(county.timer.next === undefined || county.timer.next > county.clock.now()).toBe(true);
});
